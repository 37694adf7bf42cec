import { IDENTIFIERS } from '../../../shared/contract/identifiers/index.ts'
import { regionPath } from '../../../shared/contract/regions/index.ts'
import type { Party, ScalarSchema, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { columnsOf } from '../../../shared/contract/service/form-types.ts'
import type { FormStore } from './form-store.ts'
import type { PersonOffer } from './offers.ts'

/** A party whose number stands in a box, and the boxes of the same party beside it. */
export interface PartyBoxes {
  readonly id: string
  readonly name: string
  readonly phone: string | null
  readonly address: string | null
}

/** The parties whose number stands in this field (`at` a field) or in this row (`at` `<list>.<row>`). */
export function partiesAt(d: ServiceDefinition, at: string): PartyBoxes[] {
  const [field, row] = at.split('.') as [string, string?]
  const place = (path: string): string | null => {
    const [list, column] = path.split('.') as [string, string?]
    if (column === undefined) return list
    return row !== undefined && list === field ? `${list}.${row}.${column}` : null
  }
  return d.parties.flatMap((party: Party) => {
    const { id } = party
    if (id === undefined || id.split('.')[0] !== field || id.includes('.') !== (row !== undefined)) return []
    const [own, name] = [place(id), place(party.name)]
    if (own === null || name === null) return []
    return [{ id: own, name, phone: placeOf(place, party.phone), address: placeOf(place, party.address) }]
  })
}

const placeOf = (place: (path: string) => string | null, path: string | undefined) =>
  path === undefined ? null : place(path)

/** A number that is worth asking about, in its one form; null while it is not complete. */
export function askedNumber(typed: unknown, today: string): string | null {
  if (typeof typed !== 'string' || typed.trim().length < 15) return null
  for (const name of ['cn-id', 'uscc'] as const) {
    const checked = IDENTIFIERS[name].check(typed, today)
    if (checked.ok) return checked.value
  }
  return null
}

/** What would go into the boxes of this party that are still empty; an empty map when there is nothing to fill in. */
export function fillsOf(form: FormStore, boxes: PartyBoxes, offer: PersonOffer): ReadonlyMap<string, string> {
  const out = new Map<string, string>()
  const fill = (
    path: string | null,
    values: readonly string[],
    fit: (box: ScalarSchema, one: string) => string | null,
  ) => {
    if (path === null || !isOpen(form, path)) return
    const box = boxOf(form.definition, path)
    const value = box === null ? undefined : values.map((one) => fit(box, one)).find((one) => one !== null)
    if (value !== undefined && value !== null) out.set(path, value)
  }
  fill(boxes.name, offer.names, (_, one) => one)
  fill(boxes.phone, offer.phones, (_, one) => one)
  fill(boxes.address, offer.addresses, fitted)
  return out
}

function isOpen(form: FormStore, path: string): boolean {
  const field = path.split('.')[0] as string
  if (!form.names.has(field) || !form.field(field).shown) return false
  const now = form.at(path)
  return now === undefined || (typeof now === 'string' && now.trim() === '')
}

function boxOf(d: ServiceDefinition, path: string): ScalarSchema | null {
  const [name, , column] = path.split('.') as [string, string?, string?]
  const schema = d.form.schema.properties[name]
  if (schema === undefined) return null
  if (column !== undefined) return columnsOf(schema)?.properties[column] ?? null
  return schema.type === 'array' ? null : schema
}

/** A division fits where one is chosen at its level; elsewhere its name does. */
function fitted(box: ScalarSchema, value: string): string | null {
  const isCode = /^[0-9]{6,12}$/.test(value)
  if (box['x-widget'] !== 'region') return isCode ? (regionPath(value) ?? null) : value
  const length = { county: 6, town: 9, village: 12 }[box['x-level'] ?? 'village']
  return isCode && value.length === length ? value : null
}
