import { hex } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Bridge, Draft, Person, Site } from '../../shared/bridge.ts'
import type { Gov } from '../../shared/contract/index.ts'
import type { ServiceDefinition } from '../../shared/contract/service/index.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import { parseVkey, type Verify } from '../../shared/ledger/index.ts'
import type { Trust } from '../../shared/sync/check-heads.ts'
import type { Filed, ReplicaCalls, ReplicaEvent } from './api.ts'
import { actionsFor, caseRow, definitionOf, stepsOf } from './case-views.ts'
import { checkProof } from './check-proof.ts'
import { databaseName, ReplicaDatabase } from './database.ts'
import { checkFiling, draftAct, draftFiling, nextIntakeNumber, type RandomBytes } from './filing.ts'
import { listCases, listSubjects, subjectRow } from './lists.ts'
import { Outbox } from './outbox.ts'
import { overviewOf } from './overview.ts'
import { paperOf } from './papers.ts'
import { proofFile } from './proofs.ts'
import { findCase, findSubject, readGov, type Snapshot, takeSnapshot } from './snapshot.ts'
import { asStoreFailure } from './store-failure.ts'
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
    return asStoreFailure(error)
  }
  const core = new ReplicaCore(bridge, site, person, host, trust, db)
  const started = await core.start()
  if (started.ok) return ok(core)
  await core.close()
  return started
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
  readonly #outbox: Outbox
  #now!: Snapshot
  #refreshing: Promise<unknown> = Promise.resolve()
  #signing: Promise<unknown> = Promise.resolve()

  constructor(bridge: Bridge, site: Site, person: Person, host: CoreHost, trust: Trust, db: ReplicaDatabase) {
    this.#bridge = bridge
    this.#site = site
    this.#person = person
    this.#host = host
    this.#trust = trust
    this.#db = db
    this.#unsealer = new Unsealer(bridge, db)
    this.#outbox = new Outbox(bridge, db, person.office)
    this.#loop = new SyncLoop(bridge, db, trust, person.office, host, this.#outbox, () => this.#refresh())
    this.calls = this.#makeCalls()
  }

  async start(): Promise<Result<null>> {
    const mended = await this.#outbox.mend()
    if (!mended.ok) return mended
    await this.#refresh()
    this.#loop.start(this.#now.gov)
    return ok(null)
  }

  async close(): Promise<void> {
    await this.#loop.stop()
    await this.#signing
    await this.#refreshing
    this.#host.pool.close()
    this.#db.close()
  }

  /**
   * A new snapshot, and word to the pages. One after the other, each from one moment of the database: a slow one must not put back what a later
   * one has shown.
   */
  #refresh(): Promise<Gov> {
    const db = this.#db
    const next = this.#refreshing.then(async () => {
      await db.transaction('r', [db.gov, db.meta, db.outbox, db.cases, db.subjects], async () => {
        this.#now = await takeSnapshot(db, this.#site, this.#person, await readGov(db))
      })
      this.#host.tell({ type: 'changed' })
      return this.#now.gov
    })
    this.#refreshing = next.catch(() => undefined)
    return next
  }

  /** Before anything is signed or sent: nothing that is in the journal may be missing in the outbox. */
  async #mend(): Promise<Result<null>> {
    const mended = await this.#outbox.mend()
    if (!mended.ok) return mended
    if (mended.value.changed) await this.#refresh()
    return ok(null)
  }

  /** One draft at a time: each is based on the heads that the one before has left. */
  #inTurn(task: () => Promise<Result<Filed>>): Promise<Result<Filed>> {
    const run = this.#signing.then(async () => {
      const mended = await this.#mend()
      return mended.ok ? task() : mended
    })
    this.#signing = run.catch(() => undefined)
    return run
  }

  /** Signed and journalled by main first, then into the outbox in one strict transaction: saved means both. */
  async #keep(draft: Draft, id: string): Promise<Result<Filed>> {
    const kept = await this.#bridge.call('filing.submit', draft)
    if (!kept.ok) {
      // Some failures leave it open whether the journal has it.
      this.#outbox.doubt()
      return kept
    }
    const saved = await this.#outbox.keep(kept.value)
    if (!saved.ok) return saved
    await this.#refresh()
    this.#loop.nudge()
    return ok({ entry: hex(kept.value.id), case: id })
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
    // Missing materials do not keep a filing from being taken (收件): they are what the one-time notice is for.
    const first = problems.find((one) => one.problem !== 'material')
    if (first !== undefined) return fail('form-invalid', `${first.field ?? ''}: ${first.problem}`)
    const office = this.#person.office
    const used = [...this.#outbox.numbers, ...(await this.#casesOfDay(office, today))]
    const id = `${office}/case/${nextIntakeNumber(office, this.#site.device, today, used)}`
    const draft = await draftFiling(this.#db, this.#now, definition, values, filing, id, this.#host.random)
    if (!draft.ok) return draft
    // Spent once it is tried: what failed may stand in the journal all the same.
    this.#outbox.numbers.add(id)
    return this.#keep(draft.value, id)
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
      if (record !== undefined) wanted.set(id, placesOf(record))
    }
    return ok(Object.fromEntries(await this.#unsealer.values(this.#now, wanted)))
  }
}

/** What people come to the counter for first: services that change what is on record, then those that put it there. */
function byUse(a: ServiceDefinition, b: ServiceDefinition): number {
  return a.subject.mode.localeCompare(b.subject.mode) || a.code.localeCompare(b.code)
}
