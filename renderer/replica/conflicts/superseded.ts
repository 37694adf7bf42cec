import { equal, hex } from '../../../shared/base/bytes.ts'
import { resolveData } from '../../../shared/contract/index.ts'
import { entryId, homeScope, parseBody, type SignedEntry } from '../../../shared/ledger/index.ts'
import type { Finding } from '../api.ts'
import { bodyOf } from '../case-views.ts'
import type { ReplicaDatabase } from '../database.ts'
import type { Snapshot } from '../snapshot.ts'
import { RecordReader } from './ground.ts'
import { outcomesOf } from './outcomes.ts'
import { both } from './shown.ts'

/**
 * A paper is genuine and yet worth nothing any more: a decision took back or refused the act that it is about, or called the paper back. Null where
 * this replica knows of no such decision; of other offices it knows nothing.
 */
export async function supersededBy(db: ReplicaDatabase, now: Snapshot, entry: SignedEntry): Promise<Finding | null> {
  const body = parseBody(entry.body)
  if (!body.ok || body.value.case === null || homeScope(body.value.case) !== now.office) return null
  const id = entryId(entry.body)
  const records = new RecordReader(db, now)
  for (const on of [body.value.case, ...body.value.subj.map((one) => one.id)]) {
    const record = await records.get(on)
    if (record === undefined) continue
    const outcome = outcomesOf(record, new Set()).get(hex(id))
    if (outcome === 'undone' || outcome === 'refused') return finding('verify.superseded')
    for (const touch of record.log) {
      if (touch.decided === undefined || outcomesOf(record, new Set()).get(hex(touch.id)) === 'undone') continue
      const said = (await bodyOf(db, now, touch)).body
      const data = said === null ? null : resolveData(said.data, 'data')
      if (data?.ok === true && data.value.recall.some((one) => equal(one, id))) return finding('verify.recalled')
    }
  }
  return null
}

function finding(key: 'verify.superseded' | 'verify.recalled'): Finding {
  return { check: 'decision', ok: false, text: both(key) }
}
