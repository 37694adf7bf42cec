import { HOLIDAYS, type Holidays, readHolidays } from '../../../../shared/contract/holidays/index.ts'
import { dayNumber, fromDayNumber, isWeekend } from '../../../../shared/contract/working-days.ts'

/** The days of one year that differ from the plain week. */
export interface YearPlan {
  readonly off: ReadonlySet<string>
  readonly on: ReadonlySet<string>
}

export type DayMark = 'off' | 'on' | null

export const EMPTY_PLAN: YearPlan = { off: new Set(), on: new Set() }

/** What a policy's value says; an empty plan for one that cannot be read. */
export function planOf(year: number, value: unknown): YearPlan {
  const read = readHolidays(`holidays.${year}`, value)
  return read.ok ? asPlan(read.value) : EMPTY_PLAN
}

function asPlan({ off, on }: Pick<Holidays, 'off' | 'on'>): YearPlan {
  return { off: new Set(off), on: new Set(on) }
}

/** The arrangement that ships with the program; null when it has none for this year. */
export function shippedPlan(year: number): YearPlan | null {
  const shipped = Object.hasOwn(HOLIDAYS, String(year)) ? HOLIDAYS[String(year)] : undefined
  return shipped === undefined ? null : asPlan(shipped)
}

/** As it is written into gov: ascending dates. */
export function valueOf({ off, on }: YearPlan): { off: string[]; on: string[] } {
  return { off: [...off].sort(), on: [...on].sort() }
}

export function samePlan(a: YearPlan, b: YearPlan): boolean {
  return JSON.stringify(valueOf(a)) === JSON.stringify(valueOf(b))
}

export function markOf({ off, on }: YearPlan, date: string): DayMark {
  return off.has(date) ? 'off' : on.has(date) ? 'on' : null
}

/** The next mark of a day: plain, day off, and for weekends worked instead. */
export function withNextMark(plan: YearPlan, date: string): YearPlan {
  const off = new Set(plan.off)
  const on = new Set(plan.on)
  const now = markOf(plan, date)
  off.delete(date)
  on.delete(date)
  if (now === null) off.add(date)
  else if (now === 'off' && isWeekend(date)) on.add(date)
  return { off, on }
}

/** Every day of a month, and how many places before its first day a week that begins on Monday leaves empty. */
export function monthDays(year: number, month: number): { readonly before: number; readonly days: readonly string[] } {
  const two = (n: number) => String(n).padStart(2, '0')
  const first = dayNumber(`${year}-${two(month)}-01`)
  const next = dayNumber(month === 12 ? `${year + 1}-01-01` : `${year}-${two(month + 1)}-01`)
  // Day 0 was a Thursday.
  const before = (((first + 3) % 7) + 7) % 7
  return { before, days: Array.from({ length: next - first }, (_, i) => fromDayNumber(first + i)) }
}

/** Days off that follow each other, as people speak of them. */
export function rangesOf(
  dates: Iterable<string>,
): { readonly from: string; readonly to: string; readonly days: number }[] {
  const out: { from: string; to: string; days: number }[] = []
  for (const date of [...dates].sort()) {
    const last = out.at(-1)
    if (last !== undefined && dayNumber(date) === dayNumber(last.to) + 1) {
      last.to = date
      last.days++
    } else out.push({ from: date, to: date, days: 1 })
  }
  return out
}

/** Days of a year that are worked. */
export function workdaysOf(year: number, plan: YearPlan): number {
  let n = 0
  for (let month = 1; month <= 12; month++) {
    for (const date of monthDays(year, month).days) {
      const mark = markOf(plan, date)
      if (mark === 'on' || (mark === null && !isWeekend(date))) n++
    }
  }
  return n
}
