import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  buildBlock,
  chainName,
  emptyScope,
  type Gov,
  isRevoked,
  type LedgerRecord,
  type ReadLeaf,
  readLeaf,
  type ScopeState,
} from '../../shared/contract/index.ts'
import { type Header, type ScopeHead, type Value } from '../../shared/ledger/index.ts'
import type { Entry } from './people.ts'
import { SharedGov, sha256 } from './shared-gov.ts'

/** A sealed block as offices fetch it: its leaves by scope, gov first. */
export interface Sealed {
  readonly h: number
  readonly scopes: readonly { readonly code: string; readonly leaves: readonly ReadLeaf[] }[]
  /** Head of every scope as of this block, from the node's own derivation. */
  readonly states: ReadonlyMap<string, ScopeState>
}

/** The one node: admits, acknowledges, orders and seals, as the real one does with `buildBlock`, in memory. */
export class Network {
  gov: Gov = new SharedGov()
  readonly blocks: Sealed[] = []
  readonly records = new Map<string, Map<string, LedgerRecord>>()
  /** Whatever was acknowledged, by hex id: entry and, once sealed, the height. */
  readonly acknowledged = new Map<string, { entry: Entry; h: number | null }>()
  #states = new Map<string, ScopeState>()
  #last: { header: Header; bytes: Uint8Array } | null = null
  #heads = new Map<string, ScopeHead>()
  #waiting: Entry[] = []
  readonly #chains = new Map<string, { seq: number; id: Uint8Array }>()
  /** What holds each position of a chain, and the two that were signed for one: evidence for anybody (N4). */
  readonly #positions = new Map<string, Entry>()
  readonly forks: (readonly [Entry, Entry])[] = []
  readonly #frozen = new Set<string>()
  /** It looks at nothing, and seals what it is given, twice too: what a replica of its ledger must be able to live with. */
  lax = false
  #again = 0
  readonly #outcomes = new Map<string, string[]>()

  constructor(readonly net: Uint8Array) {}

  /** A node of its own that stands where this one does. */
  copy(): Network {
    const out = new Network(this.net)
    for (const [key, value] of this.gov.entries()) out.gov.put(key, value)
    out.blocks.push(...this.blocks)
    for (const [scope, records] of this.records) out.records.set(scope, new Map(records))
    for (const [id, one] of this.acknowledged) out.acknowledged.set(id, { ...one })
    out.#states = new Map(this.#states)
    out.#last = this.#last
    out.#heads = new Map(this.#heads)
    for (const [name, end] of this.#chains) out.#chains.set(name, end)
    for (const [name, entry] of this.#positions) out.#positions.set(name, entry)
    for (const [scope, outcomes] of this.#outcomes) out.#outcomes.set(scope, [...outcomes])
    return out
  }

  get height(): number {
    return this.blocks.length
  }

  outcomes(scope: string): readonly string[] {
    return this.#outcomes.get(scope) ?? []
  }

  state(scope: string): ScopeState {
    return this.#states.get(scope) ?? emptyScope(scope)
  }

  /** [L8] What a node looks at before it acknowledges, but for signatures. The same entry again is no second one. */
  admit(entry: Entry): 'acknowledged' | 'key-revoked' | 'key-frozen' | 'chain-fork' | 'chain-gap' {
    const id = hex(entry.id)
    if (this.lax) return this.#wave(entry, id)
    if (this.acknowledged.has(id)) return 'acknowledged'
    const owner = hex(entry.entry.key)
    if (this.#frozen.has(owner)) return 'key-frozen'
    const key = this.gov.key(entry.entry.key)
    if (key !== null && isRevoked(key, this.height)) return 'key-revoked'
    const name = chainName(entry.entry.key, entry.entry.epoch)
    const end = this.#chains.get(name)
    const { seq, prev } = entry.entry
    const held = this.#positions.get(`${name}/${seq}`)
    if (held !== undefined) {
      this.forks.push([held, entry])
      this.#frozen.add(owner)
      return 'chain-fork'
    }
    if (seq !== (end === undefined ? 0 : end.seq + 1)) return 'chain-gap'
    if (hex(prev ?? new Uint8Array(0)) !== hex(end?.id ?? new Uint8Array(0))) return 'chain-gap'
    this.#positions.set(`${name}/${seq}`, entry)
    this.#chains.set(name, { seq, id: entry.id })
    this.acknowledged.set(id, { entry, h: null })
    this.#waiting.push(entry)
    return 'acknowledged'
  }

  #wave(entry: Entry, id: string): 'acknowledged' {
    const known = this.acknowledged.get(id)
    if (known === undefined) this.acknowledged.set(id, { entry, h: null })
    else if (++this.#again % 5 > 0) return 'acknowledged'
    this.#waiting.push(entry)
    return 'acknowledged'
  }

  take(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const answer = this.admit(entry)
      if (answer !== 'acknowledged') throw new Error(answer)
    }
  }

  get waits(): number {
    return this.#waiting.length
  }

  /** Seals what waits, but for the last `leave` entries. */
  seal(time: number, leave = 0): Sealed | null {
    const entries = this.#waiting.slice(0, this.#waiting.length - leave)
    if (entries.length === 0) return null
    this.#waiting = this.#waiting.slice(entries.length)
    const block = buildBlock(
      {
        net: this.net,
        last: this.#last,
        scope: (code) => this.#states.get(code),
        heads: this.#heads,
        gov: this.gov,
        record: (scope, id) => this.records.get(scope)?.get(id),
        hash: sha256,
      },
      entries,
      (entry) => (entry as Entry).entry.scope,
      time,
    )
    this.#last = { header: block.header, bytes: block.headerBytes }
    this.#heads = new Map(block.heads.map((head) => [head.code, head]))
    for (const part of block.sealed) {
      this.#states.set(part.code, part.after)
      this.#outcomes.set(part.code, [...this.outcomes(part.code), ...part.outcomes])
      const records = this.records.get(part.code) ?? new Map<string, LedgerRecord>()
      if (part.code !== 'gov') put(records, part.changes)
      this.records.set(part.code, records)
    }
    for (const { id } of entries) {
      const known = this.acknowledged.get(hex(id))
      if (known !== undefined) known.h = block.header.h
    }
    const scopes = block.sealed.map(({ code, leaves }) => ({
      code,
      leaves: leaves.map((bytes) => must(readLeaf(bytes))),
    }))
    const sealed = { h: block.header.h, scopes, states: new Map(this.#states) }
    this.blocks.push(sealed)
    return sealed
  }
}

function put(records: Map<string, LedgerRecord>, changes: ReadonlyMap<string, Value>): void {
  for (const [id, value] of changes) records.set(id, value as unknown as LedgerRecord)
}
