import { expect, test } from 'vitest'
import { GOLDEN, GOLDEN_DEFINITION } from './golden.ts'
import { outcomeOf } from './golden-outcome.ts'

test('the golden expressions are all there', () => expect(GOLDEN.length).toBeGreaterThan(700))

test.each(GOLDEN.map((one, i) => [i, one.expr] as const))('[Q11] %i: %s', (i) => {
  const one = GOLDEN[i] as (typeof GOLDEN)[number]
  expect(outcomeOf(GOLDEN_DEFINITION, one)).toEqual({ is: one.is, accepted: one.accepted })
})
