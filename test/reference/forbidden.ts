import type { VoidReason } from '../../shared/contract/outcome.ts'
import { type CaseRecord, isCase, type SubjectRecord } from '../../shared/contract/record.ts'
import { filingFields } from '../../shared/contract/service/fields-at.ts'
import type { Action, ServiceDefinition } from '../../shared/contract/service/index.ts'
import { guardHolds, ledgerViolations, type SubjectFacts } from '../../shared/contract/service/rules.ts'
import { isFinal } from '../../shared/contract/service/workflow.ts'
import { actsTaken } from './history.ts'
import type { Plan, Where } from './plan.ts'
import { has } from './records.ts'

/** Without `disputes`, a service names `file` and `effects`. */
export function blocks(d: ServiceDefinition, what: 'file' | 'effects' | 'acts'): boolean {
  return (d.disputes?.blocks ?? ['file', 'effects']).includes(what)
}

/** Is an entry held on the case? */
export function isHeldOn({ disputes, log }: CaseRecord): boolean {
  return log.some((touch) => touch.held && has(disputes, touch.id))
}

/** [Judging 5] What the state forbids, in the order of the text; `notYet`: what a decision has not adopted yet of its side. */
export function forbidden(plan: Plan, where: Where, notYet: readonly Uint8Array[] = []): VoidReason | null {
  const { d, action } = plan
  const there = where.read(plan.case)
  if (!plan.opens && action.name !== 'file') {
    const reason = onCase(plan, there as CaseRecord, where, notYet)
    if (reason !== null) return reason
  }
  const isFiling = action.name === 'file'
  // [Deciding 4] "so does claiming for a case that has ended"
  const claims = isFiling && d.claims && action.effects !== true
  if (claims && there !== undefined && isCase(there) && isFinal(d, there.state)) return 'state'
  if (!isFiling && action.effects !== true) return null
  for (const { part, id } of plan.named) {
    const record = where.read(id) as SubjectRecord | undefined
    if (part.mode === 'create' && record !== undefined) return 'exists'
    if (part.mode === 'change' && record === undefined) return 'subject'
    if (record === undefined) continue
    if (record.ended !== null) return 'ended'
    if (record.disputes.length > 0 && blocks(d, isFiling ? 'file' : 'effects')) return 'disputed'
    if (d.claims && record.pending !== null && record.pending !== plan.case) return 'pending'
  }
  const rule = ledgerViolations(d, plan.form.fields, facts(plan, where), where.scope)[0]
  if (rule !== undefined) return `rule:${rule.id}`
  return plan.burdenMisses ? 'burden' : null
}

function onCase(plan: Plan, record: CaseRecord, where: Where, notYet: readonly Uint8Array[]): VoidReason | null {
  const { d, action } = plan
  const { author } = where
  const isExecutor = author.key.use === 'executor'
  if (isHeldOn(record) && action.whileDisputed !== true) return 'disputed'
  if (record.disputes.length > 0 && blocks(d, 'acts')) return 'disputed'
  if (record.overruled !== null && action.effects === true) return 'overruled'
  if (!action.from.includes(record.state) || (isExecutor && record.state !== d.auto?.from)) return 'state'
  const taken = actsTaken(record, notYet)
  const own = record.log.filter(({ by }) => by === author.member).map(({ act }) => act)
  if (!isExecutor && own.some((name) => barredBy(d, action).includes(name))) return 'author'
  if (action.once === true && taken.some(({ act }) => act === action.name)) return 'once'
  return guardHolds(d, action, plan.form.fields, facts(plan, where), where.scope) ? null : 'guard'
}

/** "… or, where that names `file`, an act that may set a field of the filing". */
function barredBy(d: ServiceDefinition, action: Action): string[] {
  const filing = filingFields(d)
  const rewrite = d.workflow.actions.filter(({ fields }) => fields?.some((name) => name === '*' || filing.has(name)))
  return [...action.notAuthorOf, ...(action.notAuthorOf.includes('file') ? rewrite.map(({ name }) => name) : [])]
}

/** [Q12] What stands on the subjects of the case, by part. */
function facts({ subjects }: Plan, { read }: Where): Record<string, SubjectFacts[]> {
  const out: Record<string, SubjectFacts[]> = {}
  for (const { part, id } of subjects) {
    const record = read(id) as SubjectRecord | undefined
    if (record === undefined) continue
    const one = { fields: record.fields, burdens: record.burdens.map(({ kind }) => kind) }
    out[part.name] = [...(out[part.name] ?? []), one]
  }
  return out
}
