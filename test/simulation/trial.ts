import { Broken, broken } from './broken.ts'
import { type Course, courseOf } from './course.ts'
import { type End, play } from './world.ts'

/** One world, tried: what broke, or how it ended. */
export interface Trial {
  readonly course: Course
  readonly broken: { readonly rule: string; readonly says: string } | null
  readonly tally: ReadonlyMap<string, number>
}

/** A world of this seed, with `offices` of them (or a number between these two that follows from the seed). */
export function tryWorld(seed: number, offices: readonly [from: number, to: number], steps: number): Trial {
  const [from, to] = offices
  return tryCourse(courseOf(seed, from + (seed % (to - from + 1)), steps))
}

/** Played twice, by different clocks: nothing that people see may depend on them (X1). */
export function tryCourse(course: Course): Trial {
  try {
    const end = play(course, course.seed)
    sameEnd(end, play(course, course.seed + 1, false))
    return { course, broken: null, tally: end.tally }
  } catch (error) {
    // What throws inside is a failure as well: the judge may refuse anything, and fall over nothing.
    const rule = error instanceof Broken ? error.rule : 'threw'
    const says = error instanceof Error ? error.message : String(error)
    return { course, broken: { rule, says }, tally: new Map() }
  }
}

function sameEnd(one: End, other: End): void {
  const at = one.outcomes.findIndex((outcome, i) => outcome !== other.outcomes[i])
  if (at >= 0) broken('clocks', `leaf ${at} is ${one.outcomes[at]}, and by other clocks ${other.outcomes[at]}`)
  if (one.outcomes.length !== other.outcomes.length) broken('clocks', 'more leaves by one clock than by another')
  for (const [id, standing] of one.standing) {
    if (other.standing.get(id) !== standing) broken('clocks', `${id} is another by other clocks`)
  }
}

/** The same failure with as few steps as can be found: halves, then quarters, … are left out while it still fails. */
export function shrink(trial: Trial): Trial {
  let best = trial
  let tries = 0
  for (let size = Math.ceil(best.course.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.course.steps.length && tries < MOST_TRIES; ) {
      const { steps } = best.course
      const next = tryCourse({ ...best.course, steps: [...steps.slice(0, at), ...steps.slice(at + size)] })
      tries += 1
      if (next.broken?.rule === trial.broken?.rule) best = next
      else at += size
    }
  }
  return best
}

const MOST_TRIES = 400

/** As a test keeps it. */
export function courseText({ seed, offices, flavour, lax, steps }: Course): string {
  const list = steps.map(({ kind, seed: of }) => `['${kind}', ${of}]`).join(', ')
  return `{ seed: ${seed}, offices: ${offices}, flavour: ${flavour}, lax: ${lax}, steps: [${list}] }`
}
