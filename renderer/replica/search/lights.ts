import { isFinal } from '../../../shared/contract/service/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import type { Snapshot } from '../snapshot.ts'
import { lightOf, noteLight, todayOf } from './case-filter.ts'
import { casesAt } from './read-records.ts'
import type { CaseRoll } from './roll-readers.ts'
import { kindOf } from './rolls.ts'

const STEP = 256
/** Open cases whose light is looked up ahead; what lies beyond is looked up when it is asked for. */
const MOST = 20_000

/** Looks up the lights of open cases that nobody has asked for yet today, so that the filter by light need not read them all. */
export async function warmLights(
  db: ReplicaDatabase,
  roll: CaseRoll,
  now: Snapshot,
  clock: number,
  mayGoOn: () => Promise<boolean>,
): Promise<void> {
  const { head, words } = await roll.open()
  const open = words.kinds.map((kind) => {
    const { service, version, state } = kindOf(kind)
    const definition = now.gov.service(service, version, Number.MAX_SAFE_INTEGER)
    return definition !== null && !isFinal(definition, state)
  })
  let looked = 0
  for (let k = head.firsts.length - 1; k >= 0 && looked < MOST; k--) {
    if (!(await mayGoOn())) return
    const [chunk] = await roll.chunks([k], todayOf(clock))
    if (chunk === undefined) continue
    const places: number[] = []
    for (let at = 0; at < chunk.columns.length; at++)
      if (chunk.lights[at] === 0 && open[chunk.columns.kinds[at] as number] === true) places.push(at)
    for (let from = 0; from < places.length; from += STEP) {
      if (!(await mayGoOn())) return
      const part = places.slice(from, from + STEP)
      const rows = await casesAt(
        db,
        part.map((at) => chunk.columns.orders[at] as number),
      )
      for (const { order, record } of rows) noteLight(chunk, chunk.columns.indexOf(order), lightOf(now, record, clock))
      looked += part.length
    }
  }
}
