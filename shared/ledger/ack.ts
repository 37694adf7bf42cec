import { type Code, isCode } from '../base/codes.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { b32, bytes, bytesUpTo, map, type Read, text, uint, where } from '../base/shape.ts'
import { decode, encode, type Value } from './encoding.ts'
import { inContext } from './hash.ts'
import type { Verify } from './signature.ts'

const promise = map({ id: b32, received: uint, by: uint })
const refusal = map({ id: b32, received: uint, code: where(text(32), isCode, 'a closed code') })

/** [L8] The node has this entry and seals it before `by`, or is provably at fault. Times in ms. */
export type Acknowledgement = Read<typeof promise>
/** [L8] The node will not take this entry, and says why. */
export type Refusal = { id: Uint8Array; received: number; code: Code }

/** A signed answer to one submission: what was signed (E4), and the ack key's signature in context `ack`. */
export interface SignedAnswer {
  readonly said: Uint8Array
  readonly sig: Uint8Array
}

export function encodeAnswer(said: Acknowledgement | Refusal): Uint8Array {
  return encode(said as unknown as Value)
}

export function answerMessage(said: Uint8Array): Uint8Array {
  return inContext('ack', said)
}

export type Answer = { kind: 'acknowledged'; said: Acknowledgement } | { kind: 'refused'; said: Refusal }

/** Codes: not-canonical, wrong-shape, bad-signature. */
export async function openAnswer(answer: SignedAnswer, ackKey: Uint8Array, verify: Verify): Promise<Result<Answer>> {
  const value = decode(answer.said, { max: 512 })
  if (!value.ok) return value
  if (!(await verify(ackKey, answerMessage(answer.said), answer.sig)))
    return fail('bad-signature', 'answer of the node')
  const yes = promise(value.value, 'answer')
  if (yes.ok) return ok({ kind: 'acknowledged', said: yes.value })
  const no = refusal(value.value, 'answer')
  return no.ok ? ok({ kind: 'refused', said: no.value as Refusal }) : no
}

export const signedAnswer = map({ said: bytesUpTo(512), sig: bytes(64) })
