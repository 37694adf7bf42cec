import type { Code } from '../../shared/base/codes.ts'
import type { Result } from '../../shared/base/result.ts'
import type { Paper } from '../../shared/bridge.ts'
import type { Burden } from '../../shared/contract/index.ts'
import type { Acceptance } from '../../shared/contract/service/deadlines.ts'
import type { Action, FieldValue, ServiceDefinition, Text } from '../../shared/contract/service/definition.ts'
import type { FormProblem } from '../../shared/contract/service/form.ts'
import type { Attachment } from '../../shared/ledger/index.ts'
import type { SubjectField } from '../app/parties.ts'
import type { ImportCalls } from './bulk/api.ts'
import type { ConflictCalls } from './conflicts/api.ts'
import type { GovCalls } from './gov-api.ts'
import type { PaperKind } from './proofs.ts'
import type { NumbersLeft } from './running-numbers.ts'
import type { CaseFilterParts, SearchCalls, SearchStatus } from './search/api.ts'
import type { AsideCalls } from './set-aside/api.ts'
import type { Merging, Standing, Step, StepDecision, Waits } from './step-api.ts'

export type { Merging, NumbersLeft, PaperKind, Standing, Step, StepDecision, Waits }

/**
 * What the pages may ask of the replica worker, and what it tells them. The worker owns the database and the sync; the pages own nothing but
 * what they show. Ids of entries are hex here, since they are only shown and compared.
 */

/** A limit that runs: by the promise the light, beside it what the law allows. */
export interface Deadline {
  /** Its id in the definition: `accept`, `finish`, … */
  readonly kind: string
  readonly title: Text
  /** Local civil dates, `YYYY-MM-DD`: the last day as promised, and by law. */
  readonly date: string
  readonly legal: string
  readonly light: 'green' | 'yellow' | 'red'
  /** Days left, working days or calendar days; negative once it is past. */
  readonly left: number
  readonly countedIn: 'workdays' | 'days'
  readonly paused: boolean
  readonly over: boolean
  /** False when holidays that decide about it are not known here: then Monday to Friday were taken for working days. */
  readonly covered: boolean
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
  /** Running numbers as printed, by the action that gave them. */
  readonly numbers: Readonly<Record<string, string>>
  /** Claimed time of the filing and of the last act, ms. */
  readonly received: number
  readonly updated: number
  readonly by: string
  /** The worst standing of its acts: `saved` as long as one is unsent. */
  readonly standing: Standing
  readonly disputed: boolean
  /** [X6] Only there where a decision put aside what the case did: which one, and the record whose dispute it decided. */
  readonly overruled?: { readonly decision: string; readonly conflict: string }
  readonly deadline: Deadline | null
  /** May the person who is signed in take an act now? */
  readonly waitsForMe: boolean
}

export interface CaseQuery extends CaseFilterParts {
  readonly filter: 'all' | 'for-me' | 'open' | 'finished' | 'unsent' | 'disputed' | 'mine'
  /** Words, each of them a part of what stands on the form, sealed or not, of a number or of a title; empty for all. */
  readonly text: string
  /** `next` of the page before, or null. */
  readonly after: string | null
  readonly limit: number
}

export interface Page<T> {
  readonly rows: readonly T[]
  readonly next: string | null
}

export interface CaseDetail extends CaseRow {
  readonly definition: ServiceDefinition
  readonly fields: Readonly<Record<string, FieldValue>>
  /** Opened with the office key; null where this desktop may not or cannot open it. */
  readonly sealed: Readonly<Record<string, FieldValue | null>>
  readonly materials: readonly { readonly id: string; readonly copies: number; readonly original: boolean }[]
  readonly steps: readonly Step[]
  readonly actions: readonly Action[]
  /** What it concerns, in the order of the service's parts; `row` is null for what is not on record. */
  readonly subjects: readonly { readonly part: Text; readonly id: string; readonly row: SubjectRow | null }[]
  readonly deadlines: readonly Deadline[]
  /** When the law or the office accepted it. */
  readonly acceptance: Acceptance | null
  /** Actions taken whose notice can be printed. */
  readonly notices: readonly string[]
  /** `fen` is null where the office has to set the amount. */
  readonly fees: readonly { readonly title: Text; readonly fen: number | null }[]
  /** One-click decided by itself again here, for a case that an executor acted on; null for others, and while the payload is not here. */
  readonly auto: AutoCheck | null
  /** Hex ids of entries in dispute. */
  readonly disputes: readonly string[]
  /** What this person could do if it did not wait for a decision, or had not been closed by one. */
  readonly waits: readonly Waits[]
  /** The record in dispute that the case is about: the case itself, or what it concerns; null where nothing is. */
  readonly inDispute: string | null
}

/** What the executor did, and what this replica makes of the same form. */
export interface AutoCheck {
  readonly did: string
  readonly agrees: boolean
  readonly reasons: readonly Text[]
}

export interface SubjectRow {
  readonly id: string
  readonly type: string
  readonly number: string
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly pending: string | null
  readonly disputed: boolean
  /** Rights and restraints that lie on it. */
  readonly burdens: readonly Burden[]
  /** Ids of what it came out of, and of what came out of it. */
  readonly parents: readonly string[]
  readonly children: readonly string[]
  /** The case that ended it. */
  readonly ended: string | null
  readonly updated: number
}

export interface SubjectDetail extends SubjectRow {
  readonly sealed: Readonly<Record<string, FieldValue | null>>
  readonly steps: readonly Step[]
  /** How the services that write this kind of subject describe its fields, older versions too where nothing newer knows a field. */
  readonly described: readonly SubjectField[]
  /** What it came out of and what came out of it, up to three generations each way, as far as it is on record. */
  readonly kin: readonly SubjectRow[]
}

export interface SubjectQuery {
  /** As for cases. With a text the newest come first, without one they come by their numbers. */
  readonly text: string
  readonly type?: string
  readonly after: string | null
  readonly limit: number
}

/** A sealed file that is kept on this computer and may be named by an entry (N9). */
export interface AttachedFile {
  /** Hex. */
  readonly hash: string
  /** Bytes of the sealed file. */
  readonly size: number
}

/** An attachment of a case, as its entry names it; what is in it is seen when it is opened. */
export interface AttachmentRow extends AttachedFile {
  /** Hex id of the entry that names it. */
  readonly entry: string
  /** The material that it belongs to; null where its entry says nothing of that. */
  readonly material: string | null
  readonly title: Text | null
  /** Kept on this computer. */
  readonly here: boolean
  /** One of ours that the province has not got yet. */
  readonly unsent: boolean
}

export interface Filing {
  readonly service: string
  readonly version: number
  readonly values: Readonly<Record<string, FieldValue>>
  readonly materials: readonly {
    readonly id: string
    readonly copies: number
    readonly original: boolean
    readonly files?: readonly AttachedFile[]
  }[]
  /** The entry that was set aside and that this is filed in place of: it is off the list before anything is signed. */
  readonly instead?: string
}

/** An act on a case: what its action lets it add beside the reason. */
export interface Acting {
  readonly case: string
  readonly action: string
  readonly reason: string | null
  readonly values?: Filing['values']
  /** Fields that are to stand in the form no more. */
  readonly takenBack?: readonly string[]
  readonly materials?: Filing['materials']
  /** As of a filing. */
  readonly instead?: string
}

/** A subject that a form names, as it stands on record; `subject` is null when it does not. */
export interface OnRecordRow {
  readonly part: string
  readonly id: string
  readonly subject: SubjectRow | null
  readonly sealed: Readonly<Record<string, FieldValue | null>>
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
  /** Attachments of this desktop's entries that the province has not got; `stuck` of them cannot be sent as they are. */
  readonly attachments: {
    readonly unsent: number
    readonly bytes: number
    readonly stuck: number
    readonly failure: { readonly at: number; readonly code: Code; readonly detail: string } | null
  }
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
  /** Open cases by the light of the limit that presses most: all, and those that wait for whoever is signed in. `none`: no limit runs. */
  readonly lights: Readonly<Record<Deadline['light'] | 'none', number>>
  readonly myLights: Readonly<Record<Deadline['light'] | 'none', number>>
  /** How many are due by their promise on each day, the earliest first; what pauses is not counted. */
  readonly due: readonly { readonly date: string; readonly n: number }[]
}

/** An act that claims today, newest first: what the office has done, the executor for it too. */
export interface ActOfToday {
  readonly entry: string
  readonly case: string
  readonly act: string
  readonly title: Text
  readonly service: Text
  readonly by: string
  readonly byName: string
  readonly time: number
  readonly standing: Standing
  /** `void(…)`, `disputed`, or what a decision made of it, where it has no effect; else null. */
  readonly outcome: string | null
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
export interface ReplicaCalls extends ImportCalls, SearchCalls, GovCalls, ConflictCalls, AsideCalls {
  overview(): Promise<Result<Overview>>
  cases(query: CaseQuery): Promise<Result<Page<CaseRow>>>
  case(id: string): Promise<Result<CaseDetail>>
  /** The acts of today, the newest 200. */
  today(): Promise<Result<readonly ActOfToday[]>>
  subjects(query: SubjectQuery): Promise<Result<Page<SubjectRow>>>
  subject(id: string): Promise<Result<SubjectDetail>>
  /** What stands in the fields, sealed ones too, of the rows that are on screen: id → field → value. */
  reveal(ids: readonly string[]): Promise<Result<Readonly<Record<string, Readonly<Record<string, FieldValue | null>>>>>>
  services(): Promise<Result<readonly ServiceDefinition[]>>
  /** What stands against a filing, as it is typed. */
  check(filing: Filing): Promise<Result<readonly FormProblem[]>>
  /** Signs and keeps; answers only when it is safe in journal and replica. */
  file(filing: Filing): Promise<Result<Filed>>
  /** Seals a file to the office and keeps it on this computer, for a filing to name. */
  attach(content: Attachment): Promise<Result<AttachedFile>>
  /** The attachments of a case. */
  attachments(id: string): Promise<Result<readonly AttachmentRow[]>>
  /** Opens one, fetching it from the province where it is not here and `fetch` says so. */
  attachment(input: { hash: string; fetch: boolean }): Promise<Result<Attachment>>
  /** Which files are kept on this computer, in the order asked. */
  attached(hashes: readonly string[]): Promise<Result<readonly boolean[]>>
  /** A draft has let go of these; what an entry names stays. */
  dropAttachments(hashes: readonly string[]): Promise<Result<null>>
  act(input: Acting): Promise<Result<Filed>>
  /** What stands against an act, as its fields are typed. */
  checkAct(input: Acting): Promise<Result<readonly FormProblem[]>>
  /** A running number that an action would give; null when it gives none, `left` 0 when this device has none. */
  numbers(input: { service: string; version: number; action: string }): Promise<Result<NumbersLeft | null>>
  /** What stands on record of the subjects that a form names, opened, to fill it in and to show beside it. */
  onRecord(input: Pick<Filing, 'service' | 'version' | 'values'>): Promise<Result<readonly OnRecordRow[]>>
  status(): Promise<Result<SyncStatus>>
  queue(): Promise<Result<readonly QueueRow[]>>
  syncNow(): Promise<Result<SyncStatus>>
  checkpoints(limit: number): Promise<Result<readonly CheckpointRow[]>>
  paper(input: { case: string; kind: PaperKind; lang: 'zh' | 'en' }): Promise<Result<Paper>>
  /** The receipt or slip as a file to save: its name and bytes. */
  proofFile(input: { case: string; kind: PaperKind }): Promise<Result<{ name: string; bytes: Uint8Array }>>
  /**
   * What stands sealed in the register about a subject as of the last checkpoint, as a paper with the proof of its last act. `masked`: numbers of
   * persons are shown in part. Code: not-found while nothing of it is sealed.
   */
  extract(input: { subject: string; lang: 'zh' | 'en'; masked: boolean }): Promise<Result<Paper>>
  /** Checks a file or the text of a QR against this replica's trust. */
  verify(input: { bytes: Uint8Array } | { text: string }): Promise<Result<Verification>>
}

export type ReplicaCall = keyof ReplicaCalls

/** Told after each change of what may be shown; pages ask again. */
export type ReplicaEvent =
  | { readonly type: 'changed' }
  | { readonly type: 'status'; readonly status: SyncStatus }
  | { readonly type: 'search'; readonly status: SearchStatus }

/** The pages' handle: `renderer/replica/client.ts` makes it. */
export interface Replica extends ReplicaCalls {
  on(listener: (event: ReplicaEvent) => void): () => void
  close(): Promise<void>
}
