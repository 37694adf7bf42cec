import type { ReplicaDatabase } from '../database.ts'
import { CaseChunk, PER_CHUNK, type RollWords } from './case-chunk.ts'
import { chunkAt, EMPTY_ROLL, NO_WORDS, type RollHead } from './rolls.ts'
import type { SubjectRollRow } from './rows.ts'

/** Of a case that has a light; 0 is not looked at yet. */
export const LIGHTS = ['unknown', 'none', 'green', 'yellow', 'red'] as const

/** A chunk as it is held: beside the columns, what depends on today. */
export interface HeldChunk {
  readonly k: number
  readonly columns: CaseChunk
  /** Places in `LIGHTS`, as of the day that the roll was last asked about. */
  readonly lights: Uint8Array
}

/** The roll of cases in memory, a chunk at a time as filters come to it; what others have written is seen at the next `open`. */
export class CaseRoll {
  readonly #db: ReplicaDatabase
  readonly #chunks = new Map<number, HeldChunk & { stamp: number; day: string }>()
  #head: RollHead = EMPTY_ROLL
  #words: RollWords = NO_WORDS
  #today = ''

  constructor(db: ReplicaDatabase) {
    this.#db = db
  }

  /** As it stands now. */
  async open(): Promise<{ readonly head: RollHead; readonly words: RollWords }> {
    const head = (await this.#db.read('search/cases')) ?? EMPTY_ROLL
    if (head.epoch !== this.#head.epoch) this.#chunks.clear()
    if (head.epoch !== this.#head.epoch || head.stamp !== this.#head.stamp)
      this.#words = (await this.#db.read('search/words')) ?? NO_WORDS
    this.#head = head
    return { head, words: this.#words }
  }

  /** Chunks of the roll as it was opened last, in the order asked; `today`: the civil date that lights are of. */
  async chunks(ks: readonly number[], today = this.#today): Promise<HeldChunk[]> {
    const head = this.#head
    this.#today = today
    const stale = ks.filter((k) => this.#chunks.get(k)?.stamp !== head.stamps[k])
    const rows = stale.length === 0 ? [] : await this.#db.caseRoll.bulkGet(stale)
    for (const [i, k] of stale.entries()) {
      const columns = CaseChunk.from(rows[i]?.bytes)
      const before = this.#chunks.get(k)
      const lights = new Uint8Array(columns.length)
      // A case that nothing has touched keeps its light.
      if (before !== undefined && before.day === today) {
        for (let at = 0; at < before.columns.length; at++)
          if (before.columns.lasts[at] === columns.lasts[at]) lights[at] = before.lights[at] as number
      }
      this.#chunks.set(k, { k, columns, lights, stamp: head.stamps[k] ?? 0, day: today })
    }
    return ks.map((k) => {
      const held = this.#chunks.get(k) as HeldChunk & { stamp: number; day: string }
      if (held.day === today) return held
      const fresh = { ...held, lights: new Uint8Array(held.columns.length), day: today }
      this.#chunks.set(k, fresh)
      return fresh
    })
  }

  /** The number of the case that was opened at this position; -1 when it is on no roll. */
  async numberOf(order: number): Promise<number> {
    return (await this.numbersOf([order]))[0] ?? -1
  }

  async numbersOf(orders: readonly number[]): Promise<number[]> {
    const head = this.#head
    const ks = orders.map((order) => chunkAt(head, order))
    const asked = [...new Set(ks)].filter((k) => k >= 0)
    const held = new Map((await this.chunks(asked)).map((chunk) => [chunk.k, chunk.columns]))
    return orders.map((order, i) => {
      const at = held.get(ks[i] as number)?.indexOf(order) ?? -1
      return at < 0 ? -1 : (ks[i] as number) * PER_CHUNK + at
    })
  }
}

/** Subjects by number. Few are asked for at a time, and nothing is held. */
export class SubjectRoll {
  readonly #db: ReplicaDatabase

  constructor(db: ReplicaDatabase) {
    this.#db = db
  }

  async head(): Promise<RollHead> {
    return (await this.#db.read('search/subjects')) ?? EMPTY_ROLL
  }

  async chunk(k: number): Promise<SubjectRollRow> {
    return (await this.#db.subjectRoll.get(k)) ?? { k, born: [], ids: [] }
  }

  /** Ids of these numbers, in the order asked; empty where there is none. */
  async ids(numbers: readonly number[]): Promise<string[]> {
    const rows = new Map<number, SubjectRollRow>()
    const ks = [...new Set(numbers.map((n) => Math.floor(n / PER_CHUNK)))]
    for (const row of await this.#db.subjectRoll.bulkGet(ks)) if (row !== undefined) rows.set(row.k, row)
    return numbers.map((n) => rows.get(Math.floor(n / PER_CHUNK))?.ids[n % PER_CHUNK] ?? '')
  }

  /** Numbers of subjects by what the roll says of when they came on record; those that are on no roll are left out. */
  async numbers(of: readonly { readonly id: string; readonly born: number }[]): Promise<Map<string, number>> {
    const head = await this.head()
    const places = new Map<string, number>()
    const known = new Map<number, Map<string, number>>()
    for (const { id, born } of of) {
      // Those born at one position may stand on both sides of a border between chunks.
      for (let k = chunkAt(head, born); k >= 0; k--) {
        let ids = known.get(k)
        if (ids === undefined) {
          ids = new Map((await this.chunk(k)).ids.map((one, at) => [one, at]))
          known.set(k, ids)
        }
        const at = ids.get(id)
        if (at !== undefined) places.set(id, k * PER_CHUNK + at)
        if (at !== undefined || (head.firsts[k] as number) < born) break
      }
    }
    return places
  }
}
