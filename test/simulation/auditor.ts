import { compareText, equal, hex } from '../../shared/base/bytes.ts'
import {
  type CaseRecord,
  type Decided,
  type DisputeRecord,
  isCase,
  type LedgerRecord,
  type ReadLeaf,
  type ResolveData,
  type SubjectRecord,
  type Touch,
} from '../../shared/contract/index.ts'
import { isFinal } from '../../shared/contract/service/workflow.ts'
import type { Body, Value } from '../../shared/ledger/index.ts'
import { bytesOf, standing } from './body.ts'
import { broken } from './broken.ts'
import { Coverage } from './coverage.ts'
import { Devices, type Published } from './devices.ts'
import { Histories } from './history.ts'
import type { Network, Sealed } from './network.ts'
import { Replica } from './office.ts'
import { COUNTY } from './people.ts'

/** Why an entry is void that nobody would have to decide about. */
const UNSOUND = [
  ...[
    'replay',
    'chain',
    'frozen',
    'unknown-key',
    'revoked',
    'role',
    'shape',
    'exists',
    'definition',
    'service',
    'case',
  ],
  ...['subject', 'field', 'number', 'base', 'overruled'],
]

type Changes = ReadonlyMap<string, Value>

/** A replica that looks at every leaf of the county as it is taken, and holds the state against the rules. */
export class Auditor {
  readonly replica = new Replica()
  readonly outcomes: string[] = []
  readonly coverage = new Coverage()
  readonly #histories = new Histories()
  readonly #devices = new Devices()

  /** `looks`: whether it looks, or only takes the leaves. */
  constructor(
    node: Network,
    readonly looks: boolean,
  ) {
    this.replica.begin(node)
  }

  take(block: Sealed): void {
    this.replica.take(block, (code, leaf, outcome, changes) => {
      if (code !== COUNTY) return
      this.outcomes.push(outcome)
      if (!this.looks) return
      this.#cover(leaf, outcome, changes)
      this.#leaf(leaf, outcome, changes)
    })
    if (this.looks) this.#state()
  }

  #cover(leaf: ReadLeaf, outcome: string, changes: Changes): void {
    const { gov } = this.replica
    this.coverage.leaf({
      ...{ leaf, outcome, changes, read: (id) => this.replica.read(id) },
      service: (code, version) => gov.service(code, version, leaf.leaf.h),
      isExecutor: gov.author(leaf.entry.key, leaf.leaf.h)?.key.use === 'executor',
    })
  }

  #leaf(leaf: ReadLeaf, outcome: string, changes: Changes): void {
    const { entry, id } = leaf
    this.#device(leaf, outcome)
    const before = (one: string) => this.replica.read(one)
    const after = (one: string) => (changes.get(one) as unknown as LedgerRecord | undefined) ?? before(one)
    if (entry.kind !== 'resolve') this.#opens(leaf, outcome)
    if (outcome.startsWith('void(')) {
      if (changes.size > 0) broken('void', `${outcome} changes ${[...changes.keys()].join()}`)
      return
    }
    const named = new Set(entry.subj.map((one) => one.id))
    const touched = [...changes.keys()].filter((one) => !/\/(numbers|dispute)\//.test(one))
    for (const one of touched) if (!named.has(one)) broken('named', `${one} changes, and is not named`)
    if (entry.kind === 'resolve') this.#decision(leaf, changes)
    else this.#work(leaf, outcome, changes)
    for (const one of touched) this.#histories.changed(one, before(one), after(one) as LedgerRecord)
    const isOpen = (kase: string) => this.#isOpen(kase, after)
    for (const one of touched) this.#histories.explain(one, after(one) as LedgerRecord, isOpen)
    for (const one of touched) this.#once(one, after(one) as LedgerRecord)
    for (const [one, value] of changes) {
      if (!one.includes('/dispute/')) continue
      const dispute = (value as unknown as DisputeRecord).dispute
      const opened = (before(one) as DisputeRecord | undefined)?.dispute
      if (opened === undefined && (outcome !== 'disputed' || !equal(dispute.id, id))) broken('opened', one)
      if (opened !== undefined && entry.kind !== 'resolve') broken('closed', `${one} by ${entry.kind}`)
      if (opened !== undefined && !equal(opened.id, dispute.id)) broken('dispute', `${one} is another now`)
    }
  }

  #device(leaf: ReadLeaf, outcome: string): void {
    const { gov } = this.replica
    const { entry } = leaf
    const open = entry.case === null ? undefined : this.replica.read(entry.case)
    const filed = entry.kind === 'file' ? (entry.data as Pick<CaseRecord, 'service' | 'version'>) : null
    const of = filed ?? (open !== undefined && isCase(open) ? open : null)
    const name = of === null ? '' : `service/${of.service}/${of.version}`
    const fact = gov.get(name) as { readonly definition: Value } | undefined
    const d = (fact?.definition ?? null) as unknown as Published | null
    this.#devices.chain(leaf, outcome)
    this.#devices.number(leaf, outcome, gov, d)
    if (gov.author(entry.key, leaf.leaf.h)?.key.use === 'executor')
      this.#devices.executor(leaf, outcome, fact?.definition, d)
  }

  /** [X5] Who acts apart from somebody, on one case or with a claim on one subject, is heard: a dispute opens, unless the entry was nothing by itself. */
  #opens({ entry, leaf }: ReadLeaf, outcome: string): void {
    if (outcome === 'disputed' || UNSOUND.some((reason) => outcome === `void(${reason})`)) return
    const data = entry.data as { service?: string; version?: number }
    const d = entry.kind === 'file' ? this.replica.gov.service(data.service ?? '', data.version ?? 0, leaf.h) : null
    for (const { id, heads } of entry.subj) {
      const record = this.replica.read(id)
      const name = id === entry.case ? ':state' : d?.claims === true ? ':pending' : null
      if (record === undefined || name === null) continue
      if (this.#histories.missedOn(record, heads, name))
        broken('opened', `${outcome}: ${name} of ${id} was changed apart from it`)
    }
  }

  #work({ entry, id }: ReadLeaf, outcome: string, changes: Changes): void {
    const before = (one: string) => this.replica.read(one)
    const kase = entry.case === null ? undefined : before(entry.case)
    if (outcome !== 'disputed') {
      const known = kase !== undefined && isCase(kase) ? kase : undefined
      if (outcome === 'applied' && entry.kind === 'act' && known !== undefined) this.#pinned(entry, known, changes)
      if (known?.overruled === null || known === undefined || entry.kind !== 'act') return
      const action = this.#definition(known)?.workflow.actions.find((one) => one.name === entry.data['action'])
      if (action?.effects === true) broken('overruled', `${entry.case} takes effect all the same`)
      return
    }
    const record = changes.get(`${COUNTY}/dispute/${hex(id)}`) as unknown as DisputeRecord | undefined
    if (record === undefined) return broken('lost', 'in dispute, and not on record')
    if (record.dispute.clash.length === 0) broken('lost', 'in dispute with nothing')
    for (const { id: one } of entry.subj) {
      const [was, is] = [before(one), changes.get(one) as unknown as LedgerRecord | undefined]
      if (was === undefined && is === undefined) continue
      const touch = is?.log.at(-1)
      if (is === undefined || touch === undefined || !equal(touch.id, id))
        return broken('lost', `${one} knows nothing of it`)
      if (!is.disputes.some((other) => equal(other, id))) broken('lost', `${one} does not name it as in dispute`)
      if (was === undefined) continue
      if (!touch.held || !sameStanding(was, is)) broken('held', `${one} changes by what is in dispute`)
    }
  }

  /** What may be taken once is not in effect twice, however often it was taken apart and whatever was decided. */
  #once(id: string, record: LedgerRecord): void {
    if (!isCase(record)) return
    const steps = this.#histories.stepsOf(record)
    for (const { name, once } of this.#definition(record)?.workflow.actions ?? []) {
      if (once === true && steps.filter((act) => act === name).length > 1) broken('once', `${id}: ${name}`)
    }
  }

  /** [X8] A case goes its way by the version that it was filed under. */
  #pinned({ case: id, data }: Body, kase: CaseRecord, changes: Changes): void {
    const action = this.#definition(kase)?.workflow.actions.find((one) => one.name === data['action'])
    const after = changes.get(id as string) as unknown as CaseRecord
    const may = action !== undefined && action.from.includes(kase.state) && after.state === action.to
    if (!may || after.version !== kase.version || after.service !== kase.service) {
      broken(
        'version',
        `${id}: ${kase.state} to ${after.state} by ${data['action'] as string}, version ${kase.version}`,
      )
    }
  }

  /** [X6] A decision that changes anything was made by a supervisor, on all that there was, and not in the own cause. */
  #decision({ entry, leaf }: ReadLeaf, changes: Changes): void {
    if (changes.size === 0) return
    for (const { id, heads } of entry.subj) {
      const now = this.replica.read(id)?.heads ?? []
      if (heads.map(hex).join() !== now.map(hex).join()) broken('stale', `${id} had changed since`)
    }
    const author = this.replica.gov.author(entry.key, leaf.h)
    if (author?.roles.includes('supervisor') !== true) broken('decides', 'no supervisor')
    let said = entry.data
    for (const one of entry.data['disputes'] as Uint8Array[]) {
      const record = this.replica.read(`${COUNTY}/dispute/${hex(one)}`) as DisputeRecord | undefined
      if (record === undefined) broken('decides', 'about nothing')
      if (record.dispute.by === author?.member) broken('decides', 'in the own cause')
      if (entry.data['choice'] === 'confirm') said = record.dispute.proposed?.data ?? said
    }
    for (const value of changes.values()) {
      const touch = (value as unknown as LedgerRecord).log.at(-1)
      if (touch?.decided !== undefined) {
        this.#count(touch.decided)
        this.#histories.decided(touch.id, touch.decided, said['set'] as unknown as ResolveData['set'])
        break
      }
    }
  }

  /** What kinds of decisions there were: so that it can be seen that a run had some of each. */
  #count({ choice, undoes, adopts }: Decided): void {
    const what = `decided: ${choice}${adopts.length > 1 ? ', a chain' : ''}${undoes.length > 0 ? ', something undone' : ''}`
    this.coverage.say(what)
  }

  /** What holds of the state as a whole, whatever came last. */
  #state(): void {
    const records = this.replica.records.get(COUNTY) ?? new Map<string, LedgerRecord>()
    const open = new Map<string, string[]>()
    const all = [...records.values()].filter((one): one is DisputeRecord => one.t === 'dispute')
    for (const { dispute } of all.sort((a, b) => a.dispute.at - b.dispute.at)) {
      if (dispute.decided !== null && !this.#histories.stands(dispute.decided.id)) {
        broken('taken back', `${hex(dispute.id)} is still decided`)
      }
      if (dispute.decided !== null) continue
      for (const { id } of dispute.subj) {
        // What came on record only later is not in dispute by it.
        const here = records.get(id)?.log.some((touch) => equal(touch.id, dispute.id)) === true
        if (here) open.set(id, [...(open.get(id) ?? []), hex(dispute.id)])
      }
    }
    for (const [id, record] of records) {
      if (record.t === 'dispute' || record.t === 'numbers') continue
      const want = open.get(id) ?? []
      if ([...want].sort(compareText).join() !== record.disputes.map(hex).sort(compareText).join()) {
        broken('disputes', `${id} names others than are open`)
      }
      if (!isCase(record) && record.pending !== null) this.#claim(id, record, record.pending)
    }
  }

  /** A claim names a case that is open, and was made by its filing. */
  #claim(id: string, record: SubjectRecord, pending: string): void {
    const kase = this.replica.read(pending)
    if (kase === undefined || !isCase(kase)) return broken('claim', `${id}: no case ${pending}`)
    if (!kase.subjects.includes(id)) broken('claim', `${id} is none of ${pending}`)
    if (kase.overruled !== null) broken('claim', `${id} is claimed by a case that was put aside`)
    if (record.ended !== null) broken('claim', `${id} has ended`)
    const d = this.#definition(kase)
    if (d === null || isFinal(d, kase.state)) broken('claim', `${id} is claimed by a case that has ended`)
    const filed = kase.log[0] as Touch
    if (!record.log.some((touch) => equal(touch.id, filed.id))) broken('claim', `${id} knows nothing of the filing`)
  }

  /** `kase` is the id of a case as it stands under a name. */
  #isOpen(kase: string, read: (id: string) => LedgerRecord | undefined): boolean {
    for (const id of this.replica.records.get(COUNTY)?.keys() ?? []) {
      const record = id.includes('/case/') && bytesOf(id) === kase ? read(id) : undefined
      if (record === undefined || !isCase(record)) continue
      const d = this.#definition(record)
      return record.overruled === null && d !== null && !isFinal(d, record.state)
    }
    return true
  }

  #definition({ service, version }: CaseRecord) {
    return this.replica.gov.service(service, version, this.replica.height)
  }

  /** When a world ends: every record taken back to nothing. */
  rewind(): void {
    for (const [id, record] of this.replica.records.get(COUNTY) ?? []) {
      if (record.t !== 'numbers' && record.t !== 'dispute') this.#histories.rewound(id, record)
    }
  }
}

function sameStanding(a: LedgerRecord, b: LedgerRecord): boolean {
  const [one, other] = [standing(a), standing(b)]
  return one.size === other.size && [...one].every(([name, value]) => other.get(name) === value)
}
