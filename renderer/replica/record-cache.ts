import type { LedgerRecord } from '../../shared/contract/index.ts'
import type { KeptBytes } from '../../shared/ledger/index.ts'
import type { ReplicaDatabase } from './database.ts'
import { sealedRecords } from './sealed-records.ts'

/** Records that are held between pieces; beyond it the half that was touched longest ago is let go. */
const MOST = 20_000

/**
 * The records of a scope while its leaves are taken, ahead of the database by what is not yet written. A scope that starts from nothing has no
 * record that was not put in here, so nothing is asked of the database until something had to be let go.
 */
export class RecordCache {
  /** What parts of records were written as: see `valuesOf`. */
  readonly written: KeptBytes = new WeakMap()
  readonly #db: ReplicaDatabase
  readonly #held = new Map<string, LedgerRecord>()
  /** Ids that the database has and this does not hold; null when they are not all known. */
  readonly #away: Set<string> | null

  readonly #most: number

  /** `fresh`: the database has no record of this scope. */
  constructor(db: ReplicaDatabase, fresh: boolean, most = MOST) {
    this.#db = db
    this.#most = most
    this.#away = fresh ? new Set() : null
  }

  get(id: string): LedgerRecord | undefined {
    return this.#held.get(id)
  }

  put(id: string, record: LedgerRecord): void {
    // Taken out first, so that the order is that of the last touch.
    this.#held.delete(id)
    this.#held.set(id, record)
  }

  /** Brings in what the next leaves touch. What they touch that was put in before must have been written by now, or be held still. */
  async load(ids: Iterable<string>): Promise<void> {
    const missing = new Set<string>()
    for (const id of ids) {
      const record = this.#held.get(id)
      if (record !== undefined) this.put(id, record)
      else if (this.#away === null || this.#away.has(id)) missing.add(id)
    }
    if (missing.size === 0) return
    for (const [id, record] of await sealedRecords(this.#db, [...missing])) this.#bring(id, record)
  }

  get isOver(): boolean {
    return this.#held.size > this.#most
  }

  /** Lets go of half. Only when everything that was put in has been written. */
  trim(): void {
    let over = this.#held.size - this.#most / 2
    for (const id of this.#held.keys()) {
      if (over-- <= 0) break
      this.#held.delete(id)
      this.#away?.add(id)
    }
  }

  #bring(id: string, record: LedgerRecord): void {
    this.#away?.delete(id)
    this.put(id, record)
  }
}
