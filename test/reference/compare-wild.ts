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

/**
 * The same history with entries among it that nobody there signed: each is judged by both, and every third of those that do something stays in the
 * history. Chains are left out: nothing here is the next of its device.
 */
export function compareWild(blocks: readonly Sealed[], seed: number, each: number): Compared {
  const gov = new SharedGov()
  for (const [key, value] of begin().network.gov.entries()) gov.put(key, value)
  const keys = [...gov.entries()].flatMap(([key, value]) => {
    const { use } = value as unknown as KeyFact
    return key.startsWith('key/') && (use === 'entry' || use === 'executor') ? [must(fromHex(key.slice(4)))] : []
  })
  const rnd = seeded(seed)
  const records = new Map<string, LedgerRecord>()
  const outcomes = new Map<string, number>()
  let at = 0
  let leaves = 0
  const read = (id: string) => records.get(id)
  const one = (entry: Body, id: Uint8Array, h: number, t: number, stays: boolean): Difference | null => {
    const theirs = judgeScope(gov, read, entry, id, { scope: COUNTY, at, h, t })
    const mine = judgeEntry({ entry, id, h, t }, at, gov, COUNTY, read)
    leaves += 1
    const what = `${entry.kind}: ${theirs.outcome}`
    outcomes.set(what, (outcomes.get(what) ?? 0) + 1)
    const text = JSON.stringify(entry, (_, one: unknown) => (one instanceof Uint8Array ? hex(one).slice(0, 8) : one))
    const difference = differ(`${at}: ${text}`, [theirs.outcome, theirs.changes], [mine.outcome, mine.changes])
    if (difference !== null || !stays) return difference
    for (const [name, value] of theirs.changes) records.set(name, value as unknown as LedgerRecord)
    at += 1
    return null
  }
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
          const name = sha256(utf8(`${seed}/${leaves}`))
          const difference = one(made, name, h, leaf.t, rnd.int(3) === 0)
          if (difference !== null) return { leaves, outcomes, difference }
        }
        const difference = one(entry, id, h, leaf.t, true)
        if (difference !== null) return { leaves, outcomes, difference }
      }
    }
  }
  return { leaves, outcomes, difference: null }
}

const ACTIONS = [
  ...['accept', 'accept', 'return', 'finish', 'finish', 'withdraw', 'correct', 'look', 'grant', 'hand-over'],
  ...['review', 'decline', 'supplement', 'ask'],
]
