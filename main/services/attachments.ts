import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { equal, hex } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { AttachmentName } from '../../shared/ledger/index.ts'
import { asDiskFailure, type Disk } from './disk.ts'
import { makeQueue } from './queue.ts'

/**
 * [N9] The sealed files of attachments on this computer, `attachments/ab/<hex of h>`, each named by what it holds. A file is there whole or
 * not at all: it is written beside its place, synced, and renamed. Nothing is ever removed but what a caller names, and no clock decides:
 * a file too many costs room, one too few cannot be had again.
 */
export interface AttachmentStore {
  /** Keeps a sealed file; durable when it answers its hash. Codes: disk-full, disk-failed. */
  keep(file: Uint8Array): Promise<Result<Uint8Array>>
  /** The sealed file, held against its hash. Codes: no-attachment, wrong-hash (it has changed on the disk), disk-failed. */
  read(h: Uint8Array): Promise<Result<Uint8Array>>
  /** Which are there, in the order asked; by their names alone. Code: disk-failed. */
  list(files: readonly Uint8Array[]): Promise<Result<boolean[]>>
  /**
   * Removes those that `named` does not hold; answers how many were there. Codes: disk-failed, and those of `named`, which is asked when nothing is
   * being signed: an entry is either in it already or has yet to be held against the store.
   */
  drop(files: readonly Uint8Array[], named: () => Promise<Result<ReadonlySet<string>>>): Promise<Result<number>>
  /**
   * Runs `sign` once all of `att` are here and whole; meanwhile nothing is removed. The paper is still on the counter: now is the time to find
   * out. Codes: no-attachment, wrong-hash, wrong-shape (another length), disk-failed, and those of `sign`.
   */
  holding<T>(att: readonly AttachmentName[], sign: () => Promise<Result<T>>): Promise<Result<T>>
}

export function openAttachments(disk: Disk, folder: string): AttachmentStore {
  const queue = makeQueue()
  const shelf = (h: Uint8Array) => join(folder, hex(h).slice(0, 2))
  const place = (h: Uint8Array) => join(shelf(h), hex(h))

  const read = async (h: Uint8Array): Promise<Result<Uint8Array>> => {
    let file: Uint8Array | null
    try {
      file = await disk.read(place(h))
    } catch (error) {
      return asDiskFailure(error)
    }
    if (file === null) return fail('no-attachment', hex(h))
    return isNamed(h, file) ? ok(file) : fail('wrong-hash', hex(h))
  }

  return {
    keep: (file) =>
      queue(async () => {
        const h = sha256(file)
        try {
          await disk.makeFolder(folder)
          await disk.makeFolder(shelf(h))
          await write(disk, place(h), file)
          await disk.syncFolder(shelf(h))
          return ok(h)
        } catch (error) {
          await disk.remove(`${place(h)}.new`).catch(asDiskFailure)
          return asDiskFailure(error)
        }
      }),
    read,
    async list(files) {
      try {
        const names = new Map<string, Promise<string[]>>()
        const here = files.map(async (h) => {
          const listed = names.get(shelf(h)) ?? disk.list(shelf(h))
          names.set(shelf(h), listed)
          return (await listed).includes(hex(h))
        })
        return ok(await Promise.all(here))
      } catch (error) {
        return asDiskFailure(error)
      }
    },
    drop: (files, named) =>
      queue(async () => {
        const kept = await named()
        if (!kept.ok) return kept
        let dropped = 0
        try {
          for (const h of files) {
            if (kept.value.has(hex(h)) || !(await disk.list(shelf(h))).includes(hex(h))) continue
            await disk.remove(place(h))
            dropped++
          }
          return ok(dropped)
        } catch (error) {
          return asDiskFailure(error)
        }
      }),
    holding(att, sign) {
      if (att.length === 0) return sign()
      return queue(async () => {
        for (const { h, n } of att) {
          const file = await read(h)
          if (!file.ok) return file
          if (file.value.length !== n) return fail('wrong-shape', `${hex(h)}: ${file.value.length} bytes, not ${n}`)
        }
        return sign()
      })
    },
  }
}

/** A whole file in its place. One that is there already and right is only synced: whoever wrote it may not have come to that. */
async function write(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const there = await disk.read(path)
  const isRight = there !== null && equal(there, bytes)
  const file = await disk.open(isRight ? path : `${path}.new`)
  try {
    if (!isRight) {
      // A crash may have left a longer one behind.
      await file.truncate(0)
      for (let done = 0; done < bytes.length; ) {
        const n = await file.write(bytes.subarray(done), done)
        if (n <= 0) throw Object.assign(new Error('nothing was written'), { code: 'EIO', syscall: 'write' })
        done += n
      }
    }
    await file.sync()
  } finally {
    await file.close()
  }
  if (!isRight) await disk.rename(`${path}.new`, path)
}

/** Is this the file of that hash? */
export function isNamed(h: Uint8Array, file: Uint8Array): boolean {
  return equal(sha256(file), h)
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest())
}
