import { regionPath } from '../regions/index.ts'
import type { CaseSource, FieldSchema, FieldValue, FieldValues, PaperText, ServiceDefinition } from './definition.ts'

export type Lang = 'zh' | 'en'

/** What a paper says about the case, already in words: local times, names of people and offices. Absent: not known yet. */
export type PaperFacts = Readonly<Partial<Record<CaseSource, string>>>

/** The rows of a paper. A row whose value is not known (a field left empty, a date not reached) is left out. */
export function paperLines(
  d: ServiceDefinition,
  paper: PaperText,
  given: { values: FieldValues; facts: PaperFacts },
  lang: Lang,
): { label: string; value: string }[] {
  const facts: PaperFacts = { 'service.title': d.title[lang], ...given.facts }
  const out: { label: string; value: string }[] = []
  for (const { label, from } of paper.rows) {
    const value = from.startsWith('field.')
      ? fieldText(d, from.slice(6), given.values, lang)
      : facts[from as CaseSource]
    if (value !== undefined && value !== '') out.push({ label: label[lang], value })
  }
  return out
}

function fieldText(d: ServiceDefinition, name: string, values: FieldValues, lang: Lang): string | undefined {
  const field = d.form.schema.properties[name]
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  return field === undefined || value === undefined ? undefined : showValue(field, value, lang)
}

/** A value as people read it: areas with 亩 beside, money in yuan, regions and choices by name. */
export function showValue(field: FieldSchema, value: FieldValue, lang: Lang): string {
  if (typeof value === 'boolean') return lang === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no'
  if (typeof value === 'number') {
    if (field['x-widget'] === 'area') return showArea(value, lang)
    return field['x-widget'] === 'money' ? showMoney(value, lang) : grouped(value)
  }
  const choice = field['x-choices']
  if (choice !== undefined && Object.hasOwn(choice, value)) return choice[value]?.[lang] ?? value
  return field['x-widget'] === 'region' ? (regionPath(value) ?? value) : value
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
