import { link, mkdir, open, readdir, readFile, rename, stat, truncate, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Code } from '../shared/base/codes.ts'

/**
 * The file port: every byte that the node must not lose goes through it, so that a test can lose, repeat or kill at each step.
 * Nothing is durable before `sync` of the file has returned; a new, renamed or removed name not before `sync` of its folder has.
 * Calls on one path are made one after the other by their owner. Failures throw; what a failed call has left behind is unknown.
 */
export interface Disk {
  /** null when there is no such file. */
  read(path: string): Promise<Uint8Array | null>
  /** Exactly `length` bytes; throws when there are fewer. */
  readAt(path: string, at: number, length: number): Promise<Uint8Array>
  /** null when there is no such file. */
  size(path: string): Promise<number | null>
  /** Names in a folder, sorted; none when there is no such folder. */
  list(folder: string): Promise<string[]>
  /** Creates missing folders too; their names are durable when this returns. */
  makeFolder(path: string): Promise<void>
  /** Overwrites or extends; creates the file when missing. */
  writeAt(path: string, at: number, bytes: Uint8Array): Promise<void>
  truncate(path: string, length: number): Promise<void>
  /** Flushes a file or a folder to the medium. */
  sync(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** Gives a file a second name; false, and nothing done, when that name is taken. Atomic between processes. */
  link(from: string, to: string): Promise<boolean>
  /** Nothing happens when there is no such file. */
  remove(path: string): Promise<void>
}

const isCode = (error: unknown, code: string) => (error as NodeJS.ErrnoException | null)?.code === code

export const realDisk: Disk = {
  async read(path) {
    try {
      return new Uint8Array(await readFile(path))
    } catch (error) {
      if (isCode(error, 'ENOENT')) return null
      throw error
    }
  },
  async readAt(path, at, length) {
    const file = await open(path, 'r')
    try {
      const bytes = new Uint8Array(length)
      let done = 0
      while (done < length) {
        const { bytesRead } = await file.read(bytes, done, length - done, at + done)
        if (bytesRead === 0) throw new Error(`${path} ends at ${at + done}`)
        done += bytesRead
      }
      return bytes
    } finally {
      await file.close()
    }
  },
  async size(path) {
    try {
      return (await stat(path)).size
    } catch (error) {
      if (isCode(error, 'ENOENT')) return null
      throw error
    }
  },
  async list(folder) {
    try {
      return (await readdir(folder)).sort()
    } catch (error) {
      if (isCode(error, 'ENOENT')) return []
      throw error
    }
  },
  async makeFolder(path) {
    const first = await mkdir(path, { recursive: true, mode: 0o700 })
    if (first === undefined) return
    for (let folder = path; folder.length >= first.length; folder = dirname(folder))
      await realDisk.sync(dirname(folder))
  },
  async writeAt(path, at, bytes) {
    const file = await open(path, 'r+').catch((error: unknown) => {
      if (isCode(error, 'ENOENT')) return open(path, 'w+', 0o600)
      throw error
    })
    try {
      let done = 0
      while (done < bytes.length) done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
    } finally {
      await file.close()
    }
  },
  truncate: (path, length) => truncate(path, length),
  async sync(path) {
    const file = await open(path, 'r')
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  },
  rename: (from, to) => rename(from, to),
  async link(from, to) {
    try {
      await link(from, to)
      return true
    } catch (error) {
      if (isCode(error, 'EEXIST')) return false
      throw error
    }
  },
  async remove(path) {
    await unlink(path).catch((error: unknown) => {
      if (!isCode(error, 'ENOENT')) throw error
    })
  },
}

/** A whole small file, replaced at once and durable: a reader sees the old bytes or the new ones, whatever crashes. */
export async function replaceFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const next = `${path}.new`
  // A crash may have left a longer one behind.
  await disk.remove(next)
  await disk.writeAt(next, 0, bytes)
  await disk.sync(next)
  await disk.rename(next, path)
  await disk.sync(dirname(path))
}

/** The closed code for an error of the operating system. */
export function diskCode(error: unknown): Code {
  return isCode(error, 'ENOSPC') || isCode(error, 'EDQUOT') ? 'disk-full' : 'disk-failed'
}
