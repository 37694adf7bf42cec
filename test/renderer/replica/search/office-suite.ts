import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CaseQuery, CaseRow, Page } from '../../../../renderer/replica/api.ts'
import { fail, must, ok } from '../../../../shared/base/result.ts'
import { County, OFFICE } from '../../../kit/county.ts'
import { stockFields } from '../../../kit/pasture-forms.ts'
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

    test('imported cases that wait are found behind what is sealed, and like any other when they are', async () => {
      county.stock(3)
      must(await desk.open())
      desk.node = null
      const names = ['索南达杰', '更松拉毛', '扎西卓玛']
      const rows = Array.from({ length: 40 }, (_, i) => ({
        row: i.toString(16).padStart(20, '0'),
        values: { ...stockFields(county.nextContract()), holderName: names[i % 3] as string },
      }))
      const run = { service: 'grassland-stock', version: 1, run: 'a'.repeat(10) }
      const verdicts = must(await desk.calls.importFile({ ...run, rows }))
      expect(new Set(verdicts)).toEqual(new Set(['filed']))
      const pages = async (query: Partial<CaseQuery>, limit: number) => {
        const out: string[] = []
        for (let after: string | null = null, n = 0; n < 200; n++) {
          const page: Page<CaseRow> = must(await desk.calls.cases({ filter: 'all', text: '', ...query, after, limit }))
          out.push(...page.rows.map(({ id }) => id))
          after = page.next
          if (after === null) return out
        }
        throw new Error('the list does not end')
      }
      const own = must(await desk.calls.file({ ...stockFiling(county.nextContract()) })).case
      for (const limit of [1, 7, 41, 100]) {
        const all = await pages({}, limit)
        expect(all, `by ${limit}`).toHaveLength(44)
        expect(new Set(all).size).toBe(44)
        expect(all[0]).toBe(own)
        expect(all.slice(4).every((id) => id.includes('/import-'))).toBe(true)
        expect(await pages({ filter: 'unsent' }, limit)).toHaveLength(41)
        expect(await pages({ text: '索南达杰' }, limit)).toHaveLength(14)
        expect(await pages({ filter: 'finished', text: '更松' }, limit)).toHaveLength(13)
        expect(await pages({ filter: 'open' }, limit)).toEqual([])
      }
      const before = await pages({ text: '扎西卓玛' }, 5)
      desk.node = county.node
      for (let i = 0; i < 4; i++) await desk.sealed()
      expect(await pages({ filter: 'unsent' }, 10)).toEqual([])
      expect((await pages({ text: '扎西卓玛' }, 5)).sort()).toEqual([...before].sort())
      expect(await pages({}, 9)).toHaveLength(44)
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
