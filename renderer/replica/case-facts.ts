import { type CaseRecord, isCase, PIECE, stepsTaken } from '../../shared/contract/index.ts'
import { decideAuto } from '../../shared/contract/service/auto.ts'
import { acceptanceOf } from '../../shared/contract/service/deadlines.ts'
import { feesOf } from '../../shared/contract/service/fees.ts'
import type { FieldValue, ServiceDefinition, SubjectPart, Text } from '../../shared/contract/service/index.ts'
import { subjectsOf } from '../../shared/contract/service/subject.ts'
import { waitsFor } from '../../shared/contract/waiting.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import type { AutoCheck, CaseDetail, Waits } from './api.ts'
import { actionsFor, closedTo, deadlinesFor } from './case-views.ts'
import type { ReplicaDatabase } from './database.ts'
import { subjectRow } from './lists.ts'
import { findSubject, type Snapshot } from './snapshot.ts'

/** What a case's page shows beside its form and steps. */
export async function factsOfCase(
  db: ReplicaDatabase,
  now: Snapshot,
  definition: ServiceDefinition,
  id: string,
  record: CaseRecord,
  sealed: Readonly<Record<string, FieldValue | null>>,
  clock: number,
): Promise<
  Pick<CaseDetail, 'subjects' | 'deadlines' | 'acceptance' | 'notices' | 'fees' | 'auto' | 'waits' | 'inDispute'>
> {
  const values = allValues(record, sealed)
  const parts = new Map<string, SubjectPart>(
    (subjectsOf(definition, now.office, record.fields) ?? []).map((one) => [one.id, one.part]),
  )
  const subjects: CaseDetail['subjects'][number][] = []
  for (const one of record.subjects) {
    const found = await findSubject(db, now, one)
    subjects.push({
      part: parts.get(one)?.title ?? UNNAMED,
      id: one,
      row: found === null ? null : subjectRow(one, found),
    })
  }
  const disputed = subjects.filter(({ id: one, row }) => row?.disputed === true && parts.get(one)?.mode === 'change')
  const filed = civilDate(record.log[0]?.time ?? clock)
  const steps = stepsTaken(record.log)
  const taken = new Set(steps.map((touch) => touch.act))
  return {
    subjects,
    deadlines: deadlinesFor(now, definition, record, clock),
    acceptance: acceptanceOf(definition, steps, now.days, civilDate(clock)),
    notices: Object.keys(definition.outputs.notices).filter((action) => taken.has(action)),
    fees: feesOf(definition, values, filed, now.office).map(({ title, amount }) => ({ title, fen: amount })),
    auto: autoCheck(definition, now, record, values, sealed),
    waits: waitsOf(now, definition, record, disputed.length > 0, clock),
    inDispute: record.disputes.length > 0 ? id : (disputed[0]?.id ?? null),
  }
}

const UNNAMED: Text = { zh: '登记事项', en: 'Subject' }

/** [X5] What waits for a decision: as the service says, and nothing else. */
function waitsOf(now: Snapshot, d: ServiceDefinition, record: CaseRecord, disputed: boolean, clock: number): Waits[] {
  const closed: Waits[] = closedTo(now, record, clock)
  if (!disputed || !waitsFor(d, 'effects')) return closed
  const open = actionsFor(now, record, clock).filter((action) => action.effects === true)
  return [...closed, ...open.map((action) => ({ action, because: 'subject' as const }))]
}

/** Public values, and sealed ones as far as they could be opened. */
export function allValues(
  record: CaseRecord,
  sealed: Readonly<Record<string, FieldValue | null>>,
): Record<string, FieldValue> {
  const out: Record<string, FieldValue> = { ...record.fields }
  for (const [name, value] of Object.entries(sealed)) if (value !== null) out[name] = value
  return out
}

/** [X9] Decides again what an executor decided, from the same form, materials, county and day. */
function autoCheck(
  d: ServiceDefinition,
  now: Snapshot,
  record: CaseRecord,
  values: Readonly<Record<string, FieldValue>>,
  sealed: Readonly<Record<string, FieldValue | null>>,
): AutoCheck | null {
  const { auto } = d
  if (auto === null || !isCase(record) || Object.values(sealed).includes(null)) return null
  const touch = stepsTaken(record.log).find((one) => one.act === auto.approve || one.act === auto.otherwise)
  // What came after may have changed what it decided on.
  const later = record.log.slice(record.log.findIndex((one) => one === touch) + 1)
  if (later.some((one) => one.set.some((name) => name !== PIECE.state && !name.startsWith('number:')))) return null
  if (touch === undefined || now.gov.executors().every((member) => member !== touch.by)) return null
  const materials = record.materials.map((one) => one.id)
  const decided = decideAuto(d, { values, materials, today: civilDate(touch.time), county: now.office })
  const did = decided.approve ? auto.approve : auto.otherwise
  // Leaving it to people is always open to the executor: the record may have stood against it, or its numbers were used up.
  return { did: touch.act, agrees: did === touch.act || touch.act === auto.otherwise, reasons: decided.reasons }
}
