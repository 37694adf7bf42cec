import { equal, hex } from '../../../shared/base/bytes.ts'
import { inEffect } from '../../../shared/contract/history.ts'
import { amendedIn, decisionsAmong, type Touch } from '../../../shared/contract/index.ts'
import { pieceOf } from '../../../shared/contract/pieces.ts'
import type { Text } from '../../../shared/contract/service/index.ts'
import { saidBy } from '../decision-data.ts'
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
    if (record === undefined) continue
    const said = await saidBy(desk.db, desk.now, decisionsAmong([record]))
    for (const { name, by } of amendedIn(record.log, id, act.id, said)) {
      // What waits is not in the register yet; what was set again since is another matter.
      const waits = desk.now.overlay.waiting.some(({ row }) => row.id === hex(by.id))
      const last = inEffect(record.log).findLast((touch) => touch.set.includes(name))
      if (waits || last === undefined || !equal(last.id, by.id)) continue
      found.push({ record, name, piece: pieceOf(record, name), decision: by })
    }
  }
  const shown = await showCells(desk, found)
  return found.map(({ record, name, decision }, i) => ({
    label: labelOf(desk.now, record, name),
    value: shown[i]?.shown.text ?? null,
    decision,
  }))
}
