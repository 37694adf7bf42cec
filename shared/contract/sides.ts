import { equal, hex } from '../base/bytes.ts'
import type { Gov } from './gov.ts'
import { seenBy } from './history.ts'
import { type Dispute, isCase, type LedgerRecord, type Touch } from './record.ts'
import type { ServiceDefinition } from './service/definition.ts'
import { standingAgainst, type Undoing, type Unfit, undoing } from './undo.ts'

/** What a decision is about: the entries in dispute, oldest first, and the records as they stand (X6). */
export interface Ground {
  readonly gov: Gov
  readonly h: number
  readonly disputes: readonly Dispute[]
  readonly named: Pick<ReadonlyMap<string, LedgerRecord | undefined>, 'get' | 'has'>
}

/** The definition that a case rests on (X8). */
export function definitionOf(
  { gov, h, named }: Pick<Ground, 'gov' | 'h' | 'named'>,
  id: string,
): ServiceDefinition | null {
  const record = named.get(id)
  return record !== undefined && isCase(record) ? gov.service(record.service, record.version, h) : null
}

/** The entry to be adopted and those in dispute that it builds upon, oldest first. */
export function sideOf(
  { disputes, named }: Pick<Ground, 'disputes' | 'named'>,
  adopt: Uint8Array | null,
): Dispute[] | 'dispute' {
  if (adopt === null) return []
  const newest = disputes.find((one) => equal(one.id, adopt))
  if (newest === undefined) return 'dispute'
  const side = new Set([hex(adopt)])
  for (const { id } of newest.subj) {
    const record = named.get(id)
    const own = record?.log.find((touch) => equal(touch.id, adopt))
    if (record === undefined || own === undefined) continue
    const seen = seenBy(record.log, own.heads)
    for (const one of record.disputes) if (seen?.has(hex(one)) === true) side.add(hex(one))
  }
  const out = disputes.filter((one) => side.has(hex(one.id)))
  return out.length === side.size ? out : 'dispute'
}

/** What stands against a side, where it is held. */
function against(matter: Ground, side: readonly Dispute[]): (readonly [string, Touch])[] {
  const out: (readonly [string, Touch])[] = []
  for (const name of new Set(side.flatMap(({ subj }) => subj.map((one) => one.id)))) {
    const record = matter.named.get(name)
    if (record === undefined) continue
    const here = side.filter(({ id }) => record.log.some((touch) => touch.held && equal(touch.id, id)))
    if (here.length === 0) continue
    const merges = side.every((one) => definitionOf(matter, one.case)?.merge === 'fields')
    const ids = here.map(({ id }) => id)
    const names = merges ? record.log.filter(({ id }) => ids.some((one) => equal(one, id))).flatMap((t) => t.set) : null
    for (const touch of standingAgainst(record, ids, names)) out.push([name, touch])
  }
  return out
}

/** What has to go for a side to take its place. */
export function undoneBy(ground: Ground, side: readonly Dispute[]): Undoing | Unfit {
  return undoing(against(ground, side), {
    read: (one) => ground.named.get(one),
    isNamed: (one) => ground.named.has(one),
    disputed: new Set(side.flatMap(({ subj }) => subj.map((one) => one.id))),
  })
}

/**
 * The records that a decision has to name: those in dispute, and whatever adopting a side would undo. `read` gives any record of the scope. Codes as
 * `Unfit`: it cannot be decided so.
 */
export function recordsToName(
  { gov, h, disputes }: Pick<Ground, 'gov' | 'h' | 'disputes'>,
  read: (id: string) => LedgerRecord | undefined,
  adopt: Uint8Array | null,
): string[] | Unfit {
  const ground = { gov, h, disputes, named: { get: read, has: () => true } }
  const side = sideOf(ground, adopt)
  if (typeof side === 'string') return side
  const gone = undoneBy(ground, side)
  if (typeof gone === 'string') return gone
  return [...changedBy(disputes, gone)].sort()
}

/** The records of these disputes, and those of what is undone. */
export function changedBy(disputes: readonly Dispute[], gone: Undoing): Set<string> {
  return new Set([...disputes.flatMap(({ subj }) => subj.map((one) => one.id)), ...gone.records])
}

/** The records that taking a decision back has to name: those that it touched. `on` is one of them. */
export function recordsOfDecision(record: LedgerRecord, on: string, decision: Uint8Array): string[] {
  const touch = record.log.find((one) => equal(one.id, decision))
  return touch === undefined ? [] : [on, ...touch.with].sort()
}
