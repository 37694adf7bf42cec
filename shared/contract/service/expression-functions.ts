import { type CelList, type CelMap, CelScalar, celEnv, celFunc, isCelMap, listType } from '@bufbuild/cel'
import { cnId } from '../identifiers/cn-id.ts'
import { addDays, addYears, daysBetween, yearsBetween } from './expression-dates.ts'

/**
 * What engine 1 adds to CEL, and what it states more exactly than the library does. An implementation throws where there is no answer;
 * the library makes an error value of it, as it does of an overflow.
 */

const { BOOL, INT, STRING } = CelScalar
const LIST = listType(CelScalar.DYN)

/** Texts in the order of their code points. Between UTF-16 units the order is another one above U+FFFF, and no other language has it. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Surrogates stand for what comes after all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

function known<T>(value: T | null): T {
  if (value === null) throw new RangeError('no such date')
  return value
}

/** The rows of a list that have the column; a row without it adds nothing and repeats nothing. */
function column(list: CelList, name: string): unknown[] {
  const out: unknown[] = []
  for (const row of list) {
    if (!isCelMap(row)) throw new TypeError('not a list of rows')
    const value = (row as CelMap).get(name)
    if (value !== undefined) out.push(value)
  }
  return out
}

/** At most 50 integers of 53 bits: their sum always has a place in 64. */
function sum(list: CelList, name: string): bigint {
  let total = 0n
  for (const value of column(list, name)) {
    if (typeof value !== 'bigint') throw new TypeError('not a number')
    total += value
  }
  return total
}

function unique(list: CelList, name: string): boolean {
  const values = column(list, name)
  return new Set(values).size === values.length
}

/** The birth date in a valid identity number of 18 characters. */
function birthOf(id: string): string {
  // A day after every day: whether it lies in the future is the business of whoever knows today.
  const checked = cnId(id, '9999-12-31')
  if (!checked.ok || checked.value !== id) throw new RangeError('not an identity number')
  return `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`
}

/** Remainders like quotients: what overflows in one overflows in the other, in every implementation of CEL but the library's. */
function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n || (b === -1n && a === -(2n ** 63n))) throw new RangeError('no remainder')
  return a % b
}

export const ENV: ReturnType<typeof celEnv> = celEnv({
  funcs: [
    celFunc('_<_', [STRING, STRING], BOOL, (a, b) => compareTexts(a, b) < 0),
    celFunc('_<=_', [STRING, STRING], BOOL, (a, b) => compareTexts(a, b) <= 0),
    celFunc('_>_', [STRING, STRING], BOOL, (a, b) => compareTexts(a, b) > 0),
    celFunc('_>=_', [STRING, STRING], BOOL, (a, b) => compareTexts(a, b) >= 0),
    celFunc('_%_', [INT, INT], INT, remainder),
    celFunc('sum', [LIST, STRING], INT, sum),
    celFunc('unique', [LIST, STRING], BOOL, unique),
    celFunc('addDays', [STRING, INT], STRING, (date, n) => known(addDays(date, n))),
    celFunc('addYears', [STRING, INT], STRING, (date, n) => known(addYears(date, n))),
    celFunc('daysBetween', [STRING, STRING], INT, (from, to) => known(daysBetween(from, to))),
    celFunc('yearsBetween', [STRING, STRING], INT, (from, to) => known(yearsBetween(from, to))),
    celFunc('birthOf', [STRING], STRING, birthOf),
  ],
})
