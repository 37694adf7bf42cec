import { hex } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Bridge, Draft, Person, Site } from '../../shared/bridge.ts'
import type { Gov } from '../../shared/contract/index.ts'
import type { FieldValue } from '../../shared/contract/service/index.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import { parseVkey, type SignedEntry, type Verify } from '../../shared/ledger/index.ts'
import type { Trust } from '../../shared/sync/check-heads.ts'
import type { Acting, Filed, ReplicaCalls, ReplicaEvent } from './api.ts'
import { Attachments } from './attachments.ts'
import { Bulk } from './bulk/bulk.ts'
import { ExpectedRecords } from './bulk/expected.ts'
import { importCalls } from './bulk/import-calls.ts'
import { factsOfCase } from './case-facts.ts'
import { actionsFor, caseRow, definitionOf } from './case-views.ts'
import { checkAct, checkFiling, NO_REASON } from './check-filing.ts'
import { checkProof } from './check-proof.ts'
import { conflictCalls } from './conflicts/calls.ts'
import { supersededBy } from './conflicts/superseded.ts'
import { databaseName, ReplicaDatabase, type SettledRow } from './database.ts'
import { draftAct, draftFiling, type RandomBytes } from './filing.ts'
import { formCalls } from './form-calls.ts'
import { govCalls } from './gov-calls.ts'
import { nextIntakeNumber } from './intake-numbers.ts'
import { subjectRow } from './lists.ts'
import { Outbox } from './outbox.ts'
import { overviewOf } from './overview.ts'
import { paperOf } from './papers.ts'
import { proofFile } from './proofs.ts'
import { numberFor } from './running-numbers.ts'
import { searchCalls } from './search/calls.ts'
import { SavedFilters } from './search/saved-filters.ts'
import { Search } from './search/search.ts'
import { leaveStopped } from './set-aside/again.ts'
import { asideCalls, settledBy } from './set-aside/calls.ts'
import { inPlaceOf } from './set-aside/settle.ts'
import { findCase, findSubject, recordNow, type Snapshot, type Standing, takeSnapshot } from './snapshot.ts'
import { stepsOf } from './steps.ts'
import { asStoreFailure } from './store-failure.ts'
import { extractOf } from './subject-extract.ts'
import { describedFields, kinOf } from './subject-views.ts'
import { SyncLoop } from './sync-loop.ts'
import { actsOfToday } from './today-acts.ts'
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
  readonly #attachments: Attachments
  readonly #search: Search
  readonly #filters: SavedFilters
  readonly #standing: Standing
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
    const bulk = new Bulk(db, person.office)
    this.#standing = { site, person, office: person.office, bulk, expected: new ExpectedRecords(db, bulk) }
    this.#outbox = new Outbox(bridge, db, person.office, bulk)
    this.#loop = new SyncLoop(bridge, db, trust, person, host, this.#outbox, () => this.#refresh())
    this.#attachments = new Attachments(bridge, db, this.#loop.client)
    this.#search = new Search(bridge, db, this.#unsealer, {
      now: () => this.#now,
      clock: host.now,
      pulling: () => this.#loop.pulling,
      told: (status) => host.tell({ type: 'search', status }),
      grown: () => host.tell({ type: 'changed' }),
      later: host.later,
    })
    this.#filters = new SavedFilters(db, person.id, () => this.#search.blind())
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
    await this.#search.stop()
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
      this.#now = await takeSnapshot(db, this.#standing, this.#now ?? null)
      this.#search.nudge()
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
  #inTurn<T>(task: () => Promise<Result<T>>): Promise<Result<T>> {
    const run = this.#signing.then(async () => {
      const mended = await this.#mend()
      if (!mended.ok) return mended
      await leaveStopped(this.#bridge, this.#db, this.#standing.bulk, this.#person.key)
      return task()
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

  /** What was set aside and is now done in another way. */
  #old(entry: string | undefined): SettledRow | null {
    return entry === undefined ? null : settledBy({ now: () => this.#now, clock: this.#host.now }, entry, null)
  }

  /** Made, signed and kept once its turn has come. `of`: the case that it belongs to, if any. */
  #keepInTurn(draft: () => Promise<Result<Draft>>, of = ''): Promise<Result<Filed>> {
    return this.#inTurn(async () => {
      const made = await draft()
      return made.ok ? this.#keep(made.value, of) : made
    })
  }

  #makeCalls(): ReplicaCalls {
    const db = this.#db
    const clock = this.#host.now
    const now = () => this.#now
    const known = (entry: SignedEntry) => supersededBy(db, this.#now, entry)
    return {
      ...searchCalls(this.#search, this.#filters, db, now, clock),
      ...importCalls({
        ...{ db, bridge: this.#bridge, outbox: this.#outbox, random: this.#host.random, now },
        inTurn: (task) => this.#inTurn(task),
        kept: () => {
          this.#host.tell({ type: 'changed' })
          this.#loop.nudge()
        },
      }),
      ...formCalls(db, this.#unsealer, now, clock),
      ...asideCalls({
        ...{ db, bridge: this.#bridge, unsealer: this.#unsealer, now, clock },
        inTurn: (task) => this.#inTurn(task),
        taken: async () => {
          this.#outbox.doubt()
          const mended = await this.#mend()
          this.#loop.nudge()
          return mended
        },
        changed: () => this.#refresh(),
        sync: () => this.#loop.run(),
      }),
      ...govCalls(db, now, (draft) => this.#keepInTurn(async () => draft())),
      ...conflictCalls({
        ...{ db, unsealer: this.#unsealer, random: this.#host.random, now, clock },
        keep: (draft) => this.#keepInTurn(draft),
      }),
      overview: async () => ok(await overviewOf(db, this.#now, clock())),
      case: (id) => this.#caseDetail(id),
      subject: (id) => this.#subjectDetail(id),
      reveal: (ids) => this.#reveal(ids),
      today: async () => ok(await actsOfToday(db, this.#now, clock())),
      check: async (filing) => {
        const checked = await checkFiling(db, this.#now, this.#unsealer, filing, civilDate(clock()))
        return checked.ok ? ok(checked.value.problems) : checked
      },
      file: (filing) => this.#inTurn(() => inPlaceOf(db, this.#old(filing.instead), () => this.#file(filing))),
      attach: (content) => this.#attachments.attach(this.#now, content),
      attachments: (id) => this.#attachments.ofCase(this.#now, id),
      attachment: ({ hash, fetch }) => this.#attachments.open(hash, fetch),
      attached: (hashes) => this.#attachments.have(hashes),
      dropAttachments: (hashes) => this.#attachments.drop(hashes),
      act: (input) =>
        this.#inTurn(() =>
          inPlaceOf(db, this.#old(input.instead), async () => {
            const made = await this.#acting(input)
            return made.ok ? this.#keep(made.value, input.case) : made
          }),
        ),
      checkAct: async (input) => {
        const checked = await this.#checkedAct(input)
        return checked.ok ? ok(checked.value.problems) : checked
      },
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
        return paperOf(db, this.#now, this.#unsealer, id, record, kind, lang, clock())
      },
      proofFile: async ({ case: id, kind }) => {
        const record = await findCase(db, this.#now, id)
        return record === null ? fail('not-found', id) : proofFile(db, this.#now, id, record, kind)
      },
      extract: ({ subject, lang, masked }) =>
        extractOf(db, this.#now, this.#unsealer, subject, { lang, masked, clock: clock() }),
      verify: async (input) => ok(await checkProof(this.#now, this.#trust, this.#host.verify, input, known)),
    }
  }

  async #file(filing: Parameters<ReplicaCalls['file']>[0]): Promise<Result<Filed>> {
    const today = civilDate(this.#host.now())
    const checked = await checkFiling(this.#db, this.#now, this.#unsealer, filing, today)
    if (!checked.ok) return checked
    const { definition, values, problems } = checked.value
    // Missing materials do not keep a filing from being taken (收件): they are what the one-time notice is for.
    const first = problems.find((one) => one.problem !== 'material')
    if (first !== undefined) return fail('form-invalid', `${first.field ?? ''}: ${first.problem}`)
    const office = this.#person.office
    const used = [...this.#outbox.numbers, ...(await this.#casesOfDay(office, today))]
    const id = `${office}/case/${nextIntakeNumber(office, this.#site.device, today, used)}`
    const number = await numberFor(this.#db, this.#now, definition, 'file', today)
    const given = number === 'none' ? null : number
    const draft = await draftFiling(this.#db, this.#now, definition, values, filing, id, given, this.#host.random)
    if (!draft.ok) return draft
    // Spent once it is tried: what failed may stand in the journal all the same.
    this.#outbox.numbers.add(id)
    return this.#keep(draft.value, id)
  }

  /** The act with all that it stands on: the case, its definition, the action, and every value of the form, opened. */
  async #checkedAct(input: Acting) {
    const record = await findCase(this.#db, this.#now, input.case)
    if (record === null) return fail('not-found', input.case)
    const definition = definitionOf(this.#now, record)
    if (definition === null) return fail('unknown-service', record.service)
    const clock = this.#host.now()
    const action = actionsFor(this.#now, record, clock).find((one) => one.name === input.action)
    if (action === undefined) return fail('not-allowed', input.action)
    const opened = await this.#unsealer.values(this.#now, new Map([[input.case, placesOf(record)]]))
    const before = { ...record.fields, ...known(opened.get(input.case) ?? {}) }
    const today = civilDate(clock)
    const asked = [this.#db, this.#now, this.#unsealer, definition, record, action] as const
    const { values, takenBack, problems } = await checkAct(...asked, input, before, today)
    if (action.reason === 'required' && (input.reason?.trim() ?? '') === '') problems.push(NO_REASON)
    return ok({ record, definition, action, values, takenBack, problems, today })
  }

  async #acting(input: Acting): Promise<Result<Draft>> {
    const checked = await this.#checkedAct(input)
    if (!checked.ok) return checked
    const { record, definition, action, values, takenBack, problems, today } = checked.value
    const [first] = problems
    if (first !== undefined) return fail('form-invalid', `${first.field ?? ''}: ${first.problem}`)
    const number = await numberFor(this.#db, this.#now, definition, action.name, today)
    if (number === 'none') return fail('numbers-used-up', definition.code)
    const { reason, materials = [] } = input
    const said = { case: input.case, reason, materials, takenBack }
    return draftAct(this.#db, this.#now, definition, record, action, values, said, number, this.#host.random)
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
    const clock = this.#host.now()
    return ok({
      ...caseRow(now, id, record, clock),
      ...(await factsOfCase(this.#db, now, definition, id, record, sealed.get(id) ?? {}, clock)),
      definition,
      fields: record.fields,
      sealed: sealed.get(id) ?? {},
      materials: record.materials,
      steps: await stepsOf(this.#db, now, id, record),
      actions: actionsFor(now, record, clock),
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
      described: describedFields(now, record),
      kin: await kinOf(this.#db, now, record),
    })
  }

  async #reveal(ids: readonly string[]): ReturnType<ReplicaCalls['reveal']> {
    const wanted = new Map<string, ReturnType<typeof placesOf>>()
    const open = new Map<string, Readonly<Record<string, FieldValue>>>()
    for (const id of ids.slice(0, 200)) {
      const record = await recordNow(this.#db, this.#now, id)
      if (record === undefined) continue
      wanted.set(id, placesOf(record))
      open.set(id, record.fields)
    }
    const sealed = await this.#unsealer.values(this.#now, wanted)
    return ok(Object.fromEntries([...open].map(([id, fields]) => [id, { ...fields, ...sealed.get(id) }])))
  }
}

function known(values: Readonly<Record<string, FieldValue | null>>): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(values).filter((one): one is [string, FieldValue] => one[1] !== null))
}
