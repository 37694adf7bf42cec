import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Failure, fail } from '../../shared/base/result.ts'

/**
 * What journal and attachments ask of a disk, and no more, so that tests can put every fault in its way. Failures are thrown as the
 * operating system's errors (`asDiskFailure` reads them). Nothing is durable before `sync` has answered; a new name is not
 * durable before `syncFolder` has.
 */
export interface Disk {
  /** Makes the folder and those above it; durable when it answers. */
  makeFolder(path: string): Promise<void>
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(folder: string): Promise<string[]>
  /** Opens a file for reading and writing; makes an empty one when it is not there. */
  open(path: string): Promise<DiskFile>
  /** All of a file; null when there is no such file. */
  read(path: string): Promise<Uint8Array | null>
  /** Takes the place of a file of the new name. */
  rename(from: string, to: string): Promise<void>
  /** Nothing happens when there is no such file. */
  remove(path: string): Promise<void>
  syncFolder(path: string): Promise<void>
}

export interface DiskFile {
  /** All of it. */
  read(): Promise<Uint8Array>
  /** `length` bytes from `at`; fewer where the file ends. */
  readAt(at: number, length: number): Promise<Uint8Array>
  /** Answers how many bytes were written, which may be fewer than given. */
  write(bytes: Uint8Array, at: number): Promise<number>
  truncate(size: number): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

export const realDisk: Disk = {
  async makeFolder(path) {
    const first = await mkdir(path, { recursive: true, mode: 0o700 })
    if (first !== undefined) await syncFolder(join(path, '..'))
  },
  async list(folder) {
    try {
      return (await readdir(folder)).sort()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  },
  async open(path) {
    return new RealFile(await open(path, constants.O_RDWR | constants.O_CREAT, 0o600))
  },
  read: readSmallFile,
  rename,
  async remove(path) {
    await unlink(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  },
  syncFolder,
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders; NTFS journals the entry with the file's own sync.
  if (process.platform === 'win32') return
  const folder = await open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

class RealFile implements DiskFile {
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async read(): Promise<Uint8Array> {
    return this.readAt(0, (await this.#handle.stat()).size)
  }

  async readAt(at: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    let got = 0
    while (got < length) {
      const { bytesRead } = await this.#handle.read(bytes, got, length - got, at + got)
      if (bytesRead === 0) break
      got += bytesRead
    }
    return bytes.subarray(0, got)
  }

  async write(bytes: Uint8Array, at: number): Promise<number> {
    return (await this.#handle.write(bytes, 0, bytes.length, at)).bytesWritten
  }

  truncate(size: number): Promise<void> {
    return this.#handle.truncate(size)
  }

  sync(): Promise<void> {
    return this.#handle.sync()
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

/** An operating system's error as a failure; anything else is a bug and is thrown on. Codes: disk-full, disk-failed. */
export function asDiskFailure(error: unknown): Failure {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error
  const syscall = (error as NodeJS.ErrnoException).syscall ?? ''
  return fail(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'disk-failed', `${code} ${syscall}`.trim())
}

/** Writes a whole file, or leaves the old one: a new file beside it, synced, then renamed over it. Throws as a disk does. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  await syncFolder(join(path, '..'))
}

/** The bytes of a file that memory can hold, or null when it is not there. Throws as a disk does. */
export async function readSmallFile(path: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
