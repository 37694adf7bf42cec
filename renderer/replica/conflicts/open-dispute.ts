import type { MemberFact } from '../../../shared/contract/gov.ts'
import { govKey } from '../../../shared/contract/gov.ts'
import type { Gov } from '../../../shared/contract/index.ts'
import { numberOf } from '../case-views.ts'
import { memberName } from '../snapshot.ts'
import { titleOfRecord } from './acts.ts'
import type { OpenDispute } from './decision-api.ts'
import { allDisputes, type Desk, groupsOf, standingFor } from './ground.ts'

/** [X5] The open dispute on a record, for whoever has to wait for it: what it is about, since when, and who may decide it (X6). */
export async function openDispute(desk: Desk, id: string): Promise<OpenDispute | null> {
  const groups = groupsOf(await allDisputes(desk))
  const group = groups.find(({ disputes }) => disputes.some(({ subj }) => subj.some((one) => one.id === id)))
  if (group === undefined) return null
  const { disputes } = group
  const sides = new Set([
    ...disputes.map(({ by }) => by),
    ...(await standingFor(desk, disputes)).map(({ touch }) => touch.by),
  ])
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

/** The members who are supervisors of a scope now. */
function supervisors(gov: Gov, scope: string): string[] {
  const prefix = govKey.member('')
  return [...gov.entries()].flatMap(([key, fact]) => {
    if (!key.startsWith(prefix)) return []
    const now = (fact as unknown as MemberFact).history.at(-1)
    return now?.roles.includes('supervisor') === true && now.scopes.includes(scope) ? [key.slice(prefix.length)] : []
  })
}
