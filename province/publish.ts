import { join } from 'node:path'
import { equal } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import type { ScopeState } from '../shared/contract/index.ts'
import {
  encodeHead,
  type Header,
  leafHash,
  nodesOf,
  parseCheckpointText,
  parseNote,
  signCheckpoint,
} from '../shared/ledger/index.ts'
import type { BlockTree } from './block-tree.ts'
import type { CheckpointLock, LastCheckpoint } from './checkpoint-lock.ts'
import { type Disk, replaceFile } from './disk.ts'
import type { NodeKeys } from './keys.ts'
import type { Network, Published } from './ledger.ts'
import { sortedHeads } from './replay.ts'

/** The published checkpoint as a file, laid out for C2SP beside `tile/`. */
export const CHECKPOINT = 'checkpoint'

/**
 * [L7] Signs the root of `tree` and puts it in place of the last checkpoint. The block, and with it the tree, must be durable already; the note
 * is shown to nobody before this has returned well. Ed25519 signs alike each time: a second try makes the same bytes.
 * Code: checkpoint-moved. Throws when the disk fails.
 */
export async function signNext(
  lock: CheckpointLock,
  keys: NodeKeys,
  network: Network,
  expected: LastCheckpoint | null,
  tree: BlockTree,
): Promise<Result<LastCheckpoint>> {
  const checkpoint = { origin: network.origin, size: tree.size, root: tree.root() }
  const next = { size: tree.size, note: signCheckpoint(checkpoint, network.log, keys.log.sign) }
  const swapped = await lock.swap(expected, next)
  return swapped.ok ? ok(next) : swapped
}

/** Makes the checkpoint file what stands in the lock. */
export async function publishFile(disk: Disk, data: string, last: LastCheckpoint): Promise<void> {
  const path = join(data, CHECKPOINT)
  const there = await disk.read(path)
  if (there === null || !equal(there, last.note)) await replaceFile(disk, path, last.note)
}

export function asPublished(
  last: LastCheckpoint,
  header: Header,
  headerBytes: Uint8Array,
  scopes: Iterable<ScopeState>,
): Result<Published> {
  const note = parseNote(last.note)
  const checkpoint = note.ok ? parseCheckpointText(note.value.text) : note
  if (!checkpoint.ok) return fail('store-damaged', `checkpoint: ${checkpoint.detail}`)
  const heads = sortedHeads(scopes)
  const encoded = heads.map(encodeHead)
  return ok({
    checkpoint: checkpoint.value,
    note: last.note,
    header,
    headerBytes,
    heads: encoded,
    places: new Map(heads.map((head, i) => [head.code, i])),
    nodes: nodesOf(encoded.map(leafHash)),
  })
}
