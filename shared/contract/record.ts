import { compare, equal, hex } from '../base/bytes.ts'
import type { FieldValue } from './service/definition.ts'

/**
 * The records that a scope's state holds: cases and subjects, keyed by their ids. They are the values of the state digest
 * (X3), so every field here is part of the protocol: see docs/ledger-spec.md, X3.
 */

/** One entry that touched a record: the nodes of the record's own history graph. */
export interface Touch {
  readonly id: Uint8Array
  /** What it was based on: the record's heads as its author saw them. */
  readonly heads: readonly Uint8Array[]
  /** Names of what it changed; empty while it is in dispute. */
  readonly set: readonly string[]
  readonly act: string
  /** Member id. */
  readonly by: string
  /** Position of its leaf in the scope. */
  readonly at: number
  /** Claimed time and sealing time, for people to read; they decide nothing (X1). */
  readonly time: number
  readonly sealed: number
}

interface RecordBase {
  /** Sorted ids of the entries that nothing on this record builds upon yet. */
  readonly heads: readonly Uint8Array[]
  readonly log: readonly Touch[]
  /** Entries in dispute here, oldest first. */
  readonly disputes: readonly Uint8Array[]
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** A case (办件). */
export interface CaseRecord extends RecordBase {
  readonly t: 'case'
  readonly service: string
  readonly version: number
  readonly state: string
  readonly sealed: Readonly<Record<string, Uint8Array>>
  readonly commit: Uint8Array | null
  /** Ids of the subjects that it concerns. */
  readonly subjects: readonly string[]
  readonly materials: readonly { readonly id: string; readonly copies: number; readonly original: boolean }[]
}

/** Where a sealed value of a subject can be opened: its commitment, and the payload and the name in it. */
export interface SealedRef {
  readonly h: Uint8Array
  readonly commit: Uint8Array
  readonly name: string
}

/** A subject on record, such as a pasture contract. */
export interface SubjectRecord extends RecordBase {
  /** The subject's type, as in its id. */
  readonly t: string
  readonly sealed: Readonly<Record<string, SealedRef>>
  /** The open case that claims it, or null. */
  readonly pending: string | null
}

export type LedgerRecord = CaseRecord | SubjectRecord

export function isCase(record: LedgerRecord): record is CaseRecord {
  return record.t === 'case'
}

export function sameHeads(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((head, i) => equal(head, b[i] as Uint8Array))
}

/** The heads after an entry: what it was based on gives way to it, what it had not seen stays beside it. */
export function nextHeads(current: readonly Uint8Array[], based: readonly Uint8Array[], id: Uint8Array): Uint8Array[] {
  const gone = new Set(based.map(hex))
  return [...current.filter((head) => !gone.has(hex(head))), id].sort(compare)
}

/** [X5] What has been done to a record that an entry based on `heads` had not seen; null when it names a head that never was. */
export function unseen(log: readonly Touch[], heads: readonly Uint8Array[]): Touch[] | null {
  const byId = new Map(log.map((touch) => [hex(touch.id), touch]))
  const seen = new Set<string>()
  const open = heads.map(hex)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    const touch = byId.get(name)
    if (touch === undefined) return null
    seen.add(name)
    open.push(...touch.heads.map(hex))
  }
  return log.filter((touch) => !seen.has(hex(touch.id)))
}
