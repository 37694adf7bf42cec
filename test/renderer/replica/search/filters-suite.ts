import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CaseQuery } from '../../../../renderer/replica/api.ts'
import { caseRow } from '../../../../renderer/replica/case-views.ts'
import { NO_OVERLAY } from '../../../../renderer/replica/overlay.ts'
import { findApplicant } from '../../../../renderer/replica/search/applicant.ts'
import { countCases } from '../../../../renderer/replica/search/count.ts'
import { SavedFilters } from '../../../../renderer/replica/search/saved-filters.ts'
import { hex, utf8 } from '../../../../shared/base/bytes.ts'
import { must } from '../../../../shared/base/result.ts'
import type { ServiceDefinition } from '../../../../shared/contract/service/index.ts'
import { civilDate } from '../../../../shared/contract/working-days.ts'
import { seeded } from '../../../kit/random.ts'
import { failWrites } from '../failing-writes.ts'
import { householdOf, somebody, textOf, transferOf } from './people.ts'
import { type Filing, type Held, MORNING, SERVICES, SearchWorld } from './world.ts'

const DAY = 86_400_000

/** Filters, counts, saved filters and applicants, against a look at every case. */
export function filtersSuite(runtime: string): void {
  describe(`filters on ${runtime}`, () => {
    let world: SearchWorld
    let mend = () => {}
    let n = 0

    beforeEach(async () => {
      world = new SearchWorld(`filters ${runtime} ${n++}`)
      await world.open()
      await world.index()
    })
    afterEach(async () => {
      mend()
      mend = () => {}
      await world.wipe()
    })

    vi.setConfig({ testTimeout: 120_000 })

    const people = ['clerk', 'colleague', 'reviewer', 'approver']

    /** Cases in every state, of several days and hands. */
    function worked(count: number, seed: number): Filing[] {
      const random = seeded(seed)
      return Array.from({ length: count }, (_, i) => {
        const filing = i % 5 === 4 ? householdOf(i, random) : transferOf(i, random)
        const states = Object.keys((SERVICES[filing.service] as ServiceDefinition).workflow.states)
        const acts = Array.from({ length: random.int(4) }, () => {
          const act = random.pick(['accept', 'review', 'return', 'ask'])
          return [act, random.pick(people)] as const
        })
        const time = MORNING - random.int(40) * DAY + random.int(86_400_000)
        return { ...filing, state: random.pick(states), acts, time, disputed: random.int(9) === 0 }
      })
    }

    const rowsByHand = () =>
      world.held.map((one) => ({ ...one, row: caseRow(world.now, one.id, one.record, world.clock) }))

    function byHand(query: Partial<CaseQuery>): string[] {
      return rowsByHand()
        .filter(({ record, row }) => {
          const received = civilDate(row.received)
          switch (query.filter) {
            case 'open':
              if (row.final) return false
              break
            case 'finished':
              if (!row.final) return false
              break
            case 'disputed':
              if (!row.disputed) return false
              break
            case 'mine':
              if (record.log[0]?.by !== world.person) return false
              break
            case 'for-me':
              if (!row.waitsForMe) return false
              break
            default:
          }
          if (query.services !== undefined && query.services.length > 0 && !query.services.includes(row.service))
            return false
          if (query.state && ![row.state, row.stateTitle.zh, row.stateTitle.en].includes(query.state)) return false
          if (query.receivedFrom && received < query.receivedFrom) return false
          if (query.receivedTo && received > query.receivedTo) return false
          return query.light === undefined || row.deadline?.light === query.light
        })
        .map(({ row }) => row.number)
        .reverse()
    }

    function someQuery(seed: number): Partial<CaseQuery> {
      const random = seeded(seed)
      const maybe = <T>(value: T) => (random.int(3) === 0 ? value : undefined)
      const date = () => civilDate(MORNING - random.int(40) * DAY)
      const rows = rowsByHand()
      const state = random.pick(rows).row
      const parts = {
        filter: random.pick(['all', 'open', 'finished', 'disputed', 'mine', 'for-me'] as const),
        services: maybe(random.pick([[], ['grassland-transfer'], ['medical-insurance', 'nobody'], ['nobody']])),
        state: maybe(random.pick([state.state, state.stateTitle.zh, state.stateTitle.en, ''])),
        receivedFrom: maybe(date()),
        receivedTo: maybe(date()),
        light: maybe(random.pick(['green', 'yellow', 'red'] as const)),
      }
      return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))
    }

    test.each([1, 2, 3, 4])(
      'any parts together hold what a look at every case does, and are counted right (seed %i)',
      async (seed) => {
        world.person = ['clerk', 'reviewer', 'approver', 'colleague'][seed % 4] as string
        world.roles = [['clerk'], ['reviewer'], ['reviewer', 'approver'], ['supervisor', 'clerk']][seed % 4] as string[]
        for (let day = 0; day < 2; day++) {
          const filings = worked(70, seed * 10 + day).map((one) => ({ ...one, number: `${day}${one.number}` }))
          for (let at = 0; at < filings.length; at += 30) await world.add(filings.slice(at, at + 30))
          await world.index()
          // Another day, other lights.
          world.clock += 3 * DAY
          for (let i = 0; i < 40; i++) {
            const query = someQuery(seed * 1_000 + day * 100 + i)
            const limit = 1 + (i % 9)
            const want = byHand(query)
            expect(await world.numbers({ ...query, limit }), JSON.stringify(query)).toEqual(want)
            const saved = { filter: 'all' as const, text: '', ...query }
            const count = await countCases(world.search.cases, world.db, world.now, saved, world.clock)
            const told = query.filter !== 'for-me' && query.light === undefined
            expect(count, JSON.stringify(query)).toBe(told ? want.length : null)
          }
        }
        // A case that changes leaves one filter and comes into another.
        const first = world.held[3] as Held
        await world.add([{ ...first.filing, state: 'withdrawn', acts: [['withdraw', 'clerk']] }])
        expect(await world.numbers({ filter: 'finished' })).toEqual(byHand({ filter: 'finished' }))
        expect(await world.numbers({ filter: 'open' })).toEqual(byHand({ filter: 'open' }))
      },
    )

    test('a filter and words together, and dates that are none', async () => {
      await world.add(worked(60, 77))
      await world.index()
      const one = world.held.find(({ filing }) => filing.service === 'transfer' && filing.state === 'accepted') as Held
      const name = one.filing.values['transfereeName'] as string
      const both = await world.numbers({ text: name, state: 'accepted' })
      expect(both).toContain(one.filing.number)
      const withName = await world.numbers({ text: name })
      expect(both).toEqual(byHand({ state: 'accepted' }).filter((number) => withName.includes(number)))
      expect(await world.numbers({ receivedFrom: 'yesterday' })).toHaveLength(60)
      expect(await world.numbers({ receivedFrom: '2026-11-30', receivedTo: '2026-11-01' })).toEqual([])
      expect(await world.numbers({ filter: 'unsent' })).toEqual([])
    })

    test('what waits here counts as it stands here, and comes first', async () => {
      await world.add(
        worked(30, 5).map((one) => ({
          ...one,
          state: one.service === 'transfer' ? 'received' : 'checking',
          disputed: false,
        })),
      )
      await world.index()
      const before = world.held.map((one) => one)
      const acted = before[4] as Held
      const { number } = acted.filing
      const record = { ...acted.record, state: 'withdrawn' }
      world.overlay = { ...NO_OVERLAY, records: new Map([[acted.id, record as never]]) }
      const count = (filter: CaseQuery['filter']) =>
        countCases(world.search.cases, world.db, world.now, { filter, text: '' }, world.clock)
      expect(await count('finished')).toBe(1)
      expect(await count('open')).toBe(29)
      expect(await count('all')).toBe(30)
      expect(await world.numbers({ filter: 'finished' })).toEqual([number])
      expect((await world.numbers({ text: number }))[0]).toBe(number)
      expect((await world.numbers({}))[0]).toBe(number)
      expect(await world.numbers({})).toHaveLength(30)
      // Found by its title as it stands here, and by what is sealed in it.
      const title = (SERVICES[acted.filing.service] as ServiceDefinition).workflow.states['withdrawn']?.title
        .zh as string
      expect(await world.numbers({ text: title })).toEqual([number])
      const [first] = await world.numbers({
        text: acted.filing.service === 'transfer' ? textOf(acted.filing, 'transfereeName') : '配偶',
      })
      expect(first).toBe(number)
    })

    describe('saved filters', () => {
      const query = {
        filter: 'open',
        text: '才仁多杰',
        services: ['grassland-transfer'],
        state: '受理',
        light: 'red',
      } as const

      test('are kept in their order, changed, moved and removed, each person their own', async () => {
        const mine = new SavedFilters(world.db, 'clerk', () => world.search.blind())
        const other = new SavedFilters(world.db, 'colleague', () => world.search.blind())
        const ids: string[] = []
        for (const name of ['甲', '乙', '丙'])
          ids.push(must(await mine.save({ id: null, name: ` ${name} `, query })).id)
        must(await other.save({ id: null, name: '别人的', query: { filter: 'all', text: '' } }))
        const names = async () => must(await mine.all()).map(({ name }) => name)
        expect(await names()).toEqual(['甲', '乙', '丙'])
        expect(must(await mine.all())[1]).toEqual({ id: ids[1], name: '乙', query })
        must(await mine.save({ id: ids[2] as string, name: '丙二', query, place: 0 }))
        expect(await names()).toEqual(['丙二', '甲', '乙'])
        must(await mine.save({ id: ids[0] as string, name: '甲二', query: { filter: 'mine', text: '' } }))
        expect(await names()).toEqual(['丙二', '甲二', '乙'])
        must(await mine.save({ id: ids[2] as string, name: '丙三', query, place: 99 }))
        expect(await names()).toEqual(['甲二', '乙', '丙三'])
        must(await mine.remove(ids[1] as string))
        must(await mine.remove(ids[1] as string))
        must(await other.remove(ids[0] as string))
        expect(await names()).toEqual(['甲二', '丙三'])
        expect(must(await other.all()).map(({ name }) => name)).toEqual(['别人的'])
        // As another start finds them.
        await world.close()
        await world.open()
        const again = new SavedFilters(world.db, 'clerk', () => world.search.blind())
        expect(must(await again.all()).map(({ name }) => name)).toEqual(['甲二', '丙三'])
        // Many at once do not take each other's place.
        await Promise.all(['一', '二', '三'].map((name) => again.save({ id: null, name, query })))
        expect(must(await again.all()).map(({ name }) => name)).toEqual(['甲二', '丙三', '一', '二', '三'])
      })

      test('what is no filter is refused, and neither disk nor key makes one half kept', async () => {
        const filters = new SavedFilters(world.db, 'clerk', () => world.search.blind())
        const bad = [
          { id: null, name: '  ', query },
          { id: null, name: '长'.repeat(61), query },
          { id: null, name: '甲', query: { ...query, filter: 'nothing' as never } },
          { id: null, name: '甲', query: { ...query, text: 'x'.repeat(201) } },
          { id: null, name: '甲', query: { ...query, receivedFrom: '22.11.2026' } },
          { id: null, name: '甲', query: { ...query, services: 'all' as never } },
        ]
        for (const one of bad)
          expect(await filters.save(one), JSON.stringify(one)).toMatchObject({ code: 'form-invalid' })
        expect(await filters.save({ id: 'nobody', name: '甲', query })).toMatchObject({ code: 'not-found' })
        const kept = must(await filters.save({ id: null, name: '甲', query: { ...query, hidden: 1 } as never }))
        expect(kept.query).toEqual(query)
        mend = failWrites('QuotaExceededError', (store) => store === 'savedFilters')
        expect(await filters.save({ id: null, name: '乙', query })).toMatchObject({ code: 'disk-full' })
        expect(await filters.remove(kept.id)).toMatchObject({ code: 'disk-full' })
        mend()
        expect(must(await filters.all()).map(({ name }) => name)).toEqual(['甲'])
        const shut = new SavedFilters(world.db, 'clerk', async () => null)
        expect(await shut.all()).toMatchObject({ code: 'vault-locked' })
        expect(await shut.save({ id: null, name: '乙', query })).toMatchObject({ code: 'vault-locked' })
      })

      test('what people look for stands nowhere in the clear, and is not another person’s', async () => {
        const filters = new SavedFilters(world.db, 'clerk', () => world.search.blind())
        must(await filters.save({ id: null, name: '才仁多杰的件', query }))
        const rows = await world.db.savedFilters.toArray()
        const all =
          hex(rows[0]?.sealed as Uint8Array) + hex(utf8(JSON.stringify(rows.map((row) => ({ ...row, sealed: null })))))
        for (const text of ['才仁', '受理', 'grassland']) expect(all.includes(hex(utf8(text))), text).toBe(false)
        // Somebody who moves the row to another person gets nothing.
        await world.db.savedFilters.put({ ...rows[0], person: 'colleague' } as never)
        const theirs = new SavedFilters(world.db, 'colleague', () => world.search.blind())
        expect(must(await theirs.all())).toEqual([])
      })
    })

    describe('applicants', () => {
      const find = async (typed: string) =>
        findApplicant(world.search, world.db, await world.search.view(), world.now, typed, world.clock)

      test('a known number gives names, phones and addresses of the newest cases, and the cases', async () => {
        const random = seeded(21)
        const known = { ...somebody(random), name: '才仁多杰' }
        const with_ = (i: number, change: Record<string, string>) => {
          const filing = transferOf(i, random)
          return { ...filing, values: { ...filing.values, ...change } }
        }
        const filings = [
          with_(0, { transferorId: known.id, transferorName: '才仁多杰', transferorPhone: '13900000001' }),
          with_(1, {}),
          with_(2, {
            transfereeId: known.id,
            transfereeName: '才仁多吉',
            transfereePhone: '13900000002',
            transfereeVillage: '632723103200',
          }),
          {
            ...householdOf(3, random),
            values: {
              headName: '更松',
              headId: somebody(random).id,
              members: [{ name: '才仁', idNumber: known.id }],
            },
          },
          // The digits stand here too, but in no field for such a number.
          with_(4, { boundaryEast: `界桩${known.id}` }),
        ]
        await world.add(filings)
        await world.index()
        const found = must(await find(` ${known.id.toLowerCase()} `))
        expect(found).toMatchObject({
          idNumber: known.id,
          names: ['才仁', '才仁多吉', '才仁多杰'],
          phones: ['13900000002', '13900000001'],
          addresses: ['632723103200'],
          more: false,
        })
        expect(found.cases.map(({ number }) => number)).toEqual([3, 2, 0].map((i) => filings[i]?.number))
      })

      test('a number that is none is refused, one that nobody has is known by nothing', async () => {
        await world.add([transferOf(0, seeded(22))])
        await world.index()
        for (const typed of ['', '6327', '632723196305120012', '才仁', 'x'.repeat(500)])
          expect(await find(typed), typed).toMatchObject({ code: 'form-invalid' })
        const nobody = somebody(seeded(1_234)).id
        expect(must(await find(nobody))).toMatchObject({ names: [], phones: [], cases: [], more: false })
      })

      test('what is only here is looked through too, and many cases are told to be many', async () => {
        const random = seeded(23)
        const known = somebody(random)
        const filings = Array.from({ length: 60 }, (_, i) => {
          const filing = transferOf(i, random)
          return { ...filing, values: { ...filing.values, transfereeId: known.id, transfereeName: `才仁${i % 3}` } }
        })
        await world.add(filings)
        await world.index()
        const last = world.held.at(-1) as Held
        world.overlay = { ...NO_OVERLAY, records: new Map([[last.id, last.record]]) }
        const found = must(await find(known.id))
        expect(found.cases).toHaveLength(50)
        expect(found.more).toBe(true)
        expect(found.cases[0]?.id).toBe(last.id)
        expect(found.cases[1]?.number).toBe(filings[58]?.number)
        expect(found.names).toEqual(['才仁2', '才仁1', '才仁0'])
      })
    })
  })
}
