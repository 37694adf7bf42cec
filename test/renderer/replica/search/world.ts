import { Dexie } from 'dexie'
import type { CaseQuery, CaseRow, Page, SubjectQuery, SubjectRow } from '../../../../renderer/replica/api.ts'
import { Bulk } from '../../../../renderer/replica/bulk/bulk.ts'
import { ExpectedRecords } from '../../../../renderer/replica/bulk/expected.ts'
import { ReplicaDatabase } from '../../../../renderer/replica/database.ts'
import { type Intake, writeIntake } from '../../../../renderer/replica/ingest.ts'
import { listCases, listSubjects } from '../../../../renderer/replica/lists.ts'
import { NO_OVERLAY } from '../../../../renderer/replica/overlay.ts'
import { SearchChanges } from '../../../../renderer/replica/search/changes.ts'
import { INDEX_LIMITS, type IndexLimits } from '../../../../renderer/replica/search/indexer.ts'
import { Search } from '../../../../renderer/replica/search/search.ts'
import type { Snapshot } from '../../../../renderer/replica/snapshot.ts'
import { Unsealer } from '../../../../renderer/replica/unseal.ts'
import { hex, utf8 } from '../../../../shared/base/bytes.ts'
import { must, ok } from '../../../../shared/base/result.ts'
import type { Bridge } from '../../../../shared/bridge.ts'
import {
  type CaseRecord,
  emptyScope,
  Gov,
  type LedgerRecord,
  type SubjectRecord,
} from '../../../../shared/contract/index.ts'
import type { FieldValue, ServiceDefinition } from '../../../../shared/contract/service/index.ts'
import { isFinal } from '../../../../shared/contract/service/index.ts'
import { PLAIN_WEEK } from '../../../../shared/contract/working-days.ts'
import {
  decode,
  encode,
  encodePayload,
  fieldCommit,
  hash,
  payloadCommit,
  type Value,
} from '../../../../shared/ledger/index.ts'
import stock from '../../../../shared/services/grassland-stock.json' with { type: 'json' }
import transfer from '../../../../shared/services/grassland-transfer.json' with { type: 'json' }
import insurance from '../../../../shared/services/medical-insurance.json' with { type: 'json' }

export const OFFICE = '632723'
export const MORNING = Date.UTC(2026, 10, 22, 1)
const DAY = 86_400_000

export const SERVICES = { stock, transfer, insurance } as unknown as Readonly<Record<string, ServiceDefinition>>

/** One case as a test puts it down; everything that it leaves out has a sound value. */
export interface Filing {
  readonly service: keyof typeof SERVICES
  readonly number: string
  readonly values: Readonly<Record<string, FieldValue>>
  readonly state?: string
  /** Act, person. */
  readonly acts?: readonly (readonly [string, string])[]
  readonly time?: number
  readonly subjects?: readonly string[]
  readonly disputed?: boolean
  /** Its payload comes later. */
  readonly late?: boolean
}

export interface Held {
  readonly id: string
  readonly record: CaseRecord
  readonly filing: Filing
}

/**
 * The search over records that were never leaves: for tests that need many of them, or odd ones. Payloads are "sealed" by a bridge of our own, so that a
 * test can see every one that is opened.
 */
export class SearchWorld {
  db!: ReplicaDatabase
  search!: Search
  readonly name: string
  readonly gov: Gov
  readonly held: Held[] = []
  readonly late = new Map<string, Uint8Array>()
  readonly tasks = new Set<() => void>()
  locked = false
  key = new Uint8Array(64).fill(7)
  clock = MORNING + DAY
  person = 'clerk'
  roles = ['clerk']
  limits: IndexLimits = INDEX_LIMITS
  /** Payloads opened for somebody, and for the index. */
  opened = 0
  indexed = 0
  /** Calls of the index that main still answers; then the vault is shut. */
  answers = Number.POSITIVE_INFINITY
  overlay = NO_OVERLAY
  #at = 0
  #imported!: Pick<Snapshot, 'bulk' | 'expected'>

  constructor(name: string) {
    this.name = `search/${name}`
    this.gov = Gov.from(
      Object.values(SERVICES).map((definition) => [
        `service/${definition.code}/${definition.version}`,
        { from: 0, definition: definition as unknown as Value, signers: [] },
      ]),
    )
  }

  /** Opens the database and the search; without waiting for the index. */
  async open(): Promise<void> {
    this.db = new ReplicaDatabase(this.name)
    await this.db.open()
    const bulk = new Bulk(this.db, OFFICE)
    this.#imported = { bulk, expected: new ExpectedRecords(this.db, bulk) }
    this.search = new Search(this.bridge, this.db, new Unsealer(this.bridge, this.db), {
      now: () => this.now,
      clock: () => this.clock,
      pulling: () => null,
      told: () => {},
      grown: () => {},
      later: (task) => {
        this.tasks.add(task)
        return () => this.tasks.delete(task)
      },
      limits: this.limits,
    })
  }

  /** Reads all that there is to read. */
  async index(): Promise<void> {
    this.search.nudge()
    await this.search.view()
  }

  async close(): Promise<void> {
    await this.search.stop()
    this.db.close()
  }

  async wipe(): Promise<void> {
    await this.close()
    await Dexie.delete(this.name)
  }

  get now(): Snapshot {
    return {
      site: {} as Snapshot['site'],
      person: {
        id: this.person,
        name: this.person,
        office: OFFICE,
        officeName: '',
        roles: this.roles,
        key: new Uint8Array(32),
      },
      office: OFFICE,
      gov: this.gov,
      govWaiting: { waiting: [], outcomes: new Map(), gov: this.gov },
      govState: emptyScope('gov'),
      state: { ...emptyScope(OFFICE), frontier: { size: this.#at, nodes: [] } },
      height: 1,
      overlay: this.overlay,
      ...this.#imported,
      days: PLAIN_WEEK,
    }
  }

  get bridge(): Bridge {
    const open = (sealed: Uint8Array[]) =>
      sealed.map(
        (file) => must(decode(file, { max: file.length })) as unknown as { salt: Uint8Array; clear: Uint8Array },
      )
    return {
      call: async (name: string, input: { sealed: Uint8Array[] }) => {
        if (this.locked) return { ok: false, code: 'vault-locked', detail: '' }
        if (name === 'vault.search-key') return ok({ key: this.key.slice() })
        if (name === 'vault.open') this.opened += input.sealed.length
        if (name === 'vault.open-unasked' && --this.answers < 0) return { ok: false, code: 'vault-locked', detail: '' }
        if (name === 'vault.open-unasked') this.indexed += input.sealed.length
        return ok({ payloads: open(input.sealed) })
      },
      on: () => () => {},
    } as unknown as Bridge
  }

  /** Puts these on record, as one run of leaves. */
  async add(filings: readonly Filing[]): Promise<void> {
    const from = this.#at
    const changes = new SearchChanges()
    const cases: Intake['cases'][number][] = []
    const subjects = new Map<string, Intake['subjects'][number]>()
    for (const filing of filings) {
      const made = this.#make(filing)
      const known = this.held.findIndex(({ id }) => id === made.id)
      const before = known < 0 ? undefined : this.held[known]?.record
      const record = before === undefined ? made.record : keptParts(before, made.record)
      changes.put(made.id, before, record)
      if (known < 0) this.held.push({ ...made, record })
      else this.held[known] = { ...made, record }
      const definition = SERVICES[filing.service] as ServiceDefinition
      const open = isFinal(definition, record.state) ? 0 : 1
      cases.push({ id: made.id, order: record.log[0]?.at ?? 0, open, bytes: encode(record as unknown as Value) })
      for (const id of record.subjects) {
        const old = await this.db.subjects.get(id)
        const subject = subjectOf(record, old?.record)
        changes.put(id, old?.record, subject)
        subjects.set(id, { id, order: this.#at, bytes: encode(subject as unknown as Value) })
      }
    }
    const { caseRoll, subjectRoll, unindexed } = this.db
    const { tiles, cases: caseTable, subjects: subjectTable, outbox, payloads, wanted, outcomes, meta } = this.db
    await this.db.transaction(
      'rw',
      [
        tiles,
        caseTable,
        subjectTable,
        this.db.gov,
        outbox,
        payloads,
        wanted,
        outcomes,
        meta,
        caseRoll,
        subjectRoll,
        unindexed,
      ],
      () =>
        writeIntake(this.db, {
          scope: OFFICE,
          from,
          state: emptyScope(OFFICE),
          leaves: [],
          cases,
          subjects: [...subjects.values()],
          gov: new Map(),
          outcomes: [],
          wanted: filings.some(({ late }) => late) ? [new Uint8Array(32)] : [],
          counters: { subjects: 0, open: 0, disputed: 0 },
          search: changes.intake(),
        }),
    )
  }

  /** The payloads that were late have come. */
  async fetchLate(): Promise<void> {
    await this.db.payloads.bulkPut([...this.late].map(([commit, file]) => ({ commit, file })))
    this.late.clear()
    await this.db.wanted.clear()
  }

  cases(query: Partial<CaseQuery> = {}): Promise<Page<CaseRow>> {
    const whole: CaseQuery = { filter: 'all', text: '', after: null, limit: 10, ...query }
    return listCases(this.search, this.db, this.now, whole, this.clock)
  }

  /** Numbers of all that fit, page after page. */
  async numbers(query: Partial<CaseQuery> = {}): Promise<string[]> {
    return (await allPages((after) => this.cases({ ...query, after }))).map(({ number }) => number)
  }

  async subjects(query: Partial<SubjectQuery> = {}): Promise<string[]> {
    const ask = (after: string | null): Promise<Page<SubjectRow>> =>
      listSubjects(this.search, this.db, this.now, { text: '', limit: 10, ...query, after })
    return (await allPages(ask)).map(({ number }) => number)
  }

  /** A record as its leaves would have made it, and its payload where the replica looks for it. */
  #make(filing: Filing): Held {
    const definition = SERVICES[filing.service] as ServiceDefinition
    const id = `${OFFICE}/case/${filing.number}`
    const at = this.held.find((one) => one.id === id)?.record.log[0]?.at ?? this.#at
    const fields: Record<string, FieldValue> = {}
    const inPayload: Record<string, { salt: Uint8Array; value: Value }> = {}
    for (const [name, value] of Object.entries(filing.values)) {
      if (definition.sealed.includes(name))
        inPayload[name] = { salt: hash(utf8(`${id} ${name}`)), value: value as Value }
      else fields[name] = value
    }
    const salt = hash(utf8(id))
    const clear = encodePayload({ fields: inPayload })
    const commit = payloadCommit(salt, clear)
    const file = encode({ salt, clear })
    if (filing.late) this.late.set(hex(commit), file)
    else void this.db.payloads.put({ commit: hex(commit), file })
    const time = filing.time ?? MORNING
    const acts = [['file', 'colleague'] as const, ...(filing.acts ?? [])]
    const log = acts.map(([act, by], i) => {
      const place = i === 0 ? at : ++this.#at
      return {
        id: hash(utf8(`${id} ${i}`)),
        heads: [],
        ...{ set: [':state'], was: [null], held: false, with: [] },
        act,
        by,
        at: place,
        time: time + i,
        sealed: time + i,
      }
    })
    this.#at++
    const sealed = Object.fromEntries(
      Object.entries(inPayload).map(([name, one]) => [name, { h: fieldCommit(one.salt, one.value), commit }]),
    )
    const record = {
      ...{ t: 'case', service: definition.code, version: definition.version, fields, sealed, log },
      ...{ heads: [], disputes: filing.disputed === true ? [salt] : [], materials: [], numbers: {}, overruled: null },
      state: filing.state ?? definition.workflow.start,
      subjects: (filing.subjects ?? []).map((name) => `${OFFICE}/pasture-contract/${name}`),
    } as unknown as CaseRecord
    return { id, record, filing }
  }
}

/** As judging leaves alone what an act does not change. */
function keptParts(before: CaseRecord, after: CaseRecord): CaseRecord {
  const same = (part: 'fields' | 'sealed' | 'numbers' | 'subjects') =>
    hex(encode(before[part] as unknown as Value)) === hex(encode(after[part] as unknown as Value))
      ? before[part]
      : after[part]
  return {
    ...after,
    fields: same('fields'),
    sealed: same('sealed'),
    numbers: same('numbers'),
    subjects: same('subjects'),
  } as CaseRecord
}

/** A subject that has taken over what the case says of its holder. */
function subjectOf(record: CaseRecord, before: LedgerRecord | undefined): SubjectRecord {
  const sealed = Object.fromEntries(
    Object.entries({ holderName: 'transfereeName', holderId: 'transfereeId', holderPhone: 'transfereePhone' }).flatMap(
      ([name, from]) => {
        const found = record.sealed[name] === undefined ? from : name
        const one = record.sealed[found]
        return one === undefined ? [] : [[name, { ...one, name: found }]]
      },
    ),
  )
  const { contractNo, village, boundaryEast } = record.fields
  const fields = Object.fromEntries(
    Object.entries({ contractNo, village, boundaryEast }).filter(([, v]) => v !== undefined),
  )
  const log = [...(before?.log ?? []), record.log.at(-1)]
  return {
    ...{ t: 'pasture-contract', fields, sealed, log, heads: [], disputes: [], pending: null, burdens: [] },
    ...{ parents: [], children: [], ended: null },
  } as unknown as SubjectRecord
}

export async function allPages<T>(ask: (after: string | null) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = []
  let after: string | null = null
  for (let pages = 0; pages < 2_000; pages++) {
    const page: Page<T> = await ask(after)
    rows.push(...page.rows)
    if (page.next === null) return rows
    after = page.next
  }
  throw new Error('the list does not end')
}
