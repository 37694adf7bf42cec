import { add, addPostings, docsOf, packPostings, SET_WORDS } from './postings.ts'

/**
 * A shelf is one row of the index: the grams of one stripe whose tokens begin with the same ten bits, each with its documents. In memory and in
 * this order: how many, their tags (the token's other 27 bits, rising), where each one's postings end, and the postings.
 */

/** A token has 37 bits, so that with a document of 16 it is one exact number. */
export const TOKEN_BITS = 37
export const SHELVES = 1024
const TAGS = 2 ** (TOKEN_BITS - 10)
const DOCS = 65_536

export function shelfOf(token: number): number {
  return Math.floor(token / TAGS)
}

/** A token in a document of a stripe: what runs are made of. Sorted, they stand by shelf, then token, then document. */
export function pairOf(token: number, doc: number): number {
  return token * DOCS + doc
}

/** The smallest pair of a shelf; of shelf 1024, one beyond all pairs. */
export function firstPair(shelf: number): number {
  return shelf * TAGS * DOCS
}

/** Adds the documents of a token that a shelf holds. */
export function addFromShelf(shelf: Uint8Array, token: number, set: Uint32Array): void {
  const view = new DataView(shelf.buffer, shelf.byteOffset, shelf.byteLength)
  const n = view.getUint32(0, true)
  const tag = token % TAGS
  let low = 0
  let high = n
  while (low < high) {
    const middle = (low + high) >> 1
    if (view.getUint32(4 + middle * 4, true) < tag) low = middle + 1
    else high = middle
  }
  if (low === n || view.getUint32(4 + low * 4, true) !== tag) return
  const ends = 4 + n * 4
  const start = low === 0 ? 0 : view.getUint32(ends + (low - 1) * 4, true)
  const body = 4 + n * 8
  addPostings(shelf.subarray(body + start, body + view.getUint32(ends + low * 4, true)), set)
}

/** A shelf with more in it. `pairs`: sorted, all of this shelf, repetitions allowed. Adding the same again changes nothing. */
export function addToShelf(shelf: Uint8Array | null, pairs: Float64Array): Uint8Array {
  const old = shelf === null ? [] : read(shelf)
  const out: Entry[] = []
  const set = new Uint32Array(SET_WORDS)
  const docs = new Uint16Array(DOCS)
  let next = 0
  for (let at = 0; at < pairs.length; ) {
    const token = tokenOf(pairs[at] as number)
    const tag = token % TAGS
    let n = 0
    for (; at < pairs.length; at++) {
      const doc = (pairs[at] as number) - token * DOCS
      if (doc >= DOCS) break
      if (n === 0 || docs[n - 1] !== doc) docs[n++] = doc
    }
    while (next < old.length && (old[next] as Entry).tag < tag) out.push(old[next++] as Entry)
    const known = next < old.length && (old[next] as Entry).tag === tag ? (old[next++] as Entry) : null
    const found = docs.subarray(0, n)
    out.push({ tag, postings: packPostings(known === null ? found : union(known.postings, found, set)) })
  }
  while (next < old.length) out.push(old[next++] as Entry)
  return write(out)
}

/** Which token a pair is of. */
export function tokenOf(pair: number): number {
  return Math.floor(pair / DOCS)
}

interface Entry {
  readonly tag: number
  readonly postings: Uint8Array
}

function read(shelf: Uint8Array): Entry[] {
  const view = new DataView(shelf.buffer, shelf.byteOffset, shelf.byteLength)
  const n = view.getUint32(0, true)
  const body = 4 + n * 8
  const out: Entry[] = []
  for (let i = 0, start = 0; i < n; i++) {
    const end = view.getUint32(4 + n * 4 + i * 4, true)
    out.push({ tag: view.getUint32(4 + i * 4, true), postings: shelf.subarray(body + start, body + end) })
    start = end
  }
  return out
}

function write(entries: readonly Entry[]): Uint8Array {
  const n = entries.length
  const body = 4 + n * 8
  const out = new Uint8Array(entries.reduce((sum, { postings }) => sum + postings.length, body))
  const view = new DataView(out.buffer)
  view.setUint32(0, n, true)
  let end = 0
  for (const [i, { tag, postings }] of entries.entries()) {
    out.set(postings, body + end)
    end += postings.length
    view.setUint32(4 + i * 4, tag, true)
    view.setUint32(4 + n * 4 + i * 4, end, true)
  }
  return out
}

/** `set` is empty, and is left so. */
function union(postings: Uint8Array, docs: Uint16Array, set: Uint32Array): Uint16Array {
  addPostings(postings, set)
  for (const doc of docs) add(set, doc)
  const all = docsOf(set)
  set.fill(0)
  return all
}
