import { concat } from '../base/bytes.ts'
import { type NodeReader, nodeHash } from './merkle.ts'

/** [L5] C2SP tlog-tiles: level L, index N; a width below 256 is a partial tile. */
export interface Tile {
  readonly level: number
  readonly index: number
  readonly width: number
}

export const TILE_WIDTH = 256

function pathOf(index: number): string {
  let rest = index
  const parts: string[] = []
  do {
    parts.unshift(String(rest % 1000).padStart(3, '0'))
    rest = Math.floor(rest / 1000)
  } while (rest > 0)
  return parts.map((p, i) => (i < parts.length - 1 ? `x${p}` : p)).join('/')
}

/** `tile/<L>/<N>[.p/<W>]`. */
export function tilePath(tile: Tile): string {
  return `tile/${tile.level}/${pathOf(tile.index)}${tile.width < TILE_WIDTH ? `.p/${tile.width}` : ''}`
}

/** `tile/entries/<N>[.p/<W>]`: the headers themselves, framed. */
export function entriesPath(index: number, width: number): string {
  return `tile/entries/${pathOf(index)}${width < TILE_WIDTH ? `.p/${width}` : ''}`
}

/** Every tile of a log of `size` leaves, level 0 first; empty tiles are not among them. */
export function tilesOf(size: number): Tile[] {
  const out: Tile[] = []
  for (let level = 0, n = size; n > 0; level++, n = Math.floor(n / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < n; index++) {
      out.push({ level, index, width: Math.min(TILE_WIDTH, n - index * TILE_WIDTH) })
    }
  }
  return out
}

/** The tiles that a log that grew from `before` to `after` leaves must write: new full ones and the partial ones of `after`. */
export function newTiles(before: number, after: number): Tile[] {
  const out: Tile[] = []
  for (
    let level = 0, a = before, b = after;
    b > 0;
    level++, a = Math.floor(a / TILE_WIDTH), b = Math.floor(b / TILE_WIDTH)
  ) {
    if (a === b) continue
    for (let index = Math.floor(a / TILE_WIDTH); index * TILE_WIDTH < b; index++) {
      out.push({ level, index, width: Math.min(TILE_WIDTH, b - index * TILE_WIDTH) })
    }
  }
  return out
}

/** A tile's bytes: the hashes of the perfect subtrees of 256^level leaves that it spans. */
export function tileBytes(read: NodeReader, tile: Tile): Uint8Array {
  const hashes: Uint8Array[] = []
  for (let i = 0; i < tile.width; i++) hashes.push(read(tile.level * 8, tile.index * TILE_WIDTH + i))
  return concat(...hashes)
}

/** Reads nodes out of tiles: `load` gives a tile's bytes for a log of `size` leaves. Throws when a tile is missing or short. */
export function tileReader(size: number, load: (tile: Tile) => Uint8Array): NodeReader {
  const kept = new Map<string, Uint8Array>()
  return (level, index) => {
    const tileLevel = Math.floor(level / 8)
    const within = level % 8
    const first = index * 2 ** within
    const tileIndex = Math.floor(first / TILE_WIDTH)
    const total = Math.floor(size / TILE_WIDTH ** tileLevel)
    const tile = { level: tileLevel, index: tileIndex, width: Math.min(TILE_WIDTH, total - tileIndex * TILE_WIDTH) }
    const name = tilePath(tile)
    let bytes = kept.get(name)
    if (bytes === undefined) {
      bytes = load(tile)
      if (bytes.length !== tile.width * 32) throw new Error(`${name}: ${bytes.length} bytes`)
      kept.set(name, bytes)
    }
    const at = first - tileIndex * TILE_WIDTH
    if (at + 2 ** within > tile.width) throw new Error(`no node ${level}/${index} in a log of ${size}`)
    let row: Uint8Array[] = []
    for (let i = at; i < at + 2 ** within; i++) row.push(bytes.subarray(i * 32, i * 32 + 32))
    while (row.length > 1) {
      const up: Uint8Array[] = []
      for (let i = 0; i < row.length; i += 2) up.push(nodeHash(row[i] as Uint8Array, row[i + 1] as Uint8Array))
      row = up
    }
    return row[0] as Uint8Array
  }
}
