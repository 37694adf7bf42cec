/**
 * What stands in a cell: text, a number, a date, yes or no, an error of the spreadsheet, or more text than a cell may have. Upper case: it is
 * the kept result of a formula (`U`: one that was never computed).
 */
export type CellKind = 't' | 'n' | 'd' | 'b' | 'e' | 'l' | 'T' | 'N' | 'D' | 'B' | 'E' | 'L' | 'U'

export interface TableRow {
  /** As the spreadsheet counts, from 1. */
  readonly n: number
  readonly cells: readonly string[]
  /** One CellKind for each cell; empty when all are text. */
  readonly kinds: string
  /** A CSV record whose quotes do not pair: it may have swallowed rows behind it. */
  readonly quotes?: true
}

/** A table as it was read, before anybody says what its columns mean. Rows without any text are left out. */
export interface Table {
  readonly rows: readonly TableRow[]
  /** The widest row. */
  readonly columns: number
  readonly source: TableSource
  /** What a person should know about how it was read. */
  readonly notes: TableNotes
}

export type TableSource =
  | { readonly kind: 'csv'; readonly encoding: Encoding; readonly delimiter: Delimiter }
  | { readonly kind: 'xlsx'; readonly sheet: string; readonly sheets: readonly string[] }

export const ENCODINGS = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const
export type Encoding = (typeof ENCODINGS)[number]
export const DELIMITERS = [',', ';', '\t'] as const
export type Delimiter = (typeof DELIMITERS)[number]

export interface TableNotes {
  /** Cells whose text is the kept result of a formula. */
  readonly formulas: number
  /** Areas of merged cells that were filled downwards. */
  readonly merged: number
  readonly blankRows: number
}

/** What a person may decide beforehand; null leaves it to the program. */
export interface ReadChoices {
  readonly encoding: Encoding | null
  readonly delimiter: Delimiter | null
  readonly sheet: string | null
}

export const NO_CHOICES: ReadChoices = { encoding: null, delimiter: null, sheet: null }

export function kindOf(row: TableRow, column: number): CellKind {
  return (row.kinds[column] as CellKind | undefined) ?? 't'
}
