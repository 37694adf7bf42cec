import { equal, hex } from '../../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../../shared/base/result.ts'
import { type Dispute, isCase, resolveData } from '../../../shared/contract/index.ts'
import { subjectType } from '../../../shared/ledger/index.ts'
import { definitionOf } from '../case-views.ts'
import { memberName } from '../snapshot.ts'
import { conflictCase, papersOfAct, placedDispute, sideAct } from './acts.ts'
import type { Choice, Conflict, Foreseen, HeldPapers, Option, Proposal, Side } from './api.ts'
import { type Compared, compare, compareForms, resultsOf } from './compare.ts'
import { decisionsOn } from './decided.ts'
import {
  barredFrom,
  basedOn,
  consequencesOf,
  disputesFor,
  findTouch,
  foresee,
  type Outcome,
  ownSide,
  type Proposed,
  seenOf,
} from './foresee.ts'
import {
  allDisputes,
  caseOf,
  clashedOn,
  type Desk,
  type Group,
  groupsOf,
  type Placed,
  sidesOf,
  standingFor,
} from './ground.ts'
import { rowOf } from './list.ts'

/** A conflict with all that a decision about it is made of. */
export interface Matter {
  readonly group: Group
  readonly sides: readonly Dispute[][]
  readonly rows: readonly Compared[]
  readonly signers: number
  /** In effect against the disputes, and the cases that they are of. */
  readonly standing: readonly Placed[]
  readonly keep: Outcome
  readonly adopts: readonly Outcome[]
}

/** The open disputes that a record belongs to; null when there are none. */
export async function groupAt(desk: Desk, id: string): Promise<Group | null> {
  const groups = groupsOf(await allDisputes(desk))
  return groups.find(({ disputes }) => disputes.some(({ subj }) => subj.some((one) => one.id === id))) ?? null
}

export async function matterOf(desk: Desk, group: Group): Promise<Matter> {
  const { disputes } = group
  const sides = await sidesOf(desk, disputes)
  const keep = await foresee(desk, await plainly(desk, group, 'keep', null))
  const adopts: Outcome[] = []
  for (const side of sides) {
    adopts.push(await foresee(desk, await stepTo(desk, group, 'adopt', side.at(-1)?.id ?? null)))
  }
  const outcomes = sides.map((entries, i) => {
    const one = adopts[i] as Outcome
    return { entries, after: one.refused === null ? one.after : null }
  })
  const rows = await compare(desk, disputes, outcomes, clashedOn(disputes))
  let signers = 1
  for (const one of disputes) {
    const record = await desk.records.get(one.case)
    const d = record !== undefined && isCase(record) ? definitionOf(desk.now, record) : null
    signers = Math.max(signers, d?.disputes?.signers ?? 1)
  }
  const standing = await standingFor(desk, disputes)
  return { group, sides, rows, signers, standing, keep, adopts }
}

/** A choice of a whole side, as the ledger would judge it. */
export async function plainly(
  desk: Desk,
  { id, disputes }: Group,
  choice: Choice,
  adopt: Uint8Array | null,
): Promise<Proposed> {
  const about = await disputesFor(desk, disputes, adopt)
  const named = about.some(({ subj }) => subj.some((one) => one.id === id))
  const subject = named ? id : (about[0]?.clash[0] ?? id)
  return { subject, disputes: about, choice, adopt, set: [], commit: null }
}

/**
 * What is signed to get there: the choice itself, or, where a record would stay in dispute because one decision cannot name all that is, first that the
 * others are refused.
 */
export async function stepTo(
  desk: Desk,
  { id, disputes }: Group,
  choice: Choice,
  adopt: Uint8Array | null,
): Promise<Proposed> {
  const plain = await plainly(desk, { id, disputes }, choice, adopt)
  if (choice !== 'adopt' || plain.disputes.length === disputes.length) return plain
  const { refused } = await foresee(desk, plain)
  const own = refused === 'void(disputed)' ? await ownSide(desk, disputes, adopt) : null
  if (own === null) return plain
  const others = disputes.filter((one) => !own.some((mine) => equal(mine.id, one.id)))
  return plainly(desk, { id, disputes: others }, 'keep', null)
}

export async function foreseen(
  desk: Desk,
  { group, rows, signers, standing }: Matter,
  one: Outcome,
  asked: Choice,
): Promise<Foreseen> {
  const ids = [
    ...new Set([...one.subj.map(({ id }) => id), ...group.disputes.flatMap(({ subj }) => subj.map((s) => s.id))]),
  ]
  return {
    refused: one.refused,
    consequences:
      one.refused !== null
        ? []
        : await consequencesOf(desk, one, { signers, cases: unique(standing.map(caseOf)) }, (entry) =>
            findTouch(desk, ids, entry),
          ),
    results: await resultsOf(desk, rows, one.after),
    seen: seenOf(one.subj),
    ...{ decides: one.about.map(({ id }) => hex(id)), leaves: group.disputes.length - one.about.length },
    othersFirst: asked === 'adopt' && one.choice === 'keep',
  }
}

/** One conflict as the review shows it; of one that has ended, what was decided. Code: not-found. */
export async function conflictAt(desk: Desk, id: string): Promise<Result<Conflict>> {
  const group = await groupAt(desk, id)
  const decisions = await decisionsOn(desk, group?.id ?? id)
  if (group === null) {
    const last = decisions[0]
    if (last === undefined) return fail('not-found', id)
    const row = { id, kind: subjectType(id) === 'case' ? 'case' : 'subject', number: last.number } as const
    const nothing = { cases: last.cases, since: last.time, deadline: null, disputes: [], sides: [], rows: [] }
    const none = { forms: [], options: [], barred: null, signers: 1, proposal: null, seen: [] }
    return ok({ ...row, title: last.title, ...nothing, ...none, decisions })
  }
  const matter = await matterOf(desk, group)
  const { sides, keep, adopts, rows, signers, standing } = matter
  const options: Option[] = [{ choice: 'keep', adopt: null, ...(await foreseen(desk, matter, keep, 'keep')) }]
  for (const [i, one] of adopts.entries()) {
    const newest = sides[i]?.at(-1)
    const adopt = newest === undefined ? null : hex(newest.id)
    options.push({ choice: 'adopt', adopt, ...(await foreseen(desk, matter, one, 'adopt')) })
  }
  const shown = [
    await standingSide(desk, standing, group.disputes),
    ...(await Promise.all(sides.map((one) => disputedSide(desk, one)))),
  ]
  const { disputes: _n, sides: _s, proposed: _p, ...row } = await rowOf(desk, group)
  const named = group.disputes.flatMap(({ subj }) => subj.map((one) => one.id))
  const about = [...new Set([...named, ...unique(standing.map(caseOf))])].sort()
  return ok({
    ...row,
    disputes: group.disputes.map((one) => hex(one.id)),
    sides: shown,
    rows: rows.map((one) => one.row),
    forms: await compareForms(
      desk,
      shown.map(({ cases }) => cases.map(({ id: of }) => of)),
    ),
    options,
    barred: await barredFrom(desk, await plainly(desk, group, 'keep', null), keep.subj),
    signers,
    proposal: await proposalOf(desk, matter),
    decisions,
    seen: seenOf(await basedOn(desk, about)),
  })
}

async function standingSide(desk: Desk, standing: readonly Placed[], disputes: readonly Dispute[]): Promise<Side> {
  const shared = new Set(disputes.map((one) => one.case))
  const cases = unique(standing.map(caseOf))
  return {
    adopt: null,
    acts: await Promise.all(standing.map((one) => sideAct(desk, one))),
    cases: await Promise.all(cases.map((id) => conflictCase(desk, id))),
    papers: await papersOf(
      desk,
      standing,
      cases.filter((id) => !shared.has(id)),
    ),
  }
}

async function disputedSide(desk: Desk, side: readonly Dispute[]): Promise<Side> {
  const placed = (await Promise.all(side.map((one) => placedDispute(desk, one)))).filter((one) => one !== null)
  const cases = unique(side.map((one) => one.case))
  // A case that its own filing opened belongs to this side alone, with all that was done in it.
  const own = cases.filter((id) => side.some((one) => one.kind === 'file' && one.case === id))
  return {
    adopt: hex((side.at(-1) as Dispute).id),
    acts: await Promise.all(placed.map((one) => sideAct(desk, one))),
    cases: await Promise.all(cases.map((id) => conflictCase(desk, id))),
    papers: await papersOf(desk, placed, own),
  }
}

/** By each act of a side, and of each case that is this side's alone. */
async function papersOf(desk: Desk, placed: readonly Placed[], cases: readonly string[]): Promise<HeldPapers[]> {
  const acts = placed.flatMap((one) => {
    const of = caseOf(one)
    return of === null || cases.includes(of) ? [] : [{ of, touch: one.touch }]
  })
  for (const of of cases) {
    const record = await desk.records.get(of)
    acts.push(...(record?.log ?? []).filter(({ act }) => act !== 'resolve').map((touch) => ({ of, touch })))
  }
  const all = await Promise.all(acts.map(({ of, touch }) => papersOfAct(desk, of, touch)))
  return all.filter((one) => one !== null)
}

const unique = (ids: readonly (string | null)[]): string[] => [
  ...new Set(ids.filter((id): id is string => id !== null)),
]

/** The decision that a first supervisor has signed, as it would be. */
async function proposalOf(desk: Desk, matter: Matter): Promise<Proposal | null> {
  const { group } = matter
  const proposed = group.disputes.find((one) => one.proposed !== null)?.proposed
  if (proposed === null || proposed === undefined) return null
  const data = resolveData(proposed.data, 'data')
  if (!data.ok) return null
  const { choice, adopt, set, ground, reason, recall, subject, disputes } = data.value
  if (choice === 'confirm' || choice === 'reopen') return null
  const about = group.disputes.filter((one) => disputes.some((id) => equal(id, one.id)))
  const said: Proposed = { subject, disputes: about, choice, adopt, set, commit: proposed.commit }
  const outcome = await foresee(desk, said)
  const confirm: Proposed = { ...said, choice: 'confirm', adopt: proposed.id, set: [], commit: null }
  return {
    ...{ entry: hex(proposed.id), byName: memberName(desk.now, proposed.by), choice, ground, reason },
    adopt: adopt === null ? null : hex(adopt),
    recall: recall.map(hex),
    foreseen: await foreseen(desk, matter, outcome, choice),
    barred: await barredFrom(desk, confirm, outcome.subj),
  }
}
