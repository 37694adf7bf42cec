import {
  addWorkingDays,
  areCovered,
  type DayTable,
  dayNumber,
  fromDayNumber,
  isCovered,
  isWorkingDay,
  workingDaysUntil,
} from '../working-days.ts'
import type { Deadline } from './workflow-types.ts'

/**
 * How the days of a limit are counted: working days where the law of permits says so (行政许可法第八十二条); else calendar days and months as
 * the Civil Code counts them. The day of the event does not count (民法典第二百零一条), a term of months ends on the day that corresponds and where
 * there is none on the last of the month (第二百零二条), and a last day that is a day off gives way to the next working day (第二百零三条).
 */
export type CountedIn = 'workdays' | 'days'

export type Unit = Pick<Deadline, 'unit'>

/** Months are counted out in days once it is known from which day. */
export function countedIn({ unit }: Unit): CountedIn {
  return unit === undefined ? 'workdays' : 'days'
}

/** The days, of the kind that counts, that `n` units come to from this day on. */
export function daysOf({ unit }: Unit, n: number, from: string): number {
  return unit === 'months' ? dayNumber(addMonths(from, n)) - dayNumber(from) : n
}

/** Days that count after `from`, up to and with `to`. */
export function daysUntil(limit: Unit, from: string, to: string, table: DayTable): number {
  return countedIn(limit) === 'workdays' ? workingDaysUntil(from, to, table) : dayNumber(to) - dayNumber(from)
}

/** The last day of so many days that begin on the day after `from`. */
export function lastOf(limit: Unit, from: string, days: number, table: DayTable): string {
  if (countedIn(limit) === 'workdays') return addWorkingDays(from, days, table)
  let n = dayNumber(from) + days
  while (!isWorkingDay(fromDayNumber(n), table)) n++
  return fromDayNumber(n)
}

/** The last day of a limit of `n` units that begins on the day after `from` and never stands still. */
export function endOf(limit: Unit, from: string, n: number, table: DayTable): string {
  return lastOf(limit, from, daysOf(limit, n, from), table)
}

/** Are the holidays known that decide about these last days? Calendar days only ask about the ends. */
export function isLimitCovered(limit: Unit, from: string, due: string, legalDue: string, table: DayTable): boolean {
  if (countedIn(limit) === 'workdays') return areCovered(from, legalDue, table)
  return isCovered(due, table) && isCovered(legalDue, table)
}

function addMonths(date: string, months: number): string {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  const first = (m: number) => dayNumber(`${String(Math.floor(m / 12)).padStart(4, '0')}-${two((m % 12) + 1)}-01`)
  const length = first(month + 1) - first(month)
  return fromDayNumber(first(month) + Math.min(Number(date.slice(8, 10)), length) - 1)
}

const two = (n: number) => String(n).padStart(2, '0')
