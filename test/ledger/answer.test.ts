import { describe, expect, test } from 'vitest'
import { concat, hex, utf8 } from '../../shared/base/bytes.ts'
import {
  answerMessage,
  encodeAnswer,
  openAnswer,
  type SignedAnswer,
  signedAnswer,
  signPure,
  type Value,
} from '../../shared/ledger/index.ts'
import { ack, seedOf, stranger, verify } from './small-ledger.ts'
import { flips, referenceEncode } from './values.ts'

const id = seedOf('an entry')
const promise = { id, received: 1_790_000_000_000, by: 1_790_000_060_000 }
const refusal = { id, received: 1_790_000_000_000, code: 'chain-gap' as const }
const sign = (said: Uint8Array, seed = ack.seed): SignedAnswer => ({ said, sig: signPure(seed, answerMessage(said)) })

describe('answers of a node', () => {
  test('[L8] an acknowledgement is a promise {id, received, by}, signed in its context', async () => {
    const answer = sign(encodeAnswer(promise))
    expect(hex(answer.said)).toBe(hex(referenceEncode(promise)))
    expect(hex(answerMessage(answer.said))).toBe(hex(concat(utf8('qhl/v1/ack\n'), answer.said)))
    expect(await openAnswer(answer, ack.pub, verify)).toEqual({
      ok: true,
      value: { kind: 'acknowledged', said: promise },
    })
    expect(signedAnswer(answer, 'answer')).toEqual({ ok: true, value: answer })
  })

  test('[L8] a refusal bears a code of the closed set', async () => {
    const answer = sign(encodeAnswer(refusal))
    expect(await openAnswer(answer, ack.pub, verify)).toEqual({ ok: true, value: { kind: 'refused', said: refusal } })
    for (const code of ['because', '', 'constructor', 'Chain-gap']) {
      const said = referenceEncode({ ...refusal, code })
      expect(await openAnswer(sign(said), ack.pub, verify)).toMatchObject({ ok: false, code: 'wrong-shape' })
    }
  })

  test('[L8] any bit changed, another key and another context are refused', async () => {
    for (const said of [encodeAnswer(promise), encodeAnswer(refusal)]) {
      const { sig } = sign(said)
      for (const other of flips(said)) expect((await openAnswer({ said: other, sig }, ack.pub, verify)).ok).toBe(false)
      for (const other of flips(sig)) expect((await openAnswer({ said, sig: other }, ack.pub, verify)).ok).toBe(false)
      expect(await openAnswer(sign(said, stranger.seed), ack.pub, verify)).toMatchObject({ code: 'bad-signature' })
      expect(await openAnswer(sign(said), stranger.pub, verify)).toMatchObject({ code: 'bad-signature' })
      const bare = { said, sig: signPure(ack.seed, said) }
      const asEntry = { said, sig: signPure(ack.seed, concat(utf8('qhl/v1/entry\n'), said)) }
      for (const other of [bare, asEntry])
        expect(await openAnswer(other, ack.pub, verify)).toMatchObject({ code: 'bad-signature' })
    }
  })

  test('[L8] signed, but not an answer: refused', async () => {
    const said: Value[] = [
      null,
      [],
      {},
      { id, received: 1 },
      { ...promise, code: 'busy' },
      { ...promise, by: -1 },
      { ...promise, id: id.subarray(1) },
      { ...promise, more: 1 },
    ]
    for (const value of said)
      expect(await openAnswer(sign(referenceEncode(value)), ack.pub, verify)).toMatchObject({
        ok: false,
        code: 'wrong-shape',
      })
    const big = referenceEncode(new Uint8Array(600))
    expect(await openAnswer(sign(big), ack.pub, verify)).toMatchObject({ ok: false, code: 'too-large' })
  })
})
