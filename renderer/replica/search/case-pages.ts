import { type CaseRecord, isCase } from '../../../shared/contract/index.ts'
import type { CaseQuery } from '../api.ts'
import type { BulkEntry } from '../bulk/bulk-list.ts'
import type { ReplicaDatabase } from '../database.ts'
import type { Snapshot } from '../snapshot.ts'
import { type Candidate, caseCandidates, type IndexView } from './candidates.ts'
import { columnFilter, fitsFilter, lightOf, noteLight, todayOf } from './case-filter.ts'
import { casesAt } from './read-records.ts'
import type { Search } from './search.ts'

/** Records that are looked at for one page before the rest is left to the next: what the index and the roll let through is nearly always a hit. */
export const LOOK = 200
/** And at once. */
export const STEP = 64

/** A question, and what it is asked of. */
export interface Asked<Query> {
  readonly search: Search
  readonly db: ReplicaDatabase
  readonly now: Snapshot
  readonly query: Query
  /** The folded words of its text. */
  readonly words: readonly string[]
  readonly clock: number
}

export interface FoundCase {
  readonly id: string
  readonly record: CaseRecord
}

export interface Part<T> {
  readonly found: readonly T[]
  /** Where to go on; null when this is the end. */
  readonly next: number | null
}

/** Cases that this desktop's unsent acts are on, the newest act first. */
export async function waitingCases({ search, db, now, query, words, clock }: Asked<CaseQuery>): Promise<FoundCase[]> {
  const cases = new Map<string, CaseRecord>()
  for (const [id, record] of now.overlay.records) if (isCase(record)) cases.set(id, record)
  if (query.filter === 'unsent') {
    // An act that was set aside leaves its case as it is sealed.
    const named = now.overlay.waiting.flatMap(({ entry }) => entry.case ?? [])
    const others = [...new Set(named)].filter((id) => !cases.has(id))
    for (const row of await db.cases.bulkGet(others)) if (row !== undefined) cases.set(row.id, row.record)
  }
  const found = [...cases].reverse().map(([id, record]) => ({ id, record }))
  const fitting = found.filter(({ id, record }) => fitsFilter(now, query, id, record, clock))
  const hits = await search.hits.among(now, fitting, words)
  return fitting.filter(({ id }) => hits.has(id))
}

/** Sealed cases that were opened before a position of the register, newest first; what waits here is left out. */
export async function sealedCases(
  { search, db, now, query, words, clock }: Asked<CaseQuery>,
  view: IndexView | null,
  before: number,
  most: number,
): Promise<Part<FoundCase>> {
  const found: (FoundCase & { readonly order: number })[] = []
  const { words: lists } = await search.cases.open()
  const { keep } = columnFilter(now, query, lists)
  const look = async (candidates: readonly Candidate[]): Promise<void> => {
    const places = new Map(candidates.map((one) => [one.order, one]))
    const entries = (await casesAt(db, [...places.keys()])).sort((a, b) => b.order - a.order)
    const fitting = entries.filter(({ id, order, record }) => {
      const { chunk, at } = places.get(order) as Candidate
      if (query.light !== undefined) noteLight(chunk, at, lightOf(now, record, clock))
      return !now.overlay.records.has(id) && fitsFilter(now, query, id, record, clock)
    })
    const hits = words.length === 0 ? null : await search.hits.among(now, fitting, words)
    found.push(...fitting.filter(({ id }) => hits === null || hits.has(id)))
  }
  let looked = 0
  // What stands far apart is looked at together: one read of rows and one opening of payloads for a page, not one for each chunk.
  let part: Candidate[] = []
  for await (const chunk of caseCandidates(view, search.cases, now.gov, words, keep, before, todayOf(clock))) {
    for (const one of chunk) {
      part.push(one)
      if (part.length < atOnce(most, found.length, looked)) continue
      await look(part)
      looked += part.length
      part = []
      if (found.length > most || looked >= LOOK) return cut(found, most, before, one.order)
    }
  }
  if (part.length > 0) await look(part)
  return found.length > most ? cut(found, most, before, 0) : { found, next: null }
}

/** One more than the page holds, so that it is known whether there is another; more where many were no hits. */
export function atOnce(most: number, found: number, looked: number): number {
  return Math.min(STEP, Math.max(4, most + 1 - found), LOOK - looked)
}

/** The page, and where the next one begins: behind its last, or behind what has been looked at. */
function cut(
  found: readonly (FoundCase & { readonly order: number })[],
  most: number,
  before: number,
  last: number,
): Part<FoundCase> {
  const page = found.slice(0, most)
  return { found: page, next: found.length > most ? (page.at(-1)?.order ?? before) : last }
}

/**
 * Imported cases that still wait, the last first, signed before `before`. There may be a hundred thousand, for as long as there is no line: they are
 * judged and looked through one by one, so many for a page, behind all that is sealed.
 */
export async function importedCases(
  { search, now, query, words, clock }: Asked<CaseQuery>,
  before: number,
  most: number,
): Promise<Part<FoundCase>> {
  const found: (FoundCase & { readonly order: number })[] = []
  let looked = 0
  let batch: BulkEntry[] = []
  const look = async (): Promise<void> => {
    const { records } = await now.expected.get(
      now,
      batch.map((one) => one.case),
    )
    const fitting = batch.flatMap(({ case: id, n }) => {
      const record = records.get(id)
      const fits = record !== undefined && isCase(record) && !now.overlay.records.has(id)
      return fits && fitsFilter(now, query, id, record, clock) ? [{ id, record, order: n }] : []
    })
    const hits = await search.hits.among(now, fitting, words)
    found.push(...fitting.filter(({ id }) => hits.has(id)))
    looked += batch.length
    batch = []
  }
  for (const one of now.bulk.list.newestFirst(before)) {
    batch.push(one)
    if (batch.length < atOnce(most, found.length, looked)) continue
    await look()
    if (found.length > most || looked >= LOOK) return cut(found, most, before, one.n)
  }
  if (batch.length > 0) await look()
  return found.length > most ? cut(found, most, before, 0) : { found, next: null }
}
