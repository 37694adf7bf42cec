import type { FieldValue, FieldValues } from '../../../shared/contract/service/definition.ts'
import type { CaseDetail } from '../../replica/api.ts'

/** Every value of the case that can be read here; what is sealed and stays closed is left out. */
export function valuesOf(detail: Pick<CaseDetail, 'fields' | 'sealed'>): FieldValues {
  const opened = Object.entries(detail.sealed).filter((one): one is [string, FieldValue] => one[1] !== null)
  return { ...detail.fields, ...Object.fromEntries(opened) }
}
