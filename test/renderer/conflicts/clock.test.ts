import { expect, test } from 'vitest'
import { clockOf } from '../../../renderer/replica/conflicts/acts.ts'
import type { Touch } from '../../../shared/contract/index.ts'

const MINUTE = 60_000
const NOON = Date.UTC(2026, 10, 23, 4)

function touch(n: number, by: string, time: number, sealed: number, heads: readonly number[] = []): Touch {
  const id = (i: number) => new Uint8Array(32).fill(i)
  return {
    ...{ id: id(n), heads: heads.map(id), set: ['area'], was: [null], held: false, with: [], act: 'finish', by },
    ...{ at: n, time, sealed },
  }
}

test('[X1] a clock that cannot be right is said to be: ahead of the seal, or behind what its person had seen', () => {
  const seen = touch(1, 'clerk', NOON, NOON)
  const clock = (time: number, sealed = NOON + 60 * MINUTE, by = 'other') => {
    const own = touch(2, by, time, sealed, [1])
    return clockOf([seen, own], own)
  }
  expect(clock(NOON + 30 * MINUTE)).toBeNull()
  expect(clock(NOON + 69 * MINUTE)).toBeNull()
  expect(clock(NOON + 71 * MINUTE)).toBe('ahead')
  expect(clock(NOON - 9 * MINUTE)).toBeNull()
  expect(clock(NOON - 11 * MINUTE)).toBe('behind')
  // Weeks without a line are no wrong clock, and neither is building upon an own act before it was sealed.
  expect(clock(NOON + MINUTE, NOON + 30 * 24 * 60 * MINUTE)).toBeNull()
  expect(clock(NOON - 11 * MINUTE, NOON + 60 * MINUTE, 'clerk')).toBeNull()
})
