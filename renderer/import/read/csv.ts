import Papa from 'papaparse'
import { fail, ok, type Result } from '../../../shared/base/result.ts'
import { TABLE_LIMITS } from '../limits.ts'
import { DELIMITERS, type Delimiter, ENCODINGS, type Encoding, type ReadChoices, type Table } from '../table.ts'
import { RowCollector } from './row-collector.ts'

/** Characters that are looked at to tell the separator. */
const SAMPLE = 64 * 1024

/**
 * Reads separated values piece by piece. Quotes as Excel writes them; a record whose quotes do not pair is marked and the reading goes on.
 * Codes: table-encoding, table-too-large, table-quotes, table-empty.
 */
export async function readCsv(file: Blob, choices: ReadChoices): Promise<Result<Table>> {
  const encoding = choices.encoding ?? (await encodingOf(file))
  if (encoding === null) return fail('table-encoding', 'neither UTF-8 nor GB18030')
  const rows = new RowCollector()
  let parser: InstanceType<typeof Papa.Parser> | null = null
  let delimiter = choices.delimiter
  let rest = ''
  let n = 0
  const parse = (isLast: boolean): Result<null> => {
    if (parser === null || rest === '') return ok(null)
    const { data, errors, meta } = parser.parse(rest, 0, !isLast)
    // Of a record that is not whole yet nothing can be said.
    const unpaired = new Map(errors.filter((one) => one.row < data.length).map((one) => [one.row, one.code]))
    for (const [i, cells] of data.entries()) {
      if (unpaired.get(i) === 'MissingQuotes') return fail('table-quotes', `record ${n + 1}`)
      const taken = rows.take(++n, cells, '', unpaired.has(i))
      if (!taken.ok) return taken
    }
    rest = rest.slice(meta.cursor)
    return rest.length > TABLE_LIMITS.record ? fail('table-quotes', `record ${n + 1}`) : ok(null)
  }
  const take = (text: string, isLast: boolean): Result<null> => {
    rest += text
    if (parser === null) {
      if (!isLast && rest.length < SAMPLE) return ok(null)
      delimiter ??= delimiterOf(rest.slice(0, SAMPLE))
      parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"' })
    }
    const whole = parse(false)
    return whole.ok && isLast ? parse(true) : whole
  }
  for await (const text of texts(file, encoding)) {
    if (!text.ok) return text
    const taken = take(text.value, false)
    if (!taken.ok) return taken
  }
  const taken = take('', true)
  if (!taken.ok) return taken
  if (rows.rows.length === 0) return fail('table-empty')
  return ok({
    rows: rows.rows,
    columns: rows.columns,
    source: { kind: 'csv', encoding, delimiter: delimiter ?? ',' },
    notes: { formulas: 0, merged: 0, blankRows: rows.blankRows },
  })
}

/** A mark at the beginning decides; else UTF-8 if all of it is, else GB18030 if all of it is. */
async function encodingOf(file: Blob): Promise<Encoding | null> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  for (const encoding of ENCODINGS.slice(0, 2)) {
    let whole = true
    for await (const text of texts(file, encoding)) if (!text.ok) whole = false
    if (whole) return encoding
  }
  return null
}

/** The text of the file piece by piece, without a byte order mark, every line ended by `\n`. Code: table-encoding. */
async function* texts(file: Blob, encoding: Encoding): AsyncGenerator<Result<string>> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let cut = false
  const lines = (text: string) => {
    const whole = cut ? `\r${text}` : text
    cut = whole.endsWith('\r')
    return (cut ? whole.slice(0, -1) : whole).replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  }
  const reader = file.stream().getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      const text = done ? decoder.decode() : decoder.decode(value, { stream: true })
      // What looks like text to a decoder may still be a program or a picture.
      if (text.includes('\0')) return void (yield fail('table-encoding', 'a zero character'))
      if (text !== '') yield ok(lines(text))
      if (done) return void (yield ok(cut ? '\n' : ''))
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    yield fail('table-encoding', `not ${encoding}`)
  } finally {
    // A reading that stops half way lets go of the file.
    await reader.cancel().catch(() => undefined)
  }
}

/** The separator that gives the most lines the same number of cells, more than one; a comma when none does. */
function delimiterOf(sample: string): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const { data } = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"' }).parse(sample, 0, false)
    const counts = new Map<number, number>()
    // The last line of a sample is cut.
    for (const cells of data.slice(0, Math.max(1, Math.min(200, data.length - 1))))
      if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
    const score = Math.max(0, ...[...counts].map(([width, lines]) => lines * 1000 + width))
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}
