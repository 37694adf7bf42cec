import { must } from '../../shared/base/result.ts'
import { parseLeaf } from '../../shared/ledger/index.ts'
import type { ReplicaDatabase } from './database.ts'
import { leafAt } from './tile-store.ts'

/**
 * How many leaves of a scope's first `size` were sealed at `from` (ms) or later. Sealing times never fall along a scope (L2, L4), so a few
 * looks find the first of them, however long the scope is and however it came here.
 */
export async function sealedSince(db: ReplicaDatabase, scope: string, size: number, from: number): Promise<number> {
  let before = 0
  let after = size
  while (before < after) {
    const at = Math.floor((before + after) / 2)
    const leaf = await leafAt(db, scope, at)
    if (leaf === undefined) return 0
    if (must(parseLeaf(leaf)).t < from) before = at + 1
    else after = at
  }
  return size - before
}
