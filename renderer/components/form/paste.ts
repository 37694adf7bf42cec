import type { RowSchema, ScalarSchema } from '../../../shared/contract/service/definition.ts'
import { columnNames } from '../../../shared/contract/service/form-types.ts'
import { regionOptions } from './region-picker.tsx'
import type { Box, TypedCell } from './typed.ts'

/** Nobody pastes more into a form; what is longer is not looked at. */
const MOST_CHARACTERS = 200_000

/** Several texts out of one pasted; null when it is one text, to be pasted as it is. */
export function splitTexts(text: string, items: Box): string[] | null {
  if (text.length > MOST_CHARACTERS) return null
  const lines = parts(text, /[\r\n\t]+/)
  if (lines.length > 1) return lines
  // Commas separate only where they cannot belong to one text.
  const one = lines[0] ?? ''
  const separable =
    items.pattern !== undefined || items['x-identifier'] !== undefined || one.length > (items.maxLength ?? 0)
  const listed = separable ? parts(one, /[、，,；;]+/) : []
  return listed.length > 1 ? listed : null
}

function parts(text: string, by: RegExp): string[] {
  return text
    .split(by)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/**
 * A table as spreadsheets put it on the clipboard: cells set off by tabs, rows by line ends, cells with either of them inside in quotes. Null when it is
 * one cell, to be pasted as it is.
 */
export function readTable(text: string): string[][] | null {
  if (text.length > MOST_CHARACTERS) return null
  const rows: string[][] = [['']]
  let quoted = false
  const last = () => rows.at(-1) as string[]
  const add = (c: string) => {
    last()[last().length - 1] += c
  }
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (quoted) {
      if (c !== '"') add(c)
      else if (text[i + 1] === '"') {
        add('"')
        i++
      } else quoted = false
    } else if (c === '"' && last().at(-1) === '') quoted = true
    else if (c === '\t') last().push('')
    else if (c === '\n') rows.push([''])
    else if (c !== '\r') add(c)
  }
  // The last line ends too.
  if (rows.length > 1 && last().length === 1 && last()[0] === '') rows.pop()
  const table = rows.map((row) => row.map((cell) => cell.trim()))
  return table.length === 1 && table[0]?.length === 1 ? null : table
}

/** Whether the first pasted row is the titles of these columns and not a row of values. */
export function isHeading(row: readonly string[], columns: readonly ScalarSchema[]): boolean {
  const titles = columns.map(({ 'x-title': { zh, en } }) => [zh, en.toLowerCase()])
  const bare = (text: string) => text.replace(/[\s*＊]/g, '').toLowerCase()
  const hits = row.filter((cell, i) => titles[i]?.some((title) => bare(title) === bare(cell)) === true)
  return hits.length > 0 && hits.length >= row.filter((cell) => cell !== '').length
}

const YES = ['是', '有', '√', '✓', 'y', 'yes', 'true', '1']

/** A pasted text as it would be typed or chosen in this column; what is not among the choices stays, to be marked as wrong. */
export function toCell(column: Box, text: string, county: string): TypedCell {
  if (column.type === 'boolean') return YES.includes(text.toLowerCase())
  if (column.enum !== undefined) {
    const known = column.enum.map(String).find((one) => {
      const title = column['x-choices']?.[one]
      return one === text || title?.zh === text || title?.en.toLowerCase() === text.toLowerCase()
    })
    return known ?? text
  }
  if (column['x-widget'] === 'region' && text !== '' && !/^[0-9]+$/.test(text)) {
    const named = regionOptions(column['x-level'] ?? 'village', county).filter(
      ({ label }) => label === text || text.endsWith(label) || label.endsWith(text),
    )
    return named.length === 1 ? (named[0]?.value ?? text) : text
  }
  return text
}

/** The columns of a table in the order in which they stand on the screen. */
export function columnsOnScreen(columns: RowSchema): { name: string; column: ScalarSchema }[] {
  return columnNames(columns).map((name) => ({ name, column: columns.properties[name] as ScalarSchema }))
}
