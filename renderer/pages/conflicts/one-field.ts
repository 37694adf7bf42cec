import type { FieldSchema, FieldValue, ServiceDefinition, Text } from '../../../shared/contract/service/definition.ts'

const NOTHING: Text = { zh: '', en: '' }
const NO_PAPER = { title: NOTHING, standing: NOTHING, rows: [], notes: [] }

/**
 * A form of one field, so that a value of one's own is typed into the control and checked by the checks that the form itself has for it. What hangs on
 * other fields of the form (conditions, rules, offers) is left out: there are none beside it.
 */
export function oneField(
  name: string,
  schema: FieldSchema,
  words: { label: Text; sealed: boolean },
): ServiceDefinition {
  const { 'x-when': _when, 'x-required': _required, 'x-subject': _subject, ...field } = schema
  const properties = { [name]: { ...field, 'x-title': words.label } as FieldSchema }
  const file = { name: 'file', title: NOTHING, from: [], to: 'filed', roles: [], notAuthorOf: [] }
  return {
    ...{ code: 'one-field', version: 1, engine: 1, title: NOTHING, group: 'land', summary: NOTHING, basis: [] },
    ...{ level: 'county', subjects: [], parties: [], materials: [], rules: [], fees: [], auto: null, effects: [] },
    ...{ merge: 'none', deadlines: [], claims: false, numbers: [], examples: [] },
    form: {
      schema: { type: 'object', properties, required: [name], additionalProperties: false },
      sections: [{ title: schema['x-title'], fields: [name] }],
    },
    sealed: words.sealed ? [name] : [],
    workflow: { start: 'filed', states: { filed: { title: NOTHING, final: true } }, actions: [file] },
    outputs: { slip: NO_PAPER, certificate: NO_PAPER, notices: {} },
  }
}

/** A list is typed on from what stands: nobody writes ten rows anew to change one. Anything else begins empty, so that nothing is taken over unseen. */
export function startOf(schema: FieldSchema, known: readonly (FieldValue | null)[]): FieldValue | null {
  return schema.type === 'array' ? (known.find((one) => one !== null) ?? null) : null
}
