import { equal, hex } from '../base/bytes.ts'
import { isField, PIECE } from './pieces.ts'
import type { Touch } from './record.ts'

/**
 * A record's history as a graph: what an entry had seen of it, what it had not, and which of it is in effect (X5, X6). Built upon what each entry
 * names as heads, never upon clocks.
 */

/** The ids, in hex, of what an entry based on `heads` had seen; null when it names a head that never was. */
export function seenBy(log: readonly Touch[], heads: readonly Uint8Array[]): Set<string> | null {
  const byId = new Map(log.map((touch) => [hex(touch.id), touch]))
  const seen = new Set<string>()
  const open = heads.map(hex)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    const touch = byId.get(name)
    if (touch === undefined) return null
    seen.add(name)
    open.push(...touch.heads.map(hex))
  }
  return seen
}

/** [X5] What has been done to a record that an entry based on `heads` had not seen; null when it names a head that never was. */
export function unseen(log: readonly Touch[], heads: readonly Uint8Array[]): Touch[] | null {
  const seen = seenBy(log, heads)
  return seen === null ? null : log.filter((touch) => !seen.has(hex(touch.id)))
}

/** [X6] What of a history is in effect: not held, and undone by no decision that still stands. */
export function inEffect(log: readonly Touch[]): Touch[] {
  const undone = undoneHere(log)
  return log.filter((touch) => !touch.held && !undone.has(hex(touch.id)))
}

/**
 * [X6] What decisions undid on the record of this log. An entry is undone on all its subjects; the steps of a case stay as they were taken, unless the
 * side that was adopted is in dispute there, and its filing always.
 */
function undoneHere(log: readonly Touch[]): ReadonlySet<string> {
  const { undone, takenBack, standing } = decidedIn(log)
  if (log[0]?.set.includes(PIECE.state) !== true) return undone
  const here = new Set(log.map(({ id }) => hex(id)))
  const back = standing.flatMap(({ decided }) =>
    decided?.adopts.some((one) => here.has(hex(one))) === true ? decided.undoes : [],
  )
  const steps = back.map(hex).filter((one) => one !== hex(log[0]?.id ?? new Uint8Array(0)))
  return new Set([...takenBack, ...steps])
}

interface Decisions {
  readonly refused: ReadonlySet<string>
  readonly undone: ReadonlySet<string>
  /** Of those, the decisions that were taken back, and what took them back. */
  readonly takenBack: ReadonlySet<string>
  readonly standing: readonly Touch[]
}

/** What the decisions among these touches come to, those left out that were taken back. */
export function decidedIn(touches: readonly Touch[]): Decisions {
  const back = touches.flatMap(({ decided }) => decided?.reopens ?? [])
  const standing = touches.filter(({ id, decided }) => decided !== undefined && !back.some((one) => equal(one, id)))
  const all = (of: 'refuses' | 'undoes') => new Set(standing.flatMap(({ decided }) => decided?.[of] ?? []).map(hex))
  // A decision that was taken back is undone like anything else; with what took it back it comes to nothing.
  const known = new Set(touches.map(({ id }) => hex(id)))
  const takes = standing.flatMap(({ id, decided }) =>
    decided?.reopens && known.has(hex(decided.reopens)) ? [hex(id)] : [],
  )
  const takenBack = new Set([...back.map(hex), ...takes])
  return { refused: all('refuses'), undone: new Set([...all('undoes'), ...takenBack]), takenBack, standing }
}

/** What stands against an entry that had not seen all: nothing that a decision has since put aside, or that it builds upon itself. */
export interface Missed {
  /** [X6] It builds upon what a decision, unknown to it, refused or undid. */
  readonly overruled: boolean
  readonly touches: readonly Touch[]
}

/** [X5] [X6] Null when the entry names a head that never was. */
export function missedBy(log: readonly Touch[], heads: readonly Uint8Array[]): Missed | null {
  const seen = seenBy(log, heads)
  if (seen === null) return null
  const missed = log.filter(({ id }) => !seen.has(hex(id)))
  const { refused, undone, standing } = decidedIn(missed)
  let overruled = false
  const settled = new Set<string>()
  for (const { id, decided } of standing) {
    if (decided === undefined) continue
    const sides = [...decided.refuses, ...decided.adopts, ...decided.undoes, ...decided.stands].map(hex)
    // Whoever had seen every side knew of the dispute, and builds upon none of them alone.
    if (sides.length > 0 && sides.every((side) => seen.has(side))) continue
    overruled ||= [...decided.refuses, ...decided.undoes].some((one) => seen.has(hex(one)))
    const adopted = decided.adopts[0]
    const builds = decided.choice === 'adopt' && adopted !== undefined && seen.has(hex(adopted))
    if (builds || decided.choice === 'keep') settled.add(hex(id))
  }
  const touches = missed.filter(({ id, set, held }) => {
    const name = hex(id)
    return !settled.has(name) && !refused.has(name) && !undone.has(name) && (held || set.length > 0)
  })
  return { overruled, touches }
}

/** The names that both set: `*` is the same as every other. */
export function commonNames(set: readonly string[], other: readonly string[]): string[] {
  if (set.includes(PIECE.everything)) return [...other]
  if (other.includes(PIECE.everything)) return [...set]
  const mine = new Set(set)
  return other.filter((name) => mine.has(name))
}

/** [X6] What was made apart from an entry of this log: neither in its sight, nor it in theirs. */
export function apartFrom(log: readonly Touch[], own: Touch): Touch[] {
  const before = seenBy(log, own.heads) ?? new Set()
  const since = new Set([hex(own.id)])
  return log.filter((touch) => {
    const name = hex(touch.id)
    // What an entry has seen stands before it in the log.
    if (touch.heads.some((head) => since.has(hex(head)))) since.add(name)
    return !before.has(name) && !since.has(name)
  })
}

/**
 * The value that an author saw in a field which others have set since, out of what they found there. Undefined when that cannot be said: what the
 * author did see came in between.
 */
export function valueSeen(
  log: readonly Touch[],
  missed: readonly Touch[],
  name: string,
): Touch['was'][number] | undefined {
  const first = missed.find(({ held, set }) => !held && set.includes(name))
  if (first === undefined || !isField(name)) return undefined
  const since = log.slice(log.indexOf(first) + 1)
  if (since.some((touch) => !missed.includes(touch) && !touch.held && touch.set.includes(name))) return undefined
  return first.was[first.set.indexOf(name)]
}

/** The steps of a case that hold: taken in order, or held and then adopted (X6), and undone by no decision. */
export function stepsTaken(log: readonly Touch[]): Touch[] {
  const { standing } = decidedIn(log)
  const undone = undoneHere(log)
  const adopted = new Set(standing.flatMap(({ decided }) => decided?.adopts ?? []).map(hex))
  return log.filter(({ id, held, act }) => {
    return act !== 'resolve' && !undone.has(hex(id)) && (!held || adopted.has(hex(id)))
  })
}
