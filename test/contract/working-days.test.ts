import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addWorkingDays,
  civilDate,
  civilTime,
  type DayTable,
  isWorkingDay,
  PLAIN_WEEK,
  workingDaysUntil,
} from '../../shared/contract/working-days.ts'

const table = (off: string[], on: string[]): DayTable => ({ off: new Set(off), on: new Set(on), years: new Set() })

const instants = fc.integer({ min: 0, max: Date.UTC(2400, 0, 1) })

test('civil dates and times at +08:00 are those of the calendar', () => {
  fc.assert(
    fc.property(instants, (ms) => {
      const iso = new Date(ms + 8 * 3_600_000).toISOString()
      expect(civilDate(ms)).toBe(iso.slice(0, 10))
      expect(civilTime(ms)).toBe(iso.slice(0, 16).replace('T', ' '))
    }),
  )
})

test('a working day is neither Saturday nor Sunday, but for what the table says', () => {
  fc.assert(
    fc.property(instants, (ms) => {
      const date = civilDate(ms)
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
      expect(isWorkingDay(date, PLAIN_WEEK)).toBe(weekday !== 0 && weekday !== 6)
      expect(isWorkingDay(date, table([date], []))).toBe(false)
      expect(isWorkingDay(date, table([date], [date]))).toBe(true)
    }),
  )
})

test('a limit of five working days over the National Day holiday ends after it', () => {
  const days = table(
    ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
    ['2026-09-20', '2026-10-10'],
  )
  expect(addWorkingDays('2026-09-29', 5, days)).toBe('2026-10-12')
  expect(addWorkingDays('2026-09-29', 5, PLAIN_WEEK)).toBe('2026-10-06')
})

test('counting up to the end of a limit gives the limit back', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 60 }), (ms, days) => {
      const from = civilDate(ms)
      expect(workingDaysUntil(from, addWorkingDays(from, days, PLAIN_WEEK), PLAIN_WEEK)).toBe(days)
    }),
  )
})

/** Any table over some months, weekends and weekdays mixed, and two dates near it. */
const near = fc.integer({ min: 20_000, max: 20_300 }).map((day) => civilDate(day * 86_400_000))
const tables = fc.record({ off: fc.array(near, { maxLength: 40 }), on: fc.array(near, { maxLength: 20 }) })

test('counting agrees with looking at every day, whatever the table says, and backwards too', () => {
  fc.assert(
    fc.property(tables, near, near, ({ off, on }, a, b) => {
      const days = table(off, on)
      const [from, to] = a < b ? [a, b] : [b, a]
      let counted = 0
      for (let date = from; date < to; ) {
        date = civilDate(Date.parse(`${date}T00:00:00Z`) + 86_400_000)
        if (isWorkingDay(date, days)) counted++
      }
      expect(workingDaysUntil(from, to, days)).toBe(counted)
      expect(workingDaysUntil(to, from, days)).toBe(counted === 0 ? 0 : -counted)
    }),
  )
})

test('a limit ends on a working day, and one day of work more ends later', () => {
  fc.assert(
    fc.property(tables, near, fc.integer({ min: 1, max: 60 }), ({ off, on }, from, n) => {
      const days = table(off, on)
      const last = addWorkingDays(from, n, days)
      expect(isWorkingDay(last, days)).toBe(true)
      expect(addWorkingDays(from, n + 1, days) > last).toBe(true)
      expect(workingDaysUntil(from, last, days)).toBe(n)
    }),
  )
})
