import { courseOf } from '../simulation/course.ts'
import { play } from '../simulation/world.ts'
import { type Compared, compareBlocks, compareWild } from './compare.ts'

/** The history of a simulated world, judged twice. */
export function compareWorld(seed: number, steps: number, offices = 3 + (seed % 6)): Compared {
  return compareBlocks(play(courseOf(seed, offices, steps), seed, false).blocks)
}

/** The same, with `each` entries about every leaf that nobody there would have signed. */
export function compareWildWorld(seed: number, steps: number, each: number, offices = 3 + (seed % 6)): Compared {
  return compareWild(play(courseOf(seed, offices, steps), seed, false).blocks, seed, each)
}
