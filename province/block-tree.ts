import { concat } from '../shared/base/bytes.ts'
import {
  append,
  EMPTY,
  entriesPath,
  type Frontier,
  frame,
  frontierRoot,
  leafHash,
  rootOf,
  TILE_WIDTH,
  tilePath,
} from '../shared/ledger/index.ts'

export interface TileFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** [L5] The right edge of the block log and of its tiles: what is needed to append a header and to name the files that change by it. */
export class BlockTree {
  #frontier: Frontier = EMPTY
  /** Per tile level the hashes of the last, partial tile. */
  readonly #edges: Uint8Array[][] = [[]]
  #headers: Uint8Array[] = []

  get size(): number {
    return this.#frontier.size
  }

  root(): Uint8Array {
    return frontierRoot(this.#frontier)
  }

  /** A copy that can grow apart from this one. */
  clone(): BlockTree {
    const copy = new BlockTree()
    copy.#frontier = this.#frontier
    copy.#edges.splice(0, 1, ...this.#edges.map((edge) => edge.slice()))
    copy.#headers = this.#headers.slice()
    return copy
  }

  /** Appends a header; gives the tiles and the bundle that it fills to the brim. */
  add(header: Uint8Array): TileFile[] {
    const full: TileFile[] = []
    const index = this.#frontier.size
    let hash = leafHash(header)
    this.#frontier = append(this.#frontier, hash)
    this.#headers.push(header)
    if (this.#headers.length === TILE_WIDTH) {
      full.push({ path: entriesPath(Math.floor(index / TILE_WIDTH), TILE_WIDTH), bytes: frame(this.#headers) })
      this.#headers = []
    }
    for (let level = 0, at = index; ; level++, at = Math.floor(at / TILE_WIDTH)) {
      const edge = (this.#edges[level] ??= [])
      edge.push(hash)
      if (edge.length < TILE_WIDTH) return full
      const tile = { level, index: Math.floor(at / TILE_WIDTH), width: TILE_WIDTH }
      full.push({ path: tilePath(tile), bytes: concat(...edge) })
      hash = rootOf(edge)
      this.#edges[level] = []
    }
  }

  /** The partial tiles and the partial bundle of the present size. */
  partial(): TileFile[] {
    const out: TileFile[] = []
    if (this.#headers.length > 0)
      out.push({
        path: entriesPath(Math.floor(this.size / TILE_WIDTH), this.#headers.length),
        bytes: frame(this.#headers),
      })
    this.#edges.forEach((edge, level) => {
      if (edge.length === 0) return
      const index = Math.floor(this.size / TILE_WIDTH ** (level + 1))
      out.push({ path: tilePath({ level, index, width: edge.length }), bytes: concat(...edge) })
    })
    return out
  }
}
