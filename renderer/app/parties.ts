import type { FieldSchema, ServiceDefinition, SubjectPart } from '../../shared/contract/service/definition.ts'
import { columnsOf } from '../../shared/contract/service/form-types.ts'
import { type OpenedValues, partiesOf } from '../../shared/contract/service/parties.ts'
import { rowsOf } from '../../shared/contract/service/values.ts'

/** What is known of one field of a subject: how the services that write it describe it. */
export interface SubjectField {
  readonly name: string
  readonly schema: FieldSchema
  readonly sealed: boolean
  /** It says who a party is: by itself (''), or in this column of its rows; null when it does not. */
  readonly party: string | null
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
        const kept = out.get(name) ?? { name, schema, sealed: d.sealed.includes(field), party: null }
        out.set(name, { ...kept, party: kept.party ?? partyIn(d, field) })
      }
    }
  }
  // A running number comes from no form field: where nobody else has a word for it, it is called as on the paper that bears it.
  for (const { d, part } of partsOf(services, type)) {
    for (const name of numbersOf(d, part)) {
      if (!out.has(name)) out.set(name, { name, schema: numberSchema(d), sealed: false, party: null })
    }
  }
  return [...out.values()]
}

/** The fields of a part that an act's running number goes into. */
function numbersOf({ effects }: ServiceDefinition, part: SubjectPart): string[] {
  return effects.flatMap((effect) =>
    effect.op !== 'set' || effect.on !== part.name
      ? []
      : Object.entries(effect.fields).flatMap(([name, source]) =>
          'from' in source && source.from === 'number' ? [name] : [],
        ),
  )
}

function numberSchema({ outputs: { certificate } }: ServiceDefinition): FieldSchema {
  const row = certificate.rows.find(({ from }) => from === 'case.certificateNumber')
  const { title } = certificate
  const label = row?.label ?? { zh: '编号', en: 'Number' }
  return { type: 'string', maxLength: 200, 'x-title': { zh: `${title.zh}${label.zh}`, en: `${title.en}: ${label.en}` } }
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

/** How a form field, or a column as `<list>.<column>`, names a party of its service. */
function partyIn(d: ServiceDefinition, field: string): string | null {
  for (const { name } of d.parties) {
    if (name === field) return ''
    if (name.startsWith(`${field}.`)) return name.slice(field.length + 1)
  }
  return null
}

/** Who a subject belongs to, by the fields in which its services name their parties; each name once. */
export function namesIn(fields: readonly SubjectField[], values: OpenedValues | undefined): string[] {
  if (values === undefined) return []
  const names = fields.flatMap(({ name, party }) => {
    const value = Object.hasOwn(values, name) ? (values[name] ?? undefined) : undefined
    if (party === null || value === undefined) return []
    return party === '' ? [value] : rowsOf(value).map((row) => row[party])
  })
  return [...new Set(names.filter((one): one is string => typeof one === 'string' && one !== ''))]
}

/** Who a case is about, in the order of its definition; each name once. */
export function namesOfCase(d: ServiceDefinition, values: OpenedValues | undefined): string[] {
  return values === undefined ? [] : [...new Set(partiesOf(d, values).map((party) => party.name))]
}

/**
 * The form fields of a service in the order in which its sections show them. The order of `properties` says nothing: a definition comes off
 * the ledger with its keys sorted (E1).
 */
function formFields(d: ServiceDefinition): { name: string; schema: FieldSchema }[] {
  return d.form.sections
    .flatMap((section) => section.fields)
    .flatMap((name) => {
      const schema = d.form.schema.properties[name]
      return schema === undefined ? [] : [{ name, schema }]
    })
}
