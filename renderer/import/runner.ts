import { type Failure, ok, type Result } from '../../shared/base/result.ts'
import type { ImportCalls, ImportRow, ImportRun, ImportVerdict } from '../replica/bulk/api.ts'
import type { ImportWorker } from './rpc.ts'
import { verdictByte } from './verdicts.ts'

/** Rows that are filed together. */
export const BATCH = 250

export type Counts = Readonly<Record<ImportVerdict, number>>

export const NO_COUNTS: Counts = { filed: 0, there: 0, 'on-record': 0, waiting: 0, 'set-aside': 0 }

export interface RunState {
  /** `stopped`: something failed; going on tries it again. */
  readonly step: 'ready' | 'looking' | 'running' | 'pausing' | 'paused' | 'stopped' | 'done'
  /** Sound rows that have been gone through, and how many there are. */
  readonly done: number
  readonly total: number
  readonly counts: Counts
  readonly failure: Failure | null
}

export interface RunnerParts {
  readonly worker: Pick<ImportWorker, 'rows'>
  readonly replica: Pick<ImportCalls, 'importLook' | 'importFile'>
  readonly run: ImportRun
  readonly total: number
  /** Rows that are filed together; BATCH unless said. */
  readonly batch?: number
  readonly changed: (state: RunState) => void
}

/**
 * Takes the sound rows of a table to the replica, batch by batch. A batch is filed whole or not at all, and rows that are there already are passed
 * over, so that it may be broken off anywhere, by a kill as well, and begun again from the first row.
 */
export class ImportRunner {
  readonly #parts: RunnerParts
  readonly #verdicts: Uint8Array
  #state: RunState
  #going: Promise<void> | null = null
  /** Only a filing that was broken off is gone on with. */
  #last: 'looking' | 'running' | null = null

  constructor(parts: RunnerParts) {
    this.#parts = parts
    this.#verdicts = new Uint8Array(parts.total)
    this.#state = { step: 'ready', done: 0, total: parts.total, counts: NO_COUNTS, failure: null }
  }

  get state(): RunState {
    return this.#state
  }

  /** By sound row, in their order: the place of its verdict in ImportVerdict, from 1; 0 for a row that was not gone through. */
  get verdicts(): Uint8Array {
    return this.#verdicts
  }

  /** What would become of every row, before anything is filed. */
  look(): Promise<void> {
    return this.#go('looking', async (rows) => this.#parts.replica.importLook({ ...this.#parts.run, rows }))
  }

  /** From the beginning, or from where it was paused or stopped. Answers when it has come to an end of either kind. */
  start(): Promise<void> {
    return this.#go('running', async (rows) => this.#parts.replica.importFile({ ...this.#parts.run, rows }))
  }

  /** After the batch that is under way. */
  pause(): void {
    if (this.#state.step === 'running') this.#set({ step: 'pausing' })
  }

  #go(
    step: 'looking' | 'running',
    take: (rows: readonly ImportRow[]) => Promise<Result<readonly ImportVerdict[]>>,
  ): Promise<void> {
    this.#going ??= this.#through(step, take).finally(() => {
      this.#going = null
    })
    return this.#going
  }

  async #through(
    step: 'looking' | 'running',
    take: (rows: readonly ImportRow[]) => Promise<Result<readonly ImportVerdict[]>>,
  ): Promise<void> {
    const isGoingOn = step === 'running' && this.#last === 'running' && this.#state.step !== 'done'
    this.#last = step
    this.#set(isGoingOn ? { step, failure: null } : { step, failure: null, done: 0, counts: NO_COUNTS })
    if (!isGoingOn) this.#verdicts.fill(0)
    const { total } = this.#state
    let next = this.#rows(this.#state.done)
    while (this.#state.done < total) {
      if (this.#state.step === 'pausing') return this.#set({ step: 'paused' })
      const rows = await next
      if (!rows.ok) return this.#set({ step: 'stopped', failure: rows })
      // The next batch is made ready while this one is filed.
      next = this.#rows(this.#state.done + rows.value.length)
      const taken = await take(rows.value)
      if (!taken.ok) return this.#set({ step: 'stopped', failure: taken })
      this.#note(taken.value)
    }
    this.#set({ step: step === 'looking' ? 'ready' : 'done' })
  }

  async #rows(from: number): Promise<Result<ImportRow[]>> {
    if (from >= this.#state.total) return ok([])
    const rows = await this.#parts.worker.rows(from, this.#parts.batch ?? BATCH)
    return rows.ok ? ok(rows.value.map(({ row, values }) => ({ row, values }))) : rows
  }

  #note(verdicts: readonly ImportVerdict[]): void {
    const counts: Record<ImportVerdict, number> = { ...this.#state.counts }
    for (const [i, verdict] of verdicts.entries()) {
      counts[verdict]++
      this.#verdicts[this.#state.done + i] = verdictByte(verdict)
    }
    this.#set({ counts, done: this.#state.done + verdicts.length })
  }

  #set(change: Partial<RunState>): void {
    this.#state = { ...this.#state, ...change }
    this.#parts.changed(this.#state)
  }
}
