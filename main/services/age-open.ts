import { diffieHellman, type KeyObject } from 'node:crypto'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { concat, equal } from '../../shared/base/bytes.ts'
import { AGE, asPublic, BASE } from './age-seal.ts'
import { hkdf32, hmacSha256 } from './native-hash.ts'

/**
 * Opens the age files that offices seal to each other several times faster than the age library: a page of a search opens ten, an index hundreds of
 * thousands. It understands no more than those files are: X25519 stanzas, one after the other. Whatever it does not open, for whatever reason, the
 * library is to judge.
 */
export interface AgeIdentity {
  readonly raw: Uint8Array
  readonly key: KeyObject
}

/** Of a private X25519 key. */
export function ageIdentity(key: KeyObject): AgeIdentity {
  return { key, raw: new Uint8Array(diffieHellman({ privateKey: key, publicKey: BASE })) }
}

/** The content of a file that is sealed to one of these; null when the library has to look. */
export function openAge(identities: readonly AgeIdentity[], file: Uint8Array): Uint8Array | null {
  const end = headerEnd(file)
  if (end < 0) return null
  const lines = Buffer.from(file.buffer, file.byteOffset, end).toString('latin1').split('\n')
  if (lines[0] !== AGE.version || lines.length % 2 !== 0) return null
  const last = /^--- ([A-Za-z0-9+/]{43})$/.exec(lines.at(-1) ?? '')
  if (last === null) return null
  try {
    for (let at = 1; at < lines.length - 1; at += 2) {
      const share = /^-> X25519 ([A-Za-z0-9+/]{43})$/.exec(lines[at] as string)
      const wrapped = /^[A-Za-z0-9+/]{43}$/.exec(lines[at + 1] as string)
      if (share === null || wrapped === null) return null
      const fileKey = unwrap(identities, bytesOf(share[1] as string), bytesOf(wrapped[0]))
      if (fileKey === null) continue
      const header = file.subarray(0, end - (last[1] as string).length - 1)
      const mac = hmacSha256(hkdf32(fileKey, new Uint8Array(0), AGE.header), header)
      return equal(mac, bytesOf(last[1] as string)) ? content(fileKey, file.subarray(end + 1)) : null
    }
    return null
  } catch {
    return null
  }
}

/** Where the line with the header's authentication ends; -1 when there is none in sight. */
function headerEnd(file: Uint8Array): number {
  const limit = Math.min(file.length, 16 * 1024)
  for (let at = 0; at + 4 < limit; at++) {
    // A line that begins with `---`.
    if (file[at] !== 10 || file[at + 1] !== 45 || file[at + 2] !== 45 || file[at + 3] !== 45) continue
    const end = file.indexOf(10, at + 1)
    return end < limit ? end : -1
  }
  return -1
}

function unwrap(identities: readonly AgeIdentity[], share: Uint8Array, wrapped: Uint8Array): Uint8Array | null {
  const theirs = asPublic(share)
  for (const { raw, key } of identities) {
    const secret = new Uint8Array(diffieHellman({ privateKey: key, publicKey: theirs }))
    if (secret.every((byte) => byte === 0)) return null
    try {
      return chacha20poly1305(hkdf32(secret, concat(share, raw), AGE.info), ZEROS).decrypt(wrapped)
    } catch {
      // Sealed to another.
    }
  }
  return null
}

const ZEROS = new Uint8Array(12)
const TAG = 16

/** STREAM, as `sealAge` writes it. Throws where a chunk does not hold. */
function content(fileKey: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < 16 + TAG) return null
  const key = hkdf32(fileKey, sealed.subarray(0, 16), AGE.payload)
  const body = sealed.subarray(16)
  const size = AGE.chunk + TAG
  const count = Math.ceil(body.length / size)
  const parts: Uint8Array[] = []
  for (let i = 0; i < count; i++) {
    const nonce = new Uint8Array(12)
    new DataView(nonce.buffer).setUint32(7, i)
    if (i === count - 1) nonce[11] = 1
    const part = chacha20poly1305(key, nonce).decrypt(body.subarray(i * size, (i + 1) * size))
    // Only a file without content has an empty chunk.
    if (part.length === 0 && count > 1) return null
    parts.push(part)
  }
  return concat(...parts)
}

/** One byte form for each value: bits beyond the last byte have to be zero. Throws otherwise. */
function bytesOf(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64').replaceAll('=', '') !== base64) throw new Error('not canonical')
  return new Uint8Array(bytes)
}
