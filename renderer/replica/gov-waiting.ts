import { fromHex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { chainName, Gov, isVoid, type ScopeState } from '../../shared/contract/index.ts'
import { judgeGov } from '../../shared/contract/judge-gov.ts'
import type { OutboxRow } from './database.ts'
import { readOutbox, type Waiting } from './overlay.ts'

/** What this desktop's registrars have signed for gov and what is not sealed yet, beside what gov will say once it is. */
export interface GovWaiting {
  readonly waiting: readonly Waiting[]
  /** Hex entry id → the outcome to expect. */
  readonly outcomes: ReadonlyMap<string, string>
  /** Gov with all of it; the sealed gov itself when nothing waits. */
  readonly gov: Gov
}

/**
 * Judges the waiting entries one after the other on a copy of gov, at the height that the next block would have. New entries are judged on that
 * copy, so that two blocks of numbers from one desktop do not overlap because neither is sealed yet.
 */
export function makeGovWaiting(
  gov: Gov,
  state: ScopeState,
  rows: readonly OutboxRow[],
  nextHeight: number,
): GovWaiting {
  const waiting = readOutbox(rows, 'gov')
  const outcomes = new Map<string, string>()
  if (waiting.length === 0) return { waiting, outcomes, gov }
  const copy = Gov.from(gov.entries())
  for (const { row, entry } of waiting) {
    if (row.standing === 'set-aside') continue
    const end = state.chains.get(chainName(entry.key, entry.epoch))
    if (end !== undefined && entry.seq <= end.seq) continue
    const verdict = judgeGov(copy, entry, must(fromHex(row.id)), nextHeight)
    outcomes.set(row.id, verdict.outcome)
    if (isVoid(verdict.outcome)) continue
    for (const [key, value] of verdict.changes) copy.put(key, value)
  }
  return { waiting, outcomes, gov: copy }
}
