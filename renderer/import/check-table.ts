import { type CheckedRow, type CheckGround, RowChecker } from './check-row.ts'
import { type RowProblem, twice } from './problems.ts'
import type { Table, TableRow } from './table.ts'

/** Rows of one slice: between slices the worker hears what else it is told. */
const SLICE = 250
/** Rows whose problems are kept; of more, only that there are. */
const MOST_BAD = 100_000

/** A row that may be filed. */
export interface SoundRow {
  /** Place in the table. */
  readonly at: number
  readonly row: string
}

export interface BadRow {
  readonly at: number
  readonly problems: readonly RowProblem[]
}

/** How often one thing is wrong, and the first rows where it is. */
export interface ProblemGroup {
  readonly path: string | null
  readonly problem: string
  readonly message: RowProblem['message']
  readonly count: number
  readonly rows: readonly number[]
}

export interface CheckedTable {
  readonly sound: readonly SoundRow[]
  readonly bad: readonly BadRow[]
  /** With those whose problems were not kept. */
  readonly badCount: number
  /** Rows that say again what another row has said. */
  readonly repeated: number
  readonly groups: readonly ProblemGroup[]
}

/**
 * Checks every row below the titles. Rows of one subject that say the same are one row; when they do not, none of them is sound. `pause` is awaited now
 * and then with the number of rows done, and ends the check when it answers false.
 */
export async function checkTable(
  table: Table,
  ground: CheckGround,
  pause: (done: number) => Promise<boolean>,
): Promise<CheckedTable | null> {
  const checker = new RowChecker(ground)
  const checked: { readonly at: number; readonly of: CheckedRow }[] = []
  const rows = table.rows
  for (const [at, row] of rows.entries()) {
    if (at % SLICE === 0 && !(await pause(at))) return null
    if (row.n > ground.mapping.titles) checked.push({ at, of: slim(checker.check(row)) })
  }
  const groups = new Groups(rows)
  const bySubject = new Map<string, { row: string; places: number[] }[]>()
  for (const { at, of } of checked) for (const id of of.subjects) note(bySubject, id, of.row, at)
  const sound: SoundRow[] = []
  const bad: BadRow[] = []
  let badCount = 0
  let repeated = 0
  for (const { at, of } of checked) {
    const problems = [...of.problems, ...contradictions(of, at, bySubject, rows)]
    if (problems.length > 0) {
      badCount++
      groups.add(at, problems)
      if (bad.length < MOST_BAD) bad.push({ at, problems })
    } else if (isFirst(of, at, bySubject)) sound.push({ at, row: of.row })
    else repeated++
  }
  return { sound, bad, badCount, repeated, groups: groups.all() }
}

const NO_VALUES = {}

/** The values of a hundred thousand rows are made again when they are needed. */
function slim(one: CheckedRow): CheckedRow {
  return { ...one, values: NO_VALUES }
}

type BySubject = Map<string, { row: string; places: number[] }[]>

function note(bySubject: BySubject, id: string, row: string, at: number): void {
  const held = bySubject.get(id)
  const same = held?.find((one) => one.row === row)
  if (held === undefined) bySubject.set(id, [{ row, places: [at] }])
  else if (same === undefined) held.push({ row, places: [at] })
  else same.places.push(at)
}

function contradictions(of: CheckedRow, at: number, bySubject: BySubject, rows: readonly TableRow[]): RowProblem[] {
  const others = new Set<number>()
  for (const id of of.subjects)
    for (const one of bySubject.get(id) ?? []) if (one.row !== of.row) others.add(one.places[0] as number)
  others.delete(at)
  if (others.size === 0) return []
  const numbers = [...others].slice(0, 5).map((place) => (rows[place] as TableRow).n)
  return [{ path: null, problem: 'twice', message: twice(numbers) }]
}

function isFirst(of: CheckedRow, at: number, bySubject: BySubject): boolean {
  return of.subjects.every((id) => bySubject.get(id)?.find((one) => one.row === of.row)?.places[0] === at)
}

class Groups {
  readonly #rows: readonly TableRow[]
  readonly #byName = new Map<
    string,
    { path: string | null; problem: string; message: RowProblem['message']; count: number; rows: number[] }
  >()

  constructor(rows: readonly TableRow[]) {
    this.#rows = rows
  }

  add(at: number, problems: readonly RowProblem[]): void {
    for (const { path, problem, message } of problems) {
      const name = `${path ?? ''} ${problem}`
      const held = this.#byName.get(name) ?? { path, problem, message, count: 0, rows: [] }
      held.count++
      if (held.rows.length < 5) held.rows.push((this.#rows[at] as TableRow).n)
      this.#byName.set(name, held)
    }
  }

  all(): ProblemGroup[] {
    return [...this.#byName.values()].sort((a, b) => b.count - a.count)
  }
}
