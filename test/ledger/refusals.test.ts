import { describe, expect, test } from 'vitest'
import { concat, utf8 } from '../../shared/base/bytes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { decode } from '../../shared/ledger/index.ts'

const MAX = { max: 65_536 }
const bytesOf = (hexed: string) =>
  Uint8Array.from(hexed.replace(/ /g, '').match(/../g) ?? [], (b) => Number.parseInt(b, 16))

/** Well-formed or not, none of these is the one form of a value of rule E1. */
const NOT_CANONICAL: Record<string, string[]> = {
  'nothing at all': [''],
  'integers longer than they need be': [
    '1800',
    '1817',
    '190018',
    '1900ff',
    '1a0000ffff',
    '1b00000000ffffffff',
    '3800',
    '390017',
  ],
  'integers beyond 2^53−1': ['1b0020000000000000', '1bffffffffffffffff', '3b001fffffffffffff', '3bffffffffffffffff'],
  'lengths longer than they need be': [
    '5800',
    '580161',
    '590001ff',
    '7800',
    '780161',
    '9800',
    '980101',
    '99000101',
    'b800',
    'b801616101',
  ],
  'indefinite lengths': [
    '5fff',
    '5f4101ff',
    '7fff',
    '7f6161ff',
    '9fff',
    '9f01ff',
    'bfff',
    'bf616101ff',
    '819fff',
    'a161619fff',
  ],
  'a break of its own': ['ff', '81ff', 'a1ff', 'a16161ff', '9fffff'],
  'reserved lengths': ['1c', '1d', '1e', '1f', '3c', '5c', '7d', '9e', 'bc', 'dc', 'fc', 'fd', 'fe'],
  floats: [
    'f90000',
    'f93c00',
    'f97e00',
    'f97c00',
    'fa47c35000',
    'fb3ff199999999999a',
    'fb4340000000000000',
    '81f93c00',
    'f98000',
  ],
  tags: ['c000', 'c249010000000000000000', 'd9d9f7f6', 'd818456449455446', '81c000', 'a16161c000'],
  undefined: ['f7', '81f7', 'a16161f7'],
  'other simple values': ['e0', 'f0', 'f3', 'f800', 'f814', 'f815', 'f816', 'f817', 'f818', 'f820', 'f8ff'],
  'keys that are not text': ['a10102', 'a1200a', 'a1416101', 'a1f601', 'a1f401', 'a18001', 'a1a001', 'a201026161 03'],
  'keys out of order': [
    'a2616201616101',
    'a262616101616201',
    'a26161 01 6000',
    'a3616101616301616201',
    '81a2616201616101',
  ],
  'a key twice': [
    'a2616101616101',
    'a2616101616102',
    'a2600060 00',
    'a26a5f5f70726f746f5f5f5f01 6a5f5f70726f746f5f5f5f02',
  ],
  'bytes after the value': ['0000', 'f600', '80 80', '6161 00', 'a0f6'],
  'a cut in the middle': [
    '18',
    '1900',
    '1b00000000000000',
    '41',
    '4201',
    '61',
    '81',
    '8201',
    'a1',
    'a16161',
    'a26161016162',
    '7818',
  ],
  'text that is not UTF-8': [
    '61ff',
    '6180',
    '62c328',
    '62c080',
    '63e08080',
    '63eda080',
    '63edb080',
    '66eda080edb080',
    '64f0808080',
    '64f4908080',
    '61c3',
    '63efbbff',
  ],
  'a key that is not UTF-8': ['a161ff01', 'a161c301', 'a261fe0161ff01', 'a163eda08001', 'a162c08001'],
}

describe('what is refused', () => {
  test.each(Object.entries(NOT_CANONICAL))('[E1] [E2] %s', (_, all) => {
    for (const one of all) expect(decode(bytesOf(one), MAX), one).toMatchObject({ ok: false, code: 'not-canonical' })
  })

  test('[E2] invalid UTF-8 that stands for one replacement character each is not two equal keys, and never equals U+FFFD', () => {
    expect(decode(bytesOf('61ff'), MAX).ok).toBe(false)
    expect(decode(bytesOf('63efbfbd'), MAX)).toEqual({ ok: true, value: '\ufffd' })
  })

  test('[E3] sixteen levels are read, seventeen are too deep, and a hundred thousand exhaust nothing', () => {
    const nested = (levels: number, open: number[], inner: number[]) =>
      concat(...Array.from({ length: levels }, () => Uint8Array.from(open)), Uint8Array.from(inner))
    expect(decode(nested(15, [0x81], [0x80]), MAX).ok).toBe(true)
    expect(decode(nested(16, [0x81], [0x00]), MAX).ok).toBe(true)
    expect(decode(nested(16, [0x81], [0x80]), MAX)).toMatchObject({ ok: false, code: 'too-deep' })
    expect(decode(nested(17, [0x81], [0x00]), MAX)).toMatchObject({ ok: false, code: 'too-deep' })
    expect(decode(nested(15, [0xa1, 0x61, 0x61], [0xa0]), MAX).ok).toBe(true)
    expect(decode(nested(16, [0xa1, 0x61, 0x61], [0xa0]), MAX)).toMatchObject({ ok: false, code: 'too-deep' })
    expect(decode(nested(100_000, [0x81], [0x00]), { max: 200_000 })).toMatchObject({ ok: false, code: 'too-deep' })
    expect(decode(nested(100_000, [0x9f], [0x00]), { max: 200_000 })).toMatchObject({
      ok: false,
      code: 'not-canonical',
    })
    expect(decode(nested(3, [0x81], [0x00]), { max: 100, depth: 2 })).toMatchObject({ ok: false, code: 'too-deep' })
  })

  test('[E3] depth is counted through the last item of a list and the siblings before it', () => {
    // [[], [[…]]]: a list that has ended no longer counts, one whose last item is being read still does.
    const wide = (levels: number): number[] => (levels === 1 ? [0x80] : [0x82, 0x80, ...wide(levels - 1)])
    expect(decode(Uint8Array.from(wide(16)), MAX).ok).toBe(true)
    expect(decode(Uint8Array.from(wide(17)), MAX)).toMatchObject({ ok: false, code: 'too-deep' })
  })

  test('[E3] a length that announces more than there is allocates nothing', () => {
    const heads = [
      '5a7fffffff',
      '5bffffffffffffffff',
      '7a7fffffff',
      '7b001fffffffffffff',
      '9a7fffffff',
      '9bffffffffffffffff',
      'ba7fffffff',
      'bb001fffffffffffff',
      'bb8000000000000000',
    ]
    for (const head of heads) {
      expect(decode(bytesOf(head), MAX), head).toMatchObject({ ok: false, code: 'not-canonical' })
      expect(decode(concat(bytesOf(head), new Uint8Array(1000)), MAX), head).toMatchObject({
        ok: false,
        code: 'not-canonical',
      })
      expect(decode(concat(bytesOf('82'), bytesOf(head), new Uint8Array(9)), MAX).ok).toBe(false)
    }
  })

  test('[E3] size is looked at before anything else', () => {
    const text = utf8('x'.repeat(253))
    const exact = concat(bytesOf('78fd'), text)
    expect(decode(exact, { max: 255 }).ok).toBe(true)
    expect(decode(exact, { max: 254 })).toMatchObject({ ok: false, code: 'too-large' })
    expect(decode(new Uint8Array(LIMITS.body + 1).fill(0xff), { max: LIMITS.body })).toMatchObject({
      ok: false,
      code: 'too-large',
    })
    expect([LIMITS.body, LIMITS.depth, LIMITS.leaf]).toEqual([61_440, 16, 65_535])
  })
})
