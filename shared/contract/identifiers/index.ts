import { caseNumber } from './case-number.ts'
import { cnId } from './cn-id.ts'
import { date, pastDate } from './date.ts'
import { intakeNumber } from './intake-number.ts'
import { matterCode } from './matter-code.ts'
import { name } from './name.ts'
import { orgCode } from './org-code.ts'
import { phone } from './phone.ts'
import { realtyUnit } from './realty-unit.ts'
import { region } from './region.ts'
import type { Check } from './result.ts'
import { uscc } from './uscc.ts'

export { cnIdCheckDigit } from './cn-id.ts'
export { makeIntakeNumber } from './intake-number.ts'
export { parcelOf } from './realty-unit.ts'
export { type Check, type Checked, PROBLEMS, type Problem, WARNINGS, type Warning } from './result.ts'

export interface Identifier {
  readonly title: { readonly zh: string; readonly en: string }
  readonly check: Check
}

/** What a form's JSON Schema may name under `x-identifier`. */
export const IDENTIFIERS = {
  'cn-id': { title: { zh: '公民身份号码', en: 'Identity number' }, check: cnId },
  uscc: { title: { zh: '统一社会信用代码', en: 'Unified social credit code' }, check: uscc },
  'org-code': { title: { zh: '组织机构代码', en: 'Organisation code' }, check: orgCode },
  region: { title: { zh: '行政区划代码', en: 'Administrative division' }, check: region },
  'realty-unit': { title: { zh: '不动产单元代码', en: 'Real estate unit code' }, check: realtyUnit },
  'matter-code': { title: { zh: '事项实施编码', en: 'Service item code' }, check: matterCode },
  'case-number': { title: { zh: '办件编号', en: 'Case number' }, check: caseNumber },
  'intake-number': { title: { zh: '收件号', en: 'Filing number' }, check: intakeNumber },
  name: { title: { zh: '姓名', en: 'Name' }, check: name },
  phone: { title: { zh: '电话', en: 'Telephone' }, check: phone },
  date: { title: { zh: '日期', en: 'Date' }, check: date },
  'past-date': { title: { zh: '日期（不晚于今天）', en: 'Date, not after today' }, check: pastDate },
} as const satisfies Record<string, Identifier>

export type IdentifierName = keyof typeof IDENTIFIERS

export function isIdentifier(text: string): text is IdentifierName {
  return Object.hasOwn(IDENTIFIERS, text)
}
