import { equal, hex } from '../../../shared/base/bytes.ts'
import { commonNames, inEffect } from '../../../shared/contract/history.ts'
import { type Dispute, recordsOfDecision, resolveData, type Touch } from '../../../shared/contract/index.ts'
import { subjectType } from '../../../shared/ledger/index.ts'
import { definitionOf, numberOf } from '../case-views.ts'
import type { DecidingTouch } from '../decision-data.ts'
import { bodyOf } from '../entry-body.ts'
import { memberName, officeName } from '../snapshot.ts'
import { proposalOf } from '../step-fates.ts'
import { caseRecord, conflictCase, papersOfAct, sideAct, titleOfRecord } from './acts.ts'
import type { DecidedRow, Decision, HeldPapers, SideAct } from './api.ts'
import { fatesOf } from './case-fate.ts'
import type { CaseFate, DecidedCase, NotReopened } from './decision-api.ts'
import { barredFrom, basedOn, findTouch, type Proposed } from './foresee.ts'
import { allDisputes, caseOf, type Desk } from './ground.ts'
import { valuesAfter } from './values-after.ts'

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

export async function decisionOf(
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
  const about = ids.filter((id) => subjectType(id) === 'case')
  const fates = await fatesOf(desk, ids, about, decided)
  const cases = await Promise.all(about.map((id) => decidedCase(desk, id, fates.get(id) ?? 'untouched')))
  const first = said?.ok === true && said.value.choice === 'confirm' ? said.value.adopt : null
  const proposal = await proposalOf(desk.db, desk.now, on, first)
  const notReopened = await whyNotReopened(desk, on, touch, row, disputes)
  return {
    ...row,
    cases,
    ground: said?.ok === true ? said.value.ground : null,
    // What the second of two wrote says that they agree; why it is decided so, the first has said.
    reason: proposal?.reason ?? (said?.ok === true ? said.value.reason : ''),
    proposer: proposal === null ? null : memberName(desk.now, proposal.touch.by),
    sealedAt: row.standing === 'sealed' ? touch.sealed : null,
    ...{ height, index: touch.at },
    adopts: await acts([...decided.adopts].reverse()),
    refuses: await acts(decided.refuses),
    undoes: await acts(decided.undoes),
    recall: said?.ok === true ? await recalled(desk, ids, said.value.recall) : [],
    values: await valuesAfter(desk, on, touch),
    mayReopen: notReopened === null,
    notReopened,
  }
}

async function recalled(desk: Desk, ids: readonly string[], entries: readonly Uint8Array[]): Promise<HeldPapers[]> {
  const cases = [...ids].sort((a, b) => Number(subjectType(b) === 'case') - Number(subjectType(a) === 'case'))
  const out: HeldPapers[] = []
  const found = await Promise.all(entries.map((entry) => findTouch(desk, cases, entry)))
  // In the order in which people were given them.
  for (const placed of found.sort((a, b) => (a?.touch.at ?? 0) - (b?.touch.at ?? 0))) {
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

/** [X6] Why whoever is signed in cannot take it back; null where they can. */
async function whyNotReopened(
  desk: Desk,
  on: string,
  touch: DecidingTouch,
  row: DecidedRow,
  disputes: readonly Dispute[],
): Promise<NotReopened | null> {
  const none = (because: NotReopened['because']) => ({ because, acts: [] })
  if (row.back || touch.decided.reopens !== null) return none('back')
  if (row.standing !== 'sealed') return none('unsealed')
  const acts = await builtUpon(desk, on, touch)
  if (acts.length > 0) return { because: 'built', acts }
  const back = await reopening(desk, on, touch.id, disputes)
  if (back === null) return none('other')
  const barred = await barredFrom(desk, back.proposed, back.subj)
  if (barred === null) return null
  return none(barred === 'void(role)' ? 'role' : barred === 'void(author)' ? 'author' : 'other')
}

/** What is in effect and has since set what the decision set: it would be lost with it. */
async function builtUpon(desk: Desk, on: string, { id, with: others }: Touch): Promise<SideAct[]> {
  const out = new Map<string, SideAct>()
  for (const name of [on, ...others]) {
    const log = (await desk.records.get(name))?.log ?? []
    const own = log.find((one) => equal(one.id, id))
    const effective = inEffect(log)
    if (own === undefined) continue
    for (const later of effective.slice(effective.indexOf(own) + 1)) {
      if (commonNames(own.set, later.set).length === 0) continue
      out.set(hex(later.id), await sideAct(desk, { on: name, touch: later }))
    }
  }
  return [...out.values()]
}

/** A case with what became of it, and who took it. */
async function decidedCase(desk: Desk, id: string, fate: CaseFate): Promise<DecidedCase> {
  const record = await caseRecord(desk, id)
  const state = record === null ? '' : record.state
  const title = record === null ? undefined : definitionOf(desk.now, record)?.workflow.states[state]?.title
  const by = desk.now.gov.member(record?.log[0]?.by ?? '')?.office ?? desk.now.office
  return {
    ...(await conflictCase(desk, id)),
    overruled: record !== null && record.overruled !== null,
    state: title ?? { zh: state, en: state },
    ...{ fate, office: officeName(desk.now, by) },
  }
}
