import { fromHex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { type Gov, isVoid, judgeScope, type LedgerRecord, type ScopeState } from '../../../shared/contract/index.ts'
import { parseBody } from '../../../shared/ledger/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import { sealedRecords } from '../sealed-records.ts'
import type { Bulk } from './bulk.ts'
import type { BulkEntry, BulkList } from './bulk-list.ts'

/** What waiting entries are judged upon. */
export interface Ground {
  readonly office: string
  readonly gov: Gov
  /** The office's scope as sealed. */
  readonly state: ScopeState
  /** The height that the next block would have. */
  readonly height: number
}

/** Entries whose effect is kept between questions. */
const MOST_KEPT = 5_000

interface Judged {
  readonly ground: Ground
  readonly version: number
  readonly records: Map<string, LedgerRecord>
  /** Hex entry id → the outcome to expect. */
  readonly outcomes: Map<string, string>
  /** Records whose entries have all been judged. */
  readonly known: Set<string>
}

/**
 * Records as imported entries will leave them, judged by the same rules as they will be. Made when somebody asks, out of the sealed records and the
 * entries that bear on those that are asked about: what the province decides otherwise never lingers, and a hundred thousand entries cost
 * nothing while nobody looks at them.
 */
export class ExpectedRecords {
  readonly #db: ReplicaDatabase
  readonly #bulk: Bulk
  #judged: Judged | null = null
  #turn: Promise<unknown> = Promise.resolve()

  constructor(db: ReplicaDatabase, bulk: Bulk) {
    this.#db = db
    this.#bulk = bulk
  }

  /** Of these records, those that imported entries would make or change. */
  get(on: Ground, ids: readonly string[]): Promise<Pick<Judged, 'records' | 'outcomes'>> {
    // One after the other: nothing is judged twice upon its own effect.
    const mine = this.#turn.then(() => this.#get(on, ids))
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  async one(on: Ground, id: string): Promise<LedgerRecord | undefined> {
    return this.#bulk.list.touches(id) ? (await this.get(on, [id])).records.get(id) : undefined
  }

  async #get(on: Ground, ids: readonly string[]): Promise<Judged> {
    const { list } = this.#bulk
    const last = this.#judged
    const isFresh = last?.ground === on && last.version === list.version && last.outcomes.size <= MOST_KEPT
    const judged = isFresh
      ? last
      : { ground: on, version: list.version, records: new Map(), outcomes: new Map(), known: new Set<string>() }
    this.#judged = judged
    const open = ids.filter((id) => list.touches(id) && !judged.known.has(id))
    if (open.length > 0) await this.#judge(judged, bearing(list, open))
    return judged
  }

  async #judge({ ground, records, outcomes, known }: Judged, { entries, ids }: Bearing): Promise<void> {
    const db = this.#db
    // From one moment: an entry is either still waiting or in the sealed records.
    const [rows, sealed] = await db.transaction('r', [db.bulk, db.cases, db.subjects], async () =>
      Promise.all([this.#bulk.rows(entries), sealedRecords(db, ids)]),
    )
    let at = ground.state.frontier.size
    for (const row of rows) {
      const body = row.standing === 'set-aside' ? null : parseBody(row.body)
      if (body === null || !body.ok) continue
      const place = { scope: ground.office, at: at++, h: ground.height, t: body.value.time }
      const read = (id: string) => records.get(id) ?? sealed.get(id)
      const verdict = judgeScope(ground.gov, read, body.value, must(fromHex(row.id)), place)
      outcomes.set(row.id, verdict.outcome)
      if (isVoid(verdict.outcome)) continue
      for (const [id, value] of verdict.changes) records.set(id, value as unknown as LedgerRecord)
    }
    for (const id of ids) known.add(id)
  }
}

interface Bearing {
  /** In the order of signing. */
  readonly entries: readonly BulkEntry[]
  /** Every record that they read or may change. */
  readonly ids: readonly string[]
}

/** The entries that bear on some records: those that touch them, those that touch what these touch, and so on. */
function bearing(list: BulkList, from: readonly string[]): Bearing {
  const ids = new Set(from)
  const entries = new Map<string, BulkEntry>()
  // A set that grows while it is walked is walked to its end.
  for (const id of ids) {
    for (const one of list.onRecord(id)) {
      if (entries.has(one.id)) continue
      entries.set(one.id, one)
      for (const other of one.records) ids.add(other)
    }
  }
  return { entries: [...entries.values()].sort((a, b) => a.n - b.n), ids: [...ids] }
}
