import type { Result } from '../../../shared/base/result.ts'
import type { Paper } from '../../../shared/bridge.ts'
import type { ResolveData } from '../../../shared/contract/index.ts'
import type { FieldSchema, FieldValue, Text } from '../../../shared/contract/service/index.ts'
import type { Deadline, Standing, Step } from '../api.ts'
import type { PaperKind } from '../proofs.ts'
import type { DecisionCalls, DecisionMore } from './decision-api.ts'
import type { StepOutcome } from './outcomes.ts'

/**
 * What the pages may ask about disputes (X5, X6). A conflict is all open disputes that share a record, and goes by the name of one record: the subject
 * that is disputed, or the case. Ids of entries are hex.
 */

export type Ground = ResolveData['ground']
/** [X6] Entries whose papers one decision may call back. */
export const MOST_RECALLED = 64

/** What a supervisor decides; `confirm` and `reopen` concern a decision that is there. */
export type Choice = 'keep' | 'adopt' | 'amend'

/** A case that a conflict is about. */
export interface ConflictCase {
  readonly id: string
  readonly number: string
  readonly title: Text
  /** Who it is about, as far as it can be opened here. */
  readonly people: readonly string[]
}

export interface ConflictRow {
  readonly id: string
  readonly kind: 'subject' | 'case'
  readonly number: string
  /** The service of a case, the kind of a subject. */
  readonly title: Text
  readonly cases: readonly ConflictCase[]
  /** Entries in dispute, and how many sides stand against each other, that which stands among them. */
  readonly disputes: number
  readonly sides: number
  /** When the first of them was sealed, ms. */
  readonly since: number
  /** By law, the limit that presses most among its cases. */
  readonly deadline: Deadline | null
  /** A first supervisor has decided; a second has to confirm it. */
  readonly proposed: { readonly by: string; readonly byName: string } | null
}

/** A decision that was made on a record. */
export interface DecidedRow {
  /** The record, and the decision's entry. */
  readonly conflict: string
  readonly entry: string
  readonly number: string
  readonly title: Text
  readonly choice: Choice | 'reopen'
  readonly byName: string
  readonly time: number
  readonly standing: Standing
  /** Taken back by a later one. */
  readonly back: boolean
}

export interface ConflictList {
  readonly open: readonly ConflictRow[]
  /** The newest first, at most 50. */
  readonly decided: readonly DecidedRow[]
}

/** A value in words; `text` null: it is sealed and cannot be opened here. `same` is equal exactly where two values are. */
export interface Shown {
  readonly text: Text | null
  readonly same: string
}

/** One thing in which the sides differ, or not. */
export interface DiffRow {
  readonly record: string
  readonly name: string
  readonly label: Text
  readonly sealed: boolean
  /** What stood before any of the sides. */
  readonly base: Shown
  /** In the order of the sides: what is or would be there. */
  readonly sides: readonly Shown[]
  readonly differs: boolean
  /** It says who the record is about. */
  readonly party: boolean
  /** A decision may give it another value: 逐项核定. */
  readonly amendable: boolean
  /** How a value of one's own is typed and checked; null where no service says, or the decision may give none. */
  readonly schema: FieldSchema | null
  /** The values themselves, that which stood before first; null where there is none, or it cannot be opened here. */
  readonly values: readonly (FieldValue | null)[]
}

/** One line of the forms of two filings: what was asked for. */
export interface FormRow {
  readonly name: string
  readonly label: Text
  readonly sealed: boolean
  readonly sides: readonly Shown[]
  readonly differs: boolean
}

export interface SideAct {
  readonly entry: string
  readonly title: Text
  readonly case: string | null
  readonly byName: string
  readonly office: string
  /** By their clock, and by the ledger's order. */
  readonly time: number
  readonly sealedAt: number | null
  readonly height: number | null
  readonly index: number
  readonly outcome: StepOutcome
  readonly reason: string | null
  /** Their clock cannot be right: ahead of the seal, or behind what they had seen. */
  readonly clock: 'ahead' | 'behind' | null
}

/** Papers that people may hold because of one entry. */
export interface HeldPapers {
  readonly entry: string
  readonly case: ConflictCase
  readonly papers: readonly { readonly kind: PaperKind; readonly title: Text | null }[]
}

/** 甲 is what stands; 乙, 丙 … are in dispute. */
export interface Side {
  /** The newest entry in dispute, to adopt; null for what stands. */
  readonly adopt: string | null
  readonly acts: readonly SideAct[]
  readonly cases: readonly ConflictCase[]
  readonly papers: readonly HeldPapers[]
}

/** Heads as they were on the screen: a decision is made on these and no others. */
export type Seen = readonly { readonly id: string; readonly heads: readonly string[] }[]

/** What would become of something; in words by `conflict.will.<kind>`. */
export interface Consequence {
  readonly kind:
    | 'same'
    | 'changes'
    | 'formChanges'
    | 'ends'
    | 'claimed'
    | 'free'
    | 'putAside'
    | 'restored'
    | 'goesOn'
    | 'state'
    | 'undone'
    | 'adopted'
    | 'notTaken'
    | 'second'
  /** Number of the case or subject, and title of an act or state. */
  readonly number: string
  readonly what: Text
  /** Of an act: it changed the register. Of a case: something is on record by it, or it has ended and nothing more will be. */
  readonly registers: boolean
}

/** What a choice comes to. */
export interface Foreseen {
  /** Why it cannot be decided so, as an outcome of the ledger; null where it can. */
  readonly refused: string | null
  readonly consequences: readonly Consequence[]
  /** In the order of the rows. */
  readonly results: readonly Shown[]
  readonly seen: Seen
  /** Hex ids of the entries that it decides, and how many stay open for another decision: one may name only so many. */
  readonly decides: readonly string[]
  readonly leaves: number
  /** The side is too large a matter to be adopted at once: this only refuses others. */
  readonly othersFirst: boolean
}

export interface Option extends Foreseen {
  readonly choice: 'keep' | 'adopt'
  readonly adopt: string | null
}

/** A decision on this record, whole. */
export interface Decision extends DecidedRow, DecisionMore {
  readonly ground: Ground | null
  readonly reason: string
  readonly sealedAt: number | null
  readonly height: number | null
  readonly index: number
  readonly adopts: readonly SideAct[]
  readonly refuses: readonly SideAct[]
  readonly undoes: readonly SideAct[]
  readonly recall: readonly HeldPapers[]
  /** What it left under the fields that it set, while nothing has been done since; null: it cannot be opened here. */
  readonly values: readonly { readonly label: Text; readonly value: Text | null }[]
  /** Whoever is signed in may take it back. */
  readonly mayReopen: boolean
}

export interface Proposal {
  readonly entry: string
  readonly byName: string
  readonly choice: Choice
  readonly adopt: string | null
  readonly ground: Ground
  readonly reason: string
  readonly recall: readonly string[]
  readonly foreseen: Foreseen
  /** Whoever is signed in may confirm it; else the reason, as an outcome. */
  readonly barred: string | null
}

/** One conflict as the review shows it. */
export interface Conflict extends Omit<ConflictRow, 'sides' | 'disputes' | 'proposed'> {
  /** Hex ids of the entries that are in dispute; none when it is decided. */
  readonly disputes: readonly string[]
  readonly sides: readonly Side[]
  readonly rows: readonly DiffRow[]
  readonly forms: readonly FormRow[]
  readonly options: readonly Option[]
  /** Why whoever is signed in may not decide it, as an outcome; null when they may. */
  readonly barred: string | null
  /** As many supervisors as have to sign. */
  readonly signers: number
  readonly proposal: Proposal | null
  readonly decisions: readonly Decision[]
  /** Every record that it is about, with its heads, to see later what is new. */
  readonly seen: Seen
}

/** The value that a decision gives a field: that of a side, what stood before, or what was typed. */
export type Given = { readonly from: 'base' } | { readonly side: number } | { readonly value: FieldValue }

export interface Amendment {
  readonly record: string
  readonly name: string
  readonly give: Given
}

/** What is to be decided. */
export interface Deciding {
  readonly id: string
  readonly choice: Choice
  readonly adopt: string | null
  readonly amend: readonly Amendment[]
}

export interface DecisionDraft extends Deciding {
  readonly ground: Ground
  readonly reason: string
  /** Entries whose papers are called back. */
  readonly recall: readonly string[]
  /** As it stood on the screen. */
  readonly seen: Seen
}

/** Confirms a proposal, or takes a decision back. */
export interface Upon {
  readonly id: string
  readonly entry: string
  readonly reason: string
  readonly seen: Seen
}

export interface ConflictCalls extends DecisionCalls {
  /** How many conflicts wait for a decision: asked after every change, so nothing else is looked up. */
  conflictCount(): Promise<Result<number>>
  conflicts(): Promise<Result<ConflictList>>
  /** Code: not-found when nothing of this record is or was in dispute. */
  conflict(id: string): Promise<Result<Conflict>>
  /** What has been done to these records since. */
  conflictSince(seen: Seen): Promise<Result<readonly Step[]>>
  /** What would become of everything; codes: not-found. */
  decidePreview(deciding: Deciding): Promise<Result<Foreseen>>
  /**
   * Signs and keeps a decision. Codes: no-effect (detail: the outcome; `void(stale)` when something was done since), wrong-shape, and those of
   * keeping.
   */
  decide(draft: DecisionDraft): Promise<Result<{ readonly entry: string }>>
  confirmDecision(upon: Upon): Promise<Result<{ readonly entry: string }>>
  reopenDecision(upon: Upon): Promise<Result<{ readonly entry: string }>>
  /** 冲突处理单, or with `case` the notice to the people of that case. */
  decisionPaper(input: {
    readonly id: string
    readonly entry: string
    readonly case: string | null
    readonly lang: 'zh' | 'en'
  }): Promise<Result<Paper>>
}
