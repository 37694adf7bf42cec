import type { Read } from '../base/shape.ts'
import { type Body, homeScope, subjectType } from '../ledger/index.ts'
import type { actData, FileData } from './facts.ts'
import type { Author } from './gov.ts'
import type { VoidReason } from './outcome.ts'
import type { CaseRecord, LedgerRecord, SealedRef, SubjectRecord } from './record.ts'
import type { FieldValue, FieldValues, ServiceDefinition, WorkflowAction } from './service/definition.ts'
import { publicFieldsFit } from './service/form.ts'
import { ledgerViolations } from './service/rules.ts'
import { isFinal } from './service/workflow.ts'

/**
 * What an entry would do if its author had seen everything: per record the names that it sets and the record as it would be. Whether it may
 * do so is decided by the heads (X5), in judge-scope.
 */
export interface Plan {
  readonly act: string
  /** The case that this entry opens, or null. */
  readonly opens: string | null
  readonly sets: ReadonlyMap<string, readonly string[]>
  readonly next: ReadonlyMap<string, LedgerRecord>
  readonly mayMerge: boolean
  /** What stands against it on the present state; void only for an author who had seen that state. */
  readonly forbidden: VoidReason | null
}

type ReadRecord = (id: string) => LedgerRecord | undefined

const EMPTY = { heads: [], log: [], disputes: [] } as const

/** The first ledger rule that the case violates on the subject as it stands, as a void reason. */
function brokenRule(
  definition: ServiceDefinition,
  form: FieldValues,
  standing: SubjectRecord | undefined,
  county: string,
): VoidReason | null {
  const bindings = standing === undefined ? { form, county } : { form, subject: standing.fields, county }
  const [rule] = ledgerViolations(definition, bindings)
  return rule === undefined ? null : `rule:${rule.id}`
}

function mayTake(action: WorkflowAction, author: Author): boolean {
  return action.roles.some((role) => (author.roles as readonly string[]).includes(role))
}

/** The one subject that this engine version lets a case concern; a void reason when it is not the service's. */
function subjectOf(definition: ServiceDefinition, entry: Body, scope: string): string | VoidReason | null {
  const others = entry.subj.map((s) => s.id).filter((id) => id !== entry.case)
  const [subject] = others
  if (others.length !== 1 || subject === undefined) return null
  if (subjectType(subject) !== definition.subject.type || !subject.startsWith(`${scope}/`)) return 'subject'
  return patternOf(definition).test(subject) ? subject : 'subject'
}

const patterns = new WeakMap<ServiceDefinition, RegExp>()

/** Compiled once per definition: a memo of pure work, dropped with the definition. */
function patternOf(definition: ServiceDefinition): RegExp {
  const known = patterns.get(definition)
  if (known !== undefined) return known
  const made = new RegExp(definition.subject.id, 'u')
  patterns.set(definition, made)
  return made
}

/** `file`: opens the case, claims the subject or, where the filing itself is final, changes it. */
export function planFile(
  definition: ServiceDefinition,
  data: FileData,
  entry: Body,
  author: Author,
  read: ReadRecord,
  scope: string,
): Plan | VoidReason {
  const action = definition.workflow.actions.find((one) => one.name === 'file')
  if (action === undefined || !mayTake(action, author)) return 'role'
  const wrong = wrongFields(definition, data)
  if (wrong !== null) return wrong
  if (Object.keys(data.sealed).length > 0 !== (entry.commit !== null)) return 'field'
  const subject = subjectOf(definition, entry, scope)
  const opened = entry.case as string
  if (subject === null || subject === 'subject' || !entry.subj.some((s) => s.id === opened && s.heads.length === 0)) {
    return 'subject'
  }
  const standing = read(subject) as SubjectRecord | undefined
  const record: CaseRecord = {
    ...EMPTY,
    t: 'case',
    service: definition.code,
    version: definition.version,
    state: action.to,
    fields: data.fields,
    sealed: data.sealed,
    commit: entry.commit,
    subjects: [subject],
    materials: data.materials,
  }
  const sets = new Map<string, readonly string[]>([
    [opened, ['state', ...Object.keys(data.fields), ...Object.keys(data.sealed)]],
  ])
  const next = new Map<string, LedgerRecord>([[opened, record]])
  let forbidden: VoidReason | null = null
  if (read(opened) !== undefined) forbidden = 'exists'
  else if (definition.subject.mode === 'create' && standing !== undefined) forbidden = 'exists'
  else if (definition.subject.mode === 'change' && standing === undefined) forbidden = 'subject'
  else if (standing !== undefined && standing.disputes.length > 0) forbidden = 'disputed'
  else if (standing !== undefined && standing.pending !== null) forbidden = 'pending'
  else forbidden = brokenRule(definition, data.fields, standing, scope)
  if (action.effects === true) {
    const changed = withEffects(definition, record, standing, subject)
    sets.set(subject, changed.set)
    next.set(subject, changed.next)
  } else if (definition.claims && standing !== undefined) {
    sets.set(subject, ['pending'])
    next.set(subject, { ...standing, pending: opened })
  }
  return { act: 'file', opens: opened, sets, next, mayMerge: definition.merge === 'fields', forbidden }
}

/** `act`: moves a case through its workflow; where the action has effects, the subject changes with it. */
export function planAct(
  definition: ServiceDefinition,
  data: Read<typeof actData>,
  open: CaseRecord,
  entry: Body,
  author: Author,
  read: ReadRecord,
): Plan | VoidReason {
  const action = definition.workflow.actions.find((one) => one.name === data.action)
  if (action === undefined || action.name === 'file') return 'shape'
  if (!mayTake(action, author)) return 'role'
  if (action.reason === 'required' && (data.reason ?? '').trim() === '') return 'shape'
  const name = entry.case as string
  if (!entry.subj.some((s) => s.id === name)) return 'subject'
  const ends = isFinal(definition, action.to)
  const others = entry.subj.map((s) => s.id).filter((id) => id !== name)
  const touches = action.effects === true || (ends && definition.claims)
  // An act names exactly the subjects that it changes, so that the heads say all that it was based on.
  if (others.length !== (touches ? open.subjects.length : 0) || others.some((id) => !open.subjects.includes(id)))
    return 'subject'
  const sets = new Map<string, readonly string[]>([[name, ['state']]])
  const next = new Map<string, LedgerRecord>([[name, { ...open, state: action.to }]])
  let forbidden: VoidReason | null = null
  if (open.disputes.length > 0) forbidden = 'disputed'
  else if (!action.from.includes(open.state)) forbidden = 'state'
  else if (open.log.some((touch) => action.notAuthorOf.includes(touch.act) && touch.by === author.member))
    forbidden = 'author'
  for (const subject of others) {
    const standing = read(subject) as SubjectRecord | undefined
    if (standing === undefined && definition.subject.mode === 'change') return 'subject'
    if (standing !== undefined && standing.disputes.length > 0) forbidden ??= 'disputed'
    if (standing !== undefined && standing.pending !== null && standing.pending !== name) forbidden ??= 'pending'
    if (action.effects === true) {
      const changed = withEffects(definition, open, standing, subject)
      sets.set(subject, ends && definition.claims ? [...changed.set, 'pending'] : changed.set)
      next.set(subject, ends ? { ...changed.next, pending: null } : changed.next)
      forbidden ??= brokenRule(definition, open.fields, standing, homeScope(name))
    } else if (standing !== undefined) {
      sets.set(subject, ['pending'])
      next.set(subject, { ...standing, pending: null })
    }
  }
  return { act: action.name, opens: null, sets, next, mayMerge: definition.merge === 'fields', forbidden }
}

/** [N6] Public fields are those of the form that are not sealed; sealed ones are there as commitments only. */
function wrongFields(definition: ServiceDefinition, data: FileData): VoidReason | null {
  const known = definition.form.schema.properties
  for (const name of Object.keys(data.fields)) {
    if (!Object.hasOwn(known, name) || definition.sealed.includes(name)) return 'field'
  }
  for (const name of Object.keys(data.sealed)) if (!definition.sealed.includes(name)) return 'field'
  if (!publicFieldsFit(definition, data.fields)) return 'field'
  const given = new Set([...Object.keys(data.fields), ...Object.keys(data.sealed)])
  return definition.form.schema.required.every((name) => given.has(name)) ? null : 'field'
}

/** The subject as the case's effects make it, and the names that they set. */
function withEffects(
  definition: ServiceDefinition,
  from: CaseRecord,
  standing: SubjectRecord | undefined,
  subject: string,
): { next: SubjectRecord; set: string[] } {
  const fields: Record<string, FieldValue> = { ...standing?.fields }
  const sealed: Record<string, SealedRef> = { ...standing?.sealed }
  const set: string[] = []
  for (const [name, source] of Object.entries(definition.effects.subject.set)) {
    const value = 'value' in source ? source.value : from.fields[source.name]
    if (value === undefined) continue
    fields[name] = value
    set.push(name)
  }
  for (const [name, field] of Object.entries(definition.effects.subject.sealed)) {
    const h = from.sealed[field]
    if (h === undefined || from.commit === null) continue
    sealed[name] = { h, commit: from.commit, name: field }
    set.push(name)
  }
  const base = standing ?? { ...EMPTY, t: subjectType(subject), pending: null }
  return { next: { ...base, fields, sealed }, set }
}
