import { type Random, seeded } from '../kit/random.ts'
import { FLAVOURS } from './services.ts'

/** What happens in a world, one step after the other; what a step does in detail follows from its own seed and from what it finds. */
export const KINDS = [
  'work',
  'decide',
  'sync',
  'line',
  'seal',
  'clock',
  'publish',
  'restore',
  'revoke',
  'clone',
  'allot',
] as const
export interface Step {
  readonly kind: (typeof KINDS)[number]
  readonly seed: number
}

export interface Course {
  readonly seed: number
  readonly offices: number
  readonly steps: readonly Step[]
  /** Which services it is about, of FLAVOURS. */
  readonly flavour: number
  /** Its node looks at nothing before it seals. */
  readonly lax: boolean
}

/** A world of this seed: few subjects, many hands, a line that is mostly down. */
export function courseOf(seed: number, offices: number, steps: number): Course {
  const rnd = seeded(seed)
  const out: Step[] = []
  for (let i = 0; i < steps; i++) out.push({ kind: kindOf(rnd), seed: rnd.int(2 ** 31) })
  const flavour = seed % FLAVOURS.length
  // Where a form has a second version, it comes while work is under way.
  if (FLAVOURS[flavour]?.includes('apply') === true) {
    out[Math.floor(steps / 3)] = { kind: 'publish', seed: rnd.int(2 ** 31) }
  }
  return { seed, offices, steps: out, flavour, lax: seed % 5 === 0 }
}

const WEIGHTS: readonly (readonly [Step['kind'], number])[] = [
  ['work', 44],
  ['decide', 20],
  ['sync', 14],
  ['seal', 12],
  ['line', 6],
  ['clock', 2],
  ['publish', 2],
  ['restore', 1],
  ['revoke', 0.5],
  ['clone', 1.5],
  ['allot', 1],
]

function kindOf(rnd: Random): Step['kind'] {
  let left = rnd.int(100 * WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0)) / 100
  for (const [kind, weight] of WEIGHTS) {
    if (left < weight) return kind
    left -= weight
  }
  return 'work'
}
