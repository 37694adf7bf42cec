import type { Action } from '../../../shared/contract/service/definition.ts'
import type { ActDraft } from './draft.ts'

/** An act that was set aside, on its way from the list to its case: with what was entered, to be looked at and signed anew. */
export interface ActAgain {
  readonly case: string
  readonly action: Action
  readonly draft: ActDraft
  /** Hex id of the entry that it takes the place of. */
  readonly instead: string
}

let waiting: ActAgain | null = null

/** For the next page of that case. */
export function handOver(again: ActAgain): void {
  waiting = again
}

export function handedOver(of: string): ActAgain | null {
  return waiting?.case === of ? waiting : null
}

/** It has been taken up. */
export function takenUp(): void {
  waiting = null
}
