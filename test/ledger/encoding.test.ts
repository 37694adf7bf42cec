import { encode as cborEncode, rfc8949EncodeOptions } from 'cborg'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import { decode, encode, frame, isSortedSet, unframe, type Value } from '../../shared/ledger/index.ts'
import { vectorJson, vectorsThere } from '../kit/vectors.ts'
import { anyValue, bare, flips, referenceEncode } from './values.ts'

const MAX = { max: 65_536 }
const opened = (bytes: Uint8Array): Value => {
  const read = decode(bytes, MAX)
  if (!read.ok) throw new Error(`${read.code}: ${read.detail} in ${hex(bytes)}`)
  return read.value
}

describe('encoding', () => {
  test('[E1] is what an encoder written from the rule alone gives, and what the library gives in RFC 8949 order', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const bytes = encode(value)
        expect(hex(bytes)).toBe(hex(referenceEncode(value)))
        expect(hex(bytes)).toBe(hex(cborEncode(value, rfc8949EncodeOptions)))
      }),
      { numRuns: 600 },
    )
  })

  test('[E1] [E2] a value comes back from its bytes', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(hex(referenceEncode(opened(encode(value))))).toBe(hex(referenceEncode(value)))
      }),
      { numRuns: 600 },
    )
  })

  test('[E2] any bit changed is refused, or is the one form of another value', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        for (const other of flips(encode(value).subarray(0, 400))) {
          const read = decode(other, MAX)
          if (read.ok) expect(hex(referenceEncode(read.value))).toBe(hex(other))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('[E2] random bytes are refused, or are the one form of a value; nothing throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const read = decode(bytes, MAX)
        if (read.ok) expect(hex(referenceEncode(read.value))).toBe(hex(bytes))
        else expect(['not-canonical', 'too-deep']).toContain(read.code)
      }),
      { numRuns: 5_000 },
    )
  })

  test('[E1] keys such as __proto__ are keys like any other and change no prototype', () => {
    const value = bare([
      ['__proto__', bare([['polluted', true]])],
      ['constructor', 1],
    ])
    const back = opened(encode(value)) as Record<string, Value>
    expect(Object.keys(back).sort()).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(back)).toBe(null)
    expect(({} as Record<string, unknown>).polluted).toBe(undefined)
  })

  test('[E1] text that begins with U+FEFF keeps it, as a value and as a key', () => {
    for (const text of ['\ufeff', '\ufeff\ufeff', '\ufeff县', `\ufeff${'x'.repeat(300)}`, `${'x'.repeat(40)}\ufeff`])
      expect(opened(encode([text, bare([[text, text]])]))).toEqual([text, { [text]: text }])
    expect(
      opened(
        encode(
          bare([
            ['\ufeffa', 1],
            ['a', 2],
          ]),
        ),
      ),
    ).toEqual({ a: 2, '\ufeffa': 1 })
  })

  test('[E1] what the rule cannot say throws: it is a bug of ours', () => {
    const deep = (n: number): Value => (n === 0 ? [] : [deep(n - 1)])
    const never: unknown[] = [
      1.5,
      -0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2 ** 53,
      -(2 ** 53),
      1n,
      undefined,
      [undefined],
      { a: undefined },
      '\ud800',
      'a\udc00',
      '\udc00\ud800',
      '\ud83d\ud83d\ude00',
      { '\ud800': 1 },
      new Map([[1, 2]]),
      new Map(),
      new Set(),
      new Date(0),
      new Uint16Array(2),
      new DataView(new ArrayBuffer(2)),
      new ArrayBuffer(2),
      () => 1,
      Symbol('a'),
      deep(16),
    ]
    for (const value of never) expect(() => encode(value as Value), String(value)).toThrow()
    expect(() => encode(deep(15))).not.toThrow()
  })

  test('[E4] what is decoded shares no memory with what was received, and an encoding none with anything else', () => {
    for (const received of [Uint8Array.of(0x81, 0x42, 1, 2), asBuffer([0x81, 0x42, 1, 2])]) {
      const [inner] = opened(received) as [Uint8Array]
      expect(Object.getPrototypeOf(inner)).toBe(Uint8Array.prototype)
      received.fill(0)
      expect(inner).toEqual(Uint8Array.of(1, 2))
    }
    const sizes = Array.from({ length: 600 }, (_, n) => [1, new Uint8Array(n)])
    for (const value of [0, null, 'x'.repeat(100), 'x'.repeat(200), { a: 'b' }, ...sizes]) {
      const one = encode(value)
      expect(Object.getPrototypeOf(one)).toBe(Uint8Array.prototype)
      const two = encode(value)
      expect(one.buffer.byteLength).toBe(one.length)
      one.fill(0)
      expect(two).toEqual(encode(value))
    }
  })
})

/** In Node bytes often arrive as a Buffer, whose slices share its memory; in Chromium as a plain array. */
function asBuffer(bytes: number[]): Uint8Array {
  const node = (globalThis as { Buffer?: { from(bytes: number[]): Uint8Array } }).Buffer
  return node === undefined ? Uint8Array.from(bytes) : node.from(bytes)
}

interface AppendixA {
  readonly hex: string
  readonly roundtrip: boolean
  readonly decoded?: unknown
  readonly diagnostic?: string
}

describe.skipIf(!vectorsThere)('RFC 8949 appendix A', () => {
  test('[E1] [E2] exactly the examples that the rule can say are accepted, and re-encode to their bytes', async () => {
    // By the rule: definite, no floats, tags, undefined, other simple values, integers beyond 2^53−1 or keys that are not text.
    const sayable = (hexed: string, one: AppendixA) =>
      one.roundtrip && !/^(?:f[9ab0]|f[78]|[cd]|[13]bffffffff|a201)/.test(hexed)
    let accepted = 0
    for (const one of await vectorJson<AppendixA[]>('cbor/appendix_a.json')) {
      const bytes = Uint8Array.from(one.hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
      const read = decode(bytes, MAX)
      expect(read.ok, one.hex).toBe(sayable(one.hex, one))
      if (!read.ok) continue
      accepted++
      expect(hex(encode(read.value))).toBe(one.hex)
      if ('decoded' in one) expect(JSON.parse(JSON.stringify(read.value))).toEqual(one.decoded)
    }
    expect(accepted).toBe(34)
  })
})

describe('framing', () => {
  test('[F1] items come back from behind their big-endian lengths; a cut is told', () => {
    const items = [new Uint8Array(0), Uint8Array.of(7), new Uint8Array(65_535).fill(3)]
    const framed = frame(items)
    expect([...framed.subarray(0, 5)]).toEqual([0, 0, 0, 1, 7])
    expect([...framed.subarray(5, 7)]).toEqual([255, 255])
    expect(unframe(framed)).toEqual({ ok: true, value: items })
    expect(unframe(new Uint8Array(0))).toEqual({ ok: true, value: [] })
    for (const cut of [1, 3, 4, 6, 7, framed.length - 1]) {
      expect(unframe(framed.subarray(0, cut)), String(cut)).toMatchObject({ ok: false, code: 'truncated' })
    }
    expect(() => frame([new Uint8Array(65_536)])).toThrow()
  })

  test('a sorted set is sorted by UTF-8 bytes and repeats nothing', () => {
    expect(isSortedSet([])).toBe(true)
    expect(isSortedSet(['632723', '632723/land', '632726', 'gov'])).toBe(true)
    expect(isSortedSet(['a', 'a'])).toBe(false)
    expect(isSortedSet(['b', 'a'])).toBe(false)
    expect(isSortedSet(['\uff5e', '\u{1f600}'])).toBe(true)
  })
})
