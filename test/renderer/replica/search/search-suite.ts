import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fold, standsIn, wordsOf } from '../../../../renderer/replica/search/fold.ts'
import { hex, utf8 } from '../../../../shared/base/bytes.ts'
import { regionPath } from '../../../../shared/contract/regions/index.ts'
import type { ServiceDefinition } from '../../../../shared/contract/service/index.ts'
import { type Random, seeded } from '../../../kit/random.ts'
import { failWrites } from '../failing-writes.ts'
import { householdOf, somebody, textOf, textsByHand, transferOf } from './people.ts'
import { type Filing, SERVICES, SearchWorld } from './world.ts'

const TINY = { step: 7, pairs: 3_000, keptPairs: 1_500, keptRows: 3 }

/** The index against a look at every text. `stride`: the gaps between kills grow by a part of this. */
export function searchSuite(runtime: string, seeds: readonly number[], stride: number): void {
  describe(`search on ${runtime}`, () => {
    let world: SearchWorld
    let mend = () => {}
    let n = 0

    beforeEach(async () => {
      world = new SearchWorld(`${runtime} ${n++}`)
      await world.open()
      await world.index()
    })
    afterEach(async () => {
      mend()
      mend = () => {}
      await world.wipe()
    })

    // Cheap, but for machines where everything takes ten times as long.
    vi.setConfig({ testTimeout: 120_000 })

    const titles = ({ service, state }: Filing) => {
      const d = SERVICES[service] as ServiceDefinition
      return [d.title, d.workflow.states[state ?? d.workflow.start]?.title].flatMap((t) =>
        t === undefined ? [] : [t.zh, t.en],
      )
    }
    /** Newest first, by looking at everything. */
    const byHand = (query: string, of: readonly Filing[]) =>
      of
        .filter((filing) => {
          const texts = [...textsByHand(filing), ...titles(filing)].map(fold)
          return wordsOf(query).every((word) => texts.some((text) => standsIn(word, text)))
        })
        .map(({ number }) => number)
        .reverse()

    const mixed = (count: number, random: Random, more: Partial<Filing> = {}) =>
      Array.from({ length: count }, (_, i) =>
        i % 6 === 5 ? { ...householdOf(i, random), ...more } : transferOf(i, random, more),
      )

    /** Parts of what stands on the forms, of two characters or more, and words that stand nowhere. */
    function someQueries(filings: readonly Filing[], count: number, random: Random): string[] {
      const out = ['不存在的名字', '9999999999', 'ཞེས', '马', '草原', '受理', 'Transfer', '0', '', '才仁 138', '1397 马']
      while (out.length < count) {
        const text = random.pick(textsByHand(random.pick(filings)))
        const characters = [...new Intl.Segmenter('zh').segment(text)].map(({ segment }) => segment)
        const length = Math.min(characters.length, 2 + random.int(9))
        const from = random.int(characters.length - length + 1)
        out.push(characters.slice(from, from + length).join(''))
      }
      return out
    }

    test.each(seeds)(
      'every part of every text finds what has it, newest first, and nothing else (seed %i)',
      async (seed) => {
        const random = seeded(seed)
        world.limits = random.pick([TINY, { step: 16, pairs: 40_000, keptPairs: 6_000, keptRows: 2 }])
        await world.close()
        await world.open()
        const filings = mixed(60, random)
        for (let at = 0; at < filings.length; at += 13) {
          await world.add(filings.slice(at, at + 13))
          await world.index()
        }
        for (const text of someQueries(filings, 60, random)) {
          const limit = 1 + random.int(20)
          expect(await world.numbers({ text, limit }), `${text} by ${limit}`).toEqual(byHand(text, filings))
        }
        // As another start finds it on the disk.
        await world.close()
        await world.open()
        await world.index()
        for (const text of someQueries(filings, 25, random))
          expect(await world.numbers({ text }), text).toEqual(byHand(text, filings))
        expect(await world.db.unindexed.count()).toBe(0)
        expect(await world.db.shelves.count()).toBeGreaterThan(0)
      },
    )

    test('names of people are found however they are written', async () => {
      const random = seeded(5)
      const named = (i: number, transfereeName: string) => {
        const filing = transferOf(i, random)
        return { ...filing, values: { ...filing.values, transferorName: '王五', transfereeName } }
      }
      const filings = [named(0, '索南·达杰'), named(1, 'བཀྲ་ཤིས་སྒྲོལ་མ'), named(2, '𠮷田'), named(3, 'Ｔａｓｈｉ　Dolma')]
      await world.add(filings)
      await world.index()
      const found = async (text: string) =>
        (await world.numbers({ text })).map((number) => Number(number.slice(17, 21)))
      for (const text of ['索南达杰', '索南 达杰', '南达', '杰']) expect(await found(text), text).toEqual([0])
      for (const text of ['བཀྲ་ཤིས', 'བཀྲ་ཤིས།', 'ཤིས་སྒྲོལ', 'སྒྲོལ་', 'ཤ', 'བཀྲ སྒྲོལ', '\u0f56\u0f40\u0fb2'])
        expect(await found(text), text).toEqual([1])
      for (const text of ['𠮷田', '𠮷']) expect(await found(text), text).toEqual([2])
      for (const text of ['tashi', 'TASHI dolma', 'ashi', 'tashidolma']) expect(await found(text), text).toEqual([3])
      for (const text of ['吉田', 'བཀྲཤིས', 'tash1']) expect(await found(text), text).toEqual([])
    })

    test('a payload that comes later makes its names be found, and what never comes keeps nothing else from it', async () => {
      const random = seeded(6)
      const filings = mixed(40, random).map((filing, i) => ({ ...filing, late: i % 2 === 0 }))
      await world.add(filings)
      await world.index()
      const [name, id, phone] = ['transfereeName', 'transfereeId', 'transfereePhone'].map((field) =>
        textOf(filings[2], field),
      )
      expect(await world.numbers({ text: id as string })).toEqual([])
      expect(await world.numbers({ text: filings[2]?.values['contractNo'] as string })).toEqual([filings[2]?.number])
      expect(await world.db.unindexed.toArray()).toMatchObject([{ waiting: 1 }])
      const before = world.indexed
      await world.index()
      expect(world.indexed).toBe(before)
      await world.fetchLate()
      await world.index()
      for (const text of [name, id, phone?.slice(-6)] as string[])
        expect(await world.numbers({ text }), text).toEqual(byHand(text, filings))
      expect(await world.db.unindexed.count()).toBe(0)
      // What was there was not opened again.
      expect(world.indexed).toBe(filings.length)
    })

    test('a changed text is found, a text that was given up is not; a state is found by its title as it stands', async () => {
      const random = seeded(7)
      const first = transferOf(1, random)
      const filings = [transferOf(0, random), first, transferOf(2, random)]
      await world.add(filings)
      await world.index()
      const waiting = (SERVICES['transfer'] as ServiceDefinition).workflow.states['received']?.title.zh as string
      const accepted = (SERVICES['transfer'] as ServiceDefinition).workflow.states['accepted']?.title.zh as string
      expect(await world.numbers({ text: waiting })).toHaveLength(3)
      await world.add([{ ...first, state: 'accepted', acts: [['accept', 'clerk']] }])
      expect(await world.numbers({ text: accepted })).toEqual([first.number])
      expect(await world.numbers({ text: waiting })).toHaveLength(2)
      const name = first.values['transfereeName'] as string
      await world.add([
        { ...first, values: { ...first.values, boundaryEast: '新界碑以东', transfereeName: '更松拉毛' } },
      ])
      await world.index()
      expect(await world.numbers({ text: '界碑' })).toEqual([first.number])
      expect(await world.numbers({ text: '更松拉毛' })).toEqual([first.number])
      expect(await world.numbers({ text: `${name} ${first.number}` })).toEqual(
        first.values['transferorName'] === name ? [first.number] : [],
      )
    })

    test('subjects are found by number, place and holder', async () => {
      const random = seeded(8)
      const filings = Array.from({ length: 30 }, (_, i) => transferOf(i, random))
      await world.add(filings)
      await world.index()
      for (const filing of filings.slice(0, 8)) {
        const { contractNo, village, transfereeName, transfereeId } = filing.values as Record<string, string>
        const holds = (text: string) =>
          filings
            .filter((one) => {
              const texts = [
                'contractNo',
                'village',
                'boundaryEast',
                'transfereeName',
                'transfereeId',
                'transfereePhone',
              ].map((field) => textOf(one, field))
              return [...texts, regionPath(textOf(one, 'village')) ?? ''].some((part) =>
                fold(part).includes(fold(text)),
              )
            })
            .map(({ values }) => values['contractNo'])
            .reverse()
        for (const text of [contractNo?.slice(3), transfereeName, transfereeId, village] as string[])
          expect(await world.subjects({ text, limit: 4 }), text).toEqual(holds(text))
      }
      expect(await world.subjects({ text: '632723', type: 'well' })).toEqual([])
      expect(await world.subjects({ text: '' })).toHaveLength(30)
      expect(await world.subjects({ type: 'pasture-contract', limit: 7 })).toHaveLength(30)
      expect(await world.subjects({ type: 'pasture' })).toEqual([])
    })

    test('nothing that is sealed stands anywhere in the index in the clear, and the index says nothing under another key', async () => {
      const random = seeded(9)
      world.limits = TINY
      await world.close()
      await world.open()
      const filings = mixed(30, random)
      await world.add(filings.slice(0, 20))
      await world.index()
      await world.add(filings.slice(20))
      await world.index()
      const one = filings[3]?.values as Record<string, string>
      const needles = [one['transfereeName'], one['transfereeId'], one['transfereePhone']].map((text) =>
        utf8(text as string),
      )
      let bytes = 0
      for (const table of world.db.tables) {
        if (['cases', 'subjects', 'payloads'].includes(table.name)) continue
        for (const row of await table.toArray()) {
          const all = hex(flat(row))
          bytes += all.length / 2
          for (const needle of needles) expect(all.includes(hex(needle)), table.name).toBe(false)
        }
      }
      expect(bytes).toBeGreaterThan(10_000)
      // No two rows begin alike, as they would if tokens or documents stood in them.
      const rows = [...(await world.db.shelves.toArray()), ...(await world.db.fresh.toArray())].map(({ sealed }) =>
        hex(sealed.slice(0, 12)),
      )
      expect(new Set(rows).size).toBe(rows.length)
      expect(rows.length).toBeGreaterThan(50)
      const sizes = (await world.db.shelves.toArray()).map(({ k }) => k)
      world.key = world.key.map((byte) => byte ^ 1)
      await world.close()
      await world.open()
      await world.index()
      expect(await world.numbers({ text: one['transfereeId'] as string })).toContain(filings[3]?.number)
      const others = (await world.db.shelves.toArray()).map(({ k }) => k)
      // Other tokens, other shelves.
      expect(others.filter((k) => sizes.includes(k)).length).toBeLessThan(others.length)
    })

    test('without its key nothing is found but what can be looked at, and the index is there again with the key', async () => {
      const random = seeded(10)
      await world.close()
      world.locked = true
      await world.open()
      const filings = mixed(10, random)
      await world.add(filings)
      await world.index()
      expect((await world.search.status()).ready).toBe(false)
      expect(await world.numbers({ text: filings[1]?.number as string })).toEqual([filings[1]?.number])
      expect(await world.numbers({ text: filings[1]?.values['transfereeId'] as string })).toEqual([])
      world.locked = false
      await world.index()
      expect(await world.search.status()).toMatchObject({ ready: true, left: 0 })
      expect(await world.numbers({ text: filings[1]?.values['transfereeId'] as string })).toEqual([filings[1]?.number])
    })

    test('a wiped index is made anew from the records, and says how far it is', async () => {
      const random = seeded(11)
      world.limits = TINY
      const filings = mixed(50, random)
      await world.add(filings)
      await world.index()
      const text = filings[10]?.values['transfereeId'] as string
      await world.close()
      await world.open()
      await Promise.all([world.db.shelves.clear(), world.db.fresh.clear(), world.db.indexState.clear()])
      const seen: number[] = []
      const setLeft = world.search.status.bind(world.search)
      world.search.nudge()
      for (let i = 0; i < 200; i++) {
        seen.push((await setLeft()).left)
        if (seen.length > 2 && seen.at(-1) === 0 && Math.max(...seen) > 0) break
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      await world.index()
      expect(Math.max(...seen)).toBeGreaterThan(20)
      expect(new Set(seen).size).toBeGreaterThan(3)
      expect(await world.numbers({ text })).toEqual([filings[10]?.number])
      expect(await world.db.unindexed.count()).toBe(0)
    })

    test('a row that has changed on the disk is found out, and the index made anew', async () => {
      const random = seeded(12)
      world.limits = TINY
      await world.close()
      await world.open()
      const filings = mixed(40, random)
      await world.add(filings)
      await world.index()
      await world.close()
      await world.open()
      for (const row of await world.db.shelves.toArray()) {
        const sealed = row.sealed.slice()
        sealed[20] = (sealed[20] as number) ^ 1
        await world.db.shelves.put({ ...row, sealed })
      }
      await world.index()
      const text = filings[4]?.values['transfereeId'] as string
      // The first question finds it out; the next has the new index.
      await world.numbers({ text })
      await world.index()
      expect(await world.numbers({ text })).toEqual(byHand(text, filings))
      // A shelf in the place of another does not open either.
      const [a, b] = await world.db.shelves.limit(2).toArray()
      await world.close()
      await world.open()
      await world.db.shelves.put({ k: b?.k as number, sealed: a?.sealed as Uint8Array })
      await world.add([transferOf(90, random)])
      await world.index()
      await world.index()
      for (const one of someQueries(filings, 20, random))
        expect(await world.numbers({ text: one }), one).toEqual(await afresh(one))
    })

    /** What an index made from nothing finds. */
    async function afresh(text: string): Promise<string[]> {
      return byHand(
        text,
        world.held.map(({ filing }) => filing),
      )
    }

    test('after a kill at any write of the index nothing is left out', { timeout: 120_000 }, async () => {
      const random = seeded(13)
      world.limits = { step: 6, pairs: 2_500, keptPairs: 900, keptRows: 2 }
      const filings = mixed(24, random)
      let killed = true
      let at = 1
      let kills = 0
      for (; killed; at += 1 + Math.floor(at / stride)) {
        await world.wipe()
        world = new SearchWorld(`${runtime} killed ${at}`)
        world.limits = { step: 6, pairs: 2_500, keptPairs: 900, keptRows: 2 }
        await world.open()
        let writes = 0
        killed = false
        mend = failWrites('AbortError', (store) => {
          if (!['shelves', 'fresh', 'unindexed', 'indexState'].includes(store)) return false
          // From then on nothing is written any more, as after a kill.
          killed ||= ++writes >= at
          return killed
        })
        for (let from = 0; from < filings.length && !killed; from += 8) {
          await world.add(filings.slice(from, from + 8)).catch(() => undefined)
          await world.index()
        }
        mend()
        mend = () => {}
        await world.close()
        await world.open()
        // What the kill kept from the records is not on record; the index has everything that is.
        const sealed = new Set((await world.db.cases.toArray()).map(({ id }) => id))
        const there = world.held.flatMap(({ id, filing }) => (sealed.has(id) ? [filing] : []))
        await world.index()
        for (const filing of there) {
          const text = textsByHand(filing).at(-1) as string
          expect(await world.numbers({ text, limit: 50 }), `${text} after a kill at ${at}`).toEqual(byHand(text, there))
        }
        if (killed) kills++
      }
      expect(kills).toBeGreaterThan(8)
    })

    test('a page opens no more payloads than it has to', async () => {
      const random = seeded(14)
      const filings = Array.from({ length: 80 }, (_, i) => transferOf(i, random))
      await world.add(filings)
      await world.index()
      world.opened = 0
      const person = somebody(seeded(99))
      expect(await world.numbers({ text: person.id })).toEqual([])
      expect(world.opened).toBe(0)
      await world.cases({ text: filings[40]?.values['transfereeId'] as string })
      expect(world.opened).toBeLessThan(4)
      // What stands in the open needs none, but for numbers that are nearly the same.
      world.opened = 0
      await world.cases({ text: filings[20]?.number as string })
      expect(world.opened).toBeLessThan(8)
    })
  })
}

function flat(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer)
  return utf8(
    JSON.stringify(value, (_, v) => (v instanceof Uint8Array ? [...v].map((b) => String.fromCharCode(b)).join('') : v)),
  )
}
