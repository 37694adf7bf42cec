import { compare, equal, hex } from '../base/bytes.ts'
import type { GivenNumber, HandedIn } from './facts.ts'
import type { FieldValue } from './service/values.ts'

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
  readonly sealed: Readonly<Record<string, SealedField>>
  /** Ids of the subjects that it concerns, in the order of the service's parts. */
  readonly subjects: readonly string[]
  readonly materials: readonly HandedIn[]
  /** The running numbers given in it, by the action that gave them. */
  readonly numbers: Readonly<Record<string, GivenNumber>>
}

/** A sealed field of a case: its commitment, and the payload that holds it. */
export interface SealedField {
  readonly h: Uint8Array
  readonly commit: Uint8Array
}

/** Where a sealed value of a subject can be opened: its commitment, and the payload and the name in it. */
export interface SealedRef extends SealedField {
  readonly name: string
}

/** A right or restraint that lies on a subject: mortgage, seizure … Known by kind and reference. */
export interface Burden {
  readonly kind: string
  readonly ref: string
  /** The case that laid it. */
  readonly case: string
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** A subject on record, such as a pasture contract. */
export interface SubjectRecord extends RecordBase {
  /** The subject's type, as in its id; `numbers` for the count of a device's numbers in one series (N10). */
  readonly t: string
  readonly sealed: Readonly<Record<string, SealedRef>>
  /** The open case that claims it, or null. */
  readonly pending: string | null
  readonly burdens: readonly Burden[]
  /** Split and merge: what it came out of, and what came out of it. */
  readonly parents: readonly string[]
  readonly children: readonly string[]
  /** The case that ended it, or null. */
  readonly ended: string | null
}

export type LedgerRecord = CaseRecord | SubjectRecord

export function isCase(record: LedgerRecord): record is CaseRecord {
  return record.t === 'case'
}

/** A subject before anything is known of it. */
export function newSubject(t: string): SubjectRecord {
  return {
    t,
    ...{ heads: [], log: [], disputes: [], fields: {}, sealed: {} },
    ...{ pending: null, burdens: [], parents: [], children: [], ended: null },
  }
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
