import { crc32 } from 'node:zlib'
import { concat } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import type { Disk } from './disk.ts'

/**
 * An append-only file of checksummed records: u32 length, u32 CRC-32 of the payload, u32 CRC-32 of those eight bytes, payload; all
 * big-endian. The head has a checksum of its own, so that a changed length cannot pass for a cut tail and take what follows with it.
 */
const HEAD = 12
const MOST = 256 * 1024 * 1024

export function frameRecord(payload: Uint8Array): Uint8Array {
  if (payload.length > MOST) throw new Error('record over its limit')
  const head = Buffer.alloc(HEAD)
  head.writeUInt32BE(payload.length, 0)
  head.writeUInt32BE(crc32(payload), 4)
  head.writeUInt32BE(crc32(head.subarray(0, 8)), 8)
  return concat(head, payload)
}

/** Where a record lies: of the whole record, head included. */
export interface Extent {
  readonly at: number
  readonly length: number
}

/** What the scan found: the end of the last good record, and whether something was cut off behind it. */
export interface Scanned {
  readonly end: number
  readonly torn: boolean
}

/**
 * Reads a log from its start and hands out each payload. A crash while appending leaves at most one last record that is short, or that
 * holds blocks which were never written (zeros): that is torn and never was acknowledged. Anything else that does not fit is
 * damage. Codes: store-damaged, and whatever `take` fails with.
 */
export async function scanLog(
  disk: Disk,
  path: string,
  take: (payload: Uint8Array, extent: Extent) => Promise<Result<null>>,
): Promise<Result<Scanned>> {
  const size = (await disk.size(path)) ?? 0
  let at = 0
  while (at < size) {
    if (size - at < HEAD) return ok({ end: at, torn: true })
    const head = Buffer.from(await disk.readAt(path, at, HEAD))
    const length = head.readUInt32BE(0)
    if (crc32(head.subarray(0, 8)) !== head.readUInt32BE(8)) {
      const rest = await disk.readAt(path, at, Math.min(size - at, 4096))
      if (head.every((b) => b === 0) && rest.every((b) => b === 0)) return ok({ end: at, torn: true })
      return fail('store-damaged', `${path}: head of the record at ${at}`)
    }
    if (at + HEAD + length > size) return ok({ end: at, torn: true })
    const payload = await disk.readAt(path, at + HEAD, length)
    if (crc32(payload) !== head.readUInt32BE(4)) {
      const last = at + HEAD + length === size
      if (last && hasHole(payload)) return ok({ end: at, torn: true })
      return fail('store-damaged', `${path}: record at ${at}`)
    }
    const taken = await take(payload, { at, length: HEAD + length })
    if (!taken.ok) return taken
    at += HEAD + length
  }
  return ok({ end: at, torn: false })
}

/** One record again, by its place. Throws when it is not what the scan has seen. */
export async function readRecord(disk: Disk, path: string, extent: Extent): Promise<Uint8Array> {
  const bytes = Buffer.from(await disk.readAt(path, extent.at, extent.length))
  const payload = new Uint8Array(bytes.subarray(HEAD))
  if (bytes.readUInt32BE(0) !== payload.length || bytes.readUInt32BE(4) !== crc32(payload))
    throw new Error(`${path}: record at ${extent.at} has changed`)
  return payload
}

/** A run of zeros as long as a sector, or up to the end: a block that the crash kept from the medium. */
function hasHole(payload: Uint8Array): boolean {
  let run = 0
  for (const b of payload) {
    run = b === 0 ? run + 1 : 0
    if (run >= 512) return true
  }
  return run >= 32
}

/** Keeps the cut tail beside the log for people to look at, then cuts it off. Both are durable when this returns. */
export async function setAsideTail(disk: Disk, path: string, end: number): Promise<void> {
  const size = (await disk.size(path)) ?? 0
  const tail = await disk.readAt(path, end, size - end)
  const aside = `${path}.torn-${end}`
  await disk.remove(aside)
  await disk.writeAt(aside, 0, tail)
  await disk.sync(aside)
  await disk.truncate(path, end)
  await disk.sync(path)
}
