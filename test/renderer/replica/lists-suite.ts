import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CaseQuery, CaseRow, Page } from '../../../renderer/replica/api.ts'
import { must, type Result } from '../../../shared/base/result.ts'
import { type CaseRecord, isCase } from '../../../shared/contract/index.ts'
import { civilDate } from '../../../shared/contract/working-days.ts'
import { parseLeaf } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { seeded } from '../../kit/random.ts'
import { Desk } from './desk.ts'
import { stockFiling, transferFiling } from './forms.ts'

const FINAL = new Set(['recorded', 'delivered', 'declined', 'refused', 'withdrawn'])

/** Lists and figures against a count of everything by hand. */
export function listsSuite(runtime: string): void {
  describe(`lists and figures on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let n = 0

    beforeEach(async () => {
      county = await County.found(`lists${n++}`)
      desk = new Desk(county)
    })
    afterEach(() => desk.wipe())

    /** All pages of a list, one after the other. */
    async function all<T>(ask: (after: string | null) => Promise<Result<Page<T>>>): Promise<T[]> {
      const rows: T[] = []
      let after: string | null = null
      for (let pages = 0; pages < 500; pages++) {
        const page: Page<T> = must(await ask(after))
        rows.push(...page.rows)
        if (page.next === null) return rows
        after = page.next
      }
      throw new Error('the list does not end')
    }
    const cases = (filter: CaseQuery['filter'], limit: number, text = '') =>
      all<CaseRow>((after) => desk.calls.cases({ filter, text, after, limit }))
    const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
    const records = () => [...(county.node.records.get(OFFICE) ?? new Map())] as [string, CaseRecord][]
    const caseRecords = () => records().filter(([, record]) => isCase(record))

    test('pages of any size give every row once, in one order, with what waits here first', {
      timeout: 120_000,
    }, async () => {
      const contracts = county.stock(310)
      county.node.seal(
        contracts.slice(0, 40).map((one, i) => county.person('colleague').file('transfer', one, `X${i}`)),
      )
      must(await desk.open())
      desk.node = null
      const mine: string[] = []
      for (let i = 0; i < 7; i++) mine.unshift(must(await desk.calls.file(stockFiling(county.nextContract()))).case)
      // An act of our own on a sealed case brings it to the front, once.
      must(await desk.calls.act({ case: `${OFFICE}/case/X3`, action: 'accept', reason: null }))
      const whole = ids(await cases('all', 1_000))
      expect(whole).toHaveLength(357)
      expect(new Set(whole).size).toBe(357)
      expect(whole.slice(0, 8).sort()).toEqual([...mine, `${OFFICE}/case/X3`].sort())
      expect(whole.slice(8, 11)).toEqual(['X39', 'X38', 'X37'].map((one) => `${OFFICE}/case/${one}`))
      for (const limit of [1, 3, 7, 8, 9, 50, 100, 356, 357]) {
        expect(ids(await cases('all', limit)), `by ${limit}`).toEqual(whole)
      }
      const subjects = ids(await all((after) => desk.calls.subjects({ text: '', after, limit: 1_000 })))
      expect(new Set(subjects).size).toBe(317)
      expect(subjects).toHaveLength(317)
      for (const limit of [9, 50, 316, 317]) {
        const paged = ids(await all((after) => desk.calls.subjects({ text: '', after, limit })))
        expect([...paged].sort(), `by ${limit}`).toEqual([...subjects].sort())
      }
    })

    test('more waits here than a page holds: what is sealed still follows', async () => {
      county.stock(5)
      must(await desk.open())
      desk.node = null
      for (let i = 0; i < 4; i++) must(await desk.calls.file(stockFiling(county.nextContract())))
      for (const limit of [1, 2, 3, 4, 5]) expect(await cases('all', limit), `by ${limit}`).toHaveLength(9)
    })

    test('filters and texts find what a look at every record finds', async () => {
      const contracts = county.stock(30)
      const colleague = county.person('colleague')
      const number = (i: number) => `${OFFICE}/case/X${i}`
      county.node.seal(contracts.slice(0, 20).map((one, i) => colleague.file('transfer', one, `X${i}`)))
      county.node.seal([0, 1, 2, 3, 4, 5].map((i) => colleague.act(number(i), 'accept')))
      county.node.seal([0, 1, 2, 3].map((i) => county.person('reviewer').act(number(i), 'review')))
      county.node.seal(
        [0, 1].map((i) =>
          county.person('approver').act(number(i), 'finish', null, [`${OFFICE}/pasture-contract/${contracts[i]}`]),
        ),
      )
      // Two on one contract, apart: the second is in dispute.
      const twins = ['a', 'b'].map((name) =>
        county.person(name === 'a' ? 'colleague' : 'clerk').file('transfer', contracts[25] as string, `D${name}`),
      )
      county.node.seal(twins)
      must(await desk.open(desk.person('reviewer')))
      const want = (keep: (record: CaseRecord) => boolean) =>
        caseRecords()
          .filter(([, record]) => keep(record))
          .map(([id]) => id)
          .sort()
      const got = async (filter: CaseQuery['filter'], text = '') => ids(await cases(filter, 4, text)).sort()
      expect(await got('all')).toEqual(want(() => true))
      expect(await got('open')).toEqual(want((record) => !FINAL.has(record.state)))
      expect(await got('finished')).toEqual(want((record) => FINAL.has(record.state)))
      expect(await got('disputed')).toEqual([`${OFFICE}/case/Db`])
      expect(await got('for-me')).toEqual(
        [2, 3, 4, 5].map(number).filter((id) => /accepted|reviewed/.test(county.state(id))),
      )
      expect(await got('unsent')).toEqual([])
      expect(await got('mine')).toEqual([])
      expect(await got('all', 'X1')).toEqual(
        ['X1', ...Array.from({ length: 10 }, (_, i) => `X1${i}`)].map((x) => `${OFFICE}/case/${x}`).sort(),
      )
      expect(await got('all', `${contracts[25]}`)).toEqual(
        want((record) => record.subjects[0]?.endsWith(contracts[25] as string) === true),
      )
      expect(await got('all', 'nothing like it')).toEqual([])
      const found = must(await desk.calls.subjects({ text: contracts[7] as string, after: null, limit: 5 }))
      expect(ids(found.rows)).toEqual([`${OFFICE}/pasture-contract/${contracts[7]}`])
      await desk.close()
      must(await desk.open())
      desk.node = null
      const filed = must(await desk.calls.file(transferFiling(contracts[28] as string)))
      expect(await got('unsent')).toEqual([filed.case])
      expect(await got('mine')).toEqual([filed.case, `${OFFICE}/case/Db`].sort())
    })

    test.each([1, 2, 3])(
      'figures are those of a full count after any work (seed %i)',
      { timeout: 120_000 },
      async (seed) => {
        const random = seeded(seed)
        const contracts = county.stock(12)
        must(await desk.open())
        const people = ['clerk', 'colleague', 'reviewer', 'approver'] as const
        const done: string[] = []
        for (let round = 0; round < 14; round++) {
          const entries = Array.from({ length: random.int(4) }, () => {
            const who = county.person(random.pick(people.slice(1)))
            const open = caseRecords().filter(([, record]) => record.t === 'case' && !FINAL.has(record.state))
            const kind = random.int(10)
            if (kind < 4 || open.length === 0) {
              done.push('file')
              return county.person('colleague').file('transfer', random.pick(contracts), county.nextNumber())
            }
            const [id, record] = random.pick(open)
            const action = random.pick(['accept', 'review', 'finish', 'withdraw', 'return', 'refuse'])
            done.push(`${who.id} ${action}`)
            const ends = ['finish', 'withdraw', 'refuse'].includes(action)
            return who.act(id, action, 'reason', ends ? record.subjects : [])
          })
          county.node.seal(entries)
          if (random.int(5) === 0) county.node.time += 43_200_000
          if (random.int(3) === 0) {
            const page = must(await desk.calls.cases({ filter: 'for-me', text: '', after: null, limit: 5 }))
            const [mine] = page.rows
            if (mine?.state === 'received') await desk.calls.act({ case: mine.id, action: 'accept', reason: null })
          }
          if (random.int(2) === 0) await desk.sync()
        }
        await desk.sealed()
        await desk.sync()
        desk.now = county.node.time + 1_000
        const figures = must(await desk.calls.overview())
        const whole = records()
        const today = civilDate(desk.now)
        const leaves = county.node.leaves.get(OFFICE) ?? []
        expect(figures, done.join(', ')).toMatchObject({
          open: caseRecords().filter(([, record]) => !FINAL.has(record.state)).length,
          subjects: whole.filter(([, { t }]) => !['case', 'numbers', 'dispute'].includes(t)).length,
          disputed: whole.filter(([, record]) => record.disputes.length > 0).length,
          unsent: 0,
          forMe: (await cases('for-me', 1_000)).length,
          sealedToday: leaves.filter((leaf) => civilDate(must(parseLeaf(leaf)).t) === today).length,
        })
        expect(figures.open).toBe((await cases('open', 1_000)).length)
        expect(figures.overdue).toBe(
          (await cases('open', 1_000)).filter(({ deadline }) => deadline?.light === 'red').length,
        )
        await desk.wipe()
        must(await desk.open())
        expect(must(await desk.calls.overview())).toEqual(figures)
      },
    )

    test('sealed today counts the leaves of the office, not those of gov, nor all that a new replica has fetched today', async () => {
      county.stock(9)
      county.node.time += 2 * 86_400_000
      county.stock(4)
      county.node.seal([county.member('newcomer', ['clerk'])])
      desk.now = county.node.time
      must(await desk.open())
      expect(must(await desk.calls.overview()).sealedToday).toBe(4)
      expect(must(await desk.calls.checkpoints(1))[0]?.newLeaves).toBe(13)
      county.node.seal([county.member('another', ['clerk'])])
      await desk.sync()
      expect(must(await desk.calls.overview()).sealedToday).toBe(4)
      expect(must(await desk.calls.checkpoints(1))[0]?.newLeaves).toBe(0)
      desk.now += 86_400_000
      expect(must(await desk.calls.overview()).sealedToday).toBe(0)
    })
  })
}
