import { hex } from '../../shared/base/bytes.ts'
import type { Code } from '../../shared/base/codes.ts'
import { must, ok, type Result } from '../../shared/base/result.ts'
import type { Bridge, JournalState, Kept } from '../../shared/bridge.ts'
import { chainName } from '../../shared/contract/index.ts'
import { type Body, parseBody } from '../../shared/ledger/index.ts'
import { noteUploads, tryUploadsAgain } from './attachments-push.ts'
import type { OutboxRow, ReplicaDatabase } from './database.ts'
import { inOrderOfNeed } from './outbox-order.ts'
import { asStoreFailure } from './store-failure.ts'

/** Entries of one answer of the journal. */
const PAGE = 500

/** Refusals whose cause is in gov and may be gone: such an item is sent again after a start. */
const CURABLE: ReadonlySet<Code | null> = new Set<Code>(['unknown-key', 'unknown-scope', 'unknown-suite', 'wrong-role'])

interface Found {
  readonly kept: Kept
  readonly entry: Body
}

/**
 * What this desktop has signed and has not yet seen sealed. The journal in main is the truth; the outbox table is held against it at the
 * start, and again after whatever may have put them out of step: a write that failed after signing, an answer that never came, a scope
 * that was forgotten.
 */
export class Outbox {
  /** Case ids that this device has given out: a number is never given twice, even over a lost replica. */
  readonly numbers = new Set<string>()
  /** What start-up found in the journal. */
  problem: JournalState['problem'] = null
  readonly #bridge: Bridge
  readonly #db: ReplicaDatabase
  readonly #office: string
  #inStep = false
  #started = false

  constructor(bridge: Bridge, db: ReplicaDatabase, office: string) {
    this.#bridge = bridge
    this.#db = db
    this.#office = office
  }

  /** The journal may hold what the outbox does not: it is read again before anything is signed or sent. */
  doubt(): void {
    this.#inStep = false
  }

  /** Puts back what is missing, when there is doubt. Codes: those of journal.list, disk-full, disk-failed. */
  async mend(): Promise<Result<{ changed: boolean }>> {
    if (this.#inStep) return ok({ changed: false })
    this.#inStep = true
    const mended = await this.#mend()
    if (mended.ok) this.#started = true
    else this.#inStep = false
    return mended
  }

  /** Keeps what main has just signed and journalled, in one strict transaction. Codes: disk-full, disk-failed. */
  async keep(kept: Kept): Promise<Result<null>> {
    try {
      await this.#db.transaction('rw', [this.#db.outbox, this.#db.uploads], async () => {
        const last = await this.#db.outbox.orderBy('n').last()
        await this.#db.outbox.put({ ...outboxRow(kept), n: (last?.n ?? 0) + 1 })
        await noteUploads(this.#db, [{ id: kept.id, body: must(parseBody(kept.body)) }])
      })
      return ok(null)
    } catch (error) {
      // The journal has it: it is put back as soon as the disk lets us. Until then it is not shown as saved.
      this.doubt()
      return asStoreFailure(error)
    }
  }

  async #mend(): Promise<Result<{ changed: boolean }>> {
    const journal = await this.#readJournal()
    if (!journal.ok) return journal
    const db = this.#db
    try {
      const changed = await db.transaction('rw', [db.outbox, db.meta, db.uploads], async () => {
        await noteUploads(
          db,
          journal.value.map(({ kept, entry }) => ({ id: kept.id, body: entry })),
        )
        if (!this.#started) await tryUploadsAgain(db)
        const scopes = await Promise.all([this.#office, 'gov'].map((code) => db.read(`scope/${code}`)))
        const isSealed = ({ entry }: Found) =>
          scopes.some((one) => {
            const end = one?.chains.get(chainName(entry.key, entry.epoch))
            return one !== undefined && entry.scope.includes(one.code) && end !== undefined && entry.seq <= end.seq
          })
        const held = new Map((await db.outbox.orderBy('n').toArray()).map((row) => [row.id, row]))
        const missing = journal.value.filter((one) => !held.has(hex(one.kept.id)) && !isSealed(one))
        const again = this.#started ? [] : [...held.values()].filter(isCurable)
        for (const row of again) held.set(row.id, { ...row, standing: 'saved', code: null, detail: '' })
        for (const { kept } of missing) held.set(hex(kept.id), outboxRow(kept))
        if (missing.length + again.length === 0) return false
        const place = new Map(journal.value.map(({ kept }, i) => [hex(kept.id), i]))
        const rows = [...held.values()].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
        await db.outbox.bulkPut(inOrderOfNeed(rows).map((row, n) => ({ ...row, n })))
        return true
      })
      return ok({ changed })
    } catch (error) {
      return asStoreFailure(error)
    }
  }

  /** Everything of this office, and what its registrars have signed for gov; a page may be shorter than asked for, where its entries are large. */
  async #readJournal(): Promise<Result<Found[]>> {
    const found: Found[] = []
    for (let from = 0; ; ) {
      const page = await this.#bridge.call('journal.list', { from, max: PAGE, after: [] })
      if (!page.ok) return page
      this.problem = page.value.problem
      for (const kept of page.value.entries) {
        const body = parseBody(kept.body)
        if (!body.ok || !body.value.scope.some((code) => code === this.#office || code === 'gov')) continue
        if (body.value.case !== null && body.value.kind === 'file') this.numbers.add(body.value.case)
        found.push({ kept, entry: body.value })
      }
      from += page.value.entries.length
      if (from >= page.value.total || page.value.entries.length === 0) return ok(found)
    }
  }
}

function isCurable(row: OutboxRow): boolean {
  return row.standing === 'set-aside' && CURABLE.has(row.code)
}

function outboxRow(kept: Kept): OutboxRow {
  return {
    id: hex(kept.id),
    body: kept.body,
    sig: kept.sig,
    payload: kept.sealed,
    standing: 'saved',
    answer: null,
    promisedBy: null,
    code: null,
    detail: '',
  }
}
