import { subjectType } from '../../ledger/index.ts'
import type { FieldValue, FieldValues, ServiceDefinition, SubjectPart } from './definition.ts'
import { type Row, rowsOf, valuesAt } from './values.ts'

/** One subject of a case: its part, its id, and the row of the form that names it. */
export interface NamedSubject {
  readonly part: SubjectPart
  readonly id: string
  readonly row: Row | null
}

const patterns = new WeakMap<SubjectPart, RegExp>()

/** Compiled once per definition: a memo of pure work, dropped with the definition. */
function patternOf(part: SubjectPart): RegExp {
  const known = patterns.get(part)
  if (known !== undefined) return known
  const made = new RegExp(part.id, 'u')
  patterns.set(part, made)
  return made
}

const LAST = /^[A-Za-z0-9._-]+$/

/** `<county>/<type>/<value>`; null when the value does not make an id of this part. */
export function subjectId(part: SubjectPart, county: string, value: unknown): string | null {
  const id = `${county}/${part.type}/${String(value)}`
  return LAST.test(String(value)) && isSubjectId(part, id) ? id : null
}

/** Is this the id of a subject of this part? */
export function isSubjectId(part: SubjectPart, id: string): boolean {
  return id.length <= 160 && subjectType(id) === part.type && patternOf(part).test(id)
}

/** The subjects of one part that these values name; null when a value is missing, is no id, or stands twice. */
export function subjectsOfPart(part: SubjectPart, county: string, values: FieldValues): NamedSubject[] | null {
  const [list, column] = part.key.split('.') as [string, string | undefined]
  const rows = column === undefined ? null : rowsOf(Object.hasOwn(values, list) ? values[list] : undefined)
  const keys = valuesAt(values, part.key)
  if (keys.length === 0 || (rows !== null && rows.length !== keys.length)) return null
  const out: NamedSubject[] = []
  for (const [i, key] of keys.entries()) {
    const id = subjectId(part, county, key)
    if (id === null || out.some((one) => one.id === id)) return null
    out.push({ part, id, row: rows?.[i] ?? null })
  }
  return out
}

/**
 * The subjects that a case with these values concerns on the ledger, part by part (not those that are only looked up); null when one is
 * missing, is no id of its part, or is named twice.
 */
export function subjectsOf(d: ServiceDefinition, county: string, values: FieldValues): NamedSubject[] | null {
  const out: NamedSubject[] = []
  for (const part of d.subjects) {
    if (part.mode === 'lookup') continue
    const named = subjectsOfPart(part, county, values)
    if (named === null || named.some((one) => out.some((other) => other.id === one.id))) return null
    out.push(...named)
  }
  return out
}

/** What is known of a subject on record; `sealed` holds what this office may open. */
export interface KnownSubject {
  readonly fields: FieldValues
  readonly sealed: FieldValues
}

/** The form values that the register already knows, by `x-subject`: of the first subject of each part. */
export function prefill(d: ServiceDefinition, parts: Readonly<Record<string, KnownSubject | undefined>>): FieldValues {
  const out: Record<string, FieldValue> = {}
  for (const [name, field] of Object.entries(d.form.schema.properties)) {
    const [part, from] = (field['x-subject'] ?? '').split('.') as [string, string | undefined]
    const known = from !== undefined && Object.hasOwn(parts, part) ? parts[part] : undefined
    if (known === undefined || from === undefined) continue
    const value = known.fields[from] ?? known.sealed[from]
    if (value !== undefined) out[name] = value
  }
  return out
}
