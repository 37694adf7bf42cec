import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seeded } from '../../../kit/random.ts'
import { textOf, transferOf } from './people.ts'
import { SearchWorld } from './world.ts'

const TINY = { step: 7, pairs: 3_000, keptPairs: 1_500, keptRows: 3 }
let world: SearchWorld
let n = 0

beforeEach(async () => {
  world = new SearchWorld(`rebuilding ${n++}`)
  world.limits = TINY
  await world.open()
  await world.index()
})
afterEach(() => world.wipe())

const someFilings = (seed: number, count: number) => {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, i) => transferOf(i, random))
}

async function expectAllFound(filings: readonly ReturnType<typeof transferOf>[]): Promise<void> {
  for (const filing of filings) {
    expect(await world.numbers({ text: textOf(filing, 'transfereeId') })).toEqual([filing.number])
    expect(await world.numbers({ text: textOf(filing, 'contractNo') })).toEqual([filing.number])
  }
}

test('an index of another form is dropped and made anew from the records', async () => {
  const filings = someFilings(1, 40)
  await world.add(filings)
  await world.index()
  const state = await world.db.indexState.get(0)
  if (state === undefined) throw new Error('no index')
  await world.close()
  await world.open()
  // As an older program has left it.
  const [one] = await world.db.shelves.toArray()
  await world.db.shelves.put({ k: 99_999_999, sealed: one?.sealed as Uint8Array })
  await world.db.indexState.put({ ...state, format: state.format - 1 })
  world.indexed = 0
  await world.index()
  expect(world.indexed).toBeGreaterThanOrEqual(filings.length)
  expect(await world.db.indexState.get(0)).toMatchObject({ format: state.format, cases: 0, subjects: 0 })
  expect(await world.db.shelves.get(99_999_999)).toBeUndefined()
  expect((await world.db.indexState.get(0))?.epoch).not.toBe(state.epoch)
  await expectAllFound(filings)
})

test('one of this form is taken as it is', async () => {
  const filings = someFilings(2, 20)
  await world.add(filings)
  await world.index()
  await world.close()
  world.indexed = 0
  await world.open()
  await world.index()
  expect(world.indexed).toBe(0)
  await expectAllFound(filings)
})

test.each([0, 1, 3, 5])(
  'a vault that is shut after %i answers leaves out nothing, whatever was read ahead',
  async (answers) => {
    const filings = someFilings(3, 60)
    world.answers = answers
    await world.add(filings)
    await world.index()
    expect(world.indexed).toBeLessThan(filings.length)
    expect(await world.db.unindexed.count()).toBe(1)
    world.answers = Number.POSITIVE_INFINITY
    await world.index()
    expect(await world.db.unindexed.count()).toBe(0)
    await expectAllFound(filings)
  },
)

test('what a piece has in several records is opened once', async () => {
  const filings = someFilings(4, 50)
  await world.add(filings)
  await world.index()
  // Each contract is on record with the payload of its case.
  expect(world.indexed).toBe(filings.length)
})
