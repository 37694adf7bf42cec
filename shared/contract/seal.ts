import { compareText } from '../base/bytes.ts'
import { must } from '../base/result.ts'
import {
  type Body,
  encodeHead,
  encodeHeader,
  encodeLeaf,
  type Header,
  hash,
  headerHash,
  leafMessage,
  type ScopeHead,
  type SignedEntry,
  scopesRoot,
  type Value,
} from '../ledger/index.ts'
import type { Gov } from './gov.ts'
import type { LedgerRecord } from './record.ts'
import { advance, emptyScope, readLeaf, type ScopeState, scopeHead } from './scope-state.ts'

/** What one block adds to one scope. */
export interface SealedScope {
  readonly code: string
  /** Position of its first new leaf. */
  readonly from: number
  readonly leaves: readonly Uint8Array[]
  readonly outcomes: readonly string[]
  readonly changes: ReadonlyMap<string, Value>
  readonly after: ScopeState
}

export interface Block {
  readonly header: Header
  readonly headerBytes: Uint8Array
  /** Every declared scope, sorted by code, as hashed into `header.scopes`. */
  readonly heads: readonly ScopeHead[]
  /** Only the scopes that grew, gov first. */
  readonly sealed: readonly SealedScope[]
}

/** What a block is built on. */
export interface Before {
  readonly net: Uint8Array
  /** The last header's bytes and value; null before the first block. */
  readonly last: { readonly header: Header; readonly bytes: Uint8Array } | null
  readonly scope: (code: string) => ScopeState | undefined
  /** Heads of the scopes as of the last block, by code. */
  readonly heads: ReadonlyMap<string, ScopeHead>
  readonly gov: Gov
  /** Records of a scope, already fetched (recordsOf). */
  readonly record: (scope: string, id: string) => LedgerRecord | undefined
  /** A native SHA-256, where there is one. */
  readonly hash?: (bytes: Uint8Array) => Uint8Array
}

/** An admitted entry, with what admission has made of its body: its value and its id. */
export interface Sealable extends SignedEntry {
  readonly entry?: Body
  readonly id?: Uint8Array
}

/**
 * [L3] [L4] Builds the next block out of admitted entries, in the order given: gov first, then scopes by code; an entry becomes a leaf in
 * each scope that it names. `time` must not be before the last header's. Puts gov's changes into `before.gov`: when the block is then
 * not stored, that gov must be thrown away and read again.
 */
export function buildBlock(
  before: Before,
  entries: readonly Sealable[],
  scopesOf: (e: SignedEntry) => readonly string[],
  time: number,
): Block {
  const h = before.last === null ? 0 : before.last.header.h + 1
  const t = Math.max(time, before.last?.header.time ?? 0)
  const byScope = new Map<string, Sealable[]>()
  for (const entry of entries) {
    for (const code of scopesOf(entry)) {
      const list = byScope.get(code)
      if (list === undefined) byScope.set(code, [entry])
      else list.push(entry)
    }
  }
  const codes = [...byScope.keys()].sort((a, b) => (a === 'gov' ? -1 : b === 'gov' ? 1 : compareText(a, b)))
  const sealed = codes.map((code) => sealScope(before, code, byScope.get(code) as Sealable[], h, t))
  const heads = new Map(before.heads)
  for (const code of before.gov.scopes(h)) if (!heads.has(code)) heads.set(code, scopeHead(emptyScope(code)))
  for (const one of sealed) heads.set(one.code, scopeHead(one.after))
  const sorted = [...heads.values()].sort((a, b) => compareText(a.code, b.code))
  const header: Header = {
    v: 1,
    net: before.net,
    h,
    prev: before.last === null ? null : headerHash(before.last.bytes),
    time: t,
    scopes: scopesRoot(sorted.map(encodeHead)),
    n: sorted.length,
    new: sealed.reduce((sum, one) => sum + one.leaves.length, 0),
  }
  return { header, headerBytes: encodeHeader(header), heads: sorted, sealed }
}

function sealScope(before: Before, code: string, entries: readonly Sealable[], h: number, t: number): SealedScope {
  let state = before.scope(code) ?? emptyScope(code)
  const from = state.frontier.size
  const leaves: Uint8Array[] = []
  const outcomes: string[] = []
  const changes = new Map<string, Value>()
  const read = (id: string) => (changes.get(id) as unknown as LedgerRecord | undefined) ?? before.record(code, id)
  const means = { hash: before.hash ?? hash, kept: new WeakMap() }
  for (const { body, sig, entry, id } of entries) {
    const leaf = { h, t, body, sig }
    const bytes = encodeLeaf(leaf)
    const next =
      entry === undefined || id === undefined
        ? must(readLeaf(bytes))
        : { bytes, leaf, entry, id, hash: means.hash(leafMessage(bytes)) }
    const step = must(advance(before.gov, state, read, next, means))
    for (const [key, value] of step.changes) {
      changes.set(key, value)
      if (code === 'gov') before.gov.put(key, value)
    }
    leaves.push(bytes)
    outcomes.push(step.outcome)
    state = step.state
  }
  return { code, from, leaves, outcomes, changes, after: state }
}
