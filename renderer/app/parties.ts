import type { FieldSchema, FieldValue, ServiceDefinition } from '../../shared/contract/service/definition.ts'

/** What is known of one field of a subject: how the services that write it describe it. */
export interface SubjectField {
  readonly name: string
  readonly schema: FieldSchema
  readonly sealed: boolean
}

/**
 * The fields of a kind of subject in the order of the form that writes them. The register has no schema of its own: a field is described by
 * the form field that it came from, or by one that is filled in from it.
 */
export function subjectFields(services: readonly ServiceDefinition[], type: string): SubjectField[] {
  const out = new Map<string, SubjectField>()
  const mine = services.filter((one) => one.subject.type === type)
  // The service that puts subjects on record knows them best.
  for (const d of [...mine].sort((a, b) => rank(a) - rank(b))) {
    const from = new Map<string, string[]>()
    const note = (field: string, subjectField: string) => from.set(field, [...(from.get(field) ?? []), subjectField])
    for (const [name, source] of Object.entries(d.effects.subject.set)) if ('name' in source) note(source.name, name)
    for (const [name, field] of Object.entries(d.effects.subject.sealed)) note(field, name)
    for (const { name: field, schema } of formFields(d)) {
      const filled = schema['x-subject']
      for (const name of [...(from.get(field) ?? []), ...(filled === undefined ? [] : [filled])]) {
        if (!out.has(name)) out.set(name, { name, schema, sealed: d.sealed.includes(field) })
      }
    }
  }
  return [...out.values()]
}

const rank = (d: ServiceDefinition) => (d.subject.mode === 'create' ? 0 : 1)

/** The people named in a form or subject, in its order: fields whose identifier is a name. */
export function namesIn(
  fields: readonly { readonly name: string; readonly schema: FieldSchema }[],
  values: Readonly<Record<string, FieldValue | null>> | undefined,
): string[] {
  if (values === undefined) return []
  return fields
    .filter(({ schema }) => schema['x-identifier'] === 'name')
    .map(({ name }) => values[name])
    .filter((value): value is string => typeof value === 'string')
}

/**
 * The form fields of a service in the order in which its sections show them. The order of `properties` says nothing: a definition comes off
 * the ledger with its keys sorted (E1).
 */
export function formFields(d: ServiceDefinition): { name: string; schema: FieldSchema }[] {
  return d.form.sections
    .flatMap((section) => section.fields)
    .flatMap((name) => {
      const schema = d.form.schema.properties[name]
      return schema === undefined ? [] : [{ name, schema }]
    })
}
