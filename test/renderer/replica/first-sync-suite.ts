import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { leafAt } from '../../../renderer/replica/tile-store.ts'
import { equal } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { frame, leafHash, parseHead, rootOf } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { Desk } from './desk.ts'
import { stockFiling, transferFiling } from './forms.ts'

/** An honest node, and what a replica must hold after it. */
export function firstSyncSuite(runtime: string): void {
  describe(`a replica and an honest node on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let n = 0

    beforeEach(async () => {
      county = await County.found(`sync${n++}`)
      desk = new Desk(county)
    })
    afterEach(() => desk.wipe())

    /** All leaves are there, in order, and the proven heads are those of the node. */
    async function expectWhole(): Promise<void> {
      const db = new ReplicaDatabase(desk.name)
      await db.open()
      const proven = await db.read('proven')
      for (const code of ['gov', OFFICE]) {
        const leaves = county.node.leaves.get(code) ?? []
        for (const [i, leaf] of leaves.entries()) expect(await leafAt(db, code, i), `${code} ${i}`).toEqual(leaf)
        expect(await leafAt(db, code, leaves.length)).toBeUndefined()
        const head = must(parseHead(proven?.heads[code]?.bytes ?? new Uint8Array()))
        expect(head.size).toBe(leaves.length)
        expect(equal(head.root, rootOf(leaves.map(leafHash)))).toBe(true)
        const state = await db.read(`scope/${code}`)
        expect(state?.frontier.size ?? 0).toBe(leaves.length)
        if (state !== undefined) expect(equal(state.digest, head.state)).toBe(true)
      }
      db.close()
    }

    test('[C1] [C2] the first sync brings every leaf of gov and the office, root and digest equal', async () => {
      county.stock(300)
      must(await desk.open())
      expect(await desk.failure()).toBeNull()
      await expectWhole()
    })

    test('[C2] later syncs go on from what is held, however much comes in one answer', async () => {
      must(await desk.open())
      for (const [size, per] of [
        [1, 1],
        [255, 100],
        [2, 1],
        [256, 7],
      ] as const) {
        county.node.perAnswer = per
        county.stock(size)
        await desk.sync()
        expect(await desk.failure()).toBeNull()
        await expectWhole()
      }
      const froms = desk.asked.filter(({ path }) => path.includes(`scope=${OFFICE}`)).map(({ path }) => path)
      expect(new Set(froms).size, 'nothing is fetched twice').toBe(froms.length)
    })

    test('[C1] gov and the office grow in the same pull, and a new key is first used in it', async () => {
      must(await desk.open())
      county.node.seal([county.member('newcomer', ['clerk'])])
      county.node.seal([county.person('newcomer').file('stock', county.nextContract(), 'T900001')])
      await desk.sync()
      expect(await desk.failure()).toBeNull()
      await expectWhole()
      expect(must(await desk.calls.case(`${OFFICE}/case/T900001`)).by).toBe('newcomer')
    })

    test('[C1] a member and their first leaf may even stand in one block', async () => {
      must(await desk.open())
      const member = county.member('newcomer', ['clerk'])
      county.node.seal([county.person('newcomer').file('stock', county.nextContract(), 'T900001'), member])
      await desk.sync()
      expect(await desk.failure()).toBeNull()
      await expectWhole()
    })

    test('[X1] [X2] two replicas that saw the same heads hold the same rows, whatever the steps they came in', async () => {
      must(await desk.open())
      const contracts = county.stock(40)
      await desk.sync()
      for (const [i, contract] of contracts.entries()) {
        if (i % 3 === 0) county.node.seal([county.person('colleague').file('transfer', contract, `X${i}`)])
        if (i % 6 === 0) county.node.seal([county.person('colleague').act(`${OFFICE}/case/X${i}`, 'accept')])
        // Judged at their own heights: what comes later takes nothing back.
        if (i === 12)
          county.node.seal([
            county.govern('revoke', { key: county.person('reviewer').key.id, last: null, reason: '遗失' }),
          ])
        if (i % 9 === 0) county.node.seal([county.person('reviewer').act(`${OFFICE}/case/X${i}`, 'review')])
        if (i % 5 === 0) await desk.sync()
      }
      await desk.sync()
      const stepwise = await desk.derived()
      expect(stepwise['outcomes']?.length).toBeGreaterThan(0)
      await desk.wipe()
      must(await desk.open())
      expect(await desk.derived()).toEqual(stepwise)
    })

    test('[X7] a leaf is judged by gov as it stood at its height, before and after a revocation', async () => {
      const [one = '', two = ''] = county.stock(2)
      county.node.seal([county.person('clerk').file('transfer', one, 'X1')])
      county.node.seal([county.govern('revoke', { key: county.person('clerk').key.id, last: null, reason: '遗失' })])
      county.node.seal([county.person('clerk').file('transfer', two, 'X2')])
      must(await desk.open(desk.person('reviewer')))
      expect((await desk.calls.case(`${OFFICE}/case/X1`)).ok).toBe(true)
      expect(await desk.calls.case(`${OFFICE}/case/X2`)).toMatchObject({ ok: false, code: 'not-found' })
      const queue = must(await desk.calls.queue())
      expect(queue).toMatchObject([{ standing: 'set-aside', detail: 'void(revoked)' }])
    })

    test('[X8] a case stays with the version that it was filed under', async () => {
      const [contract = ''] = county.stock(1)
      must(await desk.open())
      const filed = must(await desk.calls.file(transferFiling(contract)))
      const services = must(await desk.calls.services())
      const before = services.find(({ code }) => code === 'grassland-transfer')
      const next = structuredClone({ ...before, version: 2, title: { zh: '新版', en: 'New' } })
      county.node.seal([county.govern('service', { definition: next as never })])
      await desk.sealed()
      expect(await desk.failure()).toBeNull()
      const detail = must(await desk.calls.case(filed.case))
      expect(detail.definition.version).toBe(1)
      expect(detail.title).toEqual(before?.title)
      expect(must(await desk.calls.services()).map(({ code, version }) => `${code} ${version}`)).toContain(
        'grassland-transfer 2',
      )
      must(await desk.calls.act({ case: filed.case, action: 'accept', reason: null }))
      await desk.sealed()
      expect(county.state(filed.case)).toBe('accepted')
    })

    test('[W1] a node that gives leaves one by one is as good as one that gives all', async () => {
      county.stock(30)
      county.node.perAnswer = 1
      must(await desk.open())
      expect(await desk.failure()).toBeNull()
      await expectWhole()
      expect(frame(county.node.leaves.get(OFFICE) ?? []).length).toBeGreaterThan(0)
    })

    test('the filing of a person is sealed and stays readable to its office', async () => {
      must(await desk.open())
      const contract = county.nextContract()
      const filed = must(await desk.calls.file(stockFiling(contract)))
      expect(must(await desk.calls.case(filed.case)).standing).toBe('saved')
      await desk.sealed()
      const detail = must(await desk.calls.case(filed.case))
      expect(detail.standing).toBe('sealed')
      expect(detail.sealed['holderName']).toBe('才仁多杰')
      await desk.wipe()
      must(await desk.open())
      expect(must(await desk.calls.case(filed.case)).sealed['holderName']).toBe('才仁多杰')
    })
  })
}
