import { Unzlib, zlibSync } from 'fflate'
import { concat, equal, uint16 } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { decode, type Value } from '../ledger/index.ts'

/** RFC 9285: the QR alphanumeric set, two bytes as three characters. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

export function base45(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 2) {
    const two = i + 1 < bytes.length
    const n = two ? (bytes[i] as number) * 256 + (bytes[i + 1] as number) : (bytes[i] as number)
    out += ALPHABET.charAt(n % 45) + ALPHABET.charAt(Math.floor(n / 45) % 45)
    if (two) out += ALPHABET.charAt(Math.floor(n / 2025))
  }
  return out
}

/** Strict: the one text of the bytes. Code: wrong-shape. */
export function fromBase45(text: string): Result<Uint8Array> {
  if (text.length % 3 === 1) return fail('wrong-shape', 'base45 length')
  const out = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0))
  let at = 0
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map((c) => ALPHABET.indexOf(c))
    if (digits.includes(-1)) return fail('wrong-shape', 'base45 character')
    const [a, b, c] = digits as [number, number, number?]
    const n = a + b * 45 + (c ?? 0) * 2025
    if (n > (c === undefined ? 0xff : 0xffff)) return fail('wrong-shape', 'base45 value')
    if (c !== undefined) out[at++] = n >> 8
    out[at++] = n & 255
  }
  return ok(out)
}

/**
 * Characters that one symbol carries here: version 20 at level M is still read off worn paper at about 6 cm; more goes on further
 * symbols. Of its 970, the structured-append header takes four.
 */
export const SYMBOL_CHARACTERS = 966
const MOST_SYMBOLS = 16

/** [R3] The CBOR of a slip or receipt as the texts of its symbols, in order. Throws when sixteen symbols cannot hold it. */
export function qrTexts(cbor: Uint8Array): string[] {
  const text = base45(zlibSync(cbor, { level: 9 }))
  const count = Math.ceil(text.length / SYMBOL_CHARACTERS)
  if (count > MOST_SYMBOLS) throw new Error(`${text.length} characters do not fit ${MOST_SYMBOLS} symbols`)
  const each = Math.ceil(text.length / count)
  return Array.from({ length: count }, (_, i) => text.slice(i * each, (i + 1) * each))
}

/**
 * [R3] What the symbols carry, put together in order: base45, then zlib with a bounded output, then CBOR.
 * Codes: wrong-shape, too-large, not-canonical.
 */
export function readQrText(text: string): Result<Value> {
  if (text.length > 4296 * MOST_SYMBOLS) return fail('too-large', 'QR text')
  const packed = fromBase45(text)
  if (!packed.ok) return packed
  const cbor = inflate(packed.value, LIMITS.receipt)
  return cbor.ok ? decode(cbor.value, { max: LIMITS.receipt }) : cbor
}

/** zlib by pieces, so that a small input that swells is stopped at the limit. */
function inflate(packed: Uint8Array, max: number): Result<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  let ended = false
  const stream = new Unzlib((part, final) => {
    size += part.length
    if (size <= max) parts.push(part)
    ended = final
  })
  try {
    for (let at = 0; at < packed.length && size <= max; at += 512) {
      stream.push(packed.subarray(at, at + 512), at + 512 >= packed.length)
    }
  } catch {
    return fail('wrong-shape', 'zlib')
  }
  if (size > max) return fail('too-large', 'QR content')
  if (!ended) return fail('truncated', 'zlib')
  const out = concat(...parts)
  return equal(packed.subarray(-4), adler32(out)) ? ok(out) : fail('wrong-shape', 'zlib checksum')
}

/** RFC 1950 §8.2, which the library leaves unchecked. */
function adler32(bytes: Uint8Array): Uint8Array {
  let a = 1
  let b = 0
  for (const byte of bytes) {
    a = (a + byte) % 65_521
    b = (b + a) % 65_521
  }
  return concat(uint16(b), uint16(a))
}
