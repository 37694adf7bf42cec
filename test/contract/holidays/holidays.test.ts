import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { must } from '../../../shared/base/result.ts'
import { dayTableOf, HOLIDAYS, readHolidays } from '../../../shared/contract/holidays/index.ts'
import {
  addWorkingDays,
  isCovered,
  isWeekend,
  isWorkingDay,
  PLAIN_WEEK,
  workingDaysUntil,
} from '../../../shared/contract/working-days.ts'

const policies = Object.entries(HOLIDAYS).map(([year, value]) => [`holidays.${year}`, value] as const)
const all = dayTableOf(policies)

describe('the arrangements of the State Council', () => {
  test('every year that ships is read', () => {
    for (const [name, value] of policies) expect(must(readHolidays(name, value)).year).toBe(Number(name.slice(9)))
    expect([...all.years]).toEqual([2024, 2025, 2026])
  })

  // From the notices: days off of the year's holidays, and days worked instead.
  test.each([
    [2024, 1 + 8 + 3 + 5 + 1 + 3 + 7, 8, 251],
    [2025, 1 + 8 + 3 + 5 + 3 + 8, 5, 248],
    [2026, 3 + 9 + 3 + 5 + 3 + 3 + 7, 6, 248],
  ])('%d: %d days off, %d worked instead, %d working days', (year, off, on, working) => {
    const read = must(readHolidays(`holidays.${year}`, HOLIDAYS[`${year}`]))
    expect([read.off.length, read.on.length]).toEqual([off, on])
    expect(workingDaysUntil(`${year - 1}-12-31`, `${year}-12-31`, all)).toBe(working)
  })

  test.each([
    ['春节 2024 begins on a worked weekend before', '2024-02-04', true],
    ['除夕 2024 is a working day', '2024-02-09', true],
    ['春节 2024', '2024-02-17', false],
    ['after 春节 2024 a Sunday is worked', '2024-02-18', true],
    ['清明 2024: Friday off', '2024-04-05', false],
    ['中秋 2024: Monday off', '2024-09-16', false],
    ['元旦 2025 alone', '2025-01-02', true],
    ['除夕 2025', '2025-01-28', false],
    ['国庆 2025 has eight days', '2025-10-08', false],
    ['after it', '2025-10-09', true],
    ['元旦 2026: Friday off', '2026-01-02', false],
    ['a Sunday worked for it', '2026-01-04', true],
    ['春节 2026 lasts to Monday', '2026-02-23', false],
    ['劳动节 2026', '2026-05-05', false],
    ['中秋 2026', '2026-09-25', false],
    ['国庆 2026', '2026-10-07', false],
    ['worked for it', '2026-10-10', true],
    ['an ordinary Saturday', '2026-10-17', false],
  ])('%s: %s', (_, date, works) => expect(isWorkingDay(date, all)).toBe(works))

  test.each([
    ['over 国庆 2026', '2026-09-28', 5, '2026-10-10'],
    ['over 春节 2026', '2026-02-12', 5, '2026-02-26'],
    ['over 春节 2025', '2025-01-24', 3, '2025-02-05'],
    ['over 五一 2024', '2024-04-26', 5, '2024-05-07'],
    ['over the turn of the year', '2025-12-30', 3, '2026-01-05'],
    ['into a year without a table', '2026-12-30', 5, '2027-01-06'],
  ])('%s: from %s %d working days end on %s', (_, from, days, last) =>
    expect(addWorkingDays(from, days, all)).toBe(last),
  )
})

describe('a table is read strictly', () => {
  const plain = { off: ['2026-10-01', '2026-10-02'], on: ['2026-09-20'] }
  test('as it stands', () => expect(must(readHolidays('holidays.2026', plain))).toEqual({ year: 2026, ...plain }))
  test('a New Year holiday may begin in December', () => {
    const read = readHolidays('holidays.2019', { off: ['2018-12-31', '2019-01-01'], on: ['2018-12-29'] })
    expect(read.ok).toBe(true)
  })
  test.each([
    ['another name', 'deadlines.2026', plain],
    ['no year', 'holidays.20260', plain],
    ['no map', 'holidays.2026', [plain]],
    ['a key more', 'holidays.2026', { ...plain, note: '' }],
    ['a key less', 'holidays.2026', { off: [] }],
    ['no date', 'holidays.2026', { ...plain, off: ['2026-02-30'] }],
    ['another form', 'holidays.2026', { ...plain, off: ['2026-2-3'] }],
    ['a number', 'holidays.2026', { ...plain, off: [20_260_203] }],
    ['out of order', 'holidays.2026', { ...plain, off: ['2026-10-02', '2026-10-01'] }],
    ['twice', 'holidays.2026', { ...plain, off: ['2026-10-01', '2026-10-01'] }],
    ['of another year', 'holidays.2026', { ...plain, off: ['2027-01-01'] }],
    ['of last summer', 'holidays.2026', { ...plain, off: ['2025-07-01'] }],
    ['a weekday that is worked anyway', 'holidays.2026', { ...plain, on: ['2026-09-21'] }],
    ['off and on', 'holidays.2026', { off: ['2026-09-20'], on: ['2026-09-20'] }],
    ['too many', 'holidays.2026', { ...plain, off: Array.from({ length: 61 }, () => '2026-10-01') }],
  ])('not %s', (_, name, value) => expect(readHolidays(name, value)).toMatchObject({ ok: false, code: 'wrong-shape' }))
})

describe('one table out of policies', () => {
  test('without a readable one the plain week counts, and nothing is covered', () => {
    expect(dayTableOf([])).toBe(PLAIN_WEEK)
    const table = dayTableOf([
      ['holidays.2026', { off: ['tomorrow'], on: [] }],
      ['guards', { days: 3 }],
    ])
    expect(table).toBe(PLAIN_WEEK)
    expect(isCovered('2026-10-01', table)).toBe(false)
  })
  test('a date is covered when its year is', () => {
    expect(['2023-12-31', '2024-01-01', '2026-12-31', '2027-01-01'].map((date) => isCovered(date, all))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
  test('the later year decides about a day of which two years speak, in whatever order they come', () => {
    const both: [string, unknown][] = [
      ['holidays.2026', { off: ['2026-12-31'], on: ['2026-12-26'] }],
      ['holidays.2027', { off: ['2026-12-26', '2027-01-01'], on: [] }],
    ]
    for (const given of [both, both.toReversed()]) {
      const table = dayTableOf(given)
      expect(['2026-12-26', '2026-12-31', '2027-01-01'].map((date) => isWorkingDay(date, table))).toEqual([
        false,
        false,
        false,
      ])
    }
  })
  test('whatever stands in gov, it answers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('holidays.2026', 'holidays.x', 'other'), fc.anything())),
        (given) => {
          const table = dayTableOf(given)
          for (const date of table.on) expect(isWeekend(date)).toBe(true)
        },
      ),
    )
  })
})
