import { equal } from '../shared/base/bytes.ts'
import { must } from '../shared/base/result.ts'
import { entryId, parseLeaf, type SignedEntry } from '../shared/ledger/index.ts'
import type { BlockLog } from './block-log.ts'

/** A sealed entry by its id and the height of its block: searched for there, for the rare times when it is asked for. */
export async function signedEntryOf(
  blocks: BlockLog,
  held: { id: Uint8Array; h?: number },
): Promise<SignedEntry | null> {
  if (held.h === undefined) return null
  const block = await blocks.block(held.h)
  for (const bytes of block.scopes.flatMap((one) => one.leaves)) {
    const leaf = must(parseLeaf(bytes))
    if (equal(entryId(leaf.body), held.id)) return { body: leaf.body, sig: leaf.sig }
  }
  return null
}
