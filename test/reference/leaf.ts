import { type LedgerRecord, nextHeads, type Touch } from '../../shared/contract/record.ts'
import type { Body } from '../../shared/ledger/index.ts'

/** A leaf as it is judged: its entry, and height and time of its block. */
export interface Judged {
  readonly entry: Body
  readonly id: Uint8Array
  readonly h: number
  readonly t: number
}

/** [Judging 7] "The record's heads without those that the entry named, and the entry's id." */
export function touched<T extends LedgerRecord>(before: LedgerRecord | undefined, after: T, touch: Touch): T {
  const heads = nextHeads(before?.heads ?? [], touch.heads, touch.id)
  return { ...after, heads, log: [...(before?.log ?? []), touch], disputes: before?.disputes ?? [] }
}
