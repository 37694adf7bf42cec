import { regionPath } from '../regions/index.ts'
import type { CaseSource, PaperText, ScalarSchema, ServiceDefinition } from './definition.ts'
import { columnNames, columnsOf, type FieldSchema, isList, type RowSchema } from './form-types.ts'
import { type FieldValue, type FieldValues, isScalar, type Row, rowsOf, type Scalar, textsOf } from './values.ts'

export type Lang = 'zh' | 'en'

/** What a paper says about the case, already in words: local times, names of people and offices. Absent: not known yet. */
export type PaperFacts = Readonly<Partial<Record<CaseSource, string>>>

/** A list on one line is cut after so many elements and each text after so many characters: a paper has an end. */
const SHOWN = { elements: 50, characters: 2000 }

/** One row of a paper: where it comes from, and in words; a list of rows as a small table too. */
export interface PaperLine {
  readonly from: string
  readonly label: string
  readonly value: string
  readonly table?: FieldTable
}

/** The rows of a paper. A row whose value is not known (a field left empty, a date not reached) is left out. */
export function paperLines(
  d: ServiceDefinition,
  paper: PaperText,
  given: { values: FieldValues; facts: PaperFacts },
  lang: Lang,
): PaperLine[] {
  const facts: PaperFacts = { 'service.title': d.title[lang], ...given.facts }
  return paper.rows.flatMap(({ label, from }): PaperLine[] => {
    const line = from.startsWith('field.')
      ? fieldLine(d, from.slice(6), given.values, lang)
      : { value: facts[from as CaseSource] ?? '' }
    return line === null || line.value === '' ? [] : [{ from, label: label[lang], ...line, value: cut(line.value) }]
  })
}

function fieldLine(d: ServiceDefinition, name: string, values: FieldValues, lang: Lang) {
  const { properties } = d.form.schema
  const field = Object.hasOwn(properties, name) ? properties[name] : undefined
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (field === undefined || value === undefined) return null
  const table = tableOf(field, value, lang)
  return { value: showValue(field, value, lang), ...(table === null ? {} : { table }) }
}

/** A list of rows as a small table; '' where nothing was filled in. */
export interface FieldTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A value of a list of rows as a table; null for every other field. */
export function tableOf(field: FieldSchema, value: FieldValue, lang: Lang): FieldTable | null {
  const columns = columnsOf(field)
  if (columns === null) return null
  return {
    columns: cellsOf(columns, {}, lang).map((cell) => cell.title),
    rows: rowsOf(value).map((row) => cellsOf(columns, row, lang).map((cell) => cell.text)),
  }
}

/** A value as people read it: areas with 亩 beside, money in yuan, regions and choices by name, lists on one line. */
export function showValue(field: FieldSchema, value: FieldValue, lang: Lang): string {
  if (isScalar(value)) return isList(field) ? cut(String(value)) : showScalar(field, value, lang)
  const columns = columnsOf(field)
  const items = isList(field) && columns === null ? (field.items as ScalarSchema) : null
  const all =
    columns === null
      ? textsOf(value).map((one) => (items === null ? cut(one) : showScalar(items, one, lang)))
      : rowsOf(value).map((row, i) => `${i + 1}. ${showRow(columns, row, lang)}`)
  return joined(all, lang, columns === null ? COMMA : SEMICOLON)
}

const COMMA = { zh: '、', en: ', ' } as const
const SEMICOLON = { zh: '；', en: '; ' } as const

function joined(all: readonly string[], lang: Lang, by: Readonly<Record<Lang, string>>): string {
  const more = all.length - SHOWN.elements
  const shown = all.slice(0, SHOWN.elements).join(by[lang])
  if (more <= 0) return shown
  return lang === 'zh' ? `${shown}（另有 ${more} 条）` : `${shown} (and ${more} more)`
}

/** The first column names the row; the others stand behind their titles. */
function showRow(columns: RowSchema, row: Row, lang: Lang): string {
  const cells = cellsOf(columns, row, lang).filter(({ text }) => text !== '')
  return cells.map(({ title, text }, i) => (i === 0 ? text : `${title} ${text}`)).join(lang === 'zh' ? '，' : ', ')
}

/** The cells of one row in the order of its columns; '' where nothing was filled in. */
export function cellsOf(columns: RowSchema, row: Row, lang: Lang): { title: string; text: string }[] {
  return columnNames(columns).map((name) => {
    const column = columns.properties[name] as ScalarSchema
    const value = Object.hasOwn(row, name) ? row[name] : undefined
    return { title: column['x-title'][lang], text: value === undefined ? '' : showScalar(column, value, lang) }
  })
}

function showScalar(field: Omit<ScalarSchema, 'x-title'>, value: Scalar, lang: Lang): string {
  if (typeof value === 'boolean') return lang === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no'
  const choice = field['x-choices']
  if (choice !== undefined && Object.hasOwn(choice, String(value)))
    return choice[String(value)]?.[lang] ?? String(value)
  if (typeof value === 'number') {
    if (field['x-widget'] === 'area') return showArea(value, lang)
    if (field['x-widget'] === 'money') return showMoney(value, lang)
    // A year is a name, not a quantity.
    return field['x-widget'] === 'year' ? String(value) : grouped(value)
  }
  return cut(field['x-widget'] === 'region' ? (regionPath(value) ?? value) : value)
}

/** 1 亩 is 2000/3 m²: shown to a hundredth, rounded half up. */
export function showArea(squareMetres: number, lang: Lang): string {
  const hundredths = Math.floor((squareMetres * 3 + 10) / 20)
  const mu = `${grouped(Math.floor(hundredths / 100))}.${String(hundredths % 100).padStart(2, '0')}`
  return lang === 'zh' ? `${grouped(squareMetres)} 平方米（合 ${mu} 亩）` : `${grouped(squareMetres)} m² (${mu} mu)`
}

export function showMoney(fen: number, lang: Lang): string {
  const sign = fen < 0 ? '-' : ''
  const abs = Math.abs(fen)
  const yuan = `${sign}${grouped(Math.floor(abs / 100))}.${String(abs % 100).padStart(2, '0')}`
  return lang === 'zh' ? `${yuan} 元` : `CNY ${yuan}`
}

/** Thousands by commas, without the engine's locale data, which differs between machines. */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:[0-9]{3})+$)/g, ',')
}

function cut(text: string): string {
  // By characters, so that none is torn apart; a text of so many units has at least half as many characters.
  return text.length <= SHOWN.characters
    ? text
    : `${[...text.slice(0, SHOWN.characters * 2)].slice(0, SHOWN.characters).join('')}…`
}
