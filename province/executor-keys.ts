import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { b32, map, oneOf, text } from '../shared/base/shape.ts'
import { decode, encode } from '../shared/ledger/index.ts'
import { type Disk, replaceFile } from './disk.ts'
import { makeSigner, type Signer } from './keys.ts'

/** [K1] [X9] What the executor signs with, and what it opens sealed forms with; neither is used for anything else. */
export interface ExecutorKeys {
  readonly signer: Signer
  readonly decrypter: Decrypter
  /** `age1…`, for the office that forms of one-click services are sealed to. */
  readonly recipient: string
}

const file = map({ v: oneOf(1), seed: b32, identity: text(128, /^AGE-SECRET-KEY-1[A-Z0-9]+$/) })
const fileOf = (data: string) => join(data, 'keys', 'executor.age')

/**
 * [K5] Makes the executor's keys and keeps them sealed with a passphrase (age, scrypt). `workFactor` is log2 of scrypt's N. Throws when there
 * are keys already: they are never overwritten.
 */
export async function createExecutorKeys(
  disk: Disk,
  data: string,
  passphrase: string,
  workFactor = 17,
): Promise<ExecutorKeys> {
  if ((await disk.size(fileOf(data))) !== null) throw new Error(`${fileOf(data)} exists`)
  const seed = new Uint8Array(randomBytes(32))
  const identity = await generateIdentity()
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(workFactor)
  const sealed = await encrypter.encrypt(encode({ v: 1, seed, identity }))
  await disk.makeFolder(join(data, 'keys'))
  await replaceFile(disk, fileOf(data), sealed)
  return keysOf(seed, identity)
}

/** null when this node has no executor. Codes: wrong-passphrase, vault-damaged. */
export async function openExecutorKeys(
  disk: Disk,
  data: string,
  passphrase: string,
): Promise<Result<ExecutorKeys | null>> {
  const sealed = await disk.read(fileOf(data))
  if (sealed === null) return ok(null)
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  let clear: Uint8Array
  try {
    clear = await decrypter.decrypt(sealed)
  } catch (error) {
    const detail = error instanceof Error ? error.message : ''
    return fail(detail.includes('no identity matched') ? 'wrong-passphrase' : 'vault-damaged', detail)
  }
  const value = decode(clear, { max: 512 })
  const read = value.ok ? file(value.value, 'executor') : value
  if (!read.ok) return fail('vault-damaged', read.detail)
  return ok(await keysOf(read.value.seed, read.value.identity))
}

async function keysOf(seed: Uint8Array, identity: string): Promise<ExecutorKeys> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return { signer: makeSigner(seed), decrypter, recipient: await identityToRecipient(identity) }
}
