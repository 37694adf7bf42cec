import { dirname } from 'node:path'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { bytesUpTo, list, map, type Read, text, uint } from '../shared/base/shape.ts'
import type { Block } from '../shared/contract/index.ts'
import {
  checkHeaderChain,
  decode,
  encode,
  encodeHead,
  type Header,
  parseHeader,
  type Value,
} from '../shared/ledger/index.ts'
import type { Disk } from './disk.ts'
import { type Extent, frameRecord, readRecord, scanLog, setAsideTail } from './record-log.ts'

/**
 * `blocks.log`: one record per sealed block, and the only truth about what is sealed: tiles, database and memory are all derived from it. A
 * block that is durable here is the block of its height, whatever happens afterwards.
 */
export const BLOCKS = 'blocks.log'

const MOST = 256 * 1024 * 1024
const contents = map({
  header: bytesUpTo(1024),
  /** Heads of the scopes that are new or have grown. */
  heads: list(bytesUpTo(512), 100_000),
  /** In sealing order: gov first. */
  scopes: list(map({ code: text(64), from: uint, leaves: list(bytesUpTo(65_535), 1_000_000) }), 100_000),
  /** Intake numbers below this one are sealed. */
  upto: uint,
})

export interface StoredBlock extends Read<typeof contents> {
  readonly parsed: Header
}

/** The record of a block as it was built; `before` tells which heads are new. */
export function blockRecord(block: Block, before: ReadonlyMap<string, unknown>, upto: number): Uint8Array {
  const grown = new Set(block.sealed.map((one) => one.code))
  const heads = block.heads.filter((head) => grown.has(head.code) || !before.has(head.code)).map(encodeHead)
  const scopes = block.sealed.map(({ code, from, leaves }) => ({ code, from, leaves }))
  return encode({ header: block.headerBytes, heads, scopes, upto } as unknown as Value)
}

/** Codes: store-damaged. */
export function parseBlockRecord(payload: Uint8Array): Result<StoredBlock> {
  const value = decode(payload, { max: MOST })
  const read = value.ok ? contents(value.value, 'block') : value
  if (!read.ok) return fail('store-damaged', read.detail)
  const parsed = parseHeader(read.value.header)
  return parsed.ok ? ok({ ...read.value, parsed: parsed.value }) : fail('store-damaged', parsed.detail)
}

export class BlockLog {
  readonly #disk: Disk
  readonly path: string
  /** Place of each block, by height. */
  readonly #extents: Extent[] = []
  #end = 0

  constructor(disk: Disk, path: string) {
    this.#disk = disk
    this.path = path
  }

  /** Number of blocks. */
  get size(): number {
    return this.#extents.length
  }

  /** Reads everything from the start, setting a torn tail aside; `take` gets each block in order. Codes: store-damaged. */
  async scan(take: (block: StoredBlock) => Promise<Result<null>>): Promise<Result<{ torn: boolean }>> {
    this.#extents.length = 0
    const scanned = await readBlocks(this.#disk, this.path, async (block, extent) => {
      this.#extents.push(extent)
      return take(block)
    })
    if (!scanned.ok) return scanned
    if (scanned.value.torn) await setAsideTail(this.#disk, this.path, scanned.value.end)
    this.#end = scanned.value.end
    return ok({ torn: scanned.value.torn })
  }

  /** Appends the next block; when this returns, it is on the medium. Throws when the disk fails: then only a new scan tells. */
  async append(payload: Uint8Array): Promise<void> {
    const bytes = frameRecord(payload)
    await this.#disk.writeAt(this.path, this.#end, bytes)
    await this.#disk.sync(this.path)
    // The file's own name is new with its first record.
    if (this.#end === 0) await this.#disk.sync(dirname(this.path))
    this.#extents.push({ at: this.#end, length: bytes.length })
    this.#end += bytes.length
  }

  /**
   * Writes the last record over itself and syncs: after a failed sync the system may hold pages that it believes written, and only
   * a new write makes it write them again.
   */
  async rewriteLast(): Promise<void> {
    const extent = this.#extents.at(-1)
    if (extent === undefined) return
    await this.#disk.writeAt(this.path, extent.at, await this.#disk.readAt(this.path, extent.at, extent.length))
    await this.#disk.sync(this.path)
  }

  /** The block of a height below `size`. Throws when the file has changed under us. */
  async block(h: number): Promise<StoredBlock> {
    const extent = this.#extents[h]
    if (extent === undefined) throw new Error(`no block ${h}`)
    const read = parseBlockRecord(await readRecord(this.#disk, this.path, extent))
    if (!read.ok) throw new Error(read.detail)
    return read.value
  }
}

/** Reads the blocks without changing the file; checks that each header follows the one before. */
export async function readBlocks(
  disk: Disk,
  path: string,
  take: (block: StoredBlock, extent: Extent) => Promise<Result<null>>,
): Promise<Result<{ end: number; torn: boolean }>> {
  let last: { header: Header; bytes: Uint8Array } | null = null
  return scanLog(disk, path, async (payload, extent) => {
    const block = parseBlockRecord(payload)
    if (!block.ok) return block
    const chain = checkHeaderChain(last, block.value.parsed)
    if (!chain.ok) return fail('store-damaged', chain.detail)
    last = { header: block.value.parsed, bytes: block.value.header }
    return take(block.value, extent)
  })
}
