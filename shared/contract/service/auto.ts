import type { FieldValues, ServiceDefinition, Text } from './definition.ts'
import { checkForm } from './form.ts'
import { missingMaterials } from './materials.ts'
import { evaluateBool, guardHolds, ledgerViolations, type SubjectFacts } from './rules.ts'

/** What one-click is decided on; the same values give the same decision on every machine, for ever (engine 1). */
export interface AutoGiven {
  /** All values of the case, sealed ones opened. */
  readonly values: FieldValues
  /** Ids of the materials handed in. */
  readonly materials: readonly string[]
  /** Local civil date of the decision. */
  readonly today: string
  readonly county: string
  /**
   * The subjects on record, by part. Without them the rules of the ledger and the guard are left to the ledger, and form rules see parts that hold
   * nothing; a decision that others shall repeat from the payload alone is made without them.
   */
  readonly parts?: Readonly<Record<string, readonly SubjectFacts[]>>
}

export interface AutoDecision {
  readonly approve: boolean
  /** Why not; empty exactly when it approves. Form, materials, record, then the condition of the service. */
  readonly reasons: readonly Text[]
}

/** One-click (秒批): every form rule and every needed material in order, and `auto.when`. */
export function decideAuto(d: ServiceDefinition, given: AutoGiven): AutoDecision {
  const { auto } = d
  const approve = d.workflow.actions.find((action) => action.name === auto?.approve)
  if (auto === null || approve === undefined) return { approve: false, reasons: [NO_AUTO] }
  const { values, materials, today, county, parts } = given
  const reasons: Text[] = []
  const form = checkForm(d, filed(d, values), today, county, { materials, ...(parts === undefined ? {} : { parts }) })
  for (const { field, message } of form) reasons.push(field === null ? message : beside(d, field, message))
  for (const { title } of missingMaterials(d, values, materials, today, county)) {
    reasons.push({ zh: `缺少材料：${title.zh}`, en: `Missing: ${title.en}` })
  }
  if (parts !== undefined) {
    for (const { message } of ledgerViolations(d, values, parts, county)) reasons.push(message)
    if (!guardHolds(d, approve, values, parts, county)) reasons.push(GUARD)
  }
  if (evaluateBool(d, auto.when, { form: values, materials, today, county }) !== true) reasons.push(CONDITION)
  return { approve: reasons.length === 0, reasons }
}

const NO_AUTO: Text = { zh: '本事项不能自动核准', en: 'This service has no approval by rule' }
const GUARD: Text = { zh: '登记簿上的状态不允许核准', en: 'What is on record does not allow it' }
const CONDITION: Text = {
  zh: '不符合自动核准的条件，需人工审核',
  en: 'The conditions of approval by rule do not hold: a person decides',
}

/** The values of the filing; what later actions added is their business. */
function filed(d: ServiceDefinition, values: FieldValues): FieldValues {
  const later = new Set(d.form.sections.flatMap((section) => (section.at === undefined ? [] : section.fields)))
  return Object.fromEntries(Object.entries(values).filter(([name]) => !later.has(name)))
}

function beside(d: ServiceDefinition, field: string, message: Text): Text {
  const name = field.split('.')[0] as string
  const title = Object.hasOwn(d.form.schema.properties, name) ? d.form.schema.properties[name]?.['x-title'] : undefined
  return title === undefined ? message : { zh: `${title.zh}：${message.zh}`, en: `${title.en}: ${message.en}` }
}

/** Longest `reason` of an act (N7), in UTF-16 units. */
const LONGEST = 2000

/** The reasons as the text of the act that leaves the case to a person: whole reasons, and how many more there are. */
export function autoReason(reasons: readonly Text[]): string {
  const all = reasons.map((one) => one.zh)
  const whole = all.join('；')
  if (whole.length <= LONGEST) return whole
  for (let n = all.length - 1; n > 0; n--) {
    const some = `${all.slice(0, n).join('；')}；另有 ${all.length - n} 条`
    if (some.length <= LONGEST) return some
  }
  return `${[...(all[0] ?? '')].slice(0, LONGEST / 2 - 10).join('')}…`
}
