import type { Example, ServiceDefinition } from '../../../../../shared/contract/service/definition.ts'

/** The example with this number; null when none is picked, or the document has lost it while it is edited. */
export function pickedExample(d: ServiceDefinition, picked: number): Example | null {
  return d.examples[picked] ?? null
}
