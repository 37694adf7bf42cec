import { describe, expect, test } from 'vitest'
import { FIRST_PIECE, nextPiece } from '../../shared/sync/piece-size.ts'
import { seeded } from '../kit/random.ts'

/** What comes of one request over a line: bytes a ms, a round trip, and the time for which it holds. */
interface Line {
  readonly rate: number
  readonly trip: number
  readonly holds: number
}
function ask({ rate, trip, holds }: Line, bytes: number) {
  const ms = trip + bytes / rate
  return ms > holds ? null : { bytes, ms }
}

describe('[W1] the size of a piece', () => {
  test('finds what gets through on every line that lets anything through, and stays with it', () => {
    const random = seeded(5)
    for (let i = 0; i < 500; i++) {
      const line: Line = {
        rate: 1 + random.int(10_000) / 10,
        trip: random.int(4_000),
        holds: 15_000 + random.int(60_000),
      }
      // The least is sure to come through, or nothing can.
      if (ask(line, 8 * 1024) === null) continue
      let size = FIRST_PIECE
      for (let n = 0; n < 8; n++) size = nextPiece(size, ask(line, size))
      let lost = 0
      for (let n = 0; n < 100; n++) {
        const came = ask(line, size)
        if (came === null) lost++
        size = nextPiece(size, came)
      }
      expect(lost, JSON.stringify(line)).toBe(0)
      expect(size).toBeGreaterThanOrEqual(8 * 1024)
      expect(size).toBeLessThanOrEqual(1024 * 1024)
    }
  })

  test('a good line is used after a few requests; a break costs half, and no more than the least', () => {
    const fast = { rate: 10_000, trip: 30, holds: 1e9 }
    let size = FIRST_PIECE
    for (let n = 0; n < 4; n++) size = nextPiece(size, ask(fast, size))
    expect(size).toBe(1024 * 1024)
    for (let n = 0; n < 20; n++) size = nextPiece(size, null)
    expect(size).toBe(8 * 1024)
  })

  test('what was not full, and a clock that was set back, change nothing', () => {
    expect(nextPiece(FIRST_PIECE, { bytes: 1_000, ms: 10 })).toBe(FIRST_PIECE)
    expect(nextPiece(FIRST_PIECE, { bytes: FIRST_PIECE, ms: -5 })).toBe(FIRST_PIECE)
    expect(nextPiece(FIRST_PIECE, { bytes: FIRST_PIECE, ms: 8_000 })).toBe(FIRST_PIECE)
  })
})
