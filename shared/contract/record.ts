import { compare, equal, hex } from '../base/bytes.ts'
import type { Value } from '../ledger/index.ts'
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
  /** The names of what it changed, sorted (see pieces.ts); of one that is held, what it would have changed. */
  readonly set: readonly string[]
  /** [X6] What stood under each of `set` before; empty when it is held. */
  readonly was: readonly Value[]
  /** In dispute when it was sealed: it changed nothing here. */
  readonly held: boolean
  /** The other records of this scope that it named. */
  readonly with: readonly string[]
  readonly act: string
  /** Member id. */
  readonly by: string
  /** Position of its leaf in the scope. */
  readonly at: number
  /** Claimed time and sealing time, for people to read; they decide nothing (X1). */
  readonly time: number
  readonly sealed: number
  /** [X6] Only there where it decided. */
  readonly decided?: Decided
}

/** [X6] What a decision did with the entries of this record's history. */
export interface Decided {
  readonly choice: 'keep' | 'adopt' | 'amend' | 'reopen'
  /** The side that was adopted, its newest entry first; empty when what stood was kept. */
  readonly adopts: readonly Uint8Array[]
  readonly refuses: readonly Uint8Array[]
  /** What was and is in effect against those that it refuses. */
  readonly stands: readonly Uint8Array[]
  /** What had been in effect and is no more. */
  readonly undoes: readonly Uint8Array[]
  /** The decision that this one takes back, or null. */
  readonly reopens: Uint8Array | null
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
  /** [X6] The decision that refused or undid what this case did to its subjects, or null. */
  readonly overruled: Uint8Array | null
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
  /** The subject's type, as in its id; `numbers` for the count of a device's numbers in one series (N10), `dispute` for a dispute (X6). */
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

/** [X6] An entry in dispute, kept whole until people have decided, and after: a decision can be taken back. */
export interface DisputeRecord extends SubjectRecord {
  readonly t: 'dispute'
  readonly dispute: Dispute
}

export interface Dispute {
  readonly id: Uint8Array
  readonly kind: string
  readonly case: string
  /** The records of this scope that it names, and what it was based on. */
  readonly subj: readonly { readonly id: string; readonly heads: readonly Uint8Array[] }[]
  readonly data: { readonly [key: string]: Value }
  readonly commit: Uint8Array | null
  readonly key: Uint8Array
  /** Member id. */
  readonly by: string
  /** Position, height and times of its leaf, as in a touch. */
  readonly at: number
  readonly h: number
  readonly time: number
  readonly sealed: number
  /** The records on which it clashed. */
  readonly clash: readonly string[]
  /** The decision that a first supervisor has signed and a second has not. */
  readonly proposed: Proposed | null
  /** What became of it; null while it is open. */
  readonly decided: { readonly id: Uint8Array; readonly adopted: boolean } | null
}

/** A decision that waits for its second signature: what is to be done, as the first one said it. */
export interface Proposed {
  readonly id: Uint8Array
  readonly by: string
  readonly data: { readonly [key: string]: Value }
  readonly commit: Uint8Array | null
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
