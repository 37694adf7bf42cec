import { utf8 } from '../../shared/base/bytes.ts'

/**
 * A CSV file that spreadsheets open as it is meant: with a mark for UTF-8, and with what could pass for a formula defused by an apostrophe. Reading
 * takes the apostrophe away again.
 */
export function writeCsv(rows: readonly (readonly string[])[]): Uint8Array {
  return utf8(`\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`)
}

function cell(text: string): string {
  const isNumber = /^[+-]?[0-9][0-9.,]*$/.test(text)
  const safe = !isNumber && /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** What `writeCsv` has defused, as it was. */
export function undefused(text: string): string {
  return /^''*[=+\-@\t\r]/.test(text) ? text.slice(1) : text
}
