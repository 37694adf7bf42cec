import { compareText, equal } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import {
  advance,
  emptyScope,
  Gov,
  type LedgerRecord,
  type Outcome,
  type ReadLeaf,
  readLeaf,
  type ScopeState,
  scopeHead,
} from '../shared/contract/index.ts'
import { encodeHead, type Header, homeScope, leafHash, rootOf } from '../shared/ledger/index.ts'
import type { ReadHeader } from './check-log.ts'

/** A leaf where it stands. */
export interface PlacedLeaf extends ReadLeaf {
  readonly scope: string
  readonly index: number
}

/** One scope on its way through the heights. */
interface Lane {
  readonly code: string
  readonly leaves: readonly PlacedLeaf[]
  next: number
  state: ScopeState
  readonly records: Map<string, LedgerRecord>
  readonly outcomes: Outcome[]
}

/**
 * [L2] Parses a scope's leaves and holds each to its block: heights never decrease and exist, the time is the block's, the
 * network is the log's. Codes: those of readLeaf, bad-proof, wrong-network.
 * @param options beyond: what a leaf above the last header means; `stop` for a node that goes on sealing meanwhile
 */
export function readLeaves(
  scope: string,
  items: readonly Uint8Array[],
  headers: readonly ReadHeader[],
  options: { readonly beyond: 'refuse' | 'stop' } = { beyond: 'refuse' },
): Result<PlacedLeaf[]> {
  const out: PlacedLeaf[] = []
  let height = 0
  for (const [index, bytes] of items.entries()) {
    const where = `${scope} leaf ${index}`
    const read = readLeaf(bytes)
    if (!read.ok) return fail(read.code, `${where}: ${read.detail}`)
    const { leaf, entry, id } = read.value
    const header = headers[leaf.h]?.header
    if (header === undefined && options.beyond === 'stop') return ok(out)
    if (header === undefined) return fail('bad-proof', `${where}: height ${leaf.h} of ${headers.length}`)
    if (leaf.h < height) return fail('bad-proof', `${where}: height ${leaf.h} after ${height}`)
    if (leaf.t !== header.time) return fail('bad-proof', `${where}: not its block's time`)
    if (!equal(entry.kind === 'genesis' ? id : entry.net, header.net)) return fail('wrong-network', where)
    height = leaf.h
    out.push({ ...read.value, scope, index })
  }
  return ok(out)
}

/** What replaying gives, once every block has come out as its header says. */
export interface Replayed {
  readonly gov: Gov
  /** The encoded heads after the last block, in order. */
  readonly heads: readonly Uint8Array[]
  readonly codes: readonly string[]
  /** By scope, the outcome of every leaf. */
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>
  /** A record after the last block. */
  readonly record: (id: string) => LedgerRecord | undefined
}

/**
 * [X1] [L3] [L4] Replays all leaves by height, gov first and then scopes by code, and holds the heads after each block to its header.
 * Codes: bad-proof, root-mismatch.
 */
export function replay(
  headers: readonly ReadHeader[],
  scopes: ReadonlyMap<string, readonly PlacedLeaf[]>,
): Result<Replayed> {
  const gov = new Gov()
  const lanes = new Map<string, Lane>()
  const heads = new Heads()
  for (const { header } of headers) {
    const grown = replayBlock(header, gov, lanes, scopes)
    if (!grown.ok) return grown
    for (const code of gov.scopes(header.h)) {
      const lane = lanes.get(code)
      if (lane === undefined || grown.value.includes(code)) heads.set(code, lane?.state ?? emptyScope(code))
    }
    const { length: n, root } = heads.sum()
    if (header.n !== n) return fail('bad-proof', `block ${header.h}: ${header.n} scopes in the header, ${n} declared`)
    if (!equal(root, header.scopes)) return fail('root-mismatch', `block ${header.h}: scopes`)
  }
  for (const [code, leaves] of scopes) {
    const taken = lanes.get(code)?.next ?? 0
    if (taken !== leaves.length) return fail('bad-proof', `${code}: leaf ${taken} belongs to no block`)
  }
  return ok({
    ...{ gov, heads: heads.bytes(), codes: heads.codes() },
    outcomes: new Map([...lanes].map(([code, { outcomes }]) => [code, outcomes])),
    record: (id) => lanes.get(homeScope(id))?.records.get(id),
  })
}

/** Answers the codes of the scopes that grew. */
function replayBlock(
  header: Header,
  gov: Gov,
  lanes: Map<string, Lane>,
  scopes: ReadonlyMap<string, readonly PlacedLeaf[]>,
): Result<string[]> {
  const grown: string[] = []
  let sealed = 0
  const take = (code: string): Result<null> => {
    const leaves = scopes.get(code) ?? []
    let lane = lanes.get(code)
    if (leaves[lane?.next ?? 0]?.leaf.h !== header.h) return ok(null)
    if (!gov.isDeclared(code, header.h)) return fail('unknown-scope', `${code} in block ${header.h}`)
    if (lane === undefined) {
      lane = { code, leaves, next: 0, state: emptyScope(code), records: new Map(), outcomes: [] }
      lanes.set(code, lane)
    }
    sealed += advanceLane(gov, lane, header.h)
    grown.push(code)
    return ok(null)
  }
  const rest = [...scopes.keys()].filter((code) => code !== 'gov').sort(compareText)
  for (const code of ['gov', ...rest]) {
    const took = take(code)
    if (!took.ok) return took
  }
  return header.new === sealed
    ? ok(grown)
    : fail('bad-proof', `block ${header.h}: ${header.new} new leaves in the header, ${sealed} found`)
}

/** Takes all leaves of one height; answers how many. Throws when a leaf does not name its scope: readable leaves are checked before. */
function advanceLane(gov: Gov, lane: Lane, h: number): number {
  const from = lane.next
  for (let leaf = lane.leaves[lane.next]; leaf?.leaf.h === h; leaf = lane.leaves[lane.next]) {
    const step = advance(gov, lane.state, (id) => lane.records.get(id), leaf)
    if (!step.ok) throw new Error(step.detail)
    lane.outcomes.push(step.value.outcome)
    for (const [key, value] of step.value.changes) {
      if (lane.code === 'gov') gov.put(key, value)
      else lane.records.set(key, value as unknown as LedgerRecord)
    }
    lane.state = step.value.state
    lane.next++
  }
  return lane.next - from
}

/** The heads of all declared scopes in order, hashed again only where they changed. */
class Heads {
  readonly #heads = new Map<string, { bytes: Uint8Array; hash: Uint8Array }>()
  #codes: string[] = []
  #root: Uint8Array | null = null

  set(code: string, state: ScopeState): void {
    const bytes = encodeHead(scopeHead(state))
    const before = this.#heads.get(code)
    if (before !== undefined && equal(before.bytes, bytes)) return
    if (before === undefined) this.#codes = [...this.#codes, code].sort(compareText)
    this.#heads.set(code, { bytes, hash: leafHash(bytes) })
    this.#root = null
  }

  sum(): { length: number; root: Uint8Array } {
    this.#root ??= rootOf(this.#codes.map((code) => (this.#heads.get(code) as { hash: Uint8Array }).hash))
    return { length: this.#codes.length, root: this.#root }
  }

  codes(): string[] {
    return this.#codes
  }

  bytes(): Uint8Array[] {
    return this.#codes.map((code) => (this.#heads.get(code) as { bytes: Uint8Array }).bytes)
  }
}
