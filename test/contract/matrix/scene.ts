import { compare, hex, utf8 } from '../../../shared/base/bytes.ts'
import { type DisputeRecord, type LedgerRecord, recordsToName } from '../../../shared/contract/index.ts'
import type { Value } from '../../../shared/ledger/index.ts'
import type { Draft } from '../../kit/device.ts'
import { begin } from '../../simulation/begin.ts'
import type { Network } from '../../simulation/network.ts'
import { COUNTY, type Entry, Person, START } from '../../simulation/people.ts'
import {
  DOC,
  FIELDS,
  from,
  SPLIT,
  small,
  thing,
  WALK,
  walkWithoutFields,
  withFields,
} from '../../simulation/services.ts'
import { sha256 } from '../../simulation/shared-gov.ts'

/** What the matrix of disputes is played on: one thing on record, cases about it, and desks that have all seen the same. */

export const T1 = `${COUNTY}/thing/T1`
/** Nothing waits for a decision, so that every cell shows what becomes of the entry itself. */
const FREE = { disputes: { blocks: [], signers: 1 } }

/** What a service may say waits for a decision; the last says nothing. */
export const WAITING = [
  ['nothing', []],
  ['file', ['file']],
  ['effects', ['effects']],
  ['acts', ['acts']],
  ['default', null],
] as const

const SERVICES = [
  small('m-record', { ...FREE, subjects: [thing('create')], merge: 'none' }),
  small('m-edit', FREE),
  small('m-edit-whole', { ...FREE, merge: 'none' }),
  small('m-claim', { ...FREE, claims: true, merge: 'none', workflow: WALK }),
  small('m-change', { ...FREE, workflow: WALK }),
  small('m-end', {
    ...{ ...FREE, ...withFields({ no: FIELDS.no }, ['no']), workflow: walkWithoutFields() },
    effects: [{ op: 'end', on: 'thing' }],
  }),
  small('m-split', {
    ...{ ...FREE, ...SPLIT },
    subjects: [thing('change', 'parents', 'parent'), thing('create', 'children', 'child')],
    effects: [
      { op: 'set', on: 'child', fields: { use: { value: 'split' } } },
      { op: 'descend', from: 'parent', to: 'child' },
    ],
  }),
  small('m-burden', {
    ...{ ...FREE, ...withFields({ no: FIELDS.no, ...DOC }, ['no', 'docNo']) },
    effects: [{ op: 'burden', on: 'thing', kind: 'seizure', ref: from('docNo'), fields: {} }],
  }),
  small('m-release', {
    ...{ ...FREE, ...withFields({ no: FIELDS.no, ...DOC }, ['no', 'docNo']) },
    effects: [{ op: 'release', on: 'thing', kind: 'seizure', ref: from('docNo') }],
  }),
  ...WAITING.map(([name, blocks]) =>
    small(`m-waits-${name}`, {
      ...{ workflow: WALK, claims: true },
      ...(blocks === null ? {} : { disputes: { blocks, signers: 1 } }),
    }),
  ),
]

/** Somebody's view of the ledger, which their own entries are added to as they will be judged. */
export class Desk {
  readonly #people: Readonly<Record<'clerk' | 'reviewer' | 'approver' | 'head', Person>>
  #cases = 0

  constructor(
    readonly view: Network,
    readonly office: number,
  ) {
    const of = (name: string) => new Person(`${name}-${office}`, [], view.net)
    this.#people = { clerk: of('clerk'), reviewer: of('reviewer'), approver: of('approver'), head: of('head') }
  }

  heads(id: string): Uint8Array[] {
    return [...(this.view.records.get(COUNTY)?.get(id)?.heads ?? [])]
  }

  #sign(by: 'clerk' | 'reviewer' | 'approver' | 'head', draft: Draft): Entry {
    const person = this.#people[by]
    const entry = person.signed(person.draft(draft, START))
    seal(this.view, entry)
    return entry
  }

  file(service: string, fields: { [key: string]: Value }, subjects: string[] = [T1], sealed: string[] = []) {
    const id = `${COUNTY}/case/D${this.office}-${++this.#cases}`
    const subj = [id, ...subjects].sort().map((one) => ({ id: one, heads: this.heads(one) }))
    const salt = `${id}`
    const commitments = Object.fromEntries(sealed.map((name) => [name, sha256(utf8(`${salt}/${name}`))]))
    const data = { service, version: 1, fields, sealed: commitments, materials: [], number: null }
    const commit = sealed.length === 0 ? null : sha256(utf8(salt))
    return { id, entry: this.#sign('clerk', { kind: 'file', scope: [COUNTY], case: id, subj, data, commit }) }
  }

  act(by: 'clerk' | 'reviewer' | 'approver', id: string, action: string, subjects: string[] = [], fields = {}): Entry {
    const subj = [id, ...subjects].sort().map((one) => ({ id: one, heads: this.heads(one) }))
    const data = { action, reason: '理由', fields, sealed: {}, materials: [], number: null, rules: null }
    return this.#sign(by, { kind: 'act', scope: [COUNTY], case: id, subj, data })
  }

  note(): Entry {
    return this.#sign('clerk', { kind: 'note', scope: [COUNTY], data: { text: '备注' } })
  }

  /** A decision about these disputes. */
  decide(choice: 'keep' | 'adopt', about: readonly Uint8Array[], adopt: Uint8Array | null): Entry | string {
    const records = this.view.records.get(COUNTY) as Map<string, LedgerRecord>
    const disputes = about.map((id) => (records.get(`${COUNTY}/dispute/${hex(id)}`) as DisputeRecord).dispute)
    const ground = { gov: this.view.gov, h: this.view.height, disputes: [...disputes].sort((a, b) => a.at - b.at) }
    const names = recordsToName(ground, (id) => records.get(id), adopt)
    if (typeof names === 'string') return `void(${names})`
    const subj = names.map((id) => ({ id, heads: this.heads(id) }))
    const subject = disputes[0]?.clash[0] as string
    const data = {
      ...{ subject, heads: this.heads(subject), choice, disputes: [...about].sort(compare), adopt, set: [] },
      ...{ ground: 'documents', reason: '依材料裁定', recall: [] },
    }
    return this.#sign('head', { kind: 'resolve', scope: [COUNTY], subj, data })
  }
}

/** Seals one entry and answers its outcome. */
export function seal(node: Network, entry: Entry): string {
  node.take([entry])
  node.seal(START)
  return node.outcomes(COUNTY).at(-1) as string
}

export interface Scene {
  readonly node: Network
  /** A case whose effects change the thing, one that ends it; both accepted. */
  readonly change: string
  readonly end: string
  /** An entry in dispute on the thing; null in the scene without one. */
  readonly dispute: Uint8Array | null
}

/** T1 with a burden D0, two accepted cases about it and, if asked for, an open dispute about its holder. */
export function scene(disputed: boolean): Scene {
  const { network, net, registrar } = begin()
  const node = network.copy()
  const province = new Person('registrar', ['registrar'], net)
  Object.assign(province, registrar)
  for (const one of SERVICES) {
    const data = { definition: structuredClone(one) as Value }
    node.take([province.signed(province.draft({ kind: 'service', scope: ['gov'], data }, START))])
  }
  node.seal(START)
  const desk = new Desk(node, 0)
  desk.file('m-record', { no: 'T1', use: 'home', area: 1 })
  desk.file('m-burden', { no: 'T1', docNo: 'D0' })
  const change = desk.file('m-change', { no: 'T1', area: 1 }).id
  desk.act('reviewer', change, 'accept')
  const end = desk.file('m-end', { no: 'T1' }).id
  desk.act('reviewer', end, 'accept')
  let dispute: Uint8Array | null = null
  if (disputed) {
    const other = new Desk(node.copy(), 6)
    const { entry } = other.file('m-edit', { no: 'T1' }, [T1], ['holder'])
    desk.file('m-edit', { no: 'T1' }, [T1], ['holder'])
    seal(node, entry)
    dispute = entry.id
  }
  const want = disputed ? ['disputed'] : []
  const odd = node.outcomes(COUNTY).filter((one) => one !== 'applied')
  if (odd.join() !== want.join()) throw new Error(`the scene is not sound: ${odd.join()}`)
  return { node, change, end, dispute }
}
