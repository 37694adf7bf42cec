import { hex } from '../base/bytes.ts'
import { isMap } from '../base/shape.ts'
import type { Body } from '../ledger/index.ts'
import type { GivenNumber } from './facts.ts'
import type { Gov } from './gov.ts'
import { newSubject, type SubjectRecord } from './record.ts'
import type { Numbering, ServiceDefinition } from './service/definition.ts'
import { numberingAt } from './service/number-text.ts'
import { civilDate } from './working-days.ts'

/**
 * [N10] Running numbers. A device gives them out of the blocks that gov has allotted to its key, each once and rising, so that windows
 * that have not heard of each other for weeks never give one number twice. The last one that a device gave stands on record in its scope.
 */

/** The record that counts a device's numbers of one series. */
export function numbersId(scope: string, series: string, key: Uint8Array): string {
  return `${scope}/numbers/${series}-${hex(key).slice(0, 32)}`
}

const DAY = 86_400_000

/**
 * Has this period begun where the block was sealed, or does it within a day? A clock that has jumped years ahead would else use up every number
 * until then, since numbers rise. One that is a little fast, and a block that comes later than it should, are no harm.
 */
function hasBegun(period: string, sealed: number): boolean {
  const latest = civilDate(Math.min(sealed, LATEST) + DAY).replaceAll('-', '')
  return period <= latest.slice(0, period.length)
}

/** 9999-12-30 at +08:00: beyond it a year has five digits. */
const LATEST = 253_402_099_200_000

/** What stands on record after this number; null when the device may not give it now. */
export function countNumber(
  gov: Gov,
  d: ServiceDefinition,
  action: string,
  number: GivenNumber,
  place: { scope: string; h: number; t: number },
  key: Uint8Array,
  counted: SubjectRecord | undefined,
): SubjectRecord | null {
  const numbering = numberingAt(d, action)
  if (numbering === null || numbering.series !== number.series) return null
  if (number.period.length !== (numbering.period === 'day' ? 8 : 4)) return null
  if (!hasBegun(number.period, place.t)) return null
  if (String(number.n).length > numbering.digits) return null
  const blocks = gov.numbers(place.scope, number.series, place.h)
  if (!blocks.some((block) => number.n >= block.from && number.n <= block.to && hex(block.key) === hex(key)))
    return null
  const last = counted?.fields ?? {}
  const { period, n } = last
  const rises = period === undefined || number.period > period || (number.period === period && number.n > Number(n))
  if (!rises) return null
  return { ...(counted ?? newSubject('numbers')), fields: { period: number.period, n: number.n } }
}

/** One number of a series, as a device gave it. */
type Given = Pick<GivenNumber, 'period' | 'n'>

/** The number of this series that an entry carries, if it carries one; whether it stands is for the ledger to judge. */
export function numberIn(entry: Body, series: string): Given[] {
  const number = entry.data['number']
  return isMap(number) && number['series'] === series ? givenIn(number) : []
}

/** The number that a record of counted numbers stands at. */
export function countedIn(record: SubjectRecord | null | undefined): Given[] {
  return givenIn(record?.fields ?? {})
}

function givenIn({ period, n }: Readonly<Record<string, unknown>>): Given[] {
  return typeof period === 'string' && typeof n === 'number' ? [{ period, n }] : []
}

/**
 * The number that a device gives next today: after all that it has given in this period, out of its blocks; null when they are used up, or when it
 * has given one of a later period. `given` are those that it knows of, from the record and from what it has signed since.
 */
export function nextNumber(
  numbering: Numbering,
  blocks: readonly { readonly key: Uint8Array; readonly from: number; readonly to: number }[],
  key: Uint8Array,
  today: string,
  given: readonly Given[],
): GivenNumber | null {
  const period = numbering.period === 'day' ? today.replaceAll('-', '') : today.slice(0, 4)
  if (given.some((one) => one.period > period)) return null
  const after = given.reduce((most, one) => (one.period === period ? Math.max(most, one.n) : most), 0)
  const mine = blocks.filter((block) => hex(block.key) === hex(key)).sort((a, b) => a.from - b.from)
  const block = mine.find(({ to }) => after < to)
  const n = block === undefined ? null : Math.max(block.from, after + 1)
  return n === null || String(n).length > numbering.digits ? null : { series: numbering.series, period, n }
}
