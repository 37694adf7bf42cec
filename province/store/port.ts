import type { LedgerRecord, ScopeState } from '../../shared/contract/index.ts'
import type { Value } from '../../shared/ledger/index.ts'

/**
 * The store port: an index over what the node's own files hold, and the place of what changes (records, scope states). `apply` is the only
 * way in. Ordering: blocks are applied in order of height, one at a time, by one caller; reads may run beside it and see the state
 * before or after a whole block, never between. Durability: none is asked for. A store may come back with fewer blocks than were
 * applied, or empty; it must never come back with half a block. The node brings it up to date from its files.
 * Every method throws when the engine fails; the caller then opens it again or starts it anew.
 */
export interface Store {
  /** How far it has come; null when nothing has been applied. */
  applied(): Promise<Applied | null>
  /** All of a block or nothing. Throws when `block.h` is not the next height. */
  apply(block: AppliedBlock): Promise<void>
  /** Every declared scope, in no order. */
  scopes(): Promise<ScopeState[]>
  /** The whole key → value map of one scope: for `gov`, which is small and always in memory. */
  allRecords(scope: string): Promise<[string, Value][]>
  /** Those of the named records that there are. */
  records(scope: string, names: readonly string[]): Promise<Map<string, LedgerRecord>>
  /** Consecutive leaves from position `from`: at least one if there is one, then as many as fit into `bytes`, below `to`. */
  leaves(scope: string, from: number, to: number, bytes: number): Promise<Uint8Array[]>
  /** What holds a position of a device's chain; null when it is free. */
  entryAt(key: Uint8Array, epoch: number, seq: number): Promise<HeldEntry | null>
  /** In the order of the commitments: the age file, where one of `scopes` may read it; else null. */
  payloads(commits: readonly Uint8Array[], scopes: readonly string[]): Promise<(Uint8Array | null)[]>
  /** [N9] In the order of the files: the lengths under which entries of `scopes` name each; none where no such entry does. */
  attachments(files: readonly Uint8Array[], scopes: readonly string[]): Promise<number[][]>
  /** Forgets everything. */
  reset(): Promise<void>
  close(): Promise<void>
}

export interface Applied {
  /** Number of blocks. */
  readonly blocks: number
  /** Intake numbers below this one are in them. */
  readonly upto: number
}

export interface HeldEntry {
  readonly id: Uint8Array
  /** The promise that was made for it (L8), ms. */
  readonly received: number
  readonly by: number
  /** Height of its block. */
  readonly h: number
}

export interface AppliedBlock {
  readonly h: number
  readonly header: Uint8Array
  readonly upto: number
  readonly scopes: readonly {
    readonly code: string
    /** Position of the first of `leaves`. */
    readonly from: number
    readonly leaves: readonly Uint8Array[]
    readonly changes: ReadonlyMap<string, Value>
    readonly after: ScopeState
  }[]
  /** States of scopes that this block has declared and not yet filled. */
  readonly declared: readonly ScopeState[]
  /** Each once, whatever number of scopes it names, in the order of intake. */
  readonly entries: readonly {
    readonly key: Uint8Array
    readonly epoch: number
    readonly seq: number
    readonly id: Uint8Array
    readonly received: number
    readonly by: number
  }[]
  readonly payloads: readonly { readonly commit: Uint8Array; readonly scope: string; readonly file: Uint8Array }[]
  /** What entries name, for each scope of theirs; the same may be named again. */
  readonly attachments: readonly { readonly h: Uint8Array; readonly n: number; readonly scope: string }[]
}
