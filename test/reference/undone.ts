import { hex } from '../../shared/base/bytes.ts'
import { type Dispute, isCase, type LedgerRecord, type Touch } from '../../shared/contract/record.ts'
import { apart, inEffect } from './history.ts'
import { definitionOf, type Matter } from './matter.ts'
import { commonNames, has } from './records.ts'

const MOST_UNDONE = 64

export interface Undone {
  readonly entries: readonly Uint8Array[]
  /** The records that these entries named. */
  readonly names: ReadonlySet<string>
  /** On which records, and what there, oldest first. */
  readonly on: ReadonlyMap<string, readonly Touch[]>
}

/** [Deciding 3] "What stands against the side", record by record. */
export function standsAgainst(
  matter: Matter,
  side: readonly Dispute[],
  byName = true,
): { readonly name: string; readonly touch: Touch }[] {
  const merges = byName && side.every((one) => definitionOf(one, matter)?.merge === 'fields')
  const names = new Set(side.flatMap(({ subj }) => subj.map(({ id }) => id)))
  return [...names].flatMap((name) => {
    const record = matter.read(name)
    const held = (record?.log ?? []).filter((touch) => touch.held && side.some(({ id }) => hex(id) === hex(touch.id)))
    const last = held.at(-1)
    if (record === undefined || last === undefined) return []
    const set = held.flatMap((touch) => touch.set)
    return inEffect(record)
      .filter((touch) => touch.set.length > 0 && apart(record.log, touch.id, last.id))
      .filter((touch) => !merges || commonNames(touch.set, set).length > 0)
      .map((touch) => ({ name, touch }))
  })
}

/** [Deciding 3] Everything that adopting the side undoes: whole entries, and what was built upon them. */
export function undone(matter: Matter, side: readonly Dispute[]): Undone | 'subject' | 'dispute' {
  const { read } = matter
  const inDispute = side.map(({ id }) => id)
  const entries = new Map<string, Touch>()
  const names = new Set<string>()
  const on = new Map<string, Set<Touch>>()
  const open = standsAgainst(matter, side).map(({ name, touch }) => ({ name, touch }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const id = hex(next.touch.id)
    if (entries.has(id)) continue
    entries.set(id, next.touch)
    if (next.touch.act === 'resolve') continue
    for (const name of [next.name, ...next.touch.with]) {
      if (!matter.named.has(name)) return 'subject'
      names.add(name)
      const record = read(name)
      const touch = record?.log.find((one) => hex(one.id) === id)
      if (record === undefined || touch === undefined || !inEffect(record).includes(touch)) continue
      if (isCase(record) && !isUndoneOnCase(record, touch, inDispute)) continue
      on.set(name, (on.get(name) ?? new Set()).add(touch))
      for (const later of inEffect(record)) {
        const isLater = record.log.indexOf(later) > record.log.indexOf(touch)
        if (isLater && commonNames(later.set, touch.set).length > 0) open.push({ name, touch: later })
      }
    }
  }
  const touches = [...entries.values()].sort((a, b) => a.at - b.at)
  if (touches.some(({ act }) => act === 'resolve') || touches.length > MOST_UNDONE) return 'dispute'
  const ordered = [...on].map(([name, of]) => {
    const log = (read(name) as LedgerRecord).log
    return [name, log.filter((touch) => of.has(touch))] as const
  })
  return { entries: touches.map((touch) => touch.id), names, on: new Map(ordered) }
}

/** "… and on a case if the side is in dispute there and they did not open it". */
function isUndoneOnCase({ log }: LedgerRecord, touch: Touch, side: readonly Uint8Array[]): boolean {
  return log.some((one) => has(side, one.id)) && log[0] !== touch
}
