import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { concat, fromHex, utf8 } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import type { DeclaredKey } from '../../shared/contract/index.ts'
import {
  type Body,
  encodeBody,
  entryId,
  entryMessage,
  hash,
  keyId,
  publicKey,
  type SignedEntry,
} from '../../shared/ledger/index.ts'

const PKCS8 = must(fromHex('302e020100300506032b657004220420'))

/** An Ed25519 key that follows from its name, so that every run makes the same bytes. */
export class TestKey {
  readonly pub: Uint8Array
  readonly id: Uint8Array
  readonly secret: Uint8Array
  readonly #key: KeyObject

  constructor(readonly name: string) {
    this.secret = hash(utf8(`test key of ${name}`))
    this.pub = publicKey(this.secret)
    this.id = keyId(this.pub)
    this.#key = createPrivateKey({ key: Buffer.from(concat(PKCS8, this.secret)), format: 'der', type: 'pkcs8' })
  }

  sign(message: Uint8Array): Uint8Array {
    return new Uint8Array(sign(null, message, this.#key))
  }

  declared(use: DeclaredKey['use']): DeclaredKey {
    return { pub: this.pub, suite: 'ed25519', use }
  }
}

/** What an act says; the device adds the rest. */
export type Draft = Partial<Body> & Pick<Body, 'kind' | 'scope' | 'data'>

/** Where a device's chain goes on (N3). */
export interface ChainEnd {
  readonly key: TestKey
  readonly epoch: number
  readonly seq: number
  readonly prev: Uint8Array | null
}

/** The next entry of a chain, before it is signed. */
export function nextBody({ key, epoch, seq, prev }: ChainEnd, net: Uint8Array, time: number, draft: Draft): Body {
  return {
    ...{ v: 1, net, key: key.id, epoch, seq, prev, time },
    ...{ case: null, subj: [], commit: null, att: [] },
    ...draft,
  }
}

/** Signs a body as it stands, sound or not: for tests that break one thing. */
export function signBody(key: TestKey, body: Uint8Array): SignedEntry {
  return { body, sig: key.sign(entryMessage(body)) }
}

/** A member's device: signs entries in its chain (N3). */
export class Device {
  readonly key: TestKey
  epoch = 0
  seq = 0
  prev: Uint8Array | null = null

  constructor(
    readonly member: string,
    readonly net: () => Uint8Array,
    readonly clock: () => number,
  ) {
    this.key = new TestKey(member)
  }

  /** The next entry of the chain. */
  sign(draft: Draft): SignedEntry {
    const entry = this.draft(draft)
    this.seq += 1
    this.prev = entryId(entry.body)
    return entry
  }

  /** As `sign`, but the chain stays where it is: what a cloned device does. */
  draft(draft: Draft): SignedEntry {
    return signBody(this.key, encodeBody(nextBody(this, this.net(), this.clock(), draft)))
  }
}
