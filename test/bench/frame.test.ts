import { describe, expect, test } from 'vitest'
import { interleave, noiseOf, quantile, ratioOf, spreadOf } from './frame.ts'

describe('quantile', () => {
  test('an empty sample has none', () => {
    expect(() => quantile([], 0.5)).toThrow('no measurements')
  })

  test('does not depend on the order, nor change it', () => {
    const sample = [9, 1, 5]
    expect(quantile(sample, 0.5)).toBe(5)
    expect(sample).toEqual([9, 1, 5])
  })

  test('sorts as numbers, not as text', () => {
    expect(quantile([100, 20, 3], 0.5)).toBe(20)
  })

  test('lies between the two middle ones of an even sample', () => {
    expect(quantile([1, 2, 4, 100], 0.5)).toBe(3)
  })

  test('p95 of 1 … 101, and the ends', () => {
    const sample = Array.from({ length: 101 }, (_, i) => i + 1)
    expect([0, 0.95, 1].map((q) => quantile(sample, q))).toEqual([1, 96, 101])
  })
})

describe('interleave', () => {
  test('takes the sides in turns, and does not count the first round', async () => {
    const order: string[] = []
    let n = 0
    const side = (name: string) => async () => {
      order.push(name)
      return n++
    }
    const measured = await interleave(2, { a: side('a'), b: side('b') })
    expect(order.join('')).toBe('ababab')
    expect(measured).toEqual({ a: [2, 4], b: [3, 5] })
  })

  test('runs one side at a time', async () => {
    let running = 0
    const side = async () => {
      running++
      await new Promise((resolve) => setImmediate(resolve))
      const alone = running
      running--
      return alone
    }
    const measured = await interleave(3, { a: side, b: side })
    expect(measured).toEqual({ a: [1, 1, 1], b: [1, 1, 1] })
  })

  test('a side that fails ends the run', async () => {
    const failing = async () => {
      throw new Error('the disk is full')
    }
    await expect(interleave(2, { a: failing, b: async () => 1 })).rejects.toThrow('the disk is full')
  })
})

describe('ratioOf', () => {
  test('pairs rounds: a machine that slows down in the middle changes no ratio', () => {
    const { ours, raw, ratio, spread } = ratioOf('x', 'per second', [80, 40, 8], [100, 50, 10])
    expect([ours, raw, ratio]).toEqual([40, 50, 0.8])
    expect([spread.ratio.min, spread.ratio.max]).toEqual([0.8, 0.8])
  })

  test('takes the median of the ratios, not the ratio of the medians', () => {
    expect(ratioOf('x', 'ms', [1, 2, 30], [1, 4, 3]).ratio).toBe(1)
  })

  test('refuses measurements of different rounds', () => {
    expect(() => ratioOf('x', 'ms', [1], [1, 2])).toThrow('not of the same rounds')
  })
})

test('noise is the width of the sample as a part of its median', () => {
  expect(noiseOf(spreadOf([90, 100, 115]))).toBe(0.25)
})
