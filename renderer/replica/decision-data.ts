import { hex } from '../../shared/base/bytes.ts'
import { type Decided, type ResolveData, resolveData, type SaidBy, type Touch } from '../../shared/contract/index.ts'
import type { ReplicaDatabase } from './database.ts'
import { bodyOf } from './entry-body.ts'
import type { Snapshot } from './snapshot.ts'

/** The touch of a decision; not of a proposal. */
export type DecidingTouch = Touch & { readonly decided: Decided }

/** [X6] What a decision, or a proposal of one, says; null where its entry is not here. */
export async function decisionData(db: ReplicaDatabase, now: Snapshot, touch: Touch): Promise<ResolveData | null> {
  const { body } = await bodyOf(db, now, touch)
  const read = body === null ? null : resolveData(body.data, 'data')
  return read?.ok === true ? read.value : null
}

/** The same of many, for rules that do not wait. */
export async function saidBy(db: ReplicaDatabase, now: Snapshot, decisions: readonly Touch[]): Promise<SaidBy> {
  const said = new Map<string, ResolveData | null>()
  for (const touch of decisions) said.set(hex(touch.id), await decisionData(db, now, touch))
  return (decision) => said.get(hex(decision.id)) ?? null
}
