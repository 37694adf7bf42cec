import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import type { Bindings } from '../../../shared/contract/service/rules.ts'
import golden from './golden-expressions.json' with { type: 'json' }

/**
 * Expressions with what they have to give, everywhere and for good: engine 1 never changes its answers. The expected results were worked out with
 * another language's integers, code points and calendar and from the text of CEL, not by this engine; the file stands on its own, for
 * engines in other languages.
 */
export interface GoldenCase {
  readonly expr: string
  /** True, false or an integer; null where it cannot be evaluated. */
  readonly is: boolean | number | null
  /** Is it accepted at publication, as a form rule or as a fee? */
  readonly accepted: boolean
  readonly bindings: Bindings
}

export const GOLDEN_DEFINITION = golden.definition as unknown as ServiceDefinition

type Loose = Record<string, unknown>

/** `with` changes the common world; null takes something away. */
function changed(world: Loose, change: Loose): Loose {
  const out = { ...world }
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete out[name]
    else if (name === 'form') out[name] = changed(out[name] as Loose, value as Loose)
    else out[name] = value
  }
  return out
}

export const GOLDEN: readonly GoldenCase[] = golden.cases.map((one) => ({
  expr: one.expr,
  is: one.is,
  accepted: one.accepted,
  bindings: changed(golden.world, 'with' in one ? (one.with as Loose) : {}) as unknown as Bindings,
}))
