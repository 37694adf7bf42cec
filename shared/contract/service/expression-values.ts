import { type CelInput, celList, celMap } from '@bufbuild/cel'
import type { ServiceDefinition } from './definition.ts'
import { ENGINE } from './expression-limits.ts'
import { scalarType, typeOf } from './expression-scope.ts'
import type { RowType, Type } from './expression-types.ts'
import type { FieldValues } from './values.ts'

/**
 * Values as the library takes them, and never larger or of another kind than the checker has reckoned with: what does not fit is `unfit`,
 * and an expression that reads it cannot be evaluated. So a fraction that somebody is still typing is no value yet, and a book pasted into a
 * box costs nothing.
 */
export interface Inputs {
  readonly map: CelInput
  readonly unfit: ReadonlySet<string>
}

const NO_ROW: CelInput = celMap(new Map())
export const NOTHING: Inputs = { map: NO_ROW, unfit: new Set() }

/** Form values by their schema; a field that the form does not have is left out. */
export function formInputs(d: ServiceDefinition, values: FieldValues, names: Iterable<string>): Inputs {
  const { properties } = d.form.schema
  return inputs(values, names, (name, value) => {
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined
    return field === undefined ? null : formInput(value, typeOf(field))
  })
}

/** Fields of one subject on record, of whatever kind. */
export function recordInputs(fields: FieldValues, names: Iterable<string>): Inputs {
  return inputs(fields, names, (_, value) => recordInput(value))
}

function inputs(
  values: FieldValues,
  names: Iterable<string>,
  read: (name: string, value: unknown) => CelInput | null,
): Inputs {
  const map = new Map<string, CelInput>()
  const unfit = new Set<string>()
  for (const name of names) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) continue
    const input = read(name, value)
    if (input === null) unfit.add(name)
    else map.set(name, input)
  }
  return { map: celMap(map), unfit }
}

function formInput(value: unknown, type: Type): CelInput | null {
  switch (type.is) {
    case 'bool':
      return typeof value === 'boolean' ? value : null
    case 'int':
      return integer(value)
    case 'text':
      return shortText(value, type.units)
    case 'list':
      return listInput(value, type.items, (one) => formInput(one, type.of))
    case 'row':
      return rowInput(value, type)
    default:
      return null
  }
}

function rowInput(value: unknown, { columns }: RowType): CelInput | null {
  if (!isRecord(value)) return null
  const map = new Map<string, CelInput>()
  for (const [name, column] of Object.entries(columns.properties)) {
    const cell = Object.hasOwn(value, name) ? value[name] : undefined
    if (cell === undefined) continue
    const input = formInput(cell, scalarType(column))
    if (input === null) return null
    map.set(name, input)
  }
  return celMap(map)
}

function recordInput(value: unknown): CelInput | null {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return integer(value)
  if (typeof value === 'string') return shortText(value, ENGINE.text)
  // What is in the rows of another form, this one does not know: it sees how many there are.
  return listInput(value, ENGINE.listOnRecord, (one) => (isRecord(one) ? NO_ROW : shortText(one, ENGINE.text)))
}

function shortText(value: unknown, units: number): string | null {
  return typeof value === 'string' && value.length <= units ? value : null
}

/** A list of at most `most` texts, such as kinds of burden; null when there are more, or other things among them. */
export function textsInput(value: readonly string[], most: number): CelInput | null {
  return listInput(value, most, (one) => shortText(one, 40))
}

function listInput(value: unknown, most: number, read: (one: unknown) => CelInput | null): CelInput | null {
  if (!Array.isArray(value) || value.length > most) return null
  const out: CelInput[] = []
  for (const one of value) {
    const input = read(one)
    if (input === null) return null
    out.push(input)
  }
  return celList(out)
}

function integer(value: unknown): bigint | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : null
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
