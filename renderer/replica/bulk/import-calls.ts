import { fail, ok, type Result } from '../../../shared/base/result.ts'
import type { Bridge, Draft } from '../../../shared/bridge.ts'
import type { ReplicaDatabase } from '../database.ts'
import type { RandomBytes } from '../filing.ts'
import type { Outbox } from '../outbox.ts'
import type { Snapshot } from '../snapshot.ts'
import type { ImportCalls, ImportRow, ImportRun, ImportVerdict } from './api.ts'
import { draftRow, lookAt, MOST_ROWS, progressOf, serviceOf } from './import-rows.ts'

export interface ImportHost {
  readonly db: ReplicaDatabase
  readonly bridge: Bridge
  readonly outbox: Outbox
  readonly random: RandomBytes
  readonly now: () => Snapshot
  /** One signing at a time, and nothing of the journal missing before it. */
  readonly inTurn: <T>(task: () => Promise<Result<T>>) => Promise<Result<T>>
  /** Told when more is kept. */
  readonly kept: () => void
}

/** The calls of an import. */
export function importCalls(host: ImportHost): ImportCalls {
  const { db, now } = host
  return {
    importLook: async (input) => {
      const definition = serviceOf(now(), input)
      if (!definition.ok) return definition
      const looked = await lookAt(db, now(), definition.value, input.run, input.rows)
      return looked.ok ? ok(looked.value.map(({ verdict }) => verdict)) : looked
    },
    importFile: (input) => host.inTurn(() => importRows(host, input)),
    importProgress: async (run) => ok(await progressOf(db, now(), run)),
  }
}

/** Signed together, kept together. */
async function importRows(
  { db, bridge, outbox, random, now: current, kept: told }: ImportHost,
  input: ImportRun & { readonly rows: readonly ImportRow[] },
): Promise<Result<ImportVerdict[]>> {
  if (input.rows.length > MOST_ROWS) return fail('too-large', `${input.rows.length} rows`)
  const now = current()
  const definition = serviceOf(now, input)
  if (!definition.ok) return definition
  const looked = await lookAt(db, now, definition.value, input.run, input.rows)
  if (!looked.ok) return looked
  const drafts: Draft[] = []
  for (const [i, one] of looked.value.entries()) {
    if (one.verdict !== 'filed') continue
    const draft = draftRow(now, definition.value, one, (input.rows[i] as ImportRow).values, random)
    if (!draft.ok) return draft
    drafts.push(draft.value)
  }
  const verdicts = looked.value.map(({ verdict }) => verdict)
  if (drafts.length === 0) return ok(verdicts)
  const signed = await bridge.call('filing.submit-many', { drafts })
  if (!signed.ok) {
    // Some failures leave it open whether the journal has them.
    outbox.doubt()
    return signed
  }
  const kept = await outbox.keepMany(signed.value.kept)
  if (!kept.ok) return kept
  told()
  return ok(verdicts)
}
