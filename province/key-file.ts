import { dirname } from 'node:path'
import { Decrypter, Encrypter } from 'age-encryption'
import { fail, ok, type Result } from '../shared/base/result.ts'
import type { Reader } from '../shared/base/shape.ts'
import { decode, encode, type Value } from '../shared/ledger/index.ts'
import { type Disk, replaceFile } from './disk.ts'

/**
 * [K5] Keeps secrets in a file sealed with a passphrase (age, scrypt). `workFactor` is log2 of scrypt's N. Throws when there is a file already: keys
 * are never overwritten.
 */
export async function writeKeyFile(
  disk: Disk,
  path: string,
  passphrase: string,
  workFactor: number,
  secrets: Value,
): Promise<void> {
  if ((await disk.size(path)) !== null) throw new Error(`${path} exists`)
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(workFactor)
  const sealed = await encrypter.encrypt(encode(secrets))
  await disk.makeFolder(dirname(path))
  await replaceFile(disk, path, sealed)
}

/** null when there is no such file. `max` bytes in the clear. Codes: wrong-passphrase, vault-damaged. */
export async function readKeyFile<T>(
  disk: Disk,
  path: string,
  passphrase: string,
  max: number,
  reader: Reader<T>,
): Promise<Result<T | null>> {
  const sealed = await disk.read(path)
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
  const value = decode(clear, { max })
  const read = value.ok ? reader(value.value, 'keys') : value
  return read.ok ? read : fail('vault-damaged', read.detail)
}
