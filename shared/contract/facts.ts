import { compare } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { ok } from '../base/result.ts'
import {
  b32,
  bytesUpTo,
  isMap,
  list,
  map,
  nullable,
  oneOf,
  type Read,
  type Reader,
  record,
  text,
  uint,
  where,
} from '../base/shape.ts'
import { isSortedSet, SCOPE_CODE, type Value } from '../ledger/index.ts'
import { fieldValue } from './service/read-parts.ts'

/** Readers of the `data` map of every kind that this version understands (N7). */

const name = text(200)
const id = text(LIMITS.code, /^[a-z0-9][a-z0-9.-]*$/)
const code = text(LIMITS.code, SCOPE_CODE)
const anyMap: Reader<{ readonly [key: string]: Value }> = record((v) => ok(v as Value), 256)

/** [N8] [K1] One key has one use. */
export const KEY_USES = ['entry', 'log', 'ack', 'witness', 'executor'] as const
export const keyReader = map({ pub: bytesUpTo(128), suite: oneOf('ed25519', 'sm2'), use: oneOf(...KEY_USES) })
export type DeclaredKey = Read<typeof keyReader>

export const ROLE_NAMES = ['clerk', 'reviewer', 'approver', 'supervisor', 'registrar', 'auditor', 'installer'] as const
export type RoleName = (typeof ROLE_NAMES)[number]

/** An age recipient, public: `age1…`. */
const recipient = text(128, /^age1[a-z0-9]+$/)
const scopes = where(list(code, 64, 1), isSortedSet, 'sorted scopes without repetition')

export const genesisData = map({
  origin: text(200),
  title: name,
  registrar: map({ id, name }),
  keys: list(keyReader, 16, 3),
})
export const officeData = map({
  code,
  name,
  parent: nullable(code),
  level: oneOf('province', 'prefecture', 'county', 'department'),
  keys: list(keyReader, 8),
  recipient: nullable(recipient),
})
export const officeKeyData = map({ office: code, recipient })
export const memberData = map({
  id,
  name,
  office: code,
  roles: list(oneOf(...ROLE_NAMES), 8, 1),
  scopes,
  keys: list(keyReader, 16),
})
export const revokeData = map({ key: b32, last: nullable(b32), reason: text(400) })
const publication = map({ definition: anyMap })
const signature = map({ code: id, version: uint, hash: b32 })

/** A definition to publish, or the signature of a second registrar under one that waits for it. */
export const serviceData: Reader<Read<typeof publication> | Read<typeof signature>> = (v, path) =>
  isMap(v) && Object.hasOwn(v, 'definition') ? publication(v, path) : signature(v, path)

/** A series as a service definition can name one. */
export const SERIES = /^[a-z][a-z0-9-]{0,39}$/
const series = text(40, SERIES)

/** [N10] A block of running numbers, allotted to one device for one series of one office. */
export const numbersData = map({ series, office: code, key: b32, from: uint, to: uint })
/** Its record holds a value one level deeper than its entry does (X3), and there too it has to stay within E3. */
const MOST_NESTED = 8
const shallow = where(anyMap, (value) => depthOf(value) <= MOST_NESTED, `at most ${MOST_NESTED} deep`)
export const policyData = map({ name: text(LIMITS.code, /^[a-z][a-z0-9.-]*$/), value: shallow })

/** How many arrays and maps stand inside one another, this one counted. */
function depthOf(value: Value): number {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 0
  return 1 + Math.max(0, ...(Array.isArray(value) ? value : Object.values(value)).map(depthOf))
}

const fieldName = /^[a-z][A-Za-z0-9]{0,63}$/

/** The materials that were handed in: which, how many copies, whether the original was shown, and the scans of it, by the hashes in `att`. */
const handedIn = map({
  id,
  copies: uint,
  original: oneOf(true, false),
  files: list(b32, LIMITS.attachmentsPerEntry),
})
export type HandedIn = Read<typeof handedIn>

/** [N10] A number out of a block: the period is a year or a day, `YYYY` or `YYYYMMDD`. */
const number = map({ series, period: text(8, /^[0-9]{4}([0-9]{4})?$/), n: uint })
export type GivenNumber = Read<typeof number>

export const fileData = map({
  service: id,
  version: uint,
  fields: record(fieldValue, 128, fieldName),
  sealed: record(b32, 128, fieldName),
  materials: list(handedIn, 64),
  number: nullable(number),
})
export type FileData = Read<typeof fileData>

/** `rules` is the hash of the definition by which an executor decided; null for people. A field that is given null is taken back. */
export const actData = map({
  action: id,
  reason: nullable(text(2000)),
  fields: record(nullable(fieldValue), 128, fieldName),
  sealed: record(nullable(b32), 128, fieldName),
  materials: list(handedIn, 64),
  number: nullable(number),
  rules: nullable(b32),
})
export type ActData = Read<typeof actData>
/** [X6] Why a supervisor decided as they did: the closed list, to which words are added. */
export const GROUNDS = ['earlier-right', 'documents', 'agreement', 'court', 'mistake', 'duplicate', 'other'] as const
const CHOICES = ['keep', 'adopt', 'amend', 'confirm', 'reopen'] as const
const subject = text(LIMITS.subjectId)
const sortedIds = (max: number) =>
  where(
    list(b32, max),
    (ids) => ids.every((one, i) => i === 0 || compare(ids[i - 1] as Uint8Array, one) < 0),
    'sorted ids without repetition',
  )

/**
 * [X6] A decision. `disputes` are the entries in dispute that it is about; `adopt` the one that takes effect, or, to confirm, the decision that waits for
 * a second signature; `set` the fields that get another value than either side gave; `recall` the entries whose papers are to be called back.
 */
export const resolveData = map({
  subject,
  heads: sortedIds(LIMITS.headsPerSubject),
  choice: oneOf(...CHOICES),
  disputes: where(sortedIds(LIMITS.disputesPerDecision), (ids) => ids.length > 0, 'at least one'),
  adopt: nullable(b32),
  set: where(
    list(
      map({ id: subject, fields: record(fieldValue, 128, fieldName), sealed: record(b32, 128, fieldName) }),
      LIMITS.subjectsPerEntry,
    ),
    (all) => isSortedSet(all.map((one) => one.id)),
    'records sorted by id without repetition',
  ),
  ground: oneOf(...GROUNDS),
  reason: text(2000),
  recall: sortedIds(64),
})
export type ResolveData = Read<typeof resolveData>
export const noteData = map({ text: text(4000) })
