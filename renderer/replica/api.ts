import type { Code } from '../../shared/base/codes.ts'
import type { Result } from '../../shared/base/result.ts'
import type { Paper } from '../../shared/bridge.ts'
import type { FieldValue, ServiceDefinition, Text, WorkflowAction } from '../../shared/contract/service/definition.ts'
import type { FormProblem } from '../../shared/contract/service/form.ts'

/**
 * What the pages may ask of the replica worker, and what it tells them. The worker owns the database and the sync; the pages own nothing but
 * what they show. Ids of entries are hex here, since they are only shown and compared.
 */

/**
 * How safe an act is, in the words of product.md: `saved` on this disk (journal and replica), `sent` and acknowledged by the province's
 * signature, `sealed` in a verified block, `set-aside` refused or void, with its reason. Witnessing comes with cosignatures.
 */
export type Standing = 'saved' | 'sent' | 'sealed' | 'set-aside'

/** Green is far, yellow within two working days, red past; null when nothing runs. */
export interface Deadline {
  readonly kind: 'accept' | 'finish'
  /** Local civil date, `YYYY-MM-DD`. */
  readonly date: string
  readonly light: 'green' | 'yellow' | 'red'
}

export interface CaseRow {
  readonly id: string
  /** The intake number, as printed. */
  readonly number: string
  readonly service: string
  readonly title: Text
  readonly state: string
  readonly stateTitle: Text
  readonly tone: 'waiting' | 'good' | 'bad'
  readonly final: boolean
  readonly subject: string | null
  /** Claimed time of the filing and of the last act, ms. */
  readonly received: number
  readonly updated: number
  readonly by: string
  /** The worst standing of its acts: `saved` as long as one is unsent. */
  readonly standing: Standing
  readonly disputed: boolean
  readonly deadline: Deadline | null
  /** May the person who is signed in take an act now? */
  readonly waitsForMe: boolean
}

export interface CaseQuery {
  readonly filter: 'all' | 'for-me' | 'open' | 'finished' | 'unsent' | 'disputed' | 'mine'
  /** Part of a number or of a subject id; empty for all. */
  readonly text: string
  /** `next` of the page before, or null. */
  readonly after: string | null
  readonly limit: number
}

export interface Page<T> {
  readonly rows: readonly T[]
  readonly next: string | null
}

/** One act in the life of a case or subject. */
export interface Step {
  readonly entry: string
  readonly act: string
  readonly title: Text
  readonly by: string
  readonly byName: string
  /** Claimed time, and the block's time once sealed, ms. */
  readonly time: number
  readonly sealedAt: number | null
  readonly height: number | null
  readonly index: number | null
  readonly standing: Standing
  readonly outcome: string | null
  readonly reason: string | null
  /** Case that the step belongs to; for the history of subjects. */
  readonly case: string | null
}

export interface CaseDetail extends CaseRow {
  readonly definition: ServiceDefinition
  readonly fields: Readonly<Record<string, FieldValue>>
  /** Opened with the office key; null where this desktop may not or cannot open it. */
  readonly sealed: Readonly<Record<string, FieldValue | null>>
  readonly materials: readonly { readonly id: string; readonly copies: number; readonly original: boolean }[]
  readonly steps: readonly Step[]
  readonly actions: readonly WorkflowAction[]
  readonly subjectRow: SubjectRow | null
  /** Hex ids of entries in dispute. */
  readonly disputes: readonly string[]
}

export interface SubjectRow {
  readonly id: string
  readonly type: string
  readonly number: string
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly pending: string | null
  readonly disputed: boolean
  readonly updated: number
}

export interface SubjectDetail extends SubjectRow {
  readonly sealed: Readonly<Record<string, FieldValue | null>>
  readonly steps: readonly Step[]
}

export interface SubjectQuery {
  readonly text: string
  readonly after: string | null
  readonly limit: number
}

export interface Filing {
  readonly service: string
  readonly version: number
  readonly values: Readonly<Record<string, FieldValue>>
  readonly materials: readonly { readonly id: string; readonly copies: number; readonly original: boolean }[]
}

export interface Filed {
  readonly entry: string
  readonly case: string
}

export interface QueueRow {
  readonly entry: string
  readonly kind: string
  readonly case: string | null
  readonly by: string
  readonly time: number
  readonly standing: Standing
  /** The node's promise: sealed before this, ms. */
  readonly promisedBy: number | null
  readonly code: Code | null
  readonly detail: string
}

export interface SyncStatus {
  readonly line: 'unknown' | 'up' | 'down'
  readonly busy: boolean
  readonly unsent: number
  readonly sent: number
  readonly setAside: number
  /** Leaves fetched and to fetch in the run that is under way. */
  readonly progress: { readonly scope: string; readonly done: number; readonly total: number } | null
  readonly lastSuccess: number | null
  readonly lastFailure: { readonly at: number; readonly code: Code; readonly detail: string } | null
  readonly bytesUp: number
  readonly bytesDown: number
  /** Province's clock minus this computer's at the last answer, ms; null when never heard. */
  readonly skew: number | null
  /** What start-up found in the journal. */
  readonly journal: { readonly code: Code; readonly detail: string } | null
  readonly checkpoint: CheckpointRow | null
  readonly scopes: readonly {
    readonly code: string
    readonly name: string
    readonly size: number
    readonly proven: number
  }[]
}

/** A checkpoint that this replica has verified. */
export interface CheckpointRow {
  readonly size: number
  readonly root: string
  /** The last header's height and time, ms. */
  readonly height: number
  readonly time: number
  /** When it was verified here, ms. */
  readonly seen: number
  readonly newLeaves: number
  readonly note: string
}

export interface Overview {
  readonly forMe: number
  readonly open: number
  readonly unsent: number
  readonly sealedToday: number
  readonly subjects: number
  readonly disputed: number
  readonly overdue: number
}

/** One thing that the built-in verifier looked at. */
export interface Finding {
  readonly check: string
  readonly ok: boolean
  readonly text: Text
}

export interface Verification {
  readonly ok: boolean
  readonly kind: 'slip' | 'receipt' | 'unknown'
  readonly findings: readonly Finding[]
  readonly summary: readonly { readonly label: Text; readonly value: string }[]
}

/** Calls to the worker. Every answer is a Result; a bug answers `internal`. */
export interface ReplicaCalls {
  overview(): Promise<Result<Overview>>
  cases(query: CaseQuery): Promise<Result<Page<CaseRow>>>
  case(id: string): Promise<Result<CaseDetail>>
  subjects(query: SubjectQuery): Promise<Result<Page<SubjectRow>>>
  subject(id: string): Promise<Result<SubjectDetail>>
  /** Names behind sealed fields, for the rows that are on screen: id → field → value. */
  reveal(ids: readonly string[]): Promise<Result<Readonly<Record<string, Readonly<Record<string, FieldValue | null>>>>>>
  services(): Promise<Result<readonly ServiceDefinition[]>>
  /** What stands against a filing, as it is typed. */
  check(filing: Filing): Promise<Result<readonly FormProblem[]>>
  /** Signs and keeps; answers only when it is safe in journal and replica. */
  file(filing: Filing): Promise<Result<Filed>>
  act(input: { case: string; action: string; reason: string | null }): Promise<Result<Filed>>
  status(): Promise<Result<SyncStatus>>
  queue(): Promise<Result<readonly QueueRow[]>>
  syncNow(): Promise<Result<SyncStatus>>
  checkpoints(limit: number): Promise<Result<readonly CheckpointRow[]>>
  paper(input: { case: string; kind: 'slip' | 'receipt' | 'certificate'; lang: 'zh' | 'en' }): Promise<Result<Paper>>
  /** The receipt or slip as a file to save: its name and bytes. */
  proofFile(input: {
    case: string
    kind: 'slip' | 'receipt' | 'certificate'
  }): Promise<Result<{ name: string; bytes: Uint8Array }>>
  /** Checks a file or the text of a QR against this replica's trust. */
  verify(input: { bytes: Uint8Array } | { text: string }): Promise<Result<Verification>>
}

export type ReplicaCall = keyof ReplicaCalls

/** Told after each change of what may be shown; pages ask again. */
export type ReplicaEvent = { readonly type: 'changed' } | { readonly type: 'status'; readonly status: SyncStatus }

/** The pages' handle: `renderer/replica/client.ts` makes it. */
export interface Replica extends ReplicaCalls {
  on(listener: (event: ReplicaEvent) => void): () => void
  close(): Promise<void>
}
