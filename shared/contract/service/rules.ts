import type { Action, Rule, ServiceDefinition } from './definition.ts'
import { sealedOnRecord } from './expression-scope.ts'
import { formInputs } from './expression-values.ts'
import {
  type Bindings,
  compile,
  materialsInput,
  own,
  type SubjectInputs,
  subjectInputs,
  type World,
} from './expressions.ts'
import type { FieldValues } from './values.ts'

export type { Place } from './expression-scope.ts'
export { type Bindings, evaluateBool, evaluateInt, inspectExpression, namesIn } from './expressions.ts'

/**
 * Rules and guards, over all the subjects that a case concerns. A rule is violated when it evaluates to true, and also when it cannot be
 * evaluated; a guard holds only when it evaluates to true. What errs never lets anything pass.
 */

/** What stands on one subject of a case: its fields as far as they may be seen, and the kinds of its burdens. */
export interface SubjectFacts {
  readonly fields: FieldValues
  readonly burdens: readonly string[]
}
type PartFacts = Readonly<Record<string, readonly SubjectFacts[]>>

/** All that a question is about; `subjects` by part, empty for a part that is not on record or not opened. */
interface Setting {
  readonly world: Omit<World, 'parts'>
  readonly subjects: ReadonlyMap<string, readonly SubjectInputs[]>
}

/**
 * The `form` rules that these values violate. A rule that names one of the `broken` fields waits until that field is mended, so that one
 * mistake is not reported twice.
 */
export function formViolations(
  d: ServiceDefinition,
  b: Omit<Bindings, 'parts' | 'burdens'>,
  parts: PartFacts,
  broken: ReadonlySet<string> = new Set(),
): Rule[] {
  const rules = d.rules.filter((rule) => rule.on === 'form' && !waits(d, rule, broken))
  return violated(d, rules, settingOf(d, b, parts, d.subjects))
}

function waits(d: ServiceDefinition, rule: Rule, broken: ReadonlySet<string>): boolean {
  const read = compile(d, rule.when)?.reads.get('form') ?? []
  return [...read].some((name) => broken.has(name))
}

/**
 * The `ledger` rules that are violated, for state machines: public form fields, public fields of the subjects that the case changes, and the
 * home county. The same on every replica (X1, X3): no clock goes in, and nothing sealed, whoever calls.
 */
export function ledgerViolations(d: ServiceDefinition, form: FieldValues, parts: PartFacts, county: string): Rule[] {
  const rules = d.rules.filter((rule) => rule.on === 'ledger')
  return violated(d, rules, publicSetting(d, form, parts, county))
}

/** May the action be taken as far as its guard goes? Asked about each subject; without a guard always. */
export function guardHolds(
  d: ServiceDefinition,
  action: Action,
  form: FieldValues,
  parts: PartFacts,
  county: string,
): boolean {
  if (action.guard === undefined) return true
  return answers(d, action.guard, publicSetting(d, form, parts, county), true)
}

function publicSetting(d: ServiceDefinition, form: FieldValues, parts: PartFacts, county: string): Setting {
  const open = without(form, new Set(d.sealed))
  const changed = d.subjects.filter((part) => part.mode === 'change')
  const facts = Object.fromEntries(
    changed.map(({ name }) => {
      const sealed = sealedOnRecord(d, name)
      return [name, (own(parts, name) ?? []).map((one) => ({ ...one, fields: without(one.fields, sealed) }))]
    }),
  )
  return settingOf(d, { form: open, county }, facts, changed)
}

function without(fields: FieldValues, names: ReadonlySet<string>): FieldValues {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)))
}

function settingOf(
  d: ServiceDefinition,
  b: Omit<Bindings, 'parts' | 'burdens'>,
  parts: PartFacts,
  visible: ServiceDefinition['subjects'],
): Setting {
  const { form, materials, ...rest } = b
  const subjects = visible.map(({ name }) => {
    const facts = own(parts, name) ?? []
    return [name, facts.map((one) => subjectInputs(one.fields, one.burdens))] as const
  })
  const inputs = formInputs(d, form, Object.keys(d.form.schema.properties))
  return { world: { ...rest, form: inputs, materials: materialsInput(d, materials) }, subjects: new Map(subjects) }
}

function violated(d: ServiceDefinition, rules: readonly Rule[], setting: Setting): Rule[] {
  return rules.filter((rule) => !answers(d, rule.when, setting, false))
}

/** Does the expression answer `wanted` for every subject, or every choice of one subject from each part that it names? */
function answers(d: ServiceDefinition, source: string, { world, subjects }: Setting, wanted: boolean): boolean {
  const compiled = compile(d, source)
  if (compiled === null) return false
  let worlds: ReadonlyMap<string, SubjectInputs>[] = [new Map()]
  for (const name of compiled.reads.keys()) {
    const facts = subjects.get(name) ?? []
    if (facts.length === 0) continue
    // The work of the expression was reckoned with no more than these.
    if (facts.length > (compiled.many.get(name) ?? 1)) return false
    worlds = worlds.flatMap((parts) => facts.map((one) => new Map([...parts, [name, one]])))
  }
  return worlds.every((parts) => compiled.run({ ...world, parts }) === wanted)
}
