import { hex } from '../../shared/base/bytes.ts'
import { isCase, type LedgerRecord, type SubjectRecord, type Touch } from '../../shared/contract/record.ts'
import { has } from './records.ts'

/** Who knew of what on a record, and what of it is in effect: read off the record's log (X3), from its beginning, each time. */

/** [Judging 4] "Seen are the touches that its heads name and their ancestors"; null when a head was never in the log. */
export function seenBy(log: readonly Touch[], heads: readonly Uint8Array[]): Set<string> | null {
  const seen = new Set<string>()
  const open = heads.map(hex)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    const touch = log.find((one) => hex(one.id) === id)
    if (touch === undefined) return null
    seen.add(id)
    open.push(...touch.heads.map(hex))
  }
  return seen
}

/** The ancestors of an entry on a record. */
export function ancestors(log: readonly Touch[], id: Uint8Array): Set<string> {
  const touch = log.find((one) => hex(one.id) === hex(id))
  return (touch === undefined ? null : seenBy(log, touch.heads)) ?? new Set()
}

/** [Deciding 1] "Two entries were made apart when neither is an ancestor of the other in the record's log." */
export function apart(log: readonly Touch[], one: Uint8Array, other: Uint8Array): boolean {
  if (hex(one) === hex(other)) return false
  return !ancestors(log, one).has(hex(other)) && !ancestors(log, other).has(hex(one))
}

/** [Deciding 8] The decisions of a log that were not taken back. */
export function decisionsOf(log: readonly Touch[]): Touch[] {
  const back = log.flatMap(({ decided }) => (decided?.reopens ? [hex(decided.reopens)] : []))
  return log.filter(({ id, decided }) => decided !== undefined && decided.reopens === null && !back.includes(hex(id)))
}

/**
 * [Deciding 3] What was undone here: "on every subject that they touched, and on a case if the side is in dispute there and they did not open it".
 */
export function undoneOn(record: LedgerRecord): Set<string> {
  const out = new Set<string>()
  for (const { decided } of decisionsOf(record.log)) {
    if (decided === undefined) continue
    const isInDispute = record.log.some((one) => has(decided.adopts, one.id))
    if (isCase(record) && !isInDispute) continue
    for (const id of decided.undoes) out.add(hex(id))
  }
  if (isCase(record) && record.log[0] !== undefined) out.delete(hex(record.log[0].id))
  return out
}

/**
 * [Deciding 1] "In effect is what is not held and not undone by a decision; a decision that is itself taken back undoes nothing, and neither it nor what
 * took it back is in effect."
 */
export function inEffect(record: LedgerRecord): Touch[] {
  const undone = undoneOn(record)
  const standing = decisionsOf(record.log).map(({ id }) => hex(id))
  return record.log.filter(({ id, held, decided }) => {
    if (held || undone.has(hex(id))) return false
    return decided === undefined || standing.includes(hex(id))
  })
}

/** [Judging 5] The acts that were taken in a case: those in effect, and those in dispute that were adopted. */
export function actsTaken(record: LedgerRecord, notYet: readonly Uint8Array[] = []): Touch[] {
  const adopted = decisionsOf(record.log).flatMap(({ decided }) => decided?.adopts ?? [])
  const now = inEffect(record)
  return record.log.filter(
    (one) => one.act !== 'resolve' && (now.includes(one) || (has(adopted, one.id) && !has(notYet, one.id))),
  )
}

/** [Deciding 3] Is nothing left in effect on a subject that sets anything? */
export function isNothingLeft(record: LedgerRecord, gone: readonly Touch[]): boolean {
  return !inEffect(record).some((touch) => touch.set.length > 0 && !gone.includes(touch))
}

/**
 * [Deciding 3] Has it ended because an earlier decision left nothing in effect? No entry there is in effect, and none that ended it was adopted.
 */
export function wasEmptied(record: LedgerRecord): boolean {
  if (isCase(record) || (record as SubjectRecord).ended === null) return false
  const now = inEffect(record).filter(({ set }) => set.length > 0)
  const adopted = now.flatMap(({ decided }) => decided?.adopts ?? [])
  return now.every(({ act }) => act === 'resolve') && !record.log.some((t) => has(adopted, t.id) && t.set.includes('*'))
}
