import { hex } from '../../../shared/base/bytes.ts'
import { subjectType } from '../../../shared/ledger/index.ts'
import type { Deadline } from '../api.ts'
import { deadlinesFor, definitionOf, numberOf } from '../case-views.ts'
import type { DecidingTouch } from '../decision-data.ts'
import { memberName } from '../snapshot.ts'
import { caseRecord, conflictCase, titleOfRecord } from './acts.ts'
import type { ConflictList, ConflictRow } from './api.ts'
import { decidedRow } from './decided.ts'
import { allDisputes, caseOf, type Desk, type Group, groupsOf, nameOf, sidesOf, standingFor } from './ground.ts'

const MOST_DECIDED = 50

/** Open conflicts, those first whose law presses most; and what was decided last. */
export async function listConflicts(desk: Desk): Promise<ConflictList> {
  const disputes = await allDisputes(desk)
  const open: ConflictRow[] = []
  for (const group of groupsOf(disputes)) open.push(await rowOf(desk, group))
  const press = ({ deadline }: ConflictRow) => deadline?.legal ?? '9999'
  open.sort((a, b) => (press(a) < press(b) ? -1 : press(a) > press(b) ? 1 : a.since - b.since))
  const seen = new Set<string>()
  const decided: { on: string; touch: DecidingTouch }[] = []
  for (const one of disputes) {
    const by = one.decided === null ? null : hex(one.decided.id)
    if (by === null || seen.has(by)) continue
    seen.add(by)
    const on = nameOf([one])
    const touch = (await desk.records.get(on))?.log.find(({ id }) => hex(id) === by)
    if (touch?.decided !== undefined) decided.push({ on, touch: touch as DecidingTouch })
  }
  const last = decided.sort((a, b) => b.touch.at - a.touch.at).slice(0, MOST_DECIDED)
  return { open, decided: await Promise.all(last.map(({ on, touch }) => decidedRow(desk, on, touch))) }
}

export async function rowOf(desk: Desk, { id, disputes }: Group): Promise<ConflictRow> {
  const standing = await standingFor(desk, disputes)
  const cases = [...new Set([...standing.map(caseOf), ...disputes.map((one) => one.case)])]
  const proposed = disputes.find((one) => one.proposed !== null)?.proposed ?? null
  return {
    ...{ id, kind: subjectType(id) === 'case' ? 'case' : 'subject', number: numberOf(id) },
    title: await titleOfRecord(desk, id),
    cases: await Promise.all(cases.filter((one) => one !== null).map((one) => conflictCase(desk, one))),
    disputes: disputes.length,
    sides: (await sidesOf(desk, disputes)).length + 1,
    since: Math.min(...disputes.map(({ sealed }) => sealed)),
    deadline: await pressingOf(
      desk,
      disputes.map((one) => one.case),
    ),
    proposed: proposed === null ? null : { by: proposed.by, byName: memberName(desk.now, proposed.by) },
  }
}

/** By what the law allows, not by what the office has promised: the earliest day of those that run. */
async function pressingOf(desk: Desk, cases: readonly string[]): Promise<Deadline | null> {
  const all: Deadline[] = []
  for (const id of new Set(cases)) {
    const record = await caseRecord(desk, id)
    const d = record === null ? null : definitionOf(desk.now, record)
    if (record === null || d === null || d.workflow.states[record.state]?.final === true) continue
    all.push(...deadlinesFor(desk.now, d, record, desk.clock).filter((one) => !one.over))
  }
  return all.sort((a, b) => (a.legal < b.legal ? -1 : 1))[0] ?? null
}
