import { isDate } from './expression-dates.ts'
import type { RowSchema } from './form-types.ts'

/**
 * What the parts of an expression are. Sizes come along because they bound the work: `units` are UTF-16 units of a text at most, `items`
 * elements of a list at most.
 */
export type Type =
  | { readonly is: 'bool' }
  | { readonly is: 'int' }
  | TextType
  | ListType
  | RowType
  /** A field of the record: another service may have set it, and nobody here knows as what. */
  | { readonly is: 'any'; readonly units: number; readonly items: number }

export interface TextType {
  readonly is: 'text'
  readonly units: number
  readonly means?: 'date' | 'id'
  /** The only values that it can have. */
  readonly choices?: readonly string[]
  /** It is this very text. */
  readonly constant?: string
}

export interface ListType {
  readonly is: 'list'
  readonly items: number
  readonly of: Type
  /** The texts of a list that is written out. */
  readonly constants?: readonly string[]
}

/** A row of a list; `sure` are the columns that are there beyond those that each row needs. */
export interface RowType {
  readonly is: 'row'
  readonly columns: RowSchema
  readonly sure: ReadonlySet<string>
}

export const BOOL: Type = { is: 'bool' }
export const INT: Type = { is: 'int' }
export const DATE: TextType = { is: 'text', units: 10, means: 'date' }

export function text(units: number): TextType {
  return { is: 'text', units }
}

export function constantText(constant: string): TextType {
  return { is: 'text', units: constant.length, constant, ...(isDate(constant) ? { means: 'date' } : {}) }
}

const WORDS: Readonly<Record<Type['is'], string>> = {
  bool: 'true or false',
  int: 'an integer',
  text: 'a text',
  list: 'a list',
  row: 'a row',
  any: 'a field of the record',
}

export function wordsFor(type: Type): string {
  return WORDS[type.is]
}

export function isScalarType(type: Type): boolean {
  return type.is !== 'list' && type.is !== 'row'
}

/** May a value of this type stand where `want` is needed? A field of the record may be anything. */
export function fits(type: Type, want: Type['is']): boolean {
  return type.is === want || type.is === 'any'
}

/** Units of a text, or of the text that it may be. */
export function unitsOf(type: Type): number {
  return type.is === 'text' || type.is === 'any' ? type.units : 0
}

/** Elements of a list, or of the list that it may be. */
export function itemsOf(type: Type): number {
  return type.is === 'list' || type.is === 'any' ? type.items : 0
}

/** The type of what is one or the other; null when nothing is both. */
export function either(a: Type, b: Type): Type | null {
  if (!isScalarType(a) || !isScalarType(b)) return null
  if (a.is === 'any' || b.is === 'any') {
    const units = Math.max(unitsOf(a), unitsOf(b))
    return { is: 'any', units, items: Math.max(itemsOf(a), itemsOf(b)) }
  }
  if (a.is === 'text' && b.is === 'text') {
    const units = Math.max(a.units, b.units)
    return a.means !== undefined && a.means === b.means ? { is: 'text', units, means: a.means } : text(units)
  }
  return a.is === b.is ? a : null
}
