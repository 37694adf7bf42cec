import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Draft } from '../../shared/bridge.ts'
import { makeIntakeNumber } from '../../shared/contract/identifiers/index.ts'
import type { SubjectRecord } from '../../shared/contract/index.ts'
import type { FieldValue, FormProblem, ServiceDefinition } from '../../shared/contract/service/index.ts'
import {
  checkForm,
  isFinal,
  ledgerViolations,
  missingMaterials,
  normaliseForm,
  subjectId,
} from '../../shared/contract/service/index.ts'
import { encode, encodePayload, fieldCommit, type Value } from '../../shared/ledger/index.ts'
import type { Filing } from './api.ts'
import { actionsFor, definitionOf } from './case-views.ts'
import type { ReplicaDatabase } from './database.ts'
import { findCase, findSubject, type Snapshot } from './snapshot.ts'

export type RandomBytes = (length: number) => Uint8Array

/** Everything that stands against a filing: the form, the materials, the subject as it is on record. Empty when it may be filed. */
export async function checkFiling(
  db: ReplicaDatabase,
  now: Snapshot,
  filing: Filing,
  today: string,
): Promise<
  Result<{ definition: ServiceDefinition; values: Readonly<Record<string, FieldValue>>; problems: FormProblem[] }>
> {
  const definition = now.gov.service(filing.service, filing.version, Number.MAX_SAFE_INTEGER)
  if (definition === null) return fail('unknown-service', `${filing.service} ${filing.version}`)
  const values = normaliseForm(definition, filing.values, today)
  const problems = checkForm(definition, values, today, now.office)
  for (const item of missingMaterials(
    definition,
    values,
    filing.materials.map((m) => m.id),
    today,
  )) {
    problems.push({
      field: `material:${item.id}`,
      problem: 'material',
      message: { zh: `缺少材料：${item.title.zh}`, en: `Missing: ${item.title.en}` },
    })
  }
  const subject = subjectId(definition, now.office, values)
  if (subject !== null) {
    const record = await findSubject(db, now, subject)
    const problem = subjectProblem(definition, record)
    if (problem !== null) problems.push({ field: definition.subject.key, ...problem })
    if ((record === null) === (definition.subject.mode === 'create'))
      problems.push(...ledgerProblems(definition, values, record, now.office, problems))
  }
  return ok({ definition, values, problems })
}

/** What the ledger will hold against it (X1); of a field that is missing or wrong as it is, only that is said. */
function ledgerProblems(
  definition: ServiceDefinition,
  values: Readonly<Record<string, FieldValue>>,
  record: SubjectRecord | null,
  county: string,
  known: readonly FormProblem[],
): FormProblem[] {
  const form = Object.fromEntries(Object.entries(values).filter(([name]) => !definition.sealed.includes(name)))
  const bindings = record === null ? { form, county } : { form, subject: record.fields, county }
  return ledgerViolations(definition, bindings)
    .filter(({ field }) => field === undefined || (field in form && !known.some((one) => one.field === field)))
    .map(({ id, field, message }) => ({ field: field ?? null, problem: `rule.${id}`, message }))
}

function subjectProblem(
  definition: ServiceDefinition,
  record: SubjectRecord | null,
): Omit<FormProblem, 'field'> | null {
  if (record === null) {
    return definition.subject.mode === 'create'
      ? null
      : { problem: 'subject.unknown', message: { zh: '登记簿中没有这份合同', en: 'Not on record in this office' } }
  }
  if (definition.subject.mode === 'create') {
    return { problem: 'subject.exists', message: { zh: '登记簿中已有这份合同', en: 'Already on record' } }
  }
  if (record.disputes.length > 0) {
    return {
      problem: 'subject.disputed',
      message: { zh: '该登记事项存在争议，须由主管先行裁定', en: 'In dispute: a supervisor decides first' },
    }
  }
  if (record.pending === null) return null
  const number = record.pending.split('/').at(-1) ?? ''
  return {
    problem: 'subject.pending',
    message: {
      zh: `该合同已有在办业务（收件号 ${number}），办结前不能再次收件`,
      en: `An open case (${number}) concerns this contract`,
    },
  }
}

/** The next intake number of this device today: after the highest that the journal or the replica knows. */
export function nextIntakeNumber(office: string, device: string, day: string, used: Iterable<string>): string {
  const prefix = `${office}${device}${day.replaceAll('-', '')}`
  let highest = -1
  for (const id of used) {
    const number = id.split('/').at(-1) ?? ''
    if (number.startsWith(prefix)) highest = Math.max(highest, Number(number.slice(prefix.length, prefix.length + 4)))
  }
  return makeIntakeNumber({ office, device: Number(device), day, sequence: highest + 1 })
}

/** The draft of a filing: sealed fields committed under fresh salts, the heads as they stand here. */
export async function draftFiling(
  db: ReplicaDatabase,
  now: Snapshot,
  definition: ServiceDefinition,
  values: Readonly<Record<string, FieldValue>>,
  filing: Filing,
  caseId: string,
  random: RandomBytes,
): Promise<Result<Draft>> {
  const subject = subjectId(definition, now.office, values)
  if (subject === null) return fail('form-invalid', 'subject')
  const fields: Record<string, Value> = {}
  const sealed: Record<string, Uint8Array> = {}
  const inPayload: Record<string, { salt: Uint8Array; value: Value }> = {}
  for (const [name, value] of Object.entries(values)) {
    if (!definition.sealed.includes(name)) {
      fields[name] = value
      continue
    }
    const salt = random(32)
    sealed[name] = fieldCommit(salt, value)
    inPayload[name] = { salt, value }
  }
  const readers = now.gov.recipients(now.office, now.height)
  const hasSealed = Object.keys(sealed).length > 0
  if (hasSealed && readers.length === 0) return fail('unknown-key', 'the office has no sealing key')
  const record = await findSubject(db, now, subject)
  const materials = filing.materials.map(({ id, copies, original }) => ({ id, copies, original }))
  const data = { service: definition.code, version: definition.version, fields, sealed, materials }
  return ok({
    kind: 'file',
    scope: [now.office],
    case: caseId,
    subj: bySubject([
      { id: caseId, heads: [] },
      { id: subject, heads: [...(record?.heads ?? [])] },
    ]),
    data: encode(data),
    payload: hasSealed
      ? { clear: encodePayload({ fields: inPayload }), salt: random(32), readers: readers.slice(-16) }
      : null,
  })
}

/** The draft of an act; names the subjects exactly when the act changes them. Codes: not-found, not-allowed. */
export async function draftAct(
  db: ReplicaDatabase,
  now: Snapshot,
  input: { case: string; action: string; reason: string | null },
): Promise<Result<Draft>> {
  const record = await findCase(db, now, input.case)
  if (record === null) return fail('not-found', input.case)
  const definition = definitionOf(now, record)
  if (definition === null) return fail('unknown-service', record.service)
  const action = actionsFor(now, record).find((one) => one.name === input.action)
  if (action === undefined) return fail('not-allowed', input.action)
  const reason = input.reason?.trim() ?? ''
  if (action.reason === 'required' && reason === '') return fail('form-invalid', 'reason')
  const subj: { id: string; heads: Uint8Array[] }[] = [{ id: input.case, heads: [...record.heads] }]
  if (action.effects === true || (definition.claims && isFinal(definition, action.to))) {
    for (const id of record.subjects) {
      const subject = await findSubject(db, now, id)
      subj.push({ id, heads: [...(subject?.heads ?? [])] })
    }
  }
  return ok({
    kind: 'act',
    scope: [now.office],
    case: input.case,
    subj: bySubject(subj),
    data: encode({ action: action.name, reason: reason === '' ? null : reason }),
    payload: null,
  })
}

function bySubject<T extends { id: string }>(list: T[]): T[] {
  return list.sort((a, b) => (a.id < b.id ? -1 : 1))
}
