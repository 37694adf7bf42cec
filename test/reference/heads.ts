import { hex } from '../../shared/base/bytes.ts'
import type { VoidReason } from '../../shared/contract/outcome.ts'
import { type LedgerRecord, sameHeads, type Touch } from '../../shared/contract/record.ts'
import type { Value } from '../../shared/ledger/index.ts'
import { decisionsOf, seenBy } from './history.ts'
import { commonNames, has, isFieldName, sameValue, standing } from './records.ts'

export type Standing = 'current' | 'merges' | 'clashes'

/** How an entry meets one record; `merged` has the lists that come out of two. */
export interface Met {
  readonly standing: Standing
  readonly merged: ReadonlyMap<string, Value>
  /** [Deciding 6] Built upon what a decision refused or undid: void, whatever else. */
  readonly isOverruled: boolean
}

const MOST_HEADS = 16
const MOST_LISTED = 50

/** [Judging 4] One named record: `set` and `after` are what the entry would do to it, `merges` whether its service says `merge: fields`. */
export function meet(
  record: LedgerRecord | undefined,
  based: readonly Uint8Array[],
  set: readonly string[],
  after: LedgerRecord | undefined,
  merges: boolean,
): Met | VoidReason {
  const merged = new Map<string, Value>()
  if (record === undefined) return based.length > 0 ? 'base' : { standing: 'current', merged, isOverruled: false }
  if (sameHeads(record.heads, based)) return { standing: 'current', merged, isOverruled: false }
  const seen = seenBy(record.log, based)
  if (seen === null) return 'base'
  if (record.heads.filter((head) => !has(based, head)).length + 1 > MOST_HEADS) return 'base'
  const late = lateOn(record.log, seen)
  if (late === null) return { standing: 'clashes', merged, isOverruled: true }
  const missed = late.filter((touch) => touch.held || touch.set.length > 0)
  if (missed.length === 0) return { standing: 'merges', merged, isOverruled: false }
  const clashing = new Set(missed.flatMap((touch) => commonNames(touch.set, set)))
  for (const name of clashing) {
    const setters = missed.filter((touch) => commonNames(touch.set, [name]).length > 0)
    const everything = set.includes('*') || setters.some((touch) => touch.set.includes('*'))
    if (!merges || everything || !isFieldName(name) || setters.some(({ held }) => held))
      return { standing: 'clashes', merged, isOverruled: false }
    const [now, wanted] = [standing(record, name), standing(after, name)]
    if (sameValue(now, wanted)) continue
    const list = mergeLists(valueSeen(record.log, missed, setters, name), now, wanted)
    if (list === null) return { standing: 'clashes', merged, isOverruled: false }
    merged.set(name, list)
  }
  return { standing: merges ? 'merges' : 'clashes', merged, isOverruled: false }
}

/**
 * [Deciding 6] What of the missed still counts, when the decisions among them have settled what they settle; null for an entry that has seen some
 * of what one refused or undid, and not all that it was about.
 */
function lateOn(log: readonly Touch[], seen: ReadonlySet<string>): Touch[] | null {
  const missed = log.filter(({ id }) => !seen.has(hex(id)))
  const settled = new Set<string>()
  for (const { id, decided } of missed) {
    if (!decided?.reopens || seen.has(hex(decided.reopens))) continue
    settled.add(hex(id))
    settled.add(hex(decided.reopens))
  }
  for (const { id, decided } of decisionsOf(log)) {
    if (decided === undefined || seen.has(hex(id))) continue
    const { choice, adopts, refuses, undoes, stands } = decided
    const gone = [...refuses, ...undoes].map(hex)
    const all = [...gone, ...adopts.map(hex), ...stands.map(hex)]
    for (const one of gone) settled.add(one)
    if (all.every((one) => seen.has(one))) continue
    if (gone.some((one) => seen.has(one))) return null
    const newest = adopts[0]
    if (choice === 'keep' || (choice === 'adopt' && newest !== undefined && seen.has(hex(newest)))) settled.add(hex(id))
  }
  return missed.filter(({ id }) => !settled.has(hex(id)))
}

/** "What stood before the first missed touch that set the name, provided that nothing else set it since." */
function valueSeen(log: readonly Touch[], missed: readonly Touch[], setters: readonly Touch[], name: string): Value {
  const first = setters[0] as Touch
  const since = log.slice(log.indexOf(first) + 1)
  if (since.some((touch) => !touch.held && !missed.includes(touch) && touch.set.includes(name))) return null
  return first.was[first.set.indexOf(name)] ?? null
}

/** [Judging 6] "Lists merge when …"; null when they do not. */
export function mergeLists(seen: Value, stands: Value, given: Value): Value {
  if (!Array.isArray(seen) || !Array.isArray(stands) || !Array.isArray(given)) return null
  const [base, mine, theirs] = [seen, stands, given] as [Value[], Value[], Value[]]
  const holds = (list: readonly Value[], value: Value) => list.some((one) => sameValue(one, value))
  for (const list of [base, mine, theirs]) {
    if (list.some((value, i) => holds(list.slice(0, i), value))) return null
  }
  for (const later of [mine, theirs]) {
    const kept = later.filter((value) => holds(base, value))
    if (
      !sameValue(
        kept,
        base.filter((value) => holds(later, value)),
      )
    )
      return null
  }
  const gone = (list: readonly Value[]) => base.filter((value) => !holds(list, value))
  if (gone(mine).some((value) => holds(gone(theirs), value))) return null
  const out = mine.filter((value) => !holds(gone(theirs), value))
  out.push(...theirs.filter((value) => !holds(base, value) && !holds(out, value)))
  return out.length > MOST_LISTED ? null : out
}
