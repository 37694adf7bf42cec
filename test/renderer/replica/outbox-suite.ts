import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fail, must } from '../../../shared/base/result.ts'
import { isCase } from '../../../shared/contract/index.ts'
import { parseBody } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { Desk } from './desk.ts'
import { failWrites } from './failing-writes.ts'
import { stockFiling, transferFiling } from './forms.ts'

/** What has been answered as saved is never lost and never doubled, whatever the line, the disk and the node do. */
export function outboxSuite(runtime: string): void {
  describe(`work that is not sealed yet, on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let n = 0

    beforeEach(async () => {
      county = await County.found(`outbox${n++}`)
      desk = new Desk(county)
      must(await desk.open())
    })
    afterEach(() => desk.wipe())

    const file = async () => must(await desk.calls.file(stockFiling(county.nextContract())))
    const standing = async (id: string) => must(await desk.calls.case(id)).standing
    const queue = async () =>
      must(await desk.calls.queue()).map(({ entry, standing, code }) => ({ entry, standing, code }))
    const sealedCases = () => [...(county.node.records.get(OFFICE)?.values() ?? [])].filter(isCase).length

    test('goes from saved to sent to sealed, and says each', async () => {
      const { case: id } = await file()
      expect(await standing(id)).toBe('saved')
      expect(must(await desk.calls.status())).toMatchObject({ unsent: 1, sent: 0 })
      await desk.sync()
      expect(await standing(id)).toBe('sent')
      expect(must(await desk.calls.status())).toMatchObject({ unsent: 0, sent: 1 })
      county.node.seal()
      await desk.sync()
      expect(await standing(id)).toBe('sealed')
      expect(must(await desk.calls.status())).toMatchObject({ unsent: 0, sent: 0, setAside: 0 })
      expect(must(await desk.calls.case(id)).steps).toMatchObject([{ standing: 'sealed', outcome: 'applied' }])
    })

    test('[W1] without a line everything stays saved, and a push that is said twice is sealed once', async () => {
      desk.node = null
      const filed = [await file(), await file(), await file()]
      await desk.sync()
      expect(must(await desk.calls.status())).toMatchObject({
        line: 'down',
        unsent: 3,
        lastFailure: { code: 'no-line' },
      })
      desk.node = county.node
      // The answer to the first push is lost on its way.
      desk.bend = (ask, answer) => (ask.path === '/v1/push' ? fail('no-line', 'cut') : { ok: true, value: answer })
      await desk.sync()
      expect(must(await desk.calls.status())).toMatchObject({ line: 'down', unsent: 3 })
      desk.bend = null
      await desk.sealed()
      for (const { case: id } of filed) expect(await standing(id)).toBe('sealed')
      expect(sealedCases()).toBe(3)
    })

    test('[L8] what is refused is set aside with its code; others go on, and those behind it in its chain when it may', async () => {
      const refused = await file()
      county.node.refusals.set(refused.entry, 'wrong-role')
      const behind = await file()
      await desk.close()
      must(await desk.open(desk.person('reviewer')))
      await desk.sync()
      expect(await queue()).toEqual([
        { entry: refused.entry, standing: 'set-aside', code: 'wrong-role' },
        { entry: behind.entry, standing: 'set-aside', code: 'chain-gap' },
      ])
      // Another device's work is not held up.
      const [contract = ''] = county.stock(1)
      county.node.seal([county.person('colleague').file('transfer', contract, 'X1')])
      county.node.seal([county.person('colleague').act(`${OFFICE}/case/X1`, 'accept')])
      await desk.sync()
      const act = must(await desk.calls.act({ case: `${OFFICE}/case/X1`, action: 'review', reason: null }))
      await desk.sync()
      expect((await queue()).find(({ entry }) => entry === act.entry)?.standing).toBe('sent')
      // When the registrar has put it right, both go after the next start.
      county.node.refusals.clear()
      await desk.close()
      must(await desk.open())
      expect((await queue()).map((row) => row.standing)).toEqual(['sent', 'sent', 'sent'])
      await desk.sealed()
      expect(await standing(behind.case)).toBe('sealed')
    })

    test('[L8] a node that is busy sets nothing aside for good', async () => {
      const { entry } = await file()
      county.node.refusals.set(entry, 'busy')
      await desk.sync()
      county.node.refusals.clear()
      await desk.sync()
      expect((await queue())[0]?.standing).toBe('sent')
    })

    test('a replica that is gone is built again from the journal and the node, and numbers go on', async () => {
      const sealed = await file()
      await desk.sealed()
      const sent = await file()
      await desk.sync()
      const saved = [await file(), await file()]
      await desk.wipe()
      desk.node = null
      desk.journalPage = 1
      must(await desk.open())
      expect((await queue()).map((row) => row.entry)).toEqual([sealed, sent, ...saved].map((one) => one.entry))
      desk.node = county.node
      await desk.sync()
      expect(await standing(sealed.case)).toBe('sealed')
      expect((await queue()).map((row) => row.entry)).toEqual([sent, ...saved].map((one) => one.entry))
      const next = await file()
      const all = [sealed, sent, ...saved, next].map((one) => one.case)
      expect(new Set(all).size).toBe(all.length)
      expect(all).toEqual([...all].sort())
      await desk.sealed()
      for (const id of all) expect(await standing(id)).toBe('sealed')
      expect(sealedCases()).toBe(5)
    })

    test('an unsent filing is numbered on after a wipe without a line: the journal alone knows', async () => {
      desk.node = null
      const before = [await file(), await file()]
      await desk.wipe()
      desk.node = county.node
      must(await desk.open())
      desk.node = null
      const after = await file()
      expect(before.map((one) => one.case)).not.toContain(after.case)
    })

    test.each([
      ['refuses the write', 'UnknownError', 'disk-failed'],
      ['is full', 'QuotaExceededError', 'disk-full'],
    ])('a disk that %s after the signing: said at once, there once after a start', async (_, name, code) => {
      desk.node = null
      const contract = county.nextContract()
      const undo = failWrites(name, (store) => store === 'outbox')
      expect(await desk.calls.file(stockFiling(contract))).toMatchObject({ ok: false, code })
      // Nothing is signed on top of what is not kept.
      expect(await desk.calls.file(stockFiling(county.nextContract()))).toMatchObject({ ok: false, code })
      expect(desk.journal).toHaveLength(1)
      undo()
      await desk.close()
      must(await desk.open())
      expect(await queue()).toHaveLength(1)
      desk.node = county.node
      await desk.sealed()
      expect(sealedCases()).toBe(1)
      expect(await queue()).toEqual([])
    })

    test('a disk that comes back: the next filing finds the last one first, in its order and under another number', async () => {
      const undo = failWrites('QuotaExceededError', (store) => store === 'outbox')
      expect((await desk.calls.file(stockFiling(county.nextContract()))).ok).toBe(false)
      undo()
      const second = await file()
      expect(await queue()).toHaveLength(2)
      const numbers = desk.journal.map(({ body }) => must(parseBody(body)).case)
      expect(new Set(numbers).size).toBe(2)
      expect(numbers[1]).toBe(second.case)
      await desk.sealed()
      expect(sealedCases()).toBe(2)
    })

    test('an answer of main that never came: what it had signed all the same is found without a start', async () => {
      desk.loseAnswer = 'filing.submit'
      expect((await desk.calls.file(stockFiling(county.nextContract()))).ok).toBe(false)
      await desk.sync()
      expect(await queue()).toMatchObject([{ standing: 'sent' }])
      await file()
      await desk.sealed()
      expect(sealedCases()).toBe(2)
    })

    test('a disk that fails while sealed leaves come: nothing of them is kept, nothing of the outbox is gone', async () => {
      const { case: id } = await file()
      await desk.sync()
      county.node.seal()
      const before = await desk.rows()
      for (const store of ['tiles', 'subjects', 'meta', 'outbox', 'outcomes', 'checkpoints']) {
        const undo = failWrites('QuotaExceededError', (name) => name === store)
        await desk.sync()
        undo()
        const failure = await desk.failure()
        // Outcomes are not written when all applied; a scope that is in but not proven yet is in.
        if (failure === null || store === 'checkpoints') break
        expect(failure, store).toBe('disk-full')
        expect(await desk.rows(), store).toEqual(before)
      }
      await desk.sync()
      expect(await desk.failure()).toBeNull()
      expect(await standing(id)).toBe('sealed')
    })

    test('entries come back in the order of their need, whatever the clock said when they were signed', async () => {
      county.stock(1)
      await desk.sync()
      desk.node = null
      const contract = '632723103200000001J'
      const { case: id } = must(await desk.calls.file(transferFiling(contract)))
      // The clock is set back a day, and another person goes on with the case.
      desk.now -= 86_400_000
      must(await desk.calls.act({ case: id, action: 'accept', reason: null }))
      await desk.close()
      must(await desk.open(desk.person('reviewer')))
      must(await desk.calls.act({ case: id, action: 'review', reason: null }))
      await desk.wipe()
      // Main merges the journals of two keys by time: the reviewer's act comes first.
      desk.journal = [...desk.journal.slice(2), ...desk.journal.slice(0, 2)]
      desk.node = county.node
      must(await desk.open())
      await desk.sealed()
      expect(county.state(id)).toBe('reviewed')
      expect(await queue()).toEqual([])
    })
  })
}
