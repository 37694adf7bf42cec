import type { Paper } from '../bridge.ts'
import { filledColumns, fitsBeside, listShape } from './lists.ts'
import type { Sheet } from './sheet.ts'

/**
 * How much room a paper takes, worked out from its texts alone, a little more rather than less: the roll is cut to it, and a sheet of A4 that would run
 * over is set a size smaller. The figures are those of PAPER_CSS.
 */

type Row = Paper['rows'][number]

interface Metrics {
  /** Lines of a row and of a list in it, and what stands above and below them, mm. */
  readonly line: number
  readonly row: number
  readonly small: number
  /** Widths in em: of a label, of a value beside it, of the whole sheet, of a list beside a label or below it. */
  readonly label: number
  readonly value: number
  readonly whole: number
  readonly beside: number
  readonly below: number
  readonly note: { readonly line: number; readonly em: number }
  readonly head: { readonly title: number; readonly em: number; readonly worth: number; readonly rest: number }
  readonly signed: number
  readonly symbols: { readonly above: number; readonly each: number; readonly perLine: number }
}

const METRICS: Readonly<Record<Sheet, Metrics>> = {
  a4: {
    ...{ line: 7.42, row: 2, small: 5.95 },
    ...{ label: 6.9, value: 29, whole: 36, beside: 34, below: 43 },
    note: { line: 6.4, em: 40 },
    head: { title: 11, em: 21, worth: 25, rest: 33 },
    signed: 30,
    symbols: { above: 17, each: 63.5, perLine: 3 },
  },
  roll: {
    ...{ line: 5.85, row: 2.5, small: 5.6 },
    ...{ label: 5.6, value: 12, whole: 18, beside: 10.5, below: 16.5 },
    note: { line: 5.85, em: 17 },
    head: { title: 7.4, em: 12.5, worth: 16, rest: 52 },
    signed: 60,
    symbols: { above: 26, each: 76, perLine: 1 },
  },
}

/** Text in em: everything beyond Latin is as wide as it is high, and Tibetan stacks need more. */
function width(text: string): number {
  let em = 0
  for (const c of text) {
    const code = c.codePointAt(0) as number
    em += code < 0x2000 ? (code >= 0xf00 && code < 0x1000 ? 0.9 : 0.61) : 1
  }
  return em
}

/** Lines of a text in a column of so many em. */
function lines(text: string, em: number): number {
  return text.split('\n').reduce((n, one) => n + Math.max(1, Math.ceil(width(one) / em)), 0)
}

/** Rows in their order; on A4 two short ones in a row share a line. */
export function inPairs(rows: readonly Row[], sheet: Sheet, dense: boolean): [row: Row, beside?: Row][] {
  const [label, value] = dense ? [6.5, 13] : [6.4, 10.6]
  const isShort = (row: Row | undefined) =>
    row !== undefined &&
    row.table === null &&
    !row.value.includes('\n') &&
    width(row.label) <= label &&
    width(row.value) <= value
  const out: [Row, Row?][] = []
  for (let i = 0; i < rows.length; i++) {
    const [row, next] = [rows[i] as Row, rows[i + 1]]
    const both = sheet === 'a4' && isShort(row) && isShort(next)
    out.push(both && next !== undefined ? [row, next] : [row])
    if (both) i++
  }
  return out
}

/** The height in mm without the margins of the sheet, as if it were one piece. */
export function roomOf(paper: Paper, sheet: Sheet): number {
  const m = METRICS[sheet]
  const shown = paper.rows.filter((row) => row.value !== paper.number)
  const rows = sum(inPairs(shown, sheet, false), ([row]) => rowRoom(row, sheet, m))
  const notes = sum(paper.notes, (note) => m.note.line * lines(note, m.note.em))
  const title = m.head.title * lines(paper.title, m.head.em)
  const head = m.head.rest + title + m.line * Math.max(2, lines(paper.standing, m.head.worth))
  const signed = paper.kind === 'receipt' ? 0 : m.signed
  const again = sheet === 'roll' ? m.line * (lines(paper.title, 15) - 1) : 0
  const { above, each, perLine } = m.symbols
  const symbols = paper.qr.length === 0 ? 0 : above + again + each * Math.ceil(paper.qr.length / perLine)
  return head + rows + notes + signed + symbols
}

function rowRoom({ label, value, table }: Row, sheet: Sheet, m: Metrics): number {
  if (table === null || table.rows.length === 0)
    return m.row + m.line * Math.max(lines(label, m.label), lines(value, m.value))
  const list = filledColumns(table)
  const shape = listShape(list, sheet)
  const beside = fitsBeside(list, sheet)
  const above = m.row + (beside ? 0 : m.line * lines(label, m.whole))
  const em = beside ? m.beside : m.below
  const stacked = (cells: readonly string[], within: number) => lines(texts(list.columns, cells).join('  '), within)
  switch (shape) {
    case 'things':
      return above + sum(list.rows, (cells) => (sheet === 'a4' ? m.line : m.small) * stacked(cells, em - 2))
    case 'columns':
      return above + m.small * (Math.ceil(sum(list.rows, (cells) => stacked(cells, em / 2 - 3)) / 2) + 0.5)
    case 'stack':
      return above + sum(list.rows, (cells) => m.small * stacked(cells, em - 3))
    case 'grid': {
      const each = (em - 2) / list.columns.length - 0.8
      const high = (cells: readonly string[]) => Math.max(1, ...cells.map((cell) => lines(cell, each)))
      return above + 1 + sum([list.columns, ...list.rows], (cells) => 1.4 + m.small * high(cells))
    }
  }
}

function sum<T>(of: readonly T[], mm: (one: T) => number): number {
  return of.reduce((all, one) => all + mm(one), 0)
}

function texts(columns: readonly string[], cells: readonly string[]): string[] {
  return cells.flatMap((cell, i) => (cell === '' ? [] : [i === 0 ? cell : `${columns[i] ?? ''} ${cell}`]))
}

/** How long an 80 mm roll is cut, margins included: it comes out in one piece, and a reader that sees its picture sees all of its symbols at once. */
export function rollLength(paper: Paper): number {
  return Math.ceil(roomOf(paper, 'roll') * 1.04 + 14)
}

/** What the margins leave of A4, mm. */
const A4_HEIGHT = 275

/** Would this paper, set in its usual size, run over one sheet of A4? */
export function needsDense(paper: Paper): boolean {
  return roomOf(paper, 'a4') > A4_HEIGHT
}
