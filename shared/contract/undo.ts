import { equal, hex } from '../base/bytes.ts'
import { LIMITS } from '../base/limits.ts'
import { subjectType } from '../ledger/index.ts'
import { apartFrom, commonNames, inEffect } from './history.ts'
import { PIECE, putBack } from './pieces.ts'
import { isCase, type LedgerRecord, newSubject, type Touch } from './record.ts'

/** What a decision puts aside of what is in effect (X6). */
export interface Undoing {
  /** By record, the touches to undo. Cases stand here only when they are in dispute themselves. */
  readonly touches: ReadonlyMap<string, readonly Touch[]>
  /** Ids of the undone entries, oldest first. */
  readonly entries: readonly Uint8Array[]
  /** Cases whose acts on subjects are undone: they are overruled, and their steps stay as they were. */
  readonly cases: ReadonlySet<string>
  /** Every record that the undone entries named. */
  readonly records: ReadonlySet<string>
}

/** Why it cannot be undone: a record would change that the decision does not name; an earlier decision rests on it, or it is too much. */
export type Unfit = 'subject' | 'dispute'

export interface Undoable {
  /** Nothing is read that the decision does not name. */
  readonly read: (id: string) => LedgerRecord | undefined
  readonly isNamed: (id: string) => boolean
  /** Those on which the entry to be adopted is held. */
  readonly disputed: ReadonlySet<string>
}

/**
 * What has to go for these to take its place: whole entries, wherever they changed something, and whatever was since built upon them. `first` are the
 * touches that stand against it, with their records.
 */
export function undoing(first: readonly (readonly [string, Touch])[], on: Undoable): Undoing | Unfit {
  const touches = new Map<string, Touch[]>()
  const entries = new Map<string, Touch>()
  let tooFar = false
  const cases = new Set<string>()
  const records = new Set<string>()
  const effects = new Map<LedgerRecord, Touch[]>()
  const open = [...first]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const [at, touch] = one
    if (entries.has(hex(touch.id))) continue
    // Where it leads is not looked at: it is refused, but for a record that is not named, which comes first.
    if (touch.decided !== undefined) {
      tooFar = true
      continue
    }
    entries.set(hex(touch.id), touch)
    for (const id of [at, ...touch.with]) {
      if (!on.isNamed(id)) return 'subject'
      records.add(id)
      const record = on.read(id)
      const here = record?.log.find((t) => equal(t.id, touch.id))
      if (record === undefined || here === undefined) continue
      // Its steps stay as they were taken; only what is itself in dispute goes back, and never behind its filing.
      if (isCase(record) && (!on.disputed.has(id) || record.log[0] === here)) {
        cases.add(id)
        continue
      }
      const effective = effects.get(record) ?? inEffect(record.log)
      effects.set(record, effective)
      // What an earlier decision undid there is not undone twice.
      if (!effective.includes(here)) continue
      touches.set(id, [...(touches.get(id) ?? []), here])
      for (const later of effective.slice(effective.indexOf(here) + 1)) {
        if (commonNames(here.set, later.set).length > 0) open.push([id, later])
      }
    }
  }
  if (tooFar || entries.size > LIMITS.undonePerDecision) return 'dispute'
  const oldestFirst = (all: Iterable<Touch>) => [...all].sort((a, b) => a.at - b.at)
  return {
    touches: new Map([...touches].map(([id, here]) => [id, oldestFirst(here)])),
    entries: oldestFirst(entries.values()).map(({ id }) => id),
    ...{ cases, records },
  }
}

/**
 * What stands on a record against entries that are held there, the newest last: in effect, made apart from them, and of these names; null: whatever
 * the names.
 */
export function standingAgainst(
  record: LedgerRecord,
  held: readonly Uint8Array[],
  names: readonly string[] | null,
): Touch[] {
  const own = record.log.findLast((touch) => touch.held && held.some((id) => equal(id, touch.id)))
  if (own === undefined) return []
  const apart = new Set(apartFrom(record.log, own))
  return inEffect(record.log).filter(
    (touch) => touch.set.length > 0 && apart.has(touch) && (names === null || commonNames(names, touch.set).length > 0),
  )
}

/** A record with these touches undone, the newest first. A subject of which nothing is left is as if it had never been on record: `blank`. */
export function undone(
  id: string,
  record: LedgerRecord,
  touches: readonly Touch[],
): { readonly record: LedgerRecord; readonly blank: boolean } {
  const gone = new Set(touches.map((touch) => hex(touch.id)))
  let out = record
  for (const touch of [...record.log].reverse()) {
    if (!gone.has(hex(touch.id))) continue
    for (const [i, name] of touch.set.entries()) out = putBack(out, name, touch.was[i] ?? null)
  }
  // Without them: what a decision had undone is in effect again when that decision is among them.
  const left = inEffect(record.log.filter((touch) => !gone.has(hex(touch.id)))).some(({ set }) => set.length > 0)
  if (left || isCase(out)) return { record: out, blank: false }
  return { record: newSubject(subjectType(id)), blank: true }
}

/** [X6] Has it ended only because a decision left nothing of it in effect? Then nothing is on record that an entry to be adopted could not put there. */
export function isBlank(record: LedgerRecord): boolean {
  if (isCase(record) || record.ended === null) return false
  const effective = inEffect(record.log).filter(({ set }) => set.length > 0)
  if (effective.some(({ decided }) => decided === undefined)) return false
  const adopted = new Set(effective.flatMap(({ decided }) => decided?.adopts ?? []).map(hex))
  // An adopted entry may have ended it as well, and then it has ended.
  return !record.log.some(({ id, set }) => adopted.has(hex(id)) && set.includes(PIECE.everything))
}
