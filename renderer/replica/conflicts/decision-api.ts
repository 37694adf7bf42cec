import type { Result } from '../../../shared/base/result.ts'
import type { Text } from '../../../shared/contract/service/index.ts'
import type { Standing } from '../api.ts'
import type { ConflictCase, HeldPapers, SideAct } from './api.ts'

/** What follows from a dispute and from its decision for the people at the counter: part of what the pages may ask (api.ts). */

/**
 * What a decision means for one case. `kept`: what it did stood and stands. `consequence`: undone because it was built upon what was undone. `divided`: of two
 * acts on the case itself one holds and the other does not. `open`: a decision was taken back, and people wait again. `untouched`: named, and as it was.
 */
export type CaseFate = 'adopted' | 'kept' | 'refused' | 'undone' | 'consequence' | 'divided' | 'open' | 'untouched'

/** A case that a decision concerns, with what became of it. */
export interface DecidedCase extends ConflictCase {
  readonly overruled: boolean
  readonly state: Text
  readonly fate: CaseFate
  /** The office that took it. */
  readonly office: string
}

/**
 * Why a decision cannot be taken back by whoever is signed in. `unsealed`: not yet. `built`: later acts rest on what it set, and `acts` are those;
 * `back`: it has been taken back, or takes one back itself.
 */
export interface NotReopened {
  readonly because: 'back' | 'unsealed' | 'role' | 'author' | 'built' | 'other'
  readonly acts: readonly SideAct[]
}

/** What a decision has beside the row of the list. */
export interface DecisionMore {
  /** The first of two supervisors who signed; null where one was enough. */
  readonly proposer: string | null
  readonly cases: readonly DecidedCase[]
  /** Null where it can be taken back. */
  readonly notReopened: NotReopened | null
}

/** People who have to be told of a decision: those of one case. */
export interface TellRow {
  readonly conflict: string
  readonly entry: string
  readonly choice: 'keep' | 'adopt' | 'amend' | 'reopen'
  readonly byName: string
  readonly time: number
  readonly standing: Standing
  readonly case: DecidedCase
  /** Papers of theirs that the decision calls back. */
  readonly recall: readonly HeldPapers[]
}

/** An open dispute as a page names it to whoever has to wait for it. */
export interface OpenDispute {
  readonly conflict: string
  readonly number: string
  readonly title: Text
  /** When the first of it was sealed, ms. */
  readonly since: number
  /** Supervisors who took no side, by name. */
  readonly deciders: readonly string[]
  /** Who has signed a decision that waits for a second supervisor. */
  readonly proposed: string | null
}

export interface DecisionCalls {
  /** Whom the latest decisions concern, the newest first. */
  toTell(): Promise<Result<readonly TellRow[]>>
  /** The open dispute on a record; null where there is none. */
  openDispute(id: string): Promise<Result<OpenDispute | null>>
}
