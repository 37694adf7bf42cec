import { concat, equal, hex } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { type ScopeState, scopeHead } from '../../shared/contract/index.ts'
import { parseBody, type ScopeHead, type Value } from '../../shared/ledger/index.ts'
import type { OutcomeRow, ReplicaDatabase, StoredCase, StoredSubject } from './database.ts'
import { type SearchIntake, writeSearchIntake } from './search/changes.ts'
import { LEAVES_PER_TILE, tileRows } from './tile-store.ts'

/**
 * What a run of verified leaves of one scope changes, held in memory until it is written in one transaction. Nothing of a chunk that fails
 * reaches the database.
 */
export interface Intake {
  readonly scope: string
  readonly from: number
  readonly state: ScopeState
  readonly leaves: readonly { readonly bytes: Uint8Array; readonly hash: Uint8Array; readonly id: Uint8Array }[]
  readonly cases: readonly StoredCase[]
  readonly subjects: readonly StoredSubject[]
  readonly gov: ReadonlyMap<string, Value>
  readonly outcomes: readonly OutcomeRow[]
  /** Commitments of payloads that are not here yet. */
  readonly wanted: readonly Uint8Array[]
  readonly counters: { subjects: number; open: number; disputed: number }
  readonly search: SearchIntake
}

/** [C2] The root and the state digest over what is now held must be the proven head's. Codes: root-mismatch, state-mismatch. */
export function holdsAgainst(state: ScopeState, head: ScopeHead): Result<null> {
  const mine = scopeHead(state)
  if (mine.size !== head.size || !equal(mine.root, head.root))
    return fail('root-mismatch', `${head.code} at ${mine.size}`)
  return equal(mine.state, head.state) ? ok(null) : fail('state-mismatch', `${head.code} at ${mine.size}`)
}

/** Writes one intake inside the caller's transaction. */
export async function writeIntake(db: ReplicaDatabase, intake: Intake): Promise<void> {
  const { scope, from, leaves } = intake
  const last =
    from % LEAVES_PER_TILE === 0 ? undefined : await db.tiles.get([scope, Math.floor(from / LEAVES_PER_TILE)])
  const { rows, roots } = tileRows(scope, from, leaves, last)
  await db.tiles.bulkPut(rows)
  await db.cases.bulkPut([...intake.cases])
  await db.subjects.bulkPut([...intake.subjects])
  if (intake.gov.size > 0) await db.gov.bulkPut([...intake.gov].map(([key, value]) => ({ key, value })))
  if (intake.outcomes.length > 0) await db.outcomes.bulkPut([...intake.outcomes])
  if (intake.wanted.length > 0) await db.wanted.put({ scope, from, commits: concat(...intake.wanted) })
  await writeSearchIntake(db, from, intake.search)
  await keepSealed(db, leaves)
  await db.write(`scope/${scope}`, intake.state)
  if (roots.length > 0) {
    const held = (await db.read(`roots/${scope}`)) ?? new Uint8Array(0)
    await db.write(`roots/${scope}`, concat(held, ...roots))
  }
  const counters = (await db.read('counters')) ?? { subjects: 0, open: 0, disputed: 0 }
  await db.write('counters', {
    subjects: counters.subjects + intake.counters.subjects,
    open: counters.open + intake.counters.open,
    disputed: counters.disputed + intake.counters.disputed,
  })
}

/** Entries that are sealed leave the outbox; their payloads stay, so that nothing has to come down again. */
async function keepSealed(db: ReplicaDatabase, leaves: Intake['leaves']): Promise<void> {
  const held = new Set(await db.outbox.toCollection().primaryKeys())
  if (held.size === 0) return
  const mine = leaves.map(({ id }) => hex(id)).filter((id) => held.has(id))
  for (const row of await db.outbox.bulkGet(mine)) {
    if (row === undefined || row.payload === null) continue
    const body = parseBody(row.body)
    if (body.ok && body.value.commit !== null)
      await db.payloads.put({ commit: hex(body.value.commit), file: row.payload })
  }
  await db.outbox.bulkDelete(mine)
}
