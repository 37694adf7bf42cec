import { hex } from '../../../shared/base/bytes.ts'
import type { Code } from '../../../shared/base/codes.ts'
import { chainName, recordsOf } from '../../../shared/contract/index.ts'
import type { Body } from '../../../shared/ledger/index.ts'
import type { BulkRow } from '../database.ts'

/**
 * What is kept in memory of an imported entry that waits: enough to find it, to say how safe it is, and to send it in its turn. Its bytes stay in
 * the database, so that a hundred thousand of them are no burden.
 */
export interface BulkEntry {
  /** Hex id. */
  readonly id: string
  /** Order of signing here, among everything that waits. */
  readonly n: number
  /** The row of the table that it stands in. */
  readonly pack: number
  readonly case: string
  readonly time: number
  /** `<hex key id>/<epoch>`, and the place in it. */
  readonly chain: string
  readonly seq: number
  /** The records of this office that it would make or change. */
  readonly records: readonly string[]
  /** Hex; null when nothing in it is sealed. */
  readonly commit: string | null
  readonly standing: BulkRow['standing']
  readonly promisedBy: number | null
  readonly code: Code | null
}

export type BulkChange = Pick<BulkRow, 'standing' | 'promisedBy' | 'code'>

export function bulkEntry(row: BulkRow, body: Body, pack: number, office: string): BulkEntry {
  const { id, n, standing, promisedBy, code } = row
  const { case: of, time, key, epoch, seq, commit } = body
  return {
    ...{ id, n, pack, time, seq, standing, promisedBy, code },
    case: of ?? '',
    chain: chainName(key, epoch),
    records: recordsOf(body, office),
    commit: commit === null ? null : hex(commit),
  }
}

/**
 * Every imported entry that waits, in the order of signing, with the ways in which it is asked for. Changed only after the database has been; the
 * table can always make it again.
 */
export class BulkList {
  /** Place in the list. */
  readonly #byId = new Map<string, number>()
  /** Ids; one where there is only one, as nearly always. */
  readonly #byRecord = new Map<string, string | Set<string>>()
  readonly #byCommit = new Map<string, string>()
  /** A place whose entry has gone is null until the list is packed. */
  #list: (BulkEntry | null)[] = []
  #counts: Record<BulkRow['standing'], number> = { saved: 0, sent: 0, 'set-aside': 0 }
  #version = 0

  get size(): number {
    return this.#byId.size
  }

  /** Another number after every change. */
  get version(): number {
    return this.#version
  }

  get counts(): Readonly<Record<BulkRow['standing'], number>> {
    return this.#counts
  }

  /** The order of the last; 0 when there is none. */
  get lastOrder(): number {
    for (const one of this.newestFirst()) return one.n
    return 0
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  get(id: string): BulkEntry | undefined {
    const at = this.#byId.get(id)
    return at === undefined ? undefined : (this.#list[at] ?? undefined)
  }

  /** The entry whose payload has this commitment, in hex. */
  withCommit(commit: string): BulkEntry | undefined {
    const id = this.#byCommit.get(commit)
    return id === undefined ? undefined : this.get(id)
  }

  /** Does anything that waits concern this record? */
  touches(record: string): boolean {
    return this.#byRecord.has(record)
  }

  /** What waits on a record, in the order of signing. */
  onRecord(record: string): BulkEntry[] {
    const ids = this.#byRecord.get(record) ?? []
    return [...(typeof ids === 'string' ? [ids] : ids)].flatMap((id) => this.get(id) ?? []).sort((a, b) => a.n - b.n)
  }

  *inOrder(): Generator<BulkEntry> {
    for (const one of this.#list) if (one !== null) yield one
  }

  /** The last first; only those before `n`. */
  *newestFirst(n = Number.POSITIVE_INFINITY): Generator<BulkEntry> {
    for (let at = this.#list.length - 1; at >= 0; at--) {
      const one = this.#list[at]
      if (one !== null && one !== undefined && one.n < n) yield one
    }
  }

  /** All anew, in the order of `n`. */
  load(all: readonly BulkEntry[]): void {
    this.#byId.clear()
    this.#byRecord.clear()
    this.#byCommit.clear()
    this.#list = []
    this.#counts = { saved: 0, sent: 0, 'set-aside': 0 }
    this.#version++
    for (const one of all) this.#add(one)
  }

  /** What has been signed since, behind all that is here. */
  add(more: readonly BulkEntry[]): void {
    this.#version++
    for (const one of more) if (!this.has(one.id)) this.#add(one)
  }

  /** What the province has answered. */
  change(id: string, to: BulkChange): void {
    const at = this.#byId.get(id)
    const before = at === undefined ? undefined : this.#list[at]
    if (at === undefined || before === undefined || before === null) return
    this.#version++
    this.#counts[before.standing]--
    this.#counts[to.standing]++
    this.#list[at] = { ...before, ...to }
  }

  /** What is sealed waits no more. */
  remove(ids: Iterable<string>): void {
    this.#version++
    for (const id of ids) {
      const at = this.#byId.get(id)
      const one = at === undefined ? undefined : this.#list[at]
      if (at === undefined || one === undefined || one === null) continue
      this.#counts[one.standing]--
      this.#byId.delete(id)
      this.#list[at] = null
      if (one.commit !== null) this.#byCommit.delete(one.commit)
      for (const record of one.records) {
        const held = this.#byRecord.get(record)
        if (typeof held === 'object') held.delete(id)
        if (held === id || (typeof held === 'object' && held.size === 0)) this.#byRecord.delete(record)
      }
    }
    if (this.#list.length > 64 && this.#list.length > 2 * this.#byId.size) this.#pack()
  }

  #add(one: BulkEntry): void {
    this.#byId.set(one.id, this.#list.push(one) - 1)
    this.#counts[one.standing]++
    if (one.commit !== null) this.#byCommit.set(one.commit, one.id)
    for (const record of one.records) {
      const held = this.#byRecord.get(record)
      if (held === undefined) this.#byRecord.set(record, one.id)
      else if (typeof held === 'string') this.#byRecord.set(record, new Set([held, one.id]))
      else held.add(one.id)
    }
  }

  #pack(): void {
    this.#list = this.#list.filter((one) => one !== null)
    for (const [at, one] of this.#list.entries()) this.#byId.set((one as BulkEntry).id, at)
  }
}
