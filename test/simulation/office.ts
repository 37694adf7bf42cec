import { equal, hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  advance,
  emptyScope,
  Gov,
  isVoid,
  judgeScope,
  type LedgerRecord,
  type Means,
  type ReadLeaf,
  type ScopeState,
} from '../../shared/contract/index.ts'
import type { Value } from '../../shared/ledger/index.ts'
import type { Draft } from '../kit/device.ts'
import { broken } from './broken.ts'
import type { Network, Sealed } from './network.ts'
import { COUNTY, type Entry, Person, staff } from './people.ts'
import { SharedGov, sha256 } from './shared-gov.ts'

/** What somebody holds of the ledger: every leaf taken by `advance`, as desktops, verifiers and auditors do. */
export class Replica {
  gov: Gov = new SharedGov()
  readonly states = new Map<string, ScopeState>()
  readonly records = new Map<string, Map<string, LedgerRecord>>()
  height = 0
  readonly #means: Means = { hash: sha256, kept: new WeakMap() }

  /** Takes the next block, and holds what it has derived against the node's own. */
  take(
    block: Sealed,
    onLeaf?: (code: string, leaf: ReadLeaf, outcome: string, changes: ReadonlyMap<string, Value>) => void,
  ): void {
    if (block.h !== this.height) throw new Error('not the next block')
    for (const { code, leaves } of block.scopes) {
      for (const leaf of leaves) {
        const step = must(advance(this.gov, this.state(code), (id) => this.read(id, code), leaf, this.#means))
        onLeaf?.(code, leaf, step.outcome, step.changes)
        this.states.set(code, step.state)
        for (const [id, value] of step.changes) this.#put(code, id, value)
      }
      const theirs = block.states.get(code) as ScopeState
      if (!equal(theirs.digest, this.state(code).digest)) broken('digest', `${code} at height ${block.h}`)
    }
    this.height += 1
  }

  state(code: string): ScopeState {
    return this.states.get(code) ?? emptyScope(code)
  }

  read(id: string, code = COUNTY): LedgerRecord | undefined {
    return this.records.get(code)?.get(id)
  }

  /** Gov and heights of another, as if its leaves had been taken one by one. */
  begin(node: Network): void {
    for (const [key, value] of node.gov.entries()) this.gov.put(key, value)
    this.height = node.height
    this.states.set('gov', node.state('gov'))
  }

  #put(code: string, id: string, value: Value): void {
    if (code === 'gov') return this.gov.put(id, value)
    const records = this.records.get(code)
    if (records === undefined) this.records.set(code, new Map([[id, value as unknown as LedgerRecord]]))
    else records.set(id, value as unknown as LedgerRecord)
  }
}

/** One office: its own copy of the ledger, people with keys, and signed work that has not been sent, which it sees as done already. */
export class Office {
  readonly replica = new Replica()
  readonly people: Person[]
  outbox: Entry[] = []
  online = true
  /** By how much the clock of this computer is wrong. */
  skew = 0
  /** Refused by the node: shown to people, never dropped. */
  readonly setAside: Entry[] = []
  /** Why, each of them. */
  readonly refused: string[] = []
  #expected: Map<string, LedgerRecord> | null = null
  /** What it has seen sealed, by hex id. */
  readonly #sealed = new Set<string>()
  /** When it last worked, by the right time: what an office expects of a number hangs on the day, and not on what is looked at here. */
  #worked = 0

  constructor(
    readonly number: number,
    net: Uint8Array,
  ) {
    this.people = staff(number).map(([member, roles]) => new Person(member, roles, net))
  }

  /** A record as it will be once the office's own work is sealed. */
  read = (id: string): LedgerRecord | undefined => this.#overlay().get(id) ?? this.replica.read(id)

  ids(): string[] {
    return [...new Set([...(this.replica.records.get(COUNTY)?.keys() ?? []), ...this.#overlay().keys()])]
  }

  heads(id: string): Uint8Array[] {
    return [...(this.read(id)?.heads ?? [])]
  }

  subj(ids: Iterable<string>): { id: string; heads: Uint8Array[] }[] {
    return [...ids].sort().map((id) => ({ id, heads: this.heads(id) }))
  }

  draft(person: Person, draft: Draft, now: number): Entry {
    this.#worked = now
    return person.draft(draft, Math.max(0, now + this.skew))
  }

  /** What the office expects of an entry, by the rules and all that it knows. */
  expect(entry: Entry, now: number): { outcome: string; changes: ReadonlyMap<string, Value> } {
    const at = this.replica.state(COUNTY).frontier.size + this.outbox.length
    const place = { scope: COUNTY, at, h: this.replica.height, t: now }
    return judgeScope(this.replica.gov, this.read, entry.entry, entry.id, place)
  }

  /** Signs: from now on it is saved, whatever happens. */
  sign(person: Person, entry: Entry, now: number): void {
    const { outcome, changes } = this.expect(entry, now)
    this.outbox.push(person.signed(entry))
    if (!isVoid(outcome)) this.#see(changes)
  }

  /** Sends the first `most` of what waits; the node may have them and the answer be lost. */
  push(node: Network, most: number, answered: boolean): void {
    const refused = new Set<Entry>()
    for (const entry of this.outbox.slice(0, most)) {
      const answer = node.admit(entry)
      if (!answered || answer === 'acknowledged') continue
      refused.add(entry)
      this.refused.push(answer)
    }
    if (refused.size === 0) return
    this.setAside.push(...refused)
    this.outbox = this.outbox.filter((one) => !refused.has(one))
    this.#expected = null
  }

  /** What waits on a disk that was copied to here. */
  receive(entries: readonly Entry[]): void {
    const known = new Set(this.outbox.map(({ id }) => hex(id)))
    this.outbox.push(...entries.filter(({ id }) => !known.has(hex(id)) && !this.#sealed.has(hex(id))))
    this.#expected = null
  }

  /** Takes the sealed blocks up to this height. What is sealed is no longer waiting. */
  pull(node: Network, height: number): void {
    if (this.replica.height >= height) return
    const sealed = this.#sealed
    while (this.replica.height < height) {
      this.replica.take(node.blocks[this.replica.height] as Sealed, (_code, leaf) => sealed.add(hex(leaf.id)))
    }
    this.outbox = this.outbox.filter(({ id }) => !sealed.has(hex(id)))
    this.#expected = null
  }

  #overlay(): Map<string, LedgerRecord> {
    if (this.#expected !== null) return this.#expected
    this.#expected = new Map()
    let at = this.replica.state(COUNTY).frontier.size
    for (const { entry, id } of this.outbox) {
      if (!entry.scope.includes(COUNTY)) continue
      const place = { scope: COUNTY, at: at++, h: this.replica.height, t: this.#worked }
      const { outcome, changes } = judgeScope(this.replica.gov, this.read, entry, id, place)
      if (!isVoid(outcome)) this.#see(changes)
    }
    return this.#expected
  }

  #see(changes: ReadonlyMap<string, Value>): void {
    const overlay = this.#overlay()
    for (const [id, value] of changes) overlay.set(id, value as unknown as LedgerRecord)
  }
}
