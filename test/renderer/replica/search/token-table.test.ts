import { createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Blind } from '../../../../renderer/replica/search/blind.ts'
import { gramOf } from '../../../../renderer/replica/search/grams.ts'
import { TokenTable } from '../../../../renderer/replica/search/token-table.ts'
import { seeded } from '../../../kit/random.ts'

const gram = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 44 }),
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 40 }).map((n) => n * 2 ** 32),
)

test('a gram keeps its place, and no other has it', () => {
  fc.assert(
    fc.property(fc.array(gram, { maxLength: 200 }), (grams) => {
      const table = new TokenTable()
      const places = new Map<number, number>()
      for (const one of [...grams, ...grams]) {
        const place = table.placeOf(one)
        expect(place).toBe(places.get(one) ?? places.size)
        places.set(one, place)
      }
      expect(table.size).toBe(new Set(grams).size)
      expect([...table.missing().grams]).toEqual([...places.keys()])
    }),
  )
})

test('it grows with what is put into it, and forgets nothing', () => {
  const table = new TokenTable()
  const random = seeded(1)
  const grams = [...new Set(Array.from({ length: 30_000 }, () => random.int(2 ** 31) * 4_096 + random.int(3)))]
  const places = grams.map((one) => table.placeOf(one))
  table.learn(
    0,
    grams.map((one) => one + 1),
  )
  expect(new Set(places).size).toBe(grams.length)
  for (const [i, one] of grams.entries()) {
    expect(table.placeOf(one)).toBe(places[i])
    expect(table.tokenAt(places[i] as number)).toBe(one + 1)
  }
  expect(table.missing().grams).toHaveLength(0)
})

test('what a document has twice is marked once, in each document anew', () => {
  const table = new TokenTable()
  const [a, b] = [table.placeOf(1), table.placeOf(2)]
  for (let document = 0; document < 3; document++) {
    table.begin()
    expect([a, b, a, b].map((place) => table.mark(place))).toEqual([true, true, false, false])
  }
})

test('tokens are the same whoever asks first, and other ones under another key', async () => {
  const secret = randomBytes(64)
  const [one, other] = [await Blind.from(new Uint8Array(secret)), await Blind.from(new Uint8Array(secret))]
  const grams = ['才仁', '632', '7231', '་བ', '马']
  const table = other.table()
  for (const text of [...grams].reverse()) table.placeOf(gramOf(text))
  // A question and the index, at the same time.
  const [asked] = await Promise.all([other.tokens(grams), other.learn(table)])
  expect(asked).toEqual(await one.tokens(grams))
  expect(grams.map((text) => table.tokenAt(table.placeOf(gramOf(text))))).toEqual(asked)
  expect(new Set(asked).size).toBe(grams.length)
  const stranger = await Blind.from(new Uint8Array(randomBytes(64)))
  expect((await stranger.tokens(grams)).filter((token) => asked.includes(token))).toEqual([])
})

test('a token is 37 bits of the keyed hash of the gram as it is written, in whatever program the index was made', async () => {
  const secret = randomBytes(64)
  const grams = ['才仁', '632', '7231', '་བ', '马', 'x1', '\u{20bb7}田']
  const want = grams.map((text) => {
    const mac = createHmac('sha256', secret.subarray(0, 32)).update(text).digest()
    return mac.readUInt32BE(0) * 32 + (mac.readUInt8(4) >> 3)
  })
  expect(await (await Blind.from(new Uint8Array(secret))).tokens(grams)).toEqual(want)
})
