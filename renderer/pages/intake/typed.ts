import { IDENTIFIERS, isIdentifier, WARNINGS } from '../../../shared/contract/identifiers/index.ts'
import type {
  FieldSchema,
  FieldValue,
  FieldValues,
  ServiceDefinition,
  Text,
} from '../../../shared/contract/service/definition.ts'
import { normaliseForm } from '../../../shared/contract/service/normalise.ts'

/** What stands in a field while it is being typed: the text itself, or a tick. */
export type Typed = Readonly<Record<string, string | boolean>>

export interface Read {
  /** As it would be stored; what could not be read is left out. */
  readonly values: FieldValues
  /** Why a text could not be read, beside its field. */
  readonly unread: Readonly<Record<string, Text>>
}

const NOT_AREA: Text = {
  zh: '请填平方米数（整数），或写亩数，如 1200亩',
  en: 'Write whole square metres, or mu such as 1200mu',
}
const NOT_MONEY: Text = {
  zh: '请填金额（元），最多两位小数，如 12000.50',
  en: 'Write yuan with at most two decimals, such as 12000.50',
}
const NOT_NUMBER: Text = { zh: '请填整数', en: 'Write a whole number' }

/** The texts of a form as stored values: areas in m², money in fen, identifiers in their one form, empty texts left out. */
export function readTyped(d: ServiceDefinition, typed: Typed, today: string, county: string): Read {
  const values: Record<string, FieldValue> = {}
  const unread: Record<string, Text> = {}
  for (const [name, field] of Object.entries(d.form.schema.properties)) {
    const given = typed[name]
    if (given === undefined || given === '') continue
    if (typeof given === 'boolean' || field.type !== 'integer') {
      // A tick that is not set is an answer that has not been given.
      if (given !== false) values[name] = given
      continue
    }
    const widget = field['x-widget']
    const number = widget === 'area' ? readArea(given) : widget === 'money' ? readMoney(given) : readInteger(given)
    if (number !== null) values[name] = number
    else if (given.trim() !== '')
      unread[name] = widget === 'area' ? NOT_AREA : widget === 'money' ? NOT_MONEY : NOT_NUMBER
  }
  return { values: normaliseForm(d, values, today, county), unread }
}

/** What is accepted but worth a second look, such as an identity number whose area code is no longer in use; null when nothing is. */
export function warningFor(field: FieldSchema, value: FieldValue | undefined, today: string): Text | null {
  const name = field['x-identifier']
  if (name === undefined || !isIdentifier(name) || typeof value !== 'string') return null
  const checked = IDENTIFIERS[name].check(value, today)
  return checked.ok && checked.warn !== undefined ? WARNINGS[checked.warn] : null
}

/** A stored value as the text that would be typed for it. */
export function toTyped(field: FieldSchema, value: FieldValue): string | boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number' && field['x-widget'] === 'money') return moneyText(value)
  return String(value)
}

/** Full-width characters, blanks and thousands commas put right. */
function tidyNumber(text: string): string {
  return text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[\s\u3000,，]/g, '')
}

export function readInteger(text: string): number | null {
  const tidy = tidyNumber(text)
  if (!/^[0-9]{1,15}$/.test(tidy)) return null
  return Number(tidy)
}

/** Square metres: a whole number, or mu (`1200亩`, `1200.5mu`) at 2000/3 m² each, rounded to the metre. */
export function readArea(text: string): number | null {
  const parts = /^([0-9]{1,12})(?:\.([0-9]{1,4}))?(亩|mu|平方米|m²|m2)?$/i.exec(tidyNumber(text))
  if (parts === null) return null
  const [, whole, fraction = '', unit = ''] = parts
  if (unit !== '亩' && unit.toLowerCase() !== 'mu') return fraction === '' ? Number(whole) : null
  // Ten-thousandths of a mu, so that the decimal is exact.
  const units = Number(whole) * 10_000 + Number(fraction.padEnd(4, '0'))
  return Math.round((units * 2_000) / 30_000)
}

/** Fen: yuan with at most two decimals; `1.2万` counts in ten thousands. */
export function readMoney(text: string): number | null {
  const parts = /^([0-9]{1,12})(?:\.([0-9]{1,6}))?(万)?元?$/.exec(tidyNumber(text))
  if (parts === null) return null
  const [, whole, fraction = '', wan] = parts
  const places = wan === undefined ? 2 : 6
  if (fraction.length > places) return null
  const fen = Number(whole) * 10 ** places + Number(fraction.padEnd(places, '0'))
  return Number.isSafeInteger(fen) ? fen : null
}

/** `12000.50`; whole yuan without decimals. */
export function moneyText(fen: number): string {
  const rest = fen % 100
  return rest === 0 ? String(fen / 100) : `${Math.floor(fen / 100)}.${String(rest).padStart(2, '0')}`
}
