import { describe, expect, test } from 'vitest'
import { concat, hex, utf8 } from '../../shared/base/bytes.ts'
import {
  encode,
  encodeEnvelope,
  encodePayload,
  fieldCommit,
  openPayload,
  parseEnvelope,
  parsePayload,
  payloadCommit,
  type Value,
} from '../../shared/ledger/index.ts'
import { seedOf } from './small-ledger.ts'
import { bare, flips, referenceEncode } from './values.ts'

const sha256 = async (bytes: Uint8Array) => hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice())))
const salt = seedOf('salt')
const fields = {
  身份证号: { salt: seedOf('salt one'), value: '632723197001010018' },
  电话: { salt: seedOf('salt two'), value: ['13800000000', null, 5] as Value },
}
const clear = encodePayload({ fields })
const commit = payloadCommit(salt, clear)
const sealed = Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, fieldCommit(f.salt, f.value)]))

describe('sealed content', () => {
  test('[N5] commit = H(context ‖ salt ‖ payload), as the platform computes it', async () => {
    expect(hex(commit)).toBe(await sha256(concat(utf8('qhl/v1/payload\n'), salt, clear)))
  })

  test('[N6] a sealed field = H(context ‖ salt ‖ CBOR(value))', async () => {
    for (const [name, f] of Object.entries(fields))
      expect(hex(sealed[name] as Uint8Array)).toBe(
        await sha256(concat(utf8('qhl/v1/field\n'), f.salt, encode(f.value))),
      )
  })

  test('[N5] [N6] a salt of another length would let the border move: it throws', () => {
    expect(() => payloadCommit(salt.subarray(1), clear)).toThrow()
    expect(() => payloadCommit(concat(salt, clear.subarray(0, 1)), clear.subarray(1))).toThrow()
    expect(() => fieldCommit(new Uint8Array(0), 'x')).toThrow()
  })

  test('[N5] [N6] what was sealed opens to its values', () => {
    const envelope = parseEnvelope(encodeEnvelope(salt, clear))
    expect(envelope.ok && openPayload(envelope.value, commit, sealed)).toEqual({
      ok: true,
      value: { 身份证号: '632723197001010018', 电话: ['13800000000', null, 5] },
    })
    expect(openPayload({ salt, clear }, commit, {})).toEqual({ ok: true, value: {} })
  })

  test('[N5] [N6] another salt, content, commitment or field does not', () => {
    const not = (result: ReturnType<typeof openPayload>) =>
      expect(result).toMatchObject({ ok: false, code: 'wrong-commit' })
    not(openPayload({ salt: seedOf('other'), clear }, commit, sealed))
    not(openPayload({ salt, clear }, seedOf('other'), sealed))
    not(openPayload({ salt, clear }, commit, { ...sealed, 姓名: seedOf('x') }))
    not(openPayload({ salt, clear }, commit, { ...sealed, 电话: sealed.身份证号 as Uint8Array }))
    not(openPayload({ salt, clear }, commit, JSON.parse('{"toString": [1]}') as Record<string, Uint8Array>))
    for (const other of flips(clear)) not(openPayload({ salt, clear: other }, commit, sealed))
    // Committed to as a whole, but with a field that is not what the entry says of it.
    const lying = encodePayload({ fields: { ...fields, 电话: { salt: fields.电话.salt, value: '1' } } })
    not(openPayload({ salt, clear: lying }, payloadCommit(salt, lying), sealed))
  })

  test('[N6] a field may be called __proto__', () => {
    const field = { salt, value: 'x' }
    const bytes = referenceEncode({ fields: bare([['__proto__', field]]) })
    const want = bare([['__proto__', fieldCommit(salt, 'x')]]) as Record<string, Uint8Array>
    const read = openPayload({ salt, clear: bytes }, payloadCommit(salt, bytes), want)
    expect(read.ok && Object.entries(read.value)).toEqual([['__proto__', 'x']])
  })

  test('[E2] payload and envelope of another shape are refused', () => {
    const bad = (value: Value) => [parsePayload(referenceEncode(value)), parseEnvelope(referenceEncode(value))]
    for (const value of [
      null,
      {},
      [],
      { fields: [] },
      { fields: {}, more: 1 },
      { fields: { a: { salt } } },
      { fields: { a: { salt, value: 1, x: 1 } } },
      { fields: { a: { salt: salt.subarray(1), value: 1 } } },
      { salt, clear: 'text' },
      { salt },
      { salt: salt.subarray(1), clear },
    ])
      for (const read of bad(value as Value)) expect(read).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(parseEnvelope(encodeEnvelope(salt, new Uint8Array(256 * 1024))).ok).toBe(true)
    expect(parsePayload(new Uint8Array(256 * 1024 + 1))).toMatchObject({ ok: false, code: 'too-large' })
    expect(parseEnvelope(new Uint8Array(300 * 1024))).toMatchObject({ ok: false, code: 'too-large' })
  })
})
