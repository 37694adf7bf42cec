import { hex } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Bridge, Kept, Person, Site } from '../../shared/bridge.ts'
import { chainName, Gov, isCase } from '../../shared/contract/index.ts'
import type { ServiceDefinition } from '../../shared/contract/service/index.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import { parseBody, parseVkey, type Verify } from '../../shared/ledger/index.ts'
import type { Trust } from '../../shared/sync/check-heads.ts'
import type { Filed, ReplicaCalls, ReplicaEvent } from './api.ts'
import { actionsFor, caseRow, definitionOf, stepsOf } from './case-views.ts'
import { checkProof } from './check-proof.ts'
import { databaseName, type OutboxRow, ReplicaDatabase } from './database.ts'
import { checkFiling, draftAct, draftFiling, nextIntakeNumber, type RandomBytes } from './filing.ts'
import { listCases, listSubjects, subjectRow } from './lists.ts'
import { overviewOf } from './overview.ts'
import { paperOf } from './papers.ts'
import { proofFile } from './proofs.ts'
import { findCase, findSubject, readGov, type Snapshot, takeSnapshot } from './snapshot.ts'
import { SyncLoop } from './sync-loop.ts'
import { placesOf, Unsealer } from './unseal.ts'
import type { VerifyPool } from './verify-pool.ts'

/** What the core is given by the runtime around it: a worker in the product, Node in tests. */
export interface CoreHost {
  readonly now: () => number
  readonly random: RandomBytes
  readonly verify: Verify
  readonly pool: VerifyPool
  readonly tell: (event: ReplicaEvent) => void
  /** Runs `task` after `ms`; answers a function that takes it back. */
  readonly later: (task: () => void, ms: number) => () => void
}

export interface Core {
  readonly calls: ReplicaCalls
  close(): Promise<void>
}

/** Opens the replica of the person's office: database, journal held against it, first snapshot, and the sync loop. */
export async function openCore(bridge: Bridge, site: Site, person: Person, host: CoreHost): Promise<Result<Core>> {
  const log = parseVkey(site.vkey)
  if (!log.ok) return log
  const trust: Trust = { net: site.net, log: log.value, ack: site.ack }
  const db = new ReplicaDatabase(databaseName(hex(site.net), person.office))
  try {
    await db.open()
  } catch (error) {
    return fail('disk-failed', error instanceof Error ? error.name : 'IndexedDB')
  }
  const core = new ReplicaCore(bridge, site, person, host, trust, db)
  const started = await core.start()
  return started.ok ? ok(core) : started
}

class ReplicaCore implements Core {
  readonly calls: ReplicaCalls
  readonly #bridge: Bridge
  readonly #site: Site
  readonly #person: Person
  readonly #host: CoreHost
  readonly #trust: Trust
  readonly #db: ReplicaDatabase
  readonly #unsealer: Unsealer
  readonly #loop: SyncLoop
  #now!: Snapshot
  /** Case ids that this device has given out, out of its journal: a number is never given twice, even over a lost replica. */
  readonly #numbers = new Set<string>()
  #signing: Promise<unknown> = Promise.resolve()

  constructor(bridge: Bridge, site: Site, person: Person, host: CoreHost, trust: Trust, db: ReplicaDatabase) {
    this.#bridge = bridge
    this.#site = site
    this.#person = person
    this.#host = host
    this.#trust = trust
    this.#db = db
    this.#unsealer = new Unsealer(bridge, db)
    this.#loop = new SyncLoop(bridge, db, trust, person.office, host, () => this.#refresh())
    this.calls = this.#makeCalls()
  }

  async start(): Promise<Result<null>> {
    const journal = await this.#readJournal()
    if (!journal.ok) return journal
    await this.#refresh()
    this.#loop.start(this.#now.gov)
    return ok(null)
  }

  async close(): Promise<void> {
    await this.#loop.stop()
    this.#host.pool.close()
    this.#db.close()
  }

  /** Holds the journal against the replica: what main has signed and this database does not know is put back into the outbox. */
  async #readJournal(): Promise<Result<null>> {
    const gov = await readGov(this.#db)
    const snapshot = await takeSnapshot(this.#db, this.#site, this.#person, gov)
    const max = 500
    for (let from = 0; ; from += max) {
      const page = await this.#bridge.call('journal.list', { from, max })
      if (!page.ok) return page
      this.#loop.journalProblem(page.value.problem)
      const missing: OutboxRow[] = []
      for (const kept of page.value.entries) {
        const body = parseBody(kept.body)
        if (!body.ok || !body.value.scope.includes(this.#person.office)) continue
        if (body.value.case !== null && body.value.kind === 'file') this.#numbers.add(body.value.case)
        const end = snapshot.state.chains.get(chainName(body.value.key, body.value.epoch))
        if (end === undefined || body.value.seq > end.seq) missing.push(outboxRow(kept, from + missing.length))
      }
      await this.#db.transaction('rw', this.#db.outbox, async () => {
        const known = new Set(await this.#db.outbox.toCollection().primaryKeys())
        await this.#db.outbox.bulkPut(missing.filter((row) => !known.has(row.id)))
      })
      if (from + max >= page.value.total) return ok(null)
    }
  }

  /** A new snapshot, and word to the pages. */
  async #refresh(): Promise<Gov> {
    const gov = await readGov(this.#db)
    this.#now = await takeSnapshot(this.#db, this.#site, this.#person, gov)
    this.#host.tell({ type: 'changed' })
    return gov
  }

  /** One draft at a time: each is based on the heads that the one before has left. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#signing.then(task, task)
    this.#signing = run.catch(() => undefined)
    return run
  }

  /** Signed and journalled by main first, then into the outbox in one strict transaction: saved means both. */
  async #keep(draft: Parameters<Bridge['call']>[1], id: string): Promise<Result<Filed>> {
    const kept = await this.#bridge.call('filing.submit', draft as never)
    if (!kept.ok) return kept
    const last = await this.#db.outbox.orderBy('n').last()
    try {
      await this.#db.outbox.put(outboxRow(kept.value as Kept, (last?.n ?? 0) + 1))
    } catch (error) {
      // The journal has it: the next start puts it into the outbox. Until then it is not shown as saved.
      return fail('disk-failed', error instanceof Error ? error.name : 'IndexedDB')
    }
    await this.#refresh()
    this.#loop.nudge()
    return ok({ entry: hex((kept.value as Kept).id), case: id })
  }

  #makeCalls(): ReplicaCalls {
    const db = this.#db
    const clock = this.#host.now
    return {
      overview: async () => ok(await overviewOf(db, this.#now, clock())),
      cases: async (query) => ok(await listCases(db, this.#now, query, clock())),
      case: (id) => this.#caseDetail(id),
      subjects: async (query) => ok(await listSubjects(db, this.#now, query)),
      subject: (id) => this.#subjectDetail(id),
      reveal: (ids) => this.#reveal(ids),
      services: async () => ok(this.#now.gov.services(Number.MAX_SAFE_INTEGER).sort(byUse)),
      check: async (filing) => {
        const checked = await checkFiling(db, this.#now, filing, civilDate(clock()))
        return checked.ok ? ok(checked.value.problems) : checked
      },
      file: (filing) => this.#inTurn(() => this.#file(filing)),
      act: (input) =>
        this.#inTurn(async () => {
          const draft = await draftAct(db, this.#now, input)
          return draft.ok ? this.#keep(draft.value, input.case) : draft
        }),
      status: () => this.#loop.status(),
      queue: () => this.#loop.queue(this.#now),
      syncNow: async () => {
        await this.#loop.run()
        return this.#loop.status()
      },
      checkpoints: async (limit) => ok(await db.checkpoints.orderBy('size').reverse().limit(limit).toArray()),
      paper: async ({ case: id, kind, lang }) => {
        const record = await findCase(db, this.#now, id)
        if (record === null) return fail('not-found', id)
        const sealed = await this.#unsealer.values(this.#now, new Map([[id, placesOf(record)]]))
        return paperOf(db, this.#now, id, record, sealed.get(id) ?? {}, kind, lang, clock())
      },
      proofFile: async ({ case: id, kind }) => {
        const record = await findCase(db, this.#now, id)
        return record === null ? fail('not-found', id) : proofFile(db, this.#now, id, record, kind)
      },
      verify: async (input) => ok(await checkProof(this.#now, this.#trust, this.#host.verify, input)),
    }
  }

  async #file(filing: Parameters<ReplicaCalls['file']>[0]): Promise<Result<Filed>> {
    const today = civilDate(this.#host.now())
    const checked = await checkFiling(this.#db, this.#now, filing, today)
    if (!checked.ok) return checked
    const { definition, values, problems } = checked.value
    const [first] = problems
    if (first !== undefined) return fail('form-invalid', `${first.field ?? ''}: ${first.problem}`)
    const office = this.#person.office
    const used = [...this.#numbers, ...(await this.#casesOfDay(office, today))]
    const id = `${office}/case/${nextIntakeNumber(office, this.#site.device, today, used)}`
    const draft = await draftFiling(this.#db, this.#now, definition, values, filing, id, this.#host.random)
    if (!draft.ok) return draft
    const kept = await this.#keep(draft.value, id)
    if (kept.ok) this.#numbers.add(id)
    return kept
  }

  async #casesOfDay(office: string, day: string): Promise<string[]> {
    const prefix = `${office}/case/${office}${this.#site.device}${day.replaceAll('-', '')}`
    const sealed = await this.#db.cases.where('id').startsWith(prefix).primaryKeys()
    return [...sealed, ...this.#now.overlay.records.keys()]
  }

  async #caseDetail(id: string): ReturnType<ReplicaCalls['case']> {
    const now = this.#now
    const record = await findCase(this.#db, now, id)
    if (record === null) return fail('not-found', id)
    const definition = definitionOf(now, record)
    if (definition === null) return fail('unknown-service', record.service)
    const sealed = await this.#unsealer.values(now, new Map([[id, placesOf(record)]]))
    const subjectId = record.subjects[0]
    const subject = subjectId === undefined ? null : await findSubject(this.#db, now, subjectId)
    return ok({
      ...caseRow(now, id, record, this.#host.now()),
      definition,
      fields: record.fields,
      sealed: sealed.get(id) ?? {},
      materials: record.materials,
      steps: await stepsOf(this.#db, now, id, record),
      actions: actionsFor(now, record),
      subjectRow: subject === null || subjectId === undefined ? null : subjectRow(subjectId, subject),
      disputes: record.disputes.map(hex),
    })
  }

  async #subjectDetail(id: string): ReturnType<ReplicaCalls['subject']> {
    const now = this.#now
    const record = await findSubject(this.#db, now, id)
    if (record === null) return fail('not-found', id)
    const sealed = await this.#unsealer.values(now, new Map([[id, placesOf(record)]]))
    return ok({
      ...subjectRow(id, record),
      sealed: sealed.get(id) ?? {},
      steps: await stepsOf(this.#db, now, id, record),
    })
  }

  async #reveal(ids: readonly string[]): ReturnType<ReplicaCalls['reveal']> {
    const wanted = new Map<string, ReturnType<typeof placesOf>>()
    for (const id of ids.slice(0, 200)) {
      const overlaid = this.#now.overlay.records.get(id)
      const record =
        overlaid ??
        (id.includes('/case/') ? (await this.#db.cases.get(id))?.record : (await this.#db.subjects.get(id))?.record)
      if (record !== undefined) wanted.set(id, placesOf(isCase(record) ? record : record))
    }
    return ok(Object.fromEntries(await this.#unsealer.values(this.#now, wanted)))
  }
}

/** What people come to the counter for first: services that change what is on record, then those that put it there. */
function byUse(a: ServiceDefinition, b: ServiceDefinition): number {
  return a.subject.mode.localeCompare(b.subject.mode) || a.code.localeCompare(b.code)
}

function outboxRow(kept: Kept, n: number): OutboxRow {
  return {
    id: hex(kept.id),
    n,
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
