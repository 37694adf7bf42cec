import { fromHex, hex } from '../../shared/base/bytes.ts'
import type { Code } from '../../shared/base/codes.ts'
import { type Failure, fail, must, ok, type Result } from '../../shared/base/result.ts'
import type { Bridge } from '../../shared/bridge.ts'
import type { Body } from '../../shared/ledger/index.ts'
import type { SyncStatus } from './api.ts'
import type { ReplicaDatabase, UploadRow } from './database.ts'
import type { NodeClient } from './node-client.ts'
import { asStoreFailure, isStoreError } from './store-failure.ts'

/** Files asked about in one request. */
const ASKED = 512
/** After so long the node is asked again before a file is sent: its answer is old, and so may be the session. */
const ASK_AGAIN = 5 * 60_000
/** After a failure: this long until the next try, doubling up to the last. */
const RETRY = [2_000, 5_000, 10_000, 30_000]

/** What is wrong with one file alone; it is left until the next start and holds up no other. */
const OF_THIS_FILE: ReadonlySet<Code> = new Set<Code>([
  'no-attachment',
  'wrong-hash',
  'not-found',
  'too-large',
  'wrong-shape',
])

/**
 * [N9] Sends the attachments of acknowledged entries, one after the other, beside the sync: a file may take half an hour where an
 * acknowledgement takes two seconds, so nothing small ever waits for it. What is still to send stands in the database, written with the entry
 * itself; whether the province has a file is asked of the province before it is sent, so that an answer that was lost costs no file.
 */
export class AttachmentLane {
  readonly #db: ReplicaDatabase
  readonly #client: NodeClient
  readonly #now: () => number
  readonly #tell: () => void
  #running: Promise<void> | null = null
  #stopped = false
  #failures = 0
  #failedAt = 0
  #failure: SyncStatus['attachments']['failure'] = null
  /** What is on its way, and how much of it is there for sure. */
  #sending: { readonly h: string; readonly done: number } | null = null
  readonly #quiet: () => void

  constructor(bridge: Bridge, db: ReplicaDatabase, client: NodeClient, now: () => number, tell: () => void) {
    this.#db = db
    this.#client = client
    this.#now = now
    this.#tell = tell
    this.#quiet = bridge.on('transfer', ({ h, way, done }) => {
      if (way !== 'up' || this.#sending?.h !== hex(h) || done <= this.#sending.done) return
      this.#sending = { h: this.#sending.h, done }
      tell()
    })
  }

  /** The line has just worked: sends what is to be sent, unless it is at it, or has failed a moment ago. */
  poke(): void {
    if (this.#stopped || this.#running !== null) return
    const rest = this.#failures === 0 ? 0 : (RETRY[Math.min(this.#failures, RETRY.length) - 1] as number)
    const since = this.#now() - this.#failedAt
    // A clock that was set back says nothing of how long it has been.
    if (since >= 0 && since < rest) return
    this.#running = this.#once().finally(() => {
      this.#running = null
      this.#tell()
    })
  }

  /** Nothing more is begun. A file that is on its way is not waited for: main ends it by itself. */
  stop(): void {
    this.#stopped = true
    this.#quiet()
  }

  /** What is still to be sent, but for entries that were set aside: those are shown as such. */
  async status(): Promise<SyncStatus['attachments']> {
    const rows = await this.#unsent()
    const there = (row: UploadRow) => (row.h === this.#sending?.h ? this.#sending.done : 0)
    const bytes = rows.reduce((sum, { row }) => sum + row.n - there(row), 0)
    const stuck = rows.filter(({ row }) => row.code !== null).length
    return { unsent: rows.length, bytes, stuck, failure: rows.length === 0 ? null : this.#failure }
  }

  async #once(): Promise<void> {
    const done = await this.#send().catch((error: unknown) =>
      isStoreError(error) ? asStoreFailure(error) : fail('internal', error instanceof Error ? error.message : ''),
    )
    if (done.ok) this.#failures = 0
    else {
      this.#failures++
      this.#failedAt = this.#now()
      this.#note(done)
    }
  }

  /** The smallest first: that way the most get through before the line goes again. */
  async #send(): Promise<Result<null>> {
    const rows = (await this.#unsent())
      .filter(({ row, acknowledged }) => acknowledged && row.code === null)
      .map(({ row }) => row)
      .sort((a, b) => a.n - b.n)
    let asked = Number.NEGATIVE_INFINITY
    let missing: ReadonlySet<UploadRow> = new Set()
    let bad = false
    for (const [i, row] of rows.entries()) {
      if (this.#stopped) return ok(null)
      if (i % ASKED === 0 || Math.abs(this.#now() - asked) > ASK_AGAIN) {
        const answer = await this.#ask(rows.slice(i, i + ASKED))
        if (!answer.ok) return answer
        missing = answer.value
        asked = this.#now()
      }
      if (!missing.has(row)) continue
      const sent = await this.#sendOne(row)
      if (this.#stopped) return ok(null)
      if (sent.ok) await this.#mark(row, { sent: 1, code: null })
      else if (OF_THIS_FILE.has(sent.code)) {
        await this.#mark(row, { code: sent.code })
        this.#note(sent)
        bad = true
      } else return sent
      this.#tell()
    }
    if (rows.length > 0 && !bad) this.#failure = null
    return ok(null)
  }

  /** Those that the province lacks; what it has is noted. */
  async #ask(rows: readonly UploadRow[]): Promise<Result<Set<UploadRow>>> {
    const answer = await this.#client.attachmentsHere(rows.map(({ h }) => must(fromHex(h))))
    if (!answer.ok) return answer
    if (answer.value.here.length !== rows.length) return fail('truncated', 'answers about attachments')
    const missing = new Set<UploadRow>()
    for (const [i, row] of rows.entries()) {
      if (answer.value.here[i] !== true) missing.add(row)
      else if (!this.#stopped) await this.#mark(row, { sent: 1, code: null })
    }
    return ok(missing)
  }

  async #sendOne({ h, n }: UploadRow): Promise<Result<null>> {
    this.#sending = { h, done: 0 }
    const sent = await this.#client.sendAttachment(must(fromHex(h)))
    this.#sending = null
    if (sent.ok) this.#client.report.bytesUp += n
    return sent
  }

  async #mark({ entry, h }: UploadRow, change: Partial<Pick<UploadRow, 'sent' | 'code'>>): Promise<void> {
    await this.#db.uploads.update([entry, h], change)
  }

  #note({ code, detail }: Failure): void {
    this.#failure = { at: this.#now(), code, detail }
  }

  async #unsent(): Promise<{ row: UploadRow; acknowledged: boolean }[]> {
    const rows = await this.#db.uploads.where('sent').equals(0).toArray()
    if (rows.length === 0) return []
    const waiting = await this.#db.outbox.bulkGet(rows.map(({ entry }) => entry))
    return rows.flatMap((row, i) => {
      const standing = waiting[i]?.standing ?? 'sealed'
      return standing === 'set-aside' ? [] : [{ row, acknowledged: standing !== 'saved' }]
    })
  }
}

/** Notes what an entry of this desktop has to send; part of the transaction that notes the entry itself. */
export async function noteUploads(
  db: ReplicaDatabase,
  entries: readonly { readonly id: Uint8Array; readonly body: Pick<Body, 'att'> }[],
): Promise<void> {
  const all = entries.flatMap(({ id, body }) =>
    body.att.map(({ h, n }): UploadRow => ({ entry: hex(id), h: hex(h), n, sent: 0, code: null })),
  )
  const known = await db.uploads.bulkGet(all.map(({ entry, h }) => [entry, h] as [string, string]))
  await db.uploads.bulkAdd(all.filter((_, i) => known[i] === undefined))
}

/** A new start is a new try. */
export async function tryUploadsAgain(db: ReplicaDatabase): Promise<void> {
  await db.uploads.where('sent').equals(0).modify({ code: null })
}
