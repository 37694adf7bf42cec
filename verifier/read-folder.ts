import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Result } from '../shared/base/result.ts'

/** Far above what a province makes in decades; a larger folder is something else. Bytes. */
const LARGEST_FILE = 2 ** 31 - 1
const LARGEST_FOLDER = 16 * 2 ** 30
const MOST_FILES = 1_000_000

/** An export as path → bytes; paths have `/`. */
export type Files = ReadonlyMap<string, Uint8Array>

/**
 * Reads a folder whole. Anything but plain files and folders (links, sockets) is refused: an export holds none, and a link could
 * lead anywhere. Codes: unexpected-file, too-large, disk-failed.
 */
export async function readFolder(folder: string): Promise<Result<Files>> {
  const files = new Map<string, Uint8Array>()
  let total = 0
  const walk = async (below: string): Promise<Result<null>> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true })
    if (entries.length === 0 && below !== '') return fail('unexpected-file', `${below}: empty folder`)
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) {
        const inner = await walk(path)
        if (!inner.ok) return inner
      } else if (entry.isFile()) {
        const read = await readBounded(join(folder, path), LARGEST_FILE)
        if (!read.ok) return read
        total += read.value.length
        files.set(path, read.value)
        if (files.size > MOST_FILES || total > LARGEST_FOLDER) return fail('too-large', 'folder')
      } else {
        return fail('unexpected-file', `${path}: not a plain file`)
      }
    }
    return ok(null)
  }
  try {
    const walked = await walk('')
    return walked.ok ? ok(files) : walked
  } catch (error) {
    return fail('disk-failed', error instanceof Error ? error.message : folder)
  }
}

/** Codes: too-large, disk-failed. */
export async function readBounded(path: string, max: number): Promise<Result<Uint8Array>> {
  try {
    const { size } = await lstat(path)
    if (size > max) return fail('too-large', `${path}: ${size} bytes, at most ${max}`)
    const bytes = await readFile(path)
    return bytes.length > max
      ? fail('too-large', path)
      : ok(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length))
  } catch (error) {
    return fail('disk-failed', error instanceof Error ? error.message : path)
  }
}
