import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addYears,
  daysBetween,
  isDate,
  yearsBetween,
} from '../../../shared/contract/service/expression-dates.ts'
import { compareTexts } from '../../../shared/contract/service/expression-functions.ts'

const DAY = 86_400_000
const date = fc
  .integer({ min: Date.UTC(1800, 0, 1) / DAY, max: Date.UTC(9999, 11, 31) / DAY })
  .map((day) => new Date(day * DAY).toISOString().slice(0, 10))
const recent = fc.constantFrom('2000-02-29', '2024-02-29', '1999-02-28', '2000-03-01', '2026-12-31')

describe('dates', () => {
  test('days as the calendar of the platform counts them', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -3_000_000, max: 3_000_000 }), (from, n) => {
        const moved = new Date(Date.parse(from) + n * DAY)
        const year = moved.getUTCFullYear()
        const want = year >= 1800 && year <= 9999 ? moved.toISOString().slice(0, 10) : null
        expect(addDays(from, BigInt(n))).toBe(want)
        if (want !== null) expect(daysBetween(from, want)).toBe(BigInt(n))
      }),
    )
  })

  test('whole years are the most that can be added, in either direction', () => {
    fc.assert(
      fc.property(fc.oneof(date, recent), fc.oneof(date, recent), (a, b) => {
        const [from, to] = a <= b ? [a, b] : [b, a]
        const years = yearsBetween(from, to) as bigint
        expect(yearsBetween(to, from)).toBe(-years)
        expect((addYears(from, years) as string) <= to).toBe(true)
        const next = addYears(from, years + 1n)
        expect(next === null || next > to).toBe(true)
      }),
    )
  })

  test('29 February: the last day of February where there is no 29th, and a year older on it', () => {
    expect(addYears('2024-02-29', 1n)).toBe('2025-02-28')
    expect(addYears('2024-02-29', 4n)).toBe('2028-02-29')
    expect(yearsBetween('2008-02-29', '2026-02-27')).toBe(17n)
    expect(yearsBetween('2008-02-29', '2026-02-28')).toBe(18n)
    expect(yearsBetween('2008-02-29', '2028-02-28')).toBe(19n)
  })

  test('what is no date', () => {
    const none = (text: string) => {
      expect(isDate(text)).toBe(false)
    }
    fc.assert(fc.property(fc.string({ maxLength: 12 }), none))
    for (const text of [
      '2026-02-29',
      '2026-00-01',
      '2026-1-01',
      '20260101',
      '2026-01-01 ',
      '１026-01-01',
      '1799-12-31',
    ]) {
      expect([text, isDate(text), addDays(text, 0n), addYears(text, 0n)]).toEqual([text, false, null, null])
      expect([daysBetween(text, '2026-01-01'), yearsBetween('2026-01-01', text)]).toEqual([null, null])
    }
  })
})

test('texts stand in the order of their code points', () => {
  const points = (text: string) => [...text].map((c) => c.codePointAt(0) as number)
  const order = (a: readonly number[], b: readonly number[]): number => {
    const at = a.findIndex((x, i) => x !== b[i])
    if (at < 0) return a.length - b.length
    return at < b.length ? (a[at] as number) - (b[at] as number) : 1
  }
  const sign = fc.constantFrom('a', 'z', '中', '\ud7ff', '\ue000', '\uffff', '𐀀', '𠮷', '\u{10ffff}')
  const text = fc.array(sign, { maxLength: 4 }).map((signs) => signs.join(''))
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareTexts(a, b))).toBe(Math.sign(order(points(a), points(b))))
      expect(compareTexts(a, a)).toBe(0)
    }),
    { numRuns: 1000 },
  )
})
