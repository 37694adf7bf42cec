import type { RoleName } from '../../shared/contract/index.ts'
import { type Body, encodeBody, entryId, type SignedEntry } from '../../shared/ledger/index.ts'
import { type Draft, nextBody, TestKey } from '../kit/device.ts'

/** The people of a simulated province, with their keys. */

export const START = Date.UTC(2026, 10, 22, 2, 0, 0)
export const COUNTY = '632723'
export const OTHER = '632726'
export const MOST_OFFICES = 12
/** The number of the executor's place, beside the node. */
export const EXECUTOR = -1
/** Judging looks at no signature (admission does, and is tested for it): these make a world a good deal faster. */
const NO_SIGNATURE = new Uint8Array(64)

const keys = new Map<string, TestKey>()
/** Making a key is dear, and the same name always has the same. */
export function keyOf(member: string): TestKey {
  const known = keys.get(member)
  if (known !== undefined) return known
  const made = new TestKey(member)
  keys.set(member, made)
  return made
}

export interface Entry extends SignedEntry {
  readonly id: Uint8Array
  readonly entry: Body
}

/** Somebody with a key: signs a chain (N3), by a clock that need not be right. */
export class Person {
  readonly key: TestKey
  epoch = 0
  seq = 0
  prev: Uint8Array | null = null

  constructor(
    readonly member: string,
    readonly roles: readonly RoleName[],
    readonly net: Uint8Array,
  ) {
    this.key = keyOf(member)
  }

  /** What would be signed next; the chain goes on only with `signed`. */
  draft(draft: Draft, time: number): Entry {
    const entry = nextBody(this, this.net, time, draft)
    const body = encodeBody(entry)
    return { body, sig: NO_SIGNATURE, id: entryId(body), entry }
  }

  signed(entry: Entry): Entry {
    this.seq += 1
    this.prev = entry.id
    return entry
  }

  /** The same key on another computer: from now on two go on from one position. */
  cloned(): Person {
    const out = new Person(this.member, this.roles, this.net)
    return Object.assign(out, { epoch: this.epoch, seq: this.seq, prev: this.prev })
  }

  /** From a backup: an old chain is never gone on with. */
  restored(): void {
    this.epoch += 1
    this.seq = 0
    this.prev = null
  }
}

/** Who works in the office of this number. */
export function staff(office: number): (readonly [member: string, roles: readonly RoleName[]])[] {
  if (office === EXECUTOR) return [['executor', ['approver']]]
  return [
    [`clerk-${office}`, ['clerk']],
    [`reviewer-${office}`, ['reviewer']],
    [`approver-${office}`, ['approver']],
    ...(office % 2 === 0 ? [[`head-${office}`, ['supervisor']] as const] : []),
    ...(office % 3 === 0 ? [[`both-${office}`, ['clerk', 'supervisor']] as const] : []),
  ]
}
