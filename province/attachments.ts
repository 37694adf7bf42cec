import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { equal, hex } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { type Disk, replaceFile } from './disk.ts'

/** The folder of sealed files, `attachments/ab/<hex of h>`. */
export const ATTACHMENTS = 'attachments'

/** For each file: the lengths under which admitted entries of these scopes name it; none when no such entry does. */
export type NamedIn = (
  files: readonly Uint8Array[],
  scopes: readonly string[],
) => Promise<readonly (readonly number[])[]>

/**
 * [N9] The sealed files of attachments, beside the logs. A file is taken only when an admitted entry names it with this hash and length, in a scope
 * of whoever brings it, and given only to those who may read such an entry; to everybody else it does not exist. What is taken is on the medium
 * before anybody is told. Nothing here is ever removed or overwritten with other bytes.
 */
export class Attachments {
  readonly #disk: Disk
  readonly #folder: string
  readonly #named: NamedIn
  readonly #say: (line: string) => void
  /** Writes under way, by file: the disk wants them one after the other. */
  readonly #writing = new Map<string, Promise<unknown>>()

  constructor(disk: Disk, data: string, named: NamedIn, say: (line: string) => void) {
    this.#disk = disk
    this.#folder = join(data, ATTACHMENTS)
    this.#named = named
    this.#say = say
  }

  /** May a file of this hash and length be brought by somebody with these scopes? Codes: not-found, wrong-hash (another length). */
  async wanted(h: Uint8Array, length: number, scopes: readonly string[]): Promise<Result<null>> {
    const [lengths] = await this.#named([h], scopes)
    if (lengths === undefined || lengths.length === 0) return fail('not-found', 'no entry names it')
    return lengths.includes(length) ? ok(null) : fail('wrong-hash', `${hex(h)}: ${length} bytes`)
  }

  /** Where the file of this hash belongs; what is to become it lies beside. */
  place(h: Uint8Array): string {
    return join(this.#folder, hex(h).slice(0, 2), hex(h))
  }

  /** Codes: not-found (nobody whom you may read names it), wrong-hash. Throws when the disk or the store fails: then nothing was promised. */
  async take(h: Uint8Array, file: Uint8Array, scopes: readonly string[]): Promise<Result<null>> {
    const [lengths] = await this.#named([h], scopes)
    if (lengths === undefined || lengths.length === 0) return fail('not-found', 'no entry names it')
    if (!lengths.includes(file.length) || !equal(sha256(file), h)) return fail('wrong-hash', hex(h))
    const before = this.#writing.get(hex(h)) ?? Promise.resolve()
    const writing = before.catch(() => undefined).then(() => this.#write(h, file))
    this.#writing.set(hex(h), writing)
    try {
      await writing
    } finally {
      if (this.#writing.get(hex(h)) === writing) this.#writing.delete(hex(h))
    }
    return ok(null)
  }

  /** Codes: not-found (as above), no-attachment (named, and not here yet). Throws when the disk or the store fails. */
  async give(h: Uint8Array, scopes: readonly string[]): Promise<Result<Uint8Array>> {
    const [lengths] = await this.#named([h], scopes)
    if (lengths === undefined || lengths.length === 0) return fail('not-found', 'no entry names it')
    const file = await this.#disk.read(this.place(h))
    if (file === null || !lengths.includes(file.length)) return fail('no-attachment', hex(h))
    if (equal(sha256(file), h)) return ok(file)
    // As good as not here: the office that has it may bring it again.
    this.#say(`attachment ${hex(h)} has changed on the disk`)
    return fail('no-attachment', hex(h))
  }

  /** Which of these are here, and may be read. By their length alone: a whole look is taken when one is given. */
  async here(files: readonly Uint8Array[], scopes: readonly string[]): Promise<boolean[]> {
    const named = await this.#named(files, scopes)
    const out: boolean[] = []
    for (const [i, h] of files.entries()) {
      const lengths = named[i] ?? []
      const size = lengths.length === 0 ? null : await this.#disk.size(this.place(h))
      out.push(size !== null && lengths.includes(size))
    }
    return out
  }

  async #write(h: Uint8Array, file: Uint8Array): Promise<void> {
    const path = this.place(h)
    const there = await this.#disk.read(path)
    if (there === null || !equal(there, file)) {
      await this.#disk.makeFolder(join(path, '..'))
      await replaceFile(this.#disk, path, file)
      return
    }
    // Whoever wrote it may have failed before it was durable.
    await this.#disk.sync(path)
    await this.#disk.sync(join(path, '..'))
  }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest())
}
