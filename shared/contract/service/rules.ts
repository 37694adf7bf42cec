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

/** All that some questions are about; `subjects` by part, empty for a part that is not on record or not opened. */
interface Setting {
  readonly world: Omit<World, 'parts'>
  readonly subjects: ReadonlyMap<string, readonly SubjectInputs[]>
}

/** What of the form and of a part may be seen; null: nothing of that part. */
interface Sight {
  readonly form: (name: string) => boolean
  readonly part: (part: string) => ((field: string) => boolean) | null
}

const ALL: Sight = { form: () => true, part: () => () => true }

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
  const sources = rules.map((rule) => rule.when)
  return violated(d, rules, settingOf(d, sources, b, parts, ALL))
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
  const sources = rules.map((rule) => rule.when)
  return violated(d, rules, settingOf(d, sources, { form, county }, parts, publicSight(d)))
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
  return answers(d, action.guard, settingOf(d, [action.guard], { form, county }, parts, publicSight(d)), true)
}

function publicSight(d: ServiceDefinition): Sight {
  return {
    form: (name) => !d.sealed.includes(name),
    part: (name) => {
      if (!d.subjects.some((part) => part.name === name && part.mode === 'change')) return null
      const sealed = sealedOnRecord(d, name)
      return (field) => !sealed.has(field)
    },
  }
}

/** Converts what these expressions read, as far as it may be seen, and nothing else. */
function settingOf(
  d: ServiceDefinition,
  sources: readonly string[],
  { form, materials, ...rest }: Omit<Bindings, 'parts' | 'burdens'>,
  parts: PartFacts,
  sight: Sight,
): Setting {
  const reads = new Map<string, Set<string>>()
  for (const source of sources) {
    for (const [record, fields] of compile(d, source)?.reads ?? []) {
      const known = reads.get(record) ?? new Set()
      for (const field of fields) known.add(field)
      reads.set(record, known)
    }
  }
  const subjects = new Map<string, readonly SubjectInputs[]>()
  for (const [record, fields] of reads) {
    const seen = record === 'form' ? null : sight.part(record)
    if (seen === null) continue
    const names = [...fields].filter(seen)
    subjects.set(
      record,
      (own(parts, record) ?? []).map((one) => subjectInputs(one.fields, one.burdens, names)),
    )
  }
  const inputs = formInputs(d, form, [...(reads.get('form') ?? [])].filter(sight.form))
  return { world: { ...rest, form: inputs, materials: materialsInput(d, materials) }, subjects }
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
