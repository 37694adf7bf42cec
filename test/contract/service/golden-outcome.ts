import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { evaluateBool, evaluateInt, inspectExpression } from '../../../shared/contract/service/rules.ts'
import type { GoldenCase } from './golden.ts'

/** What this engine gives for a golden expression, and whether it accepts it as a form rule or as a fee. */
export function outcomeOf(d: ServiceDefinition, { expr, bindings }: GoldenCase): Pick<GoldenCase, 'is' | 'accepted'> {
  return {
    is: evaluateBool(d, expr, bindings) ?? evaluateInt(d, expr, bindings),
    accepted: (['form', 'fee'] as const).some((place) => inspectExpression(d, place, expr, 'x') === null),
  }
}
