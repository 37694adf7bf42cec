import { hex } from '../../../shared/base/bytes.ts'
import type { Kept } from '../../../shared/bridge.ts'
import { type Body, parseBody } from '../../../shared/ledger/index.ts'
import type { BulkRow, PackRow, ReplicaDatabase } from '../database.ts'
import { type BulkChange, type BulkEntry, BulkList, bulkEntry } from './bulk-list.ts'

/** Entries in one row of the table: rows are what IndexedDB costs, not bytes (limits.md). */
const PER_PACK = 64
/** Rows of the table that are read at once when it is loaded. */
const LOAD = 32

/** An entry that main has kept, with its body read. */
export interface KeptEntry {
  readonly kept: Kept
  readonly body: Body
  /** How it stood, where it has been in the table before. */
  readonly was?: Pick<BulkRow, 'standing' | 'answer' | 'promisedBy' | 'code'>
}

/**
 * The imported part of the outbox: entries that came in numbers and wait for the province. They stand many to a row, with a small list in memory;
 * apart from that they are as any other. Every change is made in the table first, in a transaction of the caller where it says so, and in the
 * list when that has been done.
 */
export class Bulk {
  readonly list = new BulkList()
  readonly #db: ReplicaDatabase
  readonly #office: string

  constructor(db: ReplicaDatabase, office: string) {
    this.#db = db
    this.#office = office
  }

  /** Reads the whole table into the list. */
  async load(): Promise<void> {
    const all: BulkEntry[] = []
    let after = 0
    for (;;) {
      const packs = await this.#db.bulk.where(':id').above(after).limit(LOAD).toArray()
      for (const pack of packs) {
        after = pack.k as number
        for (const row of pack.entries) all.push(...this.#listed(row, after))
      }
      if (packs.length < LOAD) break
    }
    this.list.load(all.sort((a, b) => a.n - b.n))
  }

  /** Within the caller's transaction: puts them behind everything that waits, `n` being the order of the first. */
  async put(entries: readonly KeptEntry[], n: number): Promise<BulkEntry[]> {
    const rows = entries.map(({ kept, was = UNSENT }, i): BulkRow => {
      const { standing, answer, promisedBy, code } = was
      return { ...bulkRow(kept, n + i), standing, answer, promisedBy, code }
    })
    const packs: PackRow[] = []
    for (let at = 0; at < rows.length; at += PER_PACK) packs.push({ entries: rows.slice(at, at + PER_PACK) })
    const keys = await this.#db.bulk.bulkAdd(packs, { allKeys: true })
    return rows.map((row, i) =>
      bulkEntry(row, (entries[i] as KeptEntry).body, keys[Math.floor(i / PER_PACK)] as number, this.#office),
    )
  }

  /** The rows of these entries that still wait, in the order asked. */
  async rows(entries: readonly BulkEntry[]): Promise<BulkRow[]> {
    const packs = await this.#packs(entries)
    const byId = new Map([...packs.values()].flatMap((pack) => pack.entries.map((row) => [row.id, row] as const)))
    return entries.flatMap((one) => byId.get(one.id) ?? [])
  }

  async row(id: string): Promise<BulkRow | null> {
    const entry = this.list.get(id)
    return entry === undefined ? null : ((await this.rows([entry]))[0] ?? null)
  }

  /** The age files of these payloads that wait here, by the hex of their commitments. */
  async payloads(commits: readonly string[]): Promise<Map<string, Uint8Array>> {
    const entries = commits.flatMap((commit) => this.list.withCommit(commit) ?? [])
    const out = new Map<string, Uint8Array>()
    if (entries.length === 0) return out
    const commitOf = new Map(entries.map((one) => [one.id, one.commit as string]))
    for (const row of await this.rows(entries))
      if (row.payload !== null) out.set(commitOf.get(row.id) as string, row.payload)
    return out
  }

  /** What the province has answered; one that was sealed meanwhile is left out. */
  async change(changes: ReadonlyMap<string, BulkChange & Pick<BulkRow, 'answer'>>): Promise<void> {
    const entries = [...changes.keys()].flatMap((id) => this.list.get(id) ?? [])
    await this.#db.transaction('rw', this.#db.bulk, async () => {
      const packs = await this.#packs(entries)
      const next = [...packs].map(([k, pack]) => ({
        k,
        entries: pack.entries.map((row) => ({ ...row, ...changes.get(row.id) })),
      }))
      await this.#db.bulk.bulkPut(next)
    })
    for (const [id, { standing, promisedBy, code }] of changes) this.list.change(id, { standing, promisedBy, code })
  }

  /** Within the caller's transaction: takes out what is sealed, and keeps the payloads, so that nothing has to come down again. */
  async takeSealed(ids: readonly string[]): Promise<void> {
    const entries = ids.flatMap((id) => this.list.get(id) ?? [])
    if (entries.length === 0) return
    const gone = new Map(entries.map((one) => [one.id, one]))
    const empty: number[] = []
    const rest: PackRow[] = []
    const payloads: { commit: string; file: Uint8Array }[] = []
    for (const [k, pack] of await this.#packs(entries)) {
      const left = pack.entries.filter((row) => !gone.has(row.id))
      if (left.length === 0) empty.push(k)
      else rest.push({ k, entries: left })
      for (const row of pack.entries) {
        const commit = gone.get(row.id)?.commit ?? null
        if (commit !== null && row.payload !== null) payloads.push({ commit, file: row.payload })
      }
    }
    await this.#db.payloads.bulkPut(payloads)
    await this.#db.bulk.bulkDelete(empty)
    await this.#db.bulk.bulkPut(rest)
  }

  /** The hex ids of leaves that wait here. */
  among(leaves: readonly { readonly id: Uint8Array }[]): string[] {
    return this.list.size === 0 ? [] : leaves.map(({ id }) => hex(id)).filter((id) => this.list.has(id))
  }

  async #packs(entries: readonly BulkEntry[]): Promise<Map<number, PackRow>> {
    const keys = [...new Set(entries.map((one) => one.pack))]
    const packs = await this.#db.bulk.bulkGet(keys)
    return new Map(packs.flatMap((pack) => (pack === undefined ? [] : [[pack.k as number, pack] as const])))
  }

  #listed(row: BulkRow, pack: number): BulkEntry[] {
    const body = parseBody(row.body)
    return body.ok ? [bulkEntry(row, body.value, pack, this.#office)] : []
  }
}

const UNSENT = { standing: 'saved', answer: null, promisedBy: null, code: null } as const

function bulkRow({ id, body, sig, sealed }: Kept, n: number) {
  return { id: hex(id), n, body, sig, payload: sealed }
}
