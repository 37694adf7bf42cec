import { equal } from '../../shared/base/bytes.ts'
import type { LedgerRecord } from '../../shared/contract/index.ts'
import { encode, type Value } from '../../shared/ledger/index.ts'
import { standing } from './body.ts'
import { broken } from './broken.ts'
import type { Replica } from './office.ts'
import { COUNTY } from './people.ts'

/** Every record as people see it, without ids and times. */
export function standings(replica: Replica): Map<string, string> {
  const out = new Map<string, string>()
  for (const [id, record] of recordsOf(replica)) {
    if (record.t === 'dispute') continue
    const here = [...standing(record)]
      .map(([name, value]) => (name === ':overruled' ? name : `${name} ${value}`))
      .sort()
    const log = record.log.map(({ act, by, at, held, set }) => [act, by, at, held, set].join())
    out.set(id, [...here, ...log, record.disputes.length, record.heads.length].join('\n'))
  }
  return out
}

export function recordsOf({ records }: Replica): ReadonlyMap<string, LedgerRecord> {
  return records.get(COUNTY) ?? new Map()
}

/** Do two hold the same records, byte by byte? */
export function same(a: ReadonlyMap<string, LedgerRecord>, b: ReadonlyMap<string, LedgerRecord>): void {
  if (a.size !== b.size) broken('records', 'some hold other records than others')
  for (const [id, record] of a) {
    const other = b.get(id)
    if (other === undefined) broken('records', `${id} is not everywhere`)
    if (other !== record && !equal(encode(record as unknown as Value), encode(other as unknown as Value))) {
      broken('records', `${id} is not the same everywhere`)
    }
  }
}
