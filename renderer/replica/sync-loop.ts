import { fromHex, hex } from '../../shared/base/bytes.ts'
import { type Failure, fail, must, ok, type Result } from '../../shared/base/result.ts'
import type { Bridge, Person } from '../../shared/bridge.ts'
import { Gov } from '../../shared/contract/index.ts'
import { parseHead, parseHeader, promiseEvidence } from '../../shared/ledger/index.ts'
import type { Trust } from '../../shared/sync/check-heads.ts'
import type { QueueRow, SyncStatus } from './api.ts'
import { AttachmentLane } from './attachments-push.ts'
import type { BulkEntry, BulkList } from './bulk/bulk-list.ts'
import type { CoreHost } from './core.ts'
import type { ReplicaDatabase } from './database.ts'
import { EvidenceShelf } from './evidence-shelf.ts'
import { NodeClient } from './node-client.ts'
import type { Outbox } from './outbox.ts'
import { pushOutbox } from './push-outbox.ts'
import { countAside, voidRows } from './set-aside/settle.ts'
import { memberName, officeName, type Snapshot } from './snapshot.ts'
import { asStoreFailure, isStoreError } from './store-failure.ts'
import { pull, pullPayloads, type SyncContext } from './sync-run.ts'

/** With a line: this often when something waits for a seal, and when nothing does. Without one: doubling up to the last. */
const SOON = 1_500
const IDLE = 15_000
const RETRY = [2_000, 5_000, 10_000, 30_000]

/** Imported entries that are shown of those that wait, and of those that were refused. */
const SHOWN = 50

function shownOf(list: BulkList): BulkEntry[] {
  const refused: BulkEntry[] = []
  const others: BulkEntry[] = []
  for (const one of list.inOrder()) {
    const shown = one.standing === 'set-aside' ? refused : others
    if (shown.length < SHOWN) shown.push(one)
    if (refused.length + others.length === 2 * SHOWN) break
  }
  return [...refused, ...others]
}

/**
 * When to sync, and what to say of it. One run at a time: pull, push, and pull again when something was sent. Failures are kept with their
 * exact reason until the next success.
 */
export class SyncLoop {
  readonly #db: ReplicaDatabase
  readonly #host: CoreHost
  readonly #office: string
  readonly #person: string
  readonly client: NodeClient
  readonly #attachments: AttachmentLane
  readonly #changed: () => Promise<Gov>
  readonly #run: SyncContext
  readonly #outbox: Outbox
  readonly #evidence: EvidenceShelf
  #line: SyncStatus['line'] = 'unknown'
  #running: Promise<void> | null = null
  #cancel: (() => void) | null = null
  #failures = 0
  #stopped = false
  #progress: SyncStatus['progress'] = null
  /** The taking of leaves that is under way: what can wait, waits for it. */
  pulling: Promise<unknown> | null = null
  #lastSuccess: number | null = null
  #lastFailure: SyncStatus['lastFailure'] = null

  constructor(
    bridge: Bridge,
    db: ReplicaDatabase,
    trust: Trust,
    person: Pick<Person, 'id' | 'office'>,
    host: CoreHost,
    outbox: Outbox,
    changed: () => Promise<Gov>,
  ) {
    this.#db = db
    this.#outbox = outbox
    this.#host = host
    const { office } = person
    this.#office = office
    this.#person = person.id
    this.#changed = changed
    this.client = new NodeClient(bridge, host.now)
    this.#attachments = new AttachmentLane(bridge, db, this.client, host.now, () => void this.#tell())
    this.#evidence = new EvidenceShelf(db)
    this.#run = {
      db,
      client: this.client,
      trust,
      verify: host.verify,
      pool: host.pool,
      office,
      bulk: outbox.bulk,
      now: host.now,
      gov: new Gov(),
      progress: (scope, done, total) => {
        this.#progress = { scope, done, total }
        void this.#tell()
      },
      evidence: (kind, file) => this.#evidence.keep(kind, file),
    }
  }

  start(gov: Gov): void {
    this.#run.gov = gov
    void this.run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel?.()
    this.#attachments.stop()
    await this.#running
    await this.#evidence.settled()
  }

  /** Something new is waiting: try soon, also when the line was down a moment ago. */
  nudge(): void {
    void this.#tell()
    if (this.#running === null) this.#plan(50)
  }

  /** Runs now, or waits for the run that is under way. */
  run(): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    this.#cancel?.()
    this.#cancel = null
    this.#running ??= this.#once().finally(() => {
      this.#running = null
      if (!this.#stopped)
        this.#plan(this.#failures === 0 ? SOON : (RETRY[Math.min(this.#failures, RETRY.length) - 1] as number))
    })
    return this.#running
  }

  #plan(ms: number): void {
    if (this.#stopped) return
    this.#cancel?.()
    this.#cancel = this.#host.later(() => void this.#due(), ms)
  }

  /** Nothing waits and the last run went well: look again later. */
  async #due(): Promise<void> {
    // A database that cannot even be counted is looked at by the run, which says so.
    const { saved, sent } = this.#outbox.bulk.list.counts
    const others = await this.#db.outbox
      .filter((row) => row.standing !== 'set-aside')
      .count()
      .catch(() => 1)
    const waits = saved + sent + others
    const since = this.#host.now() - (this.#lastSuccess ?? 0)
    // A clock that was set back says nothing of how long it has been.
    if (waits === 0 && this.#failures === 0 && since >= 0 && since < IDLE) return this.#plan(IDLE - since)
    await this.run()
  }

  async #once(): Promise<void> {
    void this.#tell()
    const before = this.client.report.bytesDown
    const done = await this.#steps().catch((error: unknown) =>
      isStoreError(error) ? asStoreFailure(error) : fail('internal', error instanceof Error ? error.message : ''),
    )
    this.#progress = null
    if (done.ok) {
      this.#line = 'up'
      this.#failures = 0
      this.#lastSuccess = this.#host.now()
      this.#lastFailure = null
      this.#attachments.poke()
    } else {
      this.#line = done.code === 'no-line' ? 'down' : this.#line === 'unknown' ? 'unknown' : 'up'
      // A line that has carried something and broke off is soon there again; what is not there at all, or busy, is left alone for longer each time.
      const broke = done.code === 'no-line' || done.code === 'truncated'
      this.#failures = broke && this.client.report.bytesDown > before ? 1 : this.#failures + 1
      this.#lastFailure = { at: this.#host.now(), code: done.code, detail: done.detail }
    }
    void this.#tell()
  }

  /** Pull first: after a lost replica it tells sealed from unsent before anything is sent again. */
  async #steps(): Promise<Result<null>> {
    const mended = await this.#outbox.mend()
    if (!mended.ok) return mended
    if (mended.value.changed) await this.#refresh()
    const first = await this.#pull()
    if (!first.ok) return first
    for (;;) {
      const pushed = await pushOutbox(this.#run)
      await this.#refresh()
      if (!pushed.ok) return pushed
      if (!pushed.value.more || this.#stopped) break
      // While much is being sent, what is sealed of it comes back in between.
      const sealed = await this.#pull()
      if (!sealed.ok) return sealed
    }
    const files = await pullPayloads(this.#run)
    if (!files.ok) return files
    if (files.value > 0) await this.#refresh()
    return this.#promises()
  }

  #pull(): Promise<Result<null>> {
    const pull = this.#pullOnce()
    this.pulling = pull
      .catch(() => undefined)
      .finally(() => {
        this.pulling = null
      })
    return pull
  }

  async #pullOnce(): Promise<Result<null>> {
    const before = await this.#sizes()
    const pulled = await pull(this.#run).catch((error: unknown) => {
      this.#outbox.doubt()
      throw error
    })
    let changed = false
    if (!pulled.ok && (pulled.code === 'root-mismatch' || pulled.code === 'state-mismatch')) {
      // A scope may have been forgotten, and with it what its leaves had taken out of the outbox.
      this.#outbox.doubt()
      const mended = await this.#outbox.mend()
      if (!mended.ok) return mended
      changed = mended.value.changed
    }
    if (changed || (await this.#sizes()) !== before) await this.#refresh()
    return pulled.ok ? ok(null) : pulled
  }

  /** How much is held: a run that ends in a failure may have brought something all the same. */
  async #sizes(): Promise<string> {
    const states = await Promise.all(['gov', this.#office].map((code) => this.#db.read(`scope/${code}`)))
    return states.map((state) => state?.frontier.size ?? 0).join()
  }

  /** [L8] A promise that has run out by the province's own clock, and no leaf: the node is at fault, and its signature says so. */
  async #promises(): Promise<Result<null>> {
    const proven = await this.#db.read('proven')
    const header = proven === undefined ? null : parseHeader(proven.header)
    if (header === null || !header.ok) return ok(null)
    const broken = await this.#db.outbox
      .filter((row) => row.standing === 'sent' && row.promisedBy !== null && row.promisedBy < header.value.time)
      .toArray()
    const { bulk } = this.#outbox
    const isBroken = ({ standing, promisedBy }: BulkEntry) =>
      standing === 'sent' && promisedBy !== null && promisedBy < header.value.time
    // A few of them show it as well as all.
    const imported = await bulk.rows([...bulk.list.inOrder()].filter(isBroken).slice(0, SHOWN))
    const all = [...broken, ...imported]
    for (const { answer } of all) {
      if (answer !== null && proven !== undefined)
        this.#evidence.keep('promise', promiseEvidence(answer, proven.note), answer.said)
    }
    const [first] = all
    return first === undefined ? ok(null) : fail('promise-broken', first.id)
  }

  async #refresh(): Promise<void> {
    this.#run.gov = await this.#changed()
  }

  async #tell(): Promise<void> {
    // The database may close under it, or be broken: then there is nothing to tell.
    const status = await this.status().catch(() => null)
    if (status?.ok === true) this.#host.tell({ type: 'status', status: status.value })
  }

  async status(): Promise<Result<SyncStatus>> {
    if (this.#stopped) return fail('vault-locked', 'closed') as Failure
    const rows = await this.#db.outbox.toArray()
    const imported = this.#outbox.bulk.list.counts
    const proven = await this.#db.read('proven')
    const scopes: { code: string; name: string; size: number; proven: number }[] = []
    for (const code of ['gov', this.#office]) {
      const state = await this.#db.read(`scope/${code}`)
      const head = proven?.heads[code] === undefined ? null : parseHead(proven.heads[code].bytes)
      const name = officeName({ gov: this.#run.gov } as Snapshot, code)
      scopes.push({ code, name, size: state?.frontier.size ?? 0, proven: head?.ok === true ? head.value.size : 0 })
    }
    return ok({
      line: this.#line,
      busy: this.#running !== null,
      unsent: rows.filter((row) => row.standing === 'saved').length + imported.saved,
      sent: rows.filter((row) => row.standing === 'sent').length + imported.sent,
      setAside: await countAside(this.#db, this.#outbox.bulk.list, this.#office, this.#person),
      progress: this.#progress,
      lastSuccess: this.#lastSuccess,
      lastFailure: this.#lastFailure,
      attachments: await this.#attachments.status(),
      bytesUp: this.client.report.bytesUp,
      bytesDown: this.client.report.bytesDown,
      skew: this.client.report.skew,
      journal: this.#outbox.problem,
      checkpoint: (await this.#db.checkpoints.orderBy('size').last()) ?? null,
      scopes,
    })
  }

  /**
   * Everything that is not simply sealed: unsent, waiting for a seal, refused, and void. Of what was imported only the first, those that were
   * refused before others: how many there are the status says.
   */
  async queue(now: Snapshot): Promise<Result<QueueRow[]>> {
    const waiting = [...now.overlay.waiting, ...now.govWaiting.waiting]
    const rows: QueueRow[] = waiting.map(({ row, entry }) => ({
      entry: row.id,
      kind: entry.kind,
      case: entry.case,
      by: memberName(now, now.gov.author(entry.key, now.height)?.member ?? hex(entry.key).slice(0, 8)),
      time: entry.time,
      standing: row.standing,
      promisedBy: row.promisedBy,
      code: row.code,
      detail: row.detail,
    }))
    for (const one of shownOf(now.bulk.list)) {
      const key = must(fromHex(one.chain.slice(0, one.chain.indexOf('/'))))
      rows.push({
        ...{ entry: one.id, kind: 'file', case: one.case, time: one.time, standing: one.standing },
        by: memberName(now, now.gov.author(key, now.height)?.member ?? hex(key).slice(0, 8)),
        ...{ promisedBy: one.promisedBy, code: one.code, detail: '' },
      })
    }
    for (const row of await voidRows(this.#db, this.#office, this.#person)) {
      rows.push({
        entry: row.id,
        kind: row.kind,
        case: row.case,
        by: memberName(now, row.by),
        time: row.time,
        standing: 'set-aside',
        promisedBy: null,
        code: null,
        detail: row.outcome,
      })
    }
    return ok(rows)
  }
}
