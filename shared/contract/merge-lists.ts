import { hex } from '../base/bytes.ts'
import { encode, type Value } from '../ledger/index.ts'

/**
 * [X5] Two changes of one list, made apart, as one: what either added is there, what either took out is gone, in the order of what stands. Null when
 * they cannot both be had: both changed the same place, or the order was changed.
 *
 * A row is the same row when its value is the same. A row that one side changed is taken out and another put in; when the other side took out that
 * very row too, nobody can say which is meant.
 */
export function mergeLists(
  base: readonly Value[],
  standing: readonly Value[],
  mine: readonly Value[],
): readonly Value[] | null {
  const [was, theirs, ours] = [base, standing, mine].map((list) => list.map((row) => hex(encode(row)))) as [
    string[],
    string[],
    string[],
  ]
  // Twice the same row: a count, which no merge can be sure of.
  if ([was, theirs, ours].some((list) => new Set(list).size !== list.length)) return null
  const kept = (list: readonly string[]) => was.filter((row) => list.includes(row))
  const ordered = (list: readonly string[]) => list.filter((row) => was.includes(row)).join() === kept(list).join()
  if (!ordered(theirs) || !ordered(ours)) return null
  const goneThere = was.filter((row) => !theirs.includes(row))
  const goneHere = was.filter((row) => !ours.includes(row))
  if (goneThere.some((row) => goneHere.includes(row))) return null
  const fresh = mine.filter((_, i) => !was.includes(ours[i] as string) && !theirs.includes(ours[i] as string))
  return [...standing.filter((_, i) => !goneHere.includes(theirs[i] as string)), ...fresh]
}
