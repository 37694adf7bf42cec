import { deflateSync } from 'node:zlib'
import { zlibSync } from 'fflate'
import { expect, test } from 'vitest'
import { LIMITS } from '../../shared/base/limits.ts'
import { must } from '../../shared/base/result.ts'
import { encode } from '../../shared/ledger/index.ts'
import {
  base45,
  fromBase45,
  joinQrTexts,
  qrSymbols,
  qrTexts,
  readQrText,
  SYMBOL_CHARACTERS,
} from '../../shared/paper/index.ts'
import { seeded } from '../kit/random.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

/** RFC 9285 §4 the other way round and from its text alone: c + d·45 + e·45² of each three characters, c + d·45 of a last two. */
function decodeByTheText(coded: string): number[] {
  return (coded.match(/.{1,3}/gs) ?? []).flatMap((group) => {
    const n = [...group].reduceRight((sum, c) => sum * 45 + ALPHABET.indexOf(c), 0)
    return group.length === 3 ? [n >> 8, n & 255] : [n]
  })
}

const random = seeded(45)

test('[R3] base45 is that of RFC 9285, by its examples and by its text', () => {
  const known: [string, string][] = [
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ]
  for (const [clear, coded] of known) {
    expect(base45(new Uint8Array(Buffer.from(clear)))).toBe(coded)
    expect(Buffer.from(must(fromBase45(coded))).toString()).toBe(clear)
  }
  for (let length = 0; length < 60; length++) {
    const bytes = random.bytes(length)
    expect(decodeByTheText(base45(bytes))).toEqual([...bytes])
    expect(must(fromBase45(base45(bytes)))).toEqual(bytes)
  }
})

test('[R3] base45 that is not the one text of any bytes is refused', () => {
  for (const text of ['A', 'AAAA', ':::', '::', 'bb8', 'BB8\n', 'BB_', 'BB８', 'GGX', 'FGX']) {
    expect(fromBase45(text).ok, text).toBe(false)
  }
})

test('[R3] whatever is said comes back, over as many symbols as it needs', () => {
  for (const length of [0, 1, 600, 640, 700, 2000, 5000, 9000]) {
    const value = { v: 1, kind: 'slip', body: random.bytes(length) }
    const texts = qrTexts(encode(value))
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(SYMBOL_CHARACTERS)
    expect(must(readQrText(texts.join('')))).toEqual(value)
    expect(must(joinQrTexts(texts))).toEqual(value)
  }
  expect(() => qrTexts(random.bytes(12_000))).toThrow(/sixteen|16 symbols/)
})

test('[R3] a text of the full length fits its symbol, alone and as one of many', () => {
  const full = 'A'.repeat(SYMBOL_CHARACTERS)
  for (const count of [1, 2, 16]) {
    const symbols = qrSymbols(Array.from({ length: count }, () => full))
    expect(symbols.map((one) => one.size)).toEqual(symbols.map(() => 97))
  }
  expect(() => qrSymbols([`${full}${'A'.repeat(8)}`])).toThrow(/lean-qr/)
  expect(() => qrSymbols([])).toThrow(/0 symbols/)
})

test('[R3] zlib of another make is read; a wrong checksum, a cut and a text that swells are not', () => {
  const cbor = encode({ v: 1, text: '甲'.repeat(300) })
  const packed = new Uint8Array(deflateSync(cbor))
  expect(must(readQrText(base45(packed)))).toEqual({ v: 1, text: '甲'.repeat(300) })
  for (let i = 0; i < packed.length; i++) {
    const changed = packed.slice()
    changed[i] = (changed[i] as number) ^ 1
    const read = readQrText(base45(changed))
    // Of zlib's two header bytes some say only how it was packed.
    if (i > 1) expect(read.ok, `byte ${i}`).toBe(false)
  }
  expect(readQrText(base45(packed.slice(0, -5))).ok).toBe(false)
  const bomb = base45(zlibSync(new Uint8Array(LIMITS.receipt + 1)))
  expect(readQrText(bomb)).toMatchObject({ ok: false, code: 'too-large' })
  expect(readQrText('A'.repeat(4296 * 16 + 1))).toMatchObject({ ok: false, code: 'too-large' })
  expect(readQrText('').ok).toBe(false)
})

test('[R3] symbols scanned in any order, one of them twice; never with one missing', () => {
  const value = { v: 1, body: random.bytes(3000) }
  const texts = qrTexts(encode(value))
  expect(texts).toHaveLength(5)
  for (let i = 0; i < 10; i++) {
    const mixed = [...texts].sort(() => random.int(3) - 1)
    expect(must(joinQrTexts([...mixed, mixed[0] as string]))).toEqual(value)
  }
  expect(joinQrTexts(texts.slice(0, 4)).ok).toBe(false)
  expect(joinQrTexts([]).ok).toBe(false)
})
