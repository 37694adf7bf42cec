import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { CaseRecord } from '../../shared/contract/index.ts'
import type { VoidReason } from '../../shared/contract/outcome.ts'
import { fieldsAt } from '../../shared/contract/service/fields-at.ts'
import type {
  Action,
  FieldValue,
  FormProblem,
  ServiceDefinition,
  SubjectPart,
  Text,
} from '../../shared/contract/service/index.ts'
import { checkForm, ledgerViolations, missingMaterials, normaliseForm } from '../../shared/contract/service/index.ts'
import { guardHolds } from '../../shared/contract/service/rules.ts'
import { waitsFor } from '../../shared/contract/waiting.ts'
import { wordsOf } from '../i18n/index.ts'
import type { Acting, Filing } from './api.ts'
import type { ReplicaDatabase } from './database.ts'
import { foreseeAct, foreseeFiling } from './foresee-plan.ts'
import { factsOf, type OnRecord, subjectsOnRecord } from './on-record.ts'
import type { Snapshot } from './snapshot.ts'
import type { Unsealer } from './unseal.ts'

type Values = Readonly<Record<string, FieldValue>>

export interface Checked {
  readonly definition: ServiceDefinition
  readonly values: Values
  readonly problems: FormProblem[]
}

/** Everything that stands against a filing: the form, the materials, the subjects as they are on record. Empty when it may be filed. */
export async function checkFiling(
  db: ReplicaDatabase,
  now: Snapshot,
  unsealer: Unsealer,
  filing: Filing,
  today: string,
): Promise<Result<Checked>> {
  const definition = now.gov.service(filing.service, filing.version, Number.MAX_SAFE_INTEGER)
  if (definition === null) return fail('unknown-service', `${filing.service} ${filing.version}`)
  const values = normaliseForm(definition, filing.values, today, now.office)
  const subjects = await subjectsOnRecord(db, now, unsealer, definition, values)
  const materials = filing.materials.map((m) => m.id)
  const problems = checkForm(definition, values, today, now.office, { parts: factsOf(subjects, true), materials })
  for (const item of missingMaterials(definition, values, materials, today, now.office)) {
    problems.push({
      field: `material:${item.id}`,
      problem: 'material',
      message: { zh: `缺少材料：${item.title.zh}`, en: `Missing: ${item.title.en}` },
    })
  }
  for (const subject of subjects) {
    const problem = subjectProblem(definition, subject, null)
    if (problem !== null) problems.push({ field: subject.part.key.split('.')[0] ?? null, ...problem })
  }
  problems.push(...ledgerProblems(definition, values, subjects, now.office, problems))
  const file = definition.workflow.actions.find((one) => one.name === 'file')
  // Without effects nothing is left that could stand against it.
  if (file?.effects === true && !problems.some(stops)) {
    problems.push(...foreseenProblem(foreseeFiling(now, definition, values, subjects), definition))
  }
  return ok({ definition, values, problems })
}

/** The same for what an action adds to a case or takes back from it: `before` are all its values, opened. */
export async function checkAct(
  db: ReplicaDatabase,
  now: Snapshot,
  unsealer: Unsealer,
  definition: ServiceDefinition,
  record: CaseRecord,
  action: Action,
  { case: own, values: given = {}, takenBack: emptied = [], materials: handed = [] }: Omit<Acting, 'action' | 'reason'>,
  before: Values,
  today: string,
): Promise<{ values: Values; takenBack: string[]; problems: FormProblem[] }> {
  const gone = new Set(emptied.filter((name) => !Object.hasOwn(given, name)))
  const left = Object.fromEntries(Object.entries(before).filter(([name]) => !gone.has(name)))
  const whole = normaliseForm(definition, { ...left, ...given }, today, now.office)
  const values: Record<string, FieldValue> = {}
  for (const name of Object.keys(given)) if (Object.hasOwn(whole, name)) values[name] = whole[name] as FieldValue
  const subjects = await subjectsOnRecord(db, now, unsealer, definition, whole)
  const materials = [...new Set([...record.materials, ...handed].map((m) => m.id))]
  const context = { parts: factsOf(subjects, true), materials, at: action.name }
  const problems = checkForm(definition, whole, today, now.office, context)
  const may = fieldsAt(definition, action)
  for (const name of [...Object.keys(given), ...gone]) {
    if (!may.has(name)) problems.push({ field: name, problem: 'unknown', message: NOT_HERE })
  }
  if (!guardHolds(definition, action, publicOnly(definition, whole), factsOf(subjects, false), now.office)) {
    problems.push({ field: null, problem: 'guard', message: GUARD })
  }
  if (action.effects === true) {
    for (const subject of subjects) {
      const problem = subjectProblem(definition, subject, own)
      if (problem !== null) problems.push({ field: null, ...problem })
    }
    problems.push(...ledgerProblems(definition, whole, subjects, now.office, problems))
  }
  // What was never there needs not be taken back; what is there and sealed to others can be.
  const takenBack = [...gone].filter((n) => Object.hasOwn(record.fields, n) || Object.hasOwn(record.sealed, n))
  if (problems.length === 0) {
    const said = { case: own, values, takenBack }
    problems.push(...foreseenProblem(foreseeAct(now, definition, record, action, said, subjects), definition))
  }
  return { values, takenBack, problems }
}

/** Missing materials do not keep a filing from being taken. */
const stops = ({ problem }: FormProblem) => problem !== 'material'

/** What the ledger would hold against it beside all that has its own words above, such as a burden that is not there. */
function foreseenProblem(reason: VoidReason | null, d: ServiceDefinition): FormProblem[] {
  if (reason === null) return []
  const said = (lang: 'zh' | 'en') =>
    wordsOf(lang).outcome(`void(${reason})`, (id) => d.rules.find((one) => one.id === id)?.message)
  return [{ field: null, problem: `ledger.${reason}`, message: { zh: said('zh'), en: said('en') } }]
}

export const NO_REASON: FormProblem = {
  field: null,
  problem: 'reason',
  message: { zh: '请填写理由', en: 'A reason is needed' },
}
const NOT_HERE: Text = { zh: '这一步不能改这一项', en: 'This step cannot change it' }
const GUARD: Text = {
  zh: '这一件现在不满足办理这一步的条件（见表单内容和登记簿上的状态）',
  en: 'The case does not meet the condition of this action: see its form and what is on record',
}

function publicOnly(definition: ServiceDefinition, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !definition.sealed.includes(name)))
}

/** What the ledger will hold against it (X1); of a field that is missing or wrong as it is, only that is said. */
function ledgerProblems(
  definition: ServiceDefinition,
  values: Values,
  subjects: readonly OnRecord[],
  county: string,
  known: readonly FormProblem[],
): FormProblem[] {
  // As long as a subject is not named, or not on record, that is what stands against it.
  const changed = definition.subjects.filter(({ mode }) => mode === 'change')
  const there = (part: SubjectPart) => subjects.some((one) => one.part === part && one.record !== null)
  const absent = subjects.some(({ part, record }) => part.mode === 'change' && record === null)
  if (absent || !changed.every(there)) return []
  const form = publicOnly(definition, values)
  return ledgerViolations(definition, form, factsOf(subjects, false), county)
    .filter(({ field }) => field === undefined || (field in form && !known.some((one) => one.field === field)))
    .map(({ id, field, message }) => ({ field: field ?? null, problem: `rule.${id}`, message }))
}

/** What stands on record against a case on this subject: `own` is the case itself, null while it is being filed. The same as the ledger asks (X5). */
function subjectProblem(
  d: ServiceDefinition,
  { part, record }: OnRecord,
  own: string | null,
): Omit<FormProblem, 'field'> | null {
  const { zh, en } = part.title
  if (record === null) {
    if (part.mode !== 'change') return null
    return {
      problem: 'subject.unknown',
      message: { zh: `登记簿中没有这一${zh}`, en: `${en}: not on record in this office` },
    }
  }
  if (part.mode === 'lookup') return null
  if (part.mode === 'create') {
    return { problem: 'subject.exists', message: { zh: `登记簿中已有这一${zh}`, en: `${en}: already on record` } }
  }
  if (record.ended !== null) {
    return { problem: 'subject.ended', message: { zh: `这一${zh}已经注销`, en: `${en}: has ended on the register` } }
  }
  if (record.disputes.length > 0 && waitsFor(d, own === null ? 'file' : 'effects')) {
    return {
      problem: 'subject.disputed',
      message: {
        zh: `这一${zh}存在争议，本事项要等主管裁定以后才能办这一步`,
        en: `${en}: in dispute, and this service waits for a supervisor to decide`,
      },
    }
  }
  if (record.pending === null || record.pending === own || !d.claims) return null
  const number = record.pending.split('/').at(-1) ?? ''
  return {
    problem: 'subject.pending',
    message: {
      zh: `这一${zh}已有在办业务（收件号 ${number}），办结前不能再次收件`,
      en: `${en}: an open case (${number}) concerns it`,
    },
  }
}
