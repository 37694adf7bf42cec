import { contentLength, type Framed, HEADER, hasMark, MARKS, readRecord, readUnit } from './journal-frame.ts'

const SECTOR = 512

export interface Scan {
  readonly records: Framed[]
  /** Where the last whole unit ends: what a torn tail is cut back to. */
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
    const unit = readUnit(file, at)
    if (unit.ok) {
      for (const record of unit.value.records) records.push(record)
      at += unit.value.length
      continue
    }
    const next = nextUnit(file, at + 1)
    if (next === null && isUnfinished(file, at)) return { records, end: at, torn: true, damagedAt }
    damagedAt ??= at
    // Of a batch that has changed, what has not is still there to be sent.
    for (const record of recordsIn(file, at, next ?? file.length)) records.push(record)
    if (next === null) return { records, end: at, torn: false, damagedAt }
    at = next
  }
  return { records, end: at, torn: false, damagedAt }
}

function nextUnit(file: Uint8Array, from: number): number | null {
  for (const at of marked(file, from, file.length)) if (readUnit(file, at).ok) return at
  return null
}

function recordsIn(file: Uint8Array, from: number, to: number): Framed[] {
  const out: Framed[] = []
  let after = from
  for (const at of marked(file, from, to)) {
    if (at < after) continue
    const record = readRecord(file, at)
    if (!record.ok) continue
    out.push(record.value)
    after = at + record.value.length
  }
  return out
}

/** Places that a mark could stand at. */
function* marked(file: Uint8Array, from: number, to: number): Generator<number> {
  const first = MARKS.record[0] as number
  for (let at = file.indexOf(first, from); at >= 0 && at < to; at = file.indexOf(first, at + 1)) yield at
}

/**
 * Did the writer die here? Then the file ends before the unit does, or sectors of it were never written and read as zeros.
 * Anything else behind the last whole unit was once safe and has changed: signing on from there could give one position of the
 * chain to two entries (N4), so when in doubt it counts as changed.
 */
function isUnfinished(file: Uint8Array, at: number): boolean {
  const rest = file.subarray(at)
  if (rest.every((byte) => byte === 0)) return true
  if (rest.length < HEADER) return hasMark(file, at, MARKS.record) || hasMark(file, at, MARKS.batch)
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
