import { equal, hex } from '../base/bytes.ts'
import type { Body, Value } from '../ledger/index.ts'
import { applyEffects, burdensMiss, type Changed } from './effects.ts'
import type { ActData, FileData, GivenNumber, HandedIn } from './facts.ts'
import { type CaseForm, formAfter, type Given, publicGiven, seals } from './given.ts'
import type { Author, Gov } from './gov.ts'
import { stepsTaken } from './history.ts'
import { countNumber, numbersId } from './numbers.ts'
import type { VoidReason } from './outcome.ts'
import { casePiece, materialPiece, numberPiece, PIECE } from './pieces.ts'
import type { CaseRecord, LedgerRecord, SubjectRecord } from './record.ts'
import type { Action, FieldValues, ServiceDefinition } from './service/definition.ts'
import { definitionHash } from './service/definition-hash.ts'
import { fieldsAt, filingFields } from './service/fields-at.ts'
import { publicFieldsFit } from './service/form.ts'
import { guardHolds, ledgerViolations, type SubjectFacts } from './service/rules.ts'
import { type NamedSubject, subjectsOf } from './service/subject.ts'
import { authorsBarred, isFinal, namedSubjects } from './service/workflow.ts'
import { barredBy, waitsFor } from './waiting.ts'

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
  /** Records beside those that the entry names, written whatever becomes of the plan: a number that stands on a paper is used up. */
  readonly counts: ReadonlyMap<string, LedgerRecord>
  readonly mayMerge: boolean
  /** What stands against it on the present state; void only for an author who had seen that state. */
  readonly forbidden: VoidReason | null
}

type ReadRecord = (id: string) => LedgerRecord | undefined

/** What judging an entry knows beside the entry. */
export interface Setting {
  readonly gov: Gov
  readonly author: Author
  readonly read: ReadRecord
  readonly scope: string
  readonly h: number
  /** Time of the leaf's block. */
  readonly t: number
  /** [X6] The entry was judged before, and held; a decision adopts it. Its number was counted then, and its case is open. */
  readonly again: boolean
}

const EMPTY = { heads: [], log: [], disputes: [] } as const

/** `file`: opens the case, claims the subjects or, where the filing itself has effects, changes them. */
export function planFile(d: ServiceDefinition, data: FileData, entry: Body, on: Setting): Plan | VoidReason {
  const action = d.workflow.actions.find((one) => one.name === 'file')
  if (action === undefined || !mayTake(action, on.author)) return 'role'
  const form = formAfter(NO_FORM, data, entry)
  const wrong = wrongFields(d, data, form, filingFields(d), []) ?? wrongFiles(d, data, entry, data.materials)
  if (wrong !== null) return wrong
  const id = entry.case as string
  const subjects = subjectsOf(d, on.scope, data.fields)
  if (subjects === null) return 'subject'
  const named = namedSubjects(d, action, subjects)
  if (!namesExactly(entry, id, named) || !entry.subj.some((s) => s.id === id && s.heads.length === 0)) return 'subject'
  const counted = countsOf(d, action, data.number, entry, on)
  if (counted === null) return 'number'
  const opened: CaseRecord = {
    ...EMPTY,
    t: 'case',
    service: d.code,
    version: d.version,
    state: action.to,
    ...form,
    subjects: subjects.map((one) => one.id),
    materials: data.materials,
    numbers: data.number === null ? {} : { file: data.number },
    overruled: null,
  }
  // [X6] The case was opened when the filing was sealed, and may have gone on since; what is adopted is its claim.
  const record = on.again ? ((on.read(id) as CaseRecord | undefined) ?? opened) : opened
  const sets = new Map<string, readonly string[]>()
  const next = new Map<string, LedgerRecord>()
  if (!on.again) {
    next.set(id, record)
    sets.set(id, [PIECE.state, ...Object.keys(data.fields), ...Object.keys(data.sealed), ...numberOf(data, action)])
  }
  const standing = (one: string) => on.read(one) as SubjectRecord | undefined
  // A claim for a case that has ended would never be let go.
  const ended = on.again && d.claims && action.effects !== true && isFinal(d, record.state)
  let forbidden: VoidReason | null = ended ? 'state' : null
  for (const subject of named) forbidden ??= forbiddenOn(d, subject, standing(subject.id), null)
  forbidden ??= brokenRule(d, data.fields, named, standing, on.scope)
  if (action.effects === true) {
    const context = { case: record, id, county: on.scope, action: action.name, number: data.number }
    if (burdensMiss(d, named, standing, context)) forbidden ??= 'burden'
    for (const [one, changed] of applyEffects(d, named, standing, context)) put(sets, next, one, changed)
  } else {
    for (const { id: one } of named) {
      const known = standing(one)
      if (known === undefined) continue
      // A filing that claims nothing still stands in the subject's history, under a name that clashes with no other.
      sets.set(one, [d.claims ? PIECE.pending : casePiece(id)])
      next.set(one, d.claims ? { ...known, pending: id } : known)
    }
  }
  return { act: 'file', opens: id, sets, next, counts: counted, mayMerge: d.merge === 'fields', forbidden }
}

/** `act`: moves a case through its workflow, adds to its form and materials; where the action has effects, the subjects change with it. */
export function planAct(
  d: ServiceDefinition,
  data: ActData,
  open: CaseRecord,
  entry: Body,
  on: Setting,
): Plan | VoidReason {
  const action = d.workflow.actions.find((one) => one.name === data.action)
  if (action === undefined || action.name === 'file') return 'shape'
  const standingOf = mayAct(d, action, data, on)
  if (standingOf !== null) return standingOf
  if (action.reason === 'required' && (data.reason ?? '').trim() === '') return 'shape'
  const form = formAfter(open, data, entry)
  const wrong =
    wrongFields(d, data, form, fieldsAt(d, action), action.needs ?? []) ?? wrongFiles(d, data, entry, data.materials)
  if (wrong !== null) return wrong
  if (action.materials !== true && data.materials.length > 0) return 'field'
  const id = entry.case as string
  const next: CaseRecord = {
    ...open,
    state: action.to,
    ...form,
    materials: withMaterials(open.materials, data.materials),
    numbers: data.number === null ? open.numbers : { ...open.numbers, [action.name]: data.number },
  }
  const subjects = subjectsOf(d, on.scope, open.fields)
  if (subjects === null) return 'subject'
  const touched = namedSubjects(d, action, subjects)
  if (!namesExactly(entry, id, touched)) return 'subject'
  const counted = countsOf(d, action, data.number, entry, on)
  if (counted === null) return 'number'
  const standing = (one: string) => on.read(one) as SubjectRecord | undefined
  const names = [PIECE.state, ...Object.keys(data.fields), ...Object.keys(data.sealed), ...numberOf(data, action)]
  const sets = new Map<string, readonly string[]>([[id, [...names, ...data.materials.map((m) => materialPiece(m.id))]]])
  const made = new Map<string, LedgerRecord>([[id, next]])
  let forbidden = forbiddenAct(d, action, open, next, touched, standing, on)
  if (action.effects === true) {
    for (const subject of touched) forbidden ??= forbiddenOn(d, subject, standing(subject.id), id)
    forbidden ??= brokenRule(d, next.fields, touched, standing, on.scope)
    const context = { case: next, id, county: on.scope, action: action.name, number: data.number }
    if (burdensMiss(d, touched, standing, context)) forbidden ??= 'burden'
    for (const [one, changed] of applyEffects(d, touched, standing, context)) put(sets, made, one, release(changed, id))
  } else {
    // To let go is never forbidden: what has ended or is in dispute must not hold the other subjects of the case for ever.
    for (const { id: one } of touched) {
      const known = standing(one)
      if (known !== undefined) put(sets, made, one, release({ next: known, set: [] }, id))
    }
  }
  return { act: action.name, opens: null, sets, next: made, counts: counted, mayMerge: d.merge === 'fields', forbidden }
}

function put(
  sets: Map<string, readonly string[]>,
  next: Map<string, LedgerRecord>,
  id: string,
  { next: record, set }: Changed,
): void {
  // An effect that sets nothing still happened; a touch without names would read as one in dispute.
  sets.set(id, set.length === 0 ? [PIECE.touched] : set)
  next.set(id, record)
}

/** The claim of the case ends with it. */
function release({ next, set }: Changed, id: string): Changed {
  return next.pending === id ? { next: { ...next, pending: null }, set: [...set, PIECE.pending] } : { next, set }
}

/** A number that an act gives is a piece of the case like its fields. */
function numberOf({ number }: Pick<ActData, 'number'>, action: Action): string[] {
  return number === null ? [] : [numberPiece(action.name)]
}

function mayTake(action: Action, author: Author): boolean {
  return action.roles.some((role) => (author.roles as readonly string[]).includes(role))
}

/** People act in their roles; an executor takes only the two ways of `auto`, and names the definition by which it decided. */
function mayAct(d: ServiceDefinition, action: Action, data: ActData, { author }: Setting): VoidReason | null {
  if (author.key.use !== 'executor') return data.rules !== null ? 'shape' : mayTake(action, author) ? null : 'role'
  if (d.auto === null || (action.name !== d.auto.approve && action.name !== d.auto.otherwise)) return 'role'
  return data.rules !== null && equal(definitionHash(d as unknown as Value), data.rules) ? null : 'definition'
}

function forbiddenAct(
  d: ServiceDefinition,
  action: Action,
  open: CaseRecord,
  next: CaseRecord,
  touched: readonly NamedSubject[],
  standing: (id: string) => SubjectRecord | undefined,
  { author, scope }: Setting,
): VoidReason | null {
  const barred = barredBy(d, action, open)
  if (barred !== null) return barred
  const from = author.key.use === 'executor' ? [d.auto?.from] : action.from
  if (!from.includes(open.state)) return 'state'
  const authors = author.key.use === 'executor' ? [] : authorsBarred(d, action)
  if (open.log.some((touch) => authors.includes(touch.act) && touch.by === author.member)) return 'author'
  if (action.once === true && stepsTaken(open.log).some((touch) => touch.act === action.name)) return 'once'
  return guardHolds(d, action, next.fields, factsOf(d, touched, standing), scope) ? null : 'guard'
}

/** What stands on a subject against this case: `own` is the case itself, whose claim is no hindrance to it. */
function forbiddenOn(
  d: ServiceDefinition,
  { part }: NamedSubject,
  record: SubjectRecord | undefined,
  own: string | null,
): VoidReason | null {
  if (part.mode === 'create') return record === undefined ? null : 'exists'
  if (record === undefined) return 'subject'
  if (record.ended !== null) return 'ended'
  if (record.disputes.length > 0 && waitsFor(d, own === null ? 'file' : 'effects')) return 'disputed'
  // Who claims nothing waits for nobody: a court's seizure takes effect while a transfer is open.
  return d.claims && record.pending !== null && record.pending !== own ? 'pending' : null
}

/** The parts as rules see them: what is on record of the subjects that the entry names. */
function factsOf(
  d: ServiceDefinition,
  subjects: readonly NamedSubject[],
  standing: (id: string) => SubjectRecord | undefined,
): Record<string, SubjectFacts[]> {
  const out: Record<string, SubjectFacts[]> = {}
  for (const { part, id } of subjects) {
    const record = standing(id)
    if (part.mode !== 'change' || record === undefined) continue
    const facts = { fields: record.fields, burdens: record.burdens.map((one) => one.kind) }
    out[part.name] = [...(out[part.name] ?? []), facts]
  }
  return out
}

/** The first ledger rule that the case violates on the subjects as they stand, as a void reason. */
function brokenRule(
  d: ServiceDefinition,
  form: FieldValues,
  subjects: readonly NamedSubject[],
  standing: (id: string) => SubjectRecord | undefined,
  county: string,
): VoidReason | null {
  const [rule] = ledgerViolations(d, form, factsOf(d, subjects, standing), county)
  return rule === undefined ? null : `rule:${rule.id}`
}

function namesExactly(entry: Body, caseId: string, subjects: readonly NamedSubject[]): boolean {
  const wanted = new Set([caseId, ...subjects.map((one) => one.id)])
  return entry.subj.length === wanted.size && entry.subj.every((s) => wanted.has(s.id))
}

function countsOf(
  d: ServiceDefinition,
  action: Action,
  number: GivenNumber | null,
  entry: Body,
  { gov, read, scope, h, t, again }: Setting,
): Map<string, LedgerRecord> | null {
  // A filing goes on without a number when the device has none left; any other action that gives one waits.
  if (again) return new Map()
  if (number === null) {
    return action.name !== 'file' && d.numbers.some((one) => one.at === action.name) ? null : new Map()
  }
  const id = numbersId(scope, number.series, entry.key)
  const next = countNumber(
    gov,
    d,
    action.name,
    number,
    { scope, h, t },
    entry.key,
    read(id) as SubjectRecord | undefined,
  )
  return next === null ? null : new Map([[id, next]])
}

const NO_FORM: CaseForm = { fields: {}, sealed: {} }

/**
 * [N6] Public fields are those of the form that are not sealed; sealed ones are there as commitments only. What filing requires and what the
 * action `needs` is there after the entry, given now or before.
 */
function wrongFields(
  d: ServiceDefinition,
  data: Given,
  after: CaseForm,
  may: ReadonlySet<string>,
  needs: readonly string[],
): VoidReason | null {
  for (const name of Object.keys(data.fields)) if (!may.has(name) || d.sealed.includes(name)) return 'field'
  for (const name of Object.keys(data.sealed)) if (!may.has(name) || !d.sealed.includes(name)) return 'field'
  if (!publicFieldsFit(d, publicGiven(data))) return 'field'
  const needed = [...d.form.schema.required, ...needs]
  return needed.every((n) => Object.hasOwn(after.fields, n) || Object.hasOwn(after.sealed, n)) ? null : 'field'
}

/** [N6] [N9] A payload is there exactly for sealed fields, and every attachment belongs to one material. */
function wrongFiles(d: ServiceDefinition, data: Given, entry: Body, materials: readonly HandedIn[]): VoidReason | null {
  if (seals(data) !== (entry.commit !== null)) return 'field'
  if (new Set(materials.map((m) => m.id)).size !== materials.length) return 'shape'
  if (!materials.every(({ id }) => d.materials.some((known) => known.id === id))) return 'field'
  const named = materials.flatMap((m) => m.files.map(hex))
  const there = new Set(entry.att.map((one) => hex(one.h)))
  return named.length === entry.att.length &&
    named.length === there.size &&
    new Set(named).size === named.length &&
    named.every((h) => there.has(h))
    ? null
    : 'shape'
}

/** Materials that came later stand in place of those with the same id. */
function withMaterials(before: readonly HandedIn[], later: readonly HandedIn[]): readonly HandedIn[] {
  const again = new Set(later.map((m) => m.id))
  return [...before.filter((m) => !again.has(m.id)), ...later]
}
