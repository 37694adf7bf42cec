import { courseOf } from '../simulation/course.ts'
import { play } from '../simulation/world.ts'
import { type Compared, compareBlocks } from './compare.ts'
import { compareWild } from './compare-wild.ts'

/** Which worlds are played, as the simulation's own options say. */
export interface Wanted {
  readonly seed: number
  readonly worlds: number
  readonly offices: readonly [from: number, to: number]
  readonly steps: number
}

/** Entries that nobody there signed, about every leaf. */
const EACH = 6

/** The history of a simulated world, judged twice: as it was, and with entries among it that nobody there would have signed. */
export function compareWorld(seed: number, [from, to]: Wanted['offices'], steps: number, each: number): Compared[] {
  const { blocks } = play(courseOf(seed, from + (seed % (to - from + 1)), steps), seed, false)
  const asItWas = compareBlocks(blocks)
  return each === 0 ? [asItWas] : [asItWas, compareWild(blocks, seed, each)]
}

/** Many worlds; answers in how many the two readings differ. */
export function compareMany({ seed, worlds, offices, steps }: Wanted, say: (line: string) => void): number {
  const leaves = [0, 0]
  let differ = 0
  for (let i = 0; i < worlds; i++) {
    const both = compareWorld(seed + i, offices, steps, EACH)
    for (const [n, one] of both.entries()) leaves[n] = (leaves[n] ?? 0) + one.leaves
    const difference = both.find((one) => one.difference !== null)?.difference ?? null
    if (difference === null) continue
    differ += 1
    say(`seed ${seed + i}: ${difference.says}\n  leaf ${difference.at}`)
  }
  say(`worlds ${worlds}, leaves ${leaves[0]}, others ${leaves[1]}, differ ${differ}`)
  return differ
}
