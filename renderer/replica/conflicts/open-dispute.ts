import type { MemberFact } from '../../../shared/contract/gov.ts'
import { govKey } from '../../../shared/contract/gov.ts'
import type { Dispute, Gov } from '../../../shared/contract/index.ts'
import { standingAgainst } from '../../../shared/contract/undo.ts'
import { numberOf } from '../case-views.ts'
import { memberName } from '../snapshot.ts'
import { titleOfRecord } from './acts.ts'
import type { OpenDispute } from './decision-api.ts'
import { allDisputes, type Desk, groupsOf } from './ground.ts'

/** [X5] The open dispute on a record, for whoever has to wait for it: what it is about, since when, and who may decide it (X6). */
export async function openDispute(desk: Desk, id: string): Promise<OpenDispute | null> {
  const groups = groupsOf(await allDisputes(desk))
  const group = groups.find(({ disputes }) => disputes.some(({ subj }) => subj.some((one) => one.id === id)))
  if (group === undefined) return null
  const { disputes } = group
  const sides = await sidesIn(desk, disputes)
  const proposed = disputes.find((one) => one.proposed !== null)?.proposed ?? null
  return {
    ...{ conflict: group.id, number: numberOf(group.id), title: await titleOfRecord(desk, group.id) },
    since: Math.min(...disputes.map(({ sealed }) => sealed)),
    deciders: supervisors(desk.now.gov, desk.now.office)
      .filter((one) => !sides.has(one))
      .map((one) => memberName(desk.now, one)),
    proposed: proposed === null ? null : memberName(desk.now, proposed.by),
  }
}

/** [X6] Who took a side: signed one of the disputes, or what stands against one, a decision too. */
async function sidesIn(desk: Desk, disputes: readonly Dispute[]): Promise<Set<string>> {
  const sides = new Set(disputes.map(({ by }) => by))
  for (const { id, subj } of disputes) {
    for (const one of subj) {
      const record = await desk.records.get(one.id)
      if (record !== undefined) for (const { by } of standingAgainst(record, [id], null)) sides.add(by)
    }
  }
  return sides
}

/** The members who are supervisors of a scope now. */
function supervisors(gov: Gov, scope: string): string[] {
  const prefix = govKey.member('')
  return [...gov.entries()].flatMap(([key, fact]) => {
    if (!key.startsWith(prefix)) return []
    const now = (fact as unknown as MemberFact).history.at(-1)
    return now?.roles.includes('supervisor') === true && now.scopes.includes(scope) ? [key.slice(prefix.length)] : []
  })
}
