import type { LedgerRecord } from '../../shared/contract/index.ts'

/** The count of a device's numbers (N10) and the record of a dispute (X6) are kept like subjects; nobody looks for them in the register. */
export function isInRegister(record: LedgerRecord): boolean {
  return record.t !== 'numbers' && record.t !== 'dispute'
}
