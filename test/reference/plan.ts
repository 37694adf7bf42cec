import { hex } from '../../shared/base/bytes.ts'
import type { Reader } from '../../shared/base/shape.ts'
import {
  type ActData,
  actData,
  type FileData,
  fileData,
  type GivenNumber,
  type HandedIn,
} from '../../shared/contract/facts.ts'
import type { Author, Gov } from '../../shared/contract/gov.ts'
import type { VoidReason } from '../../shared/contract/outcome.ts'
import {
  type CaseRecord,
  type Dispute,
  isCase,
  type LedgerRecord,
  newSubject,
  type SealedField,
  type SubjectRecord,
} from '../../shared/contract/record.ts'
import { definitionHash } from '../../shared/contract/service/definition-hash.ts'
import { fitsSchema } from '../../shared/contract/service/field-check.ts'
import { fieldsAt } from '../../shared/contract/service/fields-at.ts'
import type { Action, FieldValue, ServiceDefinition } from '../../shared/contract/service/index.ts'
import { numberingAt } from '../../shared/contract/service/number-text.ts'
import { type NamedSubject, subjectsOf } from '../../shared/contract/service/subject.ts'
import { namedSubjects, touchesSubjects } from '../../shared/contract/service/workflow.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import { type Body, subjectType } from '../../shared/ledger/index.ts'
import { effects } from './effects.ts'
import { isOf, put, type Records, sortedTexts } from './records.ts'

export type CaseForm = Pick<CaseRecord, 'fields' | 'sealed'>

/** What an entry says, as it was signed, or as the record of its dispute keeps it (which knows of no attachments). */
export type Said = Pick<Body, 'kind' | 'case' | 'data' | 'commit' | 'key'> & {
  readonly subj: Dispute['subj']
  readonly att: Body['att'] | null
}

export interface Where {
  readonly gov: Gov
  readonly scope: string
  /** Height and time of the leaf's block. */
  readonly h: number
  readonly t: number
  readonly read: Records
  readonly author: Author
}

export interface Plan {
  readonly d: ServiceDefinition
  readonly action: Action
  readonly case: string
  readonly opens: boolean
  readonly form: CaseForm
  /** All subjects of the case, and those that the entry names. */
  readonly subjects: readonly NamedSubject[]
  readonly named: readonly NamedSubject[]
  /** What would be on record, and the names that it sets there. */
  readonly after: ReadonlyMap<string, LedgerRecord>
  readonly sets: ReadonlyMap<string, readonly string[]>
  readonly number: readonly [id: string, record: SubjectRecord] | null
  readonly burdenMisses: boolean
}

const read = <T>(reader: Reader<T>, data: unknown): T | null => {
  const r = reader(data, '')
  return r.ok ? r.value : null
}

/** [Judging 3] "What the entry would do, by the service definition." `adopting` is Deciding 4: its number was counted and its case opened before. */
export function plan(said: Said, where: Where, adopting = false): Plan | VoidReason {
  const isFile = said.kind === 'file'
  const data: FileData | ActData | null = isFile ? read(fileData, said.data) : read(actData, said.data)
  if (data === null) return 'shape'
  if (said.case === null || subjectType(said.case) !== 'case' || !isOf(where.scope, said.case)) return 'case'
  const there = where.read(said.case)
  if (!isFile && (there === undefined || !isCase(there))) return 'case'
  const kase = there !== undefined && isCase(there) ? there : null
  const pinned = isFile ? (data as FileData) : (kase as CaseRecord)
  const d = where.gov.service(pinned.service, pinned.version, where.h)
  if (d === null) return 'service'
  return planned(d, data, kase, { ...said, case: said.case }, where, adopting)
}

function planned(
  d: ServiceDefinition,
  data: FileData | ActData,
  kase: CaseRecord | null,
  said: Said & { readonly case: string },
  where: Where,
  adopting: boolean,
): Plan | VoidReason {
  const act = said.kind === 'act' ? (data as ActData) : null
  const name = act?.action ?? 'file'
  const action = d.workflow.actions.find((one) => one.name === name)
  if (action === undefined || (act !== null && name === 'file')) return 'shape'
  const unfit = mayAct(d, action, act, where)
  if (unfit !== null) return unfit
  if (act !== null && action.reason === 'required' && (act.reason ?? '').trim() === '') return 'shape'
  const before: CaseForm = act === null || kase === null ? { fields: {}, sealed: {} } : kase
  const form = formAfter(before, data, said.commit)
  if (!fieldsFit(d, action, data, form, said.commit)) return 'field'
  if (new Set(data.materials.map(({ id }) => id)).size < data.materials.length) return 'shape'
  if (!data.materials.every(({ id }) => d.materials.some((one) => one.id === id))) return 'field'
  if (!attachmentsFit(data.materials, said.att)) return 'shape'
  if (act !== null && data.materials.length > 0 && action.materials !== true) return 'field'
  const subjects = subjectsOf(d, where.scope, form.fields)
  if (subjects === null) return 'subject'
  const named = namedSubjects(d, action, subjects)
  const want = sortedTexts([said.case, ...named.map(({ id }) => id)])
  if (said.subj.map(({ id }) => id).join('\n') !== want.join('\n')) return 'subject'
  if (act === null && said.subj.some(({ id, heads }) => id === said.case && heads.length > 0)) return 'subject'
  const number = adopting ? null : numberAfter(d, action, data.number, said, where)
  if (typeof number === 'string') return number
  const base = { d, action, case: said.case, opens: act === null && !adopting, form, subjects, named, number }
  return { ...base, ...changes(d, action, data, kase, said, where, base) }
}

/** [Judging 3] `role`, and X9 for what an executor may do. */
function mayAct(d: ServiceDefinition, action: Action, act: ActData | null, { author, gov }: Where): VoidReason | null {
  if (author.key.use !== 'executor' && act !== null && act.rules !== null) return 'shape'
  if (author.key.use !== 'executor') return action.roles.some((role) => author.roles.includes(role)) ? null : 'role'
  if (d.auto === null || (action.name !== d.auto.approve && action.name !== d.auto.otherwise)) return 'role'
  const fact = gov.get(`service/${d.code}/${d.version}`) as {
    readonly definition: Parameters<typeof definitionHash>[0]
  }
  if (act === null || act.rules === null || hex(act.rules) !== hex(definitionHash(fact.definition))) return 'definition'
  return null
}

/** [N9] A file that no material names or two do, that `att` names twice or not at all. */
function attachmentsFit(materials: readonly HandedIn[], att: Body['att'] | null): boolean {
  if (att === null) return true
  const named = materials.flatMap(({ files }) => files.map(hex)).sort()
  const there = att.map(({ h }) => hex(h)).sort()
  return new Set(named).size === named.length && named.join() === there.join()
}

/** [N6] What an act gives stands in place of what was there; what it takes back is there no more. */
function formAfter(before: CaseForm, data: Pick<ActData, 'fields' | 'sealed'>, commit: Uint8Array | null): CaseForm {
  const fields: Record<string, FieldValue> = { ...before.fields }
  const sealed: Record<string, SealedField> = { ...before.sealed }
  for (const [name, value] of Object.entries(data.fields)) {
    if (value === null) delete fields[name]
    else fields[name] = value
  }
  for (const [name, h] of Object.entries(data.sealed)) {
    if (h === null || commit === null) delete sealed[name]
    else sealed[name] = { h, commit }
  }
  return { fields, sealed }
}

/** [Judging 3] `field`. */
function fieldsFit(
  d: ServiceDefinition,
  action: Action,
  data: Pick<ActData, 'fields' | 'sealed'>,
  form: CaseForm,
  commit: Uint8Array | null,
): boolean {
  const may = fieldsAt(d, action)
  for (const [name, value] of Object.entries(data.fields)) {
    const field = Object.hasOwn(d.form.schema.properties, name) ? d.form.schema.properties[name] : undefined
    if (!may.has(name) || field === undefined || d.sealed.includes(name)) return false
    if (value !== null && !fitsSchema(field, value)) return false
  }
  if (!Object.keys(data.sealed).every((name) => may.has(name) && d.sealed.includes(name))) return false
  const needed = [...d.form.schema.required, ...(action.needs ?? [])]
  if (!needed.every((name) => Object.hasOwn(form.fields, name) || Object.hasOwn(form.sealed, name))) return false
  return (commit !== null) === Object.values(data.sealed).some((h) => h !== null)
}

const DAY = 86_400_000
const LAST_DAY = Date.UTC(9999, 11, 30) - 8 * 3_600_000

/** [N10] The count after this number; null where there is none, `number` where it may not be. */
function numberAfter(
  d: ServiceDefinition,
  action: Action,
  given: GivenNumber | null,
  { key }: Said,
  { gov, scope, h, t, read: records }: Where,
): Plan['number'] | 'number' {
  const numbering = numberingAt(d, action.name)
  if (given === null) return numbering === null || action.name === 'file' ? null : 'number'
  if (numbering === null || given.series !== numbering.series) return 'number'
  const length = numbering.period === 'year' ? 4 : 8
  const latest = civilDate(Math.min(t, LAST_DAY) + DAY)
    .replaceAll('-', '')
    .slice(0, length)
  if (given.period.length !== length || given.period > latest) return 'number'
  if (String(given.n).length > numbering.digits) return 'number'
  const blocks = gov.numbers(scope, given.series, h).filter((block) => hex(block.key) === hex(key))
  if (!blocks.some(({ from, to }) => from <= given.n && given.n <= to)) return 'number'
  const id = `${scope}/numbers/${given.series}-${hex(key).slice(0, 32)}`
  const last = records(id)?.fields as { readonly period: string; readonly n: number } | undefined
  if (last !== undefined && (given.period < last.period || (given.period === last.period && given.n <= last.n))) {
    return 'number'
  }
  return [id, { ...newSubject('numbers'), fields: { period: given.period, n: given.n } }]
}

/** [Judging 3] "It opens the case …", "It sets `:state` …", and what becomes of the subjects. */
function changes(
  d: ServiceDefinition,
  action: Action,
  data: FileData | ActData,
  kase: CaseRecord | null,
  said: Said & { readonly case: string },
  { scope, read: records }: Where,
  { opens, form, subjects, named }: Pick<Plan, 'opens' | 'form' | 'subjects' | 'named'>,
): Pick<Plan, 'after' | 'sets' | 'burdenMisses'> {
  const after = new Map<string, LedgerRecord>()
  const sets = new Map<string, readonly string[]>()
  const isFile = said.kind === 'file'
  if (opens || !isFile) {
    const base: CaseRecord = isFile ? newCase(data as FileData, action, subjects) : (kase as CaseRecord)
    let record: CaseRecord = { ...base, ...form, state: action.to }
    const set = [':state', ...Object.keys(data.fields), ...Object.keys(data.sealed)]
    const others = record.materials.filter(({ id }) => !data.materials.some((one) => one.id === id))
    record = { ...record, materials: [...others, ...data.materials] }
    if (!isFile) set.push(...data.materials.map((one) => `material:${one.id}`))
    if (data.number !== null) {
      record = put(record, `number:${action.name}`, { ...data.number })
      set.push(`number:${action.name}`)
    }
    after.set(said.case, record)
    sets.set(said.case, sortedTexts(set))
  }
  const at = ({ id }: NamedSubject) => records(id) as SubjectRecord | undefined
  const drawn = { d, scope, case: said.case, action: action.name, form, number: data.number }
  const made = action.effects === true ? effects(drawn, named, at) : null
  for (const one of named) {
    const { id } = one
    let record = made?.records.get(id) ?? at(one) ?? newSubject(one.part.type)
    const set = new Set(made?.sets.get(id))
    if (isFile && made === null) {
      if (d.claims) record = { ...record, pending: said.case }
      set.add(d.claims ? ':pending' : `case:${said.case}`)
    } else if (!isFile && touchesSubjects(d, action) && record.pending === said.case) {
      record = { ...record, pending: null }
      set.add(':pending')
    }
    if (set.size === 0) set.add(':touched')
    after.set(id, record)
    sets.set(id, sortedTexts(set))
  }
  return { after, sets, burdenMisses: made?.burdenMisses === true }
}

function newCase({ service, version }: FileData, action: Action, subjects: readonly NamedSubject[]): CaseRecord {
  return {
    ...{ t: 'case', heads: [], log: [], disputes: [], fields: {}, sealed: {}, service, version },
    ...{ state: action.to, subjects: subjects.map(({ id }) => id), materials: [], numbers: {}, overruled: null },
  }
}
