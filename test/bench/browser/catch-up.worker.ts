import { Dexie } from 'dexie'
import { Bulk } from '../../../renderer/replica/bulk/bulk.ts'
import { ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { NodeClient } from '../../../renderer/replica/node-client.ts'
import { pull, type SyncContext } from '../../../renderer/replica/sync-run.ts'
import { runtimeVerify } from '../../../renderer/replica/verify-leaves.ts'
import { inlinePool, workerPool } from '../../../renderer/replica/verify-pool.ts'
import { fail, must, ok, type Result } from '../../../shared/base/result.ts'
import type { Bridge, CallInput, RelayAnswer } from '../../../shared/bridge.ts'
import { Gov } from '../../../shared/contract/index.ts'
import { parseVkey, type SubtleVerify, type Value } from '../../../shared/ledger/index.ts'
import { encodeMessage } from '../../../shared/sync/messages.ts'
import { post } from './post.ts'

/** Which scope, and what is trusted before anything is fetched. */
export interface CatchUpJob {
  readonly office: string
  readonly vkey: string
  readonly net: number[]
  readonly ack: number[]
}

export interface Caught {
  readonly leaves: number
  /** From the first request to the last transaction, ms. */
  readonly ms: number
  readonly bytesDown: number
}

const subtle = crypto.subtle as unknown as SubtleVerify
const verifyWorker = () =>
  new Worker(new URL('../../../renderer/replica/verify-worker.ts', import.meta.url), { type: 'module' })
const pool = workerPool([verifyWorker(), verifyWorker()], inlinePool(subtle))

/** The bridge as the replica knows it, with the bench's server for a relay. */
const bridge = {
  async call(name: string, input: CallInput<'relay.request'>): Promise<Result<unknown>> {
    if (name === 'vault.session') return ok({ key: new Uint8Array(32), sig: new Uint8Array(64) })
    if (name !== 'relay.request') return fail('unknown-call', name)
    const { method, path, body } = input
    const answer = await post('/relay', encodeMessage({ method, path, body } as { [key: string]: Value }))
    return ok({ status: 200, body: answer, date: null } satisfies RelayAnswer)
  },
  on: () => () => {},
} as unknown as Bridge

async function run(job: CatchUpJob): Promise<Caught> {
  const name = `bench/catch-up/${performance.now()}`
  const db = new ReplicaDatabase(name)
  await db.open()
  const client = new NodeClient(bridge, Date.now)
  const context: SyncContext = {
    db,
    client,
    trust: { net: Uint8Array.from(job.net), log: must(parseVkey(job.vkey)), ack: Uint8Array.from(job.ack) },
    verify: await runtimeVerify(subtle),
    pool,
    office: job.office,
    bulk: new Bulk(db, job.office),
    now: Date.now,
    gov: new Gov(),
    progress: () => {},
    evidence: () => {},
  }
  const start = performance.now()
  const pulled = must(await pull(context))
  const ms = performance.now() - start
  const kept = await db.tiles
    .where('[scope+tile]')
    .between([job.office, 0], [job.office, Number.MAX_SAFE_INTEGER])
    .toArray()
  const leaves = kept.reduce((sum, row) => sum + row.n, 0)
  if (leaves > pulled.leaves) throw new Error('more leaves than were pulled')
  db.close()
  return { leaves, ms, bytesDown: client.report.bytesDown }
}

/** Between the rounds, and never within one. */
async function clean(): Promise<object> {
  for (const old of await Dexie.getDatabaseNames()) if (old.startsWith('bench/catch-up/')) await Dexie.delete(old)
  return {}
}

self.addEventListener('message', ({ data }: MessageEvent<CatchUpJob | null>) => {
  const asked: Promise<object> = data === null ? clean() : run(data)
  asked.then(
    (answer) => self.postMessage(answer),
    (error: unknown) =>
      self.postMessage({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
