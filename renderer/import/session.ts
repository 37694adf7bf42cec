import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { ServiceDefinition } from '../../shared/contract/service/definition.ts'
import type { Lang } from '../../shared/contract/service/index.ts'
import type { FieldValue } from '../../shared/contract/service/values.ts'
import { RowChecker, runOf } from './check-row.ts'
import { type BadRow, type CheckedTable, checkTable, type ProblemGroup } from './check-table.ts'
import { type Mapping, targetsOf } from './mapping.ts'
import { readTable } from './read/read-table.ts'
import { badRowsFile, outcomesFile, problemsFile } from './reports.ts'
import type { ReadChoices, Table, TableNotes, TableRow, TableSource } from './table.ts'

/** Rows that a person is shown of a table before anything is decided. */
const SHOWN = 30

/** What a person sees of a table before it is checked. */
export interface ReadSummary {
  readonly source: TableSource
  readonly notes: TableNotes
  readonly columns: number
  readonly rows: number
  readonly first: readonly TableRow[]
}

export interface CheckInput {
  readonly definition: ServiceDefinition
  readonly office: string
  readonly today: string
  readonly mapping: Mapping
}

export interface CheckSummary {
  readonly run: string
  /** Below the titles. */
  readonly rows: number
  readonly sound: number
  readonly bad: number
  readonly repeated: number
  readonly groups: readonly ProblemGroup[]
}

/** A sound row on its way to the replica. */
export interface OutgoingRow {
  /** As the spreadsheet counts. */
  readonly n: number
  readonly row: string
  readonly values: Readonly<Record<string, FieldValue>>
}

/** A row with its problems, as it is shown. */
export interface ShownBadRow {
  readonly n: number
  readonly cells: readonly string[]
  readonly problems: BadRow['problems']
}

/** One table from the picking of its file on. Lives in a worker, and holds everything that is in the clear in memory alone. */
export class ImportSession {
  readonly #pause: (done: number, total: number) => Promise<boolean>
  #table: Table | null = null
  #file: Uint8Array = new Uint8Array(0)
  #checked: { readonly input: CheckInput; readonly checker: RowChecker; readonly result: CheckedTable } | null = null

  /** `pause` is awaited now and then while rows are checked; false ends it. */
  constructor(pause: (done: number, total: number) => Promise<boolean>) {
    this.#pause = pause
  }

  /** Codes: those of readTable. */
  async read(file: Blob, choices: ReadChoices): Promise<Result<ReadSummary>> {
    this.#checked = null
    this.#table = null
    const table = await readTable(file, choices)
    if (!table.ok) return table
    this.#file = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
    this.#table = table.value
    const { source, notes, columns, rows } = table.value
    return ok({ source, notes, columns, rows: rows.length, first: rows.slice(0, SHOWN) })
  }

  /** Codes: not-found (no table has been read), busy (ended by somebody). */
  async check(input: CheckInput): Promise<Result<CheckSummary>> {
    const table = this.#table
    if (table === null) return fail('not-found', 'no table')
    this.#checked = null
    const result = await checkTable(table, input, (done) => this.#pause(done, table.rows.length))
    if (result === null) return fail('busy', 'ended')
    this.#checked = { input, checker: new RowChecker(input), result }
    const { sound, badCount: bad, repeated, groups } = result
    const sheet = table.source.kind === 'xlsx' ? table.source.sheet : ''
    const run = runOf(input.office, input.definition.code, sheet, this.#file)
    return ok({ run, rows: sound.length + bad + repeated, sound: sound.length, bad, repeated, groups })
  }

  /** Sound rows from a place on, with their values. */
  rows(from: number, count: number): OutgoingRow[] {
    if (this.#checked === null || this.#table === null) return []
    const { checker, result } = this.#checked
    const { rows } = this.#table
    return result.sound.slice(from, from + count).map(({ at, row }) => {
      const of = rows[at] as TableRow
      return { n: of.n, row, values: checker.values(of) }
    })
  }

  bad(from: number, count: number): ShownBadRow[] {
    const { rows = [] } = this.#table ?? {}
    return (this.#checked?.result.bad ?? []).slice(from, from + count).map(({ at, problems }) => {
      const { n, cells } = rows[at] as TableRow
      return { n, cells, problems }
    })
  }

  /**
   * `problems`: what is wrong, line by line; `rows`: the rows themselves, to be corrected; `outcomes`: what has become of each row, `verdicts` being those
   * of the runner. Null before anything is checked.
   */
  file(
    kind: 'problems' | 'rows' | 'outcomes',
    lang: Lang,
    verdicts: Uint8Array = new Uint8Array(0),
  ): Uint8Array | null {
    if (this.#checked === null || this.#table === null) return null
    const { input, result } = this.#checked
    const about = { table: this.#table, mapping: input.mapping, targets: targetsOf(input.definition), lang }
    if (kind === 'outcomes') return outcomesFile(result, verdicts, about)
    return kind === 'problems' ? problemsFile(result.bad, about) : badRowsFile(result.bad, about)
  }
}
