import { fromHex, hex, utf8 } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { judgeScope, type KeyFact, type LedgerRecord } from '../../shared/contract/index.ts'
import { judgeGov } from '../../shared/contract/judge-gov.ts'
import type { Body, Value } from '../../shared/ledger/index.ts'
import { seeded } from '../kit/random.ts'
import { begin } from '../simulation/begin.ts'
import type { Sealed } from '../simulation/network.ts'
import { Replica } from '../simulation/office.ts'
import { COUNTY } from '../simulation/people.ts'
import { SharedGov, sha256 } from '../simulation/shared-gov.ts'
import { type Judged, judge, judgeEntry } from './judge.ts'
import { cbor } from './records.ts'
import { decision, step, variant } from './wild.ts'

/** One leaf of which the two readings of the rules say different things. */
export interface Difference {
  readonly at: string
  readonly says: string
}

export interface Compared {
  readonly leaves: number
  readonly outcomes: ReadonlyMap<string, number>
  readonly difference: Difference | null
}

/** Every leaf of these blocks judged by both, up to the first difference: verdict, and every record that changes, in full. */
export function compareBlocks(blocks: readonly Sealed[]): Compared {
  const replica = new Replica()
  replica.begin(begin().network)
  const outcomes = new Map<string, number>()
  const earlier = new Map<string, Judged[]>()
  const known = new Map<string, Map<string, LedgerRecord>>()
  let leaves = 0
  let difference: Difference | null = null
  for (const block of blocks) {
    replica.take(block, (code, { leaf, entry, id }, outcome, changes) => {
      if (code === 'gov' || difference !== null) return
      const before = earlier.get(code) ?? []
      const records = known.get(code) ?? new Map<string, LedgerRecord>()
      const judged: Judged = { entry, id, h: leaf.h, t: leaf.t }
      const verdict = judge(before, judged, replica.gov, code, (one) => records.get(one))
      leaves += 1
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      const where = `${code} ${before.length}: ${entry.kind} ${said(entry.data)} ${hex(id).slice(0, 8)}`
      difference = differ(where, [outcome, changes], [verdict.outcome, verdict.changes])
      earlier.set(code, [...before, judged])
      for (const [one, value] of verdict.changes) records.set(one, value as unknown as LedgerRecord)
      known.set(code, records)
    })
  }
  return { leaves, outcomes, difference }
}

const said = (data: { readonly [key: string]: Value }) => String(data['action'] ?? data['choice'] ?? data['service'])

type Said = readonly [outcome: string, changes: ReadonlyMap<string, Value>]

export function differ(at: string, [theirs, changes]: Said, [mine, wanted]: Said): Difference | null {
  if (theirs !== mine) return { at, says: `the product says ${theirs}, the text ${mine}` }
  const names = [...new Set([...changes.keys(), ...wanted.keys()])].sort()
  for (const name of names) {
    const [is, want] = [changes.get(name), wanted.get(name)]
    if (is === undefined) return { at, says: `${theirs}: only the text changes ${name}` }
    if (want === undefined) return { at, says: `${theirs}: only the product changes ${name}` }
    const part = partThatDiffers(name, is, want)
    if (part !== null) return { at, says: `${theirs}: ${part}` }
  }
  return null
}

/** Goes down to the first thing that is not the same. */
function partThatDiffers(path: string, is: Value | undefined, want: Value | undefined): string | null {
  if (is !== undefined && want !== undefined && cbor(is) === cbor(want)) return null
  if (isMap(is) && isMap(want)) {
    for (const key of [...new Set([...Object.keys(is), ...Object.keys(want)])].sort()) {
      const part = partThatDiffers(`${path}.${key}`, is[key], want[key])
      if (part !== null) return part
    }
  }
  if (Array.isArray(is) && Array.isArray(want) && is.length === want.length) {
    for (const [i, one] of is.entries()) {
      const part = partThatDiffers(`${path}[${i}]`, one as Value, want[i] as Value)
      if (part !== null) return part
    }
  }
  return `${path}: the product has ${show(is)}, the text ${show(want)}`
}

function isMap(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}

const show = (value: unknown): string =>
  value === undefined
    ? 'nothing'
    : JSON.stringify(value, (_, one: unknown) => (one instanceof Uint8Array ? hex(one).slice(0, 8) : one)).slice(0, 300)

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
