import { hex } from '../../../shared/base/bytes.ts'
import type { DecidingTouch } from '../decision-data.ts'
import { decisionOf } from './decided.ts'
import type { TellRow } from './decision-api.ts'
import { allDisputes, type Desk, nameOf } from './ground.ts'

/** Decisions that are looked at, the newest: whoever has not been told for so long is found on the conflict itself. */
const MOST = 20
const DAYS = 60

/** Whom the latest decisions concern, case by case; one that was taken back has nobody to be told, but for its taking back. */
export async function toTell(desk: Desk): Promise<TellRow[]> {
  const disputes = await allDisputes(desk)
  const found = new Map<string, { on: string; touch: DecidingTouch }>()
  for (const on of new Set(disputes.map((one) => nameOf([one])))) {
    const log = (await desk.records.get(on))?.log ?? []
    const back = new Set(log.flatMap(({ decided }) => (decided?.reopens ? [hex(decided.reopens)] : [])))
    for (const touch of log) {
      const known = found.has(hex(touch.id)) || back.has(hex(touch.id))
      const old = touch.time < desk.clock - DAYS * 86_400_000
      if (touch.decided !== undefined && !known && !old) {
        found.set(hex(touch.id), { on, touch: touch as DecidingTouch })
      }
    }
  }
  const newest = [...found.values()].sort((a, b) => b.touch.at - a.touch.at).slice(0, MOST)
  const out: TellRow[] = []
  for (const { on, touch } of newest) {
    const { conflict, entry, choice, byName, time, standing, cases, recall } = await decisionOf(
      desk,
      on,
      touch,
      disputes,
    )
    for (const one of cases) {
      const own = recall.filter((held) => held.case.id === one.id)
      // Whose case is named and as it was, and who gives nothing back, need not be sent for.
      if (one.fate === 'untouched' && own.length === 0) continue
      out.push({ conflict, entry, choice, byName, time, standing, case: one, recall: own })
    }
  }
  return out
}
