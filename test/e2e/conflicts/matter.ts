import type { DemoPerson } from '../../../scripts/demo/person.ts'
import { type DemoContract, type DemoMember, demoPerson, seeded } from '../../../scripts/demo/seed.ts'
import { fileByKeyboard, transferOf } from '../county/keyboard.ts'
import { act } from '../services/case.ts'
import { definitionOf } from '../services/filing.ts'
import { COUNTY, type Offices, type Window } from './offices.ts'

/** One pasture, and two transfers of it that knew nothing of each other. The first is that of the first computer: it is sealed first. */
export interface Matter {
  readonly subject: string
  readonly first: Claim
  readonly second: Claim
}

export interface Claim {
  readonly case: string
  /** Whom it would give the pasture to. */
  readonly to: DemoPerson
}

/** How far each side of a matter has come before anybody hears of the other. */
export interface Walked {
  readonly first: 'filed' | 'finished'
  readonly second: 'filed' | 'finished'
}

const TRANSFER = definitionOf('grassland-transfer')

/**
 * Two windows without a line take transfers of the same pastures, and register some of them. Then the first is heard, then the second: its work is in
 * dispute, and both know it.
 */
export async function takeTwice(offices: Offices, walked: readonly Walked[]): Promise<Matter[]> {
  const { here, there } = offices
  const pastures = walked.map(() => offices.pasture())
  here.line.cut()
  there.line.cut()
  const side = async (window: Window, mode: string, of: 'first' | 'second') => {
    const claims = await takeAll(window, pastures, mode)
    await finishAll(
      window,
      claims.flatMap((claim, i) => (walked[i]?.[of] === 'finished' ? [claim.case] : [])),
    )
    return claims
  }
  const [ours, theirs] = await Promise.all([side(here, '转让', 'first'), side(there, '互换', 'second')])
  await bringTogether(offices)
  return pastures.map(({ subject }, i) => ({ subject, first: ours[i] as Claim, second: theirs[i] as Claim }))
}

async function takeAll({ desk, clerk }: Window, pastures: readonly DemoContract[], mode: string): Promise<Claim[]> {
  await desk.become(clerk)
  const claims: Claim[] = []
  for (const pasture of pastures) {
    const to = demoPerson(COUNTY, seeded(next++))
    const number = await fileByKeyboard(desk.page, { ...transferOf(pasture, to), mode })
    claims.push({ case: `${COUNTY}/case/${number}`, to })
  }
  return claims
}

/** Everybody who takes over a pasture is somebody else. */
let next = 100

/** Accepts, reviews and registers these cases at one window, by its own people. */
async function finishAll(window: Window, cases: readonly string[]): Promise<void> {
  const steps = [
    ['accept', window.clerk],
    ['review', window.reviewer],
    ['finish', window.approver],
  ] as const
  for (const [name, person] of steps) for (const id of cases) await take(window, id, name, person)
}

/** One act on a case. */
export async function take({ desk }: Window, id: string, name: string, person: DemoMember): Promise<void> {
  const action = TRANSFER.workflow.actions.find((one) => one.name === name)
  if (action === undefined) throw new Error(name)
  await act(desk, TRANSFER, id, { action, person })
}

/** Both lines are back, one after the other. */
async function bringTogether({ here, there }: Offices): Promise<void> {
  here.line.mend()
  await here.desk.syncNow()
  await here.desk.allSealed()
  there.line.mend()
  await there.desk.syncNow()
  await there.desk.allSealed()
  await here.desk.catchUp()
}

/** What was signed at the second computer is sealed, and both have heard of it. */
export async function catchUp({ here, there }: Pick<Offices, 'here' | 'there'>): Promise<void> {
  for (const { desk } of [there, here]) {
    await desk.catchUp()
    await desk.allSealed()
  }
}
