import { utf8 } from '../../shared/base/bytes.ts'
import {
  EXPORT_FILES,
  EXPORT_README,
  encodeHead,
  exportScopeFile,
  exportTiles,
  exportVkey,
  formatVkey,
  frame,
  inclusionProof,
  leafHash,
  nodesOf,
  type Receipt,
  rootOf,
  type ScopeHead,
  signCheckpoint,
} from '../../shared/ledger/index.ts'
import type { LedgerWorld } from './ledger-world.ts'

/** The signed checkpoint over the first `size` headers. */
export function checkpointOf(world: LedgerWorld, size = world.headers.length): Uint8Array {
  const root = rootOf(world.headers.slice(0, size).map(({ bytes }) => leafHash(bytes)))
  return signCheckpoint({ origin: world.noteKey.name, size, root }, world.noteKey, (m) => world.log.sign(m))
}

/** [R2] The receipt of one leaf, against the header of height `h` in the log as it is now. */
export function receiptFor(world: LedgerWorld, scope: string, index: number, h = world.headers.length - 1): Receipt {
  const heads = world.headsAt[h] as readonly ScopeHead[]
  const headIndex = heads.findIndex((head) => head.code === scope)
  const head = heads[headIndex] as ScopeHead
  const leaves = (world.leaves.get(scope) as Uint8Array[]).slice(0, head.size)
  const headNodes = nodesOf(heads.map((one) => leafHash(encodeHead(one))))
  const logNodes = nodesOf(world.headers.map(({ bytes }) => leafHash(bytes)))
  return {
    leaf: leaves[index] as Uint8Array,
    index,
    proof: inclusionProof(nodesOf(leaves.map(leafHash)), index, head.size),
    head: encodeHead(head),
    headIndex,
    headProof: inclusionProof(headNodes, headIndex, heads.length),
    header: (world.headers[h] as { bytes: Uint8Array }).bytes,
    headerIndex: h,
    headerProof: inclusionProof(logNodes, h, world.headers.length),
    checkpoint: checkpointOf(world),
  }
}

/** [F1] The export as path → bytes. */
export function exportOf(world: LedgerWorld): Map<string, Uint8Array> {
  const headers = world.headers.map(({ bytes }) => bytes)
  const files = new Map<string, Uint8Array>([
    [EXPORT_FILES.readme, utf8(EXPORT_README)],
    [EXPORT_FILES.vkey, exportVkey(formatVkey(world.noteKey))],
    [EXPORT_FILES.checkpoint, checkpointOf(world)],
    [EXPORT_FILES.headers, frame(headers)],
    [EXPORT_FILES.heads, frame(world.headBytes)],
  ])
  for (const head of world.headsAt.at(-1) ?? []) {
    files.set(exportScopeFile(head.code), frame(world.leaves.get(head.code) ?? []))
  }
  for (const [path, bytes] of exportTiles(headers)) files.set(path, bytes)
  return files
}
