import { concat, equal, utf8 } from '../../shared/base/bytes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { b32, bytes, bytesUpTo, isMap, map, nullable, type Reader } from '../../shared/base/shape.ts'
import type { Kept } from '../../shared/bridge.ts'
import { type Body, CONTEXT, decode, encode, hash, parseBody, type Value } from '../../shared/ledger/index.ts'
import { sha256 } from './native-hash.ts'

/**
 * A frame of the journal: a mark ‖ length (4, big endian) ‖ H(length)[:4] ‖ H(content)[:12] ‖ content. The length has a check of its
 * own, so that a changed length in the middle of the file cannot pass for a torn end; the mark lets reading go on behind what has changed.
 *
 * What one append writes is one unit, so that a crash leaves all of it or none: a record by itself (`QHLJ`, content CBOR {id, body, sig,
 * sealed}, and `replaces` where it was signed in place of another), or a batch (`QHLB`) whose content is the frames of its records one after the other. Those bear a mark of their own (`QHLE`): what
 * is found of a batch whose beginning is missing is never taken for units that were safe.
 */
export const MARKS = { record: utf8('QHLJ'), batch: utf8('QHLB'), inBatch: utf8('QHLE') } as const
export const HEADER = 24
const RECORD_MOST = LIMITS.body + LIMITS.payload + 1024
/** Of a whole batch. */
export const BATCH_MOST = 32 * 1024 * 1024

const parts = { id: b32, body: bytesUpTo(LIMITS.body), sig: bytes(64), sealed: nullable(bytesUpTo(LIMITS.payload)) }
const plain = map(parts)
/** [N3] An entry that was signed again. It says so in its own record, so that no crash can come between the two. */
const again = map({ ...parts, replaces: b32 })
const kept: Reader<Kept> = (value, path) =>
  isMap(value) && Object.hasOwn(value, 'replaces') ? again(value, path) : plain(value, path)

/** The unit that one append writes. Throws on what is over its limit: whoever appends has looked. */
export function encodeUnit(records: readonly Kept[]): Uint8Array {
  const [only] = records
  if (only !== undefined && records.length === 1) return encodeRecord(MARKS.record, only)
  return encodeFrame(MARKS.batch, concat(...records.map((one) => encodeRecord(MARKS.inBatch, one))), BATCH_MOST)
}

function encodeRecord(mark: Uint8Array, { id, body, sig, sealed, replaces }: Kept): Uint8Array {
  const record = { id, body, sig, sealed, ...(replaces === undefined ? {} : { replaces }) }
  return encodeFrame(mark, encode(record), RECORD_MOST)
}

function encodeFrame(mark: Uint8Array, content: Uint8Array, most: number): Uint8Array {
  if (content.length > most) throw new Error('over its limit')
  const length = uint32(content.length)
  return concat(mark, length, hash(length).subarray(0, 4), sha256(content).subarray(0, 12), content)
}

/** A record in its place in the file. */
export interface Framed {
  readonly at: number
  /** Of the whole frame. */
  readonly length: number
  readonly record: Kept
  readonly entry: Body
}

/** A record by itself or in a batch. Codes: truncated, not-canonical, wrong-shape. */
export function readRecord(file: Uint8Array, at: number): Result<Framed> {
  return readOf([MARKS.record, MARKS.inBatch], file, at)
}

/** What one append has written, whole. Codes: truncated, not-canonical, wrong-shape. */
export function readUnit(file: Uint8Array, at: number): Result<{ records: Framed[]; length: number }> {
  if (!hasMark(file, at, MARKS.batch)) {
    const one = readOf([MARKS.record], file, at)
    return one.ok ? ok({ records: [one.value], length: one.value.length }) : one
  }
  const content = contentOf(file, at)
  if (!content.ok) return content
  const end = at + HEADER + content.value.length
  const records: Framed[] = []
  for (let next = at + HEADER; next < end; next += (records.at(-1) as Framed).length) {
    const one = readOf([MARKS.inBatch], file.subarray(0, end), next)
    if (!one.ok) return one
    records.push(one.value)
  }
  return records.length === 0 ? fail('wrong-shape', `empty batch at ${at}`) : ok({ records, length: end - at })
}

function readOf(marks: readonly Uint8Array[], file: Uint8Array, at: number): Result<Framed> {
  if (!marks.some((mark) => hasMark(file, at, mark))) return fail('not-canonical', `no record at ${at}`)
  const content = contentOf(file, at)
  if (!content.ok) return content
  const value = decode(content.value, { max: RECORD_MOST })
  if (!value.ok) return value
  const record = kept(value.value as Value, 'record')
  if (!record.ok) return record
  const entry = parseBody(record.value.body)
  if (!entry.ok) return entry
  // [N2]
  if (!equal(sha256(CONTEXT.entry, record.value.body), record.value.id))
    return fail('wrong-shape', `record at ${at}: id`)
  return ok({ at, length: HEADER + content.value.length, record: record.value, entry: entry.value })
}

/** What a frame holds, if it is what was written. */
function contentOf(file: Uint8Array, at: number): Result<Uint8Array> {
  const length = contentLength(file, at)
  if (!length.ok) return length
  const content = file.subarray(at + HEADER, at + HEADER + length.value)
  if (content.length < length.value) return fail('truncated', `frame at ${at}`)
  return equal(sha256(content).subarray(0, 12), file.subarray(at + 12, at + HEADER))
    ? ok(content)
    : fail('not-canonical', `frame at ${at}: checksum`)
}

/** Of the unit at a place, as far as its header tells. Codes: truncated, not-canonical. */
export function contentLength(file: Uint8Array, at: number): Result<number> {
  if (at + HEADER > file.length) return fail('truncated', `header at ${at}`)
  if (!Object.values(MARKS).some((mark) => hasMark(file, at, mark))) return fail('not-canonical', `no frame at ${at}`)
  const length = file.subarray(at + 4, at + 8)
  if (!equal(hash(length).subarray(0, 4), file.subarray(at + 8, at + 12))) {
    return fail('not-canonical', `frame at ${at}: length`)
  }
  return ok(new DataView(length.buffer, length.byteOffset).getUint32(0))
}

/** Does the mark stand there, as far as the file goes? */
export function hasMark(file: Uint8Array, at: number, mark: Uint8Array): boolean {
  for (let i = 0; i < mark.length && at + i < file.length; i++) if (file[at + i] !== mark[i]) return false
  return true
}

function uint32(n: number): Uint8Array {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, n)
  return out
}
