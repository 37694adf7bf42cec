import type { Gov, LedgerRecord, Outcome } from '../shared/contract/index.ts'
import type { NoteKey } from '../shared/ledger/index.ts'
import type { BlockLog } from './check-log.ts'
import type { PlacedLeaf } from './replay.ts'

/** What a verified export is good for beyond itself: keys to check signatures with, a log to hold others against, and what is in effect. */
export interface Ledger extends BlockLog {
  readonly gov: Gov
  /** Entry id in hex → where it is sealed. */
  readonly places: ReadonlyMap<string, readonly PlacedLeaf[]>
  /** By scope, what became of each leaf (X2), and the decisions among them. */
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>
  readonly decisions: ReadonlyMap<string, readonly PlacedLeaf[]>
  /** Any record as the last header has it; null of a node, which shows no registers to everybody. */
  readonly records: ((id: string) => LedgerRecord | undefined) | null
}

/** What the caller trusts before anything is read. */
export interface Trust {
  readonly key: NoteKey
  /** Known when it came from a site profile or an export. */
  readonly net: Uint8Array | null
  /** The node's acknowledgement key, from a site profile. */
  readonly ack: Uint8Array | null
  /** Known when it came from an export, which has then been checked wholly. */
  readonly ledger: Ledger | null
}
