import type { Files } from '../../verifier/read-folder.ts'

/** The same files with one of them replaced, or taken away. */
export function withFile(files: Files, path: string, bytes: Uint8Array | null): Map<string, Uint8Array> {
  const out = new Map(files)
  if (bytes === null) out.delete(path)
  else out.set(path, bytes)
  return out
}

/** The same files with some bits of one byte turned over. */
export function withFlip(files: Files, path: string, at: number, bits: number): Map<string, Uint8Array> {
  const bytes = (files.get(path) as Uint8Array).slice()
  bytes[at] = (bytes[at] as number) ^ bits
  return withFile(files, path, bytes)
}
