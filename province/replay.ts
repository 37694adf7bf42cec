import { compareText, equal } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import {
  advance,
  emptyScope,
  type Gov,
  type LedgerRecord,
  readLeaf,
  recordsOf,
  type ScopeState,
  type SealedScope,
  scopeHead,
} from '../shared/contract/index.ts'
import { encodeHead, type ScopeHead, scopesRoot, type Value } from '../shared/ledger/index.ts'
import type { StoredBlock } from './block-log.ts'

/** Records that judging reads, fetched before: per scope, by name. */
export type Fetched = ReadonlyMap<string, ReadonlyMap<string, LedgerRecord>>

/** The records that the leaves of a block touch, per scope. */
export function recordsOfBlock(block: StoredBlock): Map<string, string[]> {
  const out = new Map<string, string[]>()
  for (const { code, leaves } of block.scopes) {
    if (code === 'gov') continue
    const names = leaves.flatMap((leaf) => {
      const read = readLeaf(leaf)
      return read.ok ? recordsOf(read.value.entry, code) : []
    })
    out.set(code, names)
  }
  return out
}

/**
 * Judges a stored block once more: what it adds to each scope, and the heads after it. Puts gov's changes into `gov`. Code: store-damaged
 * when the block does not lead to the heads that its header was signed over.
 */
export function replayBlock(
  gov: Gov,
  scopes: ReadonlyMap<string, ScopeState>,
  fetched: Fetched,
  block: StoredBlock,
): Result<{ sealed: SealedScope[]; declared: ScopeState[] }> {
  const { h, time } = block.parsed
  const sealed: SealedScope[] = []
  for (const { code, from, leaves } of block.scopes) {
    let state = scopes.get(code) ?? emptyScope(code)
    if (state.frontier.size !== from) return fail('store-damaged', `block ${h}: ${code} at ${from}`)
    const changes = new Map<string, Value>()
    const outcomes: string[] = []
    const read = (id: string) => (changes.get(id) as unknown as LedgerRecord | undefined) ?? fetched.get(code)?.get(id)
    for (const bytes of leaves) {
      const leaf = readLeaf(bytes)
      if (!leaf.ok || leaf.value.leaf.h !== h || leaf.value.leaf.t !== time)
        return fail('store-damaged', `block ${h}: a leaf of ${code}`)
      const step = advance(gov, state, read, leaf.value)
      if (!step.ok) return fail('store-damaged', step.detail)
      for (const [name, value] of step.value.changes) {
        changes.set(name, value)
        if (code === 'gov') gov.put(name, value)
      }
      outcomes.push(step.value.outcome)
      state = step.value.state
    }
    sealed.push({ code, from, leaves, outcomes, changes, after: state })
  }
  const declared = newScopes(gov, h, scopes, sealed)
  const after = new Map(scopes)
  for (const state of [...declared, ...sealed.map((one) => one.after)]) after.set(state.code, state)
  if (!equal(rootOfScopes(after.values()), block.parsed.scopes))
    return fail('store-damaged', `block ${h}: its leaves do not give its scopes`)
  return ok({ sealed, declared })
}

/** States of the scopes that stand declared at `h` and have no leaf yet, nor had a state before. */
export function newScopes(
  gov: Gov,
  h: number,
  scopes: ReadonlyMap<string, ScopeState>,
  sealed: readonly SealedScope[],
): ScopeState[] {
  const filled = new Set(sealed.map((one) => one.code))
  return gov
    .scopes(h)
    .filter((code) => !scopes.has(code) && !filled.has(code))
    .map(emptyScope)
}

/** [L3] Heads in order. */
export function sortedHeads(states: Iterable<ScopeState>): ScopeHead[] {
  return [...states].map(scopeHead).sort((a, b) => compareText(a.code, b.code))
}

export function rootOfScopes(states: Iterable<ScopeState>): Uint8Array {
  return scopesRoot(sortedHeads(states).map(encodeHead))
}
