import { ok, type Result } from '../../../shared/base/result.ts'
import type { Draft } from '../../../shared/bridge.ts'
import type { ReplicaDatabase } from '../database.ts'
import type { RandomBytes } from '../filing.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Unsealer } from '../unseal.ts'
import type { ConflictCalls } from './api.ts'
import { draftConfirm, draftDecision, draftReopen, preview, since } from './decide.ts'
import { allDisputes, type Desk, groupsOf, RecordReader } from './ground.ts'
import { listConflicts } from './list.ts'
import { openDispute } from './open-dispute.ts'
import { decisionPaper } from './papers.ts'
import { conflictAt } from './review.ts'
import { toTell } from './to-tell.ts'

interface On {
  readonly db: ReplicaDatabase
  readonly unsealer: Unsealer
  readonly random: RandomBytes
  now(): Snapshot
  clock(): number
  /** Signs and keeps what `draft` makes once its turn has come. */
  keep(draft: () => Promise<Result<Draft>>): Promise<Result<{ readonly entry: string }>>
}

/** The calls about disputes and what is decided about them. */
export function conflictCalls(on: On): ConflictCalls {
  const { db, unsealer, random } = on
  const desk = (): Desk => {
    const now = on.now()
    return { db, now, unsealer, clock: on.clock(), records: new RecordReader(db, now) }
  }
  return {
    conflictCount: async () => ok(groupsOf(await allDisputes(desk())).length),
    conflicts: async () => ok(await listConflicts(desk())),
    conflict: (id) => conflictAt(desk(), id),
    conflictSince: async (seen) => ok(await since(desk(), seen)),
    decidePreview: (deciding) => preview(desk(), deciding, random),
    decide: (draft) => on.keep(() => draftDecision(desk(), draft, random)),
    confirmDecision: (upon) => on.keep(() => draftConfirm(desk(), upon)),
    reopenDecision: (upon) => on.keep(() => draftReopen(desk(), upon)),
    toTell: async () => ok(await toTell(desk())),
    openDispute: async (id) => ok(await openDispute(desk(), id)),
    decisionPaper: (input) => decisionPaper(desk(), input),
  }
}
