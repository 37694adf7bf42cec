import { type OutboxRow, ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { LIMITS } from '../../../shared/base/limits.ts'
import { must } from '../../../shared/base/result.ts'
import type { Kept } from '../../../shared/bridge.ts'
import { decode } from '../../../shared/ledger/index.ts'
import { post } from './post.ts'

const db = new ReplicaDatabase('bench/submit')
let n = 0

/** From the click to both syncs done: main signs and keeps the draft, then the outbox row is committed strictly. Milliseconds. */
export async function submitOnce(draft: number): Promise<number> {
  await db.open()
  const start = performance.now()
  const answer = await post(`/submit/${draft}`, new Uint8Array(0))
  const kept = must(decode(answer, { max: LIMITS.answer })) as unknown as Kept
  const row: OutboxRow = {
    id: hex(kept.id),
    n: n++,
    body: kept.body,
    sig: kept.sig,
    payload: kept.sealed,
    standing: 'saved',
    answer: null,
    promisedBy: null,
    code: null,
    detail: '',
  }
  await db.transaction('rw', db.outbox, () => db.outbox.put(row))
  return performance.now() - start
}
