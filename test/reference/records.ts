import { compareText, hex } from '../../shared/base/bytes.ts'
import {
  type Burden,
  type CaseRecord,
  isCase,
  type LedgerRecord,
  type SealedField,
  type SealedRef,
  type SubjectRecord,
} from '../../shared/contract/record.ts'
import type { FieldValue } from '../../shared/contract/service/values.ts'
import { encode, homeScope, subjectType, type Value } from '../../shared/ledger/index.ts'

/**
 * A second reading of docs/ledger-spec.md, written from that page and not from the code that it is held against: plain, slow, and everything looked
 * up anew in the whole history each time. This file: what stands under the names of a record (The records, X3).
 */

export type Records = (id: string) => LedgerRecord | undefined

export const cbor = (value: unknown): string => hex(encode(value as Value))
export const sameValue = (a: unknown, b: unknown): boolean => cbor(a) === cbor(b)
export const has = (ids: readonly Uint8Array[], id: Uint8Array): boolean => ids.some((one) => hex(one) === hex(id))
export const sortedTexts = (texts: Iterable<string>): string[] => [...new Set(texts)].sort(compareText)
export const sortedIds = (ids: Iterable<Uint8Array>): Uint8Array[] => {
  const byHex = new Map([...ids].map((id) => [hex(id), id]))
  return [...byHex.keys()].sort(compareText).map((name) => byHex.get(name) as Uint8Array)
}

/** Does this id name a subject, as against a case? */
export const isSubjectId = (id: string): boolean => subjectType(id) !== 'case'
export const isOf = (scope: string, id: string): boolean => homeScope(id) === scope
export const disputeKey = (scope: string, id: Uint8Array): string => `${scope}/dispute/${hex(id)}`

/** "A name of a field", as against `*`, `:state`, `burden:…` and the like. */
export const isFieldName = (name: string): boolean => name !== '*' && !name.includes(':')

/** "`*` is the same as every other." */
export function commonNames(some: readonly string[], others: readonly string[]): string[] {
  if (some.includes('*')) return [...others]
  if (others.includes('*')) return [...some]
  return some.filter((name) => others.includes(name))
}

function at<T>(map: Readonly<Record<string, T>>, name: string): T | null {
  return Object.hasOwn(map, name) ? (map[name] as T) : null
}

const burdenName = ({ kind, ref }: Pick<Burden, 'kind' | 'ref'>): string => `burden:${kind}:${ref}`

/** "What stood under each of them": null is nothing. */
export function standing(record: LedgerRecord | undefined, name: string): Value {
  return (record === undefined ? null : (found(record, name) ?? null)) as Value
}

function found(record: LedgerRecord, name: string): unknown {
  if (isFieldName(name)) return at(record.fields, name) ?? at<SealedField>(record.sealed, name)
  if (isCase(record)) {
    if (name === ':state') return record.state
    if (name === ':overruled') return record.overruled
    if (name.startsWith('material:')) return record.materials.find(({ id }) => `material:${id}` === name)
    if (name.startsWith('number:')) return at(record.numbers, name.slice('number:'.length))
    return null
  }
  if (name === '*') return record.ended
  if (name === ':pending') return record.pending
  if (name === ':parents') return record.parents
  if (name === ':children') return record.children
  if (name.startsWith('burden:')) return record.burdens.find((one) => burdenName(one) === name)
  return null
}

function without<T>(map: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([one]) => one !== name))
}

/** "A burden or material takes the place of what stands under its name, else the end." */
function placed<T>(list: readonly T[], nameOf: (one: T) => string, name: string, value: T | null): T[] {
  const place = list.findIndex((one) => nameOf(one) === name)
  if (value === null) return list.filter((_, i) => i !== place)
  return place < 0 ? [...list, value] : list.map((one, i) => (i === place ? value : one))
}

/** Puts a value under a name, in place of what stands there; null takes it away. */
export function put<T extends LedgerRecord>(record: T, name: string, value: Value): T {
  return { ...record, ...changed(record, name, value) }
}

function changed(record: LedgerRecord, name: string, value: Value): Partial<CaseRecord> | Partial<SubjectRecord> {
  if (isFieldName(name)) {
    const fields = without(record.fields, name)
    const sealed = without(record.sealed as Readonly<Record<string, SealedRef>>, name)
    if (value === null) return { fields, sealed }
    const isSealed = typeof value === 'object' && !Array.isArray(value)
    if (isSealed) return { fields, sealed: { ...sealed, [name]: value as unknown as SealedRef } }
    return { fields: { ...fields, [name]: value as FieldValue }, sealed }
  }
  if (isCase(record)) {
    if (name === ':state') return { state: value as string }
    if (name === ':overruled') return { overruled: value as Uint8Array | null }
    if (name.startsWith('material:')) {
      const one = value as unknown as CaseRecord['materials'][number] | null
      return { materials: placed(record.materials, ({ id }) => `material:${id}`, name, one) }
    }
    if (name.startsWith('number:')) {
      const numbers = without(record.numbers, name.slice('number:'.length))
      const one = value as unknown as CaseRecord['numbers'][string] | null
      return { numbers: one === null ? numbers : { ...numbers, [name.slice('number:'.length)]: one } }
    }
    return {}
  }
  if (name === '*') return { ended: value as string | null }
  if (name === ':pending') return { pending: value as string | null }
  if (name === ':parents') return { parents: (value ?? []) as string[] }
  if (name === ':children') return { children: (value ?? []) as string[] }
  if (name.startsWith('burden:')) return { burdens: placed(record.burdens, burdenName, name, value as Burden | null) }
  return {}
}
