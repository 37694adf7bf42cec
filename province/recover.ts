import { equal } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { emptyScope, Gov, type ScopeState } from '../shared/contract/index.ts'
import { openCheckpoint } from '../shared/ledger/index.ts'
import { appliedBlock } from './applied-block.ts'
import type { BlockLog, StoredBlock } from './block-log.ts'
import { BlockTree } from './block-tree.ts'
import type { CheckpointLock, LastCheckpoint } from './checkpoint-lock.ts'
import type { Disk } from './disk.ts'
import type { IntakeLog, Submission } from './intake-log.ts'
import { type NodeKeys, verify } from './keys.ts'
import { asWaiting, type Ledger, type Network, networkOf, type Waiting } from './ledger.ts'
import { asPublished, publishFile, signNext } from './publish.ts'
import { recordsOfBlock, replayBlock, rootOfScopes } from './replay.ts'
import type { Store } from './store/port.ts'
import type { TileFiles } from './tile-files.ts'

/** What a node works on: opened once, read anew whenever a write has failed. */
export interface Parts {
  readonly disk: Disk
  readonly data: string
  readonly keys: NodeKeys
  readonly lock: CheckpointLock
  readonly blocks: BlockLog
  readonly intake: IntakeLog
  readonly tiles: TileFiles
  readonly store: Store
  /** One line for the operator. */
  readonly say: (line: string) => void
}

export interface Recovered {
  readonly ledger: Ledger
  /** Acknowledged and not yet sealed, in order. */
  readonly waiting: Waiting[]
}

/**
 * [L7] Brings everything to the state of `blocks.log`, and that to a signed checkpoint: a block that was durable and not yet signed is finished as
 * it stands, never made anew. Codes: not-found (no block yet), store-damaged, record-behind, checkpoint-moved. Throws when a disk or
 * the store fails.
 */
export async function recover(parts: Parts): Promise<Result<Recovered>> {
  const last = await parts.lock.read()
  const read = await readBlocks(parts, last?.size ?? 0)
  if (!read.ok) return read
  const { network, tree, rootAtLast } = read.value
  const agreed = await agree(last, network, tree.size, rootAtLast)
  if (!agreed.ok) return agreed
  const index = await catchUp(parts, network, read.value.last)
  if (!index.ok) return index
  const { gov, scopes, waiting, upto } = index.value
  let signed = last
  if (last === null || last.size < tree.size) {
    await parts.blocks.rewriteLast()
    const next = await signNext(parts.lock, parts.keys, network, last, tree)
    if (!next.ok) return next
    if (tree.size > 1) parts.say(`finished block ${tree.size - 1}, which a stop had left unsigned`)
    signed = next.value
  }
  const checkpoint = signed as LastCheckpoint
  await publishFile(parts.disk, parts.data, checkpoint)
  const { parsed, header } = read.value.last
  const published = asPublished(checkpoint, parsed, header, scopes.values())
  if (!published.ok) return published
  return ok({ ledger: { network, gov, scopes, tree, published: published.value, upto }, waiting })
}

interface Read {
  readonly network: Network
  readonly tree: BlockTree
  readonly last: StoredBlock
  /** The block log's root at the size of the last signed checkpoint; null when it is not that long. */
  readonly rootAtLast: Uint8Array | null
}

/** Checks the chain of headers and mends the tiles, which are derived from it. */
async function readBlocks(parts: Parts, lastSize: number): Promise<Result<Read>> {
  const tree = new BlockTree()
  let rootAtLast: Uint8Array | null = null
  let network: Network | null = null
  let last: StoredBlock | null = null
  let mended = 0
  const scanned = await parts.blocks.scan(async (block) => {
    network ??= networkOf(block)
    if (!equal(block.parsed.net, network.net)) return fail('store-damaged', `block ${block.parsed.h}: another network`)
    mended += await parts.tiles.mend(tree.add(block.header))
    if (tree.size === lastSize) rootAtLast = tree.root()
    last = block
    return ok(null)
  })
  if (!scanned.ok) return scanned
  if (scanned.value.torn) parts.say('blocks.log ended in the middle of a block, which was set aside')
  if (network === null || last === null) {
    return lastSize > 0
      ? fail('record-behind', `no block, and ${lastSize} are signed`)
      : fail('not-found', 'no block yet')
  }
  mended += await parts.tiles.mend(tree.partial())
  if (mended > 0 && tree.size > 1) parts.say(`${mended} tiles were written again`)
  return ok({ network, tree, last, rootAtLast })
}

/** [L7] Holds the blocks against the last signed checkpoint. */
async function agree(
  last: LastCheckpoint | null,
  network: Network,
  size: number,
  rootAtLast: Uint8Array | null,
): Promise<Result<null>> {
  if (last === null)
    return size === 1 ? ok(null) : fail('checkpoint-moved', `${size} blocks, and no record of a signed checkpoint`)
  const opened = await openCheckpoint(last.note, network.log, verify)
  if (!opened.ok) return fail('store-damaged', `record of the last checkpoint: ${opened.code}`)
  if (opened.value.size > size) return fail('record-behind', `${size} blocks, and ${opened.value.size} are signed`)
  if (rootAtLast === null || !equal(opened.value.root, rootAtLast) || opened.value.size !== last.size)
    return fail('store-damaged', `the blocks are not those of the checkpoint of size ${last.size}`)
  if (opened.value.size < size - 1)
    return fail('checkpoint-moved', `${size} blocks, and the record of the last checkpoint says ${opened.value.size}`)
  return ok(null)
}

interface Index {
  readonly gov: Gov
  readonly scopes: Map<string, ScopeState>
  readonly waiting: Waiting[]
  readonly upto: number
}

/** Applies to the store what it lacks, filling it from the start when what it holds is not what was sealed. */
async function catchUp(parts: Parts, network: Network, last: StoredBlock): Promise<Result<Index>> {
  const { store, blocks, intake } = parts
  const kept = (await keptIndex(parts)) ?? (await emptied(parts))
  const { gov, scopes } = kept
  let next = kept.blocks
  let from = kept.upto
  let due: StoredBlock | null = next < blocks.size ? await blocks.block(next) : null
  if (due !== null && blocks.size > 1)
    parts.say(`the store has ${next} of ${blocks.size} blocks: bringing it up to date`)
  let buffer: Submission[] = []
  let failure: Result<null> = ok(null)
  const applyDue = async () => {
    const block = due as StoredBlock
    const applied = await applyBlock(store, gov, scopes, block, buffer, from)
    if (!applied.ok) failure = applied
    buffer = buffer.filter((one) => one.n >= block.upto)
    from = block.upto
    due = ++next < blocks.size && failure.ok ? await blocks.block(next) : null
  }
  const scanned = await intake.scan(async (submission) => {
    if (submission.n >= from) buffer.push(submission)
    while (due !== null && failure.ok && submission.n + 1 >= due.upto) await applyDue()
  })
  if (!scanned.ok) return scanned
  if (scanned.value.torn) parts.say('intake.log ended in the middle of a group, which was set aside')
  // What the journal no longer holds is in the blocks; only its payloads are gone.
  while (due !== null && failure.ok) await applyDue()
  if (!failure.ok) return failure
  intake.skipTo(last.upto)
  if (!equal(network.net, last.parsed.net)) return fail('store-damaged', 'another network')
  return ok({ gov, scopes, waiting: buffer.filter((one) => one.n >= last.upto).map(asWaiting), upto: last.upto })
}

type Kept = { gov: Gov; scopes: Map<string, ScopeState>; blocks: number; upto: number }

/** What the store holds, when it is what was sealed at its height; else null. */
async function keptIndex({ store, blocks }: Parts): Promise<Kept | null> {
  const applied = await store.applied()
  if (applied === null || applied.blocks > blocks.size) return null
  const block = await blocks.block(applied.blocks - 1)
  const scopes = new Map((await store.scopes()).map((state) => [state.code, state]))
  if (!equal(rootOfScopes(scopes.values()), block.parsed.scopes) || applied.upto !== block.upto) return null
  return { gov: Gov.from(await store.allRecords('gov')), scopes, ...applied }
}

async function emptied({ store, say }: Parts): Promise<Kept> {
  if ((await store.applied()) !== null) {
    say('the store does not hold what was sealed: filling it again')
    await store.reset()
  }
  return { gov: new Gov(), scopes: new Map([['gov', emptyScope('gov')]]), blocks: 0, upto: 0 }
}

async function applyBlock(
  store: Store,
  gov: Gov,
  scopes: Map<string, ScopeState>,
  block: StoredBlock,
  buffer: readonly Submission[],
  from: number,
): Promise<Result<null>> {
  const fetched = new Map<string, Awaited<ReturnType<Store['records']>>>()
  for (const [code, names] of recordsOfBlock(block)) fetched.set(code, await store.records(code, names))
  const replayed = replayBlock(gov, scopes, fetched, block)
  if (!replayed.ok) return replayed
  const mine = buffer.filter((one) => one.n < block.upto).map(asWaiting)
  await store.apply(
    appliedBlock(block.parsed.h, block.header, block.upto, block.upto - from, replayed.value, mine, block.parsed.time),
  )
  for (const state of replayed.value.declared) scopes.set(state.code, state)
  for (const one of replayed.value.sealed) scopes.set(one.code, one.after)
  return ok(null)
}
