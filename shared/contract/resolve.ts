import { compare, compareText, equal, hex } from '../base/bytes.ts'
import { type Body, homeScope, type Value } from '../ledger/index.ts'
import { amended } from './amend.ts'
import { disputeId } from './dispute.ts'
import { type ResolveData, resolveData } from './facts.ts'
import { commonNames, inEffect } from './history.ts'
import { type Verdict, type VoidReason, voided } from './outcome.ts'
import { pieceOf } from './pieces.ts'
import type { Setting } from './plan.ts'
import { type Dispute, type DisputeRecord, type LedgerRecord, sameHeads, type Touch } from './record.ts'
import { Deciding, type Done, type Matter } from './resolve-work.ts'
import { touched } from './settle.ts'
import { changedBy, definitionOf, sideOf, undoneBy } from './sides.ts'
import { standingAgainst } from './undo.ts'

/**
 * [X6] A supervisor's decision about entries in dispute: what stands is kept, a side takes effect in its place, or fields get a value that the decision
 * gives; or an earlier decision is taken back. Valid only for an author who had seen all that is there.
 */
export function judgeResolve(entry: Body, id: Uint8Array, on: Setting, at: number): Verdict {
  return judged(entry, id, on, at, false)
}

/** What a decision comes to once everybody has signed it, whoever the author is: for people to see before one of them decides. */
export function foreseeResolve(entry: Body, id: Uint8Array, on: Setting, at: number): Verdict {
  return judged(entry, id, on, at, true)
}

function judged(entry: Body, id: Uint8Array, on: Setting, at: number, foreseen: boolean): Verdict {
  const { author } = on
  if (!foreseen && (author.key.use === 'executor' || !author.roles.includes('supervisor'))) return voided('role')
  const read = resolveData(entry.data, 'data')
  if (!read.ok || !isSound(entry, read.value)) return voided('shape')
  const data = read.value
  if (entry.subj.some((one) => homeScope(one.id) !== on.scope)) return voided('subject')
  const disputes = data.disputes.map((one) => on.read(disputeId(on.scope, one)) as DisputeRecord | undefined)
  if (!disputes.every((one) => one !== undefined)) return voided('dispute')
  const matter: Matter = {
    ...{ entry, id, on, gov: on.gov, h: on.h },
    disputes: disputes.map(({ dispute }) => dispute).sort((a, b) => a.at - b.at),
    named: new Map(entry.subj.map((one) => [one.id, on.read(one.id)])),
  }
  const barred = mayDecide(matter, data, foreseen)
  if (barred !== null) return voided(barred)
  const said = data.choice === 'confirm' ? proposedBy(matter, data) : { data, commit: entry.commit }
  if (typeof said === 'string') return voided(said)
  const done = said.data.choice === 'reopen' ? reopen(matter) : decide(matter, said.data, said.commit)
  if (typeof done === 'string') return voided(done)
  const waits = !foreseen && data.choice !== 'confirm' && signersOf(matter) > 1
  return { outcome: 'applied', changes: waits ? proposal(matter, entry.data, at) : changesOf(matter, done, at) }
}

function isSound(entry: Body, { choice, subject, heads, adopt, set, disputes, reason }: ResolveData): boolean {
  if (entry.case !== null || entry.att.length > 0 || reason.trim() === '') return false
  if (!entry.subj.some((one) => one.id === subject && sameHeads(one.heads, heads))) return false
  if ((entry.commit !== null) !== set.some(({ sealed }) => Object.keys(sealed).length > 0)) return false
  const adopts = adopt !== null && disputes.some((one) => equal(one, adopt))
  switch (choice) {
    case 'keep':
    case 'reopen':
      return adopt === null && set.length === 0
    case 'adopt':
      return adopts && set.length === 0
    case 'amend':
      return (adopt === null || adopts) && set.length > 0
    case 'confirm':
      return adopt !== null && set.length === 0
  }
}

function mayDecide({ entry, on, disputes, named }: Matter, data: ResolveData, foreseen: boolean): VoidReason | null {
  for (const { id, heads } of entry.subj) if (!sameHeads(named.get(id)?.heads ?? [], heads)) return 'stale'
  const records = new Set(disputes.flatMap(({ subj }) => subj.map((one) => one.id)))
  if (![...records].every((id) => named.has(id))) return 'subject'
  if (!records.has(data.subject)) return 'subject'
  const open = disputes.every(({ decided }) => decided === null)
  if (data.choice === 'reopen' ? !isWhole(named, disputes) : !open) return 'dispute'
  if (foreseen) return null
  const sides = [...disputes, ...standing(named, disputes)]
  return sides.some(({ by }) => by === on.author.member) ? 'author' : null
}

/** All that one decision decided, and nothing else: it is taken back as a whole. */
function isWhole(named: Matter['named'], disputes: readonly Dispute[]): boolean {
  const decision = first(disputes)
  if (!disputes.every(({ decided }) => decided !== null && equal(decided.id, decision))) return false
  for (const record of named.values()) {
    const decided = record?.log.find((one) => equal(one.id, decision))?.decided
    if (decided !== undefined) return decided.adopts.length + decided.refuses.length === disputes.length
  }
  return false
}

const first = (disputes: readonly Dispute[]) => disputes[0]?.decided?.id ?? new Uint8Array(0)

/** The decision that a first supervisor signed: it is confirmed as it was made, by another, and on what that one saw. */
function proposedBy(
  { on, disputes, named }: Matter,
  { adopt, disputes: about }: ResolveData,
): { data: ResolveData; commit: Uint8Array | null } | VoidReason {
  const proposed = disputes[0]?.proposed
  if (proposed === null || proposed === undefined) return 'dispute'
  if (!equal(proposed.id, adopt ?? new Uint8Array(0))) return 'dispute'
  const data = resolveData(proposed.data, 'data')
  if (!data.ok || !sameHeads(data.value.disputes, about)) return 'dispute'
  if ([...named.values()].some((record) => record !== undefined && !sameHeads(record.heads, [proposed.id])))
    return 'stale'
  return proposed.by === on.author.member ? 'author' : { data: data.value, commit: proposed.commit }
}

function signersOf(matter: Matter): number {
  return Math.max(...matter.disputes.map((one) => definitionOf(matter, one.case)?.disputes?.signers ?? 1))
}

function decide(matter: Matter, data: ResolveData, commit: Uint8Array | null): Done | VoidReason {
  const { id, disputes } = matter
  const side = sideOf(matter, data.adopt)
  if (typeof side === 'string') return side
  const adopted = new Set(side.map((one) => hex(one.id)))
  const refused = disputes.filter((one) => !adopted.has(hex(one.id)))
  const gone = undoneBy(matter, side)
  if (typeof gone === 'string') return gone
  const work = new Deciding(matter)
  for (const [name, touches] of gone.touches) work.undo(name, touches)
  work.clearBlank()
  for (const one of side) {
    const barred = work.take(one)
    if (barred !== null) return barred
  }
  const wrong = amended(data.set, commit, work, (name) => definitionOf(matter, name))
  if (wrong !== null) return wrong
  const own = new Set(side.map((one) => one.case))
  const losing = [...refused.flatMap((one) => (one.kind === 'file' ? [one.case] : [])), ...gone.cases]
  for (const name of losing) if (!own.has(name)) work.overrule(name, id)
  work.letGo()
  work.endBlank()
  if (!namesExactly(matter, changedBy(disputes, gone))) return 'subject'
  return work.done({
    choice: data.set.length > 0 ? 'amend' : data.adopt === null ? 'keep' : 'adopt',
    adopts: side.map((one) => one.id).reverse(),
    refuses: refused.map((one) => one.id),
    stands: standing(matter.named, refused)
      .map((touch) => touch.id)
      .filter((one) => !gone.entries.some((other) => equal(one, other)))
      .sort(compare),
    undoes: gone.entries,
    reopens: null,
  })
}

/** Takes a decision back: everything that it changed is as it was, and what it had decided is in dispute again. */
function reopen(matter: Matter): Done | VoidReason {
  const { disputes, named } = matter
  const decision = first(disputes)
  const touches = [...named].flatMap(([name, record]) => {
    const touch = record?.log.find((one) => equal(one.id, decision))
    return record === undefined || touch === undefined ? [] : [{ name, record, touch }]
  })
  const wanted = touches.flatMap(({ name, touch }) => [name, ...touch.with])
  if (touches.length < named.size || !namesExactly(matter, wanted)) return 'subject'
  const work = new Deciding(matter)
  for (const { name, record, touch } of touches) {
    const effective = inEffect(record.log)
    const since = effective.slice(effective.indexOf(touch) + 1)
    if (since.some((one) => commonNames(touch.set, one.set).length > 0)) return 'dispute'
    const adopted = disputes.find(
      ({ decided, subj }) => decided?.adopted === true && subj.some(({ id }) => id === name),
    )
    work.undo(name, [touch], adopted?.case)
  }
  work.letGo()
  work.endBlank()
  return work.done({ choice: 'reopen', adopts: [], refuses: [], stands: [], undoes: [], reopens: decision })
}

/** What is in effect against these, each entry once. */
function standing(named: Matter['named'], disputes: readonly Dispute[]): Touch[] {
  const out = new Map<string, Touch>()
  for (const { id, subj } of disputes) {
    for (const one of subj) {
      const record = named.get(one.id)
      if (record === undefined) continue
      for (const touch of standingAgainst(record, [id], null)) out.set(hex(touch.id), touch)
    }
  }
  return [...out.values()]
}

function namesExactly({ named }: Matter, wanted: Iterable<string>): boolean {
  const all = new Set(wanted)
  return all.size === named.size && [...all].every((id) => named.has(id))
}

function changesOf(matter: Matter, { records, sets, decided }: Done, at: number): Map<string, Value> {
  const { id, on, disputes, named } = matter
  const changes = new Map<string, Value>()
  for (const [name, before] of named) {
    const after = records.get(name)
    if (after === undefined) continue
    const set = [...(sets.get(name) ?? [])].sort(compareText)
    const was = set.map((piece) => pieceOf(before, piece))
    const back = decided.reopens === null ? [] : disputes.filter(({ subj }) => subj.some((one) => one.id === name))
    const open = inLogOrder([...after.disputes, ...back.map((one) => one.id)], before)
    const touch = { ...touchOf(matter, name, at), set, was, decided }
    changes.set(name, touched(before, { ...after, disputes: open } as LedgerRecord, touch) as unknown as Value)
  }
  const adopted = new Set(decided.adopts.map(hex))
  for (const one of disputes) {
    const end = decided.reopens === null ? { id, adopted: adopted.has(hex(one.id)) } : null
    changes.set(disputeId(on.scope, one.id), disputeAfter(matter, one, { proposed: null, decided: end }))
  }
  return changes
}

function inLogOrder(ids: readonly Uint8Array[], record: LedgerRecord | undefined): Uint8Array[] {
  const wanted = new Set(ids.map(hex))
  return (record?.log ?? []).flatMap(({ id }) => (wanted.has(hex(id)) ? [id] : []))
}

/** The first of two signatures: it is on record, and nothing else has changed. */
function proposal(matter: Matter, data: Body['data'], at: number): Map<string, Value> {
  const { entry, id, on, disputes, named } = matter
  const changes = new Map<string, Value>()
  for (const [name, before] of named) {
    if (before === undefined) continue
    changes.set(name, touched(before, before, touchOf(matter, name, at)) as unknown as Value)
  }
  const proposed = { id, by: on.author.member, data, commit: entry.commit }
  for (const one of disputes) changes.set(disputeId(on.scope, one.id), disputeAfter(matter, one, { proposed }))
  return changes
}

function touchOf({ entry, id, on, named }: Matter, name: string, at: number): Touch {
  return {
    ...{ id, heads: named.get(name)?.heads ?? [], set: [], was: [], held: false },
    with: [...named.keys()].filter((one) => one !== name),
    ...{ act: 'resolve', by: on.author.member, at, time: entry.time, sealed: on.t },
  }
}

function disputeAfter({ on }: Matter, one: Dispute, change: Partial<Dispute>): Value {
  const record = on.read(disputeId(on.scope, one.id)) as DisputeRecord
  return { ...record, dispute: { ...one, ...change } } as unknown as Value
}
