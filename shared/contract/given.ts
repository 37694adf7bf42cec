import type { Body } from '../ledger/index.ts'
import type { ActData } from './facts.ts'
import type { CaseRecord } from './record.ts'
import type { FieldValues } from './service/definition.ts'

/** [N7] What an entry gives of the form: values and commitments by name; null, which only an act may say, takes a field back. */
export type Given = Pick<ActData, 'fields' | 'sealed'>

/** The form of a case: public values, and where each sealed one is committed. */
export type CaseForm = Pick<CaseRecord, 'fields' | 'sealed'>

/** The form as it is after an entry: what it gives stands in place of what was there, and what it takes back is gone. */
export function formAfter(before: CaseForm, { fields, sealed }: Given, { commit }: Pick<Body, 'commit'>): CaseForm {
  const places = Object.entries(sealed).map(([name, h]) => [name, h === null || commit === null ? null : { h, commit }])
  return {
    fields: present({ ...before.fields, ...fields }),
    sealed: present({ ...before.sealed, ...Object.fromEntries(places) }),
  }
}

/** The public values that an entry gives, without what it takes back. */
export function publicGiven({ fields }: Given): FieldValues {
  return present(fields)
}

/** [N6] A payload is there exactly where something is sealed; to take a sealed field back needs none. */
export function seals({ sealed }: Given): boolean {
  return Object.values(sealed).some((h) => h !== null)
}

function present<T>(values: Readonly<Record<string, T | null>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter((one): one is [string, T] => one[1] !== null))
}
