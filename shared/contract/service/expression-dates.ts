import { compact, isDay } from '../identifiers/date.ts'
import { dayNumber, fromDayNumber } from '../working-days.ts'

/**
 * Dates of expressions, as integers: no time zone, no `Date`. A date is a day of the Gregorian calendar from 1800-01-01 to 9999-12-31,
 * as in the forms; whatever leads out of it is no date. Every function answers null where an answer does not exist.
 */

const LAST = dayNumber('9999-12-31')
const FIRST = dayNumber('1800-01-01')

export function isDate(text: string): boolean {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && isDay(compact(text))
}

export function addDays(date: string, days: bigint): string | null {
  if (!isDate(date) || days > 4_000_000n || days < -4_000_000n) return null
  const day = dayNumber(date) + Number(days)
  return day < FIRST || day > LAST ? null : fromDayNumber(day)
}

/**
 * The same day of another year. 29 February becomes 28 February in a year that has none: a term of years ends on the day of the
 * month that corresponds, and where there is none on the last day of the month (民法典第二百零二条).
 */
export function addYears(date: string, years: bigint): string | null {
  if (!isDate(date) || years > 10_000n || years < -10_000n) return null
  const year = Number(date.slice(0, 4)) + Number(years)
  if (year < 1800 || year > 9999) return null
  const moved = String(year) + date.slice(4)
  return isDate(moved) ? moved : `${year}-02-28`
}

/** Days from one date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): bigint | null {
  return isDate(from) && isDate(to) ? BigInt(dayNumber(to) - dayNumber(from)) : null
}

/**
 * Whole years from one date to another, as ages are counted: the most years that `addYears` can add to the first without passing the second,
 * so that who was born on 29 February is a year older on 28 February where there is no 29th. Negative when the second is earlier.
 */
export function yearsBetween(from: string, to: string): bigint | null {
  if (!isDate(from) || !isDate(to)) return null
  return from <= to ? fullYears(from, to) : -fullYears(to, from)
}

function fullYears(from: string, to: string): bigint {
  const years = BigInt(to.slice(0, 4)) - BigInt(from.slice(0, 4))
  return (addYears(from, years) as string) <= to ? years : years - 1n
}
