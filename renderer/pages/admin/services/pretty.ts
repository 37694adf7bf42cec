import type { ServiceDefinition } from '../../../../shared/contract/service/definition.ts'
import { columnsOf, type FieldSchema } from '../../../../shared/contract/service/form-types.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const WIDTH = 110

/** Keys of the document in the order in which people read it; what is not named comes after, by name. */
const ORDER = [
  ...['code', 'version', 'engine', 'name', 'id', 'role', 'op', 'series', 'title', 'group', 'summary', 'basis', 'level'],
  ...['zh', 'en', 'on', 'kind', 'ref', 'subjects', 'parties', 'form', 'schema', 'sections', 'type', 'mode', 'key'],
  ...['additionalProperties', 'required', 'properties', 'items', 'minItems', 'maxItems', 'minLength', 'maxLength'],
  ...['minimum', 'maximum', 'pattern', 'enum', 'const', 'x-title', 'x-help', 'x-widget', 'x-identifier', 'x-level'],
  ...['x-choices', 'x-subject', 'x-when', 'x-required', 'x-wide', 'phone', 'address', 'requiredWhen', 'copies'],
  ...['original', 'note', 'when', 'amount', 'field', 'message', 'sealed', 'materials', 'rules', 'fees', 'auto'],
  ...['workflow', 'start', 'states', 'actions', 'from', 'to', 'roles', 'notAuthorOf', 'reason', 'effects', 'fields'],
  ...['needs', 'replace', 'ifThere', 'once', 'asks', 'whileDisputed', 'guard', 'final', 'tone', 'merge', 'disputes'],
  ...['blocks', 'signers', 'unit', 'legal', 'promised', 'runs', 'pauses', 'resume'],
  ...['deemed', 'deadlines', 'claims', 'numbers', 'at', 'period', 'digits', 'text', 'outputs', 'slip', 'certificate'],
  ...['notices', 'standing', 'label', 'rows', 'notes', 'today', 'county', 'values', 'burdens', 'expect', 'problems'],
  ...['otherwise', 'approve', 'examples'],
]
const PLACE = new Map(ORDER.map((key, i) => [key, i]))

/** Maps whose keys are names of the author's own: their order is left as it is. */
const FREE = new Set(['properties', 'states', 'x-choices', 'values', 'notices', 'burdens'])

/**
 * A definition off the ledger as a text to read and edit: CBOR has sorted its keys (E1), so fields come back in the order of their sections, choices in
 * that of their values, states as the actions lead to them. The same document: only the order of keys is another.
 */
export function prettyDefinition(document: unknown): string {
  return `${pretty(ordered(inFormOrder(document as ServiceDefinition) as unknown as Json, false), 0)}\n`
}

/** Any JSON value in this hand, its keys as they are. */
export function prettyJson(value: unknown): string {
  return `${pretty(value as Json, 0)}\n`
}

function ordered(value: Json, free: boolean): Json {
  if (Array.isArray(value)) return value.map((one: Json) => ordered(one, false))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as { readonly [key: string]: Json })
  const place = (key: string) => PLACE.get(key) ?? ORDER.length
  if (!free) entries.sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
  // In an effect or an example, `fields`, `sealed` and `subjects` are maps of own names too; elsewhere they are lists.
  return Object.fromEntries(
    entries.map(([key, one]) => [key, ordered(one, FREE.has(key) || (isOwn(key) && !Array.isArray(one)))]),
  )
}

const isOwn = (key: string) => key === 'fields' || key === 'sealed' || key === 'subjects'

function inFormOrder(d: ServiceDefinition): ServiceDefinition {
  const shown = d.form.sections.flatMap((section) => section.fields)
  const properties = sortedBy(d.form.schema.properties, shown, (field) => inEnumOrder(field) as FieldSchema)
  const reached = [d.workflow.start, ...d.workflow.actions.flatMap((action) => [...action.from, action.to])]
  return {
    ...d,
    form: { ...d.form, schema: { ...d.form.schema, properties } },
    workflow: { ...d.workflow, states: sortedBy(d.workflow.states, reached, (state) => state) },
    examples: d.examples.map((one) => ({ ...one, values: sortedBy(one.values, shown, (value) => value) })),
  }
}

function inEnumOrder(field: FieldSchema): unknown {
  const columns = columnsOf(field)
  if (columns !== null) {
    const properties = sortedBy(columns.properties, columns.required, inEnumOrder as never)
    return { ...field, items: { ...columns, properties } }
  }
  const choices = field['x-choices']
  const order = 'enum' in field ? field.enum : undefined
  if (choices === undefined || order === undefined) return field
  return { ...field, 'x-choices': sortedBy(choices, order.map(String), (text) => text) }
}

function sortedBy<T>(map: Readonly<Record<string, T>>, order: readonly string[], each: (value: T) => T) {
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)
  const keys = Object.keys(map).sort((a, b) => place(a) - place(b))
  return Object.fromEntries(keys.map((key) => [key, each(map[key] as T)]))
}

function pretty(value: Json, indent: number): string {
  const line = onOneLine(value)
  if (typeof value !== 'object' || value === null) return line
  // What stands before it on its line is not known here; the rest of the width leaves room for a key.
  const isSmall = indent + line.length <= WIDTH && !(Array.isArray(value) && value.length > 1 && isMaps(value))
  if (isSmall || Object.keys(value).length === 0) return line
  const inner = ' '.repeat(indent + 2)
  const lines = Array.isArray(value)
    ? value.map((one: Json) => `${inner}${pretty(one, indent + 2)}`)
    : Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${pretty(one as Json, indent + 2)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${lines.join(',\n')}\n${' '.repeat(indent)}${close}`
}

const isMaps = (value: readonly Json[]) => value.some((one) => typeof one === 'object' && one !== null)

function onOneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${onOneLine(one as Json)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
