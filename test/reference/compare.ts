import { hex } from '../../shared/base/bytes.ts'
import type { LedgerRecord } from '../../shared/contract/index.ts'
import type { Value } from '../../shared/ledger/index.ts'
import { begin } from '../simulation/begin.ts'
import type { Sealed } from '../simulation/network.ts'
import { Replica } from '../simulation/office.ts'
import { judge } from './judge.ts'
import type { Judged } from './leaf.ts'
import { cbor } from './records.ts'

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

const said = (data: { readonly [key: string]: Value }) => show(data['action'] ?? data['choice'] ?? data['service'])

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
