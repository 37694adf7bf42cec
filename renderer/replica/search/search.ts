import type { Result } from '../../../shared/base/result.ts'
import type { Bridge } from '../../../shared/bridge.ts'
import { isCase } from '../../../shared/contract/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import type { Snapshot } from '../snapshot.ts'
import { isStoreError } from '../store-failure.ts'
import type { Unsealer } from '../unseal.ts'
import type { SearchStatus } from './api.ts'
import { Blind } from './blind.ts'
import type { IndexView } from './candidates.ts'
import { Hits } from './hits.ts'
import { Damaged, Forgotten, IndexStore } from './index-store.ts'
import { INDEX_LIMITS, Indexer, type IndexLimits } from './indexer.ts'
import { warmLights } from './lights.ts'
import { CaseRoll, SubjectRoll } from './roll-readers.ts'
import type { IndexState } from './rows.ts'

/** Raised whenever texts are taken apart, blinded or packed another way: then every text is read again. */
const FORMAT = 1

/** So few documents are waited for by a query; with more to read, it answers from what is there. */
const WORTH_WAITING = 512
const PATIENCE = 300
/** How often to look whether payloads have come for what waits for them, ms. */
const LOOK_AGAIN = 5_000

export interface SearchHost {
  readonly now: () => Snapshot
  readonly clock: () => number
  /** The taking of leaves that is under way; null when there is none. */
  readonly pulling: () => Promise<unknown> | null
  readonly told: (status: SearchStatus) => void
  /** More can be found than before. */
  readonly grown: () => void
  readonly later: (task: () => void, ms: number) => () => void
  readonly limits?: IndexLimits
}

/** The index of one office on this desktop: opens it, keeps it up in the background, and lets the lists look into it. */
export class Search {
  readonly cases: CaseRoll
  readonly subjects: SubjectRoll
  readonly hits: Hits
  readonly unsealer: Unsealer
  readonly #bridge: Bridge
  readonly #db: ReplicaDatabase
  readonly #host: SearchHost
  #open: { readonly view: IndexView; readonly indexer: Indexer } | null = null
  #blind: Blind | null = null
  #running: Promise<void> | null = null
  /** Ends when all that has come is read. */
  #reading: { readonly done: Promise<void>; readonly end: () => void } | null = null
  #again = false
  #stopped = false
  #left = 0
  #damaged = false
  #cancel: (() => void) | null = null

  constructor(bridge: Bridge, db: ReplicaDatabase, unsealer: Unsealer, host: SearchHost) {
    this.#bridge = bridge
    this.#db = db
    this.#host = host
    this.cases = new CaseRoll(db)
    this.subjects = new SubjectRoll(db)
    this.unsealer = unsealer
    this.hits = new Hits(unsealer)
  }

  /** Something may have come: reads it, after what is being read. */
  nudge(): void {
    if (this.#stopped) return
    this.#again = true
    this.#cancel?.()
    this.#cancel = null
    this.#reading ??= deferred()
    this.#running ??= this.#loop().finally(() => {
      this.#running = null
      this.#endReading()
    })
  }

  /** Ends what is under way between two steps; what was not yet noted is read again at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel?.()
    await this.#running
  }

  /** The index to ask, with the little that came a moment ago in it; null while there is none. */
  async view(): Promise<IndexView | null> {
    if (this.#reading !== null && this.#left <= WORTH_WAITING && this.#host.pulling() === null) {
      const patience = deferred()
      const takeBack = this.#host.later(patience.end, PATIENCE)
      await Promise.race([this.#reading.done, patience.done])
      takeBack()
    }
    return this.#open?.view ?? null
  }

  /** A row of the index does not open: all of it is made anew. */
  damaged(): void {
    this.#damaged = true
    this.#open = null
    this.nudge()
  }

  /** What only the open office can read; null while the vault is shut. */
  async blind(): Promise<Blind | null> {
    this.#blind ??= await this.#key()
    return this.#blind
  }

  async status(): Promise<SearchStatus> {
    const [cases, subjects] = [await this.#db.read('search/cases'), await this.#db.read('search/subjects')]
    return {
      documents: (cases?.count ?? 0) + (subjects?.count ?? 0),
      left: this.#left,
      ready: this.#open !== null,
    }
  }

  async #loop(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false
      try {
        await this.#once()
      } catch (error) {
        this.#open = null
        // A forgotten or damaged index is begun anew at once; what the disk refused is tried with the next change.
        if (error instanceof Damaged) this.#damaged = true
        if (error instanceof Damaged || error instanceof Forgotten) this.#again = true
        else if (!isStoreError(error)) console.error('search', error)
      }
    }
  }

  async #once(): Promise<void> {
    const before = this.#left
    this.#open ??= await this.#begin()
    if (this.#open === null) return
    const ran: Result<null> = await this.#open.indexer.run()
    if (!ran.ok) console.warn('search', ran.code, ran.detail)
    if (!this.#again) this.#endReading()
    const now = this.#host.now()
    await this.hits.warm(now, waitingHere(now))
    await warmLights(this.#db, this.cases, now, this.#host.clock(), () => this.#mayGoOn())
    if (this.#left !== before || before > 0) this.#host.grown()
    await this.#planAnother()
  }

  #endReading(): void {
    this.#reading?.end()
    this.#reading = null
  }

  /** While payloads are on their way there is nothing that would tell of each. */
  async #planAnother(): Promise<void> {
    const waits = await this.#db.unindexed.where('[waiting+from]').between([1, -Infinity], [1, Infinity]).first()
    if (waits !== undefined && !this.#stopped) this.#cancel = this.#host.later(() => this.nudge(), LOOK_AGAIN)
  }

  async #mayGoOn(): Promise<boolean> {
    // What can wait, waits: taking leaves comes first.
    for (let pulling = this.#host.pulling(); pulling !== null && !this.#stopped; pulling = this.#host.pulling())
      await pulling
    return !this.#stopped
  }

  async #key(): Promise<Blind | null> {
    const answer = await this.#bridge.call('vault.search-key', {})
    return answer.ok ? Blind.from(answer.value.key) : null
  }

  async #begin(): Promise<{ view: IndexView; indexer: Indexer } | null> {
    const blind = await this.blind()
    if (blind === null) return null
    let state = await this.#db.indexState.get(0)
    if (this.#damaged || state?.format !== FORMAT || state.check !== blind.check) state = await this.#wipe(blind)
    this.#damaged = false
    const store = new IndexStore(this.#db, blind, state.epoch)
    await store.load()
    const indexer = new Indexer(this.#db, this.#bridge, blind, store, state, {
      gov: () => this.#host.now().gov,
      mayGoOn: () => this.#mayGoOn(),
      left: (documents) => this.#setLeft(documents),
      limits: this.#host.limits ?? INDEX_LIMITS,
      caseRoll: this.cases,
    })
    return { view: { store, blind }, indexer }
  }

  #setLeft(documents: number): void {
    if (documents === this.#left) return
    this.#left = documents
    void this.status().then(this.#host.told, () => undefined)
  }

  /** An empty index, and the note that everything on the rolls is to be read. */
  async #wipe(blind: Blind): Promise<IndexState> {
    const { meta, indexState, shelves, fresh, unindexed } = this.#db
    return this.#db.transaction('rw', [meta, indexState, shelves, fresh, unindexed], async () => {
      await Promise.all([shelves.clear(), fresh.clear(), unindexed.clear()])
      const state: IndexState = {
        k: 0,
        format: FORMAT,
        check: blind.check,
        epoch: crypto.getRandomValues(new Uint32Array(1))[0] as number,
        cases: (await this.#db.read('search/cases'))?.firsts.length ?? 0,
        subjects: (await this.#db.read('search/subjects'))?.firsts.length ?? 0,
      }
      await indexState.put(state)
      return state
    })
  }
}

function waitingHere(now: Snapshot) {
  return [...now.overlay.records].flatMap(([id, record]) => (isCase(record) ? [{ id, record }] : []))
}

function deferred(): { readonly done: Promise<void>; readonly end: () => void } {
  let end: () => void = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  return { done, end }
}
