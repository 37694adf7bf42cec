import { join } from 'node:path'
import { equal } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { buildBlock, emptyScope, Gov, genesisData, isVoid } from '../shared/contract/index.ts'
import { entryId, entryMessage, keyId, parseBody, type SignedEntry } from '../shared/ledger/index.ts'
import { BLOCKS, BlockLog, blockRecord } from './block-log.ts'
import { realDisk } from './disk.ts'
import { INTAKE, IntakeLog } from './intake-log.ts'
import { openKeys, verify } from './keys.ts'
import { networkOfEntry } from './ledger.ts'
import { type NodeOptions, ProvinceNode } from './node.ts'
import { holdFolder } from './process-lock.ts'

/**
 * [N8] Begins a network: the genesis entry becomes the first block, alone in it. The keys of the node must be there (createKeys) and be those that
 * the entry declares. Gives the open node; what else the network begins with is pushed to it like anything later.
 * Codes: not-found (no keys), wrong-passphrase, vault-damaged, already-running, store-damaged (there is a ledger already), bad-signature,
 * unknown-key (the keys declared are not this node's), wrong-shape, and those of opening.
 */
export async function createProvince(options: NodeOptions & { genesis: SignedEntry }): Promise<Result<ProvinceNode>> {
  const held = await holdFolder(options.data)
  if (!held.ok) return held
  const begun = await begin(options).finally(held.value.release)
  return begun.ok ? ProvinceNode.open(options) : begun
}

async function begin(options: NodeOptions & { genesis: SignedEntry }): Promise<Result<null>> {
  const disk = options.disk ?? realDisk
  const { data, genesis } = options
  const path = join(data, BLOCKS)
  if ((await disk.size(path)) !== null) return fail('store-damaged', `${path} exists: there is a ledger in this folder`)
  const keys = await openKeys(disk, data, options.passphrase)
  if (!keys.ok) return keys
  const entry = parseBody(genesis.body)
  if (!entry.ok) return entry
  if (entry.value.kind !== 'genesis') return fail('wrong-shape', 'not a genesis entry')
  const declared = genesisData(entry.value.data, 'genesis')
  if (!declared.ok) return declared
  const author = declared.value.keys.find((key) => equal(keyId(key.pub), entry.value.key))
  if (author === undefined || !(await verify(author.pub, entryMessage(genesis.body), genesis.sig)))
    return fail('bad-signature', 'genesis')
  const network = networkOfEntry(genesis.body)
  if (!equal(network.log.pub, keys.value.log.pub) || !equal(network.ack, keys.value.ack.pub))
    return fail('unknown-key', 'the genesis entry declares other keys than those of this node')
  const now = (options.now ?? Date.now)()
  const before = { net: network.net, last: null, heads: new Map(), gov: new Gov() }
  const block = buildBlock(
    { ...before, scope: () => emptyScope('gov'), record: () => undefined },
    [genesis],
    () => entry.value.scope,
    now,
  )
  const outcome = block.sealed[0]?.outcomes[0] ?? 'void(shape)'
  if (isVoid(outcome)) return fail('wrong-shape', `genesis: ${outcome}`)
  await disk.makeFolder(data)
  const intake = new IntakeLog(disk, join(data, INTAKE))
  // A journal without a block is that of a beginning that a crash cut short.
  await disk.remove(intake.path)
  await intake.append([{ ...genesis, payload: null, id: entryId(genesis.body), received: now, by: now, n: 0 }])
  // The node finishes the block when it opens, as it would after a crash at this point.
  await new BlockLog(disk, path).append(blockRecord(block, new Map(), 1))
  return ok(null)
}
