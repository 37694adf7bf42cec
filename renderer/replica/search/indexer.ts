import { ok, type Result } from '../../../shared/base/result.ts'
import type { Bridge } from '../../../shared/bridge.ts'
import type { Gov } from '../../../shared/contract/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import type { Blind } from './blind.ts'
import { CaseChunk, PER_CHUNK } from './case-chunk.ts'
import { type Document, gather, type PayloadFields, type Read, readSealed } from './gather.ts'
import type { IndexStore } from './index-store.ts'
import { casesAt } from './read-records.ts'
import { type CaseRoll, SubjectRoll } from './roll-readers.ts'
import type { IndexState, UnindexedRow } from './rows.ts'

/** How much is done at once, and how much is held before it goes onto shelves. */
export interface IndexLimits {
  /** Documents between two looks at whether something else wants the worker. */
  readonly step: number
  /** Pairs in memory: a document has some hundreds. */
  readonly pairs: number
  /** Pairs that are kept as runs when nothing more is to be done, and rows of them. */
  readonly keptPairs: number
  readonly keptRows: number
}

export const INDEX_LIMITS: IndexLimits = { step: 256, pairs: 8_000_000, keptPairs: 600_000, keptRows: 48 }

/** Parts of a unit that are under way at the same time: one being read, one being opened, one being taken apart. */
const AHEAD = 3

export interface IndexerHost {
  readonly gov: () => Gov
  /** Resolves when nothing more important is under way; false when the index is to stop. */
  readonly mayGoOn: () => Promise<boolean>
  /** So many documents are still to be read; called after every step. */
  readonly left: (documents: number) => void
  readonly limits: IndexLimits
  readonly caseRoll: CaseRoll
}

/** Something to be read: records that came in one piece, or a chunk of a roll that is read again. */
interface Unit {
  readonly cases: readonly number[]
  readonly subjects: readonly string[]
  /** Only what is sealed. */
  readonly again: boolean
  /** What is still missing of it waits under this key. */
  readonly key: number
  /** Inside the transaction that puts it on the disk. */
  readonly finish: () => Promise<unknown>
}

/** Where what waits of a chunk is kept among the unindexed rows. */
const caseChunkKey = (k: number) => -1 - 2 * k
const subjectChunkKey = (k: number) => -2 - 2 * k

/**
 * Reads what the index lacks, newest first. What it has read is found at once and is on the disk with the note that it was read, in one
 * transaction: a crash costs the reading since the last one, and nothing is left out.
 */
export class Indexer {
  readonly #db: ReplicaDatabase
  readonly #bridge: Bridge
  readonly #blind: Blind
  readonly #store: IndexStore
  readonly #host: IndexerHost
  readonly #caseRoll: CaseRoll
  readonly #subjectRoll: SubjectRoll
  #state: IndexState
  /** Read, and not yet noted on the disk. */
  #taken: Unit[] = []
  #notes: (() => Promise<unknown>)[] = []
  #left = 0
  /** Waiting rows that were tried when their own piece had come, and when everything had. */
  readonly #tried = new Set<number>()
  readonly #triedLast = new Set<number>()

  constructor(
    db: ReplicaDatabase,
    bridge: Bridge,
    blind: Blind,
    store: IndexStore,
    state: IndexState,
    host: IndexerHost,
  ) {
    this.#db = db
    this.#bridge = bridge
    this.#blind = blind
    this.#store = store
    this.#state = state
    this.#host = host
    this.#caseRoll = host.caseRoll
    this.#subjectRoll = new SubjectRoll(db)
  }

  /** Reads until there is nothing more, or until it is to stop. Codes: those of vault.open-unasked. */
  async run(): Promise<Result<null>> {
    await this.#countLeft()
    for (;;) {
      if (!(await this.#host.mayGoOn())) return ok(null)
      const unit = (await this.#next()) ?? (await this.#nextWaiting())
      if (unit === null) break
      const taken = await this.#take(unit)
      if (!taken.ok) return taken
      if (!taken.value) return ok(null)
      if (this.#store.pairs >= this.#host.limits.pairs) await this.#shelve()
    }
    if (this.#taken.length > 0) {
      if (this.#store.pairs > this.#host.limits.keptPairs) await this.#shelve()
      else await this.#store.save(() => this.#note())
      this.#noted()
    }
    if (this.#store.freshRows > this.#host.limits.keptRows) await this.#shelve()
    return ok(null)
  }

  async #shelve(): Promise<void> {
    await this.#store.shelve(
      () => this.#note(),
      async () => void (await this.#host.mayGoOn()),
    )
    this.#noted()
  }

  async #note(): Promise<void> {
    for (const note of this.#notes) await note()
  }

  #noted(): void {
    this.#notes = []
    this.#taken = []
  }

  /** Counted once a run: what comes meanwhile begins another. */
  async #countLeft(): Promise<void> {
    let left = 0
    for (const row of await this.#db.unindexed.where('[waiting+from]').between([0, -Infinity], [0, Infinity]).toArray())
      left += row.cases.length + row.subjects.length
    const [cases, subjects] = [await this.#db.read('search/cases'), await this.#db.read('search/subjects')]
    left += Math.min(this.#state.cases * PER_CHUNK, cases?.count ?? 0)
    left += Math.min(this.#state.subjects * PER_CHUNK, subjects?.count ?? 0)
    this.#left = left
    this.#host.left(left)
  }

  async #next(): Promise<Unit | null> {
    const isTaken = (key: number) => this.#taken.some((unit) => unit.key === key && !unit.again)
    const row = await this.#db.unindexed
      .where('[waiting+from]')
      .between([0, -Infinity], [0, Infinity])
      .reverse()
      .filter(({ from }) => !isTaken(from))
      .first()
    if (row !== undefined) return this.#unitOf(row)
    const cases = this.#state.cases - 1
    if (cases >= 0) {
      const chunk = CaseChunk.from((await this.#db.caseRoll.get(cases))?.bytes)
      this.#state = { ...this.#state, cases }
      return this.#chunkUnit(caseChunkKey(cases), [...chunk.orders], [])
    }
    const subjects = this.#state.subjects - 1
    if (subjects < 0) return null
    const chunk = await this.#subjectRoll.chunk(subjects)
    this.#state = { ...this.#state, subjects }
    return this.#chunkUnit(subjectChunkKey(subjects), [], chunk.ids)
  }

  #unitOf(row: UnindexedRow): Unit {
    const finish = () => this.#db.unindexed.delete(row.from)
    return { cases: [...row.cases], subjects: row.subjects, again: row.waiting === 1, key: row.from, finish }
  }

  #chunkUnit(key: number, cases: readonly number[], subjects: readonly string[]): Unit {
    const state = this.#state
    return { cases, subjects, again: false, key, finish: () => this.#db.indexState.put(state) }
  }

  /**
   * What waited for payloads: a piece of leaves once all that it asked for has been fetched; what waits on other pieces, and what was read
   * again, when nothing is wanted any more. Each is tried once for either reason.
   */
  async #nextWaiting(): Promise<Unit | null> {
    const waiting = await this.#db.unindexed
      .where('[waiting+from]')
      .between([1, -Infinity], [1, Infinity])
      .primaryKeys()
    const wanted = new Set((await this.#db.wanted.toCollection().primaryKeys()).map(([, from]) => from))
    if (wanted.size > 0) this.#triedLast.clear()
    const key = waiting.findLast((from) => {
      if (this.#taken.some((unit) => unit.key === from)) return false
      if (wanted.size === 0) return !this.#triedLast.has(from)
      return from >= 0 && !wanted.has(from) && !this.#tried.has(from)
    })
    if (key === undefined) return null
    this.#tried.add(key)
    if (wanted.size === 0) this.#triedLast.add(key)
    const row = await this.#db.unindexed.get(key)
    return row === undefined ? null : this.#unitOf(row)
  }

  /** False when it was to stop in between: then nothing of the unit is noted. While one part is taken apart, the disk reads and main opens the next. */
  async #take(unit: Unit): Promise<Result<boolean>> {
    const { step } = this.#host.limits
    const waiting: Document[] = []
    const parts: (() => Promise<Document[]>)[] = []
    for (let at = 0; at < unit.cases.length; at += step) parts.push(() => this.#cases(unit.cases.slice(at, at + step)))
    for (let at = 0; at < unit.subjects.length; at += step)
      parts.push(() => this.#subjects(unit.subjects.slice(at, at + step)))
    const opened = new Map<string, PayloadFields>()
    const from = { db: this.#db, bridge: this.#bridge }
    let turn: Promise<unknown> = Promise.resolve()
    const start = async (part: () => Promise<Document[]>): Promise<Result<Read | null>> => {
      if (!(await this.#host.mayGoOn())) return ok(null)
      const documents = await part()
      // One after the other, so that no payload is opened twice.
      const read = turn.then(() => readSealed(from, documents, opened))
      turn = read.catch(() => undefined)
      return read
    }
    const reads: Promise<Result<Read | null>>[] = []
    for (let i = 0; i < parts.length; i++) {
      for (const part of parts.slice(reads.length, i + AHEAD)) {
        const read = start(part)
        // A failure is found when its turn comes, or never, if one before it fails.
        read.catch(() => undefined)
        reads.push(read)
      }
      const read = await (reads[i] as (typeof reads)[number])
      if (!read.ok || read.value === null) return read.ok ? ok(false) : read
      this.#store.add(await gather(this.#blind, this.#host.gov(), read.value, unit.again))
      waiting.push(...read.value.waiting)
      if (!unit.again) this.#left -= read.value.documents.length
      this.#host.left(Math.max(0, this.#left))
    }
    this.#taken.push(unit)
    this.#notes.push(unit.finish)
    if (waiting.length > 0) this.#notes.push(() => this.#db.unindexed.put(rowOf(unit.key, waiting)))
    return ok(true)
  }

  async #cases(orders: readonly number[]): Promise<Document[]> {
    await this.#caseRoll.open()
    const rows = (await casesAt(this.#db, orders)).sort((a, b) => a.order - b.order)
    const numbers = await this.#caseRoll.numbersOf(rows.map(({ order }) => order))
    return rows.flatMap(({ id, record }, i) => {
      const number = numbers[i] ?? -1
      return number < 0 ? [] : [{ id, number, record }]
    })
  }

  async #subjects(ids: readonly string[]): Promise<Document[]> {
    const rows = (await this.#db.subjects.bulkGet([...ids])).filter((row) => row !== undefined)
    const numbers = await this.#subjectRoll.numbers(
      rows.map(({ id, record }) => ({ id, born: record.log[0]?.at ?? 0 })),
    )
    const documents = rows.flatMap(({ id, record }) => {
      const number = numbers.get(id)
      return number === undefined ? [] : [{ id, number, record }]
    })
    return documents.sort((a, b) => a.number - b.number)
  }
}

function rowOf(from: number, documents: readonly Document[]): UnindexedRow {
  const cases = documents.filter(({ record }) => record.t === 'case')
  const subjects = documents.filter(({ record }) => record.t !== 'case')
  return {
    from,
    cases: Uint32Array.from(cases, ({ record }) => record.log[0]?.at ?? 0),
    subjects: subjects.map(({ id }) => id),
    waiting: 1,
  }
}
