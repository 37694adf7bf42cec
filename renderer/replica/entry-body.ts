import { hex } from '../../shared/base/bytes.ts'
import type { Touch } from '../../shared/contract/index.ts'
import { type Body, parseBody, parseLeaf } from '../../shared/ledger/index.ts'
import type { ReplicaDatabase } from './database.ts'
import type { Snapshot } from './snapshot.ts'
import { leafAt } from './tile-store.ts'

/** The body of the entry behind a touch: from the outbox while it waits, else out of its tile. */
export async function bodyOf(
  db: ReplicaDatabase,
  now: Snapshot,
  touch: Touch,
): Promise<{ body: Body | null; height: number | null }> {
  const id = hex(touch.id)
  const waiting = now.overlay.waiting.find(({ row }) => row.id === id)
  if (waiting !== undefined) return { body: waiting.entry, height: null }
  const imported = await now.bulk.row(id)
  if (imported !== null) {
    const body = parseBody(imported.body)
    return { body: body.ok ? body.value : null, height: null }
  }
  const bytes = await leafAt(db, now.office, touch.at)
  const leaf = bytes === undefined ? null : parseLeaf(bytes)
  if (leaf === null || !leaf.ok) return { body: null, height: null }
  const body = parseBody(leaf.value.body)
  return { body: body.ok ? body.value : null, height: leaf.value.h }
}
