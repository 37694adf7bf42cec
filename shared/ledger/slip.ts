import { equal } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { bytes, bytesUpTo, map, oneOf } from '../base/shape.ts'
import { decode, encode, type Value } from './encoding.ts'
import { type Body, entryId, entryMessage, parseBody, type SignedEntry } from './entry.ts'
import { keyId } from './hash.ts'
import type { Verify } from './signature.ts'

const slip = map({ v: oneOf(1), kind: oneOf('slip'), body: bytesUpTo(LIMITS.body), sig: bytes(64) })

/** [R1] A filing slip: the signed entry, not yet registered. These bytes are the slip file and what its QR carries (R3). */
export function formatSlip(entry: SignedEntry): Uint8Array {
  return encode({ v: 1, kind: 'slip', body: entry.body, sig: entry.sig })
}

export function readSlip(value: Value): Result<SignedEntry> {
  const read = slip(value, 'slip')
  return read.ok ? ok({ body: read.value.body, sig: read.value.sig }) : read
}

/** Codes: too-large, not-canonical, wrong-shape. */
export function parseSlip(bytes: Uint8Array): Result<SignedEntry> {
  const value = decode(bytes, { max: LIMITS.leaf })
  return value.ok ? readSlip(value.value) : value
}

/**
 * [R1] Checks a slip with the author's public key, as `gov` gives it for `body.key`.
 * Codes: those of parsing, unknown-key, bad-signature.
 */
export async function openSlip(
  entry: SignedEntry,
  pub: Uint8Array,
  verify: Verify,
): Promise<Result<{ id: Uint8Array; entry: Body }>> {
  const body = parseBody(entry.body)
  if (!body.ok) return body
  if (!equal(keyId(pub), body.value.key)) return fail('unknown-key', 'not the key that the slip names')
  if (!(await verify(pub, entryMessage(entry.body), entry.sig))) return fail('bad-signature', 'slip')
  return ok({ id: entryId(entry.body), entry: body.value })
}
