import { hex } from '../../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../../shared/base/result.ts'
import { emptyScope, Gov, type ScopeState } from '../../shared/contract/index.ts'
import { forkEvidence, parseHead, type ScopeHead, unframe, type Verify } from '../../shared/ledger/index.ts'
import { checkHeads, type ProvenHeads, type Trust } from '../../shared/sync/check-heads.ts'
import type { Heads } from '../../shared/sync/messages.ts'
import type { Bulk } from './bulk/bulk.ts'
import type { ProvenRow, ReplicaDatabase } from './database.ts'
import { holdsAgainst, type Intake, writeIntake } from './ingest.ts'
import type { NodeClient } from './node-client.ts'
import { type Fetch, piecesOf } from './pieces.ts'
import { RecordCache } from './record-cache.ts'
import { forgetSearch, searchTables } from './search/changes.ts'
import { judgeLeaves, verified, verifiedGov } from './take-leaves.ts'
import type { VerifyPool } from './verify-pool.ts'

/** What a sync run works with; `gov` is replaced, never changed under a reader. */
export interface SyncContext {
  readonly db: ReplicaDatabase
  readonly client: NodeClient
  readonly trust: Trust
  readonly verify: Verify
  readonly pool: VerifyPool
  readonly office: string
  /** The imported part of the outbox. */
  readonly bulk: Bulk
  readonly now: () => number
  gov: Gov
  readonly progress: (scope: string, done: number, total: number) => void
  /** Keeps a file of evidence (C3); what it is kept in must outlive this replica. */
  readonly evidence: (kind: string, file: Uint8Array) => void
}

/**
 * [C1] [C2] Brings gov and the office's scope up to the node's last block, verified. What fails leaves the replica as it was, with a closed
 * code; a lie that can be shown to others is kept as evidence.
 */
export async function pull(run: SyncContext): Promise<Result<{ leaves: number }>> {
  const seen = (await run.db.read('proven')) ?? null
  const asked = ['gov', run.office]
  const answer = await run.client.heads({ size: seen?.size ?? 0, scopes: asked })
  if (!answer.ok) return answer
  const proven = await checkHeads(run.trust, seen, asked, answer.value, run.verify)
  if (!proven.ok) {
    if (proven.code === 'checkpoint-forked' && seen !== null) keepFork(run, seen, answer.value)
    return proven
  }
  const taken: number[] = []
  for (const scope of asked) {
    const head = proven.value.heads.get(scope)?.head as ScopeHead
    const sure = seen?.heads[scope]
    const pulled = await pullScope(run, scope, head, sure === undefined ? null : must(parseHead(sure.bytes)))
    if (!pulled.ok) return pulled
    taken.push(pulled.value)
  }
  const [inGov = 0, inOffice = 0] = taken
  await writeProven(run, proven.value, inOffice)
  return ok({ leaves: inGov + inOffice })
}

function keepFork(run: SyncContext, seen: ProvenRow, answer: Heads): void {
  run.evidence('fork', forkEvidence(seen.note, answer.checkpoint, answer.consistency))
}

/** `sure`: the head of this scope that was proven last. */
async function pullScope(
  run: SyncContext,
  scope: string,
  head: ScopeHead,
  sure: ScopeHead | null,
): Promise<Result<number>> {
  const { db } = run
  const state: ScopeState = (await db.read(`scope/${scope}`)) ?? emptyScope(scope)
  const from = state.frontier.size
  if (from > head.size) return fail('checkpoint-older', `${scope}: ${head.size} leaves after ${from}`)
  const writing = new Writing(run)
  const taken =
    from === head.size
      ? holdsAgainst(state, head)
      : await takeAll(run, state, head, writing, (a, b) => fetchLeaves(run, scope, a, b))
  // Also after a failure: what was begun is ended before anything else is done with the database.
  const written = await writing.end()
  if (taken.ok) return ok(head.size - from)
  if (taken.code === 'root-mismatch' || taken.code === 'state-mismatch') {
    const proven = from === (sure?.size ?? 0) && (sure === null || holdsAgainst(state, sure).ok)
    if (written || !proven) await rewind(run, scope, sure)
  }
  return taken
}

/**
 * Back to what was proven last, out of our own tiles: pieces that were written after it, in this run or an earlier one, may rest on a lie. So a
 * node that lies costs neither the line nor what the office can look at. Tiles that do not give the proven head are forgotten.
 */
async function rewind(run: SyncContext, scope: string, sure: ScopeHead | null): Promise<void> {
  const { db } = run
  const rows = await db.tiles.where('[scope+tile]').between([scope, 0], [scope, Number.MAX_SAFE_INTEGER]).toArray()
  const leaves = rows.flatMap((row) => must(unframe(row.frames))).slice(0, sure?.size ?? 0)
  await forgetScope(db, scope)
  if (scope === 'gov') run.gov = new Gov()
  if (sure === null || leaves.length < sure.size) return
  const writing = new Writing(run)
  const taken = await takeAll(run, emptyScope(scope), sure, writing, async (a, b) => ok(leaves.slice(a, b)))
  await writing.end()
  if (taken.ok) return
  await forgetScope(db, scope)
  if (scope === 'gov') run.gov = new Gov()
}

/** One transaction at a time, beside the work on the next piece. */
class Writing {
  readonly #run: SyncContext
  #last: Promise<void> = Promise.resolve()
  #any = false

  constructor(run: SyncContext) {
    this.#run = run
  }

  /** Begins to write when the piece before it is written; rejects when that could not be. */
  async next(intake: Intake, tell: () => void): Promise<void> {
    await this.#last
    this.#any = true
    this.#last = commit(this.#run, intake).then(tell)
    // Looked at when the next piece comes, or at the end.
    this.#last.catch(() => undefined)
  }

  async settle(): Promise<void> {
    await this.#last
  }

  /** Was anything written? Rejects when it could not be. */
  async end(): Promise<boolean> {
    await this.#last
    return this.#any
  }
}

/**
 * Fetches, verifies, judges and writes piece after piece: while one is judged, the next is fetched and verified, and the one before it is
 * written.
 */
async function takeAll(
  run: SyncContext,
  before: ScopeState,
  head: ScopeHead,
  writing: Writing,
  fetch: Fetch,
): Promise<Result<null>> {
  const scope = head.code
  const from = before.frontier.size
  const records = new RecordCache(run.db, from === 0)
  const pieces = piecesOf(run, scope, from, head.size, fetch)
  let state = before
  while (state.frontier.size < head.size) {
    const piece = await pieces.next()
    if (!piece.ok) return piece
    const gov = scope === 'gov' ? Gov.from(run.gov.entries()) : run.gov
    const leaves = await (piece.value.arrived === null
      ? verifiedGov(gov, state, piece.value.raw, run.pool)
      : verified(piece.value.arrived))
    if (!leaves.ok) return leaves
    if (records.isOver) await writing.settle().then(() => records.trim())
    const intake = await judgeLeaves(gov, state, leaves.value, records)
    if (!intake.ok) return intake
    state = intake.value.state
    if (state.frontier.size === head.size) {
      const holds = holdsAgainst(state, head)
      if (!holds.ok) return holds
    }
    const done = state.frontier.size - from
    await writing.next(intake.value, () => run.progress(scope, done, head.size - from))
    if (scope === 'gov') {
      await writing.settle()
      run.gov = gov
    }
  }
  return ok(null)
}

async function fetchLeaves(run: SyncContext, scope: string, from: number, to: number): Promise<Result<Uint8Array[]>> {
  const answer = await run.client.leaves(scope, from, to)
  if (!answer.ok) return answer
  if (answer.value.scope !== scope || answer.value.from !== from)
    return fail('bad-answer', 'other leaves than asked for')
  const items = unframe(answer.value.frames)
  if (!items.ok) return items
  if (items.value.length === 0 || items.value.length > to - from)
    return fail('truncated', `${items.value.length} leaves`)
  return items
}

async function commit({ db, bulk }: SyncContext, intake: Intake): Promise<void> {
  const tables = [db.tiles, db.cases, db.subjects, db.gov, db.outbox, db.payloads, db.wanted, db.outcomes, db.meta]
  // What is sealed waits no more; what is signed meanwhile cannot be among it.
  const mine = intake.scope === 'gov' ? [] : bulk.among(intake.leaves)
  await db.transaction('rw', [...tables, db.bulk, ...searchTables(db, false)], async () => {
    await writeIntake(db, intake)
    await bulk.takeSealed(mine)
  })
  bulk.list.remove(mine)
}

async function writeProven(run: SyncContext, proven: ProvenHeads, newLeaves: number): Promise<void> {
  const { db } = run
  const row: ProvenRow = {
    size: proven.checkpoint.size,
    root: proven.checkpoint.root,
    note: proven.note,
    header: proven.headerBytes,
    headerProof: [...proven.headerProof],
    heads: Object.fromEntries(
      [...proven.heads].map(([code, one]) => [code, { bytes: one.bytes, index: one.index, proof: [...one.proof] }]),
    ),
  }
  await db.transaction('rw', [db.meta, db.checkpoints], async () => {
    await db.write('proven', row)
    if ((await db.checkpoints.get(row.size)) !== undefined) return
    await db.checkpoints.put({
      size: row.size,
      root: hex(row.root),
      height: proven.header.h,
      time: proven.header.time,
      seen: run.now(),
      newLeaves,
      note: new TextDecoder().decode(row.note),
    })
  })
}

/** Takes a scope out of the replica, with all that was derived from it; the next sync fetches it anew. */
export async function forgetScope(db: ReplicaDatabase, scope: string): Promise<void> {
  const tables = [db.tiles, db.cases, db.subjects, db.gov, db.outcomes, db.wanted, db.meta]
  await db.transaction('rw', [...tables, ...searchTables(db, true)], async () => {
    await db.tiles.where('[scope+tile]').between([scope, 0], [scope, Number.MAX_SAFE_INTEGER]).delete()
    await db.wanted.where('[scope+from]').between([scope, 0], [scope, Number.MAX_SAFE_INTEGER]).delete()
    await db.outcomes.filter((row) => row.scope === scope).delete()
    if (scope === 'gov') await db.gov.clear()
    else {
      await db.cases.clear()
      await db.subjects.clear()
      await forgetSearch(db)
      await db.write('counters', { subjects: 0, open: 0, disputed: 0 })
    }
    // What was proven stays: it is what a forked or older log is found out by.
    // What its leaves had taken out of the outbox may have to come back: how far that is in step is not known any more.
    await db.meta.bulkDelete([`scope/${scope}`, `roots/${scope}`, 'journal'])
  })
}

/** Fetches the sealed payloads that are wanted, newest first, a few at a time. Answers how many came. */
export async function pullPayloads(run: SyncContext): Promise<Result<number>> {
  const { db } = run
  let came = 0
  for (;;) {
    const row = await db.wanted.toCollection().last()
    if (row === undefined) return ok(came)
    const rest = Math.max(0, row.commits.length - 200 * 32)
    const commits = thirtyTwos(row.commits.subarray(rest))
    const have = await db.payloads.bulkGet(commits.map(hex))
    const ask = commits.filter((_, i) => have[i] === undefined)
    if (ask.length > 0) {
      const answer = await run.client.payloads(ask)
      if (!answer.ok) return answer
      const { files } = answer.value
      if (files.length === 0 || files.length > ask.length) return fail('truncated', 'payloads')
      // Whether a payload is the right one is seen when it is opened (N5); one that the node does not have is not asked for again.
      await db.payloads.bulkPut(files.map((file, i) => ({ commit: hex(ask[i] as Uint8Array), file })))
      came += files.filter((file) => file !== null).length
      // Large payloads come a part at a time: the rest is asked for again.
      if (files.length < ask.length) continue
    }
    if (rest === 0) await db.wanted.delete([row.scope, row.from])
    else await db.wanted.put({ ...row, commits: row.commits.slice(0, rest) })
  }
}

function thirtyTwos(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.slice(i * 32, i * 32 + 32))
}
