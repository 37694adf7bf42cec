import { join } from 'node:path'
import { fromHex, text as fromText, hex, utf8 } from '../../shared/base/bytes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { list, map, nullable, oneOf, type Read, type Reader, text, uint, where } from '../../shared/base/shape.ts'
import { isSortedSet, parseVkey, SCOPE_CODE } from '../../shared/ledger/index.ts'
import { asDiskFailure, readSmallFile, replaceFile } from './disk.ts'

/** `site.json`: who and where this desktop is, and whom it trusts. Written by provisioning, never by a server. */
export const PROFILE_NAME = 'site.json'

const hex32: Reader<Uint8Array> = (v, path) => {
  const bytes = typeof v === 'string' && v.length === 64 ? fromHex(v) : fail('wrong-shape')
  return bytes.ok ? bytes : fail('wrong-shape', `${path}: 64 hex digits`)
}

const personId = text(LIMITS.code, /^[a-z0-9][a-z0-9.-]*$/)
const name = where(text(200), (v) => v.trim() !== '', 'a name')
const code = text(LIMITS.code, SCOPE_CODE)

const person = map({
  id: personId,
  name,
  office: code,
  officeName: name,
  roles: list(text(32, /^[a-z]+$/), 8, 1),
  /** Where this person may write; the office's own scope among them, sorted. */
  scopes: where(list(code, 64, 1), isSortedSet, 'sorted scopes without repetition'),
  key: hex32,
})

const profile = map({
  v: oneOf(1),
  /** A host label: the browser keeps its data under it. */
  installId: text(63, /^[a-z0-9]+$/),
  /** Of the loopback shell; null when it is given once on the command line. */
  port: nullable(where(uint, (n) => n >= 1024 && n <= 65535, 'a port from 1024 to 65535')),
  node: where(text(200), isNodeAddress, 'an http(s) address without path, query or user'),
  net: hex32,
  origin: text(200),
  vkey: where(text(400), (v) => parseVkey(v).ok, 'a C2SP verifier key'),
  ack: hex32,
  device: text(3, /^[0-9]{3}$/),
  people: where(list(person, 64, 1), haveOwnIds, 'people with an id and a key of their own'),
  demoPassphrase: nullable(text(256)),
})
export type Profile = Read<typeof profile>
export type ProfilePerson = Profile['people'][number]

function isNodeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.origin === address
}

function haveOwnIds(people: readonly { id: string; key: Uint8Array }[]): boolean {
  return [people.map((p) => p.id), people.map((p) => hex(p.key))].every((ids) => new Set(ids).size === ids.length)
}

/** Strict: exactly the keys above. Codes: wrong-shape, too-large. */
export function parseProfile(bytes: Uint8Array): Result<Profile> {
  if (bytes.length > 256 * 1024) return fail('too-large', PROFILE_NAME)
  const json = fromText(bytes)
  if (!json.ok) return fail('wrong-shape', `${PROFILE_NAME}: invalid UTF-8`)
  try {
    return profile(JSON.parse(json.value), PROFILE_NAME)
  } catch {
    return fail('wrong-shape', `${PROFILE_NAME}: not JSON`)
  }
}

/** Codes: not-found, wrong-shape, too-large, disk-failed. */
export async function readProfile(data: string): Promise<Result<Profile>> {
  try {
    const bytes = await readSmallFile(join(data, PROFILE_NAME))
    return bytes === null ? fail('not-found', join(data, PROFILE_NAME)) : parseProfile(bytes)
  } catch (error) {
    return asDiskFailure(error)
  }
}

/** Throws on a profile that would not be read back: a bug of whoever provisions. Codes: disk-full, disk-failed. */
export async function writeProfile(data: string, value: Profile): Promise<Result<null>> {
  const people = value.people.map((one) => ({ ...one, key: hex(one.key) }))
  const plain = { ...value, net: hex(value.net), ack: hex(value.ack), people }
  const bytes = utf8(`${JSON.stringify(plain, null, 2)}\n`)
  const back = parseProfile(bytes)
  if (!back.ok) throw new Error(back.detail)
  try {
    await replaceFile(join(data, PROFILE_NAME), bytes)
    return ok(null)
  } catch (error) {
    return asDiskFailure(error)
  }
}
