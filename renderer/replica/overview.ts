import { isCase } from '../../shared/contract/index.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import type { Overview } from './api.ts'
import { actionsFor, definitionOf, pressingFor } from './case-views.ts'
import type { ReplicaDatabase } from './database.ts'
import { sealedSince } from './sealed-since.ts'
import type { Snapshot } from './snapshot.ts'

/** Open cases are few beside the register, so they are walked; the register is counted by counters (limits.md). */
const WALK = 5_000

/** The figures of the work table. */
export async function overviewOf(db: ReplicaDatabase, now: Snapshot, clock: number): Promise<Overview> {
  const counters = (await db.read('counters')) ?? { subjects: 0, open: 0, disputed: 0 }
  let forMe = 0
  let open = 0
  let overdue = 0
  const lights = { red: 0, yellow: 0, green: 0, none: 0 }
  const myLights = { ...lights }
  const due = new Map<string, number>()
  const look = (record: Parameters<typeof actionsFor>[1]) => {
    const definition = definitionOf(now, record)
    if (definition === null || definition.workflow.states[record.state]?.final === true) return
    open++
    const mine = actionsFor(now, record, clock).length > 0
    const pressing = pressingFor(now, definition, record, clock)
    const light = pressing?.light ?? 'none'
    if (mine) forMe++
    if (light === 'red') overdue++
    lights[light]++
    if (mine) myLights[light]++
    if (pressing !== null && !pressing.paused) due.set(pressing.date, (due.get(pressing.date) ?? 0) + 1)
  }
  const rows = await db.cases.where('[open+order]').between([1, -1], [1, Number.MAX_SAFE_INTEGER]).limit(WALK).toArray()
  for (const row of rows) if (!now.overlay.records.has(row.id)) look(row.record)
  for (const record of now.overlay.records.values()) if (isCase(record)) look(record)
  const midnight = Date.parse(`${civilDate(clock)}T00:00:00+08:00`)
  return {
    forMe,
    open,
    unsent: now.overlay.waiting.filter(({ row }) => row.standing === 'saved').length + now.bulk.list.counts.saved,
    sealedToday: await sealedSince(db, now.office, now.state.frontier.size, midnight),
    subjects: counters.subjects,
    disputed: counters.disputed,
    overdue,
    lights,
    myLights,
    due: [...due].map(([date, n]) => ({ date, n })).sort((a, b) => (a.date < b.date ? -1 : 1)),
  }
}
