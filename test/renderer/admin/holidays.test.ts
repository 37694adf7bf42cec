import { describe, expect, test } from 'vitest'
import {
  EMPTY_PLAN,
  markOf,
  monthDays,
  planOf,
  rangesOf,
  shippedPlan,
  valueOf,
  withNextMark,
  workdaysOf,
} from '../../../renderer/pages/admin/policy/holidays.ts'
import { HOLIDAYS, readHolidays } from '../../../shared/contract/holidays/index.ts'

describe('the holidays of a year', () => {
  test('a weekday is plain or off, a weekend may be worked; what comes of it can always be laid down', () => {
    let plan = EMPTY_PLAN
    const marks = (date: string) =>
      Array.from({ length: 4 }, () => {
        plan = withNextMark(plan, date)
        expect(readHolidays('holidays.2026', valueOf(plan)).ok).toBe(true)
        return markOf(plan, date)
      })
    expect(marks('2026-10-01')).toEqual(['off', null, 'off', null])
    expect(marks('2026-10-10')).toEqual(['off', 'on', null, 'off'])
  })

  test('what ships is read, shown and written back as it is', () => {
    for (const [year, value] of Object.entries(HOLIDAYS)) {
      expect(valueOf(planOf(Number(year), value))).toEqual(value)
      expect(valueOf(shippedPlan(Number(year)) ?? EMPTY_PLAN)).toEqual(value)
    }
    expect(shippedPlan(1999)).toBeNull()
    expect(planOf(2026, { off: 'x' })).toEqual(EMPTY_PLAN)
  })

  test('months begin on their weekday and have their days', () => {
    expect(monthDays(2026, 11)).toMatchObject({ before: 6, days: { length: 30 } })
    expect(monthDays(2024, 2).days).toHaveLength(29)
    expect(monthDays(2026, 12).days.at(-1)).toBe('2026-12-31')
    expect(monthDays(2026, 6).before).toBe(0)
  })

  test('days off are told as people speak of them, and the year as working days', () => {
    expect(rangesOf(['2026-05-02', '2026-05-01', '2026-04-30', '2026-10-01'])).toEqual([
      { from: '2026-04-30', to: '2026-05-02', days: 3 },
      { from: '2026-10-01', to: '2026-10-01', days: 1 },
    ])
    expect(workdaysOf(2026, EMPTY_PLAN)).toBe(261)
    // 2025 had 248 working days by the State Council's arrangement.
    expect(workdaysOf(2025, shippedPlan(2025) ?? EMPTY_PLAN)).toBe(248)
  })
})
