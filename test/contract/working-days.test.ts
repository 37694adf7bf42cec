import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addWorkingDays,
  civilDate,
  civilTime,
  isWorkingDay,
  PLAIN_WEEK,
  workingDaysUntil,
} from '../../shared/contract/working-days.ts'

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
      expect(isWorkingDay(date, { off: new Set([date]), on: new Set() })).toBe(false)
      expect(isWorkingDay(date, { off: new Set([date]), on: new Set([date]) })).toBe(true)
    }),
  )
})

test('a limit of five working days over the National Day holiday ends after it', () => {
  const table = {
    off: new Set(['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07']),
    on: new Set(['2026-09-27', '2026-10-10']),
  }
  expect(addWorkingDays('2026-09-29', 5, table)).toBe('2026-10-12')
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
