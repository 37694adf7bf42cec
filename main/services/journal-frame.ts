import { concat, equal } from '../../shared/base/bytes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { b32, bytes, bytesUpTo, map, nullable } from '../../shared/base/shape.ts'
import type { Kept } from '../../shared/bridge.ts'
import { type Body, decode, encode, entryId, hash, parseBody, type Value } from '../../shared/ledger/index.ts'

/**
 * A record of the journal: `QHLJ` ‖ length (4, big endian) ‖ H(length)[:4] ‖ H(content)[:12] ‖ content, which is CBOR {id, body,
 * sig, sealed}. The length has a check of its own, so that a changed length in the middle of the file cannot pass for a torn
 * end; the mark lets reading go on behind a changed record.
 */
const MARK = Uint8Array.of(0x51, 0x48, 0x4c, 0x4a)
const HEADER = 24
const SECTOR = 512
const MOST = LIMITS.body + LIMITS.payload + 1024

const kept = map({ id: b32, body: bytesUpTo(LIMITS.body), sig: bytes(64), sealed: nullable(bytesUpTo(LIMITS.payload)) })

export function encodeFrame(record: Kept): Uint8Array {
  const { id, body, sig, sealed } = record
  const content = encode({ id, body, sig, sealed })
  if (content.length > MOST) throw new Error('record over its limit')
  const length = uint32(content.length)
  return concat(MARK, length, hash(length).subarray(0, 4), hash(content).subarray(0, 12), content)
}

export interface Framed {
  readonly at: number
  /** Of the whole frame. */
  readonly length: number
  readonly record: Kept
  readonly entry: Body
}

export interface Scan {
  readonly records: Framed[]
  /** Where the last whole record ends: what a torn tail is cut back to. */
  readonly end: number
  /** Bytes behind `end` are what a crash leaves of an unfinished append. */
  readonly torn: boolean
  /** Where bytes stand that were once a record and are not any more; null when nothing has changed. */
  readonly damagedAt: number | null
}

/** Reads a journal file whole. Never fails: says what is there, what a crash cut off, and what has changed. */
export function scanFrames(file: Uint8Array): Scan {
  const records: Framed[] = []
  let damagedAt: number | null = null
  let at = 0
  while (at < file.length) {
    const frame = readFrame(file, at)
    if (frame.ok) {
      records.push(frame.value)
      at += frame.value.length
      continue
    }
    const next = nextFrame(file, at + 1)
    if (next === null) {
      const torn = isUnfinished(file, at)
      return { records, end: at, torn, damagedAt: torn ? damagedAt : (damagedAt ?? at) }
    }
    damagedAt ??= at
    at = next
  }
  return { records, end: at, torn: false, damagedAt }
}

/** The frame at a place. Codes: truncated, not-canonical, wrong-shape. */
export function readFrame(file: Uint8Array, at: number): Result<Framed> {
  const length = contentLength(file, at)
  if (!length.ok) return length
  const content = file.subarray(at + HEADER, at + HEADER + length.value)
  if (content.length < length.value) return fail('truncated', `record at ${at}`)
  if (!equal(hash(content).subarray(0, 12), file.subarray(at + 12, at + HEADER))) {
    return fail('not-canonical', `record at ${at}: checksum`)
  }
  const value = decode(content, { max: MOST })
  if (!value.ok) return value
  const record = kept(value.value as Value, 'record')
  if (!record.ok) return record
  const entry = parseBody(record.value.body)
  if (!entry.ok) return entry
  if (!equal(entryId(record.value.body), record.value.id)) return fail('wrong-shape', `record at ${at}: id`)
  return ok({ at, length: HEADER + length.value, record: record.value, entry: entry.value })
}

function contentLength(file: Uint8Array, at: number): Result<number> {
  if (at + HEADER > file.length) return fail('truncated', `header at ${at}`)
  if (!equal(file.subarray(at, at + 4), MARK)) return fail('not-canonical', `no record at ${at}`)
  const length = file.subarray(at + 4, at + 8)
  if (!equal(hash(length).subarray(0, 4), file.subarray(at + 8, at + 12))) {
    return fail('not-canonical', `record at ${at}: length`)
  }
  return ok(new DataView(length.buffer, length.byteOffset).getUint32(0))
}

function nextFrame(file: Uint8Array, from: number): number | null {
  for (let at = file.indexOf(MARK[0] as number, from); at >= 0; at = file.indexOf(MARK[0] as number, at + 1)) {
    if (readFrame(file, at).ok) return at
  }
  return null
}

/**
 * Did the writer die here? Then the file ends before the record does, or sectors of it were never written and read as zeros.
 * Anything else behind the last whole record was once safe and has changed: signing on from there could give one position of the
 * chain to two entries (N4), so when in doubt it counts as changed.
 */
function isUnfinished(file: Uint8Array, at: number): boolean {
  const rest = file.subarray(at)
  const begins = MARK.every((byte, i) => i >= rest.length || rest[i] === byte)
  if (rest.every((byte) => byte === 0)) return true
  if (rest.length < HEADER) return begins
  const length = contentLength(file, at)
  if (length.ok && length.value > rest.length - HEADER) return true
  const end = length.ok ? at + HEADER + length.value : file.length
  for (let from = at; from < end; ) {
    const to = Math.min(end, from - (from % SECTOR) + SECTOR)
    // A few zeros can be content; a record of ours never has so many in a row at the border of a sector.
    if (to - from >= 64 && file.subarray(from, to).every((byte) => byte === 0)) return true
    from = to
  }
  return false
}

function uint32(n: number): Uint8Array {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, n)
  return out
}
