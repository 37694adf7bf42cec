import { equal, hex } from '../../shared/base/bytes.ts'
import type { Gov } from '../../shared/contract/index.ts'
import { isVoid, type ReadLeaf } from '../../shared/contract/index.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import { encode, type Value } from '../../shared/ledger/index.ts'
import { broken } from './broken.ts'
import { COUNTY } from './people.ts'
import { sha256 } from './shared-gov.ts'

/** What a device may do: its chain, the numbers that it was allotted, and what an executor's key is for. Worked out here anew, leaf by leaf. */

interface End {
  readonly seq: number
  readonly id: Uint8Array
}

interface Given {
  readonly series: string
  readonly period: string
  readonly n: number
}

interface Numbering {
  readonly series: string
  readonly at: string
  readonly period: 'day' | 'year'
}

/** The parts of a definition, as published, that are looked at here. */
export interface Published {
  readonly auto: { readonly from: string; readonly approve: string; readonly otherwise: string } | null
  readonly numbers: readonly Numbering[]
}

export class Devices {
  readonly #ends = new Map<string, End>()
  readonly #frozen = new Set<string>()
  readonly #given = new Set<string>()
  readonly #last = new Map<string, Given>()

  /** [N3] [N4] In this scope what a key has signed in one epoch takes effect in its order, and nothing does once two are seen for one position. */
  chain({ entry, id }: ReadLeaf, outcome: string): void {
    const name = `${hex(entry.key)}/${entry.epoch}`
    const end = this.#ends.get(name)
    if (this.#frozen.has(name)) {
      if (!isVoid(outcome)) broken('chain', `${outcome}: the key had signed two entries for one position`)
      return
    }
    if (end === undefined || entry.seq > end.seq) {
      const wrong = end !== undefined && entry.seq === end.seq + 1 && !equal(entry.prev ?? end.id.slice(1), end.id)
      if (wrong && !isVoid(outcome)) broken('chain', `${outcome}: it goes on from another entry than the one before`)
      if (!wrong) this.#ends.set(name, { seq: entry.seq, id })
      return
    }
    if (!isVoid(outcome)) broken('chain', `${outcome}: position ${entry.seq} after ${end.seq}`)
    if (entry.seq === end.seq && !equal(id, end.id)) this.#frozen.add(name)
  }

  /** [N10] No number of a series and period is given twice; each is of the key's own blocks, rises, and is of a period that has begun. */
  number({ entry, leaf }: ReadLeaf, outcome: string, gov: Gov, d: Published | null): void {
    if (isVoid(outcome) || (entry.kind !== 'file' && entry.kind !== 'act')) return
    const action = entry.kind === 'file' ? 'file' : entry.data['action']
    const numbering = d?.numbers.find(({ at }) => at === action)
    const given = entry.data['number'] as unknown as Given | null
    if (given === null) {
      if (numbering !== undefined && action !== 'file') broken('number', `${outcome}: it gives none`)
      return
    }
    const { series, period, n } = given
    const name = `${series} ${period} ${n}`
    if (numbering?.series !== series) broken('number', `${name}: the service gives none there`)
    if (this.#given.has(name)) broken('number', `${name} is given twice`)
    this.#given.add(name)
    const fact = gov.get(`numbers/${COUNTY}/${series}`) as unknown as { blocks: readonly Block[] } | undefined
    const own = fact?.blocks.some(
      (one) => equal(one.key, entry.key) && one.at <= leaf.h && one.from <= n && n <= one.to,
    )
    if (own !== true) broken('number', `${name} is not of its device`)
    const last = this.#last.get(`${series} ${hex(entry.key)}`)
    const rises = last === undefined || last.period < period || (last.period === period && last.n < n)
    if (!rises) broken('number', `${name} after ${last?.period} ${last?.n}`)
    this.#last.set(`${series} ${hex(entry.key)}`, given)
    const tomorrow = civilDate(leaf.t + 86_400_000).replaceAll('-', '')
    if (period > tomorrow.slice(0, period.length)) broken('number', `${name} in ${tomorrow}`)
  }

  /** [X9] By an executor's key only the two ways of `auto` take effect, and they name the definition that they were decided by. */
  executor({ entry }: ReadLeaf, outcome: string, document: Value | undefined, d: Published | null): void {
    if (isVoid(outcome)) return
    const { action, rules } = entry.data as { action?: string; rules?: Uint8Array | null }
    if (entry.kind !== 'act' || d === null || d.auto === null) return broken('executor', `${entry.kind}: ${outcome}`)
    if (action !== d.auto.approve && action !== d.auto.otherwise) broken('executor', `${action}: ${outcome}`)
    if (document === undefined || !(rules instanceof Uint8Array) || !equal(rules, sha256(encode(document)))) {
      broken('executor', `${action}: ${outcome}, by another definition`)
    }
  }
}

interface Block {
  readonly key: Uint8Array
  readonly from: number
  readonly to: number
  readonly at: number
}
