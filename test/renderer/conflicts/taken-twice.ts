import { must } from '../../../shared/base/result.ts'
import type { SignedEntry } from '../../../shared/ledger/index.ts'
import { County } from '../../kit/county.ts'
import { Desk } from '../replica/desk.ts'
import { transferFiling } from '../replica/forms.ts'

export interface TakenTwice {
  readonly county: County
  /** A clerk's desk, which has heard of both. */
  readonly desk: Desk
  readonly contract: string
  /** The case of this desk: the second, and so the one in dispute. */
  readonly mine: string
  /** A third window's filing, signed before any of the others was sealed. */
  readonly third: SignedEntry
}

/** One pasture whose transfer was taken at two windows that knew nothing of each other; `A1` is sealed first. Also there: `both`, clerk and supervisor. */
export async function takenTwice(name: string): Promise<TakenTwice> {
  const county = await County.found(name)
  county.node.seal([county.member('second', ['supervisor']), county.member('both', ['clerk', 'supervisor'])])
  const desk = new Desk(county)
  const contract = county.stock(1)[0] as string
  const third = county.person('both').file('transfer', contract, 'A2')
  must(await desk.open())
  desk.node = null
  const mine = must(await desk.calls.file(transferFiling(contract))).case
  county.node.seal([county.person('colleague').file('transfer', contract, 'A1')])
  desk.node = county.node
  await desk.sealed()
  return { county, desk, contract, mine, third }
}
