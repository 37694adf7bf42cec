import { compareText } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { isMap } from '../base/shape.ts'
import { type Body, homeScope, subjectType, type Value } from '../ledger/index.ts'
import { EVERYTHING } from './effects.ts'
import { actData, fileData, noteData, SERIES } from './facts.ts'
import { type Author, type Gov, isRevoked } from './gov.ts'
import { numbersId } from './numbers.ts'
import { type Outcome, type Verdict, type VoidReason, voided } from './outcome.ts'
import { type Plan, planAct, planFile, type Setting } from './plan.ts'
import { type CaseRecord, type LedgerRecord, nextHeads, sameHeads, type Touch, unseen } from './record.ts'

/** Where an entry stands: its scope, its position there, and the height and time of its block. */
export interface Place {
  readonly scope: string
  readonly at: number
  readonly h: number
  readonly t: number
}

/** Reads the scope's records; the caller has fetched those that `recordsOf` names. */
export type ReadRecord = (id: string) => LedgerRecord | undefined

/** The records of this scope that judging an entry reads and may change. */
export function recordsOf(entry: Body, scope: string): string[] {
  const ids = entry.subj.map((s) => s.id)
  if (entry.case !== null && !ids.includes(entry.case)) ids.push(entry.case)
  const number = isMap(entry.data['number']) ? entry.data['number']['series'] : undefined
  // What is no series is void, and nothing that a store could stumble over is asked for.
  if (typeof number === 'string' && SERIES.test(number)) ids.push(numbersId(scope, number, entry.key))
  return ids.filter((id) => homeScope(id) === scope)
}

/**
 * [X1] [X2] [X4] [X5] The verdict on a leaf of a scope other than gov: a pure function of gov at its height and of the records that it
 * touches. The device chain has been judged before.
 */
export function judgeScope(gov: Gov, read: ReadRecord, entry: Body, id: Uint8Array, place: Place): Verdict {
  const author = gov.author(entry.key, place.h)
  if (author === null) return voided('unknown-key')
  if (isRevoked(author.key, place.h)) return voided('revoked')
  if (!author.scopes.includes(place.scope)) return voided('role')
  const on: Setting = { gov, author, read, scope: place.scope, h: place.h, t: place.t }
  switch (entry.kind) {
    case 'file':
      return settle(planOfFile(entry, on), read, entry, id, author, place)
    case 'act':
      return settle(planOfAct(entry, on), read, entry, id, author, place)
    case 'note':
      return judgeNote(entry, author)
    default:
      return voided('not-understood')
  }
}

/** Words and nothing else: no form that could be sealed, no material that an attachment could belong to; an executor has nothing to say. */
function judgeNote(entry: Body, author: Author): Verdict {
  if (author.key.use === 'executor') return voided('role')
  const plain = entry.commit === null && entry.att.length === 0
  return plain && noteData(entry.data, 'data').ok ? { outcome: 'applied', changes: new Map() } : voided('shape')
}

function planOfFile(entry: Body, on: Setting): Plan | VoidReason {
  const data = fileData(entry.data, 'data')
  if (!data.ok) return 'shape'
  if (entry.case === null || homeScope(entry.case) !== on.scope || subjectType(entry.case) !== 'case') return 'case'
  const definition = on.gov.service(data.value.service, data.value.version, on.h)
  return definition === null ? 'service' : planFile(definition, data.value, entry, on)
}

function planOfAct(entry: Body, on: Setting): Plan | VoidReason {
  const data = actData(entry.data, 'data')
  if (!data.ok) return 'shape'
  if (entry.case === null || homeScope(entry.case) !== on.scope) return 'case'
  const record = on.read(entry.case)
  if (record === undefined || record.t !== 'case') return 'case'
  const open = record as CaseRecord
  const definition = on.gov.service(open.service, open.version, on.h)
  return definition === null ? 'service' : planAct(definition, data.value, open, entry, on)
}

/** Holds a plan against the heads that its author had seen, and writes what stands. */
function settle(
  plan: Plan | VoidReason,
  read: ReadRecord,
  entry: Body,
  id: Uint8Array,
  author: Author,
  place: Place,
): Verdict {
  if (typeof plan === 'string') return voided(plan)
  const home = entry.subj.filter((s) => homeScope(s.id) === place.scope)
  if (home.length === 0) return voided('subject')
  const clash = new Set<string>()
  let stale = false
  for (const { id: name, heads } of home) {
    const record = read(name)
    if (sameHeads(record?.heads ?? [], heads)) continue
    if (record === undefined) return voided('base')
    // An entry names all heads of a record or does not stand on it (N1): one more, and nobody could ever again.
    if (nextHeads(record.heads, heads, id).length > LIMITS.headsPerSubject) return voided('base')
    const missed = unseen(record.log, heads)
    stale = true
    if (missed === null || !plan.mayMerge || overlaps(plan.sets.get(name) ?? [], missed)) clash.add(name)
  }
  // What the workflow and the rules forbid is void only when the author had seen all; else it is for people to decide.
  if (clash.size === 0 && plan.forbidden !== null) return voided(plan.forbidden)
  const disputed = clash.size > 0
  const outcome: Outcome = disputed ? 'disputed' : stale ? 'merged' : 'applied'
  const changes = new Map<string, Value>()
  for (const [name, record] of plan.counts) changes.set(name, record as unknown as Value)
  for (const { id: name, heads } of home) {
    const record = read(name)
    // A case that a disputed filing opens is kept; everything else that the entry meant to change stays as it stands.
    const held = disputed && !(record === undefined && plan.opens === name)
    const set = held ? [] : (plan.sets.get(name) ?? [])
    const touch: Touch = {
      id,
      heads,
      set: [...new Set(set)].sort(compareText),
      act: plan.act,
      by: author.member,
      at: place.at,
      time: entry.time,
      sealed: place.t,
    }
    const base = held ? record : (plan.next.get(name) ?? record)
    if (base === undefined) return voided('subject')
    const next = {
      ...base,
      heads: nextHeads(record?.heads ?? [], heads, id),
      log: [...(record?.log ?? []), touch],
      disputes: disputed ? [...(record?.disputes ?? []), id] : (record?.disputes ?? []),
    }
    changes.set(name, next as unknown as Value)
  }
  return { outcome, changes }
}

function overlaps(set: readonly string[], missed: readonly Touch[]): boolean {
  const mine = new Set(set)
  const all = mine.has(EVERYTHING)
  return missed.some(
    (touch) => all || touch.set.length === 0 || touch.set.some((name) => name === EVERYTHING || mine.has(name)),
  )
}
