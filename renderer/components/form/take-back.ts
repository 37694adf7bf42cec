import { isNeeded, shownAs } from '../../../shared/contract/service/conditions.ts'
import type { FieldValue, FieldValues, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { type Read, type Typed, type TypedValue, typedOf } from './typed.ts'

interface Correcting {
  readonly definition: ServiceDefinition
  /** The fields of the action. */
  readonly names: ReadonlySet<string>
  readonly today: string
  readonly county: string
}

/** The values of a case that an action leaves as they are: what it may set is read off the form alone, so that what is emptied there is gone. */
export function unaltered(before: FieldValues, names: ReadonlySet<string>): FieldValues {
  return Object.fromEntries(Object.entries(before).filter(([name]) => !names.has(name)))
}

/**
 * [N6] The fields that the case has and the form has no more: emptied, or away by their condition with what the form says now. Neither what cannot be
 * read, nor what hangs on something that cannot be told, counts as emptied.
 */
export function emptiedOf(
  { definition, names, today, county }: Correcting,
  before: FieldValues,
  { values, unread }: Read,
): readonly string[] {
  const whole = { ...unaltered(before, names), ...values }
  return [...names].filter(
    (name) =>
      Object.hasOwn(before, name) &&
      values[name] === undefined &&
      unread[name] === undefined &&
      shownAs(definition, name, whole, today, county) !== null,
  )
}

/** Of what was emptied, what the form can do without: the rest is missing. */
export function spared(
  { definition, names, today, county }: Correcting,
  before: FieldValues,
  { values }: Read,
  emptied: readonly string[],
): readonly string[] {
  const whole = { ...unaltered(before, names), ...values }
  return emptied.filter((name) => !isNeeded(definition, name, whole, today, county))
}

/**
 * What is typed, after the case has moved on under the form: what nobody has touched follows the case. Else what a colleague filled in meanwhile would
 * look as if it had been emptied here.
 */
export function followed(
  d: ServiceDefinition,
  names: ReadonlySet<string>,
  typed: Typed,
  from: FieldValues,
  to: FieldValues,
): Typed {
  const was = typedOf(d, from, names)
  const is = typedOf(d, to, names)
  const out: Record<string, TypedValue> = { ...typed }
  for (const name of names) {
    if (sameJson(was[name], is[name]) || !sameJson(typed[name], was[name])) continue
    const next = is[name]
    if (next === undefined) delete out[name]
    else out[name] = next
  }
  return out
}

/** Stored values are read anew with every key: equal ones count as the same. */
export function sameJson(
  a: FieldValue | FieldValues | TypedValue | undefined,
  b: FieldValue | FieldValues | TypedValue | undefined,
): boolean {
  if (a === b) return true
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b)
}
