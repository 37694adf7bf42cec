import { expect, test } from 'vitest'
import { evaluateBool, evaluateInt, inspectExpression } from '../../../shared/contract/service/rules.ts'
import { GOLDEN_DEFINITION as d, GOLDEN } from './golden.ts'

test('there are as many as there were', () => expect(GOLDEN.length).toBeGreaterThan(300))

test.each(GOLDEN.map((one, i) => [one.expr, i] as const))('%s (%i)', (expr, i) => {
  const { is, accepted, bindings } = GOLDEN[i] as (typeof GOLDEN)[number]
  const answer = evaluateBool(d, expr, bindings) ?? evaluateInt(d, expr, bindings)
  const problem = inspectExpression(d, 'form', expr, 'x')
  const asFee = inspectExpression(d, 'fee', expr, 'x')
  expect({ answer, accepted: problem === null || asFee === null, problem }).toEqual({ answer: is, accepted, problem })
})
