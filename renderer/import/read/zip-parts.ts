import { BlobReader, configure, type Entry, type FileEntry, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js'
import { fail, ok, type Result } from '../../../shared/base/result.ts'
import { TABLE_LIMITS } from '../limits.ts'

// The policy of the pages allows no workers but our own, and no WebAssembly: the browser unpacks by itself.
configure({ useWebWorkers: false, useCompressionStream: true })

/** The parts of a workbook. Nothing is unpacked before it is asked for, and nothing beyond what was asked. */
export interface ZipParts {
  has(name: string): boolean
  /**
   * Gives a part to `take` piece by piece as text; `take` may stop the reading with a failure. What the archive says of its sizes is not believed:
   * unpacking stops at `most` bytes. Codes: table-damaged, table-too-large, and those of `take`.
   */
  read(name: string, most: number, take: (text: string) => Result<null>): Promise<Result<null>>
  close(): Promise<void>
}

/** Codes: table-damaged, table-too-large. */
export async function openZip(file: Blob): Promise<Result<ZipParts>> {
  // Strict: an archive that two programs could read differently is not read at all.
  const reader = new ZipReader(new BlobReader(file), {
    strictness: 'strict',
    checkSignature: true,
    checkOverlappingEntry: true,
  })
  const parts = new Map<string, FileEntry>()
  try {
    let count = 0
    for await (const entry of reader.getEntriesGenerator()) {
      if (++count > TABLE_LIMITS.parts)
        return await refuse(reader, fail('table-too-large', `more than ${TABLE_LIMITS.parts} parts`))
      if (isFile(entry) && !entry.encrypted) parts.set(entry.filename, entry)
    }
  } catch (error) {
    return await refuse(reader, damaged(error))
  }
  return ok({
    has: (name) => parts.has(name),
    async read(name, most, take) {
      const entry = parts.get(name)
      if (entry === undefined) return fail('table-damaged', `no part ${name}`)
      if (entry.uncompressedSize > most)
        return fail('table-too-large', `${name}: ${entry.uncompressedSize} bytes unpacked`)
      return readPart(entry, most, take)
    },
    close: () => reader.close(),
  })
}

async function readPart(entry: FileEntry, most: number, take: (text: string) => Result<null>): Promise<Result<null>> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let stopped: Result<null> = ok(null)
  let bytes = 0
  const stop = (why: Result<never>): never => {
    stopped = why
    throw new Stopped()
  }
  const give = (text: string) => {
    const taken = text === '' ? ok(null) : take(text)
    if (!taken.ok) stop(taken)
  }
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      bytes += chunk.length
      if (bytes > most) stop(fail('table-too-large', `${entry.filename}: more than ${most} bytes unpacked`))
      give(decoder.decode(chunk, { stream: true }))
    },
    close() {
      give(decoder.decode())
    },
  })
  try {
    await entry.getData(sink)
    return ok(null)
  } catch (error) {
    return stopped.ok ? damaged(error) : stopped
  }
}

/** Ends the unpacking; why is kept beside. */
class Stopped extends Error {}

async function refuse<T extends Result<never>>(reader: ZipReader<unknown>, why: T): Promise<T> {
  await reader.close().catch(() => undefined)
  return why
}

function damaged(error: unknown): Result<never> {
  return fail('table-damaged', error instanceof Error ? error.message.slice(0, 120) : '')
}

function isFile(entry: Entry): entry is FileEntry {
  return !entry.directory
}
