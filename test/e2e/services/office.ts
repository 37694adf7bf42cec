import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { foldersIn } from '../../../scripts/demo/make.ts'
import { demoContracts, seeded } from '../../../scripts/demo/seed.ts'
import { civilDate } from '../../../shared/contract/working-days.ts'
import { type County, makeCounty } from '../county/county.ts'
import { Desk } from './desk.ts'
import type { World } from './filing.ts'
import type { Walk } from './matrix.ts'
import { firstClerk } from './way.ts'

const COUNTY = '632723'
/** On record from the start; the seed is the demo's own. */
const CONTRACTS = 3

/** A county with its node, its desktop and its browser, and somebody at the desk who has seen everything sealed. */
export interface Office {
  readonly county: County
  readonly desk: Desk
  readonly world: World
  walk(online: boolean): Walk
}

/** `folder`: where papers go. */
export async function openOffice(folder: string): Promise<Office> {
  mkdirSync(folder, { recursive: true })
  const county = await makeCounty(CONTRACTS)
  try {
    await county.node.start()
    const { page } = await county.desktop()
    page.setDefaultTimeout(60_000)
    const desk = new Desk(page)
    await desk.become(firstClerk(COUNTY))
    await desk.allSealed()
    const numbers = new Map<string, string>()
    const world: World = {
      today: civilDate(Date.now()),
      county: COUNTY,
      contracts: demoContracts(COUNTY, CONTRACTS, seeded(Number(COUNTY))),
      number(service) {
        const number = numbers.get(service)
        if (number === undefined) throw new Error(`${service} has been given no number`)
        return number
      },
    }
    const site = join(foldersIn(county.data).desktop, 'site.json')
    return { county, desk, world, walk: (online) => ({ desk, world, numbers, folder, site, online }) }
  } catch (error) {
    await county.remove()
    throw error
  }
}
