import { compareText, concat } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { NotCanonical, readValue } from './cbor-read.ts'
import { type KeptBytes, writeValue } from './cbor-write.ts'

export type { KeptBytes }

/** What the ledger can say (E1): integers with |n| ≤ 2^53−1, bytes, text, arrays, maps with text keys, true, false, null. */
export type Value = number | string | boolean | null | Uint8Array | readonly Value[] | { readonly [key: string]: Value }

/**
 * [E1] The one byte form of a value. Throws on a value that E1 cannot say: that is a bug of ours, never somebody's input.
 */
export function encode(value: Value): Uint8Array {
  return writeValue(value)
}

/**
 * As `encode`, for values that share maps with others and never change: what a map inside of one was written as is kept in `kept` and
 * copied the next time.
 */
export function encodeShared(value: Value, kept: KeptBytes): Uint8Array {
  return writeValue(value, kept)
}

/**
 * [E2] [E3] Strict: size and depth first, then read, refusing every other form of the same value. Maps come back without a
 * prototype, so that a key such as `__proto__` is a key like any other. Codes: too-large, too-deep, not-canonical.
 */
export function decode(bytes: Uint8Array, limits: { max: number; depth?: number }): Result<Value> {
  if (bytes.length > limits.max) return fail('too-large', `${bytes.length} bytes, at most ${limits.max}`)
  const depth = scan(bytes, limits.depth ?? LIMITS.depth)
  if (!depth.ok) return depth
  try {
    return ok(readValue(bytes))
  } catch (error) {
    if (error instanceof NotCanonical) return fail('not-canonical', error.message)
    throw error
  }
}

/**
 * Walks the heads of the items without building anything, so that no input can exhaust the stack or make the decoder allocate:
 * counts nesting, and refuses what announces more than there is.
 */
function scan(bytes: Uint8Array, maxDepth: number): Result<null> {
  const left: number[] = [1]
  let at = 0
  while (left.length > 0) {
    const top = left.length - 1
    if (left[top] === 0) {
      left.pop()
      continue
    }
    left[top] = (left[top] as number) - 1
    if (at >= bytes.length) return fail('not-canonical', 'ends in the middle of an item')
    const head = bytes[at++] as number
    const major = head >> 5
    const info = head & 31
    let arg = info
    if (info >= 24) {
      if (info > 27) return fail('not-canonical', 'indefinite or reserved length')
      const n = 1 << (info - 24)
      if (at + n > bytes.length) return fail('not-canonical', 'ends in the middle of a length')
      arg = 0
      for (let i = 0; i < n; i++) arg = arg * 256 + (bytes[at++] as number)
    }
    if (major === 2 || major === 3) {
      if (arg > bytes.length - at) return fail('not-canonical', 'text or bytes longer than the input')
      at += arg
    } else if (major === 4 || major === 5) {
      const items = major === 5 ? arg * 2 : arg
      if (items > bytes.length - at) return fail('not-canonical', 'more items than bytes')
      if (left.length > maxDepth) return fail('too-deep', `deeper than ${maxDepth}`)
      left.push(items)
    } else if (major === 6) {
      return fail('not-canonical', 'tags are not used')
    }
  }
  return at === bytes.length ? ok(null) : fail('not-canonical', 'bytes after the value')
}

/** Items behind big-endian uint16 lengths: headers, leaves and heads in files, tiles and answers (F1). */
export function frame(items: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const item of items) {
    if (item.length > 65_535) throw new Error('item too long to frame')
    parts.push(Uint8Array.of(item.length >> 8, item.length & 255), item)
  }
  return concat(...parts)
}

/** The items of framed bytes, as views into them; `truncated` when the last one is cut. */
export function unframe(bytes: Uint8Array): Result<Uint8Array[]> {
  const out: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + 2 > bytes.length) return fail('truncated', 'cut inside a length')
    const n = ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
    if (at + 2 + n > bytes.length) return fail('truncated', `item ${out.length} is cut`)
    out.push(bytes.subarray(at + 2, at + 2 + n))
    at += 2 + n
  }
  return ok(out)
}

/** Sorted by UTF-8 bytes and without repetition. */
export function isSortedSet(texts: readonly string[]): boolean {
  for (let i = 1; i < texts.length; i++) if (compareText(texts[i - 1] as string, texts[i] as string) >= 0) return false
  return true
}
