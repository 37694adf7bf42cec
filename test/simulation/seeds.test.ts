import { expect, test } from 'vitest'
import type { Course } from './course.ts'
import { courseText, tryCourse, tryWorld } from './trial.ts'

/**
 * A few whole worlds of every flavour, and those in which something once broke, as short as they could be made. `npm run sim` plays as many as one
 * likes.
 */

type Kept = Omit<Course, 'steps'> & { readonly steps: readonly (readonly [Course['steps'][number]['kind'], number])[] }

const KEPT: readonly (readonly [what: string, course: Kept])[] = [
  [
    'a decision is taken back, and what it had undone is on record again',
    {
      ...{ seed: 62, offices: 5, flavour: 2, lax: false },
      steps: [
        ['work', 1166538606],
        ['work', 2039913938],
        ['work', 118173962],
        ['work', 1344287601],
        ['seal', 585456830],
        ['decide', 1195923155],
        ['decide', 524684316],
      ],
    },
  ],
  [
    'a decision is taken back that had put something on record',
    {
      ...{ seed: 584, offices: 7, flavour: 2, lax: false },
      steps: [
        ['work', 860525580],
        ['work', 653894495],
        ['work', 1737713903],
        ['seal', 159632295],
        ['decide', 1929247743],
        ['line', 894013910],
        ['decide', 913459405],
      ],
    },
  ],
  [
    'a decision is taken back, and the claim that it had undone was of a case that has ended since',
    {
      ...{ seed: 41, offices: 4, flavour: 5, lax: false },
      steps: [
        ['work', 1531859141],
        ['work', 80575542],
        ['work', 1424839583],
        ['sync', 466348669],
        ['seal', 1531674563],
        ['decide', 271283686],
        ['work', 1881781208],
        ['decide', 2069170418],
      ],
    },
  ],
  [
    'a decision about two disputes is taken back as if it had been about one of them',
    {
      ...{ seed: 16, offices: 9, flavour: 0, lax: false },
      steps: [
        ['work', 42276096],
        ['work', 2004736801],
        ['work', 897130893],
        ['seal', 347095635],
        ['decide', 1076943320],
        ['seal', 1712819883],
        ['decide', 1427313984],
      ],
    },
  ],
]

test.each(KEPT)('%s', (_, { steps, ...course }) => {
  const trial = tryCourse({ ...course, steps: steps.map(([kind, of]) => ({ kind, seed: of })) })
  expect(trial.broken, courseText(trial.course)).toBeNull()
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])('[X5] [X6] [X2] a province of seed %i', (seed) => {
  const trial = tryWorld(seed, [3, 6], 40)
  expect(trial.broken, courseText(trial.course)).toBeNull()
  // Something happened: work came together, and not only side by side.
  expect(trial.tally.get('applied') ?? 0).toBeGreaterThan(5)
})

test('what happens in these worlds is what they are for', () => {
  const all = new Map<string, number>()
  for (let seed = 1; seed <= 6; seed++) {
    for (const [outcome, n] of tryWorld(seed, [4, 4], 50).tally) all.set(outcome, (all.get(outcome) ?? 0) + n)
  }
  const wanted = [
    'applied',
    'merged',
    'disputed',
    'void(stale)',
    'void(chain)',
    'number: applied',
    'form: version 2: file',
  ]
  wanted.push('entry: act by the executor: applied', 'refused by the node: chain-fork', 'clash: 2 subjects')
  for (const what of wanted) expect(all.get(what) ?? 0, what).toBeGreaterThan(0)
})
