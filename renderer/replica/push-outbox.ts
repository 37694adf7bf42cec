import { hex } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { chainName } from '../../shared/contract/index.ts'
import { openAnswer, parseBody } from '../../shared/ledger/index.ts'
import type { BulkEntry } from './bulk/bulk-list.ts'
import type { BulkRow, OutboxRow } from './database.ts'
import { stopsOf } from './set-aside/again.ts'
import type { InChain, Stops } from './set-aside/stops.ts'
import type { SyncContext } from './sync-run.ts'

/** At most so many entries a request, and as many bytes as the line carries at a time. */
const ENTRIES = 200
/** Requests of one turn: then it is seen what has been sealed meanwhile. */
const REQUESTS = 25

/** What both tables say of an entry. */
type Row = OutboxRow | BulkRow

/**
 * Sends what is unsent, oldest first; each item gets its own answer, so one bad item never holds up the rest. `more` when the turn was over before
 * the work was.
 */
export async function pushOutbox(run: SyncContext): Promise<Result<{ sent: number; more: boolean }>> {
  const queue = toSend(inOrder(await run.db.outbox.orderBy('n').toArray(), run), await stopsOf(run.db))
  let sent = 0
  for (let request = 0; request < REQUESTS; ) {
    const items = await rowsOf(run, take(queue, ENTRIES))
    if (items.length === 0) return ok({ sent, more: false })
    for (const piece of inPieces(items, () => run.client.pieces.up)) {
      const pushed = await push(run, piece)
      if (!pushed.ok) return pushed
      sent += pushed.value
      request++
    }
  }
  return ok({ sent, more: true })
}

/** One request; answers how many were acknowledged. */
async function push(run: SyncContext, items: readonly Row[]): Promise<Result<number>> {
  const answer = await run.client.push(items.map(({ body, sig, payload }) => ({ body, sig, payload })))
  if (!answer.ok) return answer
  if (answer.value.answers.length !== items.length) return fail('truncated', 'answers to a push')
  const next = new Map<string, Pick<BulkRow, 'standing' | 'answer' | 'promisedBy' | 'code'>>()
  let sent = 0
  for (const [i, row] of items.entries()) {
    const signed = answer.value.answers[i] as { said: Uint8Array; sig: Uint8Array }
    const opened = await openAnswer(signed, run.trust.ack, run.verify)
    if (!opened.ok) return opened
    if (hex(opened.value.said.id) !== row.id) return fail('bad-answer', 'an answer about another entry')
    const taken = opened.value.kind === 'acknowledged'
    if (taken) sent++
    next.set(row.id, {
      standing: taken ? 'sent' : 'set-aside',
      answer: signed,
      promisedBy: opened.value.kind === 'acknowledged' ? opened.value.said.by : null,
      code: opened.value.kind === 'acknowledged' ? null : opened.value.said.code,
    })
  }
  // A row may have been sealed and taken out meanwhile: only what is still there is changed.
  const own = items.map(({ id }) => id).filter((id) => !run.bulk.list.has(id))
  await run.db.transaction('rw', run.db.outbox, async () => {
    const rows = await run.db.outbox.bulkGet(own)
    const changed = rows.flatMap((row) => (row === undefined ? [] : [{ ...row, ...next.get(row.id), detail: '' }]))
    await run.db.outbox.bulkPut(changed)
  })
  await run.bulk.change(new Map([...next].filter(([id]) => run.bulk.list.has(id))))
  return ok(sent)
}

/** An entry in its place among everything that waits. */
interface Queued extends InChain {
  readonly at: OutboxRow | BulkEntry
}

/** Both parts of the outbox as one, in the order of signing. */
function* inOrder(rows: readonly OutboxRow[], { bulk }: SyncContext): Generator<Queued> {
  let at = 0
  const own = (before: number): Queued | null => {
    const row = rows[at]
    if (row === undefined || (row.n ?? 0) >= before) return null
    at++
    const body = parseBody(row.body)
    const { key, epoch, seq } = body.ok ? body.value : { key: new Uint8Array(0), epoch: 0, seq: 0 }
    return { id: row.id, chain: chainName(key, epoch), seq, standing: row.standing, code: row.code, at: row }
  }
  for (const one of bulk.list.inOrder()) {
    for (let row = own(one.n); row !== null; row = own(one.n)) yield row
    const { id, chain, seq, standing, code } = one
    yield { id, chain, seq, standing, code, at: one }
  }
  for (let row = own(Number.POSITIVE_INFINITY); row !== null; row = own(Number.POSITIVE_INFINITY)) yield row
}

/**
 * What is saved, and what was refused for a reason that passes by itself: a node that was busy, or an entry of the same chain that had not come
 * and is not itself set aside.
 */
function* toSend(all: Iterable<Queued>, stops: Stops): Generator<Queued['at']> {
  for (const one of all) {
    const is = stops.next(one)
    if (is === 'goes' || is === 'doomed') yield one.at
  }
}

function take<T>(from: Generator<T>, most: number): T[] {
  const out: T[] = []
  while (out.length < most) {
    const next = from.next()
    if (next.done === true) break
    out.push(next.value)
  }
  return out
}

/** Whole rows, in the same order; one that was sealed meanwhile is left out. */
async function rowsOf(run: SyncContext, all: readonly Queued['at'][]): Promise<Row[]> {
  const entries = all.filter((one): one is BulkEntry => 'pack' in one)
  const byId = new Map((await run.bulk.rows(entries)).map((row) => [row.id, row]))
  return all.flatMap((one): Row[] => {
    const row = 'pack' in one ? byId.get(one.id) : one
    return row === undefined ? [] : [row]
  })
}

function* inPieces(rows: readonly Row[], most: () => number): Generator<Row[]> {
  let piece: Row[] = []
  let size = 0
  for (const row of rows) {
    const bytes = row.body.length + (row.payload?.length ?? 0) + 128
    if (piece.length > 0 && size + bytes > most()) {
      yield piece
      piece = []
      size = 0
    }
    piece.push(row)
    size += bytes
  }
  if (piece.length > 0) yield piece
}
