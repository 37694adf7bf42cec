import type { Failure } from '../../shared/base/result.ts'
import type { ServiceDefinition } from '../../shared/contract/service/definition.ts'
import type { ImportCalls } from '../replica/bulk/api.ts'
import {
  guessSources,
  guessTitles,
  type Mapping,
  openQuestions,
  type Remembered,
  readRemembered,
  remember,
  type Source,
  type Target,
  targetsOf,
} from './mapping.ts'
import type { ImportWorker } from './rpc.ts'
import { ImportRunner, type RunState } from './runner.ts'
import type { CheckSummary, ReadSummary } from './session.ts'
import { NO_CHOICES, type ReadChoices } from './table.ts'

/** What the desk needs of the page around it. */
export interface ImportHost {
  readonly startWorker: () => ImportWorker
  readonly replica: Pick<ImportCalls, 'importLook' | 'importFile'>
  readonly office: string
  /** Local civil date. */
  readonly today: () => string
  readonly now: () => number
  /** Small things that are kept on this computer; null takes one away. */
  readonly kept: (name: string) => string | null
  readonly keep: (name: string, value: string | null) => void
}

export interface PickedFile {
  readonly name: string
  readonly size: number
  readonly blob: Blob
}

/** A run that was begun here, so that somebody who comes back knows what is left. Holds nothing of the table but the name of its file. */
export interface LastRun {
  readonly run: string
  readonly service: string
  readonly file: string
  readonly size: number
  readonly startedAt: number
  readonly done: number
  readonly total: number
  readonly finished: boolean
}

export interface ImportState {
  readonly step: 'empty' | 'reading' | 'mapping' | 'checking' | 'checked' | 'run'
  readonly file: PickedFile | null
  readonly choices: ReadChoices
  readonly table: ReadSummary | null
  readonly service: ServiceDefinition | null
  readonly targets: readonly Target[]
  readonly mapping: Mapping
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly checked: CheckSummary | null
  readonly run: RunState | null
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly failure: Failure | null
  /** The last run, until it is finished or another one is begun. */
  readonly last: LastRun | null
}

const NO_MAPPING: Mapping = { titles: 0, sources: {} }
const LAST = 'import/last'

/**
 * An import from the picking of a file to the report, apart from the page that shows it: it goes on while other pages are looked at, and ends with the
 * session.
 */
export class ImportDesk {
  readonly #host: ImportHost
  readonly #listeners = new Set<() => void>()
  #worker: ImportWorker | null = null
  #runner: ImportRunner | null = null
  #state: ImportState
  /** Rises with every new file: an answer about an older one is thrown away. */
  #turn = 0

  constructor(host: ImportHost) {
    this.#host = host
    this.#state = { ...EMPTY, last: readLast(host.kept(LAST)) }
  }

  get state(): ImportState {
    return this.#state
  }

  get worker(): ImportWorker | null {
    return this.#worker
  }

  get verdicts(): Uint8Array {
    return this.#runner?.verdicts ?? new Uint8Array(0)
  }

  /** Answers the function that stops listening. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Reads a file; `choices` say what the program should not guess. */
  async pick(file: PickedFile, choices: ReadChoices = NO_CHOICES): Promise<void> {
    const turn = ++this.#turn
    this.#worker?.close()
    const worker = this.#host.startWorker()
    this.#worker = worker
    worker.onProgress = (progress) => this.#set({ progress })
    this.#runner = null
    const { service, last } = this.#state
    this.#set({ ...EMPTY, step: 'reading', file, choices, service, last })
    const read = await worker.read(file.blob, choices)
    if (turn !== this.#turn) return
    if (!read.ok) return this.#set({ step: 'empty', failure: read })
    this.#set({ step: 'mapping', table: read.value, targets: service === null ? [] : targetsOf(service) })
    this.#guess()
  }

  /** The service that files the rows; what columns mean is guessed anew. */
  choose(service: ServiceDefinition): void {
    this.#set({ service, targets: targetsOf(service), checked: null, run: null })
    this.#runner = null
    if (this.#state.table !== null) {
      this.#set({ step: 'mapping' })
      this.#guess()
    }
  }

  /** Another row holds the titles: what columns mean is guessed anew. */
  titlesAt(n: number): void {
    this.#map({ titles: n, sources: guessSources(this.#titles(n), this.#state.targets, this.#remembered()) })
  }

  /** Null: this target is given nothing. */
  assign(path: string, source: Source | null): void {
    const { [path]: _, ...others } = this.#state.mapping.sources
    this.#map({ ...this.#state.mapping, sources: source === null ? others : { ...others, [path]: source } })
  }

  /** Checks every row, and looks which are there already. */
  async check(): Promise<void> {
    const { service, mapping, targets } = this.#state
    const worker = this.#worker
    const open = openQuestions(targets, mapping)
    if (service === null || worker === null || open.missing.length + open.units.length > 0) return
    const turn = this.#turn
    this.#host.keep(nameOf(service), JSON.stringify(remember(this.#titles(mapping.titles), mapping)))
    this.#set({ step: 'checking', progress: null, failure: null })
    const { office } = this.#host
    const checked = await worker.check({ definition: service, office, today: this.#host.today(), mapping })
    if (turn !== this.#turn) return
    if (!checked.ok) return this.#set({ step: 'mapping', failure: checked.code === 'busy' ? null : checked })
    const { run, sound } = checked.value
    const runner = new ImportRunner({
      ...{ worker, replica: this.#host.replica, total: sound },
      run: { service: service.code, version: service.version, run },
      changed: (state) => this.#runner === runner && this.#runs(state),
    })
    this.#runner = runner
    this.#set({ checked: checked.value, progress: null, run: runner.state })
    await runner.look()
    if (turn === this.#turn && this.#runner === runner) this.#set({ step: 'checked', failure: runner.state.failure })
  }

  /** Ends the check that is under way. */
  stopCheck(): void {
    this.#worker?.stop()
  }

  /** Back to what columns mean. */
  back(): void {
    if (this.#state.table === null) return
    this.#runner = null
    this.#set({ step: 'mapping', checked: null, run: null, failure: null })
  }

  /** Files the rows; goes on where it was paused or stopped. */
  async start(): Promise<void> {
    const runner = this.#runner
    if (runner === null) return
    this.#set({ step: 'run', startedAt: this.#state.startedAt ?? this.#host.now(), endedAt: null, failure: null })
    await runner.start()
    if (this.#runner === runner && runner.state.step === 'done') this.#set({ endedAt: this.#host.now() })
  }

  pause(): void {
    this.#runner?.pause()
  }

  /** Puts the table away: for another one, or because the session ends. */
  clear(): void {
    this.#turn++
    this.#worker?.close()
    this.#worker = null
    this.#runner = null
    this.#set({ ...EMPTY, last: readLast(this.#host.kept(LAST)) })
  }

  /** Nobody needs to be reminded of the last run any more. */
  forgetLast(): void {
    this.#host.keep(LAST, null)
    this.#set({ last: null })
  }

  #map(mapping: Mapping): void {
    this.#runner = null
    this.#set({ mapping, step: 'mapping', checked: null, run: null, failure: null })
  }

  #guess(): void {
    const { table, targets } = this.#state
    if (table === null || targets.length === 0) return
    this.titlesAt(guessTitles(table.first, targets, this.#remembered()))
  }

  #titles(n: number): readonly string[] {
    return this.#state.table?.first.find((row) => row.n === n)?.cells ?? []
  }

  #remembered(): Remembered {
    const { service } = this.#state
    const kept = service === null ? null : this.#host.kept(nameOf(service))
    try {
      return kept === null ? {} : readRemembered(JSON.parse(kept))
    } catch {
      return {}
    }
  }

  #runs(run: RunState): void {
    const { step, file, checked, service, startedAt } = this.#state
    if (step === 'run' && file !== null && checked !== null && service !== null) {
      const finished = run.step === 'done'
      const last: LastRun = {
        ...{ run: checked.run, service: service.code, file: file.name, size: file.size, finished },
        ...{ startedAt: startedAt ?? 0, done: run.done, total: run.total },
      }
      this.#host.keep(LAST, JSON.stringify(last))
      this.#set({ run, last: finished ? null : last })
    } else this.#set({ run })
  }

  #set(change: Partial<ImportState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}

const EMPTY: ImportState = {
  step: 'empty',
  file: null,
  choices: NO_CHOICES,
  table: null,
  service: null,
  targets: [],
  mapping: NO_MAPPING,
  progress: null,
  checked: null,
  run: null,
  startedAt: null,
  endedAt: null,
  failure: null,
  last: null,
}

function nameOf(service: ServiceDefinition): string {
  return `import/mapping/${service.code}`
}

/** Null for a run that was finished, and for what an older program kept. */
function readLast(text: string | null): LastRun | null {
  if (text === null) return null
  try {
    const { run, service, file, size, startedAt, done, total, finished } = JSON.parse(text) as Record<string, unknown>
    const isWhole =
      [run, service, file].every((one) => typeof one === 'string') &&
      [size, startedAt, done, total].every((one) => typeof one === 'number')
    if (!isWhole || finished !== false) return null
    return { run, service, file, size, startedAt, done, total, finished } as LastRun
  } catch {
    return null
  }
}
