import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../shared/base/limits.ts'
import { must } from '../../shared/base/result.ts'
import { encode } from '../../shared/ledger/index.ts'
import {
  asFailure,
  askHeads,
  askPayloads,
  challenge,
  encodeMessage,
  heads,
  leaves,
  openSession,
  payloads,
  problem,
  push,
  pushed,
  readMessage,
  session,
} from '../../shared/sync/messages.ts'

const b32 = new Uint8Array(32).fill(1)
const sig = new Uint8Array(64).fill(2)
const some = Uint8Array.of(1, 2, 3)

/** One good message of each kind. */
const GOOD = {
  problem: [problem, { code: 'busy', detail: '' }],
  challenge: [challenge, { nonce: b32 }],
  openSession: [openSession, { key: b32, nonce: b32, sig }],
  session: [session, { token: 't', expires: 1, scopes: ['gov', '632723'] }],
  push: [push, { items: [{ body: some, sig, payload: null }] }],
  pushed: [pushed, { answers: [{ said: some, sig }] }],
  askHeads: [askHeads, { size: 0, scopes: ['gov'] }],
  heads: [
    heads,
    {
      checkpoint: some,
      consistency: [b32],
      header: some,
      headerProof: [],
      heads: [{ head: some, index: 0, proof: [b32] }],
    },
  ],
  leaves: [leaves, { scope: '632723/land', from: 7, frames: some }],
  askPayloads: [askPayloads, { commits: [b32], bytes: 65_536 }],
  payloads: [payloads, { files: [some, null] }],
} as const
const each = Object.entries(GOOD) as [
  string,
  readonly [Parameters<typeof readMessage>[0], { [key: string]: unknown }],
][]

/** [W1] The one wire file: every message has one byte form, and nothing that is not one is taken for it. */
export function messagesSuite(): void {
  describe.each(each)('%s', (_, [reader, message]) => {
    const read = (value: object) => readMessage(reader, encode(value as never))

    test('[W1] comes back as it was sent', () => {
      const bytes = encodeMessage(message)
      expect(must(readMessage(reader, bytes))).toEqual(message)
      expect(encodeMessage(must(readMessage(reader, bytes)) as object)).toEqual(bytes)
    })

    test('[W1] has exactly its keys', () => {
      expect(read({ ...message, more: 1 })).toMatchObject({ ok: false, code: 'wrong-shape' })
      for (const key of Object.keys(message)) {
        const { [key]: __, ...rest } = message
        expect(read(rest), key).toMatchObject({ ok: false, code: 'wrong-shape' })
        for (const other of [-1, true, { a: 1 }, 'GROSS', new Uint8Array(31)]) {
          const made = read({ ...message, [key]: other })
          if (made.ok) expect(typeof other, `${key} ${JSON.stringify(other)}`).toBe(typeof message[key])
          else expect(made.code).toBe('wrong-shape')
        }
      }
    })

    test('[W1] [E2] cut anywhere, or with a byte behind it, it is none', () => {
      const bytes = encodeMessage(message)
      for (let at = 0; at < bytes.length; at++)
        expect(readMessage(reader, bytes.slice(0, at)).ok, `at ${at}`).toBe(false)
      expect(readMessage(reader, Uint8Array.of(...bytes, 0))).toMatchObject({ ok: false, code: 'not-canonical' })
    })

    test('[E3] its size is looked at first', () => {
      expect(readMessage(reader, encodeMessage(message), 3)).toMatchObject({ ok: false, code: 'too-large' })
    })
  })

  test('[W1] limits: items of a push, size of its parts, scopes and commitments', () => {
    const item = { body: some, sig, payload: null }
    const wrong = { ok: false, code: 'wrong-shape' }
    const read = <T>(reader: Parameters<typeof readMessage<T>>[0], value: object) =>
      readMessage(reader, encode(value as never))
    expect(read(push, { items: [] })).toMatchObject(wrong)
    expect(read(push, { items: Array.from({ length: LIMITS.itemsPerPush }, () => item) }).ok).toBe(true)
    expect(read(push, { items: Array.from({ length: LIMITS.itemsPerPush + 1 }, () => item) })).toMatchObject(wrong)
    expect(read(push, { items: [{ ...item, body: new Uint8Array(LIMITS.body + 1) }] }).ok).toBe(false)
    expect(read(push, { items: [{ ...item, payload: new Uint8Array(LIMITS.payload + 1) }] }).ok).toBe(false)
    expect(read(push, { items: [{ ...item, sig: new Uint8Array(63) }] })).toMatchObject(wrong)
    expect(read(askHeads, { size: 0, scopes: [] })).toMatchObject(wrong)
    expect(read(askHeads, { size: 0, scopes: ['../gov'] })).toMatchObject(wrong)
    expect(read(askPayloads, { commits: Array.from({ length: 513 }, () => b32), bytes: 1 })).toMatchObject(wrong)
  })

  test('[L8] the refusal of a whole request is read with its code, and anything else is no answer', () => {
    expect(asFailure(503, encodeMessage({ code: 'busy', detail: 'x' }))).toEqual({
      ok: false,
      code: 'busy',
      detail: 'x',
    })
    const others = [
      new Uint8Array(0),
      Uint8Array.of(0xff),
      encodeMessage({ code: 'of-its-own', detail: '' }),
      new Uint8Array(5_000),
    ]
    for (const body of others) expect(asFailure(500, body)).toMatchObject({ ok: false, code: 'bad-answer' })
  })
}
