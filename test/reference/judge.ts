import { hex } from '../../shared/base/bytes.ts'
import { noteData } from '../../shared/contract/facts.ts'
import type { Gov } from '../../shared/contract/gov.ts'
import { isRevoked } from '../../shared/contract/gov.ts'
import { applied, type Verdict, type VoidReason, voided } from '../../shared/contract/outcome.ts'
import { type LedgerRecord, newSubject, type Touch } from '../../shared/contract/record.ts'
import type { Value } from '../../shared/ledger/index.ts'
import { resolve } from './decide.ts'
import { forbidden } from './forbidden.ts'
import { type Met, meet } from './heads.ts'
import { type Judged, touched } from './leaf.ts'
import { type Plan, plan, type Where } from './plan.ts'
import { disputeKey, isOf, put, type Records, sortedTexts, standing } from './records.ts'

/** [Judging] One leaf, after all leaves of its scope that came before it. */
export function judge(earlier: readonly Judged[], leaf: Judged, gov: Gov, scope: string, read: Records): Verdict {
  const broken = chain(earlier, leaf)
  return broken === null ? judgeEntry(leaf, earlier.length, gov, scope, read) : voided(broken)
}

/** [Judging 2–7] The same, when its place in the chain of its key is in order; `at` is its position in the scope. */
export function judgeEntry(leaf: Judged, at: number, gov: Gov, scope: string, read: Records): Verdict {
  const { entry, h } = leaf
  const author = gov.author(entry.key, h)
  if (author === null) return voided('unknown-key')
  if (isRevoked(author.key, h)) return voided('revoked')
  if (!author.scopes.includes(scope)) return voided('role')
  const isExecutor = author.key.use === 'executor'
  if (isExecutor && (entry.kind === 'file' || entry.kind === 'note')) return voided('role')
  const where: Where = { gov, scope, h, t: leaf.t, read, author }
  switch (entry.kind) {
    case 'file':
    case 'act':
      return work(leaf, where, at)
    case 'resolve':
      return resolve(leaf, where, at)
    case 'note':
      return noteData(entry.data, '').ok && entry.att.length === 0 && entry.commit === null
        ? applied(new Map())
        : voided('shape')
    default:
      return voided('not-understood')
  }
}

/** [Judging 1] Chain. */
function chain(earlier: readonly Judged[], leaf: Judged): VoidReason | null {
  let last: Judged | null = null
  let frozen = false
  const step = ({ entry, id }: Judged): VoidReason | null => {
    if (frozen) return 'frozen'
    if (last !== null && entry.seq <= last.entry.seq) {
      if (hex(id) === hex(last.id)) return 'replay'
      if (entry.seq === last.entry.seq) frozen = true
      return 'chain'
    }
    const follows = last !== null && entry.seq === last.entry.seq + 1
    return follows && hex(entry.prev ?? new Uint8Array()) !== hex((last as Judged).id) ? 'chain' : null
  }
  for (const one of earlier) {
    if (hex(one.entry.key) !== hex(leaf.entry.key) || one.entry.epoch !== leaf.entry.epoch) continue
    if (step(one) === null) last = one
  }
  return step(leaf)
}

/** [Judging 3–7] A filing or an act. */
function work(leaf: Judged, where: Where, at: number): Verdict {
  const { entry, id } = leaf
  const { read, scope } = where
  const planned = plan(entry, where)
  if (typeof planned === 'string') return voided(planned)
  const subj = entry.subj.filter((one) => isOf(scope, one.id))
  const met = new Map<string, Met>()
  for (const one of subj) {
    const record = read(one.id)
    if (one.id === entry.case && planned.opens && record !== undefined) return voided('exists')
    const set = planned.sets.get(one.id) ?? []
    const merges = planned.d.merge === 'fields'
    const how = meet(record, one.heads, set, planned.after.get(one.id), merges)
    if (typeof how === 'string') return voided(how)
    met.set(one.id, how)
  }
  if ([...met.values()].some((one) => one.isOverruled)) return voided('overruled')
  const clash = [...met].flatMap(([name, { standing: how }]) => (how === 'clashes' ? [name] : []))
  const touch = (name: string, held: boolean) => touchOf(leaf, planned, where, at, name, held)
  const changes = new Map<string, Value>()
  const change = (name: string, record: LedgerRecord) => changes.set(name, record as unknown as Value)
  if (planned.number !== null) change(...planned.number)
  if (clash.length > 0) {
    for (const one of subj) {
      const record = read(one.id)
      if (record !== undefined) {
        const next = touched(record, record, touch(one.id, true))
        change(one.id, { ...next, disputes: [...record.disputes, id] })
      } else if (planned.opens && one.id === entry.case) {
        const next = touched(undefined, planned.after.get(one.id) as LedgerRecord, touch(one.id, false))
        change(one.id, { ...next, disputes: [id] })
      }
    }
    changes.set(disputeKey(scope, id), disputeRecord(leaf, where, at, sortedTexts(clash)) as unknown as Value)
    return { outcome: 'disputed', changes }
  }
  const reason = forbidden(planned, where)
  if (reason !== null) return voided(reason)
  for (const one of subj) {
    let after = planned.after.get(one.id) as LedgerRecord
    for (const [name, list] of met.get(one.id)?.merged ?? []) after = put(after, name, list)
    change(one.id, touched(read(one.id), after, touch(one.id, false)))
  }
  return { outcome: [...met.values()].some((one) => one.standing === 'merges') ? 'merged' : 'applied', changes }
}

/** [X3] The touch of one record. */
function touchOf(
  { entry, id, t }: Judged,
  planned: Plan,
  { scope, read, author }: Where,
  at: number,
  name: string,
  held: boolean,
): Touch {
  const set = planned.sets.get(name) ?? []
  return {
    ...{ id, heads: entry.subj.find((one) => one.id === name)?.heads ?? [], set, held, by: author.member, at },
    was: held ? [] : set.map((one) => standing(read(name), one)),
    with: entry.subj.map((one) => one.id).filter((one) => one !== name && isOf(scope, one)),
    ...{ act: planned.action.name, time: entry.time, sealed: t },
  }
}

/** [X3] The record of a dispute. */
function disputeRecord(
  { entry, id, h, t }: Judged,
  { scope, author }: Where,
  at: number,
  clash: readonly string[],
): LedgerRecord {
  const subj = entry.subj.filter((one) => isOf(scope, one.id))
  const { kind, case: of, data, commit, key, time } = entry
  const dispute = {
    ...{ id, kind, case: of as string, subj, data, commit, key, by: author.member, at, h, time, sealed: t, clash },
    ...{ proposed: null, decided: null },
  }
  return { ...newSubject('dispute'), dispute } as LedgerRecord
}
