import { equal } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { b32, bool, list, map, record, text, uint } from '../../shared/base/shape.ts'
import type { ScopeState } from '../../shared/contract/index.ts'
import { decode, encode, frame, type Value } from '../../shared/ledger/index.ts'
import type { AppliedBlock } from './port.ts'

/** How the store packs what it keeps: pieces of leaves, runs of device chains, scope states. */

const PIECE = { leaves: 256, bytes: 1024 * 1024 }

export interface Piece {
  readonly first: number
  readonly count: number
  readonly frames: Uint8Array
}

/** A block's leaves in pieces small enough to be read one by one. */
export function piecesOf(from: number, leaves: readonly Uint8Array[]): Piece[] {
  const out: Piece[] = []
  for (let at = 0; at < leaves.length; ) {
    let to = at
    for (let bytes = 0; to < leaves.length && to - at < PIECE.leaves; to++) {
      bytes += (leaves[to] as Uint8Array).length + 2
      if (bytes > PIECE.bytes && to > at) break
    }
    out.push({ first: from + at, count: to - at, frames: frame(leaves.slice(at, to)) })
    at = to
  }
  return out
}

export interface Run {
  readonly key: Uint8Array
  readonly epoch: number
  readonly first: number
  readonly packed: Uint8Array
}

export const PER_ENTRY = 48

/** The entries of a block as runs of consecutive positions, per device chain. */
export function runsOf(entries: AppliedBlock['entries']): Run[] {
  const open = new Map<
    string,
    { key: Uint8Array; epoch: number; first: number; items: AppliedBlock['entries'][number][] }
  >()
  const done: { key: Uint8Array; epoch: number; first: number; items: AppliedBlock['entries'][number][] }[] = []
  for (const entry of entries) {
    const name = `${Buffer.from(entry.key).toString('latin1')}/${entry.epoch}`
    const run = open.get(name)
    if (run !== undefined && run.first + run.items.length === entry.seq && equal(run.key, entry.key)) {
      run.items.push(entry)
      continue
    }
    const next = { key: entry.key, epoch: entry.epoch, first: entry.seq, items: [entry] }
    open.set(name, next)
    done.push(next)
  }
  return done.map(({ key, epoch, first, items }) => {
    const packed = Buffer.alloc(items.length * PER_ENTRY)
    items.forEach((item, i) => {
      packed.set(item.id, i * PER_ENTRY)
      packed.writeBigUInt64BE(BigInt(item.received), i * PER_ENTRY + 32)
      packed.writeBigUInt64BE(BigInt(item.by), i * PER_ENTRY + 40)
    })
    return { key, epoch, first, packed: new Uint8Array(packed) }
  })
}

/** The entry at a place of a run; null when the run is shorter. */
export function unpackRun(packed: Uint8Array, at: number): { id: Uint8Array; received: number; by: number } | null {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.length)
  if ((at + 1) * PER_ENTRY > bytes.length) return null
  return {
    id: packed.slice(at * PER_ENTRY, at * PER_ENTRY + 32),
    received: Number(bytes.readBigUInt64BE(at * PER_ENTRY + 32)),
    by: Number(bytes.readBigUInt64BE(at * PER_ENTRY + 40)),
  }
}

const state = map({
  code: text(64),
  size: uint,
  nodes: list(b32, 64),
  digest: b32,
  chains: record(map({ seq: uint, id: b32, frozen: bool }), 1_000_000),
})

export function packState({ code, frontier, digest, chains }: ScopeState): Uint8Array {
  const plain = Object.fromEntries([...chains].map(([name, end]) => [name, { ...end }]))
  return encode({ code, size: frontier.size, nodes: frontier.nodes, digest, chains: plain } as unknown as Value)
}

/** Throws on bytes that `packState` has not made. */
export function unpackState(bytes: Uint8Array): ScopeState {
  const read = must(state(must(decode(bytes, { max: bytes.length })), 'scope state'))
  const { code, size, nodes, digest, chains } = read
  return { code, frontier: { size, nodes }, digest, chains: new Map(Object.entries(chains)) }
}

export function unpackValue(bytes: Uint8Array): Value {
  return must(decode(bytes, { max: bytes.length, depth: 32 }))
}

export const packValue = (value: Value): Uint8Array => encode(value)
