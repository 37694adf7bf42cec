import { type CaseRecord, isCase, type SubjectRecord } from '../../shared/contract/index.ts'
import type { CaseQuery, CaseRow, Page, SubjectQuery, SubjectRow } from './api.ts'
import { caseRow, numberOf } from './case-views.ts'
import type { ReplicaDatabase, SubjectEntry } from './database.ts'
import { type Candidate, caseCandidates, type IndexView, subjectCandidates } from './search/candidates.ts'
import { columnFilter, fitsFilter, lightOf, noteLight, todayOf } from './search/case-filter.ts'
import { wordsOf } from './search/fold.ts'
import type { Found } from './search/hits.ts'
import { Damaged } from './search/index-store.ts'
import { casesAt } from './search/read-records.ts'
import type { Search } from './search/search.ts'
import type { Snapshot } from './snapshot.ts'

/** Records that are looked at for one page before the rest is left to the next: what the index and the roll let through is nearly always a hit. */
const LOOK = 400
/** And at once. */
const STEP = 64

/** A page of cases, newest first, keyset by position (limits.md: never by offset). What waits here comes first. */
export async function listCases(
  search: Search,
  db: ReplicaDatabase,
  now: Snapshot,
  query: CaseQuery,
  clock: number,
): Promise<Page<CaseRow>> {
  const words = wordsOf(query.text)
  const rows: CaseRow[] = []
  if (query.after === null)
    rows.push(
      ...(await listWaiting(search, db, now, query, words, clock)).map(([id, record]) =>
        caseRow(now, id, record, clock),
      ),
    )
  // What is unsent waits here, all of it.
  if (query.filter === 'unsent') return { rows, next: null }
  const before = query.after === null ? Number.MAX_SAFE_INTEGER : Number(query.after)
  const view = words.length === 0 ? null : await search.view()
  const sealed = await withIndex(search, view, (one) =>
    sealedCases(search, db, now, query, words, clock, before, Math.max(0, query.limit - rows.length), one),
  )
  for (const { id, record } of sealed.found) rows.push(caseRow(now, id, record, clock))
  return { rows, next: sealed.next === null ? null : String(sealed.next) }
}

/** Without the index, if it turns out to be damaged: it is made anew, and what is near is found meanwhile. */
async function withIndex<T>(
  search: Search,
  view: IndexView | null,
  ask: (view: IndexView | null) => Promise<T>,
): Promise<T> {
  try {
    return await ask(view)
  } catch (error) {
    if (!(error instanceof Damaged)) throw error
    search.damaged()
    return ask(null)
  }
}

/** Cases that this desktop's unsent acts are on, the newest act first. */
async function listWaiting(
  search: Search,
  db: ReplicaDatabase,
  now: Snapshot,
  query: CaseQuery,
  words: readonly string[],
  clock: number,
): Promise<[string, CaseRecord][]> {
  const cases = new Map<string, CaseRecord>()
  for (const [id, record] of now.overlay.records) if (isCase(record)) cases.set(id, record)
  if (query.filter === 'unsent') {
    // An act that was set aside leaves its case as it is sealed.
    const others = new Set(
      now.overlay.waiting.flatMap(({ entry }) => (entry.case === null || cases.has(entry.case) ? [] : [entry.case])),
    )
    for (const row of await db.cases.bulkGet([...others])) if (row !== undefined) cases.set(row.id, row.record)
  }
  const fitting = [...cases].reverse().filter(([id, record]) => fitsFilter(now, query, id, record, clock))
  const hits = await search.hits.among(
    now,
    fitting.map(([id, record]) => ({ id, record })),
    words,
  )
  return fitting.filter(([id]) => hits.has(id))
}

interface Sealed<T> {
  readonly found: readonly T[]
  /** Where the next page begins; null when there is none. */
  readonly next: number | null
}

async function sealedCases(
  search: Search,
  db: ReplicaDatabase,
  now: Snapshot,
  query: CaseQuery,
  words: readonly string[],
  clock: number,
  before: number,
  most: number,
  view: IndexView | null,
): Promise<Sealed<Found & { readonly record: CaseRecord }>> {
  const found: { readonly id: string; readonly record: CaseRecord; readonly order: number }[] = []
  const { words: lists } = await search.cases.open()
  const { keep } = columnFilter(now, query, lists)
  let looked = 0
  /** True when the page is full, or enough has been looked at. */
  const look = async (candidates: readonly Candidate[]): Promise<boolean> => {
    const places = new Map(candidates.map((one) => [one.order, one]))
    const entries = (await casesAt(db, [...places.keys()])).sort((a, b) => b.order - a.order)
    const fitting = entries.filter(({ id, order, record }) => {
      const { chunk, at } = places.get(order) as Candidate
      if (query.light !== undefined) noteLight(chunk, at, lightOf(now, record, clock))
      return !now.overlay.records.has(id) && fitsFilter(now, query, id, record, clock)
    })
    const hits = words.length === 0 ? null : await search.hits.among(now, fitting, words)
    for (const entry of fitting) if (hits === null || hits.has(entry.id)) found.push(entry)
    looked += candidates.length
    return found.length > most || looked >= LOOK
  }
  let last = before
  for await (const chunk of caseCandidates(view, search.cases, now.gov, words, keep, before, todayOf(clock))) {
    for (let at = 0; at < chunk.length; ) {
      // One more than the page holds: so it is known whether there is a next one.
      const part = chunk.slice(at, at + Math.min(STEP, Math.max(8, most + 1 - found.length), LOOK - looked))
      at += part.length
      last = part.at(-1)?.order ?? last
      if (await look(part)) {
        const page = found.slice(0, most)
        return { found: page, next: found.length > most ? (page.at(-1)?.order ?? before) : last }
      }
    }
  }
  return { found, next: null }
}

export function subjectRow(id: string, record: SubjectRecord): SubjectRow {
  return {
    id,
    type: record.t,
    number: numberOf(id),
    fields: record.fields,
    pending: record.pending,
    disputed: record.disputes.length > 0,
    burdens: record.burdens,
    parents: record.parents,
    children: record.children,
    ended: record.ended,
    updated: record.log.at(-1)?.time ?? 0,
  }
}

/** What counts a device's numbers (N10) is no subject that people look for. */
function isShown(now: Snapshot, query: SubjectQuery, id: string, record: SubjectRecord): boolean {
  if (record.t === 'numbers') return false
  return query.type === undefined || id.startsWith(`${now.office}/${query.type}/`)
}

/** A page of the register: with a text, what has it in it, newest on record first; without one, everything by its id. */
export async function listSubjects(
  search: Search,
  db: ReplicaDatabase,
  now: Snapshot,
  query: SubjectQuery,
): Promise<Page<SubjectRow>> {
  const words = wordsOf(query.text)
  const rows: SubjectRow[] = []
  if (query.after === null) rows.push(...(await newHere(search, db, now, query, words)))
  if (words.length === 0) {
    const page = await subjectsById(db, now, query)
    return { rows: [...rows, ...page.rows], next: page.next }
  }
  const before = query.after === null ? Number.MAX_SAFE_INTEGER : Number(query.after)
  const view = await search.view()
  const most = Math.max(0, query.limit - rows.length)
  const page = await withIndex(search, view, (one) => sealedSubjects(search, db, now, query, words, before, most, one))
  rows.push(...page.found.map(({ id, record }) => subjectRow(id, record as SubjectRecord)))
  return { rows, next: page.next === null ? null : String(page.next) }
}

/** Subjects that only unsent acts have put on record. */
async function newHere(
  search: Search,
  db: ReplicaDatabase,
  now: Snapshot,
  query: SubjectQuery,
  words: readonly string[],
): Promise<SubjectRow[]> {
  const here = [...now.overlay.records].flatMap(([id, record]) =>
    !isCase(record) && isShown(now, query, id, record) ? [{ id, record }] : [],
  )
  const sealed = await db.subjects.bulkGet(here.map(({ id }) => id))
  const fresh = here.filter((_, i) => sealed[i] === undefined)
  const hits = await search.hits.among(now, fresh, words)
  return fresh.reverse().flatMap(({ id, record }) => (hits.has(id) ? [subjectRow(id, record)] : []))
}

async function subjectsById(db: ReplicaDatabase, now: Snapshot, query: SubjectQuery): Promise<Page<SubjectRow>> {
  const prefix = query.type === undefined ? `${now.office}/` : `${now.office}/${query.type}/`
  const rows: SubjectRow[] = []
  let last: string | null = null
  let looked = 0
  await db.subjects
    .where('id')
    .between(query.after ?? prefix, `${prefix}\uffff`, query.after === null, false)
    .until(() => rows.length >= query.limit || looked >= LOOK)
    .each(({ id, record: sealed }: SubjectEntry) => {
      looked++
      last = id
      const over = now.overlay.records.get(id)
      const record = over !== undefined && !isCase(over) ? over : sealed
      if (isShown(now, query, id, record)) rows.push(subjectRow(id, record))
    })
  return { rows, next: rows.length >= query.limit || looked >= LOOK ? last : null }
}

async function sealedSubjects(
  search: Search,
  db: ReplicaDatabase,
  now: Snapshot,
  query: SubjectQuery,
  words: readonly string[],
  before: number,
  most: number,
  view: IndexView | null,
): Promise<Sealed<Found>> {
  const found: (Found & { readonly number: number })[] = []
  const head = await search.subjects.head()
  let looked = 0
  for await (const numbers of subjectCandidates(view, head, words, before)) {
    for (let at = 0; at < numbers.length; ) {
      const part = numbers.slice(at, at + Math.min(STEP, Math.max(8, most + 1 - found.length), LOOK - looked))
      at += part.length
      looked += part.length
      const ids = await search.subjects.ids(part)
      const entries = (await db.subjects.bulkGet(ids)).flatMap((row, i) => {
        if (row === undefined) return []
        const over = now.overlay.records.get(row.id)
        const record = over !== undefined && !isCase(over) ? over : row.record
        return isShown(now, query, row.id, record) ? [{ id: row.id, record, number: part[i] as number }] : []
      })
      const hits = await search.hits.among(now, entries, words)
      found.push(...entries.filter(({ id }) => hits.has(id)))
      if (found.length > most || looked >= LOOK) {
        const page = found.slice(0, most)
        return { found: page, next: found.length > most ? (page.at(-1)?.number ?? before) : (part.at(-1) ?? before) }
      }
    }
  }
  return { found, next: null }
}
