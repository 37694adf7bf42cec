import { formAfter, type Given } from '../../shared/contract/given.ts'
import { type CaseRecord, type GivenNumber, stepsTaken, type Touch } from '../../shared/contract/index.ts'
import type { ServiceDefinition } from '../../shared/contract/service/index.ts'
import { transition } from '../../shared/contract/service/workflow.ts'
import type { Body } from '../../shared/ledger/index.ts'
import { bodyOf } from './case-views.ts'
import type { ReplicaDatabase } from './database.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * The case as it stood once this act was taken. A paper about an act says what held then, as the entry in its QR does; what was corrected or handed in
 * later stands on later papers. Null when an entry on the way is not here.
 */
export async function caseAsOf(
  db: ReplicaDatabase,
  now: Snapshot,
  d: ServiceDefinition,
  record: CaseRecord,
  touch: Touch,
): Promise<CaseRecord | null> {
  const log = record.log.slice(0, record.log.indexOf(touch) + 1)
  let was: CaseRecord = { ...record, log, fields: {}, sealed: {}, materials: [], numbers: {}, state: d.workflow.start }
  for (const [i, one] of stepsTaken(log).entries()) {
    const { body } = await bodyOf(db, now, one)
    if (body === null) return null
    was = after(was, d, one.act, i === 0, body)
  }
  return was
}

/** The shape of `data` was judged when the entry was (N7). */
interface Said extends Given {
  readonly materials: CaseRecord['materials']
  readonly number: GivenNumber | null
}

function after(was: CaseRecord, d: ServiceDefinition, act: string, opens: boolean, body: Body): CaseRecord {
  const said = body.data as unknown as Said
  const handed = new Map([...was.materials, ...said.materials].map((one) => [one.id, one]))
  return {
    ...was,
    ...formAfter(was, said, body),
    materials: [...handed.values()],
    numbers: said.number === null ? was.numbers : { ...was.numbers, [act]: said.number },
    state: transition(d, opens ? null : was.state, act)?.to ?? was.state,
  }
}
