import { equal, hex } from '../../../shared/base/bytes.ts'
import { decidedIn, inEffect } from '../../../shared/contract/history.ts'
import { amendments, type ResolveData, resolveData, type Touch } from '../../../shared/contract/index.ts'
import { pieceOf } from '../../../shared/contract/pieces.ts'
import type { Text } from '../../../shared/contract/service/index.ts'
import { bodyOf } from '../case-views.ts'
import type { Desk } from './ground.ts'
import { type Cell, labelOf, showCells } from './shown.ts'

/** A field that an act had set, and that a decision has since given another value: what the register says now. */
export interface Amended {
  readonly label: Text
  /** null: sealed, and cannot be opened here. */
  readonly value: Text | null
  readonly decision: Touch
}

/**
 * [X6] Of what an act set on these records, the fields whose value is now that of a decision (逐项核定). A paper about the act that left them out would say
 * what the register does not.
 */
export async function amendedSince(desk: Desk, ids: readonly string[], act: Touch): Promise<Amended[]> {
  const found: (Cell & { readonly decision: Touch })[] = []
  for (const id of new Set(ids)) {
    const record = await desk.records.get(id)
    const own = record?.log.find((touch) => equal(touch.id, act.id))
    if (record === undefined || own === undefined) continue
    const said = await saidOn(desk, record.log)
    for (const decision of decidedIn(record.log).standing) {
      const given = amendments(record.log, decision, said).find((one) => one.id === id)
      // What waits is not in the register yet.
      const waits = desk.now.overlay.waiting.some(({ row }) => row.id === hex(decision.id))
      if (given === undefined || waits || decision.at <= own.at) continue
      for (const name of [...Object.keys(given.fields), ...Object.keys(given.sealed)]) {
        const last = inEffect(record.log).findLast((touch) => touch.set.includes(name))
        if (!own.set.includes(name) || last === undefined || !equal(last.id, decision.id)) continue
        found.push({ record, name, piece: pieceOf(record, name), decision })
      }
    }
  }
  const shown = await showCells(desk, found)
  return found.map(({ record, name, decision }, i) => ({
    label: labelOf(desk.now, record, name),
    value: shown[i]?.shown.text ?? null,
    decision,
  }))
}

/** What the decisions of a history say. */
async function saidOn({ db, now }: Desk, log: readonly Touch[]): Promise<(decision: Touch) => ResolveData | null> {
  const said = new Map<string, ResolveData>()
  for (const touch of log) {
    if (touch.act !== 'resolve') continue
    const data = resolveData((await bodyOf(db, now, touch)).body?.data ?? null, 'data')
    if (data.ok) said.set(hex(touch.id), data.value)
  }
  return (decision) => said.get(hex(decision.id)) ?? null
}
