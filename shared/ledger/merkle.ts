import { sha256 } from '@noble/hashes/sha2.js'
import { concat, equal } from '../base/bytes.ts'
import { fail, ok, type Result } from '../base/result.ts'

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** [L1] H(0x00 ‖ leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256.create().update(LEAF).update(leaf).digest()
}

/** [L1] What a leaf's hash is over, for who hashes many at once. */
export function leafMessage(leaf: Uint8Array): Uint8Array {
  return concat(LEAF, leaf)
}

/** [L1] H(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(NODE).update(left).update(right).digest()
}

/** [L1] The root over no leaves: H(""). */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0))

/**
 * The right edge of a growing tree: the roots of the perfect subtrees that `size` decomposes into, largest first. Enough to append
 * and to give the root; at most 53 hashes whatever the size.
 */
export interface Frontier {
  readonly size: number
  readonly nodes: readonly Uint8Array[]
}

export const EMPTY: Frontier = { size: 0, nodes: [] }

/** Appends one leaf hash. Pure: the old frontier stays as it was. */
export function append(frontier: Frontier, leaf: Uint8Array): Frontier {
  const nodes = frontier.nodes.slice()
  let node = leaf
  for (let n = frontier.size; n % 2 === 1; n = Math.floor(n / 2)) node = nodeHash(nodes.pop() as Uint8Array, node)
  nodes.push(node)
  return { size: frontier.size + 1, nodes }
}

export function frontierRoot(frontier: Frontier): Uint8Array {
  if (frontier.size === 0) return EMPTY_ROOT
  let at = frontier.nodes.length - 1
  let root = frontier.nodes[at] as Uint8Array
  while (--at >= 0) root = nodeHash(frontier.nodes[at] as Uint8Array, root)
  return root
}

/** A frontier has one node for each bit of its size. */
export function isFrontier(frontier: Frontier): boolean {
  let bits = 0
  for (let n = frontier.size; n > 0; n = Math.floor(n / 2)) bits += n % 2
  return frontier.nodes.length === bits && frontier.nodes.every((n) => n.length === 32)
}

/** Reads the hash of the perfect subtree of 2^level leaves that starts at leaf `index` × 2^level. */
export type NodeReader = (level: number, index: number) => Uint8Array

/** All hashes of a list, in levels: for lists that are small or already in memory. */
export function nodesOf(leafHashes: readonly Uint8Array[]): NodeReader {
  const levels: Uint8Array[][] = [leafHashes.slice()]
  for (let below = levels[0] as Uint8Array[]; below.length > 1; ) {
    const level: Uint8Array[] = []
    for (let i = 0; i + 1 < below.length; i += 2)
      level.push(nodeHash(below[i] as Uint8Array, below[i + 1] as Uint8Array))
    levels.push(level)
    below = level
  }
  return (level, index) => {
    const node = levels[level]?.[index]
    if (node === undefined) throw new Error(`no node ${level}/${index}`)
    return node
  }
}

export function rootOf(leafHashes: readonly Uint8Array[]): Uint8Array {
  return range(nodesOf(leafHashes), 0, leafHashes.length)
}

/** Exact up to 2^53, where Math.log2 rounds the neighbours of a power of two from 2^49 on. */
function isPowerOfTwo(n: number): boolean {
  let k = 1
  while (k < n) k *= 2
  return k === n
}

/** Largest power of two below n. */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** MTH of leaves [from, to): `from` must be a multiple of the subtree's size, as RFC 6962 splits make it. */
export function range(read: NodeReader, from: number, to: number): Uint8Array {
  const n = to - from
  if (n === 0) return EMPTY_ROOT
  if (isPowerOfTwo(n)) return read(Math.log2(n), from / n)
  const k = split(n)
  return nodeHash(range(read, from, from + k), range(read, from + k, to))
}

/** RFC 6962 §2.1.1: PATH(index, D[size]), leaf's sibling first. */
export function inclusionProof(read: NodeReader, index: number, size: number): Uint8Array[] {
  if (index < 0 || index >= size) throw new Error('index outside the tree')
  const path = (m: number, from: number, to: number): Uint8Array[] => {
    if (to - from === 1) return []
    const k = split(to - from)
    return m < from + k
      ? [...path(m, from, from + k), range(read, from + k, to)]
      : [...path(m, from + k, to), range(read, from, from + k)]
  }
  return path(index, 0, size)
}

/** RFC 6962 §2.1.2: PROOF(older, D[size]). */
export function consistencyProof(read: NodeReader, older: number, size: number): Uint8Array[] {
  if (older < 0 || older > size) throw new Error('older tree is not within')
  if (older === 0 || older === size) return []
  const sub = (m: number, from: number, to: number, complete: boolean): Uint8Array[] => {
    if (m === to) return complete ? [] : [range(read, from, to)]
    const k = split(to - from)
    return m <= from + k
      ? [...sub(m, from, from + k, complete), range(read, from + k, to)]
      : [...sub(m, from + k, to, false), range(read, from, from + k)]
  }
  return sub(older, 0, size, true)
}

const half = (n: number) => Math.floor(n / 2)
const odd = (n: number) => n % 2 === 1

/** RFC 9162 §2.1.3.2: does the path lead from the leaf hash to the root? Never throws. */
export function checkInclusion(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false
  if (leaf.length !== 32 || proof.some((p) => p.length !== 32)) return false
  let fn = index
  let sn = size - 1
  let r = leaf
  for (const p of proof) {
    if (sn === 0) return false
    if (odd(fn) || fn === sn) {
      r = nodeHash(p, r)
      while (!odd(fn) && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      r = nodeHash(r, p)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && equal(r, root)
}

/** RFC 9162 §2.1.4.2: is the tree of `older` leaves a prefix of that of `size`? Never throws. */
export function checkConsistency(
  older: number,
  size: number,
  olderRoot: Uint8Array,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(older) || !Number.isSafeInteger(size) || older < 0 || older > size) return false
  if (proof.some((p) => p.length !== 32)) return false
  if (older === 0 && !equal(olderRoot, EMPTY_ROOT)) return false
  if (older === size) return proof.length === 0 && equal(olderRoot, root)
  if (older === 0) return proof.length === 0
  const path = isPowerOfTwo(older) ? [olderRoot, ...proof] : proof.slice()
  if (path.length === 0) return false
  let fn = older - 1
  let sn = size - 1
  while (odd(fn)) {
    fn = half(fn)
    sn = half(sn)
  }
  let fr = path[0] as Uint8Array
  let sr = fr
  for (const c of path.slice(1)) {
    if (sn === 0) return false
    if (odd(fn) || fn === sn) {
      fr = nodeHash(c, fr)
      sr = nodeHash(c, sr)
      while (!odd(fn) && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      sr = nodeHash(sr, c)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && equal(fr, olderRoot) && equal(sr, root)
}

/** As a value that fails with a code, for callers that pass failures on. */
export function requireInclusion(
  what: string,
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): Result<null> {
  return checkInclusion(index, size, leaf, proof, root) ? ok(null) : fail('bad-proof', what)
}
