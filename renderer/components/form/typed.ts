import { IDENTIFIERS, isIdentifier, WARNINGS } from '../../../shared/contract/identifiers/index.ts'
import { isShown } from '../../../shared/contract/service/conditions.ts'
import type {
  FieldSchema,
  FieldValue,
  FieldValues,
  Row,
  RowSchema,
  Scalar,
  ScalarSchema,
  ServiceDefinition,
  Text,
} from '../../../shared/contract/service/definition.ts'
import { columnsOf, isList } from '../../../shared/contract/service/form-types.ts'
import { normaliseForm } from '../../../shared/contract/service/normalise.ts'
import { isScalar, rowsOf, textsOf } from '../../../shared/contract/service/values.ts'
import { readArea, readInteger, readMoney, readYear, yuanText } from './numbers.ts'

/** What stands in one box while it is being typed: the text itself, or a tick. */
export type TypedCell = string | boolean
export type TypedRow = Readonly<Record<string, TypedCell>>
/** What stands in a field: one box, a list of texts, or a list of rows; blank rows stay until they are taken away. */
export type TypedValue = TypedCell | readonly string[] | readonly TypedRow[]
export type Typed = Readonly<Record<string, TypedValue>>

/** A box without its title: a field that is no list, a column, or an element of a list of texts. */
export type Box = Omit<ScalarSchema, 'x-title'>

export interface Read {
  /** As it would be stored; what could not be read, and fields that are not there by their condition, are left out. */
  readonly values: FieldValues
  /** Why a text could not be read, by the path of its box. */
  readonly unread: Readonly<Record<string, Text>>
  /** Of each list: which of the typed rows are filled in, in order. The third stored row is the one at `rows[list][2]`. */
  readonly rows: Readonly<Record<string, readonly number[]>>
}

/** Where and when a form is filled in, and what the case holds already. */
export interface Setting {
  readonly today: string
  /** The office's code. */
  readonly county: string
  /** Values of the case before an act; conditions and amounts see them too. */
  readonly before?: FieldValues
}

const NOT_AREA: Text = {
  zh: '请填平方米数（整数），或写亩数，如 1200亩',
  en: 'Write whole square metres, or mu such as 1200mu',
}
const NOT_MONEY: Text = {
  zh: '请填金额（元），最多两位小数，如 12000.50',
  en: 'Write yuan with at most two decimals, such as 12000.50',
}
const NOT_NUMBER: Text = { zh: '请填整数', en: 'Write a whole number' }
const NOT_YEAR: Text = { zh: '请填四位年份，如 2026', en: 'Write a year of four digits, such as 2026' }

/**
 * The texts of a form as stored values: areas in m², money in fen, identifiers in their one form, empty texts and rows left out. A cell that
 * cannot be read stays in its row as it was typed, so that the row is not taken for an empty one; whoever files looks at `unread` first.
 */
export function readTyped(d: ServiceDefinition, typed: Typed, { today, county, before = {} }: Setting): Read {
  const values: Record<string, FieldValue> = {}
  const unread: Record<string, Text> = {}
  const rows: Record<string, readonly number[]> = {}
  for (const [name, field] of Object.entries(d.form.schema.properties)) {
    const given = Object.hasOwn(typed, name) ? typed[name] : undefined
    if (given === undefined) continue
    if (!isList(field)) {
      const read = typeof given === 'object' ? undefined : readBox(field, given)
      if (read === null) unread[name] = whyUnread(field)
      else if (read !== undefined) values[name] = read
      continue
    }
    const columns = columnsOf(field)
    const list = columns === null ? readTexts(given) : readRows(name, columns, given, unread)
    rows[name] = list.at
    if (list.value.length > 0) values[name] = list.value as FieldValue
  }
  const whole = normaliseForm(d, { ...before, ...values }, today, county)
  // A field whose condition cannot be told yet is not on the screen, and so is no value either.
  const shown = (name: string) => isShown(d, name, whole, today, county)
  const stored = Object.fromEntries(
    Object.entries(whole).filter(([name]) => Object.hasOwn(values, name) && shown(name)),
  )
  return { values: stored, unread, rows }
}

/** One box: its value, undefined when nothing stands there, null when it cannot be read. */
function readBox(box: Box, given: TypedCell): Scalar | undefined | null {
  if (typeof given === 'boolean') {
    if (box.type !== 'boolean') return undefined
    // What has to be confirmed and is not ticked has not been answered.
    return given || box.const === undefined ? given : undefined
  }
  if (box.type === 'boolean' || given.trim() === '') return undefined
  if (box.type !== 'integer') return given
  const widget = box['x-widget']
  if (widget === 'area') return readArea(given)
  if (widget === 'money') return readMoney(given)
  return widget === 'year' ? readYear(given) : readInteger(given)
}

function whyUnread(box: Box): Text {
  const widget = box['x-widget']
  return widget === 'area' ? NOT_AREA : widget === 'money' ? NOT_MONEY : widget === 'year' ? NOT_YEAR : NOT_NUMBER
}

function readTexts(given: TypedValue): { value: readonly string[]; at: readonly number[] } {
  const texts = textsOf(given as FieldValue)
  const at = [...texts.keys()].filter((i) => texts[i]?.trim() !== '')
  return { value: at.map((i) => texts[i] as string), at }
}

function readRows(
  list: string,
  { properties }: RowSchema,
  given: TypedValue,
  unread: Record<string, Text>,
): { value: readonly Row[]; at: readonly number[] } {
  const value: Row[] = []
  const at: number[] = []
  for (const [i, row] of rowsOf(given as FieldValue).entries()) {
    const out: Record<string, Scalar> = {}
    for (const [name, column] of Object.entries(properties)) {
      const cell = Object.hasOwn(row, name) ? (row[name] as TypedCell) : ''
      const read = readBox(column, cell)
      if (read === null) unread[`${list}.${i}.${name}`] = whyUnread(column)
      if (read !== undefined) out[name] = read ?? cell
    }
    if (Object.values(out).every((one) => one === false)) continue
    value.push(out)
    at.push(i)
  }
  return { value, at }
}

/** What is accepted but worth a second look, such as an identity number whose area code is no longer in use; null when nothing is. */
export function warningFor(box: Box | FieldSchema, value: FieldValue | undefined, today: string): Text | null {
  const name = box['x-identifier']
  if (name === undefined || !isIdentifier(name) || typeof value !== 'string') return null
  const checked = IDENTIFIERS[name].check(value, today)
  return checked.ok && checked.warn !== undefined ? WARNINGS[checked.warn] : null
}

/** A stored value as what would be typed for it. */
export function toTyped(field: FieldSchema, value: FieldValue): TypedValue {
  if (!isList(field)) return cellOf(field, isScalar(value) ? value : '')
  const columns = columnsOf(field)
  if (columns === null) return textsOf(value)
  return rowsOf(value).map((row) =>
    Object.fromEntries(
      Object.entries(columns.properties).flatMap(([name, column]) =>
        Object.hasOwn(row, name) ? [[name, cellOf(column, row[name] as Scalar)]] : [],
      ),
    ),
  )
}

/** Stored values as what would be typed for them: of these fields, those that are known. */
export function typedOf(
  d: ServiceDefinition,
  values: Readonly<Record<string, FieldValue | null | undefined>>,
  names: Iterable<string> = Object.keys(d.form.schema.properties),
): Typed {
  const out: Record<string, TypedValue> = {}
  for (const name of names) {
    const field = d.form.schema.properties[name]
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (field !== undefined && value !== undefined && value !== null) out[name] = toTyped(field, value)
  }
  return out
}

function cellOf(box: Box, value: Scalar): TypedCell {
  if (typeof value === 'boolean') return value
  return typeof value === 'number' && box['x-widget'] === 'money' ? yuanText(value) : String(value)
}

/** Only what fits the form: of a draft of another version or program, the rest is left out. */
export function fitTyped(d: ServiceDefinition, typed: Readonly<Record<string, unknown>>): Typed {
  const out: Record<string, TypedValue> = {}
  for (const [name, field] of Object.entries(d.form.schema.properties)) {
    const given = Object.hasOwn(typed, name) ? typed[name] : undefined
    const fitted = isList(field) ? fitList(field.maxItems, columnsOf(field), given) : fitCell(field, given)
    if (fitted !== undefined) out[name] = fitted
  }
  return out
}

function fitCell(box: Box, given: unknown): TypedCell | undefined {
  return typeof given === (box.type === 'boolean' ? 'boolean' : 'string') ? (given as TypedCell) : undefined
}

function fitList(most: number, columns: RowSchema | null, given: unknown): TypedValue | undefined {
  if (!Array.isArray(given)) return undefined
  const all = given.slice(0, most) as unknown[]
  if (columns === null) return all.filter((one) => typeof one === 'string')
  return all
    .filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
    .map((row) =>
      Object.fromEntries(
        Object.entries(columns.properties).flatMap(([name, column]) => {
          const cell = fitCell(column, Object.hasOwn(row as object, name) ? (row as TypedRow)[name] : undefined)
          return cell === undefined ? [] : [[name, cell]]
        }),
      ),
    )
}
