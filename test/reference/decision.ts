import { hex } from '../../shared/base/bytes.ts'
import type { VoidReason } from '../../shared/contract/outcome.ts'
import {
  type Decided,
  type Dispute,
  isCase,
  type LedgerRecord,
  type SubjectRecord,
  type Touch,
} from '../../shared/contract/record.ts'
import { fitsSchema } from '../../shared/contract/service/field-check.ts'
import { filingFields } from '../../shared/contract/service/fields-at.ts'
import { isFinal } from '../../shared/contract/service/workflow.ts'
import type { Value } from '../../shared/ledger/index.ts'
import { forbidden } from './forbidden.ts'
import { ancestors, inEffect, isNothingLeft, wasEmptied } from './history.ts'
import type { Matter } from './matter.ts'
import { type Plan, plan, type Where } from './plan.ts'
import { commonNames, has, isSubjectId, put, sortedIds } from './records.ts'
import { standsAgainst, type Undone, undone } from './undone.ts'

export interface Carried {
  /** The records that it names, all of them. */
  readonly names: ReadonlySet<string>
  readonly after: (name: string) => LedgerRecord | undefined
  readonly sets: ReadonlyMap<string, ReadonlySet<string>>
  readonly decided: Decided
  readonly ends: (dispute: Dispute) => Dispute['decided']
}

/** The records as they become while a decision is carried out. */
class Desk {
  readonly now = new Map<string, LedgerRecord>()
  readonly sets = new Map<string, Set<string>>()
  /** [3] Subjects that are as if they were not on record: emptied now, or by an earlier decision. */
  readonly emptied = new Set<string>()
  readonly emptiedBefore = new Set<string>()

  constructor(
    readonly named: ReadonlySet<string>,
    readonly before: Where['read'],
  ) {}

  raw = (id: string): LedgerRecord | undefined => this.now.get(id) ?? this.before(id)

  read = (id: string): LedgerRecord | undefined => {
    return this.emptied.has(id) || this.emptiedBefore.has(id) ? undefined : this.raw(id)
  }

  write(id: string, record: LedgerRecord, names: Iterable<string>): void {
    const set = this.sets.get(id) ?? new Set()
    // What was left to be read of a subject gives way.
    if (this.emptiedBefore.delete(id))
      for (const touch of this.raw(id)?.log ?? []) for (const one of touch.set) set.add(one)
    this.emptied.delete(id)
    const { log, disputes } = this.raw(id) ?? { log: [], disputes: [] }
    this.now.set(id, { ...record, log, disputes })
    for (const name of names) set.add(name)
    this.sets.set(id, set)
  }

  put(id: string, name: string, value: Value): void {
    this.write(id, put(this.raw(id) as LedgerRecord, name, value), [name])
  }

  /** [3] "Undone from the newest to the oldest, each name has what it had before." */
  undo(id: string, touches: readonly Touch[]): void {
    for (const touch of [...touches].reverse()) {
      for (const [i, one] of touch.set.entries()) this.put(id, one, touch.was[i] ?? null)
    }
  }

  /** [5] A claim whose case has ended or is overruled is let go; a subject on which still nothing is in effect has ended. */
  settle({ gov, h }: Where, makerOf: (id: string) => string | null): void {
    for (const id of this.named) {
      const record = this.read(id)
      if (record === undefined || isCase(record) || (record as SubjectRecord).pending === null) continue
      const pending = (record as SubjectRecord).pending as string
      const kase = this.named.has(pending) ? this.read(pending) : undefined
      if (kase === undefined || !isCase(kase)) continue
      const d = gov.service(kase.service, kase.version, h)
      if (kase.overruled !== null || (d !== null && isFinal(d, kase.state))) this.put(id, ':pending', null)
    }
    for (const id of [...this.emptied]) {
      const maker = makerOf(id)
      const before = this.before(id) as SubjectRecord
      this.write(id, { ...before, ended: maker, pending: null }, ['*'])
    }
  }

  /** What depends on this decision itself being in the log of a case sees it there. */
  enter(touch: Touch): void {
    for (const id of this.named) {
      const record = this.raw(id)
      if (record === undefined || !isCase(record)) continue
      this.now.set(id, { ...record, log: [...(this.before(id)?.log ?? []), touch] })
    }
  }
}

/** [Deciding 2] The side: "the entry to be adopted and every entry in dispute that is an ancestor of it on a record that it names". Oldest first. */
function sideOf({ disputes, said, read }: Matter): readonly Dispute[] | 'dispute' {
  const { adopt } = said.data
  const adopted = disputes.find(({ id }) => adopt !== null && hex(id) === hex(adopt))
  if (adopt === null || adopted === undefined) return []
  const ids = new Set([hex(adopt)])
  for (const { id } of adopted.subj) {
    const record = read(id)
    const known = record === undefined ? new Set<string>() : ancestors(record.log, adopt)
    for (const one of record?.disputes ?? []) if (known.has(hex(one))) ids.add(hex(one))
  }
  const side = disputes.filter(({ id }) => ids.has(hex(id)))
  return side.length < ids.size ? 'dispute' : [...side].sort((a, b) => a.at - b.at)
}

const entryTouch = (id: Uint8Array, decided: Decided): Touch => ({
  ...{ id, heads: [], set: [], was: [], held: false, with: [], act: 'resolve', by: '', at: 0, time: 0, sealed: 0 },
  decided,
})

/** [Deciding 2–5] keep, adopt, amend. */
export function carryOut(matter: Matter): Carried | VoidReason {
  const { disputes, said, read, id: own } = matter
  const side = sideOf(matter)
  if (side === 'dispute') return 'dispute'
  const refused = disputes.filter((one) => !side.includes(one))
  const gone = undone(matter, side)
  if (typeof gone === 'string') return gone
  const against = refused.flatMap((one) => standsAgainst(matter, [one], false).map(({ touch }) => touch.id))
  const decided: Decided = {
    choice: said.data.choice as 'keep' | 'adopt' | 'amend',
    adopts: [...side].reverse().map(({ id }) => id),
    refuses: [...refused].sort((a, b) => a.at - b.at).map(({ id }) => id),
    stands: sortedIds(against.filter((id) => !has(gone.entries, id))),
    undoes: gone.entries,
    reopens: null,
  }
  const about = disputes.map((one) => one.id)
  const names = new Set([...disputes.flatMap(({ subj }) => subj.map((one) => one.id)), ...gone.names])
  const desk = new Desk(matter.named, read)
  for (const name of matter.named) {
    const record = read(name)
    if (record === undefined) continue
    desk.now.set(name, { ...record, disputes: record.disputes.filter((one) => !has(about, one)) })
  }
  for (const [name, touches] of gone.on) {
    desk.undo(name, touches)
    const record = read(name) as LedgerRecord
    if (isSubjectId(name) && isNothingLeft(record, touches)) desk.emptied.add(name)
  }
  for (const name of matter.named) {
    const record = desk.raw(name)
    if (record !== undefined && !desk.emptied.has(name) && wasEmptied(record)) desk.emptiedBefore.add(name)
  }
  desk.enter(entryTouch(own, decided))
  for (const [i, one] of side.entries()) {
    const reason = adopt(
      matter,
      desk,
      one,
      side.slice(i).map(({ id }) => id),
    )
    if (reason !== null) return reason
  }
  const amended = amend(matter, desk)
  if (amended !== null) return amended
  for (const name of overruledBy(matter, side, refused, gone)) {
    names.add(name)
    if (matter.named.has(name)) desk.put(name, ':overruled', own)
  }
  const caseOf = (touch: Touch | undefined) => touch?.with.find((one) => !isSubjectId(one)) ?? null
  desk.settle(matter, (name) => caseOf(gone.on.get(name)?.[0]))
  const ends = (one: Dispute) => ({ id: own, adopted: side.includes(one) })
  return { names, after: (name) => desk.raw(name), sets: desk.sets, decided, ends }
}

/** [Deciding 4] One entry of the side takes effect, "with gov and time of its own leaf, and on the records as they have become". */
function adopt({ gov, scope }: Matter, desk: Desk, one: Dispute, notYet: readonly Uint8Array[]): VoidReason | null {
  const author = gov.author(one.key, one.h)
  if (author === null) return 'unknown-key'
  const where: Where = { gov, scope, h: one.h, t: one.sealed, read: desk.read, author }
  const planned: Plan | VoidReason = plan({ ...one, att: null }, where, true)
  if (typeof planned === 'string') return planned
  const reason = forbidden(planned, where, notYet)
  if (reason !== null) return reason
  for (const [name, after] of planned.after) {
    desk.write(name, after, planned.sets.get(name) ?? [])
  }
  return null
}

/** [Deciding 4] "Then `set` gives fields of a record of the disputes their values." */
function amend({ said, named, gov, h }: Matter, desk: Desk): VoidReason | null {
  for (const { id, fields, sealed } of said.data.set) {
    const record = named.has(id) ? desk.read(id) : undefined
    if (record === undefined) return 'subject'
    if (Object.keys(fields).length + Object.keys(sealed).length === 0) return 'shape'
    const d = isCase(record) ? gov.service(record.service, record.version, h) : null
    const may = (name: string) => {
      if (!isCase(record)) return true
      return d !== null && filingFields(d).has(name) && !d.subjects.some(({ key }) => key.split('.')[0] === name)
    }
    for (const [name, value] of Object.entries(fields)) {
      const schema = d?.form.schema.properties[name]
      const fits = !isCase(record) || (schema !== undefined && fitsSchema(schema, value))
      if (!Object.hasOwn(record.fields, name) || !may(name) || !fits) return 'field'
      desk.put(id, name, value as Value)
    }
    for (const [name, commitment] of Object.entries(sealed)) {
      if (!Object.hasOwn(record.sealed, name) || !may(name) || said.commit === null) return 'field'
      const place = { h: commitment, commit: said.commit }
      desk.put(id, name, isCase(record) ? place : { ...place, name })
    }
  }
  return null
}

/** [Deciding 5] The cases that are `overruled`. */
function overruledBy(
  { read }: Matter,
  side: readonly Dispute[],
  refused: readonly Dispute[],
  gone: Undone,
): Set<string> {
  const out = new Set(refused.filter(({ kind }) => kind === 'file').map((one) => one.case))
  for (const [name, touches] of gone.on) {
    if (!isSubjectId(name)) continue
    for (const of of touches.flatMap((touch) => touch.with)) {
      const kase = isSubjectId(of) ? undefined : read(of)
      if (kase !== undefined && isCase(kase)) out.add(of)
    }
  }
  for (const one of side) out.delete(one.case)
  return out
}

/** [Deciding 8] `reopen`. */
export function takeBack(matter: Matter): Carried | VoidReason {
  const { disputes, read, id: own } = matter
  const decision = (disputes[0] as Dispute).decided?.id as Uint8Array
  const isIt = (touch: Touch) => hex(touch.id) === hex(decision)
  const wanted = new Set<string>()
  for (const name of matter.named) {
    const touch = read(name)?.log.find(isIt)
    if (touch === undefined) return 'subject'
    for (const one of [name, ...touch.with]) wanted.add(one)
  }
  if (wanted.size !== matter.named.size) return 'subject'
  const desk = new Desk(matter.named, read)
  const makers = new Map<string, string>()
  for (const name of matter.named) {
    const record = read(name) as LedgerRecord
    const at = record.log.findIndex(isIt)
    const touch = record.log[at] as Touch
    const { adopts = [] } = touch.decided ?? {}
    const since = inEffect(record).filter((one) => record.log.indexOf(one) > at)
    if (since.some((one) => commonNames(one.set, touch.set).length > 0)) return 'dispute'
    desk.undo(name, [touch])
    const taken = { ...record, log: [...record.log, entryTouch(own, takes(decision))] }
    if (isSubjectId(name) && touch.set.length > 0 && isNothingLeft(taken, [])) desk.emptied.add(name)
    const made = disputes.filter((one) => has(adopts, one.id) && one.subj.some(({ id }) => id === name))
    const oldest = made.sort((a, b) => a.at - b.at)[0]
    if (oldest !== undefined) makers.set(name, oldest.case)
  }
  desk.settle(matter, (name) => makers.get(name) ?? null)
  const after = (name: string) => desk.raw(name)
  return { names: matter.named, after, sets: desk.sets, decided: takes(decision), ends: () => null }
}

const takes = (decision: Uint8Array): Decided => {
  return { choice: 'reopen', adopts: [], refuses: [], stands: [], undoes: [], reopens: decision }
}
