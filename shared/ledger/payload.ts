import { concat, equal } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { b32, bytesUpTo, map, type Reader, record } from '../base/shape.ts'
import { decode, encode, type Value } from './encoding.ts'
import { hashIn } from './hash.ts'

/** [N5] commit = H(`qhl/v1/payload\n` ‖ salt ‖ payload). `salt` has 32 bytes. */
export function payloadCommit(salt: Uint8Array, payload: Uint8Array): Uint8Array {
  assertSalt(salt)
  return hashIn('payload', concat(salt, payload))
}

/** [N6] H(`qhl/v1/field\n` ‖ salt ‖ CBOR(value)): what stands in `data.sealed` for a sealed field. */
export function fieldCommit(salt: Uint8Array, value: Value): Uint8Array {
  assertSalt(salt)
  return hashIn('field', concat(salt, encode(value)))
}

/** With another length the border between salt and content could be moved, and one commitment would open to two contents. */
function assertSalt(salt: Uint8Array): void {
  if (salt.length !== 32) throw new Error('a salt has 32 bytes')
}

/** What is sealed: per field its salt and value. The payload's own bytes are CBOR of {fields: {name: {salt, value}}}. */
export interface Payload {
  readonly fields: Readonly<Record<string, { readonly salt: Uint8Array; readonly value: Value }>>
}

export function encodePayload(payload: Payload): Uint8Array {
  return encode({ fields: payload.fields } as unknown as Value)
}

const anyValue: Reader<Value> = (v) => ok(v as Value)
const payloadReader = map({ fields: record(map({ salt: b32, value: anyValue }), 64) })

/** Codes: too-large, not-canonical, wrong-shape. */
export function parsePayload(bytes: Uint8Array): Result<Payload> {
  const value = decode(bytes, { max: LIMITS.payload })
  return value.ok ? payloadReader(value.value, 'payload') : value
}

/** The plaintext of the age file beside an entry: CBOR {salt, clear}. */
export function encodeEnvelope(salt: Uint8Array, clear: Uint8Array): Uint8Array {
  return encode({ salt, clear })
}

const envelopeReader = map({ salt: b32, clear: bytesUpTo(LIMITS.payload) })

export function parseEnvelope(bytes: Uint8Array): Result<{ salt: Uint8Array; clear: Uint8Array }> {
  const value = decode(bytes, { max: LIMITS.payload + 128 })
  return value.ok ? envelopeReader(value.value, 'envelope') : value
}

/**
 * Opens what was decrypted against what the ledger committed to: the payload against `commit`, each sealed field against its
 * own commitment. Code: wrong-commit.
 */
export function openPayload(
  envelope: { salt: Uint8Array; clear: Uint8Array },
  commit: Uint8Array,
  sealed: Readonly<Record<string, Uint8Array>>,
): Result<Record<string, Value>> {
  if (!equal(payloadCommit(envelope.salt, envelope.clear), commit)) return fail('wrong-commit', 'payload')
  const payload = parsePayload(envelope.clear)
  if (!payload.ok) return payload
  const out: Record<string, Value> = Object.create(null)
  for (const [name, want] of Object.entries(sealed)) {
    const field = payload.value.fields[name]
    if (field === undefined || !equal(fieldCommit(field.salt, field.value), want)) return fail('wrong-commit', name)
    out[name] = field.value
  }
  return ok(out)
}
