import { decideAuto } from './auto.ts'
import type { Example, ServiceDefinition } from './definition.ts'
import { feesOf, totalFees } from './fees.ts'
import { checkForm } from './form.ts'
import { missingMaterials } from './materials.ts'
import { ledgerViolations, namesIn, type SubjectFacts } from './rules.ts'
import type { FieldValues } from './values.ts'

/**
 * What this definition says of an example, sorted: `<field>:<problem>`, `rule.<id>`, `material.<id>`. Rules of the ledger wait for fields that are
 * wrong already, as at the counter.
 */
export function problemsOf(d: ServiceDefinition, example: Example): string[] {
  const { values, materials, today, county } = example
  const parts = partsOf(d, example)
  const form = stepsOf(d, values).flatMap((step) =>
    checkForm(d, step.values, today, county, { parts, materials, at: step.at }),
  )
  const out = form.map(({ field, problem }) => (problem.startsWith('rule.') ? problem : `${field ?? ''}:${problem}`))
  const broken = new Set(form.flatMap((one) => (one.problem.startsWith('rule.') ? [] : [one.field?.split('.')[0]])))
  for (const rule of ledgerViolations(d, values, parts, county)) {
    if (!namesIn(d, rule.when).form.some((name) => broken.has(name))) out.push(`rule.${rule.id}`)
  }
  for (const { id } of missingMaterials(d, values, materials, today, county)) out.push(`material.${id}`)
  return [...new Set(out)].sort()
}

/** The filing, and every later action of whose fields the example gives one. */
function stepsOf(d: ServiceDefinition, values: FieldValues): { at: string; values: FieldValues }[] {
  const later = d.form.sections.flatMap((section) => (section.at === undefined ? [] : section.fields))
  const given = later.filter((name) => Object.hasOwn(values, name))
  const filed = Object.fromEntries(Object.entries(values).filter(([name]) => !given.includes(name)))
  const actions = d.workflow.actions.filter((action) => action.fields?.some((name) => given.includes(name)))
  return [{ at: 'file', values: filed }, ...actions.map((action) => ({ at: action.name, values }))]
}

/** Runs one example; null when the definition says what the example expects, else in words what it says instead. */
export function runExample(d: ServiceDefinition, example: Example): string | null {
  const { values, materials, today, county, expect } = example
  const said = problemsOf(d, example)
  const wanted = [...expect.problems].sort()
  if (said.join('\n') !== wanted.join('\n')) {
    return `problems: expected ${listed(wanted)}, got ${listed(said)}`
  }
  if (expect.fees !== undefined) {
    const fees = totalFees(feesOf(d, values, today, county))
    if (fees !== expect.fees)
      return `fees: expected ${expect.fees}, got ${fees ?? 'an amount that cannot be worked out'}`
  }
  if (expect.auto !== undefined) {
    const { approve } = decideAuto(d, { values, materials, today, county, parts: partsOf(d, example) })
    const decided = approve ? 'approve' : 'otherwise'
    if (decided !== expect.auto) return `auto: expected ${expect.auto}, got ${decided}`
  }
  return null
}

/** Runs all examples: null when each says what it expects and at least one may be filed; else the first that does not. */
export function checkExamples(d: ServiceDefinition): string | null {
  for (const [i, example] of d.examples.entries()) {
    const wrong = runExample(d, example)
    if (wrong !== null) return `examples[${i}] (${example.title.en}): ${wrong}`
  }
  return d.examples.some((one) => one.expect.problems.length === 0) ? null : 'examples: none that may be filed'
}

const listed = (problems: readonly string[]) => (problems.length === 0 ? 'none' : problems.join(', '))

/** The subjects on record, one for all keys of a part, since they are alike; a part of which the example says nothing is not on record. */
function partsOf(d: ServiceDefinition, { subjects, burdens }: Example): Record<string, SubjectFacts[]> {
  const out: Record<string, SubjectFacts[]> = {}
  for (const { name } of d.subjects) {
    const fields = own(subjects, name)
    const kinds = own(burdens, name)
    if (fields === undefined && kinds === undefined) continue
    out[name] = [{ fields: fields ?? {}, burdens: kinds ?? [] }]
  }
  return out
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}
