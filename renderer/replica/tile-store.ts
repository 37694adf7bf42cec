import { concat } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { frame, inclusionProof, leafHash, type NodeReader, nodesOf, unframe } from '../../shared/ledger/index.ts'
import type { ReplicaDatabase, TileRow } from './database.ts'

export const LEAVES_PER_TILE = 256

/**
 * The tile rows that new leaves give: the partial tile at `from` is filled up, full ones follow. `last` is that partial row, or
 * undefined when `from` begins a tile. Also the roots of the tiles that became full, in order.
 */
export function tileRows(
  scope: string,
  from: number,
  leaves: readonly { bytes: Uint8Array; hash: Uint8Array }[],
  last: TileRow | undefined,
): { rows: TileRow[]; roots: Uint8Array[] } {
  const rows: TileRow[] = []
  const roots: Uint8Array[] = []
  for (let i = 0; i < leaves.length; ) {
    const tile = Math.floor((from + i) / LEAVES_PER_TILE)
    const held = (from + i) % LEAVES_PER_TILE
    const part = leaves.slice(i, i + LEAVES_PER_TILE - held)
    const fresh = frame(part.map((l) => l.bytes))
    const frames = held === 0 ? fresh : concat(last?.frames ?? new Uint8Array(0), fresh)
    const n = held + part.length
    rows.push({ scope, tile, n, frames })
    if (n === LEAVES_PER_TILE) {
      const before = held === 0 ? [] : must(unframe(last?.frames ?? new Uint8Array(0))).map(leafHash)
      roots.push(nodesOf([...before, ...part.map((l) => l.hash)])(8, 0))
    }
    i += part.length
  }
  return { rows, roots }
}

/** One leaf's bytes by its position; undefined when this replica does not hold it. */
export async function leafAt(db: ReplicaDatabase, scope: string, index: number): Promise<Uint8Array | undefined> {
  const row = await db.tiles.get([scope, Math.floor(index / LEAVES_PER_TILE)])
  return row === undefined ? undefined : must(unframe(row.frames))[index % LEAVES_PER_TILE]
}

/** RFC 6962 path of a leaf in the tree of the scope's first `size` leaves, out of tiles and tile roots. */
export async function scopeProof(
  db: ReplicaDatabase,
  scope: string,
  index: number,
  size: number,
): Promise<Uint8Array[]> {
  const roots = (await db.read(`roots/${scope}`)) ?? new Uint8Array(0)
  const wanted = new Set([Math.floor(index / LEAVES_PER_TILE), Math.floor((size - 1) / LEAVES_PER_TILE)])
  const tiles = new Map<number, NodeReader>()
  for (const tile of wanted) {
    const row = await db.tiles.get([scope, tile])
    if (row === undefined) throw new Error(`tile ${tile} of ${scope} is missing`)
    tiles.set(tile, nodesOf(must(unframe(row.frames)).map(leafHash)))
  }
  const fullRoots = Array.from({ length: roots.length / 32 }, (_, i) => roots.subarray(i * 32, i * 32 + 32))
  const above = nodesOf(fullRoots)
  const read: NodeReader = (level, at) => {
    if (level >= 8) return above(level - 8, at)
    const tile = Math.floor((at * 2 ** level) / LEAVES_PER_TILE)
    const inside = tiles.get(tile)
    if (inside === undefined) throw new Error(`tile ${tile} was not loaded`)
    return inside(level, at - (tile * LEAVES_PER_TILE) / 2 ** level)
  }
  return inclusionProof(read, index, size)
}
