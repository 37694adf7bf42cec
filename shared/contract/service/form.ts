import { type Schema, Validator } from '@cfworker/json-schema'
import { IDENTIFIERS, isIdentifier, PROBLEMS } from '../identifiers/index.ts'
import type { FieldSchema, FieldValue, FieldValues, FormSchema, ServiceDefinition, Text } from './definition.ts'
import { formViolations } from './rules.ts'

/** What is wrong with a form, beside the field it is about (null: the form as a whole), in words for the clerk. */
export interface FormProblem {
  readonly field: string | null
  /** `missing`, `unknown`, `type`, a keyword of JSON Schema, `identifier.<problem>`, or `rule.<id>`. */
  readonly problem: string
  readonly message: Text
}

/**
 * Everything wrong with these values: schema, identifiers, then rules whose fields are sound. `today` is the local civil date,
 * `county` the office's code. Empty if the form may be filed. An identifier has to stand in its one stored form:
 * `normaliseForm` first.
 */
export function checkForm(d: ServiceDefinition, values: FieldValues, today: string, county: string): FormProblem[] {
  const { schema } = d.form
  const problems: FormProblem[] = []
  for (const [name, field] of Object.entries(schema.properties)) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    const problem = value === undefined ? missing(schema, name) : wrongValue(field, value, today)
    if (problem !== null) problems.push({ field: name, ...problem })
  }
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(schema.properties, name)) problems.push({ field: name, ...UNKNOWN })
  }
  // A required field that is absent would make its rules err; an optional one is the rule's own business (`has`).
  const broken = new Set(problems.map((p) => p.field ?? ''))
  for (const rule of formViolations(d, { form: values, today, county }, broken)) {
    problems.push({ field: rule.field ?? null, problem: `rule.${rule.id}`, message: rule.message })
  }
  return problems
}

/**
 * What people typed as what is stored: identifiers in their one form, texts without blanks at the ends, empty texts left out.
 * Values that cannot be read stay as they are, for `checkForm` to say why.
 */
export function normaliseForm(d: ServiceDefinition, values: FieldValues, today: string): FieldValues {
  const out: Record<string, FieldValue> = {}
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string') {
      out[name] = value
      continue
    }
    const text = value.trim()
    if (text === '') continue
    const identifier = d.form.schema.properties[name]?.['x-identifier']
    const checked = identifier !== undefined && isIdentifier(identifier) && IDENTIFIERS[identifier].check(text, today)
    out[name] = checked && checked.ok ? checked.value : text
  }
  return out
}

/**
 * Do these public fields satisfy the bare schema (types, lengths, ranges, patterns, choices)? No clock and no dated data, so a
 * state machine may ask; identifiers and `form` rules are the office's business.
 */
export function publicFieldsFit(d: ServiceDefinition, fields: FieldValues): boolean {
  return Object.entries(fields).every(([name, value]) => {
    const field = Object.hasOwn(d.form.schema.properties, name) ? d.form.schema.properties[name] : undefined
    return field !== undefined && !d.sealed.includes(name) && validatorOf(field).validate(value).valid
  })
}

type Wrong = Omit<FormProblem, 'field'>

const UNKNOWN: Wrong = { problem: 'unknown', message: { zh: '表单没有这一项', en: 'The form has no such field' } }
const MISSING: Wrong = { problem: 'missing', message: { zh: '必填', en: 'Required' } }

function missing(schema: FormSchema, name: string): Wrong | null {
  return schema.required.includes(name) ? MISSING : null
}

function wrongValue(field: FieldSchema, value: FieldValue, today: string): Wrong | null {
  const errors = validatorOf(field).validate(value).errors
  // The type first: the other keywords say nothing sensible about a value of the wrong kind.
  const error = errors.find((e) => e.keyword === 'type') ?? errors[0]
  const name = field['x-identifier']
  if (name === undefined || !isIdentifier(name) || typeof value !== 'string') {
    return error === undefined ? null : { problem: error.keyword, message: explain(field, error.keyword) }
  }
  // An identifier knows better than its pattern or length what was mistyped.
  const checked = IDENTIFIERS[name].check(value, today)
  if (!checked.ok) {
    const why = PROBLEMS[checked.problem]
    const { zh, en } = IDENTIFIERS[name].title
    return { problem: `identifier.${checked.problem}`, message: { zh: `${zh}：${why.zh}`, en: `${en}: ${why.en}` } }
  }
  if (error !== undefined) return { problem: error.keyword, message: explain(field, error.keyword) }
  return checked.value === value ? null : { problem: 'identifier.form', message: explain(field, 'identifier.form') }
}

const validators = new WeakMap<FieldSchema, Validator>()

function validatorOf(field: FieldSchema): Validator {
  const known = validators.get(field)
  if (known !== undefined) return known
  // Hints are not schema: the validator would walk into them.
  const keywords = Object.entries(field).filter(([keyword]) => !keyword.startsWith('x-'))
  const made = new Validator(Object.fromEntries(keywords) as Schema, '2020-12', false)
  validators.set(field, made)
  return made
}

function explain(field: FieldSchema, keyword: string): Text {
  switch (keyword) {
    case 'minLength':
      return { zh: `至少 ${field.minLength} 个字`, en: `At least ${field.minLength} characters` }
    case 'maxLength':
      return { zh: `最多 ${field.maxLength} 个字`, en: `At most ${field.maxLength} characters` }
    case 'minimum':
      return { zh: `不能小于 ${field.minimum}`, en: `Not less than ${field.minimum}` }
    case 'maximum':
      return { zh: `不能大于 ${field.maximum}`, en: `Not more than ${field.maximum}` }
    case 'enum':
      return { zh: '请从列出的选项中选择', en: 'Choose one of the options' }
    case 'const':
      return { zh: '需要确认这一项', en: 'This has to be confirmed' }
    case 'type':
      return field.type === 'integer'
        ? { zh: '请填整数', en: 'A whole number is needed' }
        : { zh: '填写的内容类型不对', en: 'The wrong kind of value' }
    default: {
      const help = field['x-help']
      return help ?? { zh: '格式不对', en: 'Not in the right form' }
    }
  }
}
