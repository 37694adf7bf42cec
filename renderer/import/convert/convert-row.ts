import type { FieldValue, Row, Scalar, ScalarSchema } from '../../../shared/contract/service/definition.ts'
import { undefused } from '../csv-write.ts'
import type { Mapping, Source, Target } from '../mapping.ts'
import { type CellKind, kindOf, type TableRow } from '../table.ts'
import { readChoice, readYesNo } from './choices.ts'
import { readDate } from './dates.ts'
import { readDecimal, scaled, tidy } from './decimal.ts'
import type { RegionLevel, RegionNames } from './regions.ts'
import { readMeasure } from './units.ts'

/** Why a cell could not be read as what its column is said to be. */
export type CellProblem =
  | 'number'
  | 'unit'
  | 'precision'
  | 'range'
  | 'date'
  | 'choice'
  | 'yes-no'
  | 'region'
  | 'region-ambiguous'
  | 'rounded'
  | 'cell-error'
  | 'not-computed'
  | 'too-long'
  | 'characters'
  | 'uneven'

export interface Converted {
  /** As the form takes them, before `normaliseForm`. */
  readonly values: Readonly<Record<string, FieldValue>>
  readonly problems: readonly { readonly path: string; readonly problem: CellProblem }[]
}

interface Cell {
  readonly text: string
  readonly kind: CellKind
}

/** Turns rows of a table into values of a form, by a mapping. */
export class RowConverter {
  readonly #targets: readonly Target[]
  readonly #sources: Mapping['sources']
  readonly #regions: RegionNames

  constructor(targets: readonly Target[], mapping: Mapping, regions: RegionNames) {
    // Towns before villages: a village is looked for in the town of its row.
    const rank = ({ schema }: Target) => (schema['x-level'] === 'village' ? 1 : 0)
    this.#targets = targets.filter(({ path }) => Object.hasOwn(mapping.sources, path)).sort((a, b) => rank(a) - rank(b))
    this.#sources = mapping.sources
    this.#regions = regions
  }

  convert(row: TableRow): Converted {
    const values: Record<string, FieldValue> = {}
    const problems: { path: string; problem: CellProblem }[] = []
    const lists = new Map<
      string,
      { readonly target: Target; readonly parts: readonly (Scalar | null)[]; readonly constant: boolean }[]
    >()
    let town: string | null = null
    for (const target of this.#targets) {
      const { path, schema } = target
      const source = this.#sources[path] as Source
      const cell = cellOf(row, source)
      const broken = brokenCell(cell)
      if (broken !== null) {
        problems.push({ path, problem: broken })
        continue
      }
      if (isNothing(cell.text)) continue
      const pieces = target.list === null ? [cell.text] : cell.text.split(PARTS).filter((one) => one.trim() !== '')
      const parts: (Scalar | null)[] = []
      for (const piece of pieces) {
        const read = this.#scalar(schema, { ...cell, text: piece }, source, town)
        if (typeof read === 'object') problems.push({ path, problem: read.problem })
        parts.push(typeof read === 'object' ? null : read)
      }
      if (schema['x-level'] === 'town' && typeof parts[0] === 'string') town = parts[0]
      if (target.list === 'rows') {
        const list = path.split('.')[0] as string
        lists.set(list, [...(lists.get(list) ?? []), { target, parts, constant: 'constant' in source }])
      } else if (!parts.includes(null)) {
        values[path] = target.list === 'texts' ? (parts as string[]) : (parts[0] as Scalar)
      }
    }
    for (const [name, columns] of lists) {
      const rows = rowsOf(columns)
      if (rows === null) problems.push({ path: name, problem: 'uneven' })
      else if (rows.length > 0) values[name] = rows
    }
    return { values, problems }
  }

  #scalar(
    schema: ScalarSchema,
    { text, kind }: Cell,
    source: Source,
    town: string | null,
  ): Scalar | { problem: CellProblem } {
    if (schema.enum !== undefined) return readChoice(text, schema) ?? { problem: 'choice' }
    if (schema.type === 'boolean') return readYesNo(text) ?? { problem: 'yes-no' }
    if (schema.type === 'integer') return readInteger(schema, text, source)
    if (schema['x-widget'] === 'date' || schema['x-identifier'] === 'date' || schema['x-identifier'] === 'past-date')
      return readDate(text) ?? { problem: 'date' }
    if (schema['x-widget'] === 'region' || schema['x-identifier'] === 'region') {
      const found = this.#regions.find(text, (schema['x-level'] ?? 'village') as RegionLevel, town)
      return found.ok ? found.code : { problem: found.problem }
    }
    // A spreadsheet keeps fifteen digits of a number and makes noughts of the rest.
    if (/n/i.test(kind) && text.replace(/[^0-9]/g, '').length > 15) return { problem: 'rounded' }
    return schema['x-widget'] === 'multiline' ? text.trim() : text.trim().replace(/\s*[\r\n\t]+\s*/g, ' ')
  }
}

/** Several persons in one cell: 甲、乙 or one under the other. */
const PARTS = /[、，,；;\r\n]+/

function cellOf(row: TableRow, source: Source): Cell {
  if ('constant' in source) return { text: source.constant, kind: 't' }
  return { text: undefused(row.cells[source.column] ?? ''), kind: kindOf(row, source.column) }
}

/** What people write where there is nothing. */
function isNothing(text: string): boolean {
  return /^[\s\u200b\ufeff/\\\-—–－／]*$/.test(text)
}

function brokenCell({ text, kind }: Cell): CellProblem | null {
  switch (kind.toLowerCase()) {
    case 'e':
      return 'cell-error'
    case 'u':
      return 'not-computed'
    case 'l':
      return 'too-long'
  }
  // Half characters, and signs that no one can see and no paper can show; lines and tabs are put right.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  return /\p{Surrogate}|[\ufffd\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(text) ? 'characters' : null
}

function readInteger(schema: ScalarSchema, text: string, source: Source): number | { problem: CellProblem } {
  const widget = schema['x-widget']
  if (widget === 'area' || widget === 'money') {
    const read = readMeasure(text, widget, source.unit)
    return read.ok ? read.value : { problem: read.problem }
  }
  const written = tidy(text).replace(/年$/, widget === 'year' ? '' : '年')
  const number = readDecimal(written)
  if (number === null) return { problem: 'number' }
  const whole = scaled(number, 1n, 1n)
  if (whole === null) return { problem: 'range' }
  return whole.exact ? whole.value : { problem: 'precision' }
}

/**
 * The rows of a list out of its columns: as many as the cells have parts. A constant stands in each; a cell says as many as the others or nothing. Null
 * when they do not go together.
 */
function rowsOf(
  columns: readonly {
    readonly target: Target
    readonly parts: readonly (Scalar | null)[]
    readonly constant: boolean
  }[],
): Row[] | null {
  const given = columns.filter(({ constant }) => !constant)
  const count = Math.max(0, ...given.map(({ parts }) => parts.length))
  if (given.some(({ parts }) => parts.length !== count)) return null
  return Array.from({ length: count }, (_, i) => {
    const row: Record<string, Scalar> = {}
    for (const { target, parts, constant } of columns) {
      const value = constant ? parts[0] : parts[i]
      if (value !== null && value !== undefined) row[target.path.split('.')[1] as string] = value
    }
    return row
  })
}
