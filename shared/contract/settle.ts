import { compareText, equal } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { type Body, encode, homeScope, type Value } from '../ledger/index.ts'
import { disputeId, type Leaf, openDispute } from './dispute.ts'
import { commonNames, missedBy, valueSeen } from './history.ts'
import { mergeLists } from './merge-lists.ts'
import { type Outcome, type Verdict, type VoidReason, voided } from './outcome.ts'
import { isField, PIECE, pieceOf, putBack } from './pieces.ts'
import type { Plan } from './plan.ts'
import { type LedgerRecord, nextHeads, sameHeads, type Touch } from './record.ts'

type ReadRecord = (id: string) => LedgerRecord | undefined

/**
 * [X5] Holds a plan against the heads that its author had seen, and writes what stands: nothing seen is missed, and it is applied; what was missed does
 * not concern it, and it is merged; else it waits, whole, for people to decide (X6).
 */
export function settle(
  plan: Plan | VoidReason,
  read: ReadRecord,
  entry: Body,
  id: Uint8Array,
  by: string,
  place: Leaf,
): Verdict {
  if (typeof plan === 'string') return voided(plan)
  const home = entry.subj.filter((s) => homeScope(s.id) === place.scope)
  if (home.length === 0) return voided('subject')
  const clash = new Set<string>()
  const next = new Map(plan.next)
  let stale = false
  let overruled = false
  for (const { id: name, heads } of home) {
    const record = read(name)
    if (sameHeads(record?.heads ?? [], heads)) continue
    if (record === undefined) return voided('base')
    // A case is opened once.
    if (plan.opens === name) return voided('exists')
    // An entry names all heads of a record or does not stand on it (N1): one more, and nobody could ever again.
    if (nextHeads(record.heads, heads, id).length > LIMITS.headsPerSubject) return voided('base')
    const missed = missedBy(record.log, heads)
    if (missed === null) return voided('base')
    stale = true
    overruled ||= missed.overruled
    const merged = merge(plan, name, record, next.get(name) ?? record, missed.touches)
    if (merged === null) clash.add(name)
    else next.set(name, merged)
  }
  if (overruled) return voided('overruled')
  // What the workflow and the rules forbid is void only when the author had seen all; else it is for people to decide.
  if (clash.size === 0 && plan.forbidden !== null) return voided(plan.forbidden)
  const disputed = clash.size > 0
  const outcome: Outcome = disputed ? 'disputed' : stale ? 'merged' : 'applied'
  const changes = new Map<string, Value>()
  for (const [name, record] of plan.counts) changes.set(name, record as unknown as Value)
  for (const { id: name, heads } of home) {
    const record = read(name)
    // A case that a disputed filing opens is there; everything else that the entry meant to change stays as it stands.
    const held = disputed && plan.opens !== name
    const base = held ? record : (next.get(name) ?? record)
    // What an effect would put on record is not there while that is in dispute.
    if (base === undefined) continue
    const told = { plan, entry, id, by, place, home }
    const after = touched(record, base, touchOf(record, heads, name, held, told))
    changes.set(name, (disputed ? { ...after, disputes: [...after.disputes, id] } : after) as unknown as Value)
  }
  if (disputed) {
    changes.set(disputeId(place.scope, id), openDispute(entry, id, by, place, clash) as unknown as Value)
  }
  return { outcome, changes }
}

/**
 * [X5] The record with the plan on it, for an author who had missed these: lists are put together, equal values are no clash. Null when people have to
 * decide.
 */
function merge(
  plan: Plan,
  name: string,
  record: LedgerRecord,
  next: LedgerRecord,
  missed: readonly Touch[],
): LedgerRecord | null {
  if (missed.length === 0) return next
  if (!plan.mayMerge) return null
  const mine = plan.sets.get(name) ?? []
  if ([mine, ...missed.map(({ set }) => set)].some((set) => set.includes(PIECE.everything))) return null
  const common = new Set(missed.flatMap((touch) => commonNames(mine, touch.set)))
  let merged = next
  for (const piece of common) {
    if (!isField(piece) || missed.some(({ held, set }) => held && set.includes(piece))) return null
    const [standing, wanted] = [pieceOf(record, piece), pieceOf(next, piece)]
    if (equal(encode(standing), encode(wanted))) continue
    const seen = valueSeen(record.log, missed, piece) ?? null
    if (!isList(seen) || !isList(standing) || !isList(wanted)) return null
    const both = mergeLists(seen, standing, wanted)
    if (both === null || both.length > MOST_IN_LIST) return null
    merged = putBack(merged, piece, both)
  }
  return merged
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
/** [N7] An array in `fields`. */
const MOST_IN_LIST = 50

interface Told {
  readonly plan: Plan
  readonly entry: Body
  readonly id: Uint8Array
  readonly by: string
  readonly place: Leaf
  readonly home: Body['subj']
}

function touchOf(
  record: LedgerRecord | undefined,
  heads: readonly Uint8Array[],
  name: string,
  held: boolean,
  { plan, entry, id, by, place, home }: Told,
): Touch {
  const set = [...new Set(plan.sets.get(name) ?? [])].sort(compareText)
  return {
    ...{ id, heads, set, held },
    was: held ? [] : set.map((piece) => pieceOf(record, piece)),
    with: home.flatMap((one) => (one.id === name ? [] : [one.id])),
    act: plan.act,
    ...{ by, at: place.at, time: entry.time, sealed: place.t },
  }
}

/** A record after an entry touched it: `base` is what the entry made of it. */
export function touched<T extends LedgerRecord>(record: LedgerRecord | undefined, base: T, touch: Touch): T {
  return {
    ...base,
    heads: nextHeads(record?.heads ?? [], touch.heads, touch.id),
    log: [...(record?.log ?? []), touch],
  }
}
