import { hex } from '../../shared/base/bytes.ts'
import { isVoid } from '../../shared/contract/index.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import { type Body, entryId, parseBody, parseLeaf } from '../../shared/ledger/index.ts'
import type { ActOfToday, Standing } from './api.ts'
import { actOf, definitionOf, titleOf } from './case-views.ts'
import { outcomesOf } from './conflicts/outcomes.ts'
import type { ReplicaDatabase } from './database.ts'
import { sealedSince } from './sealed-since.ts'
import { findCase, memberName, type Snapshot } from './snapshot.ts'
import { leafAt } from './tile-store.ts'

/** So many acts are shown of a day, and so many leaves are looked at for them. */
const MOST = 200

/**
 * What claims today: first what waits here, then what was sealed since midnight, each the newest first. Nothing is sealed before it was done, but for a
 * clock that runs ahead.
 */
export async function actsOfToday(db: ReplicaDatabase, now: Snapshot, clock: number): Promise<ActOfToday[]> {
  const today = civilDate(clock)
  const out: ActOfToday[] = []
  const add = async (body: Body, id: string, by: string, standing: Standing, outcome: string | null) => {
    if (body.case === null || civilDate(body.time) !== today || out.length >= MOST) return
    const record = await findCase(db, now, body.case)
    const act = actOf(body)
    out.push({
      ...{ entry: id, case: body.case, act, by, byName: memberName(now, by), time: body.time, standing, outcome },
      title: titleOf(now, record, act),
      service: (record === null ? null : definitionOf(now, record))?.title ?? { zh: '—', en: '—' },
    })
  }
  for (const { row, entry } of [...now.overlay.waiting].reverse()) {
    const outcome = stopped(now.overlay.outcomes.get(row.id))
    const by = now.gov.author(entry.key, now.height)?.member ?? ''
    await add(entry, row.id, by, row.standing, outcome)
  }
  const { size } = now.state.frontier
  const midnight = Date.parse(`${today}T00:00:00+08:00`)
  const since = await sealedSince(db, now.office, size, midnight)
  for (let at = size - 1; at >= size - Math.min(since, MOST); at--) {
    const bytes = await leafAt(db, now.office, at)
    const leaf = bytes === undefined ? null : parseLeaf(bytes)
    const body = leaf?.ok === true ? parseBody(leaf.value.body) : null
    if (leaf?.ok !== true || body?.ok !== true) continue
    const id = hex(entryId(leaf.value.body))
    const outcome = stopped(await becameOf(db, now, body.value, id))
    const by = now.gov.author(body.value.key, leaf.value.h)?.member ?? ''
    await add(body.value, id, by, outcome !== null && isVoid(outcome) ? 'set-aside' : 'sealed', outcome)
  }
  return out
}

/** [X6] What has become of a sealed act: a decision may have come since. */
async function becameOf(db: ReplicaDatabase, now: Snapshot, body: Body, id: string): Promise<string | undefined> {
  const sealed = (await db.outcomes.get(id))?.outcome
  const record =
    body.case === null || (sealed !== undefined && isVoid(sealed)) ? null : await findCase(db, now, body.case)
  return (record === null ? undefined : outcomesOf(record, new Set()).get(id)) ?? sealed
}

const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['disputed', 'refused', 'undone'])

/** An outcome that left things as they were; null for one that took effect. */
function stopped(outcome: string | undefined): string | null {
  return outcome !== undefined && (isVoid(outcome) || WITHOUT_EFFECT.has(outcome)) ? outcome : null
}
