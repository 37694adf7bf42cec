import type { FieldValues, ServiceDefinition } from './definition.ts'
import { evaluateBool } from './rules.ts'

/** Fields that come and go with what the form says. */

/** Does the condition of this field hold? Null when that cannot be told yet; a field without a condition is always there. */
export function shownAs(
  d: ServiceDefinition,
  name: string,
  values: FieldValues,
  today: string,
  county: string,
): boolean | null {
  const when = d.form.schema.properties[name]?.['x-when']
  return when === undefined ? true : evaluateBool(d, when, { form: values, today, county })
}

/** Is this field there, with what the form says so far? A condition that cannot be evaluated yet shows nothing. */
export function isShown(
  d: ServiceDefinition,
  name: string,
  values: FieldValues,
  today: string,
  county: string,
): boolean {
  return shownAs(d, name, values, today, county) === true
}

/** Has this field to be filled in, with what the form says so far? What an action needs is said by the action. */
export function isNeeded(
  d: ServiceDefinition,
  name: string,
  values: FieldValues,
  today: string,
  county: string,
): boolean {
  if (d.form.schema.required.includes(name)) return true
  return d.form.schema.properties[name]?.['x-required'] === true && isShown(d, name, values, today, county)
}
