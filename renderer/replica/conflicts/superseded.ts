import { hex } from '../../../shared/base/bytes.ts'
import { decisionsAmong, type Fate, fateOf, isVoid, recordsAbout } from '../../../shared/contract/index.ts'
import { entryId, homeScope, parseBody, type SignedEntry } from '../../../shared/ledger/index.ts'
import type { Finding } from '../api.ts'
import type { ReplicaDatabase } from '../database.ts'
import { saidBy } from '../decision-data.ts'
import type { Snapshot } from '../snapshot.ts'
import { RecordReader } from './ground.ts'
import { both } from './shown.ts'

type Key =
  | 'verify.superseded'
  | 'verify.overruled'
  | 'verify.recalled'
  | 'verify.void'
  | 'verify.disputed'
  | 'verify.amended'

/** What is in dispute is genuine and may yet stand: people are told, and nothing is wrong with the paper. */
const KEYS: Readonly<Record<Exclude<Fate['state'], 'in-effect'>, Key>> = {
  refused: 'verify.superseded',
  undone: 'verify.superseded',
  overruled: 'verify.overruled',
  recalled: 'verify.recalled',
  held: 'verify.disputed',
  contested: 'verify.disputed',
  proposed: 'verify.disputed',
  amended: 'verify.amended',
}

/**
 * A paper is genuine and yet worth nothing any more: a decision took back or refused the act that it is about, put its case aside or called the paper
 * back; or the ledger gave it no effect. Null where this replica knows nothing against it; of other offices it knows nothing.
 */
export async function supersededBy(db: ReplicaDatabase, now: Snapshot, entry: SignedEntry): Promise<Finding | null> {
  const body = parseBody(entry.body)
  const home = body.ok ? (body.value.case ?? body.value.subj[0]?.id) : undefined
  if (!body.ok || home === undefined || homeScope(home) !== now.office) return null
  const id = entryId(entry.body)
  const outcome = (await db.outcomes.get(hex(id)))?.outcome
  // A second sealing of the same entry says nothing of the first.
  if (outcome !== undefined && isVoid(outcome) && outcome !== 'void(replay)') return finding('verify.void')
  const records = await new RecordReader(db, now).settle((read) => recordsAbout(body.value, read))
  const fate = fateOf(id, body.value.case, records, await saidBy(db, now, decisionsAmong(records.values())))
  return fate.state === 'in-effect' ? null : finding(KEYS[fate.state])
}

function finding(key: Key): Finding {
  return { check: 'decision', ok: key === 'verify.disputed' || key === 'verify.amended', text: both(key) }
}
