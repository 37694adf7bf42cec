/** Civil dates at +08:00 as `YYYY-MM-DD`, and working days between them. Pure: the clock is the caller's. */

const DAY = 86_400_000
const OFFSET = 8 * 3_600_000
const floorDiv = (a: number, b: number) => Math.floor(a / b)
const two = (n: number) => String(n).padStart(2, '0')

/** The local civil date of an instant in ms. */
export function civilDate(ms: number): string {
  return fromDayNumber(floorDiv(ms + OFFSET, DAY))
}

/** Local civil date and time of an instant, `YYYY-MM-DD HH:MM`. */
export function civilTime(ms: number): string {
  const minutes = floorDiv(ms + OFFSET, 60_000) - floorDiv(ms + OFFSET, DAY) * 1440
  return `${civilDate(ms)} ${two(floorDiv(minutes, 60))}:${two(minutes % 60)}`
}

/** Days since 1970-01-01, by the arithmetic of the proleptic Gregorian calendar (years count from March). */
function dayNumber(date: string): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const y = month <= 2 ? year - 1 : year
  const era = floorDiv(y, 400)
  const yearOfEra = y - era * 400
  const dayOfYear = floorDiv(153 * ((month + 9) % 12) + 2, 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + floorDiv(yearOfEra, 4) - floorDiv(yearOfEra, 100) + dayOfYear - 719_468
}

function fromDayNumber(n: number): string {
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
 * Days that differ from the plain week: holidays on weekdays, and weekends that are worked instead. Both come from gov; an empty table
 * counts Monday to Friday.
 */
export interface DayTable {
  readonly off: ReadonlySet<string>
  readonly on: ReadonlySet<string>
}

export const PLAIN_WEEK: DayTable = { off: new Set(), on: new Set() }

export function isWorkingDay(date: string, table: DayTable): boolean {
  if (table.on.has(date)) return true
  // 1970-01-01 was a Thursday.
  const weekday = (dayNumber(date) + 4) % 7
  return weekday !== 0 && weekday !== 6 && !table.off.has(date)
}

/** The last day of a limit of `days` working days that begins on the day after `from`. */
export function addWorkingDays(from: string, days: number, table: DayTable): string {
  let n = dayNumber(from)
  for (let left = days; left > 0; ) {
    n++
    if (isWorkingDay(fromDayNumber(n), table)) left--
  }
  return fromDayNumber(n)
}

/** Working days after `from` up to and with `to`; negative when `to` is past. */
export function workingDaysUntil(from: string, to: string, table: DayTable): number {
  if (to < from) return -workingDaysUntil(to, from, table)
  let count = 0
  for (let n = dayNumber(from) + 1; n <= dayNumber(to); n++) if (isWorkingDay(fromDayNumber(n), table)) count++
  return count
}
