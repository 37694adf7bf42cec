import { compareText } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import type { Value } from './encoding.ts'

/**
 * [E1] Writes the one byte form of a value. Throws on what E1 cannot say: other numbers than safe integers, text with a lone surrogate, what is
 * neither a plain map nor an array (a Map, a Date, another view of bytes), and nesting beyond the limit. The bytes are the caller's own.
 */
export function writeValue(value: Value, kept: KeptBytes | null = null): Uint8Array {
  const writer = new ValueWriter(spare ?? new Uint8Array(4096), kept)
  // Taken while it is used, so that a getter that encodes something cannot write into it.
  spare = null
  writer.value(value, 0)
  const bytes = writer.bytes()
  if (writer.room.length <= 1 << 20) spare = writer.room
  return bytes
}

/** The bytes of maps that stand inside of others, by identity: for values that share parts and never change. */
export type KeptBytes = WeakMap<object, Uint8Array>

/** Room to write in, kept from one value to the next; it holds nothing between them. */
let spare: Uint8Array | null = null

class ValueWriter {
  room: Uint8Array
  #at = 0
  #kept: KeptBytes | null

  constructor(room: Uint8Array, kept: KeptBytes | null) {
    this.room = room
    this.#kept = kept
  }

  bytes(): Uint8Array {
    return this.room.slice(0, this.#at)
  }

  value(value: Value, depth: number): void {
    switch (typeof value) {
      case 'string':
        return this.#text(value)
      case 'number':
        if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new Error('not a safe integer')
        return value < 0 ? this.#head(0x20, -1 - value) : this.#head(0, value)
      case 'boolean':
        return this.#head(0xe0, value ? 21 : 20)
      case 'object':
        if (value === null) return this.#head(0xe0, 22)
        if (value instanceof Uint8Array) return this.#blob(value)
        if (depth >= LIMITS.depth) throw new Error('too deep to encode')
        if (Array.isArray(value)) return this.#array(value, depth)
        return depth === 0 || this.#kept === null
          ? this.#map(value as { [key: string]: Value }, depth)
          : this.#inner(value as { [key: string]: Value }, depth, this.#kept)
      default:
        throw new Error(`cannot encode ${typeof value}`)
    }
  }

  #array(value: readonly Value[], depth: number): void {
    this.#head(0x80, value.length)
    for (const inner of value) this.value(inner, depth + 1)
  }

  #inner(value: { readonly [key: string]: Value }, depth: number, kept: KeptBytes): void {
    const bytes = kept.get(value)
    if (bytes !== undefined) return this.#copy(bytes)
    const begin = this.#at
    // What is inside of it is kept with it.
    this.#kept = null
    this.#map(value, depth)
    this.#kept = kept
    kept.set(value, this.room.slice(begin, this.#at))
  }

  #map(value: { readonly [key: string]: Value }, depth: number): void {
    // A Map, a Date or another view of bytes would be written as something else than what it is.
    if (Object.prototype.toString.call(value) !== '[object Object]') throw new Error('not a plain map')
    const keys = Object.keys(value)
    for (let i = 1; i < keys.length; i++) {
      if (byEncoding(keys[i - 1] as string, keys[i] as string) < 0) continue
      keys.sort(byEncoding)
      break
    }
    this.#head(0xa0, keys.length)
    for (const key of keys) {
      this.#text(key)
      this.value(value[key] as Value, depth + 1)
    }
  }

  #blob(value: Uint8Array): void {
    this.#head(0x40, value.length)
    this.#copy(value)
  }

  #copy(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.room.set(bytes, this.#at)
    this.#at += bytes.length
  }

  #text(value: string): void {
    const length = value.length
    // Room for the head as if all were ASCII; where it is not, the text is measured first.
    this.#reserve(9 + length * 3)
    const begin = this.#at
    this.#head(0x60, length)
    const room = this.room
    let at = this.#at
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i)
      if (unit >= 0x80) {
        this.#at = begin
        return this.#wideText(value)
      }
      room[at++] = unit
    }
    this.#at = at
  }

  #wideText(value: string): void {
    this.#head(0x60, utf8Length(value))
    const room = this.room
    let at = this.#at
    for (let i = 0; i < value.length; i++) {
      let unit = value.charCodeAt(i)
      if (unit < 0x80) {
        room[at++] = unit
      } else if (unit < 0x800) {
        room[at++] = 0xc0 | (unit >> 6)
        room[at++] = 0x80 | (unit & 63)
      } else if (unit < 0xd800 || unit > 0xdfff) {
        room[at++] = 0xe0 | (unit >> 12)
        room[at++] = 0x80 | ((unit >> 6) & 63)
        room[at++] = 0x80 | (unit & 63)
      } else {
        unit = 0x10000 + ((unit - 0xd800) << 10) + (value.charCodeAt(++i) - 0xdc00)
        room[at++] = 0xf0 | (unit >> 18)
        room[at++] = 0x80 | ((unit >> 12) & 63)
        room[at++] = 0x80 | ((unit >> 6) & 63)
        room[at++] = 0x80 | (unit & 63)
      }
    }
    this.#at = at
  }

  #head(major: number, n: number): void {
    this.#reserve(9)
    const room = this.room
    if (n < 24) {
      room[this.#at++] = major | n
      return
    }
    const size = n < 256 ? 1 : n < 65_536 ? 2 : n < 4_294_967_296 ? 4 : 8
    room[this.#at] = major | (size === 1 ? 24 : size === 2 ? 25 : size === 4 ? 26 : 27)
    let rest = n
    for (let i = size; i > 0; i--) {
      room[this.#at + i] = rest % 256
      rest = Math.floor(rest / 256)
    }
    this.#at += size + 1
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.room.length) return
    const wider = new Uint8Array(Math.max(this.room.length * 2, this.#at + more))
    wider.set(this.room.subarray(0, this.#at))
    this.room = wider
  }
}

/** Order of the encoded keys: the length stands in front, and then the bytes. */
function byEncoding(a: string, b: string): number {
  const d = keyLength(a) - keyLength(b)
  return d !== 0 ? d : compareText(a, b)
}

/** Lengths of keys that were met: the words of the formats, a few hundred. */
const keyLengths = new Map<string, number>()

function keyLength(key: string): number {
  const known = keyLengths.get(key)
  if (known !== undefined) return known
  const length = utf8Length(key)
  if (keyLengths.size >= 4096) keyLengths.clear()
  if (key.length <= 64) keyLengths.set(key, length)
  return length
}

/** Bytes of a text in UTF-8. Throws on a lone surrogate. */
function utf8Length(text: string): number {
  let n = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    if (unit < 0x800) n += 1
    else if (unit < 0xd800 || unit > 0xdfff) n += 2
    else {
      const next = text.charCodeAt(i + 1)
      if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) throw new Error('text with a lone surrogate')
      n += 2
      i++
    }
  }
  return n
}
