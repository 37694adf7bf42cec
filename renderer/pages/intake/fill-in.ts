import type { FieldValues, ServiceDefinition, SubjectPart } from '../../../shared/contract/service/definition.ts'
import { type KnownSubject, prefill, subjectId } from '../../../shared/contract/service/subject.ts'
import { rowsOf, textsOf } from '../../../shared/contract/service/values.ts'
import { type Typed, type TypedValue, toTyped } from '../../components/form/typed.ts'
import type { OnRecordRow } from '../../replica/api.ts'

/** What the register has filled in, so that it can be told from what a clerk has typed. */
export interface Filled {
  /** The subjects that it came from. */
  readonly from: readonly string[]
  /** Field → what was put in. */
  readonly values: Readonly<Record<string, TypedValue>>
}

export const NOTHING_FILLED: Filled = { from: [], values: {} }

/**
 * The keys of subjects among these values, as far as each of them makes an id, and nothing else: what is asked of the register, whatever else is
 * still being typed. One key that is not whole yet does not keep the others from being found.
 */
export function namedKeys(d: ServiceDefinition, county: string, values: FieldValues): FieldValues {
  const out: Record<string, FieldValues[string]> = {}
  for (const part of d.subjects) {
    const [list, column] = part.key.split('.') as [string, string?]
    const value = values[list]
    if (value === undefined) continue
    if (column !== undefined) {
      const rows = sound(
        part,
        county,
        rowsOf(value).map((row) => row[column]),
      )
      if (rows.length > 0) out[list] = rows.map((key) => ({ [column]: key }))
    } else if (Array.isArray(value)) {
      const texts = sound(part, county, textsOf(value))
      if (texts.length > 0) out[list] = texts
    } else if (subjectId(part, county, value) !== null) out[list] = value
  }
  return out
}

function sound(part: SubjectPart, county: string, keys: readonly unknown[]): string[] {
  const texts = keys.filter((key): key is string => typeof key === 'string' && subjectId(part, county, key) !== null)
  return [...new Set(texts)]
}

/**
 * What the register says of these subjects, put into the form: into fields that are empty, and into those that still hold what it said of others before.
 * What a clerk has typed stays. Null when nothing would change.
 */
export function fillIn(
  d: ServiceDefinition,
  typed: Typed,
  rows: readonly OnRecordRow[],
  filled: Filled,
): { readonly values: Readonly<Record<string, TypedValue | undefined>>; readonly filled: Filled } | null {
  const known: Record<string, KnownSubject> = {}
  for (const { part, subject, sealed } of rows) {
    if (subject === null || Object.hasOwn(known, part)) continue
    const open = Object.entries(sealed).filter((entry): entry is [string, FieldValues[string]] => entry[1] !== null)
    known[part] = { fields: subject.fields, sealed: Object.fromEntries(open) }
  }
  const from = rows.flatMap(({ id, subject }) => (subject === null ? [] : [id])).sort()
  const given = prefill(d, known)
  const values: Record<string, TypedValue | undefined> = {}
  const next: Record<string, TypedValue> = {}
  for (const [name, schema] of Object.entries(d.form.schema.properties)) {
    const now = typed[name]
    const own = isBlank(now) || sameTyped(now, filled.values[name])
    const value = given[name]
    if (value !== undefined && own) {
      next[name] = toTyped(schema, value)
      if (!sameTyped(now, next[name])) values[name] = next[name]
    } else if (value === undefined && own && filled.values[name] !== undefined && isAbout(schema['x-subject'], known)) {
      // It belonged to another subject.
      if (!isBlank(now)) values[name] = undefined
    }
  }
  if (Object.keys(values).length === 0 && sameTyped(from, filled.from)) return null
  return { values, filled: { from, values: next } }
}

const isAbout = (path: string | undefined, known: Readonly<Record<string, KnownSubject>>) =>
  path !== undefined && Object.hasOwn(known, path.split('.')[0] as string)

function isBlank(value: TypedValue | undefined): boolean {
  if (value === undefined || value === '') return true
  return (
    Array.isArray(value) && value.every((one) => (typeof one === 'string' ? one === '' : Object.keys(one).length === 0))
  )
}

function sameTyped(a: TypedValue | undefined, b: TypedValue | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b))
}
