import type {
  FieldSchema,
  FieldValue,
  ServiceDefinition,
  SubjectPart,
} from '../../shared/contract/service/definition.ts'
import { columnsOf } from '../../shared/contract/service/form-types.ts'

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
  // The service that puts subjects on record knows them best.
  for (const { d, part } of partsOf(services, type)) {
    const from = new Map<string, string[]>()
    const note = (field: string, subjectField: string) => from.set(field, [...(from.get(field) ?? []), subjectField])
    for (const effect of d.effects) {
      if (effect.op !== 'set' || effect.on !== part.name) continue
      for (const [name, source] of Object.entries(effect.fields)) {
        if ('name' in source)
          note(source.from === 'row' ? `${part.key.split('.')[0]}.${source.name}` : source.name, name)
      }
      for (const [name, field] of Object.entries(effect.sealed ?? {})) note(field, name)
    }
    for (const { name: field, schema } of fieldsAndColumns(d)) {
      const [of, filled] = (schema['x-subject'] ?? '').split('.')
      const known = of === part.name && filled !== undefined ? [filled] : []
      for (const name of [...(from.get(field) ?? []), ...known]) {
        if (!out.has(name)) out.set(name, { name, schema, sealed: d.sealed.includes(field) })
      }
    }
  }
  return [...out.values()]
}

/** Every part of every service that is of this type; those that put it on record first. */
function partsOf(services: readonly ServiceDefinition[], type: string): { d: ServiceDefinition; part: SubjectPart }[] {
  const rank = ({ part }: { part: SubjectPart }) => (part.mode === 'create' ? 0 : part.mode === 'change' ? 1 : 2)
  return services
    .flatMap((d) => d.subjects.filter((part) => part.type === type).map((part) => ({ d, part })))
    .sort((a, b) => rank(a) - rank(b))
}

/** The fields, each followed by the columns of its rows as `<list>.<column>`. */
function fieldsAndColumns(d: ServiceDefinition): { name: string; schema: FieldSchema }[] {
  return formFields(d).flatMap(({ name, schema }) => [
    { name, schema },
    ...Object.entries(columnsOf(schema)?.properties ?? {}).map(([column, one]) => ({
      name: `${name}.${column}`,
      schema: one as FieldSchema,
    })),
  ])
}

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
