/** Civil dates at +08:00 as `YYYY-MM-DD`, and working days between them. Pure: the clock is the caller's. */

const DAY = 86_400_000
const OFFSET = 8 * 3_600_000
const floorDiv = (a: number, b: number) => Math.floor(a / b)
const two = (n: number) => String(n).padStart(2, '0')

/** The local civil date of an instant in ms. */
export function civilDate(ms: number): string {
  return fromDayNumber(dayAt(ms))
}

/** The number of the local civil day of an instant in ms, as `dayNumber` counts. */
export function dayAt(ms: number): number {
  return floorDiv(ms + OFFSET, DAY)
}

/** Local civil date and time of an instant, `YYYY-MM-DD HH:MM`. */
export function civilTime(ms: number): string {
  const minutes = floorDiv(ms + OFFSET, 60_000) - dayAt(ms) * 1440
  return `${civilDate(ms)} ${two(floorDiv(minutes, 60))}:${two(minutes % 60)}`
}

/** Days since 1970-01-01, by the arithmetic of the proleptic Gregorian calendar (years count from March). */
export function dayNumber(date: string): number {
  // Read digit by digit: lists of cases ask for this many thousands of times.
  const digit = (i: number) => date.charCodeAt(i) - 48
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
  const month = digit(5) * 10 + digit(6)
  const day = digit(8) * 10 + digit(9)
  const y = month <= 2 ? year - 1 : year
  const era = floorDiv(y, 400)
  const yearOfEra = y - era * 400
  const dayOfYear = floorDiv(153 * ((month + 9) % 12) + 2, 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100) + dayOfYear - 719_468
}

/** The date of that day. */
export function fromDayNumber(n: number): string {
  const z = n + 719_468
  const era = floorDiv(z, 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = floorDiv(
    dayOfEra - floorDiv(dayOfEra, 1460) + floorDiv(dayOfEra, 36_524) - floorDiv(dayOfEra, 146_096),
    365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100))
  const marchMonth = floorDiv(5 * dayOfYear + 2, 153)
  const day = dayOfYear - floorDiv(153 * marchMonth + 2, 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/**
 * Days that differ from the plain week: holidays on weekdays, and weekends that are worked instead. Both come from gov (`dayTableOf`); an empty
 * table counts Monday to Friday.
 */
export interface DayTable {
  readonly off: ReadonlySet<string>
  readonly on: ReadonlySet<string>
  /** The years whose holidays are known. */
  readonly years: ReadonlySet<number>
}

export const PLAIN_WEEK: DayTable = { off: new Set(), on: new Set(), years: new Set() }

/** Are the holidays of this date's year known? If not, only Saturdays and Sundays are left out, and people have to be told. */
export function isCovered(date: string, table: DayTable): boolean {
  return table.years.has(Number(date.slice(0, 4)))
}

/** Are the holidays of every year from one date to another known? */
export function areCovered(from: string, to: string, table: DayTable): boolean {
  const last = Number(to.slice(0, 4))
  for (let year = Number(from.slice(0, 4)); year <= last; year++) if (!table.years.has(year)) return false
  return true
}

export function isWeekend(date: string): boolean {
  return !isWeekday(dayNumber(date))
}

/** 1970-01-01 was a Thursday. */
function isWeekday(n: number): boolean {
  const weekday = (((n + 4) % 7) + 7) % 7
  return weekday !== 0 && weekday !== 6
}

/** Mondays to Fridays from Monday 1969-12-29 up to and with day `n`; negative before. */
function weekdaysThrough(n: number): number {
  const weeks = floorDiv(n + 4, 7)
  return weeks * 5 + Math.min(5, n + 4 - weeks * 7)
}

/** Where a table differs from the plain week: days in order, and how many working days more there are up to and with each. */
interface Differences {
  readonly works: ReadonlyMap<number, boolean>
  readonly days: readonly number[]
  readonly more: readonly number[]
}

const known = new WeakMap<DayTable, Differences>()

/** A memo of pure work, dropped with the table: lists of cases ask for thousands of limits. */
function differencesOf(table: DayTable): Differences {
  const kept = known.get(table)
  if (kept !== undefined) return kept
  const works = new Map<number, boolean>()
  for (const date of table.off) if (!isWeekend(date)) works.set(dayNumber(date), false)
  for (const date of table.on) {
    if (isWeekend(date)) works.set(dayNumber(date), true)
    else works.delete(dayNumber(date))
  }
  const days = [...works.keys()].sort((a, b) => a - b)
  let sum = 0
  const more = days.map((n) => (sum += works.get(n) === true ? 1 : -1))
  const made = { works, days, more }
  known.set(table, made)
  return made
}

/** Working days up to and with day `n`, from a fixed day long ago. */
function workingThrough(n: number, { days, more }: Differences): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] as number) <= n) low = middle + 1
    else high = middle
  }
  return weekdaysThrough(n) + (low === 0 ? 0 : (more[low - 1] as number))
}

export function isWorkingDay(date: string, table: DayTable): boolean {
  const n = dayNumber(date)
  return differencesOf(table).works.get(n) ?? isWeekday(n)
}

/** The last day of a limit of `days` working days that begins on the day after `from`. */
export function addWorkingDays(from: string, days: number, table: DayTable): string {
  const { works } = differencesOf(table)
  let n = dayNumber(from)
  for (let left = days; left > 0; ) {
    n++
    if (works.get(n) ?? isWeekday(n)) left--
  }
  return fromDayNumber(n)
}

/** Working days after `from` up to and with `to`; negative when `to` is past. */
export function workingDaysUntil(from: string, to: string, table: DayTable): number {
  const differences = differencesOf(table)
  return workingThrough(dayNumber(to), differences) - workingThrough(dayNumber(from), differences)
}
