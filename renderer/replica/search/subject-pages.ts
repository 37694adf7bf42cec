import { isCase, type SubjectRecord } from '../../../shared/contract/index.ts'
import type { SubjectQuery } from '../api.ts'
import type { SubjectEntry } from '../database.ts'
import { isInRegister } from '../in-register.ts'
import type { Snapshot } from '../snapshot.ts'
import { type IndexView, subjectCandidates } from './candidates.ts'
import { type Asked, atOnce, LOOK, type Part } from './case-pages.ts'

export interface FoundSubject {
  readonly id: string
  readonly record: SubjectRecord
}

function isShown(now: Snapshot, query: SubjectQuery, id: string, record: SubjectRecord): boolean {
  if (!isInRegister(record)) return false
  return query.type === undefined || id.startsWith(`${now.office}/${query.type}/`)
}

/** As it stands here. */
function asHere(now: Snapshot, id: string, sealed: SubjectRecord): SubjectRecord {
  const over = now.overlay.records.get(id)
  return over !== undefined && !isCase(over) ? over : sealed
}

/** Subjects that only unsent acts have put on record. */
export async function newSubjects({ search, db, now, query, words }: Asked<SubjectQuery>): Promise<FoundSubject[]> {
  const here = [...now.overlay.records].flatMap(([id, record]) =>
    !isCase(record) && isShown(now, query, id, record) ? [{ id, record }] : [],
  )
  const sealed = await db.subjects.bulkGet(here.map(({ id }) => id))
  const fresh = here.filter((_, i) => sealed[i] === undefined)
  const hits = await search.hits.among(now, fresh, words)
  return fresh.reverse().filter(({ id }) => hits.has(id))
}

/** The register by its ids; `next` is the last id of the page. */
export async function subjectsById({
  db,
  now,
  query,
}: Asked<SubjectQuery>): Promise<{ found: FoundSubject[]; next: string | null }> {
  const prefix = query.type === undefined ? `${now.office}/` : `${now.office}/${query.type}/`
  const found: FoundSubject[] = []
  let last: string | null = null
  let looked = 0
  await db.subjects
    .where('id')
    .between(query.after ?? prefix, `${prefix}\uffff`, query.after === null, false)
    .until(() => found.length >= query.limit || looked >= LOOK)
    .each(({ id, record: sealed }: SubjectEntry) => {
      looked++
      last = id
      const record = asHere(now, id, sealed)
      if (isShown(now, query, id, record)) found.push({ id, record })
    })
  return { found, next: found.length >= query.limit || looked >= LOOK ? last : null }
}

/** Sealed subjects with these words, the newest on record first, with numbers below `before`. */
export async function sealedSubjects(
  { search, db, now, query, words }: Asked<SubjectQuery>,
  view: IndexView | null,
  before: number,
  most: number,
): Promise<Part<FoundSubject>> {
  const found: (FoundSubject & { readonly number: number })[] = []
  const head = await search.subjects.head()
  let looked = 0
  for await (const numbers of subjectCandidates(view, head, words, before)) {
    for (let at = 0; at < numbers.length; ) {
      const part = numbers.slice(at, at + atOnce(most, found.length, looked))
      at += part.length
      looked += part.length
      const rows = await db.subjects.bulkGet(await search.subjects.ids(part))
      const entries = rows.flatMap((row, i) => {
        if (row === undefined) return []
        const record = asHere(now, row.id, row.record)
        return isShown(now, query, row.id, record) ? [{ id: row.id, record, number: part[i] as number }] : []
      })
      const hits = await search.hits.among(now, entries, words)
      found.push(...entries.filter(({ id }) => hits.has(id)))
      if (found.length <= most && looked < LOOK) continue
      const page = found.slice(0, most)
      return { found: page, next: found.length > most ? (page.at(-1)?.number ?? before) : (part.at(-1) ?? before) }
    }
  }
  return { found, next: null }
}
