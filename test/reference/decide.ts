import { hex } from '../../shared/base/bytes.ts'
import { type ResolveData, resolveData } from '../../shared/contract/facts.ts'
import { applied, type Verdict, type VoidReason, voided } from '../../shared/contract/outcome.ts'
import {
  type Dispute,
  type DisputeRecord,
  type LedgerRecord,
  sameHeads,
  type Touch,
} from '../../shared/contract/record.ts'
import type { Value } from '../../shared/ledger/index.ts'
import { type Carried, carryOut, takeBack } from './decision.ts'
import { apart, inEffect } from './history.ts'
import { type Judged, touched } from './leaf.ts'
import { definitionOf } from './matter.ts'
import type { Where } from './plan.ts'
import { disputeKey, has, isOf, sortedTexts, standing } from './records.ts'

/** [X6] A decision, by a leaf `resolve`. */
export function resolve(leaf: Judged, where: Where, at: number): Verdict {
  const { entry, id } = leaf
  const { author } = where
  if (author.key.use !== 'entry' || !author.roles.includes('supervisor')) return voided('role')
  const read = resolveData(entry.data, '')
  if (!read.ok || !isSound(leaf, read.value)) return voided('shape')
  const data = read.value
  const may = who(leaf, data, where)
  if (typeof may === 'string') return voided(may)
  const { disputes } = may
  let said = { data, commit: entry.commit }
  if (data.choice === 'confirm') {
    const waiting = confirms(leaf, data, where, disputes)
    if (typeof waiting === 'string') return voided(waiting)
    said = waiting
  }
  const matter = { ...where, disputes, said, id, named: new Set(entry.subj.map((one) => one.id)) }
  const done = said.data.choice === 'reopen' ? takeBack(matter) : carryOut(matter)
  if (typeof done === 'string') return voided(done)
  // 5. "The decision names exactly the records of its disputes and those that it changes."
  const names = entry.subj.map((one) => one.id)
  if (names.join('\n') !== sortedTexts(done.names).join('\n')) return voided('subject')
  const needsTwo = disputes.some((one) => definitionOf(one, where)?.disputes?.signers === 2)
  const isProposal = needsTwo && data.choice !== 'confirm'
  const changes = new Map<string, Value>()
  for (const { id: name, heads } of entry.subj) {
    const before = where.read(name)
    const after = isProposal ? before : done.after(name)
    if (after === undefined) continue
    const set = isProposal ? [] : sortedTexts(done.sets.get(name) ?? [])
    const touch: Touch = {
      ...{ id, heads, set, was: set.map((one) => standing(before, one)), held: false },
      with: names.filter((one) => one !== name),
      ...{ act: 'resolve', by: where.author.member, at, time: entry.time, sealed: leaf.t },
      ...(isProposal ? {} : { decided: done.decided }),
    }
    const disputesThere = isProposal ? (before?.disputes ?? []) : openOn(after, disputes, done)
    changes.set(name, { ...touched(before, after, touch), disputes: disputesThere } as unknown as Value)
  }
  const proposed = { id, by: where.author.member, data: entry.data, commit: entry.commit }
  for (const one of disputes) {
    const dispute = isProposal ? { ...one, proposed } : { ...one, proposed: null, decided: done.ends(one) }
    const key = disputeKey(where.scope, one.id)
    changes.set(key, { ...(where.read(key) as DisputeRecord), dispute } as unknown as Value)
  }
  return applied(changes)
}

/** [X3] "ids of the entries in dispute that stand in its log, in log order". */
function openOn(record: LedgerRecord, disputes: readonly Dispute[], done: Carried): Uint8Array[] {
  const about = disputes.map((one) => one.id)
  const open = disputes.filter((one) => done.ends(one) === null).map((one) => one.id)
  return record.log
    .map((touch) => touch.id)
    .filter((id) => has(open, id) || (has(record.disputes, id) && !has(about, id)))
}

/** [X6] What a decision has to say, whatever it is about; else `shape`. */
function isSound({ entry }: Judged, { choice, adopt, disputes, set, reason, ...data }: ResolveData): boolean {
  if (reason.trim() === '' || entry.case !== null || entry.att.length > 0) return false
  if ((entry.commit !== null) !== set.some(({ sealed }) => Object.keys(sealed).length > 0)) return false
  const own = entry.subj.find(({ id }) => id === data.subject)
  if (own === undefined || !sameHeads(own.heads, data.heads)) return false
  switch (choice) {
    case 'keep':
    case 'reopen':
      return adopt === null && set.length === 0
    case 'adopt':
      return adopt !== null && has(disputes, adopt) && set.length === 0
    case 'amend':
      return set.length > 0 && (adopt === null || has(disputes, adopt))
    case 'confirm':
      return adopt !== null && set.length === 0
  }
}

/** [Deciding 1] Who, and about what; in the order of the text. */
function who(
  { entry }: Judged,
  { disputes: ids, choice, subject }: ResolveData,
  { scope, read, author }: Where,
): { readonly disputes: readonly Dispute[] } | VoidReason {
  if (!entry.subj.every(({ id }) => isOf(scope, id))) return 'subject'
  const records = ids.map((id) => read(disputeKey(scope, id)) as DisputeRecord | undefined)
  const disputes = records.flatMap((one) => (one === undefined ? [] : [one.dispute]))
  if (disputes.length < ids.length) return 'dispute'
  if (!entry.subj.every(({ id, heads }) => sameHeads(heads, read(id)?.heads ?? []))) return 'stale'
  const about = disputes.flatMap(({ subj }) => subj.map(({ id }) => id))
  if (!about.every((id) => entry.subj.some((one) => one.id === id)) || !about.includes(subject)) return 'subject'
  if (choice === 'reopen') {
    const by = disputes[0]?.decided
    if (!by || !disputes.every(({ decided }) => decided !== null && hex(decided.id) === hex(by.id))) return 'dispute'
    const logs = entry.subj.flatMap(({ id }) => read(id)?.log ?? [])
    const done = logs.find((touch) => hex(touch.id) === hex(by.id))?.decided
    if ([...(done?.adopts ?? []), ...(done?.refuses ?? [])].length !== disputes.length) return 'dispute'
  } else if (disputes.some(({ decided }) => decided !== null)) return 'dispute'
  return tookSide(author.member, disputes, read) ? 'author' : { disputes }
}

/** [Deciding 1] "neither signed one of the disputes nor, on a record on which one is held, anything in effect that was made apart from it" */
function tookSide(member: string, disputes: readonly Dispute[], read: Where['read']): boolean {
  return disputes.some(({ id, by, subj }) => {
    if (by === member) return true
    return subj.some((one) => {
      const record = read(one.id)
      if (record === undefined || !record.log.some((touch) => touch.held && hex(touch.id) === hex(id))) return false
      return inEffect(record).some(
        (touch) => touch.by === member && touch.set.length > 0 && apart(record.log, touch.id, id),
      )
    })
  })
}

/** [Deciding 7] The decision that a second one confirms. */
function confirms(
  { entry }: Judged,
  { adopt, disputes: ids }: ResolveData,
  { author, read }: Where,
  disputes: readonly Dispute[],
): { readonly data: ResolveData; readonly commit: Uint8Array | null } | VoidReason {
  const waiting = disputes[0]?.proposed
  const id = adopt as Uint8Array
  if (!waiting || !disputes.every(({ proposed }) => proposed !== null && hex(proposed.id) === hex(id))) return 'dispute'
  const said = resolveData(waiting.data, '')
  if (!said.ok || said.value.disputes.map(hex).join() !== ids.map(hex).join()) return 'dispute'
  const only = entry.subj.every((one) => read(one.id) === undefined || sameHeads(one.heads, [id]))
  if (!only) return 'stale'
  return waiting.by === author.member ? 'author' : { data: said.value, commit: waiting.commit }
}
