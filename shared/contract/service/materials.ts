import type { FieldValues, Material, ServiceDefinition } from './definition.ts'
import { evaluateBool } from './rules.ts'

export interface ChecklistItem extends Material {
  /** Needed for this filing: always, or because of what the form says. */
  readonly needed: boolean
}

/**
 * The checklist for a form as far as it is filled in. A condition that cannot be evaluated yet (its field is still empty) needs
 * nothing; by the time of filing the fields are there.
 */
export function checklist(d: ServiceDefinition, values: FieldValues, today: string, county: string): ChecklistItem[] {
  const holds = (when: string) => evaluateBool(d, when, { form: values, today, county }) === true
  return d.materials.map((m) => ({
    ...m,
    needed: m.required || (m.requiredWhen !== undefined && holds(m.requiredWhen)),
  }))
}

/** What is needed and was not handed in: the one list for 一次性告知. `taken` holds material ids. */
export function missingMaterials(
  d: ServiceDefinition,
  values: FieldValues,
  taken: readonly string[],
  today: string,
  county: string,
): ChecklistItem[] {
  return checklist(d, values, today, county).filter((m) => m.needed && !taken.includes(m.id))
}
