import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { must } from '../../../shared/base/result.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { Desk } from './desk.ts'
import { transferFiling } from './forms.ts'

const DAY = 86_400_000

/** 今日办理: what was done today, here and by colleagues, each act as it stands. */
describe('acts of today', () => {
  let county: County
  let desk: Desk
  let contracts: string[]
  let n = 0

  beforeEach(async () => {
    county = await County.found(`today${n++}`)
    // Yesterday's: on record, and none of today's business.
    contracts = county.stock(3)
    county.node.time += DAY
    desk = new Desk(county)
    desk.now += DAY
    must(await desk.open())
  })
  afterEach(() => desk.wipe())

  const today = async () => must(await desk.calls.today())
  const shown = async () => (await today()).map(({ act, by, standing, outcome }) => [act, by, standing, outcome])
  const file = async (i: number) => must(await desk.calls.file(transferFiling(contracts[i] as string))).case
  const accept = async (id: string) => must(await desk.calls.act({ case: id, action: 'accept', reason: null }))

  test('what waits here comes first, then what was sealed since midnight, each the newest first; the standing follows', async () => {
    expect(await today()).toEqual([])
    county.node.seal([county.person('colleague').file('transfer', contracts[2] as string, 'X1')])
    await desk.sync()
    const id = await file(0)
    desk.now += 60_000
    await accept(id)
    expect(await shown()).toEqual([
      ['accept', 'clerk', 'saved', null],
      ['file', 'clerk', 'saved', null],
      ['file', 'colleague', 'sealed', null],
    ])
    const [first] = await today()
    expect(first).toMatchObject({
      ...{ case: id, time: desk.now, byName: 'clerk', title: { zh: '受理', en: expect.any(String) } },
      service: { zh: expect.stringMatching(/转移登记/), en: expect.any(String) },
    })
    await desk.sealed()
    expect(await shown()).toEqual([
      ['accept', 'clerk', 'sealed', null],
      ['file', 'clerk', 'sealed', null],
      ['file', 'colleague', 'sealed', null],
    ])
    expect(new Set((await today()).map((one) => one.entry)).size).toBe(3)
  })

  test('the day ends at midnight in Beijing, by the time that an act claims; what was sealed late is none of today’s', async () => {
    const midnight = Date.UTC(2026, 10, 23, 16)
    desk.now = midnight - 1
    const late = await file(0)
    expect(await shown()).toEqual([['file', 'clerk', 'saved', null]])
    desk.now = midnight
    expect(await today()).toEqual([])
    await accept(late)
    county.node.time = midnight + 60_000
    await desk.sealed()
    expect(await shown()).toEqual([['accept', 'clerk', 'sealed', null]])
    desk.now += DAY
    expect(await today()).toEqual([])
  })

  test('an act that came to nothing says so: refused, void, or in dispute', async () => {
    desk.node = null
    const lost = await file(0)
    county.node.seal([county.person('colleague').file('transfer', contracts[0] as string, 'X1')])
    desk.node = county.node
    await desk.sealed()
    const refused = await desk.calls.act({ case: lost, action: 'withdraw', reason: '申请人撤回' })
    county.node.refusals.set(must(refused).entry, 'wrong-role')
    await desk.sync()
    expect(await shown()).toEqual([
      ['withdraw', 'clerk', 'set-aside', null],
      ['file', 'clerk', 'sealed', 'disputed'],
      ['file', 'colleague', 'sealed', null],
    ])
    // Past the checks of an office, the ledger says what is wrong.
    county.node.seal([county.person('colleague').act(`${OFFICE}/case/X1`, 'review')])
    await desk.sync()
    expect(await shown()).toContainEqual(['review', 'colleague', 'set-aside', 'void(role)'])
  })

  test('of a long day the newest two hundred are shown', async () => {
    for (let i = 0; i < 5; i++) county.stock(50)
    await desk.sync()
    const acts = await today()
    expect(acts).toHaveLength(200)
    const filed = [...(county.node.records.get(OFFICE) ?? [])].filter(([, record]) => record.t === 'case')
    expect(acts[0]?.case).toBe(filed.at(-1)?.[0])
  })
})
