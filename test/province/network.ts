import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import type { Item } from '../../province/admission.ts'
import { createProvince } from '../../province/create.ts'
import { realDisk } from '../../province/disk.ts'
import { createKeys } from '../../province/keys.ts'
import type { NodeOptions, ProvinceNode } from '../../province/node.ts'
import { concat, fromHex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  type Body,
  encodeBody,
  entryId,
  entryMessage,
  keyId,
  publicKey,
  type Value,
} from '../../shared/ledger/index.ts'

export const PASSPHRASE = 'a passphrase for tests'
export const ORIGIN = 'ledger.test.example/2026'
const PKCS8 = must(fromHex('302e020100300506032b657004220420'))

/** A member's device: signs entries, each building on the one before. */
export class Device {
  readonly pub: Uint8Array
  readonly key: Uint8Array
  net: Uint8Array = new Uint8Array(32)
  epoch = 0
  seq = 0
  prev: Uint8Array | null = null
  readonly #secret

  constructor(seed: Uint8Array = new Uint8Array(randomBytes(32))) {
    this.pub = publicKey(seed)
    this.key = keyId(this.pub)
    this.#secret = createPrivateKey({ key: Buffer.from(concat(PKCS8, seed)), format: 'der', type: 'pkcs8' })
  }

  sign(message: Uint8Array): Uint8Array {
    return new Uint8Array(sign(null, message, this.#secret))
  }

  /** The next entry's body, without taking its place. */
  draft(kind: string, scope: string[], data: Value, more: Partial<Body> = {}): Body {
    const { net, key, epoch, seq, prev } = this
    const base = {
      v: 1,
      net,
      kind,
      scope,
      key,
      epoch,
      seq,
      prev,
      time: 1_700_000_000_000,
      case: null,
      subj: [],
      commit: null,
      att: [],
    }
    return { ...base, data, ...more } as unknown as Body
  }

  signed(body: Body, payload: Uint8Array | null = null): Item {
    const bytes = encodeBody(body)
    return { body: bytes, sig: this.sign(entryMessage(bytes)), payload }
  }

  /** Signs the next entry and takes its place in the chain. */
  next(kind: string, scope: string[], data: Value, more: Partial<Body> = {}, payload: Uint8Array | null = null): Item {
    const item = this.signed(this.draft(kind, scope, data, more), payload)
    this.prev = entryId(item.body)
    this.seq++
    return item
  }

  note(text: string, scope: string[] = ['632723']): Item {
    return this.next('note', scope, { text })
  }
}

export const declare = (device: Device, use: 'entry' | 'executor' = 'entry') => ({
  pub: device.pub,
  suite: 'ed25519',
  use,
})

export function officeEntry(registrar: Device, code: string): Item {
  const parent = code.includes('/') ? code.slice(0, code.lastIndexOf('/')) : null
  const level = code.includes('/') ? 'department' : 'county'
  return registrar.next('office', ['gov'], { code, name: code, parent, level, keys: [], recipient: null })
}

export function memberEntry(registrar: Device, id: string, device: Device, scopes: string[], roles = ['clerk']): Item {
  return registrar.next('member', ['gov'], {
    id,
    name: id,
    office: scopes[0] ?? '632723',
    roles,
    scopes,
    keys: [declare(device)],
  })
}

export interface TestNetwork {
  readonly node: ProvinceNode
  readonly registrar: Device
  readonly clerk: Device
  readonly other: Device
  readonly options: NodeOptions
  readonly genesis: Item
}

export async function genesisFor(data: string, registrar: Device): Promise<Item> {
  // The weakest scrypt: what is tested is not how long it takes.
  const keys = await createKeys(realDisk, data, PASSPHRASE, 2)
  const node = (pub: Uint8Array, use: string) => ({ pub, suite: 'ed25519', use })
  return registrar.next('genesis', ['gov'], {
    origin: ORIGIN,
    title: 'Test province',
    registrar: { id: 'registrar', name: 'Registrar' },
    keys: [declare(registrar), node(keys.log.pub, 'log'), node(keys.ack.pub, 'ack')],
  })
}

/** A province of two counties with a clerk each, and a registrar; all of it sealed. */
export async function testNetwork(data: string, more: Partial<NodeOptions> = {}): Promise<TestNetwork> {
  const registrar = new Device()
  const clerk = new Device()
  const other = new Device()
  const options: NodeOptions = { data, passphrase: PASSPHRASE, ...more }
  const genesis = await genesisFor(data, registrar)
  const node = must(await createProvince({ ...options, genesis }))
  for (const device of [registrar, clerk, other]) device.net = node.ledger.network.net
  must(
    await node.push([
      officeEntry(registrar, '632723'),
      officeEntry(registrar, '632726'),
      officeEntry(registrar, '632723/land'),
    ]),
  )
  must(await node.seal())
  const members = [
    memberEntry(registrar, 'clerk', clerk, ['632723', '632723/land']),
    memberEntry(registrar, 'other', other, ['632726']),
  ]
  must(await node.push(members))
  must(await node.seal())
  return { node, registrar, clerk, other, options, genesis }
}
