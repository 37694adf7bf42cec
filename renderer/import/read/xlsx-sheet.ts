import { fail, ok, type Result } from '../../../shared/base/result.ts'
import { TABLE_LIMITS } from '../limits.ts'
import type { CellKind } from '../table.ts'
import type { RowCollector } from './row-collector.ts'
import { fromSerial } from './xlsx-dates.ts'
import { unescapeText } from './xlsx-parts.ts'
import type { XmlHandler } from './xml.ts'

export interface SheetContext {
  readonly strings: readonly string[]
  readonly dateStyles: readonly boolean[]
  readonly since1904: boolean
}

/** The rows of `first` to `last` whose cells in `column` are one; all from 1, but the column from 0. */
export interface Merge {
  readonly column: number
  readonly first: number
  readonly last: number
}

/** Takes a worksheet row by row. Codes: table-damaged, table-too-large. */
export class SheetHandler implements XmlHandler {
  readonly merges: Merge[] = []
  readonly #rows: RowCollector
  readonly #context: SheetContext
  #row = 0
  #cells: string[] = []
  #kinds: string[] = []
  #column = -1
  #type = 'n'
  #style = 0
  #value = ''
  #inline = ''
  #formula = false
  #within: 'value' | 'inline' | null = null
  #phonetic = 0

  constructor(rows: RowCollector, context: SheetContext) {
    this.#rows = rows
    this.#context = context
  }

  open(name: string, attributes: Readonly<Record<string, string>>): Result<null> {
    switch (name) {
      case 'row':
        return this.#openRow(attributes['r'])
      case 'c':
        return this.#openCell(attributes)
      case 'v':
        this.#within = 'value'
        break
      case 't':
        if (this.#phonetic === 0) this.#within = 'inline'
        break
      case 'f':
        this.#formula = true
        break
      case 'rPh':
        this.#phonetic++
        break
      case 'mergeCell':
        return this.#merge(attributes['ref'] ?? '')
    }
    return ok(null)
  }

  text(piece: string): Result<null> {
    // One character more than a cell may have shows that it has too many.
    if (this.#within === 'value' && this.#value.length <= TABLE_LIMITS.cell) this.#value += piece
    if (this.#within === 'inline' && this.#inline.length <= TABLE_LIMITS.cell) this.#inline += piece
    return ok(null)
  }

  close(name: string): Result<null> {
    switch (name) {
      case 'v':
      case 't':
        this.#within = null
        break
      case 'rPh':
        this.#phonetic--
        break
      case 'c':
        return this.#closeCell()
      case 'row':
        return this.#rows.take(this.#row, this.#cells, this.#kinds.map((kind) => kind ?? 't').join(''))
    }
    return ok(null)
  }

  /** Where a row does not say its number, it is the next. */
  #openRow(r: string | undefined): Result<null> {
    const n = r === undefined ? this.#row + 1 : Number(r)
    if (!Number.isInteger(n) || n <= this.#row)
      return fail('table-damaged', `row ${String(r).slice(0, 20)} after ${this.#row}`)
    if (n > TABLE_LIMITS.lastRow) return fail('table-too-large', `row ${n}`)
    this.#row = n
    this.#cells = []
    this.#kinds = []
    this.#column = -1
    return ok(null)
  }

  #openCell(attributes: Readonly<Record<string, string>>): Result<null> {
    const r = attributes['r']
    const column = r === undefined ? this.#column + 1 : columnOf(r)
    if (column === null || column <= this.#column) return fail('table-damaged', `cell ${String(r).slice(0, 20)}`)
    this.#column = column
    this.#type = attributes['t'] ?? 'n'
    this.#style = Number(attributes['s'] ?? 0)
    this.#value = ''
    this.#inline = ''
    this.#formula = false
    return ok(null)
  }

  #closeCell(): Result<null> {
    const { text, kind } = this.#read()
    const isNothing = text === '' && kind !== 'U'
    if (isNothing) return ok(null)
    // Formatted cells without content may lie anywhere; only content counts.
    if (this.#column >= TABLE_LIMITS.columns) return fail('table-too-large', `column ${this.#column + 1}`)
    while (this.#cells.length < this.#column) {
      this.#cells.push('')
      this.#kinds.push('t')
    }
    this.#cells.push(text)
    this.#kinds.push(kind)
    return ok(null)
  }

  #read(): { text: string; kind: CellKind } {
    const { text, kind } = this.#content()
    if (!this.#formula) return { text, kind }
    return text === '' ? { text, kind: 'U' } : { text, kind: kind.toUpperCase() as CellKind }
  }

  #content(): { text: string; kind: CellKind } {
    const value = this.#value
    switch (this.#type) {
      case 's': {
        const shared = /^[0-9]{1,9}$/.test(value.trim()) ? this.#context.strings[Number(value)] : undefined
        return shared === undefined ? { text: value === '' ? '' : '#REF!', kind: 'e' } : { text: shared, kind: 't' }
      }
      case 'inlineStr':
        return { text: unescapeText(this.#inline), kind: 't' }
      case 'str':
        return { text: unescapeText(value), kind: 't' }
      case 'b':
        return { text: value === '' ? '' : value === '1' ? 'TRUE' : 'FALSE', kind: 'b' }
      case 'e':
        return { text: value, kind: 'e' }
      case 'd':
        return { text: value.replace('T', ' ').replace(/Z$|\.\d+$/, ''), kind: 'd' }
      default:
        return this.#number(value.trim())
    }
  }

  #number(value: string): { text: string; kind: CellKind } {
    if (value === '') return { text: '', kind: 't' }
    const n = Number(value)
    if (!Number.isFinite(n)) return { text: value, kind: 'e' }
    if (this.#context.dateStyles[this.#style] === true) {
      const day = fromSerial(n, this.#context.since1904)
      if (day !== null) return { text: day, kind: 'd' }
    }
    return { text: decimal(n), kind: 'n' }
  }

  #merge(ref: string): Result<null> {
    const parts = /^([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})$/.exec(ref)
    if (parts === null) return ok(null)
    const column = columnOf(`${parts[1]}1`)
    const [first, last] = [Number(parts[2]), Number(parts[3])]
    if (column === null || last <= first || column >= TABLE_LIMITS.columns) return ok(null)
    if (this.merges.length >= TABLE_LIMITS.merges) return fail('table-too-large', 'merged cells')
    this.merges.push({ column, first, last })
    return ok(null)
  }
}

/** `C7` → 2; null for what is no place of a cell. */
function columnOf(place: string): number | null {
  let n = 0
  let i = 0
  for (; i < place.length && i < 4; i++) {
    const code = place.charCodeAt(i)
    if (code < 65 || code > 90) break
    n = n * 26 + (code - 64)
  }
  return i === 0 || i > 3 || n > 16_384 ? null : n - 1
}

/**
 * A number as people see it: fifteen digits, which is what spreadsheets keep, so that 666.66999999999996 is 666.67 again; never with an exponent
 * where it can be helped.
 */
function decimal(n: number): string {
  const seen = Number(n.toPrecision(15))
  const text = String(seen)
  if (!text.includes('e')) return text
  return Math.abs(seen) >= 1 ? BigInt(seen).toString() : seen.toFixed(20).replace(/0+$/, '')
}
