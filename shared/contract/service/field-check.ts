import { type Schema, Validator } from '@cfworker/json-schema'
import { IDENTIFIERS, isIdentifier, PROBLEMS } from '../identifiers/index.ts'
import type { Text } from './definition.ts'
import {
  columnsOf,
  type FieldSchema,
  isList,
  type ListSchema,
  type RowSchema,
  type ScalarSchema,
} from './form-types.ts'

/** One field held against its schema and its identifier: what is wrong, where in it, in words for the clerk. */
export interface Wrong {
  /** '' for the field itself, `.2` for an element of a list, `.2.idNumber` for a column of a row; counted from 0. */
  readonly at: string
  /** `missing`, `unknown`, `type`, a keyword of JSON Schema, or `identifier.<problem>`. */
  readonly problem: string
  readonly message: Text
}

type Item = Omit<ScalarSchema, 'x-title'>

export const MISSING: Omit<Wrong, 'at'> = { problem: 'missing', message: { zh: '必填', en: 'Required' } }
export const UNKNOWN: Omit<Wrong, 'at'> = {
  problem: 'unknown',
  message: { zh: '表单没有这一项', en: 'The form has no such field' },
}

/** No text of a form is longer; what is, is not looked at any closer. */
const LONGEST = 4000

/**
 * Everything wrong with one value that is there. An identifier has to stand in its one stored form; `today` is for those that know a day. A list
 * that is longer than it may be is not read any further.
 */
export function wrongValue(field: FieldSchema, value: unknown, today: string): Wrong[] {
  if (!isList(field)) return own(wrongScalar(field, value, today))
  if (!Array.isArray(value)) return own({ problem: 'type', message: KIND })
  if (value.length > field.maxItems) return own({ problem: 'maxItems', message: explainList(field, 'maxItems') })
  const out: Wrong[] = []
  if (value.length < (field.minItems ?? 0))
    out.push({ at: '', problem: 'minItems', message: explainList(field, 'minItems') })
  const columns = columnsOf(field)
  for (const [i, one] of value.entries()) {
    if (columns !== null) out.push(...wrongRow(columns, one, i, today))
    else
      for (const { problem, message } of own(wrongScalar(field.items as Item, one, today)))
        out.push({
          at: `.${i}`,
          problem,
          message: { zh: `第 ${i + 1} 项：${message.zh}`, en: `Item ${i + 1}: ${message.en}` },
        })
  }
  return out
}

const own = (wrong: WrongScalar | null): Wrong[] =>
  wrong === null ? [] : [{ at: '', problem: wrong.problem, message: wrong.message }]

function wrongRow({ properties, required }: RowSchema, row: unknown, i: number, today: string): Wrong[] {
  const line = i + 1
  const inRow = ({ zh, en }: Text) => ({ zh: `第 ${line} 行：${zh}`, en: `Row ${line}: ${en}` })
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return [{ at: `.${i}`, problem: 'type', message: inRow(KIND) }]
  }
  const out: Wrong[] = []
  for (const [name, column] of Object.entries(properties)) {
    const value = Object.hasOwn(row, name) ? (row as Record<string, unknown>)[name] : undefined
    const absent = required.includes(name) ? MISSING : null
    const wrong: WrongScalar | null = value === undefined ? absent : wrongScalar(column, value, today)
    if (wrong === null) continue
    const { zh, en } = column['x-title']
    // The column says already what it is; the identifier's own name beside it would say it twice.
    const said = wrong.why ?? wrong.message
    const message = { zh: `第 ${line} 行${zh}：${said.zh}`, en: `Row ${line}, ${en}: ${said.en}` }
    out.push({ at: `.${i}.${name}`, problem: wrong.problem, message })
  }
  const surplus = Object.keys(row).find((name) => !Object.hasOwn(properties, name))
  if (surplus !== undefined) {
    out.push({ at: `.${i}.${surplus.slice(0, 40)}`, problem: UNKNOWN.problem, message: inRow(UNKNOWN.message) })
  }
  return out
}

/** `why`: the same without the name of the identifier. */
type WrongScalar = Omit<Wrong, 'at'> & { readonly why?: Text }

function wrongScalar(field: Item, value: unknown, today: string): WrongScalar | null {
  if (typeof value === 'string' && value.length > LONGEST) {
    return { problem: 'maxLength', message: explain(field, 'maxLength') }
  }
  const keyword = keywordOf(field, value)
  const wrong = keyword === null ? null : { problem: keyword, message: explain(field, keyword) }
  const name = field['x-identifier']
  if (name === undefined || !isIdentifier(name) || typeof value !== 'string') return wrong
  // An identifier knows better than its pattern or length what was mistyped.
  const checked = IDENTIFIERS[name].check(value, today)
  if (!checked.ok) {
    const why = PROBLEMS[checked.problem]
    const { zh, en } = IDENTIFIERS[name].title
    const message = { zh: `${zh}：${why.zh}`, en: `${en}: ${why.en}` }
    return { problem: `identifier.${checked.problem}`, message, why }
  }
  if (wrong !== null) return wrong
  return checked.value === value ? null : { problem: 'identifier.form', message: explain(field, 'identifier.form') }
}

/** The first keyword that a value breaks; its type first, since the others say nothing sensible about a value of the wrong kind. */
function keywordOf(field: Item, value: unknown): string | null {
  // The validator throws for what JSON does not know.
  if (value === undefined || typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') {
    return 'type'
  }
  const errors = validatorOf(field).validate(value).errors
  return (errors.find((e) => e.keyword === 'type') ?? errors[0])?.keyword ?? null
}

/**
 * Does a value satisfy the bare schema: types, lengths, ranges, patterns, choices, columns? No clock, no dated data, no condition: the same on every
 * replica for ever, so a state machine may ask. The length of a list is looked at before its elements.
 */
export function fitsSchema(field: FieldSchema, value: unknown): boolean {
  if (isList(field) && (!Array.isArray(value) || value.length > field.maxItems)) return false
  return validatorOf(field).validate(value).valid
}

const validators = new WeakMap<object, Validator>()

/** A memo of pure work, dropped with the definition. */
function validatorOf(field: Item | ListSchema): Validator {
  const known = validators.get(field)
  if (known !== undefined) return known
  const made = new Validator(bare(field) as Schema, '2020-12', false)
  validators.set(field, made)
  return made
}

/** Hints are not schema: the validator would walk into them. */
function bare(schema: object): object {
  const out: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword.startsWith('x-')) continue
    if (keyword === 'items') out[keyword] = bare(value as object)
    else if (keyword === 'properties') {
      const columns = Object.entries(value as Record<string, object>).map(([name, column]) => [name, bare(column)])
      out[keyword] = Object.fromEntries(columns)
    } else out[keyword] = value
  }
  return out
}

const KIND: Text = { zh: '填写的内容类型不对', en: 'The wrong kind of value' }

function explainList(field: ListSchema, keyword: 'minItems' | 'maxItems'): Text {
  const [what, each] = columnsOf(field) === null ? (['项', 'items'] as const) : (['行', 'rows'] as const)
  return keyword === 'minItems'
    ? { zh: `至少 ${field.minItems} ${what}`, en: `At least ${field.minItems} ${each}` }
    : { zh: `最多 ${field.maxItems} ${what}`, en: `At most ${field.maxItems} ${each}` }
}

function explain(field: Item, keyword: string): Text {
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
      return field.type === 'integer' ? { zh: '请填整数', en: 'A whole number is needed' } : KIND
    default:
      return field['x-help'] ?? { zh: '格式不对', en: 'Not in the right form' }
  }
}
