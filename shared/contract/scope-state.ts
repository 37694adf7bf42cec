import { compareText, concat, equal, hex, utf8 } from '../base/bytes.ts'
import { fail, ok, type Result } from '../base/result.ts'
import {
  append,
  type Body,
  CONTEXT,
  EMPTY,
  encode,
  encodeShared,
  entryId,
  type Frontier,
  frontierRoot,
  hash,
  type KeptBytes,
  type Leaf,
  leafHash,
  parseBody,
  parseLeaf,
  type ScopeHead,
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

/** What makes the same bytes sooner: a native SHA-256, and what parts of records were written as (see `valuesOf`). */
export interface Means {
  readonly hash: (bytes: Uint8Array) => Uint8Array
  readonly kept: KeptBytes | null
}

const NO_MEANS: Means = { hash, kept: null }

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
  means: Means = NO_MEANS,
): Result<Advance> {
  const judged = judgeLeaf(gov, state.code, state.chains, state.frontier.size, read, next)
  if (!judged.ok) return judged
  const { end, outcome, changes } = judged.value
  const hashes = valuesOf(judged.value, means.kept).map(([key, bytes]) => [key, means.hash(bytes)] as const)
  return ok({
    outcome,
    changes,
    state: {
      code: state.code,
      frontier: append(state.frontier, next.hash),
      digest: digestAfter(state.digest, next.id, outcome, hashes, means.hash),
      chains: end === null ? state.chains : new Map(state.chains).set(chainName(next.entry.key, next.entry.epoch), end),
    },
  })
}

/** A verdict, and where the leaf's device chain ends after it; null when it ends where it did. */
export interface Judged extends Verdict {
  readonly end: ChainEnd | null
}

/**
 * The first half of `advance`, for a run of leaves whose digest is made afterwards: the verdict on the leaf at position `at`. The caller
 * keeps the chains. Codes: bad-proof when the leaf does not name this scope.
 */
export function judgeLeaf(
  gov: Gov,
  code: string,
  chains: ScopeState['chains'],
  at: number,
  read: (id: string) => LedgerRecord | undefined,
  next: ReadLeaf,
): Result<Judged> {
  const { leaf, entry, id } = next
  if (!entry.scope.includes(code)) return fail('bad-proof', `leaf ${at} does not name ${code}`)
  const { verdict, end } = judgeChain(chains.get(chainName(entry.key, entry.epoch)), entry, id)
  if (verdict !== null) return ok({ ...verdict, end })
  const place = { scope: code, at, h: leaf.h, t: leaf.t }
  const { outcome, changes } =
    code === 'gov' ? judgeGov(gov, entry, id, leaf.h) : judgeScope(gov, read, entry, id, place)
  return ok({ outcome, changes, end })
}

/**
 * [X3] The new values that a verdict writes, as the bytes that the digest is over, sorted by key. Records share most of what they are made of
 * with the ones before them: `kept` holds what their parts were written as.
 */
export function valuesOf(
  verdict: Verdict,
  kept: KeptBytes | null = null,
): (readonly [key: string, bytes: Uint8Array])[] {
  return [...verdict.changes]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => [key, kept === null ? encode(value) : encodeShared(value, kept)])
}

/** [X3] dᵢ = H(dᵢ₋₁ ‖ CBOR([id, outcome, changes])), changes an array of [key, H(CBOR(new value))], sorted by key. */
export function digestAfter(
  digest: Uint8Array,
  id: Uint8Array,
  outcome: string,
  changes: readonly (readonly [key: string, hash: Uint8Array])[],
  sha256: (bytes: Uint8Array) => Uint8Array = hash,
): Uint8Array {
  return sha256(concat(digest, encode([id, outcome, changes])))
}

/** [N3] [N4] Within one scope the entries of a device and epoch come in rising seq; gaps are entries of its other scopes. */
function judgeChain(
  end: ChainEnd | undefined,
  entry: Body,
  id: Uint8Array,
): { verdict: Verdict | null; end: ChainEnd | null } {
  if (end?.frozen === true) return { verdict: voided('frozen'), end: null }
  if (end === undefined || entry.seq > end.seq) {
    if (end !== undefined && entry.seq === end.seq + 1 && !equal(entry.prev ?? new Uint8Array(0), end.id)) {
      return { verdict: voided('chain'), end: null }
    }
    return { verdict: null, end: { seq: entry.seq, id, frozen: false } }
  }
  if (entry.seq === end.seq && !equal(id, end.id)) return { verdict: voided('chain'), end: { ...end, frozen: true } }
  return { verdict: voided(entry.seq === end.seq ? 'replay' : 'chain'), end: null }
}
