import { type CaseRecord, isCase } from '../../../shared/contract/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import type { Snapshot } from '../snapshot.ts'
import type { SavedQuery } from './api.ts'
import { PER_CHUNK } from './case-chunk.ts'
import { columnFilter, fitsFilter, todayOf } from './case-filter.ts'
import { wordsOf } from './fold.ts'
import type { CaseRoll } from './roll-readers.ts'

/**
 * How many cases fit, by the columns of the roll and what waits here; null where that cannot be said without reading records: for a text, a light, or
 * what waits for somebody.
 */
export async function countCases(
  roll: CaseRoll,
  db: ReplicaDatabase,
  now: Snapshot,
  query: SavedQuery,
  clock: number,
): Promise<number | null> {
  // Imported cases that wait would have to be judged.
  if (wordsOf(query.text).length > 0 || now.bulk.list.size > 0) return null
  const { head, words } = await roll.open()
  const { keep, exact } = columnFilter(now, query, words)
  if (!exact) return null
  let count = 0
  if (query.filter !== 'unsent') {
    const chunks = await roll.chunks(
      head.firsts.map((_, k) => k),
      todayOf(clock),
    )
    for (const chunk of chunks) for (let at = 0; at < chunk.columns.length; at++) if (keep(chunk, at)) count++
  }
  for (const [id, record] of now.overlay.records) {
    if (!isCase(record)) continue
    // As it is sealed it may have been counted; what counts is how it stands here.
    const number = query.filter === 'unsent' ? -1 : await sealedNumber(roll, now, record)
    if (number >= 0) {
      const [chunk] = await roll.chunks([Math.floor(number / PER_CHUNK)])
      if (chunk !== undefined && keep(chunk, number % PER_CHUNK)) count--
    }
    if (fitsFilter(now, query, id, record, clock)) count++
  }
  if (query.filter !== 'unsent') return count
  const others = now.overlay.waiting.flatMap(({ entry }) => (entry.case === null ? [] : [entry.case]))
  const setAside = [...new Set(others)].filter((id) => !now.overlay.records.has(id))
  for (const row of await db.cases.bulkGet(setAside))
    if (row !== undefined && fitsFilter(now, query, row.id, row.record, clock)) count++
  return count
}

/** The number of a case that is on the ledger as well; -1 for one that is only here. */
async function sealedNumber(roll: CaseRoll, now: Snapshot, record: CaseRecord): Promise<number> {
  const at = record.log[0]?.at ?? -1
  return at >= 0 && at < now.state.frontier.size ? roll.numberOf(at) : -1
}
