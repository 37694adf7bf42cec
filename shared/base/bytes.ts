import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { fail, ok, type Result } from './result.ts'

export const concat = concatBytes
export const hex = bytesToHex
export const utf8 = utf8ToBytes

export function fromHex(text: string): Result<Uint8Array> {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) return fail('wrong-shape', 'not lower-case hex')
  return ok(hexToBytes(text))
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Bytewise order, shorter first where one is a prefix of the other. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) {
    const d = (a[i] as number) - (b[i] as number)
    if (d !== 0) return d
  }
  return a.length - b.length
}

/** Order of text by its UTF-8 bytes, which is not JavaScript's order beyond the BMP. */
export function compareText(a: string, b: string): number {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    // Only surrogates stand elsewhere among the code units than their characters among the bytes.
    return x < 0xd800 && y < 0xd800 ? x - y : compare(utf8(a), utf8(b))
  }
  return a.length - b.length
}

const B64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** RFC 4648 §4, with padding. */
export function base64(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i] as number
    const b = bytes[i + 1]
    const c = bytes[i + 2]
    out += B64.charAt(a >> 2) + B64.charAt(((a & 3) << 4) | ((b ?? 0) >> 4))
    out += b === undefined ? '=' : B64.charAt(((b & 15) << 2) | ((c ?? 0) >> 6))
    out += c === undefined ? '=' : B64.charAt(c & 63)
  }
  return out
}

/** Strict: the one encoding of the bytes and no other (no missing padding, no stray bits, no white space). */
export function fromBase64(text: string): Result<Uint8Array> {
  if (text.length % 4 !== 0) return fail('wrong-shape', 'base64 length')
  const pad = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const out = new Uint8Array((text.length / 4) * 3 - pad)
  let at = 0
  for (let i = 0; i < text.length; i += 4) {
    let word = 0
    for (let j = 0; j < 4; j++) {
      const isPad = i + j >= text.length - pad
      const v = isPad ? 0 : B64.indexOf(text.charAt(i + j))
      if (v < 0) return fail('wrong-shape', 'base64 character')
      word = (word << 6) | v
    }
    for (let k = 16; k >= 0 && at < out.length; k -= 8) out[at++] = (word >> k) & 255
  }
  return base64(out) === text ? ok(out) : fail('wrong-shape', 'base64 not canonical')
}

/** UTF-8 that must round-trip; anything else is refused. */
export function text(bytes: Uint8Array): Result<string> {
  const s = fromUtf8(bytes)
  return equal(utf8(s), bytes) ? ok(s) : fail('not-canonical', 'invalid UTF-8')
}

function fromUtf8(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; ) {
    const b = bytes[i] as number
    const n = b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4
    let cp = n === 1 ? b : b & (0xff >> (n + 1))
    for (let j = 1; j < n; j++) cp = (cp << 6) | ((bytes[i + j] ?? 0) & 63)
    out += cp > 0x10ffff || cp < 0 ? '\ufffd' : String.fromCodePoint(cp)
    i += n
  }
  return out
}

export function uint16(n: number): Uint8Array {
  return Uint8Array.of(n >> 8, n & 255)
}
