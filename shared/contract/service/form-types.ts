import type { Text } from './text.ts'
import type { Scalar } from './values.ts'

export const WIDGETS = ['text', 'multiline', 'choice', 'date', 'area', 'money', 'region', 'checkbox', 'year'] as const
export type Widget = (typeof WIDGETS)[number]

/** What every property says to people, under `x-` keys. */
export interface FieldHints {
  readonly 'x-title': Text
  readonly 'x-help'?: Text
  readonly 'x-widget'?: Widget
  /** A name of the registry in `contract/identifiers`. */
  readonly 'x-identifier'?: string
  /** For `region`: how far down to choose. */
  readonly 'x-level'?: 'county' | 'town' | 'village'
  /** Label per value of `enum`. */
  readonly 'x-choices'?: Readonly<Record<string, Text>>
  /** `<part>.<subject field>` from which the field is filled in beforehand; the field is public or sealed there. */
  readonly 'x-subject'?: string
  /** CEL over `form`, `today`, `county`: the field is there only while this holds. Such a field is not in `required`. */
  readonly 'x-when'?: string
  /** With `x-when`: needed while it is there. */
  readonly 'x-required'?: true
  /** Shown in the middle of a long form as a wide box. */
  readonly 'x-wide'?: true
}

/** A box: text of bounded length, an integer, or yes and no. */
export interface ScalarSchema extends FieldHints {
  readonly type: 'string' | 'integer' | 'boolean'
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly enum?: readonly Scalar[]
  readonly const?: Scalar
  readonly minimum?: number
  readonly maximum?: number
}

/** A column of a list of rows; columns are scalars and know no `x-when` and no `x-subject`. */
export interface RowSchema {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, ScalarSchema>>
  readonly required: readonly string[]
  readonly additionalProperties: false
}

/** A list: of texts, or of flat rows such as the members of a household. */
export interface ListSchema extends FieldHints {
  readonly type: 'array'
  readonly items: Omit<ScalarSchema, 'x-title'> | RowSchema
  readonly minItems?: number
  readonly maxItems: number
}

export type FieldSchema = ScalarSchema | ListSchema

export interface FormSchema {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, FieldSchema>>
  /** Needed to file. */
  readonly required: readonly string[]
  readonly additionalProperties: false
}

export interface FormSection {
  readonly title: Text
  readonly fields: readonly string[]
  /** Actions at which these fields are filled in, in place of the filing; their fields are not in `required`. */
  readonly at?: readonly string[]
}

export function isList(field: FieldSchema): field is ListSchema {
  return field.type === 'array'
}

/** The columns of a list of rows; null for everything else. */
export function columnsOf(field: FieldSchema | undefined): RowSchema | null {
  return field !== undefined && isList(field) && field.items.type === 'object' ? (field.items as RowSchema) : null
}

/**
 * The columns of a row in the order in which they are shown: the required ones as `required` lists them, then the others by name. The order of
 * `properties` says nothing, since a definition comes off the ledger with its keys sorted (E1).
 */
export function columnNames({ properties, required }: RowSchema): string[] {
  const others = Object.keys(properties).filter((name) => !required.includes(name))
  return [...required, ...others.sort()]
}
