import { describe, expect, test } from 'vitest'
import { nextFree, overlapping, periodOf, useOfBlocks } from '../../../renderer/pages/admin/numbers/blocks.ts'
import type { GovBlock } from '../../../renderer/replica/gov-api.ts'

const block = (key: string, from: number, to: number): GovBlock => ({
  ...{ key, from, to, at: 1, revoked: false },
  owner: { id: key, name: key },
})
const uses = (blocks: readonly GovBlock[], given: Record<string, { period: string; n: number }> | null) =>
  [...(useOfBlocks({ blocks, given }, '2026') ?? [])].map(([, use]) => [use.used, use.left, use.light])

describe('[N10] how far blocks of numbers are used', () => {
  test('up to the last number of this period; in a new period a device begins anew', () => {
    const blocks = [block('a', 1, 1000)]
    expect(uses(blocks, {})).toEqual([[null, 1000, 'enough']])
    expect(uses(blocks, { a: { period: '2026', n: 200 } })).toEqual([[200, 800, 'enough']])
    expect(uses(blocks, { a: { period: '2025', n: 999 } })).toEqual([[null, 1000, 'enough']])
    expect(uses(blocks, { a: { period: '2026', n: 950 } })).toEqual([[950, 50, 'low']])
    expect(uses(blocks, { a: { period: '2026', n: 1000 } })).toEqual([[1000, 0, 'out']])
    expect(uses(blocks, null)).toEqual([])
  })

  test('the light is about the device: a block that is used up warns only where no other follows', () => {
    const blocks = [block('a', 1, 100), block('b', 101, 200), block('a', 201, 300)]
    expect(uses(blocks, { a: { period: '2026', n: 100 }, b: { period: '2026', n: 200 } })).toEqual([
      [100, 0, 'enough'],
      [200, 0, 'out'],
      [null, 100, 'enough'],
    ])
  })

  test('a small block is not low from the start', () => {
    expect(uses([block('a', 1, 20)], {})).toEqual([[null, 20, 'enough']])
    expect(uses([block('a', 1, 20)], { a: { period: '2026', n: 15 } })).toEqual([[15, 5, 'low']])
  })

  test('a new block begins after the last, and one that would overlap is found', () => {
    const blocks = [block('a', 101, 200), block('b', 1, 50)]
    expect(nextFree(blocks)).toBe(201)
    expect(nextFree([])).toBe(1)
    expect(overlapping(blocks, 51, 100)).toBeNull()
    for (const [from, to] of [
      [50, 60],
      [90, 101],
      [150, 160],
      [1, 500],
    ] as const) {
      expect(overlapping(blocks, from, to)).not.toBeNull()
    }
  })

  test('the period is the year or the day', () => {
    expect(periodOf({ period: 'year' }, '2026-11-22')).toBe('2026')
    expect(periodOf({ period: 'day' }, '2026-11-22')).toBe('20261122')
  })
})
