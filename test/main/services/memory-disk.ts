import { basename, dirname } from 'node:path'
import type { Disk } from '../../../main/services/disk.ts'

/** A disk in memory, for tests that open a journal thousands of times; the same tests take a sample to real files. */
export function memoryDisk(files: Map<string, Uint8Array> = new Map()): Disk & { files: Map<string, Uint8Array> } {
  const resized = (bytes: Uint8Array, size: number) => {
    const out = new Uint8Array(size)
    out.set(bytes.subarray(0, size))
    return out
  }
  return {
    files,
    makeFolder: async () => {},
    list: async (folder) =>
      [...files.keys()]
        .filter((path) => dirname(path) === folder)
        .map((path) => basename(path))
        .sort(),
    syncFolder: async () => {},
    read: async (path) => files.get(path)?.slice() ?? null,
    async rename(from, to) {
      files.set(to, files.get(from) as Uint8Array)
      files.delete(from)
    },
    remove: async (path) => void files.delete(path),
    async open(path) {
      const get = () => files.get(path) as Uint8Array
      if (!files.has(path)) files.set(path, new Uint8Array(0))
      return {
        read: async () => get().slice(),
        readAt: async (at, length) => get().slice(at, at + length),
        async write(bytes, at) {
          const grown = resized(get(), Math.max(get().length, at + bytes.length))
          grown.set(bytes, at)
          files.set(path, grown)
          return bytes.length
        },
        truncate: async (size) => void files.set(path, resized(get(), size)),
        sync: async () => {},
        close: async () => {},
      }
    },
  }
}
