import { dirname } from 'node:path'
import { LIMITS } from '../shared/base/limits.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { b32, bytes, bytesUpTo, list, map, nullable, type Read, uint } from '../shared/base/shape.ts'
import { decode, encode, type Value } from '../shared/ledger/index.ts'
import type { Disk } from './disk.ts'
import { type Extent, frameRecord, scanLog, setAsideTail } from './record-log.ts'

/**
 * `intake.log`: what the node has acknowledged, in the order in which it will be sealed. One record is one group commit, so a crash
 * loses a group as a whole and never after an answer has gone out. It is also the lasting home of sealed payloads, which are in no
 * block.
 */
const item = map({
  body: bytesUpTo(LIMITS.body),
  sig: bytes(64),
  payload: nullable(bytesUpTo(LIMITS.payload)),
  id: b32,
  received: uint,
  by: uint,
})
const record = map({ first: uint, items: list(item, 100_000, 1) })

/** `n`: its number in the order of intake, from 0. `received` and `by` as promised (L8), ms. */
export type Submission = Read<typeof item> & { readonly n: number }

export const INTAKE = 'intake.log'

export class IntakeLog {
  readonly #disk: Disk
  readonly path: string
  #end = 0
  #next = 0

  constructor(disk: Disk, path: string) {
    this.#disk = disk
    this.path = path
  }

  /** The number that the next submission gets. */
  get next(): number {
    return this.#next
  }

  /**
   * Reads everything from the start, setting a torn tail aside. `take` gets each submission in order. Tells whether there was a torn
   * tail. Codes: store-damaged.
   */
  async scan(take: (submission: Submission) => Promise<void>): Promise<Result<{ torn: boolean }>> {
    let next = 0
    const scanned = await readIntake(this.#disk, this.path, async (submission) => {
      await take(submission)
      next = submission.n + 1
    })
    if (!scanned.ok) return scanned
    if (scanned.value.torn) await setAsideTail(this.#disk, this.path, scanned.value.end)
    this.#end = scanned.value.end
    this.#next = next
    return ok({ torn: scanned.value.torn })
  }

  /** After a journal that was lost: numbers that blocks have used are never given again. */
  skipTo(n: number): void {
    this.#next = Math.max(this.#next, n)
  }

  /** Appends one group; when this returns, all of it is on the medium. Throws when the disk fails: then call `repair`. */
  async append(group: readonly Submission[]): Promise<void> {
    const payload = encode({
      first: this.#next,
      items: group.map(({ body, sig, payload, id, received, by }) => ({ body, sig, payload, id, received, by })),
    } as unknown as Value)
    const bytes = frameRecord(payload)
    await this.#disk.writeAt(this.path, this.#end, bytes)
    await this.#disk.sync(this.path)
    // The file's own name is new with its first record.
    if (this.#end === 0) await this.#disk.sync(dirname(this.path))
    this.#end += bytes.length
    this.#next += group.length
  }

  /** Cuts off whatever a failed append has left: nobody was told of it. Throws when the disk still fails. */
  async repair(): Promise<void> {
    const size = await this.#disk.size(this.path)
    if (size !== null && size > this.#end) await this.#disk.truncate(this.path, this.#end)
    if (size !== null) await this.#disk.sync(this.path)
  }
}

/** Reads the journal without changing it. */
export async function readIntake(
  disk: Disk,
  path: string,
  take: (submission: Submission) => Promise<void>,
): Promise<Result<{ end: number; torn: boolean }>> {
  let next = 0
  return scanLog(disk, path, async (payload: Uint8Array, extent: Extent) => {
    const value = decode(payload, { max: payload.length })
    const read = value.ok ? record(value.value, 'intake') : value
    if (!read.ok || read.value.first < next) return fail('store-damaged', `${path}: group at ${extent.at}`)
    for (const [i, one] of read.value.items.entries()) await take({ ...one, n: read.value.first + i })
    next = read.value.first + read.value.items.length
    return ok(null)
  })
}
