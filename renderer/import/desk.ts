import type { Failure } from '../../shared/base/result.ts'
import type { ServiceDefinition } from '../../shared/contract/service/definition.ts'
import type { ImportCalls } from '../replica/bulk/api.ts'
import { KeptMappings, MAPPING_NAME, type SmallStore } from './kept-mappings.ts'
import { type LastRun, readLast } from './last-run.ts'
import {
  guessSources,
  guessTitles,
  type Mapping,
  openQuestions,
  type Remembered,
  type Source,
  type Target,
  targetsOf,
} from './mapping.ts'
import type { ImportWorker } from './rpc.ts'
import { ImportRunner, type RunState } from './runner.ts'
import type { CheckSummary, ReadSummary } from './session.ts'
import { NO_CHOICES, type ReadChoices } from './table.ts'

/** What the desk needs of the page around it. */
export interface ImportHost extends SmallStore {
  readonly startWorker: () => ImportWorker
  readonly replica: Pick<ImportCalls, 'importLook' | 'importFile'>
  readonly office: string
  /** Local civil date. */
  readonly today: () => string
  readonly now: () => number
}

export interface PickedFile {
  readonly name: string
  readonly size: number
  readonly blob: Blob
}

export interface ImportState {
  readonly step: 'empty' | 'reading' | 'mapping' | 'checking' | 'checked' | 'run'
  readonly file: PickedFile | null
  readonly choices: ReadChoices
  readonly table: ReadSummary | null
  readonly service: ServiceDefinition | null
  readonly targets: readonly Target[]
  readonly mapping: Mapping
  /** Mappings that were kept by name for this service. */
  readonly named: readonly string[]
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly checked: CheckSummary | null
  readonly run: RunState | null
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** Rows a second since the run was last begun or gone on with; null until that can be said. */
  readonly rate: number | null
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
  readonly #mappings: KeptMappings
  /** When, and behind how many rows, the run was last begun or gone on with. */
  #pace = { at: 0, done: 0 }

  constructor(host: ImportHost) {
    this.#host = host
    this.#mappings = new KeptMappings(host)
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
    this.#letGo()
    const { service, last, named } = this.#state
    this.#set({ ...EMPTY, step: 'reading', file, choices, service, last, named })
    const read = await worker.read(file.blob, choices)
    if (turn !== this.#turn) return
    if (!read.ok) return this.#set({ step: 'empty', failure: read })
    this.#set({ step: 'mapping', table: read.value, targets: service === null ? [] : targetsOf(service) })
    this.#guess()
  }

  /** The service that files the rows; what columns mean is guessed anew. */
  choose(service: ServiceDefinition): void {
    this.#letGo()
    const named = this.#mappings.names(service.code)
    this.#set({ service, targets: targetsOf(service), named, checked: null, run: null, failure: null })
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

  /** Takes up a mapping that was kept by name: only what it says, and only as far as the table has such titles. */
  useNamed(name: string): void {
    const { service, targets, table } = this.#state
    const before = service === null ? null : this.#mappings.named(service.code, name)
    if (before === null || table === null) return
    const titles = guessTitles(table.first, targets, before)
    const cells = this.#titles(titles)
    const sources: Record<string, Source> = {}
    const open: Target[] = []
    for (const target of targets) {
      const one = before[target.path]
      if (one === undefined) continue
      if ('constant' in one) sources[target.path] = { constant: one.constant, unit: null }
      else if (cells.some((cell) => cell.trim() === one.title.trim())) open.push(target)
    }
    this.#map({ titles, sources: { ...sources, ...guessSources(cells, open, before) } })
  }

  /** Keeps what columns mean by a name; 1 to 40 characters. */
  keepNamed(name: string): void {
    const { service, mapping } = this.#state
    const said = name.trim().slice(0, MAPPING_NAME)
    if (service === null || said === '') return
    this.#mappings.keep(service.code, said, this.#titles(mapping.titles), mapping)
    this.#set({ named: this.#mappings.names(service.code) })
  }

  dropNamed(name: string): void {
    const { service } = this.#state
    if (service === null) return
    this.#mappings.drop(service.code, name)
    this.#set({ named: this.#mappings.names(service.code) })
  }

  /** Checks every row, and looks which are there already. */
  async check(): Promise<void> {
    const { service, mapping, targets } = this.#state
    const worker = this.#worker
    const open = openQuestions(targets, mapping)
    if (service === null || worker === null || open.missing.length + open.units.length > 0) return
    const turn = this.#turn
    this.#mappings.noteLast(service.code, this.#titles(mapping.titles), mapping)
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
    this.#letGo()
    this.#set({ step: 'mapping', checked: null, run: null, failure: null })
  }

  /** Files the rows; goes on where it was paused or stopped. */
  async start(): Promise<void> {
    const runner = this.#runner
    if (runner === null) return
    const at = this.#host.now()
    this.#pace = { at, done: runner.state.done === runner.state.total ? 0 : runner.state.done }
    this.#set({ step: 'run', startedAt: this.#state.startedAt ?? at, endedAt: null, rate: null, failure: null })
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
    this.#letGo()
    this.#set({ ...EMPTY, last: readLast(this.#host.kept(LAST)) })
  }

  /** Nobody needs to be reminded of the last run any more. */
  forgetLast(): void {
    this.#host.keep(LAST, null)
    this.#set({ last: null })
  }

  /** A run that is under way ends behind its batch; what it has filed stays filed. */
  #letGo(): void {
    this.#runner?.pause()
    this.#runner = null
  }

  #map(mapping: Mapping): void {
    this.#letGo()
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
    return service === null ? {} : this.#mappings.last(service.code)
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
      const ms = this.#host.now() - this.#pace.at
      const rate = ms < 1_000 ? this.#state.rate : ((run.done - this.#pace.done) * 1_000) / ms
      this.#set({ run, rate, last: finished ? null : last })
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
  named: [],
  progress: null,
  checked: null,
  run: null,
  startedAt: null,
  endedAt: null,
  rate: null,
  failure: null,
  last: null,
}
