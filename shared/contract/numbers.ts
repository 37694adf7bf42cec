import { hex } from '../base/bytes.ts'
import type { GivenNumber } from './facts.ts'
import type { Gov } from './gov.ts'
import { newSubject, type SubjectRecord } from './record.ts'
import type { ServiceDefinition } from './service/definition.ts'
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

/**
 * The next number of a device: after the last that it gave in this period, out of its blocks; null when they are used up. `last` is the last
 * that the device knows to have given, from its journal and its replica.
 */
export function nextNumber(
  blocks: readonly { readonly key: Uint8Array; readonly from: number; readonly to: number }[],
  key: Uint8Array,
  period: string,
  last: { readonly period: string; readonly n: number } | null,
): number | null {
  if (last !== null && last.period > period) return null
  const after = last !== null && last.period === period ? last.n : 0
  const mine = blocks.filter((block) => hex(block.key) === hex(key)).sort((a, b) => a.from - b.from)
  for (const block of mine) {
    if (after < block.from) return block.from
    if (after < block.to) return after + 1
  }
  return null
}
