import type { CaseRecord, GivenNumber } from '../../shared/contract/index.ts'
import { countedIn, nextNumber, numberIn, numbersId } from '../../shared/contract/numbers.ts'
import type { ServiceDefinition } from '../../shared/contract/service/index.ts'
import { numberingAt, numberText } from '../../shared/contract/service/number-text.ts'
import type { ReplicaDatabase } from './database.ts'
import { findSubject, type Snapshot } from './snapshot.ts'

/** How many numbers this device may still give of a series; null when the action gives none. */
export interface NumbersLeft {
  readonly series: string
  readonly next: number | null
  readonly left: number
}

/**
 * [N10] The number that this device gives next for an action today; null when the service asks for none there, `none` when the blocks are used
 * up. What stands in the outbox counts as given even if it was refused: it may stand on a paper.
 */
export async function numberFor(
  db: ReplicaDatabase,
  now: Snapshot,
  d: ServiceDefinition,
  action: string,
  today: string,
): Promise<GivenNumber | null | 'none'> {
  const numbering = numberingAt(d, action)
  if (numbering === null) return null
  const { series } = numbering
  const record = await findSubject(db, now, numbersId(now.office, series, now.person.key))
  const given = [...countedIn(record), ...now.overlay.waiting.flatMap(({ entry }) => numberIn(entry, series))]
  return nextNumber(numbering, blocksOf(now, series), now.person.key, today, given) ?? 'none'
}

/** What is left of this device's blocks for an action, so that somebody asks for more in time. */
export async function numbersLeft(
  db: ReplicaDatabase,
  now: Snapshot,
  d: ServiceDefinition,
  action: string,
  today: string,
): Promise<NumbersLeft | null> {
  const numbering = numberingAt(d, action)
  if (numbering === null) return null
  const next = await numberFor(db, now, d, action, today)
  const from = next === null || next === 'none' ? null : next.n
  let left = 0
  for (const block of blocksOf(now, numbering.series)) {
    if (from !== null && block.key.every((b, i) => b === now.person.key[i]) && block.to >= from) {
      left += block.to - Math.max(block.from, from) + 1
    }
  }
  return { series: numbering.series, next: from, left }
}

function blocksOf(now: Snapshot, series: string) {
  return now.gov.numbers(now.office, series, Number.MAX_SAFE_INTEGER)
}

/** The running numbers of a case as printed, by action. */
export function numbersOf(d: ServiceDefinition, county: string, record: CaseRecord): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [action, { period, n }] of Object.entries(record.numbers)) {
    const numbering = numberingAt(d, action)
    if (numbering !== null) out[action] = numberText(numbering, county, period, n)
  }
  return out
}
