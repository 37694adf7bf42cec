import { hex } from '../../../shared/base/bytes.ts'
import { decidedIn } from '../../../shared/contract/history.ts'
import type { LedgerRecord, Touch } from '../../../shared/contract/index.ts'
import type { Text } from '../../../shared/contract/service/index.ts'

/** What became of a touch of a record: `disputed` while nobody has decided, `proposed` a decision that waits for its second signature. */
export type StepOutcome = 'applied' | 'merged' | 'disputed' | 'adopted' | 'refused' | 'undone' | 'proposed'

/** The outcome of every touch of a record by the hex of its entry. `merged`: which entries did not stand on all that was there. */
export function outcomesOf(record: LedgerRecord, merged: ReadonlySet<string>): Map<string, StepOutcome> {
  const { refused, undone, standing } = decidedIn(record.log)
  const adopted = new Set(standing.flatMap(({ decided }) => decided?.adopts ?? []).map(hex))
  const open = new Set(record.disputes.map(hex))
  const of = (touch: Touch): StepOutcome => {
    const id = hex(touch.id)
    if (open.has(id)) return 'disputed'
    if (undone.has(id)) return 'undone'
    if (refused.has(id)) return 'refused'
    if (adopted.has(id)) return 'adopted'
    if (touch.act === 'resolve' && touch.decided === undefined) return 'proposed'
    return merged.has(id) ? 'merged' : 'applied'
  }
  return new Map(record.log.map((touch) => [hex(touch.id), of(touch)]))
}

/** An act that took effect and still has it. */
export const IN_EFFECT: ReadonlySet<string | null> = new Set(['applied', 'merged', 'adopted'])

const TITLES = {
  keep: { zh: '争议裁定：维持先收到的', en: 'Decision: what was received first is kept' },
  adopt: { zh: '争议裁定：采用后收到的', en: 'Decision: what was received later is adopted' },
  amend: { zh: '争议裁定：逐项核定', en: 'Decision: item by item' },
  reopen: { zh: '撤回裁定，重新审查', en: 'The decision is taken back' },
} as const satisfies Record<string, Text>
const PROPOSED: Text = { zh: '争议裁定（提出）', en: 'Decision, proposed' }

/** How a decision is called in a history. */
export function decisionTitle({ decided }: Pick<Touch, 'decided'>): Text {
  return decided === undefined ? PROPOSED : TITLES[decided.choice]
}
