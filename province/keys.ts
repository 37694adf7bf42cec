import {
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  verify as nativeVerify,
  randomBytes,
  sign,
} from 'node:crypto'
import { join } from 'node:path'
import { concat, fromHex } from '../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../shared/base/result.ts'
import { b32, map, oneOf } from '../shared/base/shape.ts'
import { makeVerify, publicKey, type Verify } from '../shared/ledger/index.ts'
import type { Disk } from './disk.ts'
import { readKeyFile, writeKeyFile } from './key-file.ts'

const PKCS8 = must(fromHex('302e020100300506032b657004220420'))
const SPKI = must(fromHex('302a300506032b6570032100'))

/** Keys as the engine holds them; a county's devices are few, and a flood of others empties it. */
const known = new Map<string, KeyObject>()

function publicKeyOf(pub: Uint8Array): KeyObject {
  const name = Buffer.from(pub).toString('latin1')
  const kept = known.get(name)
  if (kept !== undefined) return kept
  if (known.size >= 4096) known.clear()
  const key = createPublicKey({ key: Buffer.from(concat(SPKI, pub)), format: 'der', type: 'spki' })
  known.set(name, key)
  return key
}

/** [K3] Native Ed25519 on Node's thread pool: by callback, which costs the caller half of what WebCrypto's promises do. */
export const verify: Verify = makeVerify(
  (pub, message, sig) =>
    new Promise((done, fail) => {
      nativeVerify(null, message, publicKeyOf(pub), sig, (error, holds) => (error === null ? done(holds) : fail(error)))
    }),
)

export interface Signer {
  readonly pub: Uint8Array
  readonly sign: (message: Uint8Array) => Uint8Array
}

/** [K1] The log key signs checkpoints, the ack key answers; neither does the other's work. */
export interface NodeKeys {
  readonly log: Signer
  readonly ack: Signer
}

const file = map({ v: oneOf(1), log: b32, ack: b32 })

/** From a 32-byte seed. The key object keeps the secret out of JavaScript's heap from here on. */
export function makeSigner(seed: Uint8Array): Signer {
  const key = createPrivateKey({ key: Buffer.from(concat(PKCS8, seed)), format: 'der', type: 'pkcs8' })
  return { pub: publicKey(seed), sign: (message) => new Uint8Array(sign(null, message, key)) }
}

const fileOf = (data: string) => join(data, 'keys', 'node.age')

/**
 * [K5] Makes the node's two keys and keeps them sealed with a passphrase (age, scrypt). `workFactor` is log2 of scrypt's N.
 * Throws when there are keys already: they are never overwritten.
 */
export async function createKeys(disk: Disk, data: string, passphrase: string, workFactor = 17): Promise<NodeKeys> {
  const seeds = { log: new Uint8Array(randomBytes(32)), ack: new Uint8Array(randomBytes(32)) }
  await writeKeyFile(disk, fileOf(data), passphrase, workFactor, { v: 1, ...seeds })
  return { log: makeSigner(seeds.log), ack: makeSigner(seeds.ack) }
}

/** Codes: not-found (there are no keys), wrong-passphrase, vault-damaged. */
export async function openKeys(disk: Disk, data: string, passphrase: string): Promise<Result<NodeKeys>> {
  const read = await readKeyFile(disk, fileOf(data), passphrase, 256, file)
  if (!read.ok) return read
  if (read.value === null) return fail('not-found', `${fileOf(data)}: this folder has no keys of a node`)
  return ok({ log: makeSigner(read.value.log), ack: makeSigner(read.value.ack) })
}
