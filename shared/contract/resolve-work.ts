import { hex } from '../base/bytes.ts'
import { type Body, subjectType } from '../ledger/index.ts'
import { actData, fileData } from './facts.ts'
import type { VoidReason } from './outcome.ts'
import { PIECE } from './pieces.ts'
import { planAct, planFile, type Setting } from './plan.ts'
import {
  type CaseRecord,
  type Decided,
  type Dispute,
  isCase,
  type LedgerRecord,
  newSubject,
  type Touch,
} from './record.ts'
import type { ServiceDefinition } from './service/definition.ts'
import { isFinal } from './service/workflow.ts'
import type { Ground } from './sides.ts'
import { isBlank, undone } from './undo.ts'

/** What a decision is made on (X6). */
export interface Matter extends Ground {
  readonly entry: Body
  readonly id: Uint8Array
  readonly on: Setting
  /** The records that it names, as they stand. */
  readonly named: ReadonlyMap<string, LedgerRecord | undefined>
}

/** What a decision makes of the records: each as it becomes, and the names that change. */
export interface Done {
  readonly records: ReadonlyMap<string, LedgerRecord | undefined>
  readonly sets: ReadonlyMap<string, ReadonlySet<string>>
  readonly decided: Decided
}

/** The records while a decision is worked out: what is undone, then what takes effect, then what fields are given. */
export class Deciding {
  readonly #matter: Matter
  readonly #records = new Map<string, LedgerRecord | undefined>()
  readonly #sets = new Map<string, Set<string>>()
  /** Subjects of which nothing is left, with a case that had put them on record. */
  readonly #blank = new Map<string, string>()
  /** Those of which nothing was left before. */
  readonly #blankBefore = new Set<string>()

  constructor(matter: Matter) {
    this.#matter = matter
    const decided = new Set(matter.disputes.map((one) => hex(one.id)))
    for (const [id, record] of matter.named) {
      if (record === undefined) continue
      const disputes = record.disputes.filter((one) => !decided.has(hex(one)))
      this.#records.set(id, { ...record, disputes } as LedgerRecord)
    }
  }

  read = (id: string): LedgerRecord | undefined => (this.#blank.has(id) ? undefined : this.#records.get(id))

  put(id: string, record: LedgerRecord, names: Iterable<string>): void {
    const before = this.#records.get(id)
    const { heads, log, disputes } = before ?? { heads: [], log: [], disputes: [] }
    this.#records.set(id, { ...record, heads, log, disputes } as LedgerRecord)
    this.#blank.delete(id)
    const set = this.#sets.get(id) ?? new Set()
    // What was left to be read gives way.
    if (this.#blankBefore.delete(id)) for (const touch of log) for (const name of touch.set) set.add(name)
    for (const name of names) set.add(name)
    this.#sets.set(id, set)
  }

  overrule(id: string, by: Uint8Array): void {
    const record = this.#records.get(id)
    if (record !== undefined && isCase(record)) this.put(id, { ...record, overruled: by }, [PIECE.overruled])
  }

  /** What an earlier decision left nothing of is as if it were not on record. */
  clearBlank(): void {
    for (const [id, record] of this.#records) {
      if (record === undefined || isCase(record) || this.#blank.has(id) || !isBlank(record)) continue
      this.#blank.set(id, record.ended as string)
      this.#blankBefore.add(id)
    }
  }

  /** `maker`: the case that had put the subject on record, where the touches themselves do not say. */
  undo(id: string, touches: readonly Touch[], maker?: string): void {
    const record = this.#records.get(id)
    if (record === undefined || touches.every(({ set }) => set.length === 0)) return
    const { record: back, blank } = undone(id, record, touches)
    this.put(
      id,
      back,
      touches.flatMap((touch) => touch.set),
    )
    this.#take(id, touches, false)
    const of = maker ?? touches.flatMap((touch) => touch.with).find((one) => subjectType(one) === 'case')
    if (blank) this.#blank.set(id, of ?? id)
  }

  /** Lets an entry take effect on what the others left. */
  take(one: Dispute): VoidReason | null {
    const { on, entry } = this.#matter
    const author = on.gov.author(one.key, one.h)
    const record = this.#matter.named.get(one.case)
    if (author === null || record === undefined || !isCase(record)) return 'dispute'
    const d = on.gov.service(record.service, record.version, one.h)
    if (d === null) return 'service'
    const setting: Setting = { ...on, author, read: this.read, h: one.h, t: one.sealed, again: true }
    const body: Body = { ...entry, ...{ kind: one.kind, case: one.case, subj: copied(one), data: one.data } }
    const signed = { ...body, key: one.key, commit: one.commit, att: attachments(one) }
    const plan = this.#plan(d, one, signed, setting)
    if (typeof plan === 'string') return plan
    if (plan.forbidden !== null) return plan.forbidden
    for (const [id, next] of plan.next) this.put(id, next, plan.sets.get(id) ?? [])
    this.#take(one.case, [one], true)
    return null
  }

  /** What comes next in a case is held against the steps as this decision leaves them. */
  #take(id: string, steps: readonly Pick<Touch, 'id'>[], taken: boolean): void {
    const record = this.#records.get(id)
    if (record === undefined || !isCase(record)) return
    const mine = new Set(steps.map((one) => hex(one.id)))
    const log = record.log.map((touch) => (mine.has(hex(touch.id)) ? { ...touch, held: !taken } : touch))
    this.#records.set(id, { ...record, log })
  }

  #plan(d: ServiceDefinition, one: Dispute, entry: Body, on: Setting) {
    if (one.kind === 'file') {
      const data = fileData(one.data, 'data')
      return data.ok ? planFile(d, data.value, entry, on) : 'shape'
    }
    const data = actData(one.data, 'data')
    const open = this.read(one.case) as CaseRecord
    return data.ok ? planAct(d, data.value, open, entry, on) : 'shape'
  }

  /** A claim is held by an open case, or by none: one that came back to a case which has ended since, or is put aside, is let go. */
  letGo(): void {
    const { gov, h } = this.#matter
    for (const [id, record] of [...this.#records]) {
      if (record === undefined || isCase(record) || record.pending === null) continue
      const of = this.#records.get(record.pending)
      if (of === undefined || !isCase(of)) continue
      const d = gov.service(of.service, of.version, h)
      if (of.overruled === null && d !== null && !isFinal(d, of.state)) continue
      this.put(id, { ...record, pending: null }, [PIECE.pending])
    }
  }

  /** What only the undone had put on record has ended: it stays there for people to read, and nothing may build upon it. */
  endBlank(): void {
    for (const [id, of] of [...this.#blank]) {
      if (this.#blankBefore.has(id)) continue
      const { heads, log, disputes } = this.#records.get(id) as LedgerRecord
      const before = this.#matter.named.get(id) ?? newSubject(subjectType(id))
      this.put(id, { ...before, heads, log, disputes, ended: of, pending: null } as LedgerRecord, [PIECE.everything])
      this.#blank.delete(id)
    }
  }

  done(decided: Decided): Done {
    return { records: this.#records, sets: this.#sets, decided }
  }
}

/** The files that its materials name: that they fit was judged when the entry was sealed (N9). */
function attachments({ data }: Dispute): Body['att'] {
  const materials = (data['materials'] ?? []) as readonly { files: readonly Uint8Array[] }[]
  return materials.flatMap(({ files }) => files.map((h) => ({ h, n: 0, t: 'application/age' })))
}

const copied = ({ subj }: Dispute): Body['subj'] => subj.map(({ id, heads }) => ({ id, heads: [...heads] }))
