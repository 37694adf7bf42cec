import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addPostings,
  docsOf,
  keepCommon,
  packPostings,
  SET_WORDS,
  STRIPE,
  sizeOf,
} from '../../../../renderer/replica/search/postings.ts'
import {
  addFromShelf,
  addToShelf,
  firstPair,
  pairOf,
  SHELVES,
  shelfOf,
  TOKEN_BITS,
} from '../../../../renderer/replica/search/shelf.ts'
import { seeded } from '../../../kit/random.ts'

const setOf = (docs: Iterable<number>) => {
  const set = new Uint32Array(SET_WORDS)
  for (const doc of docs) set[doc >> 5] = (set[doc >> 5] as number) | (1 << (doc & 31))
  return set
}
const unpacked = (packed: Uint8Array) => {
  const set = new Uint32Array(SET_WORDS)
  addPostings(packed, set)
  return [...docsOf(set)]
}
const ascending = (docs: Iterable<number>) => [...new Set(docs)].sort((a, b) => a - b)

/** Random documents of very different density, in clumps or not. */
function someDocs(seed: number): number[] {
  const random = seeded(seed)
  const below = random.pick([3, 100, 4_096, STRIPE])
  const n = 1 + random.int(random.pick([1, 10, 300, 9_000, 60_000]))
  const clump = random.pick([1, 1, 20, 5_000])
  const docs: number[] = []
  for (let i = 0; i < n; i += clump) {
    const first = random.int(below)
    for (let k = 0; k < clump && first + k < below; k++) docs.push(first + k)
  }
  return ascending(docs)
}

describe('packed postings', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))('come back as they were (seed %i)', (seed) => {
    const docs = someDocs(seed)
    const packed = packPostings(docs)
    expect(unpacked(packed)).toEqual(docs)
    expect(packed.length).toBeLessThanOrEqual(STRIPE / 8 + 1)
  })

  test('the ends of a stripe', () => {
    const ends = [[0], [STRIPE - 1], [0, STRIPE - 1], [31, 32, 33], [7, 8, 255, 256, 65_534, 65_535]]
    for (const docs of ends) expect(unpacked(packPostings(docs))).toEqual(docs)
  })

  test('what every document has takes a few bytes, and what every second has takes a bit each', () => {
    const all = Array.from({ length: STRIPE }, (_, i) => i)
    expect(packPostings(all).length).toBeLessThan(8)
    expect(unpacked(packPostings(all))).toHaveLength(STRIPE)
    expect(packPostings(all.filter((i) => i % 2 === 0)).length).toBe(STRIPE / 8 + 1)
    expect(packPostings([5]).length).toBe(2)
  })

  test('another form is refused', () => {
    expect(() => unpacked(Uint8Array.of(9, 1))).toThrow('another form')
  })

  test('sizes and common parts are those of sets', () => {
    for (let seed = 0; seed < 20; seed++) {
      const [a, b] = [someDocs(seed), someDocs(seed + 1_000)]
      const [one, other] = [setOf(a), setOf(b)]
      expect(sizeOf(one)).toBe(a.length)
      const both = a.filter((doc) => new Set(b).has(doc))
      expect(keepCommon(one, other)).toBe(both.length > 0)
      expect([...docsOf(one)]).toEqual(both)
    }
  })
})

describe('a shelf', () => {
  const token = fc.oneof(
    fc.integer({ min: 0, max: 2 ** TOKEN_BITS - 1 }),
    fc.constantFrom(0, 1, 2 ** 27 - 1, 2 ** 27, 2 ** TOKEN_BITS - 1),
  )

  test('a pair is one exact number, and pairs sort by shelf', () => {
    fc.assert(
      fc.property(token, fc.integer({ min: 0, max: STRIPE - 1 }), (one, doc) => {
        const pair = pairOf(one, doc)
        expect(Number.isSafeInteger(pair)).toBe(true)
        expect(pair - pairOf(one, 0)).toBe(doc)
        const shelf = shelfOf(one)
        expect(shelf).toBeLessThan(SHELVES)
        expect(pair >= firstPair(shelf) && pair < firstPair(shelf + 1)).toBe(true)
      }),
    )
  })

  test('holds what was added, whatever the order and however often, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 200 })), { maxLength: 60 }),
          {
            maxLength: 5,
          },
        ),
        fc.integer({ min: 0, max: SHELVES - 1 }),
        (rounds, at) => {
          const tokenOf = (small: number) => at * 2 ** 27 + small * 6_700_417
          const want = new Map<number, number[]>()
          let shelf: Uint8Array | null = null
          for (const round of [...rounds, rounds[0] ?? []]) {
            for (const [small, doc] of round) want.set(small, [...(want.get(small) ?? []), doc])
            const pairs = Float64Array.from(round, ([small, doc]) => pairOf(tokenOf(small), doc)).sort()
            shelf = addToShelf(shelf, pairs)
          }
          for (let small = 0; small <= 20; small++) {
            const set = new Uint32Array(SET_WORDS)
            addFromShelf(shelf as Uint8Array, tokenOf(small), set)
            expect([...docsOf(set)]).toEqual(ascending(want.get(small) ?? []))
            const near = new Uint32Array(SET_WORDS)
            addFromShelf(shelf as Uint8Array, tokenOf(small) + 1, near)
            expect(sizeOf(near)).toBe(0)
          }
        },
      ),
    )
  })
})
