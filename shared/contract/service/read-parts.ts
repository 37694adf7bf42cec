import { fail, ok } from '../../base/result.ts'
import { int, isMap, list, map, type Reader, record, text, where } from '../../base/shape.ts'
import { patternProblem } from './pattern-cost.ts'
import type { FieldValue, Scalar } from './values.ts'

/** Sizes that keep the document inside one entry's body (60 KiB) and every check of it cheap. */
export const MOST = {
  fields: 80,
  columns: 16,
  rows: 50,
  /** Characters of one text value. */
  text: 2000,
  sections: 20,
  subjects: 8,
  /** Subjects that one case may concern; the entry names the case beside them (N1: 16). */
  keys: 12,
  parties: 8,
  materials: 40,
  rules: 64,
  fees: 8,
  states: 32,
  actions: 64,
  effects: 24,
  deadlines: 8,
  /** Of a limit that is counted in them. */
  months: 120,
  numbers: 4,
  paperRows: 40,
  notes: 16,
  notices: 16,
  basis: 12,
  examples: 24,
  expression: 1000,
} as const

export const NAME = /^[a-z][a-zA-Z0-9]{0,39}$/
export const ID = /^[a-z][a-z0-9-]{0,39}$/
/** `field` or `<list>.<column>`. */
export const AT = /^[a-z][a-zA-Z0-9]{0,39}(\.[a-z][a-zA-Z0-9]{0,39})?$/

export const name = text(40, NAME)
export const id = text(40, ID)
export const at = text(81, AT)
export const nonEmpty = (max: number) => text(max, /\S/)
export const words = (max: number) => map({ zh: nonEmpty(max), en: nonEmpty(max) })
export const title = words(200)
export const sentence = words(1000)
export const date = text(10, /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/)

export const pattern = where(text(200), compiles, 'a simple regular expression between ^ and $')

function compiles(source: string): boolean {
  if (!source.startsWith('^') || !source.endsWith('$') || patternProblem(source) !== null) return false
  try {
    new RegExp(source, 'u')
    return true
  } catch {
    return false
  }
}

export const scalar: Reader<Scalar> = (v, path) =>
  typeof v === 'string' ? text(MOST.text)(v, path) : typeof v === 'boolean' ? ok(v) : int(v, path)

const row = record(scalar, MOST.columns, NAME)

/** One value of a form or a subject: a scalar, a list of texts, or a list of rows. */
export const fieldValue: Reader<FieldValue> = (v, path) => {
  if (!Array.isArray(v)) return isMap(v) ? fail('wrong-shape', `${path}: no map`) : scalar(v, path)
  return v.every((one) => typeof one === 'string')
    ? list(text(MOST.text), MOST.rows)(v, path)
    : list(row, MOST.rows)(v, path)
}
