import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { compareText, equal, hex, utf8 } from '../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../shared/base/result.ts'
import {
  EXPORT_FILES,
  EXPORT_README,
  encodeHead,
  exportScopeFile,
  exportVkey,
  formatVkey,
  frame,
  openCheckpoint,
  parseHead,
  type ScopeHead,
  scopesRoot,
} from '../shared/ledger/index.ts'
import { BLOCKS, readBlocks, type StoredBlock } from './block-log.ts'
import { BlockTree, type TileFile } from './block-tree.ts'
import { realDisk } from './disk.ts'
import { verify } from './keys.ts'
import { type Network, networkOf } from './ledger.ts'
import { CHECKPOINT } from './publish.ts'

/**
 * [F1] Writes an export of what the published checkpoint covers. Reads files that are only ever appended to, so the node may run or not. `out`
 * must be empty or not there yet. Codes: not-found, store-damaged, unexpected-file.
 */
export async function exportLedger(
  data: string,
  out: string,
): Promise<Result<{ size: number; leaves: number; scopes: number }>> {
  if ((await realDisk.list(out)).length > 0) return fail('unexpected-file', `${out} is not empty`)
  const note = await realDisk.read(join(data, CHECKPOINT))
  if (note === null) return fail('not-found', `${data} holds no published checkpoint`)
  const files = new Files(out)
  try {
    const walked = await walk(data, note, async (block, full) => {
      await files.append(EXPORT_FILES.headers, frame([block.header]))
      for (const { code, leaves } of block.scopes) await files.append(exportScopeFile(code), frame(leaves))
      for (const tile of full) await files.append(tile.path, tile.bytes)
    })
    if (!walked.ok) return walked
    const { network, tree, heads, leaves } = walked.value
    for (const tile of tree.partial()) await files.append(tile.path, tile.bytes)
    for (const head of heads) await files.append(exportScopeFile(head.code), new Uint8Array(0))
    await files.append(EXPORT_FILES.heads, frame(heads.map(encodeHead)))
    await files.append(EXPORT_FILES.vkey, exportVkey(formatVkey(network.log)))
    await files.append(EXPORT_FILES.readme, utf8(EXPORT_README))
    await files.append(EXPORT_FILES.checkpoint, note)
    return ok({ size: tree.size, leaves, scopes: heads.length })
  } finally {
    await files.close()
  }
}

/** What a data folder holds, for its operator. Codes: not-found, store-damaged. */
export async function ledgerInfo(data: string): Promise<Result<object>> {
  const note = await realDisk.read(join(data, CHECKPOINT))
  if (note === null) return fail('not-found', `${data} holds no published checkpoint`)
  const walked = await walk(data, note, async () => undefined)
  if (!walked.ok) return walked
  const { network, tree, heads, leaves, time } = walked.value
  return ok({
    origin: network.origin,
    net: hex(network.net),
    vkey: formatVkey(network.log),
    ack: hex(network.ack),
    blocks: tree.size,
    root: hex(tree.root()),
    sealed: new Date(time).toISOString(),
    leaves,
    scopes: Object.fromEntries(heads.filter((head) => head.size > 0).map((head) => [head.code, head.size])),
  })
}

interface Walked {
  readonly network: Network
  readonly tree: BlockTree
  readonly heads: readonly ScopeHead[]
  readonly leaves: number
  readonly time: number
}

/** Every block that the checkpoint covers; holds the last one's root against the checkpoint, and the heads against the header. */
async function walk(
  data: string,
  note: Uint8Array,
  take: (block: StoredBlock, full: readonly TileFile[]) => Promise<void>,
): Promise<Result<Walked>> {
  const tree = new BlockTree()
  const heads = new Map<string, ScopeHead>()
  let network: Network | null = null
  let last: StoredBlock | null = null
  let size: number | null = null
  let root = new Uint8Array(0)
  let leaves = 0
  const read = await readBlocks(realDisk, join(data, BLOCKS), async (block) => {
    if (network === null) {
      network = networkOf(block)
      const checkpoint = await openCheckpoint(note, network.log, verify)
      if (!checkpoint.ok) return fail('store-damaged', `checkpoint: ${checkpoint.code}`)
      size = checkpoint.value.size
      root = new Uint8Array(checkpoint.value.root)
    }
    // Sealed, and not published yet.
    if (tree.size === size) return ok(null)
    const full = tree.add(block.header)
    for (const bytes of block.heads) {
      const head = must(parseHead(bytes))
      heads.set(head.code, head)
    }
    for (const one of block.scopes) leaves += one.leaves.length
    last = block
    await take(block, full)
    return ok(null)
  })
  if (!read.ok) return read
  if (network === null || last === null || tree.size !== size || !equal(tree.root(), root))
    return fail('store-damaged', `${tree.size} blocks where the checkpoint says ${size}`)
  const sorted = [...heads.values()].sort((a, b) => compareText(a.code, b.code))
  const { parsed } = last as StoredBlock
  if (!equal(scopesRoot(sorted.map(encodeHead)), parsed.scopes)) return fail('store-damaged', 'heads of the last block')
  return ok({ network, tree, heads: sorted, leaves, time: parsed.time })
}

/** Files that grow piece by piece; a few stay open at a time. */
class Files {
  readonly #out: string
  readonly #open = new Map<string, Awaited<ReturnType<typeof open>>>()

  constructor(out: string) {
    this.#out = out
  }

  async append(name: string, bytes: Uint8Array): Promise<void> {
    let file = this.#open.get(name)
    if (file === undefined) {
      const path = join(this.#out, name)
      await realDisk.makeFolder(dirname(path))
      file = await open(path, 'a', 0o644)
      this.#open.set(name, file)
      if (this.#open.size > 64) await this.#closeOldest()
    }
    await file.appendFile(bytes)
  }

  async close(): Promise<void> {
    while (this.#open.size > 0) await this.#closeOldest()
  }

  async #closeOldest(): Promise<void> {
    const [name, file] = this.#open.entries().next().value as [string, Awaited<ReturnType<typeof open>>]
    this.#open.delete(name)
    await file.sync()
    await file.close()
  }
}
