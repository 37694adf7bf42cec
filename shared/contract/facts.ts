import { LIMITS } from '../base/limits.ts'
import { ok } from '../base/result.ts'
import {
  b32,
  bytesUpTo,
  int,
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
export const serviceData = map({ definition: anyMap })

const fieldName = /^[a-z][A-Za-z0-9]{0,63}$/
const fieldValue: Reader<string | number | boolean> = (v, path) =>
  typeof v === 'string'
    ? text(4000)(v, path)
    : typeof v === 'boolean'
      ? ok(v)
      : (int(v, path) as ReturnType<Reader<string | number | boolean>>)

/** The materials that were handed in: which, how many copies, whether the original was shown. */
const handedIn = map({ id, copies: uint, original: oneOf(true, false) })

export const fileData = map({
  service: id,
  version: uint,
  fields: record(fieldValue, 128, fieldName),
  sealed: record(b32, 128, fieldName),
  materials: list(handedIn, 64),
})
export type FileData = Read<typeof fileData>

export const actData = map({ action: id, reason: nullable(text(2000)) })
export const noteData = map({ text: text(4000) })
