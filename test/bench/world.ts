import { createHash, createPrivateKey, createPublicKey, sign as nativeSign } from 'node:crypto'
import { type DemoContract, demoContracts, demoTransfer, seeded } from '../../scripts/demo/seed.ts'
import { makeIntakeNumber } from '../../shared/contract/identifiers/index.ts'
import type { FieldValue } from '../../shared/contract/service/definition.ts'
import {
  type Body,
  ED25519_NOTE,
  encodeBody,
  encodePayload,
  entryId,
  entryMessage,
  fieldCommit,
  keyId,
  type NoteKey,
  payloadCommit,
  type SignedEntry,
  type Value,
} from '../../shared/ledger/index.ts'
import stock from '../../shared/services/grassland-stock.json' with { type: 'json' }
import transfer from '../../shared/services/grassland-transfer.json' with { type: 'json' }

export const COUNTY = '632723'
export const ORIGIN = 'ledger.bench.example/2026'
const DAY = '2026-11-22'
const START = Date.UTC(2026, 10, 22, 1)

/** A signed entry, with the age file that travels beside it when it seals something. */
export interface Filed extends SignedEntry {
  readonly payload: Uint8Array | null
}

export interface Key {
  readonly pub: Uint8Array
  readonly id: Uint8Array
  readonly sign: (message: Uint8Array) => Uint8Array
}

/** The same key for the same name: a bench repeated is the same bench. For figures only. */
export function benchKey(name: string): Key {
  const seed = createHash('sha256').update(`bench ${name}`).digest()
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const pub = new Uint8Array(createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(12))
  return { pub, id: keyId(pub), sign: (message) => new Uint8Array(nativeSign(null, message, secret)) }
}

/** One device's chain (N3): what it is given to say, it signs at the next place. */
export class Device {
  readonly key: Key
  #seq = 0
  #prev: Uint8Array | null = null

  constructor(name: string) {
    this.key = benchKey(name)
  }

  say(net: Uint8Array, time: number, what: Pick<Body, 'kind' | 'scope' | 'case' | 'subj' | 'data' | 'commit'>): Filed {
    const place = { v: 1 as const, net, key: this.key.id, epoch: 0, seq: this.#seq, prev: this.#prev, time, att: [] }
    const body = encodeBody({ ...what, ...place })
    this.#seq++
    this.#prev = entryId(body)
    // What a node is given with a commitment is opaque to it; an age file of a filing has about this size.
    const payload = what.commit === null ? null : noise(`payload ${this.#seq}`, 900)
    return { body, sig: this.key.sign(entryMessage(body)), payload }
  }
}

/** The network's keys and people, and the entries that make them known. */
export interface Province {
  readonly net: Uint8Array
  readonly log: Key
  readonly logKey: NoteKey
  readonly ack: Key
  readonly genesis: SignedEntry
  /** Everything else of gov: the county office, its people, the two services. */
  readonly gov: readonly SignedEntry[]
  readonly staff: Staff
}

interface Staff {
  readonly clerks: readonly Device[]
  readonly reviewer: Device
  readonly approver: Device
}

/** A province of one county with `clerks` clerks. `log` and `ack` are the node's, where it has made its own. */
export function makeProvince(
  clerks = 1,
  node: { log: Key; ack: Key } = { log: benchKey('log'), ack: benchKey('ack') },
): Province {
  const { log, ack } = node
  const registrar = new Device('registrar')
  const staff = {
    clerks: Array.from({ length: clerks }, (_, i) => new Device(`clerk ${i}`)),
    reviewer: new Device('reviewer'),
    approver: new Device('approver'),
  }
  const inGov = (kind: string, data: unknown) => ({
    kind,
    scope: ['gov'],
    case: null,
    subj: [],
    data: data as Body['data'],
    commit: null,
  })
  const key = (pub: Uint8Array, use: string) => ({ pub, suite: 'ed25519', use })
  const keys = [key(registrar.key.pub, 'entry'), key(log.pub, 'log'), key(ack.pub, 'ack')]
  const first = { origin: ORIGIN, title: '账本', registrar: { id: 'registrar', name: '马建国' }, keys }
  const genesis = registrar.say(new Uint8Array(32), START, inGov('genesis', first))
  const net = entryId(genesis.body)
  const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'
  const office = { code: COUNTY, name: '称多县政务服务中心', parent: null, level: 'county', keys: [], recipient }
  const member = (id: string, roles: string[], device: Device) => ({
    ...{ id, name: id, office: COUNTY, roles, scopes: [COUNTY] },
    keys: [key(device.key.pub, 'entry')],
  })
  const gov = [
    registrar.say(net, START, inGov('office', office)),
    ...staff.clerks.map((device, i) =>
      registrar.say(net, START, inGov('member', member(`clerk-${i}`, ['clerk'], device))),
    ),
    registrar.say(net, START, inGov('member', member('reviewer', ['reviewer'], staff.reviewer))),
    registrar.say(net, START, inGov('member', member('approver', ['approver'], staff.approver))),
    ...[stock, transfer].map((definition) => registrar.say(net, START, inGov('service', { definition }))),
  ]
  const logKey = { name: ORIGIN, type: ED25519_NOTE, pub: log.pub }
  return { net, log, logKey, ack, genesis, gov, staff }
}

/** Cases that are worked on at the same time: the same step of each, then the next step. */
const ABREAST = 50

/**
 * `n` entries of one county as it works: an eighth puts contracts on record, the rest are transfers of them from filing to finish (four entries
 * each), every contract transferred again and again in turn. All of them are applied when they are sealed in this order.
 */
export function countyEntries(province: Province, n: number): Filed[] {
  const { net, staff } = province
  const random = seeded(n)
  const contracts = demoContracts(COUNTY, Math.max(ABREAST, Math.ceil(n / 8)), random)
  const heads = new Map<string, Uint8Array>()
  const out: Filed[] = []
  let number = 0
  const caseId = () => {
    const day = new Date(Date.parse(DAY) + Math.floor(number / 10_000) * 86_400_000).toISOString().slice(0, 10)
    return `${COUNTY}/case/${makeIntakeNumber({ office: COUNTY, device: 1, day, sequence: number++ % 10_000 })}`
  }
  const say = (
    device: Device,
    kind: string,
    of: string,
    names: readonly string[],
    data: object,
    commit: Uint8Array | null,
  ) => {
    const subj = [...names].sort().map((id) => ({ id, heads: heads.has(id) ? [heads.get(id) as Uint8Array] : [] }))
    const what = { kind, scope: [COUNTY], case: of, subj, data: data as Body['data'], commit }
    const filed = device.say(net, START + out.length * 1_000, what)
    for (const id of names) heads.set(id, entryId(filed.body))
    out.push(filed)
  }
  const file = (
    definition: typeof stock | typeof transfer,
    contract: DemoContract,
    values: Record<string, FieldValue>,
  ) => {
    const of = caseId()
    const clerk = staff.clerks[number % staff.clerks.length] as Device
    const { fields, sealed, commit } = committed(definition.sealed, values, of)
    const materials = definition.materials.map(({ id, copies }) => ({ id, copies, original: true, files: [] }))
    const data = { service: definition.code, version: definition.version, fields, sealed, materials, number: null }
    say(clerk, 'file', of, [of, contract.subject], data, commit)
    return { of, clerk, contract }
  }
  const act = (device: Device, of: string, action: string, also: string[] = []) =>
    say(
      device,
      'act',
      of,
      [of, ...also],
      { action, reason: null, fields: {}, sealed: {}, materials: [], number: null, rules: null },
      null,
    )
  for (const contract of contracts.slice(0, n)) file(stock, contract, { ...contract.fields, ...contract.sealed })
  for (let next = 0; out.length < n; next += ABREAST) {
    const some = Array.from({ length: ABREAST }, (_, i) => contracts[(next + i) % contracts.length] as DemoContract)
    const cases = some.map((contract) => file(transfer, contract, demoTransfer(contract, DAY, random)))
    for (const { of, clerk } of cases) act(clerk, of, 'accept')
    for (const { of } of cases) act(staff.reviewer, of, 'review')
    for (const { of, contract } of cases) act(staff.approver, of, 'finish', [contract.subject])
  }
  return out.slice(0, n)
}

/** [N6] The sealed ones committed to under salts, as the desktop does it. */
function committed(names: readonly string[], values: Readonly<Record<string, FieldValue>>, of: string) {
  const fields: Record<string, Value> = {}
  const sealed: Record<string, Uint8Array> = {}
  const inPayload: Record<string, { salt: Uint8Array; value: Value }> = {}
  for (const [name, value] of Object.entries(values)) {
    if (!names.includes(name)) {
      fields[name] = value
      continue
    }
    const salt = noise(`${of} ${name}`, 32)
    sealed[name] = fieldCommit(salt, value)
    inPayload[name] = { salt, value }
  }
  return { fields, sealed, commit: payloadCommit(noise(of, 32), encodePayload({ fields: inPayload })) }
}

/** Bytes that do not compress, the same for the same name. */
export function noise(name: string, length: number): Uint8Array {
  const out = new Uint8Array(length)
  for (let at = 0; at < length; at += 32) {
    const part = createHash('sha256').update(`${name} ${at}`).digest()
    out.set(part.subarray(0, Math.min(32, length - at)), at)
  }
  return out
}
