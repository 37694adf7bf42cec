import { fromHex, hex, utf8 } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { judgeScope, type KeyFact, type LedgerRecord } from '../../shared/contract/index.ts'
import { judgeGov } from '../../shared/contract/judge-gov.ts'
import type { Body } from '../../shared/ledger/index.ts'
import { seeded } from '../kit/random.ts'
import { begin } from '../simulation/begin.ts'
import type { Sealed } from '../simulation/network.ts'
import { COUNTY } from '../simulation/people.ts'
import { SharedGov, sha256 } from '../simulation/shared-gov.ts'
import { type Compared, type Difference, differ } from './compare.ts'
import { judgeEntry } from './judge.ts'
import { decision, step, variant } from './wild.ts'

/** Entries judged by both, one after the other, on one state. Chains are left out: nothing here has to be the next of its device. */
export class Both {
  readonly gov = new SharedGov()
  readonly records = new Map<string, LedgerRecord>()
  readonly outcomes = new Map<string, number>()
  leaves = 0
  #at = 0

  constructor() {
    for (const [key, value] of begin().network.gov.entries()) this.gov.put(key, value)
  }

  /** Ids of the keys of people and executors. */
  keys(): Uint8Array[] {
    return [...this.gov.entries()].flatMap(([key, value]) => {
      const { use } = value as unknown as KeyFact
      return key.startsWith('key/') && (use === 'entry' || use === 'executor') ? [must(fromHex(key.slice(4)))] : []
    })
  }

  /** `stays`: whether it becomes part of the history, or was only asked about. */
  judge(entry: Body, id: Uint8Array, h: number, t: number, stays: boolean): Difference | null {
    const read = (one: string) => this.records.get(one)
    const theirs = judgeScope(this.gov, read, entry, id, { scope: COUNTY, at: this.#at, h, t })
    const mine = judgeEntry({ entry, id, h, t }, this.#at, this.gov, COUNTY, read)
    this.leaves += 1
    const what = `${entry.kind}: ${theirs.outcome}`
    this.outcomes.set(what, (this.outcomes.get(what) ?? 0) + 1)
    const difference = differ(String(this.#at), [theirs.outcome, theirs.changes], [mine.outcome, mine.changes])
    if (difference !== null) return { at: `${difference.at}: ${show(entry)}`, says: difference.says }
    if (!stays) return null
    for (const [name, value] of theirs.changes) this.records.set(name, value as unknown as LedgerRecord)
    this.#at += 1
    return null
  }
}

const show = (entry: Body) =>
  JSON.stringify(entry, (_, one: unknown) => (one instanceof Uint8Array ? hex(one).slice(0, 8) : one))

/** The same history with entries among it that nobody there signed: every third of those stays in it, if it does something. */
export function compareWild(blocks: readonly Sealed[], seed: number, each: number): Compared {
  const both = new Both()
  const { gov, records, outcomes } = both
  const rnd = seeded(seed)
  const keys = both.keys()
  const supervisors = keys.filter((key) => gov.author(key, blocks[0]?.h ?? 0)?.roles.includes('supervisor') === true)
  const on = { scope: COUNTY, records, keys, supervisors, rnd }
  for (const { h, scopes } of blocks) {
    for (const { code, leaves: of } of scopes) {
      for (const { entry, id, leaf } of of) {
        if (code === 'gov') for (const [key, value] of judgeGov(gov, entry, id, h).changes) gov.put(key, value)
        if (code !== COUNTY) continue
        for (let n = 0; n < each; n++) {
          const kind = rnd.int(4)
          const made =
            kind === 0 ? decision(entry, gov, h, on) : kind === 1 ? step(entry, ACTIONS, on) : variant(entry, on)
          if (made === null) continue
          const name = sha256(utf8(`${seed}/${both.leaves}`))
          const difference = both.judge(made, name, h, leaf.t, rnd.int(3) === 0)
          if (difference !== null) return { leaves: both.leaves, outcomes, difference }
        }
        const difference = both.judge(entry, id, h, leaf.t, true)
        if (difference !== null) return { leaves: both.leaves, outcomes, difference }
      }
    }
  }
  return { leaves: both.leaves, outcomes, difference: null }
}

const ACTIONS = [
  ...['accept', 'accept', 'return', 'finish', 'finish', 'withdraw', 'correct', 'look', 'grant', 'hand-over'],
  ...['review', 'decline', 'supplement', 'ask'],
]
