import { join } from 'node:path'
import { foldersIn } from '../../../scripts/demo/make.ts'
import { DEMO_PEOPLE, type DemoContract, type DemoMember, demoContracts, seeded } from '../../../scripts/demo/seed.ts'
import { type County, makeCounty } from '../county/county.ts'
import type { Line } from '../county/line.ts'
import { Desk } from '../services/desk.ts'

export const COUNTY = '632723'

/** One of two computers: its line, and the people who sign there and nowhere else. */
export interface Window {
  readonly desk: Desk
  readonly line: Line
  readonly clerk: DemoMember
  readonly reviewer: DemoMember
  readonly approver: DemoMember
}

/** Two computers of one county, each with a line of its own to the one node. The supervisor sits at the second. */
export interface Offices {
  readonly county: County
  readonly here: Window
  readonly there: Window
  readonly supervisor: DemoMember
  /** A pasture on record that nothing has been filed for. */
  pasture(): DemoContract
  /** What the verifier trusts. */
  readonly site: string
}

/** A demo county has reviewers and approvers for one window; these sit at the second. */
const MORE: readonly DemoMember[] = [
  { id: 'reviewer-chenduo-2', name: '格桑旺姆', office: COUNTY, roles: ['reviewer'], post: '审核员' },
  { id: 'approver-chenduo-2', name: '陈志远', office: COUNTY, roles: ['reviewer', 'approver'], post: '审批负责人' },
]

function person(id: string): DemoMember {
  const found = [...DEMO_PEOPLE, ...MORE].find((one) => one.id === id)
  if (found === undefined) throw new Error(id)
  return found
}

/** Two computers that have seen everything sealed, with a clerk at each. `pastures`: as many as are on record. */
export async function openOffices(pastures: number): Promise<Offices> {
  const county = await makeCounty(pastures, MORE)
  const free = demoContracts(COUNTY, pastures, seeded(Number(COUNTY)))
  try {
    const [line, other] = [await county.line(), await county.line()]
    // What was signed so far is copied at once, before the first computer is at work.
    const [second, first] = await Promise.all([
      county.otherDesktop('signs', other),
      county.desktop(line),
      county.node.start(),
    ])
    const here: Window = {
      ...{ desk: new Desk(first.page), line },
      clerk: person('clerk-chenduo-1'),
      reviewer: person('reviewer-chenduo'),
      approver: person('approver-chenduo'),
    }
    const there: Window = {
      ...{ desk: new Desk(second.page), line: other },
      clerk: person('clerk-chenduo-2'),
      reviewer: person('reviewer-chenduo-2'),
      approver: person('approver-chenduo-2'),
    }
    await both({ here, there }, async ({ desk, clerk }) => {
      desk.page.setDefaultTimeout(60_000)
      await desk.become(clerk)
      await desk.allSealed()
    })
    return {
      ...{ county, here, there, supervisor: person('supervisor-chenduo') },
      pasture() {
        const next = free.shift()
        if (next === undefined) throw new Error('every pasture has been taken')
        return next
      },
      site: join(foldersIn(county.data).desktop, 'site.json'),
    }
  } catch (error) {
    await county.remove()
    throw error
  }
}

/** At both computers at once. */
export async function both<T>(
  { here, there }: Pick<Offices, 'here' | 'there'>,
  work: (window: Window) => Promise<T>,
): Promise<[T, T]> {
  return Promise.all([work(here), work(there)])
}
