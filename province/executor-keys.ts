import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption'
import { ok, type Result } from '../shared/base/result.ts'
import { b32, map, oneOf, text } from '../shared/base/shape.ts'
import type { Disk } from './disk.ts'
import { readKeyFile, writeKeyFile } from './key-file.ts'
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
  const seed = new Uint8Array(randomBytes(32))
  const identity = await generateIdentity()
  await writeKeyFile(disk, fileOf(data), passphrase, workFactor, { v: 1, seed, identity })
  return keysOf(seed, identity)
}

/** null when this node has no executor. Codes: wrong-passphrase, vault-damaged. */
export async function openExecutorKeys(
  disk: Disk,
  data: string,
  passphrase: string,
): Promise<Result<ExecutorKeys | null>> {
  const read = await readKeyFile(disk, fileOf(data), passphrase, 512, file)
  if (!read.ok) return read
  if (read.value === null) return ok(null)
  return ok(await keysOf(read.value.seed, read.value.identity))
}

async function keysOf(seed: Uint8Array, identity: string): Promise<ExecutorKeys> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return { signer: makeSigner(seed), decrypter, recipient: await identityToRecipient(identity) }
}
