import { text as textOf } from '../base/bytes.ts'
import type { Value } from './encoding.ts'

/** Why the bytes are not the one form of a value; caught by `decode`. */
export class NotCanonical extends Error {}

/**
 * [E1] [E2] Reads one value out of bytes whose structure has been walked before (definite lengths within the input, depth, no tags, nothing
 * after the value), and refuses what is not the one form: integers longer than they need be or beyond 2^53−1, floats, other simple values,
 * text that is not UTF-8, keys that are not text, not in order, or twice. Throws NotCanonical. Byte strings are copies (E4).
 */
export function readValue(bytes: Uint8Array): Value {
  // A plain view: slices of a Buffer of Node would share its memory.
  const data = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  return new ValueReader(data).value()
}

class ValueReader {
  readonly #data: Uint8Array
  #at = 0

  constructor(data: Uint8Array) {
    this.#data = data
  }

  value(): Value {
    const head = this.#data[this.#at++] as number
    const info = head & 31
    switch (head >> 5) {
      case 0:
        return this.#count(info)
      case 1: {
        const n = -1 - this.#count(info)
        if (!Number.isSafeInteger(n)) throw new NotCanonical('not a safe integer')
        return n
      }
      case 2: {
        const length = this.#count(info)
        const start = this.#at
        this.#at += length
        return this.#data.slice(start, this.#at)
      }
      case 3:
        return this.#text(this.#count(info))
      case 4:
        return this.#array(this.#count(info))
      case 5:
        return this.#map(this.#count(info))
      default:
        if (head === 0xf4) return false
        if (head === 0xf5) return true
        if (head === 0xf6) return null
        throw new NotCanonical('a float, a tag or another simple value')
    }
  }

  /** The number behind a head, in its shortest form. */
  #count(info: number): number {
    if (info < 24) return info
    const data = this.#data
    const size = 1 << (info - 24)
    let n = 0
    for (let i = 0; i < size; i++) n = n * 256 + (data[this.#at++] as number)
    if (n < (size === 1 ? 24 : size === 2 ? 256 : size === 4 ? 65_536 : 4_294_967_296))
      throw new NotCanonical('an integer that is longer than it need be')
    if (n > Number.MAX_SAFE_INTEGER) throw new NotCanonical('not a safe integer')
    return n
  }

  #text(length: number): string {
    const data = this.#data
    const start = this.#at
    const end = start + length
    this.#at = end
    let at = start
    while (at < end && (data[at] as number) < 0x80) at++
    if (at === end) return ascii(data, start, end)
    const read = textOf(data.subarray(start, end))
    if (!read.ok) throw new NotCanonical(read.detail)
    return read.value
  }

  #array(length: number): Value[] {
    const out: Value[] = []
    for (let i = 0; i < length; i++) out.push(this.value())
    return out
  }

  /** Without a prototype, so that a key such as `__proto__` is a key like any other. */
  #map(length: number): Value {
    const data = this.#data
    const out: Record<string, Value> = Object.create(null)
    let before = 0
    let beforeEnd = 0
    for (let i = 0; i < length; i++) {
      const head = data[this.#at] as number
      if (head >> 5 !== 3) throw new NotCanonical('a map key that is not text')
      const from = this.#at++
      const key = this.#text(this.#count(head & 31))
      // Encoded keys in bytewise order, each greater than the one before it.
      if (i > 0 && !isBelow(data, before, beforeEnd, from, this.#at)) throw new NotCanonical('map keys out of order')
      before = from
      beforeEnd = this.#at
      out[key] = this.value()
    }
    return out
  }
}

function isBelow(data: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): boolean {
  for (let i = a, j = b; i < aEnd && j < bEnd; i++, j++) {
    const d = (data[i] as number) - (data[j] as number)
    if (d !== 0) return d < 0
  }
  return aEnd - a < bEnd - b
}

/** Short pieces at a time: arguments of a call lie on the stack. */
function ascii(data: Uint8Array, start: number, end: number): string {
  if (end - start <= 1024) return String.fromCharCode.apply(null, data.subarray(start, end) as unknown as number[])
  let out = ''
  for (let at = start; at < end; at += 1024) out += ascii(data, at, Math.min(at + 1024, end))
  return out
}
