import { equal } from '../../../shared/base/bytes.ts'
import type { ReplicaDatabase } from '../database.ts'
import { type Blind, IV } from './blind.ts'
import { AT_FIRST, AT_NEXT } from './grams.ts'
import { add, keepCommon, SET_WORDS, sizeOf } from './postings.ts'
import type { ShelfRow } from './rows.ts'
import { addFromShelf, addToShelf, firstPair, pairOf, SHELVES, shelfOf } from './shelf.ts'

/** Opened shelves that are kept in memory, so that the next key typed or the next page reads few. */
const CACHED = 512
/** Shelves that are written in one transaction: what a page asks for meanwhile waits for no more than these. */
const AT_ONCE = 64
/** So few documents of a stripe are looked at rather than narrowed down. */
const FEW = 4

/** Sorted pairs of one stripe. */
export interface Run {
  readonly stripe: number
  readonly pairs: Float64Array
}

/** Thrown where the index was forgotten while something was on its way into it. */
export class Forgotten extends Error {}

/** Thrown where a row does not open under the key of the index: it has changed on the disk. */
export class Damaged extends Error {}

/**
 * The index on the disk: shelves, and beside them fresh runs, so that a few new documents do not rewrite a thousand shelves. Runs are looked
 * through in memory. Writing is idempotent: what was written twice is there once, so a crash between two transactions costs only work.
 */
export class IndexStore {
  readonly #db: ReplicaDatabase
  readonly #blind: Blind
  readonly #epoch: number
  readonly #shelves = new Map<number, Uint8Array>()
  /** By stripe; what is not on the disk yet is among them. */
  readonly #runs = new Map<number, Float64Array[]>()
  #unsaved: Run[] = []
  /** Keys of the fresh rows whose pairs are in the runs. */
  #fresh: number[] = []
  #writes = 0

  constructor(db: ReplicaDatabase, blind: Blind, epoch: number) {
    this.#db = db
    this.#blind = blind
    this.#epoch = epoch
  }

  async load(): Promise<void> {
    for (const row of await this.#db.fresh.toArray()) {
      const bytes = await this.#unseal(freshPlace(row.k), row.sealed)
      this.#hold({ stripe: row.stripe, pairs: new Float64Array(bytes.slice().buffer) })
      this.#fresh.push(row.k)
    }
  }

  /** Pairs in memory. */
  get pairs(): number {
    let n = 0
    for (const runs of this.#runs.values()) for (const { length } of runs) n += length
    return n
  }

  /** Rows on the disk that hold runs. */
  get freshRows(): number {
    return this.#fresh.length
  }

  /** From here on these are found; they are on the disk after the next `save` or `shelve`. */
  add(runs: readonly Run[]): void {
    for (const run of runs) {
      this.#hold(run)
      this.#unsaved.push(run)
    }
  }

  /** Puts what was added on the disk as it is, together with what `finish` writes. */
  async save(finish: () => Promise<void>): Promise<void> {
    const runs = this.#unsaved
    const rows = await Promise.all(
      runs.map(async ({ stripe, pairs }) => {
        // By chance, so that a window that was forgotten open never writes over what this one has.
        const k = randomKey()
        return { k, stripe, sealed: await this.#blind.seal(freshPlace(k), bytesOf(pairs)) }
      }),
    )
    await this.#write(async () => {
      await this.#db.fresh.bulkPut(rows)
      await finish()
    })
    this.#fresh.push(...rows.map(({ k }) => k))
    this.#unsaved = this.#unsaved.slice(runs.length)
  }

  /** Puts everything that is in runs on shelves; `rest` is waited for between the transactions. */
  async shelve(finish: () => Promise<void>, rest: () => Promise<void>): Promise<void> {
    for (const [stripe, runs] of this.#runs) {
      for (let from = 0; from < SHELVES; from += AT_ONCE) {
        await rest()
        const part = sortedPart(runs, firstPair(from), firstPair(from + AT_ONCE))
        await this.#shelvePart(stripe, from, part)
      }
    }
    await this.#write(async () => {
      await this.#db.fresh.bulkDelete(this.#fresh)
      await finish()
    })
    this.#runs.clear()
    this.#unsaved = []
    this.#fresh = []
  }

  /**
   * The documents of a stripe that have all of these tokens; null when none has. When only a few are left the other tokens are not asked for: the
   * texts themselves will tell.
   */
  async common(stripe: number, tokens: readonly number[]): Promise<Uint32Array | null> {
    // Taken first: what is put on shelves meanwhile leaves the runs only when all of it is on the disk.
    const runs = this.#runs.get(stripe) ?? []
    let all: Uint32Array | null = null
    for (let at = 0, end = AT_FIRST; at < tokens.length; at = end, end = at < AT_NEXT ? AT_NEXT : at + AT_NEXT) {
      // Reading four more costs less than looking at one that is no hit.
      if (all !== null && at >= AT_NEXT && sizeOf(all) <= FEW) break
      const part = tokens.slice(at, end)
      const shelves = await this.#read(part.map((token) => stripe * SHELVES + shelfOf(token)))
      for (const token of part) {
        const set = new Uint32Array(SET_WORDS)
        const shelf = shelves.get(stripe * SHELVES + shelfOf(token))
        if (shelf !== undefined) addFromShelf(shelf, token, set)
        for (const run of runs) addFromRun(run, token, set)
        if (all === null) all = set
        else if (!keepCommon(all, set)) return null
      }
    }
    return all
  }

  /** Reads ahead what `common` will ask for at first. */
  async prefetch(stripes: readonly number[], tokens: readonly (readonly number[])[]): Promise<void> {
    const first = tokens.flatMap((of) => of.slice(0, AT_FIRST))
    await this.#read(stripes.flatMap((stripe) => first.map((token) => stripe * SHELVES + shelfOf(token))))
  }

  #hold({ stripe, pairs }: Run): void {
    const runs = this.#runs.get(stripe)
    if (runs === undefined) this.#runs.set(stripe, [pairs])
    else runs.push(pairs)
  }

  async #shelvePart(stripe: number, from: number, pairs: Float64Array): Promise<void> {
    const parts: { k: number; pairs: Float64Array }[] = []
    for (let shelf = from, at = 0; shelf < from + AT_ONCE; shelf++) {
      const end = lowerBound(pairs, firstPair(shelf + 1))
      if (end > at) parts.push({ k: stripe * SHELVES + shelf, pairs: pairs.subarray(at, end) })
      at = end
    }
    while (!(await this.#replace(parts)));
    this.#writes++
    for (const { k } of parts) this.#shelves.delete(k)
  }

  /** False when another has written one of these shelves meanwhile: then it is to be done over. */
  async #replace(parts: readonly { readonly k: number; readonly pairs: Float64Array }[]): Promise<boolean> {
    const ks = parts.map(({ k }) => k)
    const held = await this.#db.shelves.bulkGet(ks)
    const rows = await Promise.all(
      parts.map(async ({ k, pairs }, i) => {
        const row = held[i]
        const old = row === undefined ? null : await this.#unseal(shelfPlace(k), row.sealed)
        return { k, sealed: await this.#blind.seal(shelfPlace(k), addToShelf(old, pairs)) }
      }),
    )
    let unchanged = true
    await this.#write(async () => {
      const now = await this.#db.shelves.bulkGet(ks)
      unchanged = now.every((row, i) => sameSeal(row, held[i]))
      if (unchanged) await this.#db.shelves.bulkPut(rows)
    })
    return unchanged
  }

  async #unseal(place: string, sealed: Uint8Array): Promise<Uint8Array> {
    try {
      return await this.#blind.open(place, sealed)
    } catch {
      throw new Damaged(place)
    }
  }

  /** One transaction, and only as long as the index is the one that was opened. */
  async #write(work: () => Promise<unknown>): Promise<void> {
    const { indexState, shelves, fresh, unindexed } = this.#db
    await this.#db.transaction('rw', [indexState, shelves, fresh, unindexed], async () => {
      if ((await indexState.get(0))?.epoch !== this.#epoch) throw new Forgotten()
      await work()
    })
  }

  async #read(ks: readonly number[]): Promise<ReadonlyMap<number, Uint8Array>> {
    const out = new Map<number, Uint8Array>()
    const missing: number[] = []
    for (const k of new Set(ks)) {
      const shelf = this.#shelves.get(k)
      if (shelf === undefined) missing.push(k)
      else {
        out.set(k, shelf)
        // Taken out first, so that the order is that of the last use.
        this.#shelves.delete(k)
        this.#shelves.set(k, shelf)
      }
    }
    const writes = this.#writes
    const rows = missing.length === 0 ? [] : await this.#db.shelves.bulkGet(missing)
    const opened = await Promise.all(
      rows.map(async (row) => (row === undefined ? EMPTY : this.#unseal(shelfPlace(row.k), row.sealed))),
    )
    for (const [i, shelf] of opened.entries()) {
      const k = missing[i] as number
      out.set(k, shelf)
      // What was read before a write may be old by now: good for this question, whose runs are as old, and no longer.
      if (writes === this.#writes) this.#shelves.set(k, shelf)
    }
    for (const k of this.#shelves.keys()) {
      if (this.#shelves.size <= CACHED) break
      this.#shelves.delete(k)
    }
    return out
  }
}

/** A shelf that holds nothing. */
const EMPTY = new Uint8Array(4)

/** Every sealing has an initial vector of its own, at the beginning of the row. */
function sameSeal(a: ShelfRow | undefined, b: ShelfRow | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equal(a.sealed.subarray(0, IV), b.sealed.subarray(0, IV))
}

/** 53 bits. */
function randomKey(): number {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2)) as unknown as [number, number]
  return (high >>> 11) * 2 ** 32 + low
}

const shelfPlace = (k: number) => `shelf ${k}`
const freshPlace = (k: number) => `fresh ${k}`
const bytesOf = (pairs: Float64Array) => new Uint8Array(pairs.buffer, pairs.byteOffset, pairs.byteLength)

/** Where the first pair stands that is not less. */
function lowerBound(pairs: Float64Array, least: number): number {
  let low = 0
  let high = pairs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pairs[middle] as number) < least) low = middle + 1
    else high = middle
  }
  return low
}

function sortedPart(runs: readonly Float64Array[], from: number, to: number): Float64Array {
  const parts = runs.map((run) => run.subarray(lowerBound(run, from), lowerBound(run, to)))
  const out = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out.sort()
}

function addFromRun(run: Float64Array, token: number, set: Uint32Array): void {
  const first = pairOf(token, 0)
  for (let at = lowerBound(run, first); at < run.length; at++) {
    const doc = (run[at] as number) - first
    if (doc > 0xffff) return
    add(set, doc)
  }
}
