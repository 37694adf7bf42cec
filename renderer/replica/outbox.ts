import { fromHex, hex } from '../../shared/base/bytes.ts'
import { must, ok, type Result } from '../../shared/base/result.ts'
import type { Bridge, JournalState, Kept } from '../../shared/bridge.ts'
import { chainName } from '../../shared/contract/index.ts'
import { type Body, parseBody } from '../../shared/ledger/index.ts'
import { noteUploads, tryUploadsAgain } from './attachments-push.ts'
import type { Bulk, KeptEntry } from './bulk/bulk.ts'
import type { BulkEntry } from './bulk/bulk-list.ts'
import { isImported } from './bulk/case-name.ts'
import type { OutboxRow, ReplacedRow, ReplicaDatabase } from './database.ts'
import { addNumber, advanceMarks, type JournalMarks, NO_MARKS, raiseMarks } from './journal-marks.ts'
import { isBehindAll, putInOrder } from './outbox-put.ts'
import { maySend } from './set-aside/again.ts'
import { CURABLE } from './set-aside/reasons.ts'
import { settledIds } from './set-aside/settle.ts'
import { asStoreFailure } from './store-failure.ts'

/** Entries of one answer of the journal; main sends fewer where they are large. */
const PAGE = 5_000

/**
 * What this desktop has signed and has not yet seen sealed. The journal in main is the truth; the tables are held against it at the
 * start, and again after whatever may have put them out of step: a write that failed after signing, an answer that never came, a scope
 * that was forgotten. How far they are in step is noted with every change, so that what is known is not read again.
 */
export class Outbox {
  /** Case ids that this device has given out, of each day at least the last: a number is never given twice, even over a lost replica. */
  readonly numbers = new Set<string>()
  /** What start-up found in the journal. */
  problem: JournalState['problem'] = null
  readonly bulk: Bulk
  readonly #bridge: Bridge
  readonly #db: ReplicaDatabase
  readonly #office: string
  #doubts = 1
  #inStepWith = 0
  #started = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(bridge: Bridge, db: ReplicaDatabase, office: string, bulk: Bulk) {
    this.#bridge = bridge
    this.#db = db
    this.#office = office
    this.bulk = bulk
  }

  /** The journal may hold what the outbox does not: it is read again before anything is signed or sent. */
  doubt(): void {
    this.#doubts++
  }

  /** Puts back what is missing, when there is doubt. Codes: those of journal.list, disk-full, disk-failed. */
  mend(): Promise<Result<{ changed: boolean }>> {
    return this.#alone(async () => {
      if (this.#inStepWith === this.#doubts) return ok({ changed: false })
      const doubts = this.#doubts
      const mended = await this.#mend()
      if (mended.ok) {
        this.#started = true
        this.#inStepWith = doubts
      }
      return mended
    })
  }

  /** Keeps what main has just signed and journalled, in one strict transaction. Codes: disk-full, disk-failed. */
  keep(kept: Kept): Promise<Result<null>> {
    const body = must(parseBody(kept.body))
    const { outbox, uploads, meta } = this.#db
    return this.#alone(async () => {
      try {
        await this.#db.transaction('rw', [outbox, uploads, meta], async () => {
          await outbox.put({ ...outboxRow(kept), n: (await this.#lastOrder()) + 1 })
          await noteUploads(this.#db, [{ id: kept.id, body }])
          await this.#note([body], (marks) => advanceMarks(marks, [body]))
        })
        return ok(null)
      } catch (error) {
        // The journal has it: it is put back as soon as the disk lets us. Until then it is not shown as saved.
        this.doubt()
        return asStoreFailure(error)
      }
    })
  }

  /** The same for many imported entries, in the order of their chain. */
  keepMany(kept: readonly Kept[]): Promise<Result<null>> {
    const entries = kept.map((one): KeptEntry => ({ kept: one, body: must(parseBody(one.body)) }))
    const bodies = entries.map(({ body }) => body)
    const { outbox, bulk, meta } = this.#db
    return this.#alone(async () => {
      try {
        // One that mending has put back meanwhile is there already.
        const fresh = entries.filter(({ kept: one }) => !this.bulk.list.has(hex(one.id)))
        const added = await this.#db.transaction('rw', [outbox, bulk, meta], async () => {
          const put = await this.bulk.put(fresh, (await this.#lastOrder()) + 1)
          await this.#note(bodies, (marks) => advanceMarks(marks, bodies))
          return put
        })
        this.bulk.list.add(added)
        return ok(null)
      } catch (error) {
        this.doubt()
        return asStoreFailure(error)
      }
    })
  }

  async #mend(): Promise<Result<{ changed: boolean }>> {
    const db = this.#db
    try {
      if (!this.#started) await this.bulk.load()
      const known = (await db.read('journal')) ?? NO_MARKS
      for (const id of known.numbers) this.numbers.add(id)
      const journal = await this.#readJournal(known)
      if (!journal.ok) return journal
      const settled = await settledIds(db)
      const cured = this.#started
        ? []
        : [...this.bulk.list.inOrder()].filter((one) => isCurable(one) && !settled.has(one.id))
      const again = { standing: 'saved', answer: null, promisedBy: null, code: null } as const
      if (cured.length > 0) await this.bulk.change(new Map(cured.map(({ id }) => [id, again])))
      // What was signed again is in none of the tables any more from the same moment on as what stands in its place is.
      const gone = replacedIn(journal.value)
      const tables = [db.outbox, db.bulk, db.meta, db.uploads, db.payloads, db.replaced, db.settled]
      const put = await db.transaction('rw', tables, async () => {
        await this.#takeOut(gone)
        return this.#putBack(journal.value.filter(({ kept }) => kept.replacedBy === undefined))
      })
      this.bulk.list.remove(gone.map(({ id }) => id).filter((id) => this.bulk.list.has(id)))
      if (put === 'anew') await this.bulk.load()
      else if (put !== null) this.bulk.list.add(put)
      return ok({ changed: put !== null || cured.length > 0 })
    } catch (error) {
      return asStoreFailure(error)
    }
  }

  /** Answers what was added behind all else, `anew` when the order of everything was made again, and null when nothing changed. */
  async #putBack(journal: readonly KeptEntry[]): Promise<BulkEntry[] | 'anew' | null> {
    const db = this.#db
    await noteUploads(
      db,
      journal.map(({ kept, body }) => ({ id: kept.id, body })),
    )
    if (!this.#started) await tryUploadsAgain(db)
    const isSealed = await this.#sealed()
    const held = await db.outbox.orderBy('n').toArray()
    const ids = new Set(held.map(({ id }) => id))
    const missing = journal.filter(
      ({ kept, body }) => !ids.has(hex(kept.id)) && !this.bulk.list.has(hex(kept.id)) && !isSealed(body),
    )
    const again = this.#started ? [] : await this.#curable(held)
    if (again.length > 0)
      await db.outbox.bulkPut(again.map((row) => ({ ...row, standing: 'saved', code: null, detail: '' })))
    const bodies = journal.map(({ body }) => body)
    await this.#note(bodies, (marks) => raiseMarks(marks, bodies))
    if (missing.length === 0) return again.length > 0 ? [] : null
    const isTail = isBehindAll(missing, held, this.bulk.list)
    const added = await putInOrder(db, this.bulk, missing, isTail ? await this.#lastOrder() : null, outboxRow)
    return isTail ? added : 'anew'
  }

  /** Within the caller's transaction: entries that were signed again, with all that was kept for sending them. */
  async #takeOut(gone: readonly Gone[]): Promise<void> {
    const { outbox, uploads, replaced } = this.#db
    if (gone.length === 0) return
    const ids = gone.map(({ id }) => id)
    const rows = await outbox.bulkGet(ids)
    const placed = gone.flatMap(({ id, by, body }, i): ReplacedRow[] => {
      const imported = this.bulk.list.get(id)
      if (imported !== undefined) return [{ id, by, chain: imported.chain, seq: imported.seq }]
      const row = rows[i]
      const of = body ?? (row === undefined ? null : must(parseBody(row.body)))
      return of === null ? [] : [{ id, by, chain: chainName(of.key, of.epoch), seq: of.seq }]
    })
    await replaced.bulkPut(placed)
    await outbox.bulkDelete(ids)
    await this.bulk.takeSealed(ids)
    for (const id of ids) await uploads.where('[entry+h]').between([id, ''], [id, '\uffff']).delete()
    const bodies = gone.flatMap(({ body }) => body ?? [])
    await this.#note([], (marks) => raiseMarks(marks, bodies))
  }

  /** Within the caller's transaction: refused for what may be over, and nobody has put it away. */
  async #curable(held: readonly OutboxRow[]): Promise<OutboxRow[]> {
    const settled = await settledIds(this.#db)
    const replaced = await this.#db.replaced.toArray()
    return held.filter((row) => {
      const body = parseBody(row.body)
      return isCurable(row) && !settled.has(row.id) && body.ok && maySend(body.value, row.code, replaced)
    })
  }

  /** Has this entry been sealed in a scope that it names, as far as this replica has verified? */
  async #sealed(): Promise<(body: Body) => boolean> {
    const scopes = await Promise.all([this.#office, 'gov'].map((code) => this.#db.read(`scope/${code}`)))
    return ({ scope, key, epoch, seq }) =>
      scopes.some((one) => {
        const end = one?.chains.get(chainName(key, epoch))
        return one !== undefined && scope.includes(one.code) && end !== undefined && seq <= end.seq
      })
  }

  /** Within the caller's transaction. */
  async #lastOrder(): Promise<number> {
    const last = await this.#db.outbox.orderBy('n').last()
    return Math.max(last?.n ?? 0, this.bulk.list.lastOrder)
  }

  /** Within the caller's transaction: how far the tables are in step with the journal, and the numbers given. */
  async #note(bodies: readonly Body[], move: (marks: Record<string, number>) => void): Promise<void> {
    const { chains, numbers } = (await this.#db.read('journal')) ?? NO_MARKS
    const next: JournalMarks = { chains: { ...chains }, numbers: [...numbers] }
    move(next.chains)
    for (const body of bodies) {
      if (body.case === null || body.kind !== 'file' || isImported(body)) continue
      this.numbers.add(body.case)
      addNumber(next.numbers, body.case)
    }
    await this.#db.write('journal', next)
  }

  /** What this office, or its registrars for gov, have signed since the marks. */
  async #readJournal({ chains }: JournalMarks): Promise<Result<KeptEntry[]>> {
    const after = Object.entries(chains).map(([chain, seq]) => {
      const [key, epoch] = chain.split('/') as [string, string]
      return { key: must(fromHex(key)), epoch: Number(epoch), seq }
    })
    const found: KeptEntry[] = []
    for (let from = 0; ; ) {
      const page = await this.#bridge.call('journal.list', { from, max: PAGE, after })
      if (!page.ok) return page
      this.problem = page.value.problem
      for (const kept of page.value.entries) {
        const body = parseBody(kept.body)
        if (!body.ok || !body.value.scope.some((code) => code === this.#office || code === 'gov')) continue
        found.push({ kept, body: body.value })
      }
      from += page.value.entries.length
      if (from >= page.value.total || page.value.entries.length === 0) return ok(found)
    }
  }

  /** One change of the tables at a time. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}

function isCurable({ standing, code }: Pick<OutboxRow, 'standing' | 'code'>): boolean {
  return standing === 'set-aside' && CURABLE.has(code)
}

/** [N3] An entry that was signed again, and what stands in its place; its body where the journal has just been read that far back. */
interface Gone {
  readonly id: string
  readonly by: string
  readonly body: Body | null
}

/** Each of the two says so: the newer one comes with what is new, the older one when the whole journal is read. */
function replacedIn(journal: readonly KeptEntry[]): Gone[] {
  const out = new Map<string, Gone>()
  for (const { kept, body } of journal) {
    const id = hex(kept.id)
    if (kept.replacedBy !== undefined) out.set(id, { id, by: hex(kept.replacedBy), body })
    if (kept.replaces === undefined) continue
    const old = hex(kept.replaces)
    if (!out.has(old)) out.set(old, { id: old, by: id, body: null })
  }
  return [...out.values()]
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
