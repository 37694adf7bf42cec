import type { ResolveData } from './facts.ts'
import type { VoidReason } from './outcome.ts'
import { isCase, type LedgerRecord, type SubjectRecord } from './record.ts'
import type { ServiceDefinition } from './service/definition.ts'
import { filingFields } from './service/fields-at.ts'
import { publicFieldsFit } from './service/form.ts'

interface Records {
  readonly read: (id: string) => LedgerRecord | undefined
  readonly put: (id: string, record: LedgerRecord, names: Iterable<string>) => void
}

/**
 * [X6] Gives fields the values that a decision names. Only fields that the record has, public or sealed as they are; those of a case as its form has
 * them, and never one that says which subject it concerns. Answers what is wrong.
 */
export function amended(
  set: ResolveData['set'],
  commit: Uint8Array | null,
  records: Records,
  definitionOf: (id: string) => ServiceDefinition | null,
): VoidReason | null {
  for (const { id, fields, sealed } of set) {
    const record = records.read(id)
    if (record === undefined) return 'subject'
    const names = [...Object.keys(fields), ...Object.keys(sealed)]
    if (names.length === 0) return 'shape'
    if (!Object.keys(fields).every((name) => Object.hasOwn(record.fields, name))) return 'field'
    if (!Object.keys(sealed).every((name) => Object.hasOwn(record.sealed, name))) return 'field'
    const places = Object.entries(sealed).map(([name, h]) => [name, { h, commit: commit as Uint8Array }] as const)
    if (isCase(record)) {
      const d = definitionOf(id)
      if (d === null) return 'service'
      const may = filingFields(d)
      const keys = new Set(d.subjects.map(({ key }) => key.split('.')[0]))
      if (!names.every((name) => may.has(name) && !keys.has(name)) || !publicFieldsFit(d, fields)) return 'field'
      const next = { ...record, fields: { ...record.fields, ...fields } }
      records.put(id, { ...next, sealed: { ...record.sealed, ...Object.fromEntries(places) } }, names)
    } else {
      const refs = Object.fromEntries(places.map(([name, place]) => [name, { ...place, name }]))
      const next: SubjectRecord = {
        ...record,
        fields: { ...record.fields, ...fields },
        sealed: { ...record.sealed, ...refs },
      }
      records.put(id, next, names)
    }
  }
  return null
}
