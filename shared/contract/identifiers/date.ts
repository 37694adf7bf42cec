import { bad, type Check, good, tidy } from './result.ts'

/** Is `YYYYMMDD` a day of the Gregorian calendar from 1800 on? Pure arithmetic: shared code has no clock and no Date. */
export function isDay(compact: string): boolean {
  if (!/^[0-9]{8}$/.test(compact)) return false
  const [y, m, d] = [compact.slice(0, 4), compact.slice(4, 6), compact.slice(6)].map(Number) as [number, number, number]
  if (y < 1800 || m < 1 || m > 12 || d < 1) return false
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
  return d <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1] as number)
}

/** `YYYYMMDD` of a `YYYY-MM-DD`. */
export function compact(day: string): string {
  return day.replaceAll('-', '')
}

/** A local civil date, `YYYY-MM-DD`; `2026/3/5`, `2026.3.5` and `20260305` are read too. */
export const date: Check = (text) => {
  const parts = /^([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))$/.exec(tidy(text))
  if (parts === null) return bad('characters')
  const [y, m, d] = [parts[1], parts[2] ?? parts[4], parts[3] ?? parts[5]] as [string, string, string]
  const value = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  return isDay(compact(value)) ? good(value) : bad('date')
}

/** As `date`, and not after today. */
export const pastDate: Check = (text, today) => {
  const checked = date(text, today)
  return checked.ok && checked.value > today ? bad('future') : checked
}
