import { compare, utf8 } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  type Block,
  buildBlock,
  type CaseRecord,
  type Dispute,
  type DisputeRecord,
  disputeId,
  type GivenNumber,
  Gov,
  type LedgerRecord,
  type RoleName as Role,
  recordsOfDecision,
  recordsToName,
  type ScopeState,
  type SubjectRecord,
} from '../../shared/contract/index.ts'
import type { FieldValue } from '../../shared/contract/service/index.ts'
import {
  encodeHead,
  entryId,
  fieldCommit,
  type Header,
  hash,
  type NoteKey,
  parseBody,
  payloadCommit,
  type ScopeHead,
  type SignedEntry,
  type Value,
} from '../../shared/ledger/index.ts'
import stockJson from '../../shared/services/grassland-stock.json' with { type: 'json' }
import transferJson from '../../shared/services/grassland-transfer.json' with { type: 'json' }
import { Device, TestKey } from './device.ts'
import { stockFields, transferFields } from './pasture-forms.ts'

export const START = Date.UTC(2026, 10, 22, 2, 0, 0)
export const COUNTY = '632723'
export const OTHER_COUNTY = '632726'
export const ORIGIN = 'ledger.test.example/2026'

/**
 * A whole small ledger in memory, made by the same contract code that nodes run: people with keys, filings, blocks, and every
 * leaf and head that an export or a receipt needs. Deterministic. Entries are sealed as given: what a node would not admit can
 * be sealed here, so that its judgement can be seen.
 */
export class LedgerWorld {
  log = new TestKey('log')
  readonly ack = new TestKey('ack')
  readonly devices = new Map<string, Device>()
  readonly gov = new Gov()
  readonly states = new Map<string, ScopeState>()
  readonly records = new Map<string, Map<string, LedgerRecord>>()
  readonly leaves = new Map<string, Uint8Array[]>()
  /** Per scope, the outcome of every leaf. */
  readonly outcomes = new Map<string, string[]>()
  readonly headers: { header: Header; bytes: Uint8Array }[] = []
  /** Per height, all heads in order. */
  readonly headsAt: (readonly ScopeHead[])[] = []
  net: Uint8Array = new Uint8Array(32)
  now = START
  #made = 0

  get noteKey(): NoteKey {
    return { name: ORIGIN, type: 1, pub: this.log.pub }
  }

  device(member: string): Device {
    let device = this.devices.get(member)
    if (device === undefined) {
      device = new Device(
        member,
        () => this.net,
        () => this.now,
      )
      this.devices.set(member, device)
    }
    return device
  }

  /** Seals one block a second later, honestly unless `scopesOf` says otherwise; answers what buildBlock gave. */
  seal(
    entries: readonly SignedEntry[],
    scopesOf = (entry: SignedEntry): readonly string[] => must(parseBody(entry.body)).scope,
  ): Block {
    this.now += 1000
    const last = this.headers.at(-1) ?? null
    const block = buildBlock(
      {
        net: this.net,
        last,
        scope: (code) => this.states.get(code),
        heads: new Map((this.headsAt.at(-1) ?? []).map((head) => [head.code, head])),
        gov: this.gov,
        record: (scope, id) => this.records.get(scope)?.get(id),
      },
      entries,
      scopesOf,
      this.now,
    )
    this.headers.push({ header: block.header, bytes: block.headerBytes })
    this.headsAt.push(block.heads)
    for (const part of block.sealed) {
      this.states.set(part.code, part.after)
      append(this.leaves, part.code, part.leaves)
      append(this.outcomes, part.code, part.outcomes)
      if (part.code === 'gov') continue
      const records = this.records.get(part.code) ?? new Map<string, LedgerRecord>()
      for (const [id, value] of part.changes) records.set(id, value as unknown as LedgerRecord)
      this.records.set(part.code, records)
    }
    return block
  }

  /** Seals one entry and answers its outcome in `scope`, or in the first scope that it names. */
  outcome(entry: SignedEntry, scope = must(parseBody(entry.body)).scope[0] as string): string {
    this.seal([entry])
    return this.outcomes.get(scope)?.at(-1) as string
  }

  record(id: string): LedgerRecord | undefined {
    return this.records.get(id.split('/').slice(0, -2).join('/'))?.get(id)
  }

  case(id: string): CaseRecord {
    return this.record(id) as CaseRecord
  }

  subject(id: string): SubjectRecord {
    return this.record(id) as SubjectRecord
  }

  /** The heads of a record as they stand; none when there is no such record. */
  heads(id: string): Uint8Array[] {
    return [...(this.record(id)?.heads ?? [])]
  }

  subj(...ids: string[]): { id: string; heads: Uint8Array[] }[] {
    return ids.sort().map((id) => ({ id, heads: this.heads(id) }))
  }

  get headBytes(): Uint8Array[] {
    return (this.headsAt.at(-1) ?? []).map(encodeHead)
  }

  // What people do.

  genesis(): SignedEntry {
    const registrar = this.device('registrar')
    const entry = registrar.sign({
      kind: 'genesis',
      scope: ['gov'],
      data: {
        origin: ORIGIN,
        title: '测试省登记账本',
        registrar: { id: 'registrar', name: '马建国' },
        keys: [registrar.key.declared('entry'), this.log.declared('log'), this.ack.declared('ack')] as unknown as Value,
      },
    })
    this.net = entryId(entry.body)
    return entry
  }

  office(code: string, name: string, parent: string | null = null): SignedEntry {
    return this.govern('office', {
      code,
      name,
      parent,
      level: parent === null ? 'province' : 'county',
      keys: [],
      recipient: null,
    })
  }

  member(id: string, office: string, roles: Role[], name = id): SignedEntry {
    return this.govern('member', {
      id,
      name,
      office,
      roles,
      scopes: [office],
      keys: [this.device(id).key.declared('entry') as unknown as Value],
    })
  }

  service(definition: unknown): SignedEntry {
    return this.govern('service', { definition: structuredClone(definition) as Value })
  }

  revoke(member: string): SignedEntry {
    return this.govern('revoke', { key: this.device(member).key.id, last: null, reason: '遗失' })
  }

  govern(kind: string, data: { [key: string]: Value }): SignedEntry {
    return this.device('registrar').sign({ kind, scope: ['gov'], data })
  }

  /** A new filing of a service. `subject` is the last part of the subject's id. */
  file(member: string, subject: string, what: FilingOptions = {}): { entry: SignedEntry; id: string } {
    const form = what.form ?? transferFields(subject)
    const definition = what.definition ?? transferJson
    const county = what.county ?? COUNTY
    this.#made += 1
    const id = what.case ?? `${county}/case/T${String(this.#made).padStart(5, '0')}`
    const { fields, sealed, commit } = split(form, definition.sealed, `${member}/${this.#made}`)
    const on = `${county}/${what.type ?? 'pasture-contract'}/${subject}`
    const entry = this.device(member).sign({
      kind: 'file',
      scope: [county],
      case: id,
      subj: [
        { id, heads: [] },
        { id: on, heads: what.heads ?? this.heads(on) },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
      data: {
        service: definition.code,
        version: definition.version,
        fields: { ...fields },
        sealed: { ...sealed },
        materials: [],
        number: what.number ?? null,
      } as unknown as { [key: string]: Value },
      commit,
    })
    return { entry, id }
  }

  /** An act on a case; `subjects` beside the case itself, `more` in its data. */
  act(
    member: string,
    id: string,
    action: string,
    reason: string | null = null,
    subjects: string[] = [],
    more: { [key: string]: Value } = {},
  ): SignedEntry {
    return this.device(member).sign({
      kind: 'act',
      scope: [id.split('/')[0] as string],
      case: id,
      subj: this.subj(id, ...subjects),
      data: { action, reason, fields: {}, sealed: {}, materials: [], number: null, rules: null, ...more },
    })
  }

  /** What is in dispute under the id of an entry. */
  dispute(entry: SignedEntry | Uint8Array, county = COUNTY): Dispute {
    const id = entry instanceof Uint8Array ? entry : entryId(entry.body)
    return (this.record(disputeId(county, id)) as DisputeRecord).dispute
  }

  /** A decision about all that is in dispute on `subject`, unless `disputes` says otherwise; it names what it has to (X6). */
  decide(
    member: string,
    subject: string,
    choice: 'keep' | 'adopt' | 'amend' | 'confirm' | 'reopen',
    what: Deciding = {},
  ) {
    const about = [...(what.disputes ?? this.record(subject)?.disputes ?? [])].sort(compare)
    const disputes = about.map((one) => this.dispute(one)).sort((a, b) => a.at - b.at)
    const adopt = what.adopt ?? null
    const proposed = disputes[0]?.proposed?.data['adopt'] as Uint8Array | null | undefined
    const on = { gov: this.gov, h: this.headers.length, disputes }
    const wanted =
      choice === 'reopen'
        ? recordsOfDecision(this.record(subject) as LedgerRecord, subject, disputes[0]?.decided?.id as Uint8Array)
        : recordsToName(on, (id) => this.record(id), choice === 'confirm' ? (proposed ?? null) : adopt)
    if (typeof wanted === 'string') throw new Error(wanted)
    const subj = (what.subj ?? this.subj(...wanted)) as { id: string; heads: Uint8Array[] }[]
    const heads = subj.find((one) => one.id === subject)?.heads ?? []
    const { seal = [], set = [], recall = [] } = what
    return this.device(member).sign({
      kind: 'resolve',
      scope: [subject.split('/')[0] as string],
      subj,
      data: {
        ...{
          subject,
          heads,
          choice,
          disputes: about,
          adopt,
          set,
          ground: 'documents',
          recall: [...recall].sort(compare),
        },
        reason: what.reason ?? '依材料裁定',
      } as unknown as { [key: string]: Value },
      commit: seal.length === 0 ? null : payloadCommit(hash(utf8('decision')), utf8('decision')),
    })
  }

  /** Puts a contract on record, sealed in a block of its own; answers its subject id. */
  stock(member: string, contract: string, county = COUNTY): string {
    const { entry } = this.file(member, contract, { form: stockFields(contract), definition: stockJson, county })
    const outcome = this.outcome(entry)
    if (outcome !== 'applied') throw new Error(`stock: ${outcome}`)
    return `${county}/pasture-contract/${contract}`
  }
}

export interface Deciding {
  readonly adopt?: Uint8Array
  readonly disputes?: readonly Uint8Array[]
  readonly set?: readonly Value[]
  /** Names of sealed fields in `set`. */
  readonly seal?: readonly string[]
  readonly reason?: string
  /** Ids of entries whose papers are called back. */
  readonly recall?: readonly Uint8Array[]
  /** What it names, when that is not what it has to. */
  readonly subj?: readonly { readonly id: string; readonly heads: readonly Uint8Array[] }[]
}

export interface FilingOptions {
  readonly form?: Readonly<Record<string, FieldValue>>
  readonly definition?: { readonly code: string; readonly version: number; readonly sealed: readonly string[] }
  readonly county?: string
  readonly heads?: Uint8Array[]
  readonly case?: string
  /** Type of the subject; that of the pasture services when absent. */
  readonly type?: string
  readonly number?: GivenNumber
}

/** A form as an entry holds it: public fields, commitments, and the commitment of the payload. */
export function split(form: Readonly<Record<string, FieldValue>>, sealedNames: readonly string[], seed: string) {
  const fields: Record<string, FieldValue> = {}
  const sealed: Record<string, Uint8Array> = {}
  for (const [name, value] of Object.entries(form)) {
    if (sealedNames.includes(name)) sealed[name] = fieldCommit(hash(utf8(`${seed}/${name}`)), value as Value)
    else fields[name] = value
  }
  const commit = Object.keys(sealed).length === 0 ? null : payloadCommit(hash(utf8(seed)), utf8(seed))
  return { fields, sealed, commit }
}

function append<T>(map: Map<string, T[]>, key: string, items: readonly T[]): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [...items])
  else list.push(...items)
}

/** Two counties with their people and both services, in two blocks. */
export function begin(): LedgerWorld {
  const world = new LedgerWorld()
  world.seal([
    world.genesis(),
    world.office('630000', '省登记簿管理中心'),
    world.office(COUNTY, '称多县政务服务中心', '630000'),
    world.office(OTHER_COUNTY, '曲麻莱县政务服务中心', '630000'),
  ])
  world.seal([
    ...[COUNTY, OTHER_COUNTY].flatMap((county) =>
      (['clerk', 'reviewer', 'approver', 'supervisor'] as const).map((role) =>
        world.member(`${role}-${county}`, county, [role]),
      ),
    ),
    world.member(`clerk2-${COUNTY}`, COUNTY, ['clerk']),
    world.service(stockJson),
    world.service(transferJson),
  ])
  return world
}

export const at = (role: string, county = COUNTY): string => `${role}-${county}`
