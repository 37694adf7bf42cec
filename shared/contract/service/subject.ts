import type { FieldValue, FieldValues, ServiceDefinition } from './definition.ts'

/** `<county>/<type>/<value of the key field>`; null if the key is missing or the id is not one of this service's. */
export function subjectId(d: ServiceDefinition, county: string, values: FieldValues): string | null {
  const key = Object.hasOwn(values, d.subject.key) ? values[d.subject.key] : undefined
  const id = `${county}/${d.subject.type}/${String(key)}`
  return key !== undefined && isSubjectId(d, id) ? id : null
}

/** Is this the id of a subject that this service creates or changes? */
export function isSubjectId(d: ServiceDefinition, id: string): boolean {
  return id.split('/')[1] === d.subject.type && new RegExp(d.subject.id, 'u').test(id)
}

/** The form values that the register already knows, by `x-subject`; `sealed` holds what this office may open. */
export function prefill(d: ServiceDefinition, subject: { fields: FieldValues; sealed: FieldValues }): FieldValues {
  const out: Record<string, FieldValue> = {}
  for (const [name, field] of Object.entries(d.form.schema.properties)) {
    const from = field['x-subject']
    if (from === undefined) continue
    const value = subject.fields[from] ?? subject.sealed[from]
    if (value !== undefined) out[name] = value
  }
  return out
}
