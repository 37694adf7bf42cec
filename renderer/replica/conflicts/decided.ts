import { equal, hex } from '../../../shared/base/bytes.ts'
import {
  type Decided,
  type Dispute,
  recordsOfDecision,
  resolveData,
  type Touch,
} from '../../../shared/contract/index.ts'
import { subjectType } from '../../../shared/ledger/index.ts'
import { bodyOf, definitionOf, numberOf } from '../case-views.ts'
import { memberName } from '../snapshot.ts'
import { caseRecord, conflictCase, papersOfAct, sideAct, titleOfRecord } from './acts.ts'
import type { DecidedRow, Decision, HeldPapers, SideAct } from './api.ts'
import { barredFrom, basedOn, findTouch, type Proposed } from './foresee.ts'
import { allDisputes, caseOf, type Desk } from './ground.ts'

export type DecidingTouch = Touch & { readonly decided: Decided }

export async function decidedRow(desk: Desk, on: string, touch: Touch): Promise<DecidedRow> {
  const entry = hex(touch.id)
  const log = (await desk.records.get(on))?.log ?? []
  const waiting = desk.now.overlay.waiting.find(({ row }) => row.id === entry)
  return {
    ...{ conflict: on, entry, number: numberOf(on), title: await titleOfRecord(desk, on), time: touch.time },
    choice: touch.decided?.choice ?? 'keep',
    byName: memberName(desk.now, touch.by),
    standing: waiting?.row.standing ?? 'sealed',
    back: log.some(
      ({ decided }) => decided !== undefined && decided.reopens !== null && equal(decided.reopens, touch.id),
    ),
  }
}

/** Every decision that was made on a record, the newest first. */
export async function decisionsOn(desk: Desk, id: string): Promise<Decision[]> {
  const record = await desk.records.get(id)
  const out: Decision[] = []
  const disputes = await allDisputes(desk)
  for (const touch of record?.log ?? []) {
    if (touch.decided !== undefined) out.unshift(await decisionOf(desk, id, touch as DecidingTouch, disputes))
  }
  return out
}

async function decisionOf(
  desk: Desk,
  on: string,
  touch: DecidingTouch,
  disputes: readonly Dispute[],
): Promise<Decision> {
  const { decided } = touch
  const row = await decidedRow(desk, on, touch)
  // What stands against the refused was not touched, but its people want to know.
  const stands = await Promise.all(decided.stands.map((entry) => findTouch(desk, [on, ...touch.with], entry)))
  const beside = stands.flatMap((one) => (one === null ? [] : [caseOf(one)])).filter((one) => one !== null)
  const ids = [...new Set([on, ...touch.with, ...beside])]
  const acts = async (entries: readonly Uint8Array[]): Promise<SideAct[]> => {
    const placed = await Promise.all(entries.map((entry) => findTouch(desk, ids, entry)))
    return Promise.all(placed.filter((one) => one !== null).map((one) => sideAct(desk, one)))
  }
  const { body, height } = await bodyOf(desk.db, desk.now, touch)
  const said = body === null ? null : resolveData(body.data, 'data')
  const cases = await Promise.all(
    ids
      .filter((id) => subjectType(id) === 'case')
      .map(async (id) => {
        const record = await caseRecord(desk, id)
        const state = record === null ? '' : record.state
        const title = record === null ? undefined : definitionOf(desk.now, record)?.workflow.states[state]?.title
        const overruled = record !== null && record.overruled !== null
        return { ...(await conflictCase(desk, id)), overruled, state: title ?? { zh: state, en: state } }
      }),
  )
  return {
    ...row,
    cases,
    ground: said?.ok === true ? said.value.ground : null,
    reason: said?.ok === true ? said.value.reason : '',
    sealedAt: row.standing === 'sealed' ? touch.sealed : null,
    ...{ height, index: touch.at },
    adopts: await acts([...decided.adopts].reverse()),
    refuses: await acts(decided.refuses),
    undoes: await acts(decided.undoes),
    recall: said?.ok === true ? await recalled(desk, ids, said.value.recall) : [],
    mayReopen:
      !row.back &&
      decided.reopens === null &&
      row.standing === 'sealed' &&
      (await mayReopen(desk, on, touch, disputes)),
  }
}

async function recalled(desk: Desk, ids: readonly string[], entries: readonly Uint8Array[]): Promise<HeldPapers[]> {
  const cases = [...ids].sort((a, b) => Number(subjectType(b) === 'case') - Number(subjectType(a) === 'case'))
  const out: HeldPapers[] = []
  for (const entry of entries) {
    const placed = await findTouch(desk, cases, entry)
    const of = placed === null ? null : caseOf(placed)
    const papers = placed === null || of === null ? null : await papersOfAct(desk, of, placed.touch)
    if (papers !== null) out.push(papers)
  }
  return out
}

/** [X6] Taking a decision back, before it is signed; null when it decided nothing that is on record. */
export async function reopening(
  desk: Desk,
  on: string,
  decision: Uint8Array,
  disputes: readonly Dispute[],
): Promise<{ proposed: Proposed; subj: Awaited<ReturnType<typeof basedOn>> } | null> {
  const record = await desk.records.get(on)
  const about = disputes.filter(({ decided }) => decided !== null && equal(decided.id, decision))
  if (record === undefined || about.length === 0) return null
  const subj = await basedOn(desk, recordsOfDecision(record, on, decision))
  const subject = about.some((one) => one.subj.some(({ id }) => id === on)) ? on : (about[0] as Dispute).case
  return { proposed: { subject, disputes: about, choice: 'reopen', adopt: null, set: [], commit: null }, subj }
}

async function mayReopen(desk: Desk, on: string, touch: Touch, disputes: readonly Dispute[]): Promise<boolean> {
  const back = await reopening(desk, on, touch.id, disputes)
  return back !== null && (await barredFrom(desk, back.proposed, back.subj)) === null
}
