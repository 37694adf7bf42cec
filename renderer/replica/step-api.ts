import type { ResolveData } from '../../shared/contract/index.ts'
import type { Action, Text } from '../../shared/contract/service/definition.ts'

/** The life of a case or subject as the pages show it: part of what the pages may ask (api.ts). */

/**
 * How safe an act is, in the words of product.md: `saved` on this disk (journal and replica), `sent` and acknowledged by the province's
 * signature, `sealed` in a verified block, `set-aside` refused or void, with its reason. Witnessing comes with cosignatures.
 */
export type Standing = 'saved' | 'sent' | 'sealed' | 'set-aside'

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
  /** Names of what it set on this record (X3); none while it is in dispute. */
  readonly set: readonly string[]
  /** Those of them that it took back. */
  readonly gone?: readonly string[]
  /** Its action is one that changes what is on record. */
  readonly effects: boolean
  /** By an executor, by the rules alone (X9). */
  readonly executor?: true
  /** Nothing of it is sealed yet: `outcome` is what will come of it as things stand here. */
  readonly expected?: true
  /** [X6] The decision that settled it; of a decision that one itself. */
  readonly decision?: StepDecision
  /** [X5] Only of what was merged. */
  readonly merged?: Merging
}

/** A decision as the steps that it settled name it. */
export interface StepDecision {
  /** The record by whose name the conflict goes. */
  readonly conflict: string
  readonly entry: string
  readonly choice: 'keep' | 'adopt' | 'amend' | 'reopen'
  /** Who signed it, the first of two first. */
  readonly by: readonly string[]
  /** By the clock of the last of them, ms. */
  readonly time: number
  readonly ground: ResolveData['ground'] | null
  readonly reason: string
  /** Where it is sealed; null while it is not. */
  readonly place: { readonly height: number; readonly index: number } | null
}

/** What a merged step was put together with. */
export interface Merging {
  readonly with: readonly {
    readonly title: Text
    readonly byName: string
    readonly case: string | null
    readonly fields: readonly Text[]
  }[]
  /** Fields that both have set: the values were the same, or the lists have been put together. */
  readonly both: readonly Text[]
}

/** An action that waits for a decision about the case or about what it concerns (`subject`), or that one has closed. */
export interface Waits {
  readonly action: Action
  readonly because: 'disputed' | 'subject' | 'overruled'
}
