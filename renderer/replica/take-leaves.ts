import { hex } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import {
  type CaseRecord,
  chainName,
  digestAfter,
  Gov,
  isCase,
  judgeLeaf,
  type LedgerRecord,
  type ReadLeaf,
  readLeaf,
  recordsOf,
  type ScopeState,
  valuesOf,
} from '../../shared/contract/index.ts'
import { isFinal } from '../../shared/contract/service/workflow.ts'
import { append, frame, parseBody, parseLeaf, type Value } from '../../shared/ledger/index.ts'
import type { OutcomeRow, StoredCase, StoredSubject } from './database.ts'
import { digestAll } from './digests.ts'
import { isInRegister } from './in-register.ts'
import type { Intake } from './ingest.ts'
import type { RecordCache } from './record-cache.ts'
import { SearchChanges } from './search/changes.ts'
import type { VerifyAnswer, VerifyPool } from './verify-pool.ts'

/** Leaves that have been read, with their signatures on the way through the verify workers. */
export interface Arrived {
  readonly read: readonly Omit<ReadLeaf, 'id' | 'hash'>[]
  readonly answer: Promise<VerifyAnswer>
}

/**
 * Leaves of a scope other than gov, as soon as they are there: all authors are known, so a chunk is checked at once, and before its
 * turn comes to be judged. Codes: unknown-key, unknown-suite, and those of parsing.
 */
export function arrive(gov: Gov, raw: readonly Uint8Array[], pool: VerifyPool): Result<Arrived> {
  const pubs: Uint8Array[] = []
  const known = new Map<string, number>()
  const which = new Uint16Array(raw.length)
  const read: Omit<ReadLeaf, 'id' | 'hash'>[] = []
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
    read.push({ bytes, leaf: leaf.value, entry: body.value })
  }
  const answer = pool.check({ frames: frame(raw), pubs, which })
  // Looked at when its turn comes; the run may have ended before.
  answer.catch(() => undefined)
  return ok({ read, answer })
}

/** Code: bad-signature. */
export async function verified({ read, answer }: Arrived): Promise<Result<ReadLeaf[]>> {
  const { holds, ids, hashes } = await answer
  const out: ReadLeaf[] = []
  for (const [i, leaf] of read.entries()) {
    if (holds[i] !== 1) return fail('bad-signature', `leaf ${i}`)
    out.push({ ...leaf, id: ids.slice(i * 32, i * 32 + 32), hash: hashes.slice(i * 32, i * 32 + 32) })
  }
  return ok(out)
}

/**
 * Leaves of gov: each may register the key that signs the next, so they are judged on a scratch gov while they are checked.
 * gov is small everywhere. Codes: unknown-key, bad-signature, and those of parsing.
 */
export async function verifiedGov(
  gov: Gov,
  state: ScopeState,
  raw: readonly Uint8Array[],
  pool: VerifyPool,
): Promise<Result<ReadLeaf[]>> {
  const scratch = Gov.from(gov.entries())
  const chains = new Map(state.chains)
  const out: ReadLeaf[] = []
  for (const [i, bytes] of raw.entries()) {
    const leaf = readLeaf(bytes)
    if (!leaf.ok) return leaf
    const { entry } = leaf.value
    const judged = judgeLeaf(scratch, 'gov', chains, state.frontier.size + i, () => undefined, leaf.value)
    if (!judged.ok) return judged
    for (const [key, value] of judged.value.changes) scratch.put(key, value)
    if (judged.value.end !== null) chains.set(chainName(entry.key, entry.epoch), judged.value.end)
    const key = scratch.key(entry.key)
    if (key === null) return fail('unknown-key', `gov leaf ${i}`)
    const answer = await pool.check({ frames: frame([bytes]), pubs: [key.pub], which: Uint16Array.of(0) })
    if (answer.holds[0] !== 1) return fail('bad-signature', `gov leaf ${i}`)
    out.push(leaf.value)
  }
  return ok(out)
}

/**
 * Judges verified leaves one after the other. Changes `records`, and for gov `gov`: when this fails, both are to be thrown away.
 * Code: bad-proof.
 */
export async function judgeLeaves(
  gov: Gov,
  state: ScopeState,
  leaves: readonly ReadLeaf[],
  records: RecordCache,
): Promise<Result<Intake>> {
  const scope = state.code
  const isGov = scope === 'gov'
  if (!isGov) await records.load(new Set(leaves.flatMap((leaf) => recordsOf(leaf.entry, scope))))
  const chains = new Map(state.chains)
  const outcomes: OutcomeRow[] = []
  const steps: { id: Uint8Array; outcome: string; keys: string[] }[] = []
  const values: Uint8Array[] = []
  const changed = new Map<string, Value>()
  const rows = new ChangedRows(gov)
  const search = new SearchChanges()
  const wanted: Uint8Array[] = []
  for (const [i, leaf] of leaves.entries()) {
    const { entry } = leaf
    const judged = judgeLeaf(gov, scope, chains, state.frontier.size + i, (id) => records.get(id), leaf)
    if (!judged.ok) return judged
    const { outcome, changes, end } = judged.value
    if (end !== null) chains.set(chainName(entry.key, entry.epoch), end)
    const keys: string[] = []
    for (const [key, bytes] of valuesOf(judged.value, records.written)) {
      keys.push(key)
      values.push(bytes)
      const value = changes.get(key) as Value
      if (isGov) {
        changed.set(key, value)
        gov.put(key, value)
      } else {
        rows.put(key, records.get(key), value as unknown as LedgerRecord, bytes)
        search.put(key, records.get(key), value as unknown as LedgerRecord)
        records.put(key, value as unknown as LedgerRecord)
      }
    }
    steps.push({ id: leaf.id, outcome, keys })
    if (outcome !== 'applied') outcomes.push(outcomeRow(gov, scope, state.frontier.size + i, leaf, outcome))
    if (entry.commit !== null) wanted.push(entry.commit)
  }
  return ok({
    scope,
    from: state.frontier.size,
    state: await stateAfter(state, leaves, steps, values, chains),
    leaves,
    gov: changed,
    ...rows.rows(),
    outcomes,
    wanted,
    search: search.intake(),
  })
}

/** [L1] [X3] The root's frontier and the digest after a run of leaves; `values` are what the steps write, in their order. */
async function stateAfter(
  state: ScopeState,
  leaves: readonly ReadLeaf[],
  steps: readonly { id: Uint8Array; outcome: string; keys: string[] }[],
  values: readonly Uint8Array[],
  chains: ScopeState['chains'],
): Promise<ScopeState> {
  const hashes = await digestAll(values)
  let { digest, frontier } = state
  let at = 0
  for (const { id, outcome, keys } of steps) {
    const changes = keys.map((key) => [key, hashes[at++] as Uint8Array] as const)
    digest = digestAfter(digest, id, outcome, changes)
  }
  for (const leaf of leaves) frontier = append(frontier, leaf.hash)
  return { code: state.code, frontier, digest, chains }
}

function outcomeRow(gov: Gov, scope: string, at: number, { id, entry, leaf }: ReadLeaf, outcome: string): OutcomeRow {
  const by = gov.author(entry.key, leaf.h)?.member ?? ''
  return { id: hex(id), scope, at, outcome, by, case: entry.case, kind: entry.kind, time: entry.time }
}

/** The rows of records that have changed, as they stand last, and what that does to the counters. */
class ChangedRows {
  readonly #gov: Gov
  readonly #last = new Map<string, { record: LedgerRecord; bytes: Uint8Array }>()
  readonly #counters = { subjects: 0, open: 0, disputed: 0 }

  constructor(gov: Gov) {
    this.#gov = gov
  }

  put(id: string, before: LedgerRecord | undefined, record: LedgerRecord, bytes: Uint8Array): void {
    this.#last.set(id, { record, bytes })
    this.#counters.disputed += disputed(record) - disputed(before)
    if (isCase(record)) this.#counters.open += this.#open(record) - this.#open(before as CaseRecord | undefined)
    else if (before === undefined && isInRegister(record)) this.#counters.subjects++
  }

  rows(): Pick<Intake, 'cases' | 'subjects' | 'counters'> {
    const cases: StoredCase[] = []
    const subjects: StoredSubject[] = []
    for (const [id, { record, bytes }] of this.#last) {
      // A case has the order of its filing, a subject that of its last change.
      if (isCase(record)) cases.push({ id, order: record.log[0]?.at ?? 0, open: this.#open(record), bytes })
      else subjects.push({ id, order: record.log.at(-1)?.at ?? 0, bytes })
    }
    return { cases, subjects, counters: this.#counters }
  }

  #open(record: CaseRecord | undefined): 0 | 1 {
    if (record === undefined) return 0
    const definition = this.#gov.service(record.service, record.version, Number.MAX_SAFE_INTEGER)
    return definition !== null && isFinal(definition, record.state) ? 0 : 1
  }
}

const disputed = (record: LedgerRecord | undefined) => Number((record?.disputes.length ?? 0) > 0)
