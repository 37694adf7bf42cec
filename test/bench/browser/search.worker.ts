import type { CaseQuery } from '../../../renderer/replica/api.ts'
import { Bulk } from '../../../renderer/replica/bulk/bulk.ts'
import { ExpectedRecords } from '../../../renderer/replica/bulk/expected.ts'
import { ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { writeIntake } from '../../../renderer/replica/ingest.ts'
import { listCases, listSubjects } from '../../../renderer/replica/lists.ts'
import { NO_OVERLAY } from '../../../renderer/replica/overlay.ts'
import { findApplicant } from '../../../renderer/replica/search/applicant.ts'
import { SearchChanges, searchTables } from '../../../renderer/replica/search/changes.ts'
import { Search } from '../../../renderer/replica/search/search.ts'
import type { Snapshot } from '../../../renderer/replica/snapshot.ts'
import { Unsealer } from '../../../renderer/replica/unseal.ts'
import { must, ok } from '../../../shared/base/result.ts'
import type { Bridge } from '../../../shared/bridge.ts'
import { type CaseRecord, emptyScope, Gov, type SubjectRecord } from '../../../shared/contract/index.ts'
import { PLAIN_WEEK } from '../../../shared/contract/working-days.ts'
import { decode, type Value } from '../../../shared/ledger/index.ts'
import type { Piece } from '../search-rows.ts'
import { post } from './post.ts'

export type SearchAsk =
  | {
      readonly open: {
        readonly office: string
        readonly clock: number
        readonly roles: string[]
        readonly anew: boolean
      }
    }
  | { readonly fill: { readonly k: number; readonly rolls: boolean } }
  | { readonly index: true }
  | { readonly cases: Partial<CaseQuery> }
  | { readonly subjects: string }
  | { readonly applicant: string }
  | { readonly raw: number }
  | { readonly get: string }
  | { readonly bytes: true }
  | { readonly close: true }

export interface SearchAnswer {
  readonly ms: number
  readonly rows: number
  readonly next: string | null
  readonly left?: number
}

const MAX = 64 * 1024 * 1024
const read = (bytes: Uint8Array) => must(decode(bytes, { max: MAX }))

/** The vault of a real main, over the bench's server. */
const bridge = {
  async call(name: string, input: Value) {
    return ok(read(await post(`/bridge/${name}`, encodeInput(input))))
  },
  on: () => () => {},
} as unknown as Bridge

function encodeInput(input: Value): Uint8Array {
  const { sealed } = input as { sealed?: Uint8Array[] }
  if (sealed === undefined) return new Uint8Array(0)
  const out = new Uint8Array(sealed.reduce((sum, one) => sum + 4 + one.length, 0))
  const view = new DataView(out.buffer)
  let at = 0
  for (const one of sealed) {
    view.setUint32(at, one.length)
    out.set(one, at + 4)
    at += 4 + one.length
  }
  return out
}

class Bench {
  readonly db = new ReplicaDatabase('bench/search')
  readonly bare = new ReplicaDatabase('bench/search-bare')
  readonly #pieces = new Map<number, Piece>()
  readonly search: Search
  readonly now: Snapshot
  readonly clock: number
  left = 0

  constructor(gov: Gov, job: { office: string; clock: number; roles: string[] }) {
    const person = {
      id: 'reviewer',
      name: '审核员',
      office: job.office,
      officeName: '',
      roles: job.roles,
      key: new Uint8Array(32),
    }
    this.clock = job.clock
    const bulk = new Bulk(this.db, job.office)
    this.now = {
      ...{ site: {} as Snapshot['site'], person, office: job.office, gov, state: emptyScope(job.office), height: 1 },
      ...{ overlay: NO_OVERLAY, days: PLAIN_WEEK, govWaiting: { waiting: [], outcomes: new Map(), gov } },
      ...{ govState: emptyScope('gov'), bulk, expected: new ExpectedRecords(this.db, bulk) },
    }
    this.search = new Search(bridge, this.db, new Unsealer(bridge, this.db), {
      now: () => this.now,
      clock: () => this.clock,
      pulling: () => null,
      told: ({ left }) => {
        this.left = left
      },
      grown: () => {},
      later: (task, ms) => {
        const timer = setTimeout(task, ms)
        return () => clearTimeout(timer)
      },
    })
  }

  /** One piece as a sync run writes it; without its rolls into a database of its own. */
  async fill(k: number, rolls: boolean): Promise<number> {
    const piece = this.#pieces.get(k) ?? (read(await post(`/piece/${k}`, new Uint8Array(0))) as unknown as Piece)
    // Both sides of the comparison are given the same piece.
    if (this.#pieces.delete(k) === false) this.#pieces.set(k, piece)
    const db = rolls ? this.db : this.bare
    const records = [...piece.cases, ...piece.subjects].map(
      ({ id, bytes }) => [id, read(bytes) as unknown as CaseRecord | SubjectRecord] as const,
    )
    const start = performance.now()
    const changes = new SearchChanges()
    if (rolls) for (const [id, record] of records) changes.put(id, undefined, record)
    const tables = [db.tiles, db.cases, db.subjects, db.gov, db.outbox, db.payloads, db.wanted, db.outcomes, db.meta]
    await db.transaction('rw', [...tables, ...searchTables(db, false)], () =>
      writeIntake(db, {
        ...{ scope: this.now.office, from: piece.from, state: emptyScope(this.now.office), leaves: [] },
        ...{ cases: piece.cases, subjects: piece.subjects, gov: new Map(), outcomes: [], wanted: [] },
        ...{ counters: { subjects: 0, open: 0, disputed: 0 }, search: changes.intake() },
      }),
    )
    const ms = performance.now() - start
    if (rolls) await db.payloads.bulkPut([...piece.payloads])
    return ms
  }

  async index(): Promise<void> {
    this.search.nudge()
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      const state = await this.db.indexState.get(0)
      const unread = await this.db.unindexed.where('[waiting+from]').between([0, -Infinity], [0, Infinity]).count()
      if (state?.cases === 0 && state.subjects === 0 && unread === 0) break
    }
    await this.search.view()
  }
}

let bench: Bench | null = null

async function open(job: { office: string; clock: number; roles: string[]; anew: boolean }): Promise<Bench> {
  const facts = read(await post('/services', new Uint8Array(0))) as unknown as { code: string; version: number }[]
  const gov = Gov.from(
    facts.map((one) => [
      `service/${one.code}/${one.version}`,
      { from: 0, definition: one as unknown as Value, signers: [] },
    ]),
  )
  const made = new Bench(gov, job)
  await made.db.open()
  await made.bare.open()
  // As after an update that takes texts apart in another way.
  if (job.anew) await made.db.indexState.clear()
  made.search.nudge()
  return made
}

async function answer(ask: SearchAsk): Promise<SearchAnswer> {
  const start = performance.now()
  const since = () => performance.now() - start
  if ('open' in ask) {
    bench = await open(ask.open)
    return { ms: since(), rows: 0, next: null }
  }
  if (bench === null) throw new Error('not open')
  const { search, db, now, clock } = bench
  if ('fill' in ask) return { ms: await bench.fill(ask.fill.k, ask.fill.rolls), rows: 0, next: null }
  if ('index' in ask) {
    await bench.index()
    return { ms: since(), rows: 0, next: null }
  }
  if ('cases' in ask) {
    const query: CaseQuery = { filter: 'all', text: '', after: null, limit: 10, ...ask.cases }
    const page = await listCases(search, db, now, query, clock)
    return { ms: since(), rows: page.rows.length, next: page.next }
  }
  if ('subjects' in ask) {
    const page = await listSubjects(search, db, now, { text: ask.subjects, after: null, limit: 10 })
    return { ms: since(), rows: page.rows.length, next: page.next }
  }
  if ('applicant' in ask) {
    const found = must(await findApplicant(search, db, await search.view(), now, ask.applicant, clock))
    return { ms: since(), rows: found.cases.length, next: null }
  }
  if ('bytes' in ask) {
    let bytes = 0
    await db.shelves.each(({ sealed }) => {
      bytes += sealed.length + 8
    })
    const shelves = bytes
    for (const { bytes: columns } of await db.caseRoll.toArray()) bytes += columns.length
    for (const { ids } of await db.subjectRoll.toArray()) bytes += ids.join().length + ids.length * 8
    return { ms: bytes, rows: shelves, next: null }
  }
  if ('get' in ask) {
    const row = await db.cases.get(ask.get)
    return { ms: since(), rows: row === undefined ? 0 : 1, next: null }
  }
  if ('raw' in ask) {
    const rows = await db.cases.where('order').below(ask.raw).reverse().limit(10).toArray()
    return { ms: since(), rows: rows.length, next: null }
  }
  await search.stop()
  db.close()
  bench.bare.close()
  bench = null
  return { ms: since(), rows: 0, next: null }
}

self.addEventListener('message', ({ data }: MessageEvent<SearchAsk>) => {
  answer(data).then(
    (one) => self.postMessage(one),
    (error: unknown) =>
      self.postMessage({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
