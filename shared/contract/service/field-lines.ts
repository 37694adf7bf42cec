import type { ServiceDefinition } from './definition.ts'
import type { FieldSchema } from './form-types.ts'
import { type FieldTable, type Lang, showValue, tableOf } from './outputs.ts'
import type { OpenedValues } from './parties.ts'
import type { FieldValue } from './values.ts'

/** One field of a form in words. The same lines are what a screen shows, what is printed and what is laid side by side. */
export interface FieldLine {
  readonly name: string
  readonly label: string
  readonly section: string
  readonly sealed: boolean
  /** '' when it was not given; null when it is sealed and stays closed here. */
  readonly value: string | null
  readonly table?: FieldTable
  /** Long: it wants the whole width. */
  readonly wide: boolean
}

/**
 * The fields of a form in the order of its sections: those that were filled in, and those that should have been. `values`: null for what is sealed
 * and cannot be opened here; other names than fields of the form are not shown.
 */
export function fieldLines(d: ServiceDefinition, values: OpenedValues, lang: Lang): FieldLine[] {
  return allLines(d, values, lang).filter((line) => line.value !== '' || d.form.schema.required.includes(line.name))
}

/** One field on two sides. */
export interface DiffLine {
  readonly name: string
  readonly a: FieldLine
  readonly b: FieldLine
  readonly differs: boolean
}

/** Two forms side by side: what differs first, then what agrees, each in the order of the form; what neither holds is left out. */
export function diffLines(d: ServiceDefinition, a: OpenedValues, b: OpenedValues, lang: Lang): DiffLine[] {
  const others = allLines(d, b, lang)
  const lines = allLines(d, a, lang).map((line, i): DiffLine => {
    const other = others[i] as FieldLine
    return { name: line.name, a: line, b: other, differs: !same(valueAt(a, line.name), valueAt(b, line.name)) }
  })
  const shown = lines.filter((line) => line.a.value !== '' || line.b.value !== '')
  return [...shown.filter((line) => line.differs), ...shown.filter((line) => !line.differs)]
}

function allLines(d: ServiceDefinition, values: OpenedValues, lang: Lang): FieldLine[] {
  return d.form.sections.flatMap(({ title, fields }) =>
    fields.flatMap((name) => {
      const field = Object.hasOwn(d.form.schema.properties, name) ? d.form.schema.properties[name] : undefined
      return field === undefined ? [] : [lineOf(d, name, field, title[lang], valueAt(values, name), lang)]
    }),
  )
}

function lineOf(
  d: ServiceDefinition,
  name: string,
  field: FieldSchema,
  section: string,
  given: FieldValue | null | undefined,
  lang: Lang,
): FieldLine {
  const value = given === undefined ? '' : given === null ? null : showValue(field, given, lang)
  const table = given === undefined || given === null ? null : tableOf(field, given, lang)
  const long = field['x-wide'] === true || field['x-widget'] === 'multiline' || (value ?? '').length > 40
  const line = { name, label: field['x-title'][lang], section, sealed: d.sealed.includes(name), value }
  return table === null ? { ...line, wide: long } : { ...line, table, wide: true }
}

function valueAt(values: OpenedValues, name: string): FieldValue | null | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

/** Compared as values, not as words: two numbers that look alike when rounded still differ. Two closed values cannot be told apart. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [names, others] = [Object.keys(a), Object.keys(b)]
  if (Array.isArray(a) !== Array.isArray(b) || names.length !== others.length) return false
  return names.every(
    (name) =>
      Object.hasOwn(b, name) && same((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]),
  )
}
