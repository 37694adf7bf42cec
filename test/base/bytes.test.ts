import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  base64,
  compare,
  compareText,
  concat,
  equal,
  fromBase64,
  fromHex,
  hex,
  text,
  utf8,
} from '../../shared/base/bytes.ts'

const bytes = fc.uint8Array({ maxLength: 80 })
const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** What the platform's own strict decoder says: the text, or null for bytes that are not UTF-8. */
function platformText(input: Uint8Array): string | null {
  try {
    return fatal.decode(input)
  } catch {
    return null
  }
}

describe('bytes', () => {
  test('base64 goes there and back, and is what the platform writes', () => {
    fc.assert(
      fc.property(bytes, (b) => {
        expect(base64(b)).toBe(btoa(String.fromCharCode(...b)))
        expect(fromBase64(base64(b))).toEqual({ ok: true, value: b })
      }),
    )
  })

  test('base64 has one form: white space, missing or surplus padding, stray bits and other alphabets are refused', () => {
    const bad = [
      'A',
      'AA',
      'AAA',
      'AA=',
      'AB==',
      'AAB=',
      '====',
      'A===',
      'AA==AA==',
      'AAAA\n',
      ' AAA',
      'AA-_',
      'AAÀA',
      '=AAA',
    ]
    for (const one of bad) expect(fromBase64(one), one).toMatchObject({ ok: false, code: 'wrong-shape' })
  })

  test('every other text of the length of a base64 text decodes to other bytes or not at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(127), (b, at, code) => {
        const good = base64(b)
        const i = at % good.length
        const other = good.slice(0, i) + String.fromCharCode(code) + good.slice(i + 1)
        const read = fromBase64(other)
        if (other !== good && read.ok) expect(read.value).not.toEqual(b)
      }),
      { numRuns: 2_000 },
    )
  })

  test('hex is lower case and whole', () => {
    expect(fromHex('00ff')).toEqual({ ok: true, value: Uint8Array.of(0, 255) })
    for (const one of ['0', 'FF', '0x00', 'gg', '00 ', '00\n']) expect(fromHex(one).ok, one).toBe(false)
    fc.assert(
      fc.property(bytes, (b) => {
        expect(fromHex(hex(b))).toEqual({ ok: true, value: b })
      }),
    )
  })

  test('[E2] text accepts exactly the bytes that a strict UTF-8 decoder accepts, a leading U+FEFF included', () => {
    const fragments = fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 4 }).map(utf8),
      fc
        .constantFrom(
          [0xef, 0xbb, 0xbf],
          [0xc0, 0x80],
          [0xe0, 0x80, 0x80],
          [0xed, 0xa0, 0x80],
          [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80],
          [0xf0, 0x80, 0x80, 0x80],
          [0xf4, 0x90, 0x80, 0x80],
          [0xf8, 0x88, 0x80, 0x80, 0x80],
          [0x80],
          [0xc3],
          [0xe6, 0xb0],
          [0xf0, 0x90, 0x85],
          [0xff],
          [0xfe],
        )
        .map((b) => Uint8Array.from(b)),
    )
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 5 }), (parts) => {
        const input = concat(...parts)
        const read = text(input)
        expect(read.ok ? read.value : null).toBe(platformText(input))
      }),
      { numRuns: 5_000 },
    )
  })

  test('order is by bytes, shorter first, and of text by its UTF-8', () => {
    expect(compare(Uint8Array.of(1), Uint8Array.of(1, 0))).toBeLessThan(0)
    expect(compare(Uint8Array.of(2), Uint8Array.of(1, 0))).toBeGreaterThan(0)
    expect(compare(Uint8Array.of(0x80), Uint8Array.of(0x7f))).toBeGreaterThan(0)
    // U+FF5E is before U+1F600 in UTF-8, and after it in JavaScript.
    expect(compareText('\uff5e', '\u{1f600}')).toBeLessThan(0)
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(compare(a, b) === 0).toBe(equal(a, b))
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0)
      }),
    )
  })
})
