export interface Random {
  /** An integer from 0 up to, but not including, `below`. */
  int(below: number): number
  bytes(length: number): Uint8Array
  pick<T>(from: readonly T[]): T
}

/** The same numbers for the same seed, everywhere (mulberry32): put the seed in the test's name. Not for keys. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number) => Math.floor(next() * below)
  return {
    int,
    bytes: (length) => Uint8Array.from({ length }, () => int(256)),
    pick: (from) => {
      if (from.length === 0) throw new Error('nothing to pick from')
      return from[int(from.length)] as (typeof from)[number]
    },
  }
}
