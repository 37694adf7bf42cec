import type { ScalarSchema } from '../../../shared/contract/service/definition.ts'
import { readDecimal, scaled, tidy } from './decimal.ts'

/** What the numbers of a column count. Areas are stored in square metres, money in fen. */
export const AREA_UNITS = ['mu', 'm2', 'ha'] as const
export const MONEY_UNITS = ['yuan', 'wan', 'fen'] as const
export type Unit = (typeof AREA_UNITS)[number] | (typeof MONEY_UNITS)[number]

/** The units that a field may be given in; none for a field that is no measure. */
export function unitsOf(field: Pick<ScalarSchema, 'type' | 'x-widget'>): readonly Unit[] {
  if (field.type !== 'integer') return []
  return field['x-widget'] === 'area' ? AREA_UNITS : field['x-widget'] === 'money' ? MONEY_UNITS : []
}

/** One mu is 2000/3 m². */
const FACTORS: Record<Unit, readonly [bigint, bigint]> = {
  mu: [2000n, 3n],
  m2: [1n, 1n],
  ha: [10_000n, 1n],
  yuan: [100n, 1n],
  wan: [1_000_000n, 1n],
  fen: [1n, 1n],
}

const AREA_NAMES: readonly (readonly [RegExp, Unit])[] = [
  [/^(?:平方米|平米|m2|m²|㎡)$/i, 'm2'],
  [/^(?:亩|mu)$/i, 'mu'],
  [/^(?:公顷|ha|hm2|hm²)$/i, 'ha'],
]
const MONEY_NAMES: readonly (readonly [RegExp, Unit])[] = [
  [/^(?:万元?|万圆)$/, 'wan'],
  [/^(?:元|圆|元整|yuan|rmb|cny)$/i, 'yuan'],
  [/^(?:分|fen)$/i, 'fen'],
]

export type Measured =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: 'number' | 'unit' | 'precision' | 'range' }

/**
 * A measure as it is stored. A unit that stands in the cell goes before the column's. Areas are rounded to the metre; money is not: less than a fen is
 * a mistake.
 */
export function readMeasure(text: string, kind: 'area' | 'money', unit: Unit | null): Measured {
  const parts = /^[¥￥]?(-?[0-9][0-9.,]*)(.*)$/.exec(tidy(text))
  const number = parts === null ? null : readDecimal(parts[1] as string)
  if (parts === null || number === null) return { ok: false, problem: 'number' }
  const suffix = parts[2] as string
  const names = kind === 'area' ? AREA_NAMES : MONEY_NAMES
  const own = suffix === '' ? unit : (names.find(([name]) => name.test(suffix))?.[1] ?? null)
  if (own === null) return { ok: false, problem: suffix === '' ? 'unit' : 'number' }
  const stored = scaled(number, ...FACTORS[own])
  if (stored === null) return { ok: false, problem: 'range' }
  if (kind === 'money' && !stored.exact) return { ok: false, problem: 'precision' }
  return { ok: true, value: stored.value }
}

/** The unit that a title names: `面积（亩）`, `金额/万元`. */
export function unitInTitle(title: string, units: readonly Unit[]): Unit | null {
  const text = title.toLowerCase()
  const found = units.filter((unit) => WORDS[unit].some((word) => text.includes(word)))
  // 万元 has 元 in it, and 平方米 nothing of the others.
  return found.includes('wan') ? 'wan' : found.length === 1 ? (found[0] as Unit) : null
}

const WORDS: Record<Unit, readonly string[]> = {
  mu: ['亩', '(mu)', '（mu）'],
  m2: ['平方米', '㎡', 'm2', 'm²', '平米'],
  ha: ['公顷', 'hm', '(ha)', '（ha）'],
  yuan: ['元'],
  wan: ['万元'],
  fen: ['(分)', '（分）'],
}
