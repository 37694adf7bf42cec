import { dirname, join } from 'node:path'
import { equal } from '../shared/base/bytes.ts'
import { must } from '../shared/base/result.ts'
import {
  entriesPath,
  frame,
  type NodeReader,
  TILE_WIDTH,
  type Tile,
  tilePath,
  tileReader,
  unframe,
} from '../shared/ledger/index.ts'
import type { TileFile } from './block-tree.ts'
import { type Disk, replaceFile } from './disk.ts'

/**
 * [L5] The tiles as files under `tile/`, laid out as C2SP serves them. They are derived from `blocks.log`: what is missing or wrong is
 * written again at start. Of each partial tile only the widest is kept; narrower ones are its prefixes.
 */
export class TileFiles {
  readonly #disk: Disk
  readonly #folder: string

  constructor(disk: Disk, folder: string) {
    this.#disk = disk
    this.#folder = folder
  }

  /** All are on the medium when this returns. */
  async write(files: readonly TileFile[]): Promise<void> {
    for (const { path, bytes } of files) {
      const at = join(this.#folder, path)
      await this.#disk.makeFolder(dirname(at))
      await replaceFile(this.#disk, at, bytes)
    }
  }

  /** Writes those that are missing or differ; tells how many. */
  async mend(files: readonly TileFile[]): Promise<number> {
    let mended = 0
    for (const file of files) {
      const there = await this.#disk.read(join(this.#folder, file.path))
      if (there !== null && equal(there, file.bytes)) continue
      await this.write([file])
      mended++
    }
    return mended
  }

  async remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) await this.#disk.remove(join(this.#folder, path))
  }

  /** A tile of a log of `size` headers; null when it has none such. */
  async tile(size: number, { level, index, width }: Tile): Promise<Uint8Array | null> {
    const widest = Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH)
    if (width < 1 || width > widest) return null
    const found = await this.#find((w) => tilePath({ level, index, width: w }), width, widest)
    return found?.subarray(0, width * 32) ?? null
  }

  /** Framed headers; null when there are none such. */
  async bundle(size: number, index: number, width: number): Promise<Uint8Array | null> {
    const widest = Math.min(TILE_WIDTH, size - index * TILE_WIDTH)
    if (width < 1 || width > widest) return null
    const found = await this.#find((w) => entriesPath(index, w), width, widest)
    return found === null ? null : frame(must(unframe(found)).slice(0, width))
  }

  /** The published size may be one ahead of, or one behind, what a reader still holds: look for any that is wide enough. */
  async #find(path: (width: number) => string, width: number, widest: number): Promise<Uint8Array | null> {
    for (const w of new Set([width, TILE_WIDTH, widest])) {
      const bytes = await this.#disk.read(join(this.#folder, path(w)))
      if (bytes !== null) return bytes
    }
    for (let w = width + 1; w < TILE_WIDTH; w++) {
      const bytes = await this.#disk.read(join(this.#folder, path(w)))
      if (bytes !== null) return bytes
    }
    return null
  }

  /** Runs a pure computation over the nodes of a log of `size` headers, reading the tiles that it turns out to need. */
  async withNodes<T>(size: number, compute: (read: NodeReader) => T): Promise<T> {
    const have = new Map<string, Uint8Array>()
    for (;;) {
      let missing: Tile | null = null
      const load = (tile: Tile) => {
        const bytes = have.get(tilePath(tile))
        if (bytes !== undefined) return bytes
        missing = tile
        throw NEEDS_TILE
      }
      try {
        return compute(tileReader(size, load))
      } catch (error) {
        if (error !== NEEDS_TILE || missing === null) throw error
        const bytes = await this.tile(size, missing)
        if (bytes === null) throw new Error(`no ${tilePath(missing)}`)
        have.set(tilePath(missing), bytes)
      }
    }
  }
}

const NEEDS_TILE = new Error('a tile must be read first')
