import type { Paper } from '../bridge.ts'
import { inline } from './escape.ts'
import type { Sheet } from './sheet.ts'

type Table = NonNullable<Paper['rows'][number]['table']>

/** More columns than these do not stand side by side on A4 in a type that people can read. */
const MOST_COLUMNS = 6
/** And more than these not beside their label. */
const BESIDE = 4
/** So many things or fewer need no columns of their own. */
const FEW = 3

/** How a list is laid out: things one after another or in two columns, rows under their titles, or each row with its titles. */
export type ListShape = 'things' | 'columns' | 'grid' | 'stack'

/** A column in which nothing stands takes no room on paper. */
export function filledColumns({ columns, rows }: Table): Table {
  const filled = columns.map((_, i) => rows.some((row) => (row[i] ?? '') !== ''))
  return {
    columns: columns.filter((_, i) => filled[i]),
    rows: rows.map((row) => (columns.length === 0 ? row : row.filter((_, i) => filled[i]))),
  }
}

export function listShape({ columns, rows }: Table, sheet: Sheet): ListShape {
  if (columns.length === 0) return sheet === 'a4' && rows.length > FEW ? 'columns' : 'things'
  // One row needs no table around it.
  return sheet === 'a4' && columns.length <= MOST_COLUMNS && rows.length > 1 ? 'grid' : 'stack'
}

/** Is there room for the list beside its label? */
export function fitsBeside(table: Table, sheet: Sheet): boolean {
  const shape = listShape(table, sheet)
  return shape === 'things' || table.rows.length === 1 || (shape === 'grid' && table.columns.length <= BESIDE)
}

/** A list, its empty columns left out, as markup; numbered, so that people can talk about «the third». */
export function listMarkup(table: Table, sheet: Sheet): string {
  const shape = listShape(table, sheet)
  if (shape === 'grid') return grid(table)
  const said = (row: readonly string[]) => (shape === 'stack' ? titled(table, row) : thing(row))
  const [first = [], ...more] = table.rows
  if (more.length === 0) return said(first)
  const items = table.rows.map((row) => `<li>${said(row)}</li>`)
  const laid = shape === 'things' ? '' : ` paper-list-${shape}`
  return `<ol class="paper-list${laid}">${items.join('')}</ol>`
}

function thing([what = '', ...said]: readonly string[]): string {
  const rest = said.filter((one) => one !== '')
  return rest.length === 0 ? inline(what) : `${inline(what)} <span class="paper-said">${inline(rest.join(' '))}</span>`
}

/** The first column names the row. */
function titled({ columns }: Table, row: readonly string[]): string {
  return columns
    .flatMap((title, i) => {
      const text = row[i] ?? ''
      if (text === '') return []
      if (i === 0) return [inline(text)]
      return [`<span class="paper-pair"><span class="paper-said">${inline(title)}</span> ${inline(text)}</span>`]
    })
    .join(' ')
}

function grid({ columns, rows }: Table): string {
  const head = columns.map((title) => `<th scope="col">${inline(title)}</th>`).join('')
  const body = rows.map((row, i) => {
    const cells = columns.map((_, at) => `<td>${inline(row[at] ?? '')}</td>`).join('')
    return `<tr><td class="paper-count">${i + 1}</td>${cells}</tr>`
  })
  return `<table class="paper-table"><thead><tr><th class="paper-count"></th>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
}
