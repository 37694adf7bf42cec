import type { ServiceDefinition } from './definition.ts'
import { ENGINE } from './expression-limits.ts'
import { BOOL, DATE, INT, type TextType, type Type, text } from './expression-types.ts'
import { columnsOf, type FieldSchema, isList, type ListSchema, type ScalarSchema } from './form-types.ts'

/** Where an expression stands, which decides what it sees: docs/services.md has the table. */
export type Place = 'form' | 'ledger' | 'guard' | 'when' | 'fee' | 'auto'

interface Sight {
  readonly sealed: boolean
  readonly parts: 'all' | 'changed' | 'none'
  readonly materials: boolean
  readonly today: boolean
}

const PUBLIC: Sight = { sealed: false, parts: 'changed', materials: false, today: false }
const FORM: Sight = { sealed: true, parts: 'none', materials: false, today: true }
const SIGHTS: Readonly<Record<Place, Sight>> = {
  form: { sealed: true, parts: 'all', materials: true, today: true },
  ledger: PUBLIC,
  guard: PUBLIC,
  when: FORM,
  fee: FORM,
  auto: { ...FORM, materials: true },
}

/** Names that mean something by themselves; no part may be called so. */
const RESERVED = ['form', 'burdens', 'materials', 'today', 'county']

/** A field, and whether it is there in every form that may be filed. */
export interface Known {
  readonly type: Type
  readonly sure: boolean
}

export interface Scope {
  /** `today`, `county`, `materials`. */
  readonly values: ReadonlyMap<string, Type>
  /** `form` and the parts: the field, or in words why it may not be read. */
  readonly records: ReadonlyMap<string, (field: string) => Known | string>
  /** Names that mean something in some expression of this definition, and so in none name a variable. */
  readonly taken: ReadonlySet<string>
  /** Parts whose burdens can be asked for. */
  readonly burdens: ReadonlySet<string>
  /** Parts that the expression is asked about once per subject, with the most subjects there can be. */
  readonly many: ReadonlyMap<string, number>
}

/** What an expression of this definition sees at a place; in words, what makes that impossible. */
export function scopeOf(d: ServiceDefinition, place: Place): Scope | string {
  const sight = SIGHTS[place]
  const clash = d.subjects.find((part) => RESERVED.includes(part.name))
  if (clash !== undefined) return `no part can be called ${clash.name}`
  const parts = d.subjects.filter(
    ({ mode }) => sight.parts === 'all' || (sight.parts === 'changed' && mode === 'change'),
  )
  const values = new Map<string, Type>([['county', text(40)]])
  if (sight.today) values.set('today', DATE)
  if (sight.materials) values.set('materials', { is: 'list', items: d.materials.length, of: materialIds(d) })
  const records = new Map([['form', (field: string) => formField(d, field, sight.sealed)]])
  for (const part of parts) records.set(part.name, (field) => recordField(d, part.name, field, sight.sealed))
  const many = new Map<string, number>()
  for (const part of parts) {
    const most = mostKeys(d, part.key)
    if (most > 1) many.set(part.name, most)
  }
  const taken = new Set([...RESERVED, ...d.subjects.map((part) => part.name)])
  return { values, records, taken, burdens: new Set(parts.map((part) => part.name)), many }
}

function materialIds(d: ServiceDefinition): TextType {
  return { is: 'text', units: 40, choices: d.materials.map((m) => m.id) }
}

function formField(d: ServiceDefinition, name: string, sealedToo: boolean): Known | string {
  const { properties, required } = d.form.schema
  const field = Object.hasOwn(properties, name) ? properties[name] : undefined
  if (field === undefined) return `there is no field ${name}`
  if (!sealedToo && d.sealed.includes(name)) return `form.${name} is sealed`
  return { type: typeOf(field), sure: required.includes(name) }
}

function recordField(d: ServiceDefinition, part: string, name: string, sealedToo: boolean): Known | string {
  if (!sealedToo && sealedOnRecord(d, part).has(name)) return `${part}.${name} is sealed`
  return { type: { is: 'any', units: ENGINE.text, items: ENGINE.listOnRecord }, sure: false }
}

/** Fields of a part's subjects that this service sets as commitments. */
export function sealedOnRecord(d: ServiceDefinition, part: string): ReadonlySet<string> {
  return new Set(d.effects.flatMap((e) => (e.op === 'set' && e.on === part ? Object.keys(e.sealed ?? {}) : [])))
}

/** How many subjects a part with this key can concern. */
function mostKeys(d: ServiceDefinition, key: string): number {
  const name = key.split('.')[0] as string
  const field = Object.hasOwn(d.form.schema.properties, name) ? d.form.schema.properties[name] : undefined
  return field !== undefined && isList(field) ? Math.min(field.maxItems, ENGINE.subjects) : 1
}

const types = new WeakMap<FieldSchema, Type>()

/** Made once per field: values are held against it each time that a form is judged. */
export function typeOf(field: FieldSchema): Type {
  const known = types.get(field) ?? madeOf(field)
  types.set(field, known)
  return known
}

function madeOf(field: FieldSchema): Type {
  if (!isList(field)) return scalarType(field)
  const columns = columnsOf(field)
  const items = field.maxItems
  if (columns !== null) return { is: 'list', items, of: { is: 'row', columns, sure: new Set() } }
  return { is: 'list', items, of: textType(field.items as Exclude<ListSchema['items'], { type: 'object' }>) }
}

export function scalarType(field: ScalarSchema): Type {
  if (field.type === 'boolean') return BOOL
  return field.type === 'integer' ? INT : textType(field)
}

const MEANS: Readonly<Record<string, TextType['means']>> = { date: 'date', 'past-date': 'date', 'cn-id': 'id' }

function textType(field: Omit<ScalarSchema, 'x-title'>): TextType {
  const identifier = field['x-identifier'] ?? ''
  const means = Object.hasOwn(MEANS, identifier) ? MEANS[identifier] : undefined
  const choices = field.enum?.filter((one): one is string => typeof one === 'string')
  return {
    ...text(unitsAtMost(field)),
    ...(means === undefined ? {} : { means }),
    ...(choices === undefined ? {} : { choices }),
  }
}

/** A character is up to two UTF-16 units. */
function unitsAtMost(field: Omit<ScalarSchema, 'x-title'>): number {
  return field.maxLength === undefined ? ENGINE.text : Math.min(ENGINE.text, 2 * field.maxLength)
}
