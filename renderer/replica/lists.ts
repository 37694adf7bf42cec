import type { SubjectRecord } from '../../shared/contract/index.ts'
import type { CaseQuery, CaseRow, Page, SubjectQuery, SubjectRow } from './api.ts'
import { caseRow, numberOf } from './case-views.ts'
import type { ReplicaDatabase } from './database.ts'
import type { IndexView } from './search/candidates.ts'
import { type Asked, type FoundCase, importedCases, sealedCases, waitingCases } from './search/case-pages.ts'
import { wordsOf } from './search/fold.ts'
import { Damaged } from './search/index-store.ts'
import type { Search } from './search/search.ts'
import { newSubjects, sealedSubjects, subjectsById } from './search/subject-pages.ts'
import type { Snapshot } from './snapshot.ts'

/** Before everything, of positions and of numbers. */
const NEWEST = Number.MAX_SAFE_INTEGER
/** The way on among imported cases begins so, among sealed ones with a digit. */
const IMPORTED = 'i'

/**
 * A page of cases, keyset by position (limits.md: never by offset): first what waits here, then what is sealed, newest first, then what an import
 * has filed and the province has not yet got. A page may hold fewer than asked for; there are more as long as it says where the next begins.
 */
export async function listCases(
  search: Search,
  db: ReplicaDatabase,
  now: Snapshot,
  query: CaseQuery,
  clock: number,
): Promise<Page<CaseRow>> {
  const asked: Asked<CaseQuery> = { search, db, now, query, words: wordsOf(query.text), clock }
  const found: FoundCase[] = []
  const page = (next: string | null): Page<CaseRow> => ({
    rows: found.map(({ id, record }) => caseRow(now, id, record, clock)),
    next,
  })
  const room = () => Math.max(0, query.limit - found.length)
  const { after } = query
  if (after === null) found.push(...(await waitingCases(asked)))
  // What is unsent is nowhere else.
  if (after?.startsWith(IMPORTED) !== true && query.filter !== 'unsent') {
    const view = asked.words.length === 0 ? null : await search.view()
    const before = after === null ? NEWEST : Number(after)
    const sealed = await withIndex(search, view, (one) => sealedCases(asked, one, before, room()))
    found.push(...sealed.found)
    if (sealed.next !== null) return page(String(sealed.next))
  }
  if (now.bulk.list.size === 0) return page(null)
  const before = after?.startsWith(IMPORTED) === true ? Number(after.slice(1)) : NEWEST
  const imported = await importedCases(asked, before, room())
  found.push(...imported.found)
  return page(imported.next === null ? null : IMPORTED + String(imported.next))
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

/** A page of the register: with a text, what has it in it, newest on record first; without one, everything by its id. */
export async function listSubjects(
  search: Search,
  db: ReplicaDatabase,
  now: Snapshot,
  query: SubjectQuery,
): Promise<Page<SubjectRow>> {
  const asked: Asked<SubjectQuery> = { search, db, now, query, words: wordsOf(query.text), clock: 0 }
  const first = query.after === null ? await newSubjects(asked) : []
  if (asked.words.length === 0) {
    const { found, next } = await subjectsById(asked)
    return { rows: [...first, ...found].map(({ id, record }) => subjectRow(id, record)), next }
  }
  const before = query.after === null ? NEWEST : Number(query.after)
  const view = await search.view()
  const most = Math.max(0, query.limit - first.length)
  const { found, next } = await withIndex(search, view, (one) => sealedSubjects(asked, one, before, most))
  return {
    rows: [...first, ...found].map(({ id, record }) => subjectRow(id, record)),
    next: next === null ? null : String(next),
  }
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
