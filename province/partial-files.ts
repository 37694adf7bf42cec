import { dirname } from 'node:path'
import { hex } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import type { Attachments } from './attachments.ts'
import type { Disk } from './disk.ts'

/** Written at once, so that what a line has brought is kept, and a slow one costs no memory. */
const AT_ONCE = 64 * 1024

/** A file on its way up, and who brings it. */
export interface Incoming {
  readonly h: Uint8Array
  readonly length: number
  readonly key: Uint8Array
  readonly scopes: readonly string[]
}

/**
 * [N9] [W1] Attachments that come in pieces, over lines that break: `attachments/ab/<hex of h>.<key>.part` is what has come of one from one key. It
 * is no promise: nothing is said of a file before it is whole, holds its hash and is kept for good. One key's pieces are never joined to another's,
 * and what does not give the hash is thrown away, so that nobody can spoil what somebody else brings.
 */
export class PartialFiles {
  readonly #disk: Disk
  readonly #files: Attachments
  /** What is being received, by place: a sender who comes anew has lost the line of before. */
  readonly #active = new Map<string, { end: () => void; over: Promise<void> }>()

  constructor(disk: Disk, files: Attachments) {
    this.#disk = disk
    this.#files = files
  }

  /** How much of it is here; all of it when it is kept. Ends what its bearer was still sending. Codes: not-found, wrong-hash (another length). */
  async held(file: Incoming): Promise<Result<number>> {
    const wanted = await this.#files.wanted(file.h, file.length, file.scopes)
    if (!wanted.ok) return wanted
    const place = this.#place(file)
    const active = this.#active.get(place)
    active?.end()
    // It may have come to its end all the same.
    await active?.over
    const [here] = await this.#files.here([file.h], file.scopes)
    if (here === true) return ok(file.length)
    const size = (await this.#disk.size(place)) ?? 0
    if (size < file.length) return ok(size)
    // Whole, but a crash came before it was taken, or a disk has made it longer.
    const finished = await this.#finish(file, place)
    return finished.ok ? finished : ok(0)
  }

  /**
   * Appends what comes, from `offset` on, which is as much as is here; `end` is called when the sender has come anew meanwhile. Answers how much is
   * here then; all of it means that it is kept for good. Codes: those of `held`, truncated (another offset), too-large, wrong-hash. Throws when the
   * sender breaks off, with all that came kept, and when the disk fails.
   */
  async append(
    file: Incoming,
    offset: number,
    parts: AsyncIterable<Uint8Array>,
    end: () => void,
  ): Promise<Result<number>> {
    const held = await this.held(file)
    if (!held.ok) return held
    if (held.value === file.length) return held
    if (held.value !== offset) return fail('truncated', `${held.value} bytes are here`)
    const place = this.#place(file)
    let over = () => {}
    const mine = { end, over: new Promise<void>((done) => (over = done)) }
    if (this.#active.has(place)) return fail('busy', 'another one is being received')
    this.#active.set(place, mine)
    try {
      await this.#disk.makeFolder(dirname(place))
      const at = await this.#receive(place, offset, file.length, parts)
      if (!at.ok || at.value < file.length) return at
      return await this.#finish(file, place)
    } finally {
      this.#active.delete(place)
      over()
    }
  }

  async #receive(
    place: string,
    offset: number,
    length: number,
    parts: AsyncIterable<Uint8Array>,
  ): Promise<Result<number>> {
    let at = offset
    let waiting: Uint8Array[] = []
    let size = 0
    const write = async () => {
      if (size === 0) return
      await this.#disk.writeAt(place, at, Buffer.concat(waiting))
      at += size
      waiting = []
      size = 0
    }
    try {
      for await (const part of parts) {
        if (at + size + part.length > length) return fail('too-large', `more than ${length} bytes`)
        waiting.push(part)
        size += part.length
        if (size >= AT_ONCE) await write()
      }
    } finally {
      await write()
    }
    return ok(at)
  }

  async #finish({ h, length, scopes }: Incoming, place: string): Promise<Result<number>> {
    const whole = await this.#disk.read(place)
    const taken = whole === null ? fail('wrong-hash', hex(h)) : await this.#files.take(h, whole, scopes)
    await this.#disk.remove(place)
    return taken.ok ? ok(length) : taken
  }

  #place({ h, key, length }: Incoming): string {
    return `${this.#files.place(h)}.${hex(key).slice(0, 16)}-${length}.part`
  }
}
