import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { hex, utf8 } from '../../shared/base/bytes.ts'
import type { CaseRecord } from '../../shared/contract/index.ts'
import type { FieldValue } from '../../shared/contract/service/index.ts'
import {
  type Body,
  type Context,
  ED25519_NOTE,
  encodeBody,
  entryId,
  entryMessage,
  formatVkey,
  hash,
  inContext,
  keyId,
  type NoteKey,
  publicKey,
  type SignedEntry,
  signPure,
  type Value,
} from '../../shared/ledger/index.ts'
import stock from '../../shared/services/grassland-stock.json' with { type: 'json' }
import transfer from '../../shared/services/grassland-transfer.json' with { type: 'json' }
import { CannedNode } from './canned-node.ts'
import { stockFields, transferFields } from './pasture-forms.ts'

export const OFFICE = '632723'
export const OTHER_OFFICE = '632726'
/** A Sunday evening in the province's time; tests move on from here. */
export const START = Date.UTC(2026, 10, 22, 2)

/** A key that follows from its name, in every runtime. */
export class PureKey {
  readonly pub: Uint8Array
  readonly id: Uint8Array
  readonly #secret: Uint8Array

  constructor(name: string) {
    this.#secret = hash(utf8(`key of ${name}`))
    this.pub = publicKey(this.#secret)
    this.id = keyId(this.pub)
  }

  readonly sign = (message: Uint8Array): Uint8Array => signPure(this.#secret, message)

  signIn(context: Context, bytes: Uint8Array): Uint8Array {
    return this.sign(inContext(context, bytes))
  }

  declared(use: string): Value {
    return { pub: this.pub, suite: 'ed25519', use }
  }
}

/** What somebody says; their device adds the rest. */
type Said = Partial<Body> & Pick<Body, 'kind' | 'scope' | 'data'>

/** A person with a device of their own, elsewhere than at the desktop under test. */
export class Colleague {
  readonly key: PureKey
  readonly place = { epoch: 0, seq: 0, prev: null as Uint8Array | null }
  readonly #county: County

  constructor(
    readonly id: string,
    county: County,
  ) {
    this.key = new PureKey(id)
    this.#county = county
  }

  /** The next entry of the chain. */
  say(said: Said): SignedEntry {
    const { net, node } = this.#county
    const rest = { v: 1 as const, net, key: this.key.id, time: node.time, case: null, subj: [], commit: null, att: [] }
    const body = encodeBody({ ...rest, ...this.place, ...said })
    this.place.seq++
    this.place.prev = entryId(body)
    return { body, sig: this.key.sign(entryMessage(body)) }
  }

  act(of: string, action: string, reason: string | null = null, subjects: readonly string[] = []): SignedEntry {
    const subj = [of, ...subjects].sort().map((id) => ({ id, heads: this.#county.heads(id) }))
    return this.say({
      kind: 'act',
      scope: [officeOf(of)],
      case: of,
      subj,
      data: { action, reason, fields: {}, sealed: {}, materials: [], number: null, rules: null },
    })
  }

  /** A sealed filing with nothing sealed in it would not be one: its commitments are there, its payload is with nobody. */
  file(service: 'stock' | 'transfer', contract: string, number: string, office = OFFICE): SignedEntry {
    const definition = service === 'stock' ? stock : transfer
    const form = service === 'stock' ? stockFields(contract) : transferFields(contract)
    const id = `${office}/case/${number}`
    const on = `${office}/pasture-contract/${contract}`
    const fields: Record<string, FieldValue> = {}
    const sealed: Record<string, Uint8Array> = {}
    for (const [name, value] of Object.entries(form)) {
      if ((definition.sealed as readonly string[]).includes(name)) sealed[name] = hash(utf8(`${id} ${name}`))
      else fields[name] = value
    }
    return this.say({
      kind: 'file',
      scope: [office],
      case: id,
      subj: [
        { id, heads: [] },
        { id: on, heads: this.#county.heads(on) },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
      data: { service: definition.code, version: definition.version, fields, sealed, materials: [], number: null },
      commit: hash(utf8(id)),
    })
  }
}

/**
 * A network of two county offices with its node, in any runtime: real keys, real signatures, real age keys of the offices. `name` sets
 * networks apart from each other.
 */
export class County {
  readonly log = new PureKey('log')
  readonly ack = new PureKey('ack')
  readonly origin: string
  readonly net: Uint8Array
  readonly node: CannedNode
  readonly registrar: Colleague
  /** The age identity of the office under test, and its public side. */
  readonly identity: string
  readonly recipient: string
  readonly #people = new Map<string, Colleague>()
  #contracts = 0
  #cases = 0

  private constructor(name: string, identity: string, recipient: string) {
    this.origin = `ledger.${name}.example/2026`
    this.identity = identity
    this.recipient = recipient
    const key = new PureKey('registrar')
    const genesis = encodeBody({
      ...{ v: 1, net: new Uint8Array(32), kind: 'genesis', scope: ['gov'], key: key.id, epoch: 0, seq: 0, prev: null },
      ...{ time: START, case: null, subj: [], commit: null, att: [] },
      data: {
        origin: this.origin,
        title: '测试省登记账本',
        registrar: { id: 'registrar', name: '马建国' },
        keys: [key.declared('entry'), this.log.declared('log'), this.ack.declared('ack')],
      },
    } as Body)
    this.net = entryId(genesis)
    this.node = new CannedNode(this.net, { key: this.noteKey, sign: this.log.sign }, this.ack.sign)
    this.node.time = START
    this.registrar = new Colleague('registrar', this)
    Object.assign(this.registrar.place, { seq: 1, prev: this.net })
    this.node.seal([{ body: genesis, sig: key.sign(entryMessage(genesis)) }])
  }

  /** Founded, with two offices, a clerk, a reviewer, an approver and a supervisor in the first, and both services: two blocks. */
  static async found(name: string): Promise<County> {
    const identity = await generateX25519Identity()
    const county = new County(name, identity, await identityToRecipient(identity))
    const office = (code: string, title: string) =>
      county.govern('office', {
        code,
        name: title,
        parent: null,
        level: 'county',
        keys: [],
        recipient: county.recipient,
      })
    county.node.seal([
      office(OFFICE, '称多县政务服务中心'),
      office(OTHER_OFFICE, '曲麻莱县政务服务中心'),
      ...['clerk', 'reviewer', 'approver', 'supervisor'].map((role) => county.member(role, [role])),
      county.member('colleague', ['clerk']),
      county.govern('service', { definition: structuredClone(stock) as unknown as Value }),
      county.govern('service', { definition: structuredClone(transfer) as unknown as Value }),
    ])
    return county
  }

  get noteKey(): NoteKey {
    return { name: this.origin, type: ED25519_NOTE, pub: this.log.pub }
  }

  get vkey(): string {
    return formatVkey(this.noteKey)
  }

  person(id: string): Colleague {
    const known = this.#people.get(id)
    if (known !== undefined) return known
    const made = new Colleague(id, this)
    this.#people.set(id, made)
    return made
  }

  govern(kind: string, data: { [key: string]: Value }): SignedEntry {
    return this.registrar.say({ kind, scope: ['gov'], data })
  }

  member(id: string, roles: string[], office = OFFICE): SignedEntry {
    const keys = [this.person(id).key.declared('entry')]
    return this.govern('member', { id, name: id, office, roles, scopes: [office], keys })
  }

  heads(id: string): Uint8Array[] {
    return [...(this.node.records.get(officeOf(id))?.get(id)?.heads ?? [])]
  }

  state(of: string): string {
    return (this.node.records.get(officeOf(of))?.get(of) as CaseRecord | undefined)?.state ?? ''
  }

  nextContract(): string {
    return `632723103200${String(++this.#contracts).padStart(6, '0')}J`
  }

  nextNumber(): string {
    return `T${String(++this.#cases).padStart(6, '0')}`
  }

  /** Puts `n` contracts on record, in one block; answers their numbers. */
  stock(n: number): string[] {
    const contracts = Array.from({ length: n }, () => this.nextContract())
    this.node.seal(contracts.map((one) => this.person('colleague').file('stock', one, this.nextNumber())))
    return contracts
  }

  /** Many leaves cheaply: notes. */
  notes(n: number): SignedEntry[] {
    return Array.from({ length: n }, (_, i) =>
      this.person('colleague').say({ kind: 'note', scope: [OFFICE], data: { text: `第 ${i} 条` } }),
    )
  }
}

function officeOf(id: string): string {
  return id.split('/').slice(0, -2).join('/')
}

/** Every byte string of a value as text, long ones by their hash, so that two values compare and print well. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array)
    return value.length > 64 ? `${value.length} bytes, ${hex(hash(value))}` : `h'${hex(value)}'`
  if (value instanceof Map) return plain(Object.fromEntries(value))
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
  return value
}
