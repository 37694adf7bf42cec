import type { LedgerRecord } from '../../shared/contract/index.ts'
import { subjectType } from '../../shared/ledger/index.ts'
import type { ReplicaDatabase } from './database.ts'

/** The records of these ids as the last sealed leaf left them; cases and subjects have tables of their own. */
export async function sealedRecords(db: ReplicaDatabase, ids: readonly string[]): Promise<Map<string, LedgerRecord>> {
  const out = new Map<string, LedgerRecord>()
  const cases = ids.filter((id) => subjectType(id) === 'case')
  const subjects = ids.filter((id) => subjectType(id) !== 'case')
  for (const row of await db.cases.bulkGet(cases)) if (row !== undefined) out.set(row.id, row.record)
  for (const row of await db.subjects.bulkGet(subjects)) if (row !== undefined) out.set(row.id, row.record)
  return out
}

/** One of them; undefined where there is none. */
export async function sealedRecord(db: ReplicaDatabase, id: string): Promise<LedgerRecord | undefined> {
  const table = subjectType(id) === 'case' ? db.cases : db.subjects
  return (await table.get(id))?.record
}
