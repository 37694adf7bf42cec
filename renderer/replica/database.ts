import { Dexie, type Table } from 'dexie'
import type { Code } from '../../shared/base/codes.ts'
import { must } from '../../shared/base/result.ts'
import type { CaseRecord, SubjectRecord } from '../../shared/contract/index.ts'
import type { ScopeState } from '../../shared/contract/scope-state.ts'
import { decode, type Value } from '../../shared/ledger/index.ts'
import type { CheckpointRow, Standing } from './api.ts'
import type { JournalMarks } from './journal-marks.ts'
import {
  type CaseRollRow,
  type FreshRow,
  type IndexState,
  type SavedFilterRow,
  SEARCH_STORES,
  type SearchMeta,
  type ShelfRow,
  type SubjectRollRow,
  type UnindexedRow,
} from './search/rows.ts'

/** 256 leaves of a scope, framed (F1); the last one of a scope is partial. Leaves have no rows of their own (limits.md). */
export interface TileRow {
  scope: string
  tile: number
  n: number
  frames: Uint8Array
}

export interface CaseEntry {
  id: string
  /** Position of the leaf that opened it: newest last, and the keyset of the list. */
  order: number
  /** 1 while its state is not final, 0 after. */
  open: 0 | 1
  record: CaseRecord
}

export interface SubjectEntry {
  id: string
  order: number
  record: SubjectRecord
}

/**
 * As they are kept: the record in its CBOR form. The state digest is over these bytes, so they are there anyway, and one run of bytes goes into
 * and out of IndexedDB several times faster than the objects that it stands for. What is read out of the tables has its record.
 */
export type StoredCase = Omit<CaseEntry, 'record'> & { bytes: Uint8Array }
export type StoredSubject = Omit<SubjectEntry, 'record'> & { bytes: Uint8Array }

/** An entry of this device that is not yet seen sealed. The journal in main is the truth; this row can always be made again. */
export interface OutboxRow {
  /** Hex id. */
  id: string
  /** Order of signing here. */
  n?: number
  body: Uint8Array
  sig: Uint8Array
  payload: Uint8Array | null
  standing: Exclude<Standing, 'sealed'>
  /** The node's signed answer, as evidence (L8), and what it promised. */
  answer: { said: Uint8Array; sig: Uint8Array } | null
  promisedBy: number | null
  code: Code | null
  detail: string
}

/** An imported entry that is not yet seen sealed. */
export interface BulkRow extends Omit<OutboxRow, 'n' | 'detail'> {
  n: number
}

/** Many of them in one row (limits.md). */
export interface PackRow {
  k?: number
  entries: BulkRow[]
}

export interface PayloadRow {
  commit: string
  /** The age file; null when the node did not have it, or not for us. */
  file: Uint8Array | null
}

/** Commitments (32 bytes each) of payloads that a run of leaves from `from` on asks for, and that have not been fetched. */
export interface WantedRow {
  scope: string
  from: number
  commits: Uint8Array
}

/** [N9] An attachment that an entry of this device names, until and after the province has it. The journal can always make the row again. */
export interface UploadRow {
  /** Hex id of the entry, and hex hash of the sealed file. */
  entry: string
  h: string
  /** Bytes of the sealed file. */
  n: number
  sent: 0 | 1
  /** Why it cannot be sent; null while it can. */
  code: Code | null
}

/** An entry whose outcome was not `applied`. */
export interface OutcomeRow {
  id: string
  scope: string
  at: number
  outcome: string
  /** Member id, to tell our own. */
  by: string
  case: string | null
  kind: string
  time: number
}

/** Something that was set aside and that somebody has dealt with. What is lost of it is only asked about once more. */
export interface SettledRow {
  /** Hex id of the entry. */
  id: string
  /** When, ms, and the member who did. */
  at: number
  by: string
  /** The case that was filed, or acted on, in its place; null where it was only put away. */
  instead: string | null
}

/** [N3] An entry of this device that was signed again: kept in the journal, and never sent. */
export interface ReplacedRow {
  id: string
  /** The entry in its place. */
  by: string
  chain: string
  seq: number
}

/** What was proven last: enough to build receipts without a line. */
export interface ProvenRow {
  size: number
  root: Uint8Array
  note: Uint8Array
  header: Uint8Array
  headerProof: Uint8Array[]
  heads: Record<string, { bytes: Uint8Array; index: number; proof: Uint8Array[] }>
}

export interface MetaRows extends SearchMeta {
  proven: ProvenRow
  counters: { subjects: number; open: number; disputed: number }
  [scope: `scope/${string}`]: ScopeState
  /** How far the outbox is in step with the journal. */
  journal: JournalMarks
  /** Roots of the full tiles of a scope, one after the other. */
  [roots: `roots/${string}`]: Uint8Array
}

/**
 * The verified copy of one office's scopes. Rebuildable: from the journal and a sync. One database per network and office, so that
 * a desktop that serves two offices never mixes them.
 */
export class ReplicaDatabase extends Dexie {
  declare readonly tiles: Table<TileRow, [string, number]>
  declare readonly cases: Table<CaseEntry, string, StoredCase>
  declare readonly subjects: Table<SubjectEntry, string, StoredSubject>
  declare readonly gov: Table<{ key: string; value: Value }, string>
  declare readonly outbox: Table<OutboxRow, string>
  declare readonly bulk: Table<PackRow, number>
  declare readonly payloads: Table<PayloadRow, string>
  declare readonly wanted: Table<WantedRow, [string, number]>
  declare readonly uploads: Table<UploadRow, [string, string]>
  declare readonly outcomes: Table<OutcomeRow, string>
  declare readonly settled: Table<SettledRow, string>
  declare readonly replaced: Table<ReplacedRow, string>
  declare readonly checkpoints: Table<CheckpointRow, number>
  declare readonly meta: Table<{ key: string; value: unknown }, string>
  declare readonly caseRoll: Table<CaseRollRow, number>
  declare readonly subjectRoll: Table<SubjectRollRow, number>
  declare readonly shelves: Table<ShelfRow, number>
  declare readonly fresh: Table<FreshRow, number>
  declare readonly unindexed: Table<UnindexedRow, number>
  declare readonly indexState: Table<IndexState, number>
  declare readonly savedFilters: Table<SavedFilterRow, string>

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({
      tiles: '[scope+tile]',
      cases: 'id, order, [open+order]',
      subjects: 'id, order',
      gov: 'key',
      outbox: 'id, n',
      payloads: 'commit',
      wanted: '[scope+from]',
      outcomes: 'id, [by+at]',
      checkpoints: 'size',
      meta: 'key',
      ...SEARCH_STORES,
    })
    this.version(2).stores({ uploads: '[entry+h], sent' })
    this.version(3).stores({ bulk: '++k' })
    this.version(4).stores({ settled: 'id', replaced: 'id' })
    this.cases.hook('reading', withRecord)
    this.subjects.hook('reading', withRecord)
  }

  async read<K extends keyof MetaRows>(key: K): Promise<MetaRows[K] | undefined> {
    return (await this.meta.get(key as string))?.value as MetaRows[K] | undefined
  }

  async write<K extends keyof MetaRows>(key: K, value: MetaRows[K]): Promise<void> {
    await this.meta.put({ key: key as string, value })
  }
}

/** A row as it is kept, as a row as it is read. */
function withRecord<Row>(row: Row): Row {
  if (row === undefined || row === null) return row
  const { bytes, ...rest } = row as Row & { bytes: Uint8Array }
  return { ...rest, record: must(decode(bytes, { max: bytes.length })) } as Row
}

export function databaseName(net: string, office: string): string {
  return `county-ledger/${net.slice(0, 16)}/${office}`
}
