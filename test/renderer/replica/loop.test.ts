import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fail, must, ok } from '../../../shared/base/result.ts'
import { encodeMessage } from '../../../shared/sync/messages.ts'
import { County } from '../../kit/county.ts'
import { Desk } from './desk.ts'
import { failWrites } from './failing-writes.ts'
import { stockFiling } from './forms.ts'

/** When the loop runs by itself, on a clock that only the test moves. */
describe('the sync loop', () => {
  let county: County
  let desk: Desk
  let n = 0

  beforeEach(async () => {
    county = await County.found(`loop${n++}`)
    desk = new Desk(county)
  })
  afterEach(() => desk.wipe())

  /** Lets the planned task run, and waits until the next one is planned; answers how far away that is, ms. */
  async function tick(): Promise<number> {
    const planned = desk.delays.length
    const [task] = desk.tasks
    desk.tasks.clear()
    task?.()
    await vi.waitFor(() => expect(desk.delays.length).toBeGreaterThan(planned))
    return desk.delays.at(-1) as number
  }

  test('nothing waits: it looks once in a quarter of a minute, and asks the node no more often', async () => {
    must(await desk.open())
    const asked = desk.asked.length
    expect(await tick()).toBe(15_000)
    expect(desk.asked.length).toBe(asked)
    desk.now += 15_000
    await tick()
    expect(desk.asked.length).toBeGreaterThan(asked)
  })

  test('a clock that is set back or far ahead neither stops it nor makes it spin', async () => {
    must(await desk.open())
    for (const jump of [-365 * 86_400_000, 2 * 365 * 86_400_000, -86_400_000]) {
      desk.now += jump
      const delays = [await tick(), await tick(), await tick()]
      for (const ms of delays) expect(ms).toBeGreaterThanOrEqual(1_000)
      for (const ms of delays) expect(ms).toBeLessThanOrEqual(15_000)
    }
  })

  test('a filing is sent soon, and its seal is looked for soon', async () => {
    must(await desk.open())
    must(await desk.calls.file(stockFiling(county.nextContract())))
    expect(desk.delays.at(-1)).toBe(50)
    expect(await tick()).toBe(1_500)
    expect(must(await desk.calls.status()).sent).toBe(1)
  })

  test('without a line it tries at longer and longer intervals, and at once when something is filed', async () => {
    must(await desk.open())
    desk.node = null
    desk.now += 20_000
    const delays: number[] = []
    for (let i = 0; i < 6; i++) delays.push(await tick())
    expect(delays).toEqual([2_000, 5_000, 10_000, 30_000, 30_000, 30_000])
    must(await desk.calls.file(stockFiling(county.nextContract())))
    expect(desk.delays.at(-1)).toBe(50)
  })

  test('a line that carries something before it breaks is tried again soon, every time; a busy node is left alone for longer', async () => {
    must(await desk.open())
    desk.node = null
    must(await desk.calls.file(stockFiling(county.nextContract())))
    await tick()
    desk.node = county.node
    desk.bend = (ask, answer) => (ask.path === '/v1/push' ? fail('no-line', 'cut') : ok(answer))
    const delays: number[] = []
    for (let i = 0; i < 4; i++) delays.push(await tick())
    expect(delays).toEqual([2_000, 2_000, 2_000, 2_000])
    const busy = { status: 503, body: encodeMessage({ code: 'busy', detail: '' }), date: null }
    desk.bend = () => ok(busy)
    for (let i = 0; i < 3; i++) delays.push(await tick())
    expect(delays.slice(4)).toEqual([5_000, 10_000, 30_000])
  })

  test('a vault that is locked: a session that stands is used up, then it says so and does not spin', async () => {
    desk.locked = true
    must(await desk.open())
    expect(await desk.failure()).toBe('vault-locked')
    const delays = [await tick(), await tick(), await tick(), await tick()]
    expect(delays).toEqual([5_000, 10_000, 30_000, 30_000])
    expect(must(await desk.calls.status())).toMatchObject({ lastSuccess: null, unsent: 0 })
    expect(await desk.calls.file(stockFiling(county.nextContract()))).toMatchObject({ ok: false })
    desk.locked = false
    await tick()
    expect(await desk.failure()).toBeNull()
  })

  test('[W2] a session that has run out is opened once more, and one that never holds ends in its code', async () => {
    must(await desk.open())
    let refusals = 1
    const needed = { status: 401, body: encodeMessage({ code: 'session-needed', detail: '' }), date: null }
    desk.bend = (ask, answer) => (ask.token !== null && refusals-- > 0 ? ok(needed) : ok(answer))
    await desk.sync()
    expect(await desk.failure()).toBeNull()
    refusals = Number.POSITIVE_INFINITY
    const asked = desk.asked.length
    await desk.sync()
    expect(await desk.failure()).toBe('session-needed')
    expect(desk.asked.length - asked).toBeLessThanOrEqual(5)
  })

  test('a database that refuses every write is said to, and is not tried in a hurry', async () => {
    must(await desk.open())
    county.stock(1)
    const undo = failWrites('QuotaExceededError', () => true)
    await desk.sync()
    expect(await desk.failure()).toBe('disk-full')
    expect(await tick()).toBeGreaterThanOrEqual(5_000)
    undo()
  })

  test('a journal that cannot be read keeps the replica closed, with its code', async () => {
    desk.journalFails = fail('journal-damaged', 'byte 7')
    expect(await desk.open()).toMatchObject({ ok: false, code: 'journal-damaged' })
    desk.journalFails = null
    must(await desk.open())
  })

  test('closing while a run is under way ends both', async () => {
    must(await desk.open())
    county.stock(3)
    const run = desk.calls.syncNow()
    await desk.close()
    await run
    expect(desk.tasks.size).toBe(0)
  })
})
