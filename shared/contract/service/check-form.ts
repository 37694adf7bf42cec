import { fieldAt, first, hasField, type Problem, twice } from './check-kit.ts'
import type { ServiceDefinition, SubjectPart } from './definition.ts'
import { columnsOf, type FieldSchema, isList, type ScalarSchema } from './form-types.ts'
import { MOST } from './read-parts.ts'
import { inspectExpression } from './rules.ts'

/** The form and what hangs on its names: sections, sealed fields, the keys of subjects. */
export function checkForm(d: ServiceDefinition): Problem {
  return checkSections(d) ?? checkFields(d) ?? checkSealed(d) ?? first(d.subjects, (part) => checkSubject(d, part))
}

function checkSections(d: ServiceDefinition): Problem {
  const { schema, sections } = d.form
  const shown = sections.flatMap((s) => s.fields)
  const again = twice(shown)
  if (again !== undefined) return `form.sections: ${again} is shown twice`
  const hidden = Object.keys(schema.properties).find((n) => !shown.includes(n))
  if (hidden !== undefined) return `form.sections: ${hidden} is not shown`
  const unknown = [...shown, ...schema.required].find((n) => !hasField(d, n))
  if (unknown !== undefined) return `form: there is no field ${unknown}`
  const asked = twice(schema.required)
  if (asked !== undefined) return `form.schema.required: ${asked} stands twice`
  return first(sections, (section, i) => {
    const early = section.at === undefined ? undefined : section.fields.find((n) => schema.required.includes(n))
    if (early !== undefined) return `form.sections[${i}]: ${early} is required before its action`
    return first(section.at ?? [], (name) => {
      const action = d.workflow.actions.find((one) => one.name === name)
      if (action === undefined || name === 'file') return `form.sections[${i}].at: there is no action ${name}`
      const lost = section.fields.find((n) => !(action.fields ?? []).includes(n))
      return lost === undefined ? null : `form.sections[${i}].at: ${name} does not set ${lost}`
    })
  })
}

function checkFields(d: ServiceDefinition): Problem {
  return first(Object.entries(d.form.schema.properties), ([name, field]) => {
    const at = `form.schema.properties.${name}`
    const when = field['x-when']
    if (field['x-required'] === true && when === undefined) return `${at}: x-required without x-when`
    if (when !== undefined) {
      if (d.form.schema.required.includes(name)) return `${at}: required and x-when`
      const wrong = inspectExpression(d, 'when', when, `${at}.x-when`)
      if (wrong !== null) return wrong
    }
    const from = field['x-subject']
    if (from !== undefined && !d.subjects.some((one) => one.name === from.split('.')[0] && one.mode !== 'create')) {
      return `${at}.x-subject: there is no subject ${from}`
    }
    return checkField(field, at)
  })
}

function checkField(field: FieldSchema, at: string): Problem {
  if (!isList(field)) return checkScalar(field, at)
  if (field.minItems !== undefined && field.minItems > field.maxItems) return `${at}: minItems over maxItems`
  const columns = columnsOf(field)
  if (columns === null) return checkScalar(field.items as ScalarSchema, `${at}.items`)
  const unknown = columns.required.find((n) => !Object.hasOwn(columns.properties, n))
  if (unknown !== undefined) return `${at}.items: there is no column ${unknown}`
  if (Object.keys(columns.properties).length === 0) return `${at}.items: no columns`
  return first(Object.entries(columns.properties), ([name, column]) => checkScalar(column, `${at}.items.${name}`))
}

function checkScalar(f: ScalarSchema, at: string): Problem {
  if (f.minimum !== undefined && f.maximum !== undefined && f.minimum > f.maximum) return `${at}: minimum over maximum`
  if (f.minLength !== undefined && f.minLength > (f.maxLength ?? 0)) return `${at}: minLength over maxLength`
  if (f.enum !== undefined) {
    const values = f.enum.map(String)
    if (twice(values) !== undefined) return `${at}.enum: a value stands twice`
    const labels = Object.keys(f['x-choices'] ?? {})
    if (labels.length !== values.length || !values.every((v) => labels.includes(v))) {
      return `${at}.x-choices: not exactly one label for each value`
    }
  } else if (f['x-choices'] !== undefined || f['x-widget'] === 'choice') return `${at}: choices without enum`
  if (f['x-identifier'] !== undefined && f.type !== 'string') return `${at}: an identifier is text`
  return null
}

function checkSealed(d: ServiceDefinition): Problem {
  const again = twice(d.sealed)
  if (again !== undefined) return `sealed: ${again} stands twice`
  const unknown = d.sealed.find((n) => !hasField(d, n))
  return unknown === undefined ? null : `sealed: there is no field ${unknown}`
}

function checkSubject(d: ServiceDefinition, part: SubjectPart): Problem {
  const at = `subjects.${part.name}`
  if (d.subjects.filter((one) => one.name === part.name).length > 1) return `${at}: stands twice`
  if (['form', 'burdens', 'materials', 'today', 'county'].includes(part.name)) return `${at}: the name is taken`
  if (['case', 'numbers', 'dispute'].includes(part.type)) return `${at}.type: ${part.type} is taken`
  const [field] = part.key.split('.') as [string]
  const keyed = fieldAt(d, part.key)
  if (keyed === null) return `${at}.key: there is no field ${part.key}`
  if (part.mode !== 'lookup' && d.sealed.includes(field)) return `${at}.key: ${field} is sealed`
  const { required, properties } = d.form.schema
  if (part.mode !== 'lookup' && !required.includes(field)) return `${at}.key: ${field} is not required`
  const list = properties[field] as FieldSchema
  if (isList(list) && part.mode !== 'lookup') {
    if (list.maxItems > MOST.keys) return `${at}.key: more than ${MOST.keys} subjects`
    if ((list.minItems ?? 0) < 1) return `${at}.key: the list may be empty`
  }
  const column = part.key.split('.')[1]
  if (column !== undefined && !(columnsOf(list)?.required ?? []).includes(column)) {
    return `${at}.key: ${part.key} is not a required column`
  }
  const text = isList(keyed) ? keyed.items.type : keyed.type
  return text === 'string' ? null : `${at}.key: ${part.key} is not text`
}
