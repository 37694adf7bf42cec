import {
  chainName,
  type Gov,
  isVoid,
  judgeScope,
  type LedgerRecord,
  recordsOf,
  type ScopeState,
} from '../../shared/contract/index.ts'
import { type Body, parseBody } from '../../shared/ledger/index.ts'
import type { OutboxRow } from './database.ts'

/** An outbox row with its body read. */
export interface Waiting {
  readonly row: OutboxRow
  readonly entry: Body
}

/**
 * What the office will see once its own unsealed acts are sealed: the records as those acts would leave them, judged by the same rules. It is
 * made anew after every batch of sealed leaves, so what the province decides otherwise never lingers.
 */
export interface Overlay {
  readonly records: ReadonlyMap<string, LedgerRecord>
  /** Hex entry id → the outcome to expect. */
  readonly outcomes: ReadonlyMap<string, string>
  readonly waiting: readonly Waiting[]
}

export const NO_OVERLAY: Overlay = { records: new Map(), outcomes: new Map(), waiting: [] }

/** The outbox in the order of signing, without what is not for this scope. */
export function readOutbox(rows: readonly OutboxRow[], scope: string): Waiting[] {
  const out: Waiting[] = []
  for (const row of rows) {
    const entry = parseBody(row.body)
    if (entry.ok && entry.value.scope.includes(scope)) out.push({ row, entry: entry.value })
  }
  return out
}

/** `read` gives the sealed records that `recordsOf` names for every waiting entry. */
export function makeOverlay(
  gov: Gov,
  state: ScopeState,
  waiting: readonly Waiting[],
  read: (id: string) => LedgerRecord | undefined,
  nextHeight: number,
): Overlay {
  const records = new Map<string, LedgerRecord>()
  const outcomes = new Map<string, string>()
  let at = state.frontier.size
  for (const { row, entry } of waiting) {
    if (row.standing === 'set-aside') continue
    const end = state.chains.get(chainName(entry.key, entry.epoch))
    if (end !== undefined && entry.seq <= end.seq) continue
    const place = { scope: state.code, at: at++, h: nextHeight, t: entry.time }
    const verdict = judgeScope(gov, (id) => records.get(id) ?? read(id), entry, fromHexId(row.id), place)
    outcomes.set(row.id, verdict.outcome)
    if (isVoid(verdict.outcome)) continue
    for (const [id, value] of verdict.changes) records.set(id, value as unknown as LedgerRecord)
  }
  return { records, outcomes, waiting }
}

/** Every sealed record that the overlay needs. */
export function neededRecords(waiting: readonly Waiting[], scope: string): string[] {
  return [...new Set(waiting.flatMap(({ entry }) => recordsOf(entry, scope)))]
}

function fromHexId(id: string): Uint8Array {
  return Uint8Array.from(id.match(/../g) ?? [], (b) => Number.parseInt(b, 16))
}
