import { equal, hex } from '../../../shared/base/bytes.ts'
import type { Dispute, DisputeRecord, LedgerRecord, Touch } from '../../../shared/contract/index.ts'
import { sideOf } from '../../../shared/contract/index.ts'
import { standingAgainst } from '../../../shared/contract/undo.ts'
import { subjectType } from '../../../shared/ledger/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import { recordNow, type Snapshot } from '../snapshot.ts'
import type { Unsealer } from '../unseal.ts'

/** What a question about disputes is answered from: one moment of the replica. */
export interface Desk {
  readonly db: ReplicaDatabase
  readonly now: Snapshot
  readonly unsealer: Unsealer
  /** ms. */
  readonly clock: number
  readonly records: RecordReader
}

export type Read = (id: string) => LedgerRecord | undefined

/** Records of the scope with what waits, for rules that read them without waiting: they are asked again until nothing was missing. */
export class RecordReader {
  readonly #held = new Map<string, LedgerRecord | null>()
  readonly #db: ReplicaDatabase
  readonly #now: Snapshot

  constructor(db: ReplicaDatabase, now: Snapshot) {
    this.#db = db
    this.#now = now
  }

  async get(id: string): Promise<LedgerRecord | undefined> {
    const held = this.#held.get(id)
    if (held !== undefined) return held ?? undefined
    const record = await recordNow(this.#db, this.#now, id)
    this.#held.set(id, record ?? null)
    return record
  }

  async settle<T>(ask: (read: Read) => T): Promise<T> {
    for (;;) {
      const missing: string[] = []
      const answer = ask((id) => {
        const held = this.#held.get(id)
        if (held === undefined) missing.push(id)
        return held ?? undefined
      })
      if (missing.length === 0) return answer
      for (const id of missing) await this.get(id)
    }
  }
}

/** Every dispute of the office, decided ones too, in the order of the ledger. */
export async function allDisputes({ db, now }: Pick<Desk, 'db' | 'now'>): Promise<Dispute[]> {
  const found = new Map<string, LedgerRecord>()
  const sealed = await db.subjects.where('id').startsWith(`${now.office}/dispute/`).toArray()
  for (const { id, record } of sealed) found.set(id, record)
  for (const [id, record] of now.overlay.records) if (record.t === 'dispute') found.set(id, record)
  return [...found.values()].map((record) => (record as DisputeRecord).dispute).sort((a, b) => a.at - b.at)
}

/** Open disputes that share a record, oldest first. */
export interface Group {
  /** The record that it goes by. */
  readonly id: string
  readonly disputes: readonly Dispute[]
}

/** Open disputes, put together where they share a record. */
export function groupsOf(disputes: readonly Dispute[]): Group[] {
  const groups: Dispute[][] = []
  for (const one of disputes) {
    if (one.decided !== null) continue
    const ids = new Set(one.subj.map(({ id }) => id))
    const near = groups.filter((group) => group.some(({ subj }) => subj.some(({ id }) => ids.has(id))))
    for (const group of near) groups.splice(groups.indexOf(group), 1)
    groups.push([...near.flat(), one].sort((a, b) => a.at - b.at))
  }
  return groups.map((group) => ({ id: nameOf(group), disputes: group }))
}

/** A subject that is disputed before a case: it is what people know the matter by. */
export function nameOf(disputes: readonly Dispute[]): string {
  const clash = disputes.flatMap((one) => one.clash)
  return clash.find((id) => subjectType(id) !== 'case') ?? (clash[0] as string)
}

/** The sides in dispute, each oldest first: an entry with all that it builds upon; one that another builds upon is no side of its own. */
export async function sidesOf(desk: Desk, disputes: readonly Dispute[]): Promise<Dispute[][]> {
  const sides = await desk.records.settle((read) => {
    const named = { get: read, has: () => true }
    return disputes.flatMap(({ id }) => {
      const side = sideOf({ disputes, named }, id)
      return typeof side === 'string' ? [] : [side]
    })
  })
  const includes = (side: readonly Dispute[], one: Dispute) => side.some(({ id }) => equal(id, one.id))
  return sides.filter(
    (side) => !sides.some((other) => other.length > side.length && side.every((one) => includes(other, one))),
  )
}

/** A touch, and the record that it stands on. */
export interface Placed {
  readonly on: string
  readonly touch: Touch
}

/** What is in effect against disputes, each entry once, oldest first. */
export async function standingFor(desk: Desk, disputes: readonly Dispute[]): Promise<Placed[]> {
  const out = new Map<string, Placed>()
  for (const { id, subj } of disputes) {
    for (const one of subj) {
      const record = await desk.records.get(one.id)
      if (record === undefined) continue
      for (const touch of standingAgainst(record, [id], null)) {
        // A decision is no side.
        if (touch.act !== 'resolve' && !out.has(hex(touch.id))) out.set(hex(touch.id), { on: one.id, touch })
      }
    }
  }
  return [...out.values()].sort((a, b) => a.touch.at - b.touch.at)
}

/** The records on which they clashed, and those that a side would change there. */
export function clashedOn(disputes: readonly Dispute[]): string[] {
  return [...new Set(disputes.flatMap(({ clash }) => clash))].sort()
}

/** The case that an entry belongs to: the record itself, or the first that it named. */
export function caseOf({ on, touch }: Placed): string | null {
  if (subjectType(on) === 'case') return on
  return touch.with.find((id) => subjectType(id) === 'case') ?? null
}

/** As many as one decision may name: a side whole, and the oldest of the others. */
export function portion(disputes: readonly Dispute[], side: readonly Dispute[], most: number): Dispute[] {
  const others = disputes.filter((one) => !side.includes(one)).slice(0, Math.max(0, most - side.length))
  return [...side, ...others].sort((a, b) => a.at - b.at)
}
