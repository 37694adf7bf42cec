/**
 * Sets of documents of one stripe, as they are kept: 16-bit numbers in the smallest of three forms. A rare gram is a list of gaps, one that
 * nearly every document has is a few runs, one in between a map of bits.
 */

/** Documents of one stripe. */
export const STRIPE = 65_536
/** Words of a set in memory: one bit a document. */
export const SET_WORDS = STRIPE / 32

const GAPS = 0
const BITS = 1
const RUNS = 2

/** `docs`: ascending, distinct, at least one. */
export function packPostings(docs: ArrayLike<number>): Uint8Array {
  const gaps = docs.length <= 8_192 ? pack(GAPS, gapsOf(docs)) : null
  const last = docs[docs.length - 1] as number
  const bitsSize = (last >> 3) + 2
  const best = gaps !== null && gaps.length <= bitsSize ? gaps : null
  const runs = runsOf(docs, best === null ? bitsSize : best.length)
  if (runs !== null) {
    const packed = pack(RUNS, runs)
    if (packed.length < (best === null ? bitsSize : best.length)) return packed
  }
  if (best !== null) return best
  const bits = new Uint8Array(bitsSize)
  bits[0] = BITS
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] as number
    const at = (doc >> 3) + 1
    bits[at] = (bits[at] as number) | (1 << (doc & 7))
  }
  return bits
}

/** Adds the documents of a packed set to `set`. What does not read is a bug or a changed disk: it throws. */
export function addPostings(packed: Uint8Array, set: Uint32Array): void {
  if (packed[0] === BITS) {
    for (let at = 1; at < packed.length; at++) {
      const word = (at - 1) >> 2
      set[word] = (set[word] as number) | ((packed[at] as number) << (((at - 1) & 3) * 8))
    }
    return
  }
  const isRuns = packed[0] === RUNS
  if (!isRuns && packed[0] !== GAPS) throw new Error('postings of another form')
  let doc = -1
  for (let at = 1; at < packed.length; ) {
    let gap = 0
    let byte: number
    for (let shift = 0; ; shift += 7) {
      byte = packed[at++] as number
      gap |= (byte & 127) << shift
      if (byte < 128) break
    }
    doc += gap + 1
    if (!isRuns) {
      add(set, doc)
      continue
    }
    let length = 0
    for (let shift = 0; ; shift += 7) {
      byte = packed[at++] as number
      length |= (byte & 127) << shift
      if (byte < 128) break
    }
    for (const end = doc + length; ; doc++) {
      add(set, doc)
      if (doc >= end) break
    }
  }
}

/** The documents of a set, ascending. */
export function docsOf(set: Uint32Array): Uint16Array {
  const out = new Uint16Array(sizeOf(set))
  let n = 0
  for (let word = 0; word < set.length; word++) {
    let bits = set[word] as number
    while (bits !== 0) {
      const low = bits & -bits
      out[n++] = word * 32 + (31 - Math.clz32(low))
      bits ^= low
    }
  }
  return out
}

export function sizeOf(set: Uint32Array): number {
  let n = 0
  for (let word = 0; word < set.length; word++) {
    let v = set[word] as number
    v -= (v >>> 1) & 0x55555555
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
    n += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return n
}

export function add(set: Uint32Array, doc: number): void {
  const word = doc >> 5
  set[word] = (set[word] as number) | (1 << (doc & 31))
}

/** Keeps in `set` what is in `other` too; answers whether anything is left. */
export function keepCommon(set: Uint32Array, other: Uint32Array): boolean {
  let any = 0
  for (let word = 0; word < set.length; word++) {
    const both = (set[word] as number) & (other[word] as number)
    set[word] = both
    any |= both
  }
  return any !== 0
}

function pack(form: number, numbers: readonly number[]): Uint8Array {
  const out = new Uint8Array(1 + numbers.reduce((sum, n) => sum + (n < 128 ? 1 : n < 16_384 ? 2 : 3), 0))
  out[0] = form
  let at = 1
  for (let n of numbers) {
    for (; n >= 128; n >>>= 7) out[at++] = (n & 127) | 128
    out[at++] = n
  }
  return out
}

function gapsOf(docs: ArrayLike<number>): number[] {
  const out: number[] = []
  for (let i = 0, before = -1; i < docs.length; i++) {
    const doc = docs[i] as number
    out.push(doc - before - 1)
    before = doc
  }
  return out
}

/** The gap before each run and its length less one; null when that would take more than `most` numbers. */
function runsOf(docs: ArrayLike<number>, most: number): number[] | null {
  const out: number[] = []
  for (let i = 0, before = -1; i < docs.length; ) {
    const first = docs[i] as number
    let last = first
    while (++i < docs.length && docs[i] === last + 1) last++
    out.push(first - before - 1, last - first)
    if (out.length > most) return null
    before = last
  }
  return out
}
