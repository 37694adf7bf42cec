import type { Filing } from '../../../renderer/replica/api.ts'
import { stockFields, transferFields } from '../../kit/pasture-forms.ts'

const handedIn = (...ids: string[]) => ids.map((id) => ({ id, copies: 1, original: true }))

/** Puts a contract on record; final at once. */
export function stockFiling(contract: string): Filing {
  const materials = handedIn('contract', 'certificate', 'identity')
  return { service: 'grassland-stock', version: 1, values: stockFields(contract), materials }
}

/** Opens a case on a contract that is on record. */
export function transferFiling(contract: string): Filing {
  const materials = handedIn(
    ...['application', 'contract', 'certificate', 'transfer-contract', 'consent'],
    ...['transferor-identity', 'transferee-identity'],
  )
  return { service: 'grassland-transfer', version: 1, values: transferFields(contract), materials }
}
