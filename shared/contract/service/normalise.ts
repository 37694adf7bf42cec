import { IDENTIFIERS, isIdentifier } from '../identifiers/index.ts'
import { shownAs } from './conditions.ts'
import type { ServiceDefinition } from './definition.ts'
import { columnsOf, isList, type ListSchema, type ScalarSchema } from './form-types.ts'
import { type FieldValue, type FieldValues, isScalar, type Row, type Scalar } from './values.ts'

/**
 * What people typed as what is stored: identifiers in their one form, texts without blanks at the ends; empty texts, rows and lists and fields that
 * are not there by their condition are left out. Values that cannot be read stay as they are, for `checkForm` to say why.
 */
export function normaliseForm(d: ServiceDefinition, values: FieldValues, today: string, county: string): FieldValues {
  const out: Record<string, FieldValue> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = Object.hasOwn(d.form.schema.properties, name) ? d.form.schema.properties[name] : undefined
    const stored = isScalar(value)
      ? tidyScalar(field, value, today)
      : field !== undefined && isList(field) && Array.isArray(value)
        ? tidyList(field, value, today)
        : value
    if (stored !== undefined) out[name] = stored
  }
  const { properties } = d.form.schema
  for (;;) {
    // All at once and then again: a field that goes may take along another whose condition reads it, whatever the order of the names.
    const gone = Object.keys(out).filter(
      (name) => Object.hasOwn(properties, name) && shownAs(d, name, out, today, county) === false,
    )
    if (gone.length === 0) return out
    for (const name of gone) delete out[name]
  }
}

type Item = Omit<ScalarSchema, 'x-title'>

/** A text in its stored form; undefined when it is empty. */
function tidyText(identifier: string | undefined, typed: string, today: string): string | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  const checked = identifier !== undefined && isIdentifier(identifier) && IDENTIFIERS[identifier].check(text, today)
  return checked && checked.ok ? checked.value : text
}

function tidyScalar(field: Omit<Item, 'type'> | undefined, value: Scalar, today: string): Scalar | undefined {
  return typeof value === 'string' ? tidyText(field?.['x-identifier'], value, today) : value
}

function tidyList(field: ListSchema, value: readonly string[] | readonly Row[], today: string): FieldValue | undefined {
  // More than can be right is not tidied, only refused.
  if (value.length > field.maxItems * 2) return value
  const columns = columnsOf(field)
  const all: (string | Row)[] = []
  for (const one of value) {
    const stored =
      columns !== null && typeof one === 'object' && one !== null
        ? tidyRow(columns.properties, one, today)
        : typeof one === 'string'
          ? tidyText(columns === null ? (field.items as Item)['x-identifier'] : undefined, one, today)
          : one
    if (stored !== undefined) all.push(stored)
  }
  return all.length === 0 ? undefined : (all as readonly string[] | readonly Row[])
}

/** A row in which nothing is filled in but boxes left open is no row. */
function tidyRow(columns: Readonly<Record<string, ScalarSchema>>, row: Row, today: string): Row | undefined {
  const out: Record<string, Scalar> = {}
  for (const [name, value] of Object.entries(row)) {
    const stored = tidyScalar(Object.hasOwn(columns, name) ? columns[name] : undefined, value, today)
    if (stored !== undefined) out[name] = stored
  }
  return Object.values(out).every((value) => value === false) ? undefined : out
}
