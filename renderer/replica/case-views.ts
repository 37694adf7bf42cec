import { equal, hex } from '../../shared/base/bytes.ts'
import { type CaseRecord, stepsTaken } from '../../shared/contract/index.ts'
import { acceptanceOf, type DeadlineStanding, deadlinesOf, pressing } from '../../shared/contract/service/deadlines.ts'
import type { Action, ServiceDefinition, Text } from '../../shared/contract/service/index.ts'
import { allowed, isFinal } from '../../shared/contract/service/index.ts'
import { barredBy, isOpenTo } from '../../shared/contract/waiting.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import { type Body, subjectType } from '../../shared/ledger/index.ts'
import type { CaseRow, Deadline, Standing, Waits } from './api.ts'
import { numbersOf } from './running-numbers.ts'
import { memberName, type Snapshot } from './snapshot.ts'

export { bodyOf } from './entry-body.ts'

export function definitionOf(now: Snapshot, record: CaseRecord): ServiceDefinition | null {
  return now.gov.service(record.service, record.version, Number.MAX_SAFE_INTEGER)
}

/**
 * The worst of its acts: one unsent act makes the whole case unsent, also one that is expected to have no effect. `set-aside` when nothing is on
 * its way and the province refused one.
 */
export function standingOf(now: Snapshot, id: string): Standing {
  const of = now.overlay.waiting.filter(({ entry }) => entry.case === id).map(({ row }) => row.standing)
  const standings = new Set([...of, ...now.bulk.list.onRecord(id).map(({ standing }) => standing)])
  return WORST_FIRST.find((one) => standings.has(one)) ?? 'sealed'
}

const WORST_FIRST = ['saved', 'sent', 'set-aside'] as const

/**
 * The actions that the person who is signed in may take on a case now. `clock` in ms: once the law has taken the case as accepted, it is too late to
 * ask for what is missing.
 */
export function actionsFor(now: Snapshot, record: CaseRecord, clock: number): Action[] {
  const definition = definitionOf(now, record)
  if (definition === null) return []
  return takeable(now, definition, record, clock).filter((action) => isOpenTo(definition, action, record))
}

/** Those of them that wait for people to decide about the case itself, and that a decision has closed. */
export function closedTo(now: Snapshot, record: CaseRecord, clock: number): Pick<Waits, 'action' | 'because'>[] {
  const d = definitionOf(now, record)
  if (d === null) return []
  return takeable(now, d, record, clock).flatMap((action) => {
    const because = barredBy(d, action, record)
    return because === null ? [] : [{ action, because }]
  })
}

/** As far as the workflow goes: the state, the roles, and what has been taken by whom. */
function takeable(now: Snapshot, definition: ServiceDefinition, record: CaseRecord, clock: number): Action[] {
  const authored = record.log.filter((touch) => touch.by === now.person.id).map((touch) => touch.act)
  const author = now.gov.author(now.person.key, now.height)
  const steps = stepsTaken(record.log)
  const taken = steps.map((touch) => touch.act)
  const by = { roles: author?.roles ?? now.person.roles, authored }
  const may = allowed(definition, record.state, by, taken)
  if (!may.some((action) => action.asks === true)) return may
  const late = acceptanceOf(definition, steps, now.days, civilDate(clock))?.deemed === true
  return late ? may.filter((action) => action.asks !== true) : may
}

/** Every limit of a case that has begun, as of this moment. */
export function deadlinesFor(
  now: Snapshot,
  definition: ServiceDefinition,
  record: CaseRecord,
  clock: number,
): Deadline[] {
  return deadlinesOf(definition, stepsTaken(record.log), now.days, civilDate(clock)).map(deadlineOf)
}

function deadlineOf(standing: DeadlineStanding): Deadline {
  const { id, due, legalDue, deemedAccepted: _, ...rest } = standing
  return { kind: id, date: due, legal: legalDue, ...rest }
}

/** The limit that presses most, for the one light of a row. */
export function pressingFor(
  now: Snapshot,
  definition: ServiceDefinition,
  record: CaseRecord,
  clock: number,
): Deadline | null {
  if (isFinal(definition, record.state)) return null
  const most = pressing(deadlinesOf(definition, stepsTaken(record.log), now.days, civilDate(clock)))
  return most === null ? null : deadlineOf(most)
}

export function numberOf(id: string): string {
  return id.split('/').at(-1) ?? id
}

const UNKNOWN: Text = { zh: '未知业务', en: 'Unknown service' }

export function caseRow(now: Snapshot, id: string, record: CaseRecord, clock: number): CaseRow {
  const definition = definitionOf(now, record)
  const state = definition?.workflow.states[record.state]
  const opened = record.log[0]
  return {
    id,
    number: numberOf(id),
    service: record.service,
    title: definition?.title ?? UNKNOWN,
    state: record.state,
    stateTitle: state?.title ?? { zh: record.state, en: record.state },
    tone: state?.tone ?? 'waiting',
    final: state?.final === true,
    subject: record.subjects[0] ?? null,
    numbers: definition === null ? {} : numbersOf(definition, now.office, record),
    received: opened?.time ?? 0,
    updated: record.log.at(-1)?.time ?? 0,
    by: memberName(now, opened?.by ?? ''),
    standing: standingOf(now, id),
    disputed: record.disputes.length > 0,
    ...overruledBy(id, record),
    deadline: definition === null ? null : pressingFor(now, definition, record, clock),
    waitsForMe: actionsFor(now, record, clock).length > 0,
  }
}

/** [X6] The decision that put a case aside, and the subject by whose name the dispute goes. */
function overruledBy(id: string, { overruled, log }: CaseRecord): Pick<CaseRow, 'overruled'> {
  if (overruled === null) return {}
  const touch = log.find((one) => equal(one.id, overruled))
  const conflict = touch?.with.find((one) => subjectType(one) !== 'case') ?? id
  return { overruled: { decision: hex(overruled), conflict } }
}

const FILE: Text = { zh: '收件', en: 'Received' }

export function titleOf(now: Snapshot, record: CaseRecord | null, act: string): Text {
  const definition = record === null ? null : definitionOf(now, record)
  const action = definition?.workflow.actions.find((one) => one.name === act)
  return action?.title ?? (act === 'file' ? FILE : { zh: act, en: act })
}

export function actOf(entry: Body): string {
  if (entry.kind !== 'act') return entry.kind
  return typeof entry.data['action'] === 'string' ? (entry.data['action'] as string) : 'act'
}
