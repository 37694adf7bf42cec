import { equal } from '../../../shared/base/bytes.ts'
import type { Touch } from '../../../shared/contract/index.ts'
import { isCase } from '../../../shared/contract/index.ts'
import { isField, pieceOf } from '../../../shared/contract/pieces.ts'
import { definitionOf } from '../case-views.ts'
import type { Decision } from './api.ts'
import type { Desk } from './ground.ts'
import { labelOf, showCells } from './shown.ts'

/** What a decision left under the fields that it set; nothing where something has been done since. */
export async function valuesAfter(desk: Desk, on: string, touch: Touch): Promise<Decision['values']> {
  const record = await desk.records.get(on)
  const last = record?.log.at(-1)
  if (record === undefined || last === undefined || !equal(last.id, touch.id)) return []
  if (isCase(record) && definitionOf(desk.now, record) === null) return []
  const cells = touch.set.filter(isField).map((name) => ({ record, name, piece: pieceOf(record, name) }))
  const shown = await showCells(desk, cells)
  return cells.map(({ name }, i) => ({
    label: labelOf(desk.now, record, name),
    value: shown[i]?.shown.text ?? null,
  }))
}
