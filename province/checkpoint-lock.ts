import { join } from 'node:path'
import { equal } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import type { Disk } from './disk.ts'

/**
 * [L7] The second, independent store: a folder that holds the last signed checkpoint, best on another disk than the data. It is what keeps a
 * restored, copied or doubled data folder from signing a second block for one height: names are given by size and a name is taken
 * only once, so that of two processes one loses, wherever they run.
 */
export interface LastCheckpoint {
  readonly size: number
  readonly note: Uint8Array
}

const NAME = /^checkpoint\.([0-9]{16})$/
/** A process that is this many blocks late still finds its next name taken. */
const KEPT = 64

export class CheckpointLock {
  readonly #disk: Disk
  readonly #folder: string

  constructor(disk: Disk, folder: string) {
    this.#disk = disk
    this.#folder = folder
  }

  async read(): Promise<LastCheckpoint | null> {
    const last = (await this.#sizes()).at(-1)
    if (last === undefined) return null
    const note = await this.#disk.read(this.#path(last))
    return note === null ? this.read() : { size: last, note }
  }

  /**
   * Puts `next` in place of `expected` and makes it durable. Code: checkpoint-moved, and nothing changed, when something else stands
   * there. Throws when the disk fails: then only `read` tells what stands.
   */
  async swap(expected: LastCheckpoint | null, next: LastCheckpoint): Promise<Result<null>> {
    await this.#disk.makeFolder(this.#folder)
    const now = await this.read()
    const asExpected = now === null ? expected === null : expected !== null && equal(now.note, expected.note)
    if (!asExpected || next.size <= (now?.size ?? 0))
      return fail('checkpoint-moved', `${now?.size ?? 'none'} where ${expected?.size ?? 'none'} was expected`)
    const draft = join(this.#folder, `next.${process.pid}`)
    await this.#disk.remove(draft)
    await this.#disk.writeAt(draft, 0, next.note)
    await this.#disk.sync(draft)
    const won = await this.#disk.link(draft, this.#path(next.size))
    await this.#disk.sync(this.#folder)
    await this.#disk.remove(draft)
    if (!won) return fail('checkpoint-moved', `size ${next.size} is taken`)
    const sizes = await this.#sizes()
    if (sizes.at(-1) !== next.size) return fail('checkpoint-moved', `${sizes.at(-1)} has come after ${next.size}`)
    for (const old of sizes.slice(0, -KEPT)) await this.#disk.remove(this.#path(old))
    return ok(null)
  }

  #path(size: number): string {
    return join(this.#folder, `checkpoint.${String(size).padStart(16, '0')}`)
  }

  async #sizes(): Promise<number[]> {
    const names = await this.#disk.list(this.#folder)
    return names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number)
  }
}
