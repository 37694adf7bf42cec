import { fail, ok, type Result } from '../../../shared/base/result.ts'
import { TABLE_LIMITS } from '../limits.ts'
import type { ReadChoices, Table, TableRow } from '../table.ts'
import { RowCollector } from './row-collector.ts'
import { readDateStyles, readStrings, readWorkbook, readXml, type SheetPlace } from './xlsx-parts.ts'
import { type Merge, SheetHandler } from './xlsx-sheet.ts'
import { openZip, type ZipParts } from './zip-parts.ts'

/**
 * Reads one sheet of a workbook: texts, numbers and dates as they are kept; formulas are never computed. Cells that are merged downwards have the
 * value of the first in every row, as one sees it. Codes: table-damaged, table-too-large, table-empty.
 */
export async function readXlsx(file: Blob, choices: ReadChoices): Promise<Result<Table>> {
  const zip = await openZip(file)
  if (!zip.ok) return zip
  try {
    return await readOpen(zip.value, choices)
  } finally {
    await zip.value.close().catch(() => undefined)
  }
}

async function readOpen(zip: ZipParts, choices: ReadChoices): Promise<Result<Table>> {
  const book = await readWorkbook(zip)
  if (!book.ok) return book
  const strings = await readStrings(zip, book.value.strings)
  if (!strings.ok) return strings
  const dateStyles = await readDateStyles(zip, book.value.styles)
  if (!dateStyles.ok) return dateStyles
  const shown = book.value.sheets.filter((one) => !one.hidden)
  const sheets = shown.length > 0 ? shown : book.value.sheets
  const context = { strings: strings.value, dateStyles: dateStyles.value, since1904: book.value.since1904 }
  const asked = choices.sheet === null ? sheets : sheets.filter((one) => one.name === choices.sheet)
  // The first sheet that holds anything, unless one was asked for.
  for (const sheet of asked) {
    const rows = new RowCollector()
    const handler = new SheetHandler(rows, context)
    const read = await readXml(zip, sheet.part, TABLE_LIMITS.sheet, handler)
    if (!read.ok) return read
    if (rows.rows.length > 0) return ok(tableOf(rows, handler.merges, sheet, sheets))
  }
  return asked.length === 0 && choices.sheet !== null ? fail('not-found', 'sheet') : fail('table-empty')
}

function tableOf(
  rows: RowCollector,
  merges: readonly Merge[],
  sheet: SheetPlace,
  sheets: readonly SheetPlace[],
): Table {
  return {
    rows: rows.rows,
    columns: rows.columns,
    source: { kind: 'xlsx', sheet: sheet.name, sheets: sheets.map((one) => one.name) },
    notes: { formulas: rows.formulas, merged: fillDown(rows.rows, merges), blankRows: rows.blankRows },
  }
}

/** Gives every row of a merge the value of its first cell. Answers how many merges were filled. */
function fillDown(rows: TableRow[], merges: readonly Merge[]): number {
  let filled = 0
  for (const { column, first, last } of merges) {
    let at = lowerBound(rows, first)
    const top = rows[at]
    if (top?.n !== first || (top.cells[column] ?? '') === '') continue
    filled++
    for (at++; at < rows.length && (rows[at] as TableRow).n <= last; at++) {
      const row = rows[at] as TableRow
      if ((row.cells[column] ?? '') === '') rows[at] = withCell(row, column, top)
    }
  }
  return filled
}

function withCell(row: TableRow, column: number, from: TableRow): TableRow {
  const cells = [...row.cells]
  while (cells.length <= column) cells.push('')
  cells[column] = from.cells[column] ?? ''
  const kinds = row.kinds.padEnd(cells.length, 't').split('')
  kinds[column] = from.kinds[column] ?? 't'
  return { ...row, cells, kinds: kinds.join('') }
}

function lowerBound(rows: readonly TableRow[], n: number): number {
  let from = 0
  let to = rows.length
  while (from < to) {
    const at = (from + to) >> 1
    if ((rows[at] as TableRow).n < n) from = at + 1
    else to = at
  }
  return from
}
