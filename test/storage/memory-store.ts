import type { Applied, AppliedBlock, HeldEntry, Store } from '../../province/store/port.ts'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import type { LedgerRecord, ScopeState } from '../../shared/contract/index.ts'
import { decode, encode, type Value } from '../../shared/ledger/index.ts'

/** The store port in memory: a store that is always lost with its process. It passes the same contract suite as the real one. */
export class MemoryStore implements Store {
  #applied: Applied | null = null
  readonly #scopes = new Map<string, ScopeState>()
  readonly #records = new Map<string, Map<string, Uint8Array>>()
  readonly #leaves = new Map<string, Uint8Array[]>()
  readonly #entries = new Map<string, HeldEntry>()
  readonly #payloads = new Map<string, Map<string, Uint8Array>>()
  readonly #attachments: { h: string; n: number; scope: string }[] = []

  async applied(): Promise<Applied | null> {
    return this.#applied
  }

  async apply(block: AppliedBlock): Promise<void> {
    const next = this.#applied?.blocks ?? 0
    if (block.h !== next) throw new Error(`block ${block.h} where ${next} is next`)
    for (const { code, from, leaves, changes, after } of block.scopes) {
      const mine = this.#leaves.get(code) ?? []
      if (mine.length !== from) throw new Error(`${code} at ${from} where ${mine.length} is next`)
      this.#leaves.set(code, [...mine, ...leaves])
      const records = this.#records.get(code) ?? new Map<string, Uint8Array>()
      for (const [name, value] of changes) records.set(name, encode(value))
      this.#records.set(code, records)
      this.#scopes.set(code, after)
    }
    for (const state of block.declared) this.#scopes.set(state.code, state)
    for (const { key, epoch, seq, id, received, by } of block.entries)
      this.#entries.set(`${hex(key)}/${epoch}/${seq}`, { id, received, by, h: block.h })
    for (const { commit, scope, file } of block.payloads) {
      const readers = this.#payloads.get(hex(commit)) ?? new Map<string, Uint8Array>()
      if (!readers.has(scope)) readers.set(scope, file)
      this.#payloads.set(hex(commit), readers)
    }
    this.#attachments.push(...block.attachments.map(({ h, n, scope }) => ({ h: hex(h), n, scope })))
    this.#applied = { blocks: block.h + 1, upto: block.upto }
  }

  async scopes(): Promise<ScopeState[]> {
    return [...this.#scopes.values()]
  }

  async allRecords(scope: string): Promise<[string, Value][]> {
    return [...(this.#records.get(scope) ?? [])].map(([name, bytes]) => [name, valueOf(bytes)])
  }

  async records(scope: string, names: readonly string[]): Promise<Map<string, LedgerRecord>> {
    const out = new Map<string, LedgerRecord>()
    for (const name of names) {
      const bytes = this.#records.get(scope)?.get(name)
      if (bytes !== undefined) out.set(name, valueOf(bytes) as unknown as LedgerRecord)
    }
    return out
  }

  async leaves(scope: string, from: number, to: number, bytes: number): Promise<Uint8Array[]> {
    const out: Uint8Array[] = []
    let left = bytes
    for (const leaf of (this.#leaves.get(scope) ?? []).slice(from, to)) {
      left -= leaf.length + 2
      if (out.length > 0 && left < 0) break
      out.push(leaf)
    }
    return out
  }

  async entryAt(key: Uint8Array, epoch: number, seq: number): Promise<HeldEntry | null> {
    return this.#entries.get(`${hex(key)}/${epoch}/${seq}`) ?? null
  }

  async payloads(commits: readonly Uint8Array[], scopes: readonly string[]): Promise<(Uint8Array | null)[]> {
    return commits.map((commit) => {
      const readers = this.#payloads.get(hex(commit))
      const scope = scopes.find((one) => readers?.has(one))
      return scope === undefined ? null : (readers?.get(scope) ?? null)
    })
  }

  async attachments(files: readonly Uint8Array[], scopes: readonly string[]): Promise<number[][]> {
    return files.map((file) => {
      const mine = this.#attachments.filter(({ h, scope }) => h === hex(file) && scopes.includes(scope))
      return [...new Set(mine.map(({ n }) => n))]
    })
  }

  async reset(): Promise<void> {
    this.#applied = null
    this.#attachments.length = 0
    for (const map of [this.#scopes, this.#records, this.#leaves, this.#entries, this.#payloads]) map.clear()
  }

  async close(): Promise<void> {}
}

function valueOf(bytes: Uint8Array): Value {
  return must(decode(bytes, { max: bytes.length, depth: 32 }))
}
