import { equal } from '../../shared/base/bytes.ts'
import { type Framed, HEADER } from './journal-frame.ts'

/** What is held in memory of a record; its bytes stay on disk. */
export interface Listed {
  readonly at: number
  readonly length: number
  readonly id: Uint8Array
  readonly epoch: number
  readonly seq: number
  readonly time: number
  readonly scope: readonly string[]
  /** [N9] Hashes of its attachments. */
  readonly att: readonly Uint8Array[]
  /** [N3] The entry that this one was signed in place of. */
  readonly replaces: Uint8Array | null
}

/**
 * [N3] Where the records stop being one chain that goes on from `last`: a record that was taken out whole leaves no changed byte behind.
 */
export function chainBreak(records: readonly Framed[], last?: Pick<Listed, 'epoch' | 'seq' | 'id'>): number | null {
  let before = last
  for (const { at, record, entry } of records) {
    const { epoch, seq, prev } = entry
    const follows =
      before === undefined
        ? seq === 0
        : epoch === before.epoch
          ? seq === before.seq + 1 && prev !== null && equal(prev, before.id)
          : epoch > before.epoch && seq === 0
    if (!follows) return at
    before = { epoch, seq, id: record.id }
  }
  return null
}

/** Records that lie behind each other, to be read at once; a batch has its header between them. */
export function runsOf(list: readonly Listed[]): Listed[][] {
  const out: Listed[][] = []
  let size = 0
  for (const one of list) {
    const run = out.at(-1)
    const last = run?.at(-1)
    const gap = last === undefined ? -1 : one.at - (last.at + last.length)
    if (run === undefined || gap < 0 || gap > HEADER || size > READ_AT_ONCE) {
      out.push([one])
      size = 0
    } else run.push(one)
    size += one.length
  }
  return out
}

const READ_AT_ONCE = 4 * 1024 * 1024

export function listed(frame: Framed, at: number): Listed {
  const { epoch, seq, time, scope, att } = frame.entry
  const { id, replaces = null } = frame.record
  return { at, length: frame.length, id, epoch, seq, time, scope, att: att.map(({ h }) => h), replaces }
}
