import type { Party, ServiceDefinition, Text } from './definition.ts'
import { type FieldValue, type Row, rowsOf } from './values.ts'

/** A person or body of a case, as far as it is known; what stays sealed is left out. */
export interface CaseParty {
  readonly role: Text
  readonly name: string
  readonly id?: string
  readonly phone?: string
  readonly address?: string
}

/** Values as a desktop holds them: null is sealed and stays closed here. */
export type OpenedValues = Readonly<Record<string, FieldValue | null | undefined>>

const ABOUT = ['id', 'phone', 'address'] as const

/**
 * The parties of a case in the order of the definition, and of the rows of a list. Who has no name yet is left out. A detail stands in the same row
 * as the name, or in one field for all.
 */
export function partiesOf(d: ServiceDefinition, values: OpenedValues): CaseParty[] {
  return d.parties.flatMap((party) => {
    const [list, column] = party.name.split('.') as [string, string | undefined]
    if (column === undefined) return partyAt(party, values, null)
    return rowsOf(open(values, list)).flatMap((row) => partyAt(party, values, { list, row }))
  })
}

interface Place {
  readonly list: string
  readonly row: Row
}

function partyAt(party: Party, values: OpenedValues, place: Place | null): CaseParty[] {
  const name = textAt(values, party.name, place)
  if (name === undefined) return []
  const details: Partial<Record<(typeof ABOUT)[number], string>> = {}
  for (const one of ABOUT) {
    const at = party[one]
    const text = at === undefined ? undefined : textAt(values, at, place)
    if (text !== undefined) details[one] = text
  }
  return [{ role: party.role, name, ...details }]
}

function textAt(values: OpenedValues, at: string, place: Place | null): string | undefined {
  const [field, column] = at.split('.') as [string, string | undefined]
  if (column === undefined) return wordOf(open(values, field))
  if (place === null || place.list !== field || !Object.hasOwn(place.row, column)) return undefined
  return wordOf(place.row[column])
}

function open(values: OpenedValues, name: string): FieldValue | undefined {
  return Object.hasOwn(values, name) ? (values[name] ?? undefined) : undefined
}

/** Texts, and numbers as they stand; a blank says nothing. */
function wordOf(value: FieldValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}
