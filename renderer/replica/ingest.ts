import { equal, hex } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import {
  advance,
  type CaseRecord,
  emptyScope,
  Gov,
  isCase,
  type LedgerRecord,
  type ReadLeaf,
  readLeaf,
  recordsOf,
  type ScopeState,
  scopeHead,
} from '../../shared/contract/index.ts'
import { isFinal } from '../../shared/contract/service/workflow.ts'
import { frame, parseBody, parseLeaf, type ScopeHead, subjectType, type Value } from '../../shared/ledger/index.ts'
import type { CaseEntry, OutcomeRow, ReplicaDatabase, SubjectEntry } from './database.ts'
import { LEAVES_PER_TILE, tileRows } from './tile-store.ts'
import type { VerifyPool } from './verify-pool.ts'

/**
 * What a run of verified leaves of one scope changes, held in memory until it is written in one transaction. Nothing of a chunk that fails
 * reaches the database.
 */
export interface Intake {
  readonly scope: string
  readonly from: number
  readonly state: ScopeState
  readonly leaves: readonly { bytes: Uint8Array; hash: Uint8Array }[]
  readonly cases: ReadonlyMap<string, CaseEntry>
  readonly subjects: ReadonlyMap<string, SubjectEntry>
  readonly gov: ReadonlyMap<string, Value>
  readonly outcomes: readonly OutcomeRow[]
  readonly sealed: readonly string[]
  readonly wanted: readonly string[]
  readonly counters: { subjects: number; open: number; disputed: number }
}

/** Verifies signatures, then judges the leaves one after the other. Codes: bad-signature, unknown-key, and those of parsing. */
export async function takeLeaves(
  db: ReplicaDatabase,
  gov: Gov,
  state: ScopeState,
  raw: readonly Uint8Array[],
  pool: VerifyPool,
): Promise<Result<Intake>> {
  const read = state.code === 'gov' ? await readGov(gov, state, raw, pool) : await readScope(gov, raw, pool)
  if (!read.ok) return read
  const records =
    state.code === 'gov' ? new Map<string, LedgerRecord>() : await fetchRecords(db, read.value, state.code)
  const old = new Map(records)
  const outcomes: OutcomeRow[] = []
  const changed = new Map<string, Value>()
  const wanted: string[] = []
  let now = state
  for (const leaf of read.value) {
    const step = advance(gov, now, (id) => records.get(id), leaf)
    if (!step.ok) return step
    for (const [key, value] of step.value.changes) {
      changed.set(key, value)
      if (state.code === 'gov') gov.put(key, value)
      else records.set(key, value as unknown as LedgerRecord)
    }
    if (step.value.outcome !== 'applied') {
      outcomes.push({
        id: hex(leaf.id),
        scope: state.code,
        at: now.frontier.size,
        outcome: step.value.outcome,
        by: gov.author(leaf.entry.key, leaf.leaf.h)?.member ?? '',
        case: leaf.entry.case,
        kind: leaf.entry.kind,
        time: leaf.entry.time,
      })
    }
    if (leaf.entry.commit !== null) wanted.push(hex(leaf.entry.commit))
    now = step.value.state
  }
  return ok({
    scope: state.code,
    from: state.frontier.size,
    state: now,
    leaves: read.value,
    gov: state.code === 'gov' ? changed : new Map(),
    ...rowsOf(gov, state.code === 'gov' ? new Map() : changed, old),
    outcomes,
    sealed: read.value.map((leaf) => hex(leaf.id)),
    wanted,
  })
}

/** [C2] The root and the state digest over what is now held must be the proven head's. Codes: root-mismatch, state-mismatch. */
export function holdsAgainst(state: ScopeState, head: ScopeHead): Result<null> {
  const mine = scopeHead(state)
  if (mine.size !== head.size || !equal(mine.root, head.root))
    return fail('root-mismatch', `${head.code} at ${mine.size}`)
  return equal(mine.state, head.state) ? ok(null) : fail('state-mismatch', `${head.code} at ${mine.size}`)
}

/** Leaves of a scope other than gov: all authors are known, so a chunk is checked at once. */
async function readScope(gov: Gov, raw: readonly Uint8Array[], pool: VerifyPool): Promise<Result<ReadLeaf[]>> {
  const pubs: Uint8Array[] = []
  const known = new Map<string, number>()
  const which = new Uint16Array(raw.length)
  const parsed: ReadLeaf[] = []
  for (const [i, bytes] of raw.entries()) {
    const leaf = parseLeaf(bytes)
    if (!leaf.ok) return leaf
    const body = parseBody(leaf.value.body)
    if (!body.ok) return body
    const name = hex(body.value.key)
    let at = known.get(name)
    if (at === undefined) {
      const key = gov.key(body.value.key)
      if (key === null) return fail('unknown-key', `leaf ${i}`)
      if (key.suite !== 'ed25519') return fail('unknown-suite', key.suite)
      at = pubs.push(key.pub) - 1
      known.set(name, at)
    }
    which[i] = at
    parsed.push({ bytes, leaf: leaf.value, entry: body.value, id: body.value.key, hash: body.value.key })
  }
  const answer = await pool.check({ frames: frame(raw), pubs, which })
  const out: ReadLeaf[] = []
  for (const [i, leaf] of parsed.entries()) {
    if (answer.holds[i] !== 1) return fail('bad-signature', `leaf ${i}`)
    out.push({ ...leaf, id: answer.ids.slice(i * 32, i * 32 + 32), hash: answer.hashes.slice(i * 32, i * 32 + 32) })
  }
  return ok(out)
}

/**
 * Leaves of gov: each may register the key that signs the next, so they are judged on a scratch gov while they are checked.
 * gov is small everywhere.
 */
async function readGov(
  gov: Gov,
  state: ScopeState,
  raw: readonly Uint8Array[],
  pool: VerifyPool,
): Promise<Result<ReadLeaf[]>> {
  const scratch = Gov.from(gov.entries())
  const out: ReadLeaf[] = []
  let now = state.frontier.size === 0 ? emptyScope('gov') : state
  for (const [i, bytes] of raw.entries()) {
    const leaf = readLeaf(bytes)
    if (!leaf.ok) return leaf
    const step = advance(scratch, now, () => undefined, leaf.value)
    if (!step.ok) return step
    for (const [key, value] of step.value.changes) scratch.put(key, value)
    now = step.value.state
    const key = scratch.key(leaf.value.entry.key)
    if (key === null) return fail('unknown-key', `gov leaf ${i}`)
    const answer = await pool.check({ frames: frame([bytes]), pubs: [key.pub], which: Uint16Array.of(0) })
    if (answer.holds[0] !== 1) return fail('bad-signature', `gov leaf ${i}`)
    out.push(leaf.value)
  }
  return ok(out)
}

async function fetchRecords(
  db: ReplicaDatabase,
  leaves: readonly ReadLeaf[],
  scope: string,
): Promise<Map<string, LedgerRecord>> {
  const ids = [...new Set(leaves.flatMap((leaf) => recordsOf(leaf.entry, scope)))]
  const cases = ids.filter((id) => subjectType(id) === 'case')
  const subjects = ids.filter((id) => subjectType(id) !== 'case')
  const out = new Map<string, LedgerRecord>()
  for (const row of await db.cases.bulkGet(cases)) if (row !== undefined) out.set(row.id, row.record)
  for (const row of await db.subjects.bulkGet(subjects)) if (row !== undefined) out.set(row.id, row.record)
  return out
}

function rowsOf(
  gov: Gov,
  changed: ReadonlyMap<string, Value>,
  old: ReadonlyMap<string, LedgerRecord>,
): Pick<Intake, 'cases' | 'subjects' | 'counters'> {
  const cases = new Map<string, CaseEntry>()
  const subjects = new Map<string, SubjectEntry>()
  const counters = { subjects: 0, open: 0, disputed: 0 }
  for (const [id, value] of changed) {
    const record = value as unknown as LedgerRecord
    const before = old.get(id)
    counters.disputed += Number(record.disputes.length > 0) - Number((before?.disputes.length ?? 0) > 0)
    if (isCase(record)) {
      const entry = caseEntry(gov, id, record)
      counters.open += entry.open - (before === undefined ? 0 : caseEntry(gov, id, before as CaseRecord).open)
      cases.set(id, entry)
    } else {
      if (before === undefined) counters.subjects++
      subjects.set(id, { id, order: record.log.at(-1)?.at ?? 0, record })
    }
  }
  return { cases, subjects, counters }
}

/** A case as a row: its order is that of its filing. */
export function caseEntry(gov: Gov, id: string, record: CaseRecord): CaseEntry {
  const definition = gov.service(record.service, record.version, Number.MAX_SAFE_INTEGER)
  const final = definition !== null && isFinal(definition, record.state)
  return { id, order: record.log[0]?.at ?? 0, open: final ? 0 : 1, record }
}

/** Writes one intake inside the caller's transaction. */
export async function writeIntake(db: ReplicaDatabase, intake: Intake): Promise<void> {
  const { scope, from, leaves } = intake
  const last =
    from % LEAVES_PER_TILE === 0 ? undefined : await db.tiles.get([scope, Math.floor(from / LEAVES_PER_TILE)])
  const { rows, roots } = tileRows(scope, from, leaves, last)
  await db.tiles.bulkPut(rows)
  await db.cases.bulkPut([...intake.cases.values()])
  await db.subjects.bulkPut([...intake.subjects.values()])
  if (intake.gov.size > 0) await db.gov.bulkPut([...intake.gov].map(([key, value]) => ({ key, value })))
  if (intake.outcomes.length > 0) await db.outcomes.bulkPut([...intake.outcomes])
  if (intake.wanted.length > 0) {
    const have = await db.payloads.bulkGet([...intake.wanted])
    await db.payloads.bulkPut(
      intake.wanted
        .filter((_, i) => have[i] === undefined)
        .map((commit) => ({ commit, file: null, wanted: 1 as const })),
    )
  }
  await keepSealed(db, intake.sealed)
  await db.write(`scope/${scope}`, intake.state)
  if (roots.length > 0) {
    const held = (await db.read(`roots/${scope}`)) ?? new Uint8Array(0)
    const all = new Uint8Array(held.length + roots.length * 32)
    all.set(held)
    for (const [i, root] of roots.entries()) all.set(root, held.length + i * 32)
    await db.write(`roots/${scope}`, all)
  }
  const counters = (await db.read('counters')) ?? { subjects: 0, open: 0, disputed: 0 }
  await db.write('counters', {
    subjects: counters.subjects + intake.counters.subjects,
    open: counters.open + intake.counters.open,
    disputed: counters.disputed + intake.counters.disputed,
  })
}

/** Entries that are sealed leave the outbox; their payloads stay, so that nothing has to come down again. */
async function keepSealed(db: ReplicaDatabase, ids: readonly string[]): Promise<void> {
  const held = new Set(await db.outbox.toCollection().primaryKeys())
  const mine = ids.filter((id) => held.has(id))
  for (const row of await db.outbox.bulkGet(mine)) {
    if (row === undefined || row.payload === null) continue
    const body = parseBody(row.body)
    if (body.ok && body.value.commit !== null)
      await db.payloads.put({ commit: hex(body.value.commit), file: row.payload })
  }
  await db.outbox.bulkDelete(mine)
}
