import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject, randomBytes } from 'node:crypto'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { bech32 } from '@scure/base'
import { concat, utf8 } from '../../shared/base/bytes.ts'
import { hkdf32, hmacSha256 } from './native-hash.ts'

/**
 * Writes age files (age-encryption.org/v1, X25519 recipients) as the age library does, ten times as fast: an office's register of 100,000 rows
 * is 100,000 small files. Key agreement and hashes are the runtime's own; ChaCha20-Poly1305 is not, since Electron's crypto library has
 * none. What reads them quickly is in age-open.ts; the tests open them with the library.
 */
export const AGE = {
  version: 'age-encryption.org/v1',
  info: utf8('age-encryption.org/v1/X25519'),
  header: utf8('header'),
  payload: utf8('payload'),
  chunk: 64 * 1024,
} as const
const ZEROS = new Uint8Array(12)
const NO_SALT = new Uint8Array(0)

/** One who may open it. */
export interface AgeReader {
  readonly raw: Uint8Array
  readonly key: KeyObject
}

/** `age1…` of an X25519 recipient; null for anything else. */
export function ageReader(text: string): AgeReader | null {
  try {
    const { prefix, bytes } = bech32.decodeToBytes(text)
    if (prefix !== 'age' || bytes.length !== 32) return null
    return { raw: bytes, key: asPublic(bytes) }
  } catch {
    return null
  }
}

/** The age file of `clear` for these readers. Throws on a reader whose key gives no secret (a point of small order). */
export function sealAge(readers: readonly AgeReader[], clear: Uint8Array): Uint8Array {
  const random = new Uint8Array(randomBytes(32))
  const fileKey = random.subarray(0, 16)
  const nonce = random.subarray(16)
  let header = `${AGE.version}\n`
  for (const reader of readers) header += stanza(reader, fileKey)
  header += '---'
  const mac = hmacSha256(hkdf32(fileKey, NO_SALT, AGE.header), utf8(header))
  return concat(utf8(`${header} ${base64(mac)}\n`), nonce, ...chunks(hkdf32(fileKey, nonce, AGE.payload), clear))
}

/** The file key, for one reader: under a key that only an ephemeral secret and the reader's can agree on. */
function stanza({ raw, key }: AgeReader, fileKey: Uint8Array): string {
  const ephemeral = asPrivate(randomBytes(32))
  // What X25519 makes of the base point is the public key. Node's own ways of making a pair and taking its public half out can wait for
  // themselves for ever when memory is cleaned up in the middle of it.
  const share = new Uint8Array(diffieHellman({ privateKey: ephemeral, publicKey: BASE }))
  const secret = new Uint8Array(diffieHellman({ privateKey: ephemeral, publicKey: key }))
  if (secret.every((byte) => byte === 0)) throw new Error('a key of small order')
  const wrapped = chacha20poly1305(hkdf32(secret, concat(share, raw), AGE.info), ZEROS).encrypt(fileKey)
  return `-> X25519 ${base64(share)}\n${base64(wrapped)}\n`
}

export function asPublic(u: Uint8Array): KeyObject {
  const x = Buffer.from(u).toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' })
}

/** The form asks for the public key as well; only the secret is looked at. */
function asPrivate(scalar: Buffer): KeyObject {
  const d = scalar.toString('base64url')
  return createPrivateKey({ key: { kty: 'OKP', crv: 'X25519', d, x: ANY }, format: 'jwk' })
}

const ANY = Buffer.alloc(32).toString('base64url')
/** u = 9 (RFC 7748). */
export const BASE = asPublic(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 9 : 0)))

/** STREAM: chunks of 64 KiB, each under the counter of its place; the last one is marked. */
function chunks(key: Uint8Array, clear: Uint8Array): Uint8Array[] {
  const out: Uint8Array[] = []
  const count = Math.max(1, Math.ceil(clear.length / AGE.chunk))
  for (let i = 0; i < count; i++) {
    const nonce = new Uint8Array(12)
    new DataView(nonce.buffer).setUint32(7, i)
    if (i === count - 1) nonce[11] = 1
    out.push(chacha20poly1305(key, nonce).encrypt(clear.subarray(i * AGE.chunk, (i + 1) * AGE.chunk)))
  }
  return out
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}
