import type { Filed } from '../../../renderer/replica/api.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { isCase } from '../../../shared/contract/index.ts'
import { entryId, parseLeaf } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { Desk } from '../replica/desk.ts'
import { stockFiling, transferFiling } from '../replica/forms.ts'

/** A chain in which the second entry is refused: one before it, three behind it that have nothing to do with it, and one that builds upon it. */
export interface HeldUp {
  readonly county: County
  readonly desk: Desk
  readonly first: Filed
  readonly refused: Filed
  readonly free: Filed
  /** The acceptances: of the first, of the refused, of the free one. */
  readonly accepts: readonly [Filed, Filed, Filed]
}

export async function heldUp(
  name: string,
  code: 'wrong-role' | 'chain-fork' | 'key-frozen' = 'wrong-role',
): Promise<HeldUp> {
  const county = await County.found(name)
  const desk = new Desk(county)
  const contracts = county.stock(3)
  must(await desk.open())
  desk.node = null
  const file = async (i: number) => must(await desk.calls.file(transferFiling(contracts[i] as string)))
  const accept = async ({ case: of }: Filed) => must(await desk.calls.act({ case: of, action: 'accept', reason: null }))
  const first = await file(0)
  const refused = await file(1)
  const one = await accept(first)
  const two = await accept(refused)
  const free = await file(2)
  const three = await accept(free)
  county.node.refusals.set(refused.entry, code)
  desk.node = county.node
  await desk.sync()
  return { county, desk, first, refused, free, accepts: [one, two, three] }
}

export const stock = async ({ desk, county }: Pick<HeldUp, 'desk' | 'county'>) =>
  must(await desk.calls.file(stockFiling(county.nextContract())))

/** What each case of the office went through, as the province has it; every leaf once. */
export function livesIn(county: County): Record<string, string[]> {
  const ids = (county.node.leaves.get(OFFICE) ?? []).map((leaf) => hex(entryId(must(parseLeaf(leaf)).body)))
  if (new Set(ids).size !== ids.length) throw new Error('a leaf twice')
  const records = [...(county.node.records.get(OFFICE) ?? [])]
  return Object.fromEntries(records.flatMap(([id, one]) => (isCase(one) ? [[id, one.log.map(({ act }) => act)]] : [])))
}
