import { compareText, concat, equal, hex, utf8 } from '../base/bytes.ts'
import { fail, ok, type Result } from '../base/result.ts'
import {
  append,
  type Body,
  CONTEXT,
  EMPTY,
  encode,
  entryId,
  type Frontier,
  frontierRoot,
  hash,
  type Leaf,
  leafHash,
  parseBody,
  parseLeaf,
  type ScopeHead,
  type Value,
} from '../ledger/index.ts'
import type { Gov } from './gov.ts'
import { judgeGov } from './judge-gov.ts'
import { judgeScope } from './judge-scope.ts'
import { type Verdict, voided } from './outcome.ts'
import type { LedgerRecord } from './record.ts'

/** The last entry of one device and epoch in one scope. */
export interface ChainEnd {
  readonly seq: number
  readonly id: Uint8Array
  /** [N4] Two entries for one position were seen: nothing of this key has effect here any more. */
  readonly frozen: boolean
}

/** What is kept of a scope beside its records: enough to take the next leaf. Small, and a plain value. */
export interface ScopeState {
  readonly code: string
  readonly frontier: Frontier
  /** [X3] dᵢ. */
  readonly digest: Uint8Array
  /** By `<hex key id>/<epoch>`. */
  readonly chains: ReadonlyMap<string, ChainEnd>
}

/** [X3] d₀ = H("qhl/v1/state\n" ‖ code). */
export function emptyScope(code: string): ScopeState {
  return { code, frontier: EMPTY, digest: hash(concat(CONTEXT.state, utf8(code))), chains: new Map() }
}

export function scopeHead(state: ScopeState): ScopeHead {
  return { code: state.code, size: state.frontier.size, root: frontierRoot(state.frontier), state: state.digest }
}

export function chainName(key: Uint8Array, epoch: number): string {
  return `${hex(key)}/${epoch}`
}

/** A leaf that has been parsed once: what judging it needs, and its two hashes. */
export interface ReadLeaf {
  readonly bytes: Uint8Array
  readonly leaf: Leaf
  readonly entry: Body
  readonly id: Uint8Array
  readonly hash: Uint8Array
}

/**
 * Codes: those of parseLeaf and parseBody. The signature is not checked here. `known` saves hashing again what a verify worker of ours
 * has hashed.
 */
export function readLeaf(bytes: Uint8Array, known?: { id: Uint8Array; hash: Uint8Array }): Result<ReadLeaf> {
  const leaf = parseLeaf(bytes)
  if (!leaf.ok) return leaf
  const entry = parseBody(leaf.value.body)
  if (!entry.ok) return entry
  const id = known?.id ?? entryId(leaf.value.body)
  return ok({ bytes, leaf: leaf.value, entry: entry.value, id, hash: known?.hash ?? leafHash(bytes) })
}

export interface Advance extends Verdict {
  readonly state: ScopeState
}

/**
 * Takes the next leaf of a scope: judges it, and gives the state after it. Pure; the caller stores the changes (for gov: puts them into
 * `gov`) before it takes the next leaf. `read` gives the records that `recordsOf` names; gov ignores it.
 * Codes: bad-proof when the leaf does not name this scope.
 */
export function advance(
  gov: Gov,
  state: ScopeState,
  read: (id: string) => LedgerRecord | undefined,
  next: ReadLeaf,
): Result<Advance> {
  const { leaf, entry, id } = next
  if (!entry.scope.includes(state.code))
    return fail('bad-proof', `leaf ${state.frontier.size} does not name ${state.code}`)
  const chain = judgeChain(state, entry, id)
  const place = { scope: state.code, at: state.frontier.size, h: leaf.h, t: leaf.t }
  const verdict =
    chain.verdict ?? (state.code === 'gov' ? judgeGov(gov, entry, id, leaf.h) : judgeScope(gov, read, entry, id, place))
  return ok({
    ...verdict,
    state: {
      code: state.code,
      frontier: append(state.frontier, next.hash),
      digest: hash(concat(state.digest, digestItem(id, verdict))),
      chains: chain.chains,
    },
  })
}

/** [X3] CBOR([id, outcome, changes]), changes a sorted array of [key, H(CBOR(new value))]. */
export function digestItem(id: Uint8Array, verdict: Verdict): Uint8Array {
  const changes = [...verdict.changes]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]): Value => [key, hash(encode(value))])
  return encode([id, verdict.outcome, changes])
}

/** [N3] [N4] Within one scope the entries of a device and epoch come in rising seq; gaps are entries of its other scopes. */
function judgeChain(
  state: ScopeState,
  entry: Body,
  id: Uint8Array,
): { verdict: Verdict | null; chains: ScopeState['chains'] } {
  const name = chainName(entry.key, entry.epoch)
  const end = state.chains.get(name)
  if (end?.frozen === true) return { verdict: voided('frozen'), chains: state.chains }
  if (end === undefined || entry.seq > end.seq) {
    if (end !== undefined && entry.seq === end.seq + 1 && !equal(entry.prev ?? new Uint8Array(0), end.id)) {
      return { verdict: voided('chain'), chains: state.chains }
    }
    const chains = new Map(state.chains)
    chains.set(name, { seq: entry.seq, id, frozen: false })
    return { verdict: null, chains }
  }
  if (entry.seq === end.seq && !equal(id, end.id)) {
    const chains = new Map(state.chains)
    chains.set(name, { ...end, frozen: true })
    return { verdict: voided('chain'), chains }
  }
  return { verdict: voided(entry.seq === end.seq ? 'replay' : 'chain'), chains: state.chains }
}
