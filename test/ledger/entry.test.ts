import { describe, expect, test } from 'vitest'
import { concat, equal, hex, utf8 } from '../../shared/base/bytes.ts'
import {
  type Body,
  encode,
  encodeBody,
  encodeLeaf,
  entryId,
  entryMessage,
  hash,
  homeScope,
  parseBody,
  parseLeaf,
  subjectType,
  type Value,
  verifyPure,
} from '../../shared/ledger/index.ts'
import { bodyOf, clerk, NET, signed, stranger } from './small-ledger.ts'
import { flip, flips, referenceEncode } from './values.ts'

const b32 = (name: string) => hash(utf8(name))
const [low, high] = [b32('a'), b32('b')].sort((x, y) => (hex(x) < hex(y) ? -1 : 1)) as [Uint8Array, Uint8Array]
const loose = (body: Body) => ({ ...(body as unknown as Record<string, Value>) })
const parseLoose = (value: Record<string, Value>) => parseBody(referenceEncode(value))

const WRONG: Record<keyof Body, unknown[]> = {
  v: [0, 2, '1', null, true],
  net: [new Uint8Array(31), new Uint8Array(33), 'a'.repeat(32), null],
  kind: ['', 'File', 'a b', 'file\n', 1, null, 'a'.repeat(33), '-a'],
  scope: [
    [],
    '632723',
    null,
    ['632726', '632723'],
    ['632723', '632723'],
    ['632723/land', '632723'],
    ['632721', '632722', '632723', '632724', '632725'],
    [''],
    ['GOV'],
    ['632723/'],
    ['/632723'],
    ['632723//land'],
    [632723],
    ['a'.repeat(65)],
    ['６３２７２３'],
  ],
  key: [new Uint8Array(31), null, 'key'],
  epoch: [-1, '0', null, true],
  seq: [-1, '0', null],
  prev: [b32('x'), new Uint8Array(0), 0, ''],
  time: [-1, null, '2026-11-22'],
  case: ['', 5, 'no-slash', `632723/case/${'9'.repeat(160)}`, '632723/case/a b', [], false],
  subj: [
    null,
    {},
    [{ id: '632723/pasture/a' }],
    [{ id: '632723/pasture/a', heads: [], more: 1 }],
    [{ id: 'a', heads: [] }],
    [{ id: '632723/pasture/a', heads: [high, low] }],
    [{ id: '632723/pasture/a', heads: [low, low] }],
    [{ id: '632723/pasture/a', heads: [new Uint8Array(31)] }],
    [
      { id: '632723/pasture/b', heads: [] },
      { id: '632723/pasture/a', heads: [] },
    ],
    [
      { id: '632723/pasture/a', heads: [] },
      { id: '632723/pasture/a', heads: [low] },
    ],
    Array.from({ length: 17 }, (_, i) => ({ id: `632723/pasture/${String(i).padStart(2, '0')}`, heads: [] })),
  ],
  data: [null, [], 'x', new Uint8Array(1), 1],
  commit: [new Uint8Array(31), 'x', 0, []],
  att: [
    null,
    {},
    [{ h: low, n: 1 }],
    [{ h: low, n: 1, t: 'image/png', x: 1 }],
    [{ h: low, n: -1, t: 'image/png' }],
    [{ h: new Uint8Array(1), n: 1, t: 'image/png' }],
    [{ h: low, n: 1, t: 'png' }],
    [{ h: low, n: 1, t: 'image/png; x' }],
    Array.from({ length: 33 }, () => ({ h: low, n: 1, t: 'image/png' })),
  ],
}

describe('body', () => {
  test('[N1] a body of exactly these keys is read, with every value as it was', () => {
    const body = bodyOf({
      scope: ['632723', '632723/land', '632726', 'gov'],
      seq: 3,
      prev: b32('before'),
      subj: [
        { id: '632723/pasture/a', heads: [] },
        { id: '632723/pasture/b', heads: [low, high] },
      ],
      commit: b32('sealed'),
      att: [{ h: low, n: 0, t: 'application/age' }],
    })
    const read = parseBody(encodeBody(body))
    expect(read).toMatchObject({ ok: true })
    if (read.ok) expect(hex(encode(read.value as unknown as Value))).toBe(hex(encodeBody(body)))
  })

  const names = Object.keys(bodyOf()) as (keyof Body)[]

  test('[N1] there are these fourteen keys', () => {
    expect([...names].sort().join(' ')).toBe('att case commit data epoch key kind net prev scope seq subj time v')
  })

  test.each(names)('[N1] %s: missing, renamed and wrong are refused', (name) => {
    const { [name]: value, ...rest } = loose(bodyOf())
    expect(parseLoose(rest)).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(parseLoose({ ...rest, [`${name}x`]: value as Value })).toMatchObject({ ok: false, code: 'wrong-shape' })
    for (const bad of WRONG[name])
      expect(parseLoose({ ...rest, [name]: bad as Value }), JSON.stringify(bad)).toMatchObject({
        ok: false,
        code: 'wrong-shape',
      })
    expect(parseLoose({ ...rest, [name]: value as Value }).ok).toBe(true)
  })

  test('[N1] a surplus key is refused, whatever its name', () => {
    for (const name of ['sig', 'id', '__proto__', 'constructor', '', 'V']) {
      const body = Object.assign(Object.create(null) as Record<string, Value>, loose(bodyOf()))
      body[name] = 1
      expect(parseLoose(body), name).toMatchObject({ ok: false, code: 'wrong-shape' })
    }
  })

  test('[N1] the genesis entry names no network', () => {
    const genesis = bodyOf({ kind: 'genesis', net: new Uint8Array(32), scope: ['gov'] })
    expect(parseLoose(loose(genesis)).ok).toBe(true)
    expect(parseLoose(loose({ ...genesis, net: NET }))).toMatchObject({ ok: false, code: 'wrong-shape' })
  })

  test('[N7] an unknown kind is read, not refused', () => {
    expect(parseLoose(loose(bodyOf({ kind: 'not-known-yet' }))).ok).toBe(true)
  })

  test('[E2] [N1] another byte form of the same body is refused', () => {
    const bytes = encodeBody(bodyOf())
    // The first pair is `v: 1` (a one-letter key sorts first); a long form of the 1 says the same.
    expect([...bytes.subarray(0, 4)]).toEqual([0xae, 0x61, 0x76, 0x01])
    const long = concat(bytes.subarray(0, 3), Uint8Array.of(0x18, 0x01), bytes.subarray(4))
    const trailing = concat(bytes, Uint8Array.of(0))
    for (const other of [long, trailing, bytes.subarray(0, -1), new Uint8Array(0)])
      expect(parseBody(other)).toMatchObject({ ok: false, code: 'not-canonical' })
  })

  test('[E3] a body of 60 KiB is read, one byte more is too large, and a deep one too deep', () => {
    const filler = (n: number) => loose(bodyOf({ data: { x: new Uint8Array(n) } }))
    const room = 61_440 - referenceEncode(filler(60_000)).length + 60_000
    expect(referenceEncode(filler(room)).length).toBe(61_440)
    expect(parseLoose(filler(room)).ok).toBe(true)
    expect(parseLoose(filler(room + 1))).toMatchObject({ ok: false, code: 'too-large' })
    const deep = (n: number): Value => (n === 0 ? [] : [deep(n - 1)])
    expect(parseLoose(loose(bodyOf({ data: { x: deep(13) } }))).ok).toBe(true)
    expect(parseLoose(loose(bodyOf({ data: { x: deep(14) } })))).toMatchObject({ ok: false, code: 'too-deep' })
  })

  test('[N3] nothing is before seq 0, and something before every other', () => {
    expect(parseLoose(loose(bodyOf({ seq: 0, prev: null }))).ok).toBe(true)
    expect(parseLoose(loose(bodyOf({ seq: 1, prev: b32('x') }))).ok).toBe(true)
    expect(parseLoose(loose(bodyOf({ seq: 0, prev: b32('x') })))).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(parseLoose(loose(bodyOf({ seq: 1, prev: null })))).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(parseLoose(loose(bodyOf({ epoch: 4, seq: 0, prev: null }))).ok).toBe(true)
  })

  test('what we author and would not read ourselves is a bug and throws', () => {
    expect(() => encodeBody(bodyOf({ scope: ['632726', '632723'] }))).toThrow('wrong-shape')
    expect(() => encodeBody(bodyOf({ seq: 1 }))).toThrow('wrong-shape')
    expect(() => encodeBody(bodyOf({ data: { x: new Uint8Array(70_000) } }))).toThrow('too-large')
    expect(() => encodeBody(bodyOf({ data: { x: 1.5 } }))).toThrow()
    expect(encodeBody(bodyOf({ data: { 备注: '\ufeff从别处粘贴' } })).length).toBeGreaterThan(0)
  })
})

describe('id and signature', () => {
  test('[N2] the id is the hash of context and body, and the same bytes are signed', async () => {
    const { body, sig } = signed(bodyOf())
    const message = concat(utf8('qhl/v1/entry\n'), body)
    expect(hex(entryMessage(body))).toBe(hex(message))
    expect(hex(entryId(body))).toBe(hex(new Uint8Array(await crypto.subtle.digest('SHA-256', message.slice()))))
    expect(verifyPure(clerk.pub, message, sig)).toBe(true)
    expect(verifyPure(stranger.pub, message, sig)).toBe(false)
  })

  test('[N2] the id leaves the signature out: another signature makes no second entry', () => {
    const body = bodyOf()
    expect(hex(entryId(signed(body).body))).toBe(hex(entryId(signed(body, stranger).body)))
    expect(equal(signed(body).sig, signed(body, stranger).sig)).toBe(false)
  })

  test('[N2] any bit of the body changed is another id', () => {
    const { body } = signed(bodyOf())
    const id = hex(entryId(body))
    for (let bit = 0; bit < body.length * 8; bit += 5) expect(hex(entryId(flip(body, bit)))).not.toBe(id)
  })
})

describe('leaf', () => {
  const entry = signed(bodyOf())
  const leaf = { h: 7, t: 1_790_000_000_000, ...entry }
  const raw = (...items: Value[]) => parseLeaf(referenceEncode(items))

  test('[L2] is [h, t, body, sig] with the entry as received', () => {
    const bytes = encodeLeaf(leaf)
    expect(hex(bytes)).toBe(hex(referenceEncode([leaf.h, leaf.t, leaf.body, leaf.sig])))
    expect(parseLeaf(bytes)).toEqual({ ok: true, value: leaf })
  })

  test('[L2] another shape is refused', () => {
    const { body, sig } = entry
    expect(raw(7, 1, body, sig).ok).toBe(true)
    for (const bad of [
      raw(7, 1, body),
      raw(7, 1, body, sig, 0),
      raw(-1, 1, body, sig),
      raw(7, -1, body, sig),
      raw('7', 1, body, sig),
      raw(7, null, body, sig),
      raw(7, 1, 'body', sig),
      raw(7, 1, body, sig.subarray(1)),
      raw(7, 1, body, null),
      parseLeaf(referenceEncode({ h: 7, t: 1, body, sig })),
    ])
      expect(bad).toMatchObject({ ok: false, code: 'wrong-shape' })
  })

  test('[E3] a leaf of 65,535 bytes is read, a larger one neither read nor made', () => {
    const of = (n: number) => ({ h: 0, t: 0, body: new Uint8Array(n), sig: entry.sig })
    expect(encodeLeaf(of(65_463)).length).toBe(65_535)
    expect(parseLeaf(encodeLeaf(of(65_463))).ok).toBe(true)
    expect(() => encodeLeaf(of(65_464))).toThrow()
    expect(parseLeaf(new Uint8Array(65_536))).toMatchObject({ ok: false, code: 'too-large' })
  })

  test('[E4] the body within a leaf is the bytes as received, and every changed bit is another leaf or none', () => {
    const bytes = encodeLeaf(leaf)
    for (const other of flips(bytes)) {
      const read = parseLeaf(other)
      if (read.ok) expect(hex(encodeLeaf(read.value))).toBe(hex(other))
    }
  })
})

test('[X4] the home scope of a subject is what stands before its type and name', () => {
  expect(homeScope('632723/pasture/QML-001')).toBe('632723')
  expect(homeScope('632723/land/parcel/1')).toBe('632723/land')
  expect(subjectType('632723/land/parcel/1')).toBe('parcel')
  expect(subjectType('632723/case/1')).toBe('case')
})
