import { join } from 'node:path'
import { equal, hex } from '../../shared/base/bytes.ts'
import type { Code } from '../../shared/base/codes.ts'
import { type Failure, fail, ok, type Result } from '../../shared/base/result.ts'
import type { Kept } from '../../shared/bridge.ts'
import { asDiskFailure, type Disk, type DiskFile } from './disk.ts'
import { encodeUnit, readRecord, readUnit } from './journal-frame.ts'
import { chainBreak, type Listed, listed, runsOf } from './journal-records.ts'
import { scanFrames } from './journal-scan.ts'
import { makeQueue } from './queue.ts'

/** [N3] The place of the next entry in a key's chain. */
export interface Position {
  readonly epoch: number
  readonly seq: number
  readonly prev: Uint8Array | null
}

export type { Listed }

export interface Problem {
  readonly code: Code
  readonly detail: string
}

/**
 * Everything that one key has ever signed here, in one append-only file. It is the truth for unsent work and for the key's chain: an
 * entry exists once `append` has answered, and a position is never given out twice. One journal object per file (the folder's
 * lock sees to that between processes).
 */
export interface Journal {
  readonly key: Uint8Array
  /** Oldest first. */
  records(): readonly Listed[]
  /** [N3] Hex id of each entry that was signed again → the id of the one in its place. */
  replacements(): ReadonlyMap<string, Uint8Array>
  /** [N3] If the last entry stands in this epoch, the next begins a new one. Until then it is only meant, and a restart forgets it. */
  leave(epoch: number): void
  /** What start-up found, or what stops signing now. */
  problem(): Problem | null
  /**
   * Gives `make` the next position, then writes and syncs what it made. Appends wait for each other. A failure leaves the file as
   * it was before; where the disk does not even let the record be cut off again, it is either whole in the chain or set aside.
   * Codes: journal-damaged, disk-full, disk-failed, and those of `make`.
   */
  append(make: (position: Position) => Result<Kept> | Promise<Result<Kept>>): Promise<Result<Kept>>
  /**
   * As `append`, for entries that follow each other: one write and one sync for all of them. They are one unit on disk: after a crash all of
   * them are there or none, and after a failure none. Codes: as `append`.
   */
  appendAll(make: (position: Position) => Promise<Result<Kept[]>>): Promise<Result<Kept[]>>
  /** Reads records again from the disk; one that has changed since is left out, here and in `records`. Codes: disk-failed. */
  read(listed: readonly Listed[]): Promise<Result<Kept[]>>
  close(): Promise<void>
}

/** `<hex key id>.log` */
export const JOURNAL_NAME = /^([0-9a-f]{64})\.log$/

/**
 * Opens the journal of a key, making an empty one. What a crash left behind the last whole record is set aside in a file of its
 * own (`<key>.torn-<n>`) before the journal is cut back. Codes: disk-full, disk-failed.
 */
export async function openJournal(disk: Disk, folder: string, key: Uint8Array): Promise<Result<Journal>> {
  const journal = new FileJournal(disk, folder, key)
  const opened = await journal.open()
  if (opened.ok) return ok(journal)
  await journal.close()
  return opened
}

class FileJournal implements Journal {
  readonly key: Uint8Array
  readonly #disk: Disk
  readonly #folder: string
  readonly #name: string
  readonly #queue = makeQueue()
  #file: DiskFile | null = null
  #records: Listed[] = []
  #replaced = new Map<string, Uint8Array>()
  /** No entry goes into this epoch or one before it any more. */
  #left = -1
  #end = 0
  #torn: Problem | null = null
  /** Signing is stopped: the file is not what it was. */
  #damage: Problem | null = null
  /** The file may hold more than we know: it is read again before anything else is written. */
  #unsure = false
  #closed = false

  constructor(disk: Disk, folder: string, key: Uint8Array) {
    this.#disk = disk
    this.#folder = folder
    this.key = key
    this.#name = hex(key)
  }

  records(): readonly Listed[] {
    return this.#records
  }

  replacements(): ReadonlyMap<string, Uint8Array> {
    return this.#replaced
  }

  leave(epoch: number): void {
    this.#left = Math.max(this.#left, epoch)
  }

  problem(): Problem | null {
    return this.#damage ?? this.#torn
  }

  async open(): Promise<Result<null>> {
    try {
      await this.#reopen()
      return ok(null)
    } catch (error) {
      return asDiskFailure(error)
    }
  }

  async append(make: (position: Position) => Result<Kept> | Promise<Result<Kept>>): Promise<Result<Kept>> {
    const kept = await this.appendAll(async (position) => {
      const made = await make(position)
      return made.ok ? ok([made.value]) : made
    })
    return kept.ok ? ok(kept.value[0] as Kept) : kept
  }

  appendAll(make: (position: Position) => Promise<Result<Kept[]>>): Promise<Result<Kept[]>> {
    return this.#queue(async () => {
      if (this.#closed) return fail('disk-failed', 'the journal is closed')
      if (this.#unsure) {
        const again = await this.open()
        if (!again.ok) return again
      }
      if (this.#damage !== null) return fail('journal-damaged', this.#damage.detail)
      const made = await make(this.#next())
      if (!made.ok || made.value.length === 0) return made
      const written = await this.#write(made.value)
      return written.ok ? made : written
    })
  }

  read(listed: readonly Listed[]): Promise<Result<Kept[]>> {
    return this.#queue(async () => {
      const out: Kept[] = []
      try {
        if (this.#file === null) return fail('disk-failed', 'the journal is not open')
        for (const run of runsOf(listed)) {
          const from = (run[0] as Listed).at
          const last = run.at(-1) as Listed
          const bytes = await this.#file.readAt(from, last.at + last.length - from)
          for (const one of run) {
            const frame = readRecord(bytes, one.at - from)
            if (frame.ok && equal(frame.value.record.id, one.id)) {
              out.push(frame.value.record)
              continue
            }
            this.#damage ??= { code: 'journal-damaged', detail: `${this.#name}: changed at byte ${one.at}` }
            this.#records = this.#records.filter((record) => record.at !== one.at)
          }
        }
        return ok(out)
      } catch (error) {
        return asDiskFailure(error)
      }
    })
  }

  close(): Promise<void> {
    return this.#queue(async () => {
      this.#closed = true
      await this.#letGo()
    })
  }

  #next(): Position {
    const last = this.#records.at(-1)
    if (last === undefined) return { epoch: 0, seq: 0, prev: null }
    if (last.epoch <= this.#left) return { epoch: last.epoch + 1, seq: 0, prev: null }
    return { epoch: last.epoch, seq: last.seq + 1, prev: last.id }
  }

  #add(records: readonly Listed[]): void {
    for (const one of records) {
      this.#records.push(one)
      if (one.replaces !== null) this.#replaced.set(hex(one.replaces), one.id)
    }
  }

  /** Writes and syncs one unit, or puts the file back to what it was. */
  async #write(records: readonly Kept[]): Promise<Result<null>> {
    const file = this.#file
    if (file === null) return fail('disk-failed', 'the journal is closed')
    const unit = encodeUnit(records)
    const read = readUnit(unit, 0)
    if (!read.ok) throw new Error(`${read.code}: ${read.detail}`)
    if (chainBreak(read.value.records, this.#records.at(-1)) !== null) throw new Error('not the next of the chain')
    try {
      for (let done = 0; done < unit.length; ) {
        const n = await file.write(unit.subarray(done), this.#end + done)
        if (n <= 0) throw Object.assign(new Error('nothing was written'), { code: 'EIO', syscall: 'write' })
        done += n
      }
      await file.sync()
    } catch (error) {
      const failure = asDiskFailure(error)
      // Until the file has been read again, what it holds is not known: a failed write may have been done, and after a failed
      // sync the cache may show what the disk has not got.
      this.#unsure = true
      return this.#cutBack(failure)
    }
    this.#add(read.value.records.map((one) => listed(one, this.#end + one.at)))
    this.#end += unit.length
    return ok(null)
  }

  /** Nobody has been told of what is behind the last answered record, so it goes. */
  async #cutBack(failure: Failure): Promise<Failure> {
    try {
      await this.#letGo()
      this.#file = await this.#disk.open(this.#path())
      await this.#file.truncate(this.#end)
      await this.#file.sync()
      await this.#reopen()
    } catch (error) {
      asDiskFailure(error)
      // Still unsure: the next append reads the file again, and takes it as it finds it.
    }
    return failure
  }

  async #reopen(): Promise<void> {
    this.#unsure = true
    await this.#letGo()
    const isNew = !(await this.#disk.list(this.#folder)).includes(`${this.#name}.log`)
    const file = await this.#disk.open(this.#path())
    this.#file = file
    if (isNew) await this.#disk.syncFolder(this.#folder)
    const bytes = await file.read()
    const scan = scanFrames(bytes)
    if (scan.torn) {
      await this.#setAside(bytes.subarray(scan.end))
      await file.truncate(scan.end)
    }
    // What has been read may be in the cache only: before anything is built on it, it must be on the disk.
    await file.sync()
    const damagedAt = scan.damagedAt ?? chainBreak(scan.records)
    this.#damage =
      damagedAt === null ? null : { code: 'journal-damaged', detail: `${this.#name}: changed at byte ${damagedAt}` }
    this.#records = []
    this.#replaced = new Map()
    this.#add(scan.records.map((one) => listed(one, one.at)))
    this.#end = scan.end
    this.#unsure = false
  }

  async #setAside(bytes: Uint8Array): Promise<void> {
    const names = await this.#disk.list(this.#folder)
    let n = 1
    while (names.includes(`${this.#name}.torn-${n}`)) n++
    const aside = await this.#disk.open(join(this.#folder, `${this.#name}.torn-${n}`))
    try {
      for (let done = 0; done < bytes.length; ) done += await aside.write(bytes.subarray(done), done)
      await aside.sync()
    } finally {
      await aside.close()
    }
    await this.#disk.syncFolder(this.#folder)
    this.#torn = { code: 'journal-torn', detail: `${this.#name}: ${bytes.length} bytes set aside in .torn-${n}` }
  }

  /** A handle that cannot even be closed is of no more use to anybody. */
  async #letGo(): Promise<void> {
    const file = this.#file
    this.#file = null
    await file?.close().catch(asDiskFailure)
  }

  #path(): string {
    return join(this.#folder, `${this.#name}.log`)
  }
}
