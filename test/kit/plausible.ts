import { columnsOf, type FieldSchema, isList, type ScalarSchema } from '../../shared/contract/service/form-types.ts'
import type { ServiceDefinition } from '../../shared/contract/service/index.ts'
import type { FieldValue, Scalar } from '../../shared/contract/service/values.ts'

/**
 * A value that fits a field, for forms that a test fills in: out of the definition's examples where one has it, else made up. `chance` picks
 * among what there is (0 … below n).
 */
export function plausible(d: ServiceDefinition, name: string, chance: (n: number) => number): FieldValue {
  const field = d.form.schema.properties[name] as FieldSchema
  const known = d.examples.flatMap(({ values }) => (values[name] === undefined ? [] : [values[name] as FieldValue]))
  if (known.length > 0) return known[chance(known.length)] as FieldValue
  if (!isList(field)) return scalar(field, chance)
  const columns = columnsOf(field)
  if (columns === null) return [String(scalar(field.items as ScalarSchema, chance))]
  return [
    Object.fromEntries(columns.required.map((one) => [one, scalar(columns.properties[one] as ScalarSchema, chance)])),
  ]
}

const BY_IDENTIFIER: Readonly<Record<string, string>> = {
  'cn-id': '11010519491231002X',
  uscc: '91350100M000100Y43',
  name: '才仁卓玛',
  phone: '13800000000',
  region: '632723103200',
}
const DATES = ['2026-10-09', '2026-11-02', '2026-11-20', '2026-12-20']

function scalar(field: ScalarSchema, chance: (n: number) => number): Scalar {
  if (field.type === 'boolean') return typeof field.const === 'boolean' ? field.const : chance(2) === 0
  if (field.type === 'integer') return Math.max(field.minimum ?? 0, Math.min(field.maximum ?? 1, chance(3)))
  if (field.enum !== undefined) return field.enum[chance(field.enum.length)] as string
  const identifier = field['x-identifier'] ?? ''
  if (identifier.endsWith('date')) return DATES[chance(DATES.length)] as string
  const filler = '测试内容'.repeat(Math.ceil((field.minLength ?? 1) / 4))
  return BY_IDENTIFIER[identifier] ?? (field.pattern === undefined ? filler : '1')
}
