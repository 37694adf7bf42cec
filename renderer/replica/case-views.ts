import { equal, hex } from '../../shared/base/bytes.ts'
import type { Given } from '../../shared/contract/given.ts'
import { inEffect } from '../../shared/contract/history.ts'
import { type CaseRecord, isVoid, type LedgerRecord, stepsTaken, type Touch } from '../../shared/contract/index.ts'
import { acceptanceOf, type DeadlineStanding, deadlinesOf, pressing } from '../../shared/contract/service/deadlines.ts'
import type { Action, ServiceDefinition, Text } from '../../shared/contract/service/index.ts'
import { allowed, isFinal } from '../../shared/contract/service/index.ts'
import { barredBy, isOpenTo } from '../../shared/contract/waiting.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import { type Body, parseBody, parseLeaf, subjectType } from '../../shared/ledger/index.ts'
import type { CaseRow, Deadline, Standing, Step, StepDecision, Waits } from './api.ts'
import { decisionTitle, outcomesOf } from './conflicts/outcomes.ts'
import type { ReplicaDatabase } from './database.ts'
import { bodyOf } from './entry-body.ts'
import { numbersOf } from './running-numbers.ts'
import { memberName, type Snapshot, waitingRecord } from './snapshot.ts'
import { asDecision, decidedOn, mergingOf, overruling, stepDecision } from './step-fates.ts'
import { leafAt } from './tile-store.ts'

export { bodyOf }

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
  const taken = inEffect(record.log).map((touch) => touch.act)
  const by = { roles: author?.roles ?? now.person.roles, authored }
  const may = allowed(definition, record.state, by, taken)
  if (!may.some((action) => action.asks === true)) return may
  const late = acceptanceOf(definition, stepsTaken(record.log), now.days, civilDate(clock))?.deemed === true
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

/** The life of a record, oldest first; acts that were refused or void stand in it too, with their reason. */
export async function stepsOf(db: ReplicaDatabase, now: Snapshot, id: string, record: LedgerRecord): Promise<Step[]> {
  const steps: Step[] = []
  const outcomes = outcomesOf(record, await mergedAmong(db, now, record))
  const made = new Map<string, Step>()
  for (const [i, touch] of record.log.entries()) {
    const { body, height } = await bodyOf(db, now, touch)
    const entry = hex(touch.id)
    const waiting = now.overlay.waiting.find(({ row }) => row.id === entry)?.row ?? now.bulk.list.get(entry)
    const ofCase = body?.case ?? null
    const owner = record.t === 'case' ? (record as CaseRecord) : ofCase === null ? null : await ownerOf(db, now, ofCase)
    const outcome = outcomes.get(entry) ?? 'applied'
    const decision = SETTLED.has(outcome) ? decidedOn(record.log, touch.id) : asDecision(touch)
    const merged = outcome === 'merged' ? mergingOf(record.log, i, made) : null
    const step: Step = {
      entry,
      act: touch.act,
      title: touch.act === 'resolve' ? decisionTitle(touch) : titleOf(now, owner, touch.act),
      by: touch.by,
      byName: memberName(now, touch.by),
      time: touch.time,
      sealedAt: waiting === undefined ? touch.sealed : null,
      height,
      index: waiting === undefined ? touch.at : null,
      standing: waiting?.standing ?? 'sealed',
      outcome,
      reason: typeof body?.data['reason'] === 'string' ? (body.data['reason'] as string) : null,
      case: ofCase,
      set: touch.set,
      ...goneIn(body, touch),
      effects: owner !== null && hasEffects(now, owner, touch.act),
      ...(body?.kind === 'act' && body.data['rules'] !== null ? { executor: true as const } : {}),
      ...(waiting !== undefined && outcome !== 'applied' ? { expected: true as const } : {}),
      ...(decision === null ? {} : { decision: await stepDecision(db, now, id, decision) }),
      ...(merged === null ? {} : { merged }),
    }
    made.set(entry, step)
    steps.push(step)
  }
  if (record.t === 'case') steps.push(...(await withoutEffect(db, now, id, record as CaseRecord)))
  // In the order of the register, then of signing here: what a clock claimed orders nothing (X1).
  const place = (step: Step) => step.index ?? Number.MAX_SAFE_INTEGER
  return steps.sort((a, b) => place(a) - place(b))
}

/** Outcomes that a decision has made of a step. */
const SETTLED: ReadonlySet<string> = new Set(['adopted', 'refused', 'undone'])
const OVERRULED = 'void(overruled)'

/** Entries that had not seen all that was there, and took effect all the same (X5). */
async function mergedAmong(db: ReplicaDatabase, now: Snapshot, { log }: LedgerRecord): Promise<Set<string>> {
  const ids = log.map((touch) => hex(touch.id))
  const sealed = (await db.outcomes.bulkGet(ids)).flatMap((row) => (row?.outcome === 'merged' ? [row.id] : []))
  return new Set([...sealed, ...ids.filter((id) => now.overlay.outcomes.get(id) === 'merged')])
}

async function ownerOf(db: ReplicaDatabase, now: Snapshot, id: string): Promise<CaseRecord | null> {
  const record = (await waitingRecord(now, id)) ?? (await db.cases.get(id))?.record
  return record?.t === 'case' ? (record as CaseRecord) : null
}

/** [N6] The fields that an act took back. */
function goneIn(body: Body | null, { set }: Touch): Pick<Step, 'gone'> {
  if (body?.kind !== 'act') return {}
  const { fields, sealed } = body.data as unknown as Given
  const gone = set.filter((name) => fields[name] === null || sealed[name] === null)
  return gone.length === 0 ? {} : { gone }
}

function hasEffects(now: Snapshot, record: CaseRecord, act: string): boolean {
  const actions = definitionOf(now, record)?.workflow.actions ?? []
  return actions.some((one) => one.name === act && one.effects === true)
}

const FILE: Text = { zh: '收件', en: 'Received' }

export function titleOf(now: Snapshot, record: CaseRecord | null, act: string): Text {
  const definition = record === null ? null : definitionOf(now, record)
  const action = definition?.workflow.actions.find((one) => one.name === act)
  return action?.title ?? (act === 'file' ? FILE : { zh: act, en: act })
}

/** Acts on this case that the province refused or that the rules made void. */
async function withoutEffect(db: ReplicaDatabase, now: Snapshot, id: string, record: CaseRecord): Promise<Step[]> {
  const steps: Step[] = []
  const base = {
    ...{ index: null, height: null, sealedAt: null, case: id, standing: 'set-aside' as const },
    ...{ set: [], effects: false },
  }
  for (const { row, entry } of now.overlay.waiting) {
    const expected = now.overlay.outcomes.get(row.id)
    const stopped = row.standing === 'set-aside' || (expected !== undefined && isVoid(expected))
    if (entry.case !== id || !stopped) continue
    const act = actOf(entry)
    steps.push({
      ...base,
      entry: row.id,
      act,
      title: titleOf(now, record, act),
      by: now.gov.author(entry.key, now.height)?.member ?? '',
      byName: now.gov.author(entry.key, now.height)?.name ?? '',
      time: entry.time,
      // Not sent yet, and so neither refused nor sealed as void, whatever will come of it.
      standing: row.standing,
      outcome: expected ?? null,
      reason: row.code,
      ...(row.standing === 'set-aside' ? {} : { expected: true as const }),
      ...(expected === OVERRULED ? by(await overruling(db, now, entry, null)) : {}),
    })
  }
  for (const row of await db.outcomes.filter((one) => one.case === id && isVoid(one.outcome)).toArray()) {
    const leaf = await leafAt(db, now.office, row.at)
    const parsed = leaf === undefined ? null : parseLeaf(leaf)
    const body = parsed?.ok === true ? parseBody(parsed.value.body) : null
    const act = body?.ok === true ? actOf(body.value) : row.kind
    steps.push({
      ...base,
      entry: row.id,
      act,
      title: titleOf(now, record, act),
      by: row.by,
      byName: memberName(now, row.by),
      time: row.time,
      height: parsed?.ok === true ? parsed.value.h : null,
      index: row.at,
      sealedAt: parsed?.ok === true ? parsed.value.t : null,
      outcome: row.outcome,
      reason: null,
      ...(row.outcome === OVERRULED && body?.ok === true ? by(await overruling(db, now, body.value, row.at)) : {}),
    })
  }
  return steps
}

const by = (decision: StepDecision | null): Pick<Step, 'decision'> => (decision === null ? {} : { decision })

export function actOf(entry: Body): string {
  if (entry.kind !== 'act') return entry.kind
  return typeof entry.data['action'] === 'string' ? (entry.data['action'] as string) : 'act'
}
