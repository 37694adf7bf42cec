import { sha256 } from '@noble/hashes/sha2.js'
import { concat, utf8 } from '../base/bytes.ts'

/** H: SHA-256. */
export function hash(bytes: Uint8Array): Uint8Array {
  return sha256(bytes)
}

/** [K4] The context lines; every hash and signature of ours is over one of them. */
export const CONTEXT = {
  entry: utf8('qhl/v1/entry\n'),
  payload: utf8('qhl/v1/payload\n'),
  field: utf8('qhl/v1/field\n'),
  ack: utf8('qhl/v1/ack\n'),
  session: utf8('qhl/v1/session\n'),
  bundle: utf8('qhl/v1/bundle\n'),
  state: utf8('qhl/v1/state\n'),
} as const
export type Context = keyof typeof CONTEXT

/** context ‖ bytes: what is signed. */
export function inContext(context: Context, bytes: Uint8Array): Uint8Array {
  return concat(CONTEXT[context], bytes)
}

/** H(context ‖ bytes). */
export function hashIn(context: Context, bytes: Uint8Array): Uint8Array {
  return sha256.create().update(CONTEXT[context]).update(bytes).digest()
}

/** The id of a key: H of its public key bytes (N1). */
export function keyId(pub: Uint8Array): Uint8Array {
  return sha256(pub)
}
