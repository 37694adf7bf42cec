import type { Value } from '../ledger/index.ts'

/** Why a leaf has no effect. The closed set of reasons; `rule:<id>` names a ledger rule of the service. */
export const VOID_REASONS = [
  'replay', // the same entry once more
  'chain', // not the next of its device in this scope (N3), or a second one for its position (N4)
  'frozen', // its key signed two entries for one position (N4)
  'unknown-key',
  'revoked',
  'role',
  'shape',
  'exists',
  'key',
  'unknown-office',
  'definition',
  'not-understood',
  'service', // the definition is not on the ledger (X8)
  'case', // no such case, or a case that is not of this scope
  'subject', // the subjects that the service asks for are not named, or not of its kind
  'field', // fields that the definition does not have, or public where it says sealed
  'state', // the workflow does not allow the act now
  'author', // somebody who may not, having taken an earlier act
  'pending', // the subject already has an open case
  'ended', // the subject has ended
  'guard', // the service does not let the action be taken on this case
  'once', // the action has been taken before, and may be taken once
  'burden', // the burden to be lifted does not lie on the subject, or the one to be laid does already
  'number', // a running number that is not of the device's blocks, or not the next one (N10)
  'disputed', // the case or its subject is in dispute
  'base', // based on an entry that the record never had
  'overruled', // built upon what a decision refused or undid, or on a case that one put aside (X6)
  'stale', // a decision made without having seen all that is there (X6)
  'dispute', // a decision about something that is not in dispute, or not open to it (X6)
] as const
export type VoidReason = (typeof VOID_REASONS)[number] | `rule:${string}`

/** [X2] `applied`, `merged`, `disputed` or `void(reason)`: exactly the text that the state digest is over (X3). */
export type Outcome = 'applied' | 'merged' | 'disputed' | `void(${VoidReason})`

export interface Verdict {
  readonly outcome: Outcome
  /** State key → its new value. Empty when void. */
  readonly changes: ReadonlyMap<string, Value>
}

const NO_CHANGES: ReadonlyMap<string, Value> = new Map()

export function voided(reason: VoidReason): Verdict {
  return { outcome: `void(${reason})`, changes: NO_CHANGES }
}

export function applied(changes: ReadonlyMap<string, Value>): Verdict {
  return { outcome: 'applied', changes }
}

export function isVoid(outcome: string): boolean {
  return outcome.startsWith('void(')
}
