import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fail, must, ok } from '../../../../shared/base/result.ts'
import { County, OFFICE } from '../../../kit/county.ts'
import { Desk } from '../desk.ts'
import { stockFiling, transferFiling } from '../forms.ts'

/** The search as the pages have it: real keys, real sealing, a real core. */
export function officeSuite(runtime: string): void {
  describe(`searching an office on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let n = 0

    beforeEach(async () => {
      county = await County.found(`office${n++}`)
      desk = new Desk(county)
    })
    afterEach(() => desk.wipe())

    const found = async (text: string) =>
      must(await desk.calls.cases({ filter: 'all', text, after: null, limit: 20 })).rows.map(({ id }) => id)
    const subjects = async (text: string) =>
      must(await desk.calls.subjects({ text, after: null, limit: 20 })).rows.map(({ number }) => number)

    test('a filing is found by whom it is about from the moment it is saved until long after it is sealed', async () => {
      const [contract] = county.stock(1) as [string]
      must(await desk.open())
      desk.node = null
      const filing = transferFiling(contract)
      const other = stockFiling(county.nextContract())
      const filed = must(await desk.calls.file(filing)).case
      const second = must(
        await desk.calls.file({
          ...other,
          values: { ...other.values, holderName: '索南·达杰', holderId: '632723198408150028' },
        }),
      ).case
      const look = async () => {
        expect(await found('扎西卓玛')).toEqual([filed])
        expect(await found('索南达杰')).toEqual([second])
        expect((await found('19840815')).sort()).toEqual([filed, second].sort())
        expect(await found('县城定居')).toEqual([filed])
        expect(await found('扎西 索南')).toEqual([])
        expect(await found(filed.split('/')[2] as string)).toEqual([filed])
        const known = must(await desk.calls.applicant({ idNumber: '632723198408150028' }))
        expect(known.cases.map(({ id }) => id).sort()).toEqual([filed, second].sort())
        expect([...known.names].sort()).toEqual(['扎西卓玛', '索南·达杰'].sort())
      }
      await look()
      desk.node = county.node
      await desk.sealed()
      await desk.sync()
      expect(must(await desk.calls.case(filed)).standing).toBe('sealed')
      await look()
      expect(await subjects('索南')).toEqual([second].map(() => other.values['contractNo']))
      // After a restart, and on a replica that begins from nothing.
      await desk.close()
      must(await desk.open())
      await look()
      await desk.wipe()
      must(await desk.open())
      await desk.sync()
      await look()
      expect(must(await desk.calls.searchStatus())).toMatchObject({ left: 0, ready: true })
    })

    test('what the province does not hand out is found by its open part, and by the rest when it does', async () => {
      const [contract] = county.stock(1) as [string]
      must(await desk.open())
      const filed = must(await desk.calls.file(transferFiling(contract)))
      await desk.sealed()
      await desk.wipe()
      expect(county.node.payloads.size).toBeGreaterThan(0)
      // A desktop that has never heard of it.
      desk = new Desk(county)
      desk.bend = (ask, answer) => (ask.path === '/v1/payloads' ? fail('no-line', 'cut') : ok(answer))
      must(await desk.open(desk.person('reviewer')))
      expect(await found('扎西卓玛')).toEqual([])
      expect(await found('温泉沟口')).toContain(filed.case)
      desk.bend = null
      await desk.sync()
      expect(await found('扎西卓玛')).toEqual([filed.case])
    })

    test('what was blinded under a key that is gone is read again under the one that is there', async () => {
      must(await desk.open())
      const filed = must(await desk.calls.file(stockFiling(county.nextContract())))
      await desk.sealed()
      await desk.sync()
      expect(await found('才仁多杰')).toEqual([filed.case])
      await desk.close()
      desk.searchKey = new Uint8Array(64).fill(1)
      must(await desk.open())
      expect(await found('才仁多杰')).toEqual([filed.case])
    })

    test('the bridge gives filters and their counts, and a filter that is open shows what it counts', async () => {
      county.stock(6)
      must(await desk.open())
      const query = { filter: 'finished', text: '', services: ['grassland-stock'] } as const
      const saved = must(await desk.calls.saveFilter({ id: null, name: '已登记的合同', query }))
      expect(saved).toMatchObject({ name: '已登记的合同', count: 6, query })
      must(await desk.calls.saveFilter({ id: null, name: '才仁', query: { filter: 'all', text: '才仁' } }))
      desk.node = null
      must(await desk.calls.file(stockFiling(county.nextContract())))
      expect(must(await desk.calls.savedFilters()).map(({ name, count }) => [name, count])).toEqual([
        ['已登记的合同', 7],
        ['才仁', null],
      ])
      const page = must(await desk.calls.cases({ ...query, after: null, limit: 50 }))
      expect(page.rows).toHaveLength(7)
      must(await desk.calls.removeFilter(saved.id))
      expect(must(await desk.calls.savedFilters())).toHaveLength(1)
      await desk.close()
      must(await desk.open(desk.person('reviewer')))
      expect(must(await desk.calls.savedFilters())).toEqual([])
      expect(OFFICE).toBe(desk.office)
    })
  })
}
