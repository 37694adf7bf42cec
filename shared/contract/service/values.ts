/** What one box of a form holds. Money in fen, areas in m², dates as `YYYY-MM-DD` at +08:00. */
export type Scalar = string | number | boolean

/** One line of a list, such as a member of a household: column → value. */
export type Row = Readonly<Record<string, Scalar>>

/** What a form field or a subject field can hold: one value, a list of texts, or a list of rows. */
export type FieldValue = Scalar | readonly string[] | readonly Row[]
export type FieldValues = Readonly<Record<string, FieldValue>>

export function isScalar(value: FieldValue): value is Scalar {
  return typeof value !== 'object'
}

/** The rows of a value; none for a scalar or a list of texts. */
export function rowsOf(value: FieldValue | undefined): readonly Row[] {
  return Array.isArray(value) ? value.filter((one): one is Row => typeof one === 'object' && one !== null) : []
}

/** The texts of a value: of a list of texts, or the one text that it is. */
export function textsOf(value: FieldValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

/** What stands at `field` or, in each row, at `<list>.<column>`. */
export function valuesAt(values: FieldValues, path: string): readonly Scalar[] {
  const [name, column] = path.split('.') as [string, string | undefined]
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value === undefined) return []
  if (column === undefined) return isScalar(value) ? [value] : textsOf(value)
  return rowsOf(value).flatMap((row) => (Object.hasOwn(row, column) ? [row[column] as Scalar] : []))
}
