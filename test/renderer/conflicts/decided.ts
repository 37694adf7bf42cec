import { compare } from '../../../shared/base/bytes.ts'
import { type DisputeRecord, type LedgerRecord, recordsToName } from '../../../shared/contract/index.ts'
import type { SignedEntry } from '../../../shared/ledger/index.ts'
import { type County, OFFICE } from '../../kit/county.ts'

/** A decision about all that is in dispute, signed by a supervisor at another desk on what is sealed now; `adopt`: the newest of it. */
export function decided(county: County, on: string, choice: 'keep' | 'adopt', who = 'supervisor'): SignedEntry {
  const records = county.node.records.get(OFFICE) as ReadonlyMap<string, LedgerRecord>
  const disputes = [...records.values()].flatMap((one) =>
    one.t === 'dispute' && (one as DisputeRecord).dispute.decided === null ? [(one as DisputeRecord).dispute] : [],
  )
  const adopt = choice === 'keep' ? null : (disputes.at(-1)?.id ?? null)
  const ground = { gov: county.node.gov, h: county.node.headers.length, disputes }
  const ids = recordsToName(ground, (id) => records.get(id), adopt)
  if (typeof ids === 'string') throw new Error(ids)
  const said = { choice, adopt, set: [], ground: 'documents', reason: '依合同原件', recall: [] }
  return county.person(who).say({
    ...{ kind: 'resolve', scope: [OFFICE], subj: ids.map((id) => ({ id, heads: county.heads(id) })) },
    data: { subject: on, heads: county.heads(on), disputes: disputes.map(({ id }) => id).sort(compare), ...said },
  })
}
