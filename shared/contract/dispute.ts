import { hex } from '../base/bytes.ts'
import { type Body, homeScope } from '../ledger/index.ts'
import { type DisputeRecord, newSubject } from './record.ts'

/**
 * [X5] [X6] A dispute as a record of its own, `<scope>/dispute/<id of the entry in hex>`: the entry, whole, so that a decision can let it take effect
 * from the state alone; and what became of it.
 */
export function disputeId(scope: string, entry: Uint8Array): string {
  return `${scope}/dispute/${hex(entry)}`
}

export interface Leaf {
  readonly scope: string
  readonly at: number
  readonly h: number
  readonly t: number
}

export function openDispute(
  entry: Body,
  id: Uint8Array,
  by: string,
  place: Leaf,
  clash: ReadonlySet<string>,
): DisputeRecord {
  return {
    ...newSubject('dispute'),
    t: 'dispute',
    dispute: {
      id,
      kind: entry.kind,
      case: entry.case as string,
      subj: entry.subj.filter((one) => homeScope(one.id) === place.scope),
      data: entry.data,
      commit: entry.commit,
      key: entry.key,
      by,
      at: place.at,
      h: place.h,
      time: entry.time,
      sealed: place.t,
      clash: [...clash].sort(),
      proposed: null,
      decided: null,
    },
  }
}
