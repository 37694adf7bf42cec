import { isNeeded, shownAs } from './conditions.ts'
import type { Action, FieldSchema, FieldValue, FieldValues, ServiceDefinition, Text } from './definition.ts'
import { fitsSchema, MISSING, UNKNOWN, wrongValue } from './field-check.ts'
import { fieldsAt } from './fields-at.ts'
import { formViolations, namesIn, type SubjectFacts } from './rules.ts'
import { subjectId } from './subject.ts'
import { rowsOf, type Scalar, textsOf } from './values.ts'

/** What is wrong with a form, beside the field it is about (null: the form as a whole), in words for the clerk. */
export interface FormProblem {
  /** `name`, `list.2` or `list.2.column`, rows counted from 0. */
  readonly field: string | null
  /** `missing`, `unknown`, `hidden`, `type`, a keyword of JSON Schema, `identifier.<problem>`, or `rule.<id>`. */
  readonly problem: string
  readonly message: Text
}

/** What a form is held against beside itself. */
export interface FormContext {
  /** The subjects on record, by part, as far as this office may open them; none: not looked up, or not there. */
  readonly parts?: Readonly<Record<string, readonly SubjectFacts[]>>
  /** Ids of the materials handed in. */
  readonly materials?: readonly string[]
  /** The action at which fields are filled in; the filing when absent. `values` are then all values of the case, with those of the action. */
  readonly at?: string
}

/**
 * Everything wrong with these values: fields in the order of the form (schema, identifiers, conditions), then rules whose fields are sound.
 * `today` is the local civil date, `county` the office's code. At an action only its own fields are looked at, and the rules that name one of them.
 * Empty if the form may be filed, or the action taken. Identifiers have to stand in their one stored form: `normaliseForm` first.
 */
export function checkForm(
  d: ServiceDefinition,
  values: FieldValues,
  today: string,
  county: string,
  context: FormContext = {},
): FormProblem[] {
  const action = actionOf(d, context.at ?? 'file')
  const names = fieldsAt(d, action)
  const filing = action.name === 'file'
  const problems: FormProblem[] = []
  for (const name of names) problems.push(...fieldProblems(d, name, values, { today, county }, action))
  for (const name of Object.keys(values)) {
    const known = Object.hasOwn(d.form.schema.properties, name)
    if (known && (names.has(name) || !filing)) continue
    problems.push({ field: name, ...(known ? LATER : UNKNOWN) })
  }
  // A required field that is absent would make its rules err; an optional one is the rule's own business (`has`).
  const broken = new Set(problems.map(fieldOf))
  if (filing) {
    for (const one of wrongKeys(d, values, county, broken)) {
      problems.push(one)
      broken.add(fieldOf(one))
    }
  }
  const { parts = {}, materials = [] } = context
  for (const rule of formViolations(d, { form: values, materials, today, county }, parts, broken)) {
    if (!filing && !namesIn(d, rule.when).form.some((name) => names.has(name))) continue
    problems.push({ field: rule.field ?? null, problem: `rule.${rule.id}`, message: rule.message })
  }
  return problems
}

const LATER = {
  problem: 'unknown',
  message: { zh: '这一项在以后的环节填写', en: 'This is filled in at a later step' },
} as const
const HIDDEN = {
  problem: 'hidden',
  message: { zh: '按所填内容，这一项不应填写', en: 'With what the form says, this does not apply' },
} as const
const TWICE: Text = { zh: '与前面的重复', en: 'It stands here twice' }
const NO_ID: Text = { zh: '编号格式不对', en: 'Not a number of this kind' }

/** The field of the form that a problem is about. */
function fieldOf({ field }: FormProblem): string {
  return (field ?? '').split('.')[0] as string
}

interface When {
  readonly today: string
  readonly county: string
}

function actionOf(d: ServiceDefinition, name: string): Action {
  const action = d.workflow.actions.find((one) => one.name === name)
  if (action === undefined) throw new Error(`no action ${name}`)
  return action
}

function fieldProblems(
  d: ServiceDefinition,
  name: string,
  values: FieldValues,
  { today, county }: When,
  action: Action,
): FormProblem[] {
  const field = d.form.schema.properties[name] as FieldSchema
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value === undefined) {
    const needed = action.needs?.includes(name) === true || isNeeded(d, name, values, today, county)
    return needed ? [{ field: name, ...MISSING }] : []
  }
  const shown = shownAs(d, name, values, today, county)
  if (shown === false) return [{ field: name, ...HIDDEN }]
  // What hangs on a field that is itself missing or wrong is not reported beside it.
  if (shown === null && !hangsOnNothing(d, field['x-when'] ?? '', values, today)) return []
  if (shown === null) return [{ field: name, ...HIDDEN }]
  return wrongValue(field, value, today).map(({ at, ...wrong }) => ({ field: `${name}${at}`, ...wrong }))
}

/** Is nothing of what this condition reads missing or wrong? Then it errs by itself. */
function hangsOnNothing(d: ServiceDefinition, when: string, values: FieldValues, today: string): boolean {
  return namesIn(d, when).form.every((name) => {
    const field = d.form.schema.properties[name] as FieldSchema
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) return !d.form.schema.required.includes(name)
    return wrongValue(field, value, today).length === 0
  })
}

/** A key has to make an id of its part, and no subject is named twice; `broken` fields are left alone. */
function wrongKeys(
  d: ServiceDefinition,
  values: FieldValues,
  county: string,
  broken: ReadonlySet<string>,
): FormProblem[] {
  const out: FormProblem[] = []
  const seen = new Set<string>()
  for (const part of d.subjects) {
    const [name, column] = part.key.split('.') as [string, string | undefined]
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (part.mode === 'lookup' || value === undefined || broken.has(name)) continue
    for (const { key, at, row } of keysOf(value, column)) {
      const id = subjectId(part, county, key)
      const problem = id === null ? 'pattern' : seen.has(id) ? 'uniqueItems' : null
      if (id !== null) seen.add(id)
      if (problem === null) continue
      const message = problem === 'pattern' ? NO_ID : TWICE
      out.push({ field: `${name}${at}`, problem, message: row === null ? message : inRow(row, message) })
    }
  }
  return out
}

function keysOf(
  value: FieldValue,
  column: string | undefined,
): { key: Scalar | undefined; at: string; row: number | null }[] {
  if (column !== undefined) return rowsOf(value).map((one, i) => ({ key: one[column], at: `.${i}.${column}`, row: i }))
  if (!Array.isArray(value)) return [{ key: value as Scalar, at: '', row: null }]
  return textsOf(value).map((key, i) => ({ key, at: `.${i}`, row: i }))
}

const inRow = (i: number, { zh, en }: Text): Text => ({ zh: `第 ${i + 1} 行：${zh}`, en: `Row ${i + 1}: ${en}` })

/**
 * Do these public fields satisfy the bare schema (types, lengths, ranges, patterns, choices, lists and their columns)? No clock, no dated data and no
 * condition, so a state machine may ask; identifiers, `x-when` and `form` rules are the office's business.
 */
export function publicFieldsFit(d: ServiceDefinition, fields: FieldValues): boolean {
  return Object.entries(fields).every(([name, value]) => {
    const field = Object.hasOwn(d.form.schema.properties, name) ? d.form.schema.properties[name] : undefined
    return field !== undefined && !d.sealed.includes(name) && fitsSchema(field, value)
  })
}
