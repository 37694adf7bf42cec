import { isMap } from '../base/shape.ts'
import type { Value } from '../ledger/index.ts'
import type { HandedIn } from './facts.ts'
import {
  type Burden,
  type CaseRecord,
  isCase,
  type LedgerRecord,
  type SealedField,
  type SealedRef,
  type SubjectRecord,
} from './record.ts'

/**
 * The names under which an entry changes a record (docs/ledger-spec.md, X3 `set`): a form field by its own name, everything else by one that no field
 * can have. Each names one piece of the record that can be read, and put back as it was when a decision undoes the entry (X6).
 */
export const PIECE = {
  /** Ending a subject changes all of it: this name is the same as every other. */
  everything: '*',
  state: ':state',
  pending: ':pending',
  overruled: ':overruled',
  parents: ':parents',
  children: ':children',
  /** An effect that set nothing still happened. */
  touched: ':touched',
} as const

export const burdenPiece = (kind: string, ref: string): string => `burden:${kind}:${ref}`
export const materialPiece = (id: string): string => `material:${id}`
export const numberPiece = (action: string): string => `number:${action}`
/** A case that claims nothing stands in its subject's history under a name that clashes with no other. */
export const casePiece = (id: string): string => `case:${id}`

/** Is this the name of a form field? */
export function isField(name: string): boolean {
  return name !== PIECE.everything && !name.includes(':')
}

/** What stands under a name; null where nothing does. `record` absent: not on record. */
export function pieceOf(record: LedgerRecord | undefined, name: string): Value {
  if (record === undefined) return null
  if (isField(name)) {
    if (Object.hasOwn(record.fields, name)) return record.fields[name] as Value
    return (Object.hasOwn(record.sealed, name) ? (record.sealed[name] as unknown as Value) : null) ?? null
  }
  const [kind, id] = parts(name)
  if (isCase(record)) {
    if (name === PIECE.state) return record.state
    if (name === PIECE.overruled) return record.overruled
    if (kind === 'material') return (record.materials.find((one) => one.id === id) as Value | undefined) ?? null
    if (kind === 'number') return (Object.hasOwn(record.numbers, id) ? (record.numbers[id] as Value) : null) ?? null
    return null
  }
  if (name === PIECE.everything) return record.ended
  if (name === PIECE.pending) return record.pending
  if (name === PIECE.parents) return record.parents
  if (name === PIECE.children) return record.children
  if (kind === 'burden') return (record.burdens.find((one) => named(one) === name) as unknown as Value) ?? null
  return null
}

/** The record with that piece as it was. What a name does not hold on this kind of record is left alone. */
export function putBack<T extends LedgerRecord>(record: T, name: string, was: Value): T {
  return (
    isField(name)
      ? fieldBack(record, name, was)
      : isCase(record)
        ? caseBack(record, name, was)
        : subjectBack(record, name, was)
  ) as T
}

function fieldBack(record: LedgerRecord, name: string, was: Value): LedgerRecord {
  const { [name]: _f, ...fields } = record.fields
  const { [name]: _s, ...sealed } = record.sealed as Record<string, SealedField & SealedRef>
  if (was === null) return { ...record, fields, sealed } as LedgerRecord
  // A value that stands in the open is no map; where a sealed one can be opened is.
  return (
    isMap(was)
      ? { ...record, fields, sealed: { ...sealed, [name]: was as unknown as SealedRef } }
      : { ...record, fields: { ...fields, [name]: was }, sealed }
  ) as LedgerRecord
}

function caseBack(record: CaseRecord, name: string, was: Value): CaseRecord {
  const [kind, id] = parts(name)
  if (name === PIECE.state) return { ...record, state: was as string }
  if (name === PIECE.overruled) return { ...record, overruled: was as Uint8Array | null }
  if (kind === 'material') {
    return { ...record, materials: replaced(record.materials, (one) => one.id === id, was as unknown as HandedIn) }
  }
  if (kind === 'number') {
    const { [id]: _gone, ...numbers } = record.numbers
    return { ...record, numbers: was === null ? numbers : ({ ...numbers, [id]: was } as CaseRecord['numbers']) }
  }
  return record
}

function subjectBack(record: SubjectRecord, name: string, was: Value): SubjectRecord {
  if (name === PIECE.everything) return { ...record, ended: was as string | null }
  if (name === PIECE.pending) return { ...record, pending: was as string | null }
  if (name === PIECE.parents) return { ...record, parents: (was ?? []) as readonly string[] }
  if (name === PIECE.children) return { ...record, children: (was ?? []) as readonly string[] }
  if (parts(name)[0] === 'burden') {
    return { ...record, burdens: replaced(record.burdens, (one) => named(one) === name, was as unknown as Burden) }
  }
  return record
}

/** In its old place if something stands there, else at the end; gone where nothing was. */
function replaced<T>(list: readonly T[], same: (one: T) => boolean, was: T | null): readonly T[] {
  const at = list.findIndex(same)
  if (was === null) return list.filter((one) => !same(one))
  return at < 0 ? [...list, was] : list.map((one, i) => (i === at ? was : one))
}

const named = ({ kind, ref }: Burden): string => burdenPiece(kind, ref)

function parts(name: string): [kind: string, id: string] {
  const at = name.indexOf(':')
  return [name.slice(0, at), name.slice(at + 1)]
}
