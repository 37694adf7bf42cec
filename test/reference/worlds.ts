import { courseOf } from '../simulation/course.ts'
import { play } from '../simulation/world.ts'
import { type Compared, compareBlocks } from './compare.ts'

/** The history of a simulated world, judged twice. */
export function compareWorld(seed: number, steps: number, offices = 3 + (seed % 6)): Compared {
  return compareBlocks(play(courseOf(seed, offices, steps), seed, false).blocks)
}
