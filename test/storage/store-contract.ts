import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppliedBlock, Store } from '../../province/store/port.ts'
import { emptyScope, type ScopeState } from '../../shared/contract/index.ts'
import { encode, type Value } from '../../shared/ledger/index.ts'
import { seeded } from '../kit/random.ts'

const random = seeded(7)
const leavesOf = (n: number, size = 300) =>
  Array.from({ length: n }, () => {
    const leaf = new Uint8Array(size).fill(random.int(256))
    leaf.set(random.bytes(8))
    return leaf
  })

function grown(code: string, size: number): ScopeState {
  const nodes = Array.from({ length: size.toString(2).replaceAll('0', '').length }, () => random.bytes(32))
  const chains = new Map([['ab/0', { seq: size, id: random.bytes(32), frozen: false }]])
  return { ...emptyScope(code), frontier: { size, nodes }, digest: random.bytes(32), chains }
}

/** Comparing long byte arrays element by element is slow. */
const text = (leaves: readonly Uint8Array[]) => leaves.map((leaf) => Buffer.from(leaf).toString('base64'))

const KEY = random.bytes(32)
const COMMIT = random.bytes(32)
const named = random.bytes(32)
const record = (n: number): Value => ({
  t: 'case',
  n,
  中文: '值',
  heads: [random.bytes(32)],
  deep: { list: [null, true, -1] },
})

interface Made extends AppliedBlock {
  readonly leaves: Uint8Array[]
}

function block(h: number, from: number, count: number, changes: [string, Value][], size = 300): Made {
  const leaves = leavesOf(count, size)
  const entries = leaves.map((_, i) => ({
    key: KEY,
    epoch: 0,
    seq: from + i,
    id: random.bytes(32),
    received: 1_800_000_000_000 + from + i,
    by: 1_800_000_060_000 + from + i,
  }))
  const scopes = [{ code: '632723', from, leaves, changes: new Map(changes), after: grown('632723', from + count) }]
  const declared = h === 0 ? [emptyScope('632726')] : []
  const payloads = h === 0 ? [{ commit: COMMIT, scope: '632723', file: random.bytes(5000) }] : []
  const header = random.bytes(200)
  return { h, header, upto: from + count, scopes, declared, entries, payloads, attachments: [], leaves }
}

/** What every store must keep of its port's promises. `open` gives the same store again when it is opened a second time. */
export function storeContract(name: string, open: () => Promise<Store>, survives: boolean): void {
  describe(`store: ${name}`, () => {
    let store: Store
    const first = block(0, 0, 3, [
      ['632723/case/1', record(1)],
      ['632723/case/2', record(2)],
    ])
    const second = block(1, 3, 600, [['632723/case/2', record(3)]])
    const all = [...first.leaves, ...second.leaves]
    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store.close())

    test('an empty store has nothing', async () => {
      expect(await store.applied()).toBeNull()
      expect(await store.scopes()).toEqual([])
      expect(await store.leaves('632723', 0, 10, 1000)).toEqual([])
      expect(await store.entryAt(KEY, 0, 0)).toBeNull()
      expect(await store.payloads([COMMIT], ['632723'])).toEqual([null])
      expect((await store.records('632723', ['a'])).size).toBe(0)
    })

    test('a block that is not the next is refused, and leaves nothing behind', async () => {
      await expect(store.apply(second)).rejects.toThrow()
      expect(await store.applied()).toBeNull()
      await store.apply(first)
      await expect(store.apply(first)).rejects.toThrow()
      expect(await store.applied()).toEqual({ blocks: 1, upto: 3 })
    })

    test('of a block that fails in its middle nothing stays', async () => {
      // A position of a leaf that is taken already.
      const broken = { ...second, scopes: second.scopes.map((one) => ({ ...one, from: 0 })) }
      await expect(store.apply(broken)).rejects.toThrow()
      expect(await store.applied()).toEqual({ blocks: 1, upto: 3 })
      expect(await store.entryAt(KEY, 0, 3)).toBeNull()
      expect((await store.scopes()).find((one) => one.code === '632723')).toEqual(first.scopes[0]?.after)
    })

    test('what was applied is there, byte for byte', async () => {
      await store.apply(second)
      expect(await store.applied()).toEqual({ blocks: 2, upto: 603 })
      const states = new Map((await store.scopes()).map((state) => [state.code, state]))
      expect(states.get('632723')).toEqual(second.scopes[0]?.after)
      expect(states.get('632726')).toEqual(emptyScope('632726'))
      const records = await store.records('632723', ['632723/case/1', '632723/case/2', '632723/case/3'])
      expect([...records.keys()].sort()).toEqual(['632723/case/1', '632723/case/2'])
      expect(encode(records.get('632723/case/1') as unknown as Value)).toEqual(
        encode(first.scopes[0]?.changes.get('632723/case/1') as Value),
      )
      expect(encode(records.get('632723/case/2') as unknown as Value)).toEqual(
        encode(second.scopes[0]?.changes.get('632723/case/2') as Value),
      )
      expect(new Map(await store.allRecords('632723')).size).toBe(2)
      expect(await store.allRecords('632726')).toEqual([])
    })

    test.each([
      [0, 603],
      [2, 4],
      [3, 603],
      [258, 260],
      [259, 603],
      [602, 603],
    ])('leaves %i to %i come in order, whole, and never beyond', async (from, to) => {
      expect(text(await store.leaves('632723', from, to, 1e9))).toEqual(text(all.slice(from, to)))
    })

    test('an answer has a limit, and at least one leaf', async () => {
      expect(await store.leaves('632723', 5, 603, 1)).toEqual(all.slice(5, 6))
      expect(await store.leaves('632723', 5, 603, 302 * 3)).toEqual(all.slice(5, 8))
      expect(await store.leaves('632723', 603, 700, 1e9)).toEqual([])
      expect(await store.leaves('632726', 0, 5, 1e9)).toEqual([])
    })

    test('an entry is found by its place in its chain, with its promise', async () => {
      for (const [made, i] of [
        [first, 0],
        [first, 2],
        [second, 0],
        [second, 599],
      ] as const) {
        const { id, seq, received, by } = made.entries[i] as Made['entries'][number]
        expect(await store.entryAt(KEY, 0, seq)).toEqual({ id, received, by, h: made.h })
      }
      expect(await store.entryAt(KEY, 0, 603)).toBeNull()
      expect(await store.entryAt(KEY, 1, 0)).toBeNull()
      expect(await store.entryAt(random.bytes(32), 0, 0)).toBeNull()
    })

    test('a payload is given to the scopes that may read it', async () => {
      const file = first.payloads[0]?.file as Uint8Array
      expect(await store.payloads([random.bytes(32), COMMIT], ['632726', '632723'])).toEqual([null, file])
      expect(await store.payloads([COMMIT], ['632726'])).toEqual([null])
      expect(await store.payloads([COMMIT], [])).toEqual([null])
    })

    test('the first to name a commitment in a scope has it there, another scope beside it', async () => {
      const again = {
        ...block(2, 603, 1, []),
        payloads: [
          { commit: COMMIT, scope: '632723', file: random.bytes(10) },
          { commit: COMMIT, scope: '632726', file: Uint8Array.of(1) },
        ],
      }
      await store.apply(again)
      expect(await store.payloads([COMMIT], ['632723'])).toEqual([first.payloads[0]?.file])
      expect(await store.payloads([COMMIT], ['632726'])).toEqual([Uint8Array.of(1)])
      all.push(...again.leaves)
    })

    test('[N9] what an entry names is found in its scopes, under every length that it was given', async () => {
      const [one, two] = [random.bytes(32), named]
      const attachments = [
        { h: one, n: 8 * 1024 * 1024, scope: '632723' },
        { h: one, n: 8 * 1024 * 1024, scope: '632723' },
        { h: one, n: 9, scope: '632726' },
        ...Array.from({ length: 600 }, () => ({ h: random.bytes(32), n: 1, scope: '632723' })),
        { h: two, n: 7, scope: '632723' },
      ]
      await store.apply({ ...block(3, 604, 1, []), attachments })
      expect(await store.attachments([two, random.bytes(32), one], ['632723'])).toEqual([[7], [], [8 * 1024 * 1024]])
      expect(await store.attachments([one, two], ['632726', 'gov'])).toEqual([[9], []])
      expect((await store.attachments([one], ['632723', '632726']))[0]?.sort()).toEqual([8 * 1024 * 1024, 9])
      expect(await store.attachments([one], [])).toEqual([[]])
      expect(await store.attachments([], ['632723'])).toEqual([])
      all.push(...(await store.leaves('632723', 604, 605, 1e9)))
      const again = { ...block(4, 605, 1, []), attachments: [{ h: two, n: 7, scope: '632723' }] }
      await store.apply(again)
      all.push(...again.leaves)
      expect(await store.attachments([two], ['632723'])).toEqual([[7]])
    })

    test('leaves of the largest size', async () => {
      const large = block(5, 606, 20, [], 65_000)
      await store.apply(large)
      all.push(...large.leaves)
      const got: Uint8Array[] = []
      while (got.length < 20) got.push(...(await store.leaves('632723', 606 + got.length, 626, 1_000_000)))
      expect(text(got)).toEqual(text(large.leaves))
    })

    test('reads beside an apply see all of a block or none of it', async () => {
      const next = block(6, 626, 300, [['632723/case/9', record(9)]])
      all.push(...next.leaves)
      const applying = store.apply(next)
      const seen = await Promise.all(Array.from({ length: 20 }, () => store.leaves('632723', 626, 926, 1e9)))
      await applying
      for (const leaves of seen) expect([0, 300]).toContain(leaves.length)
    })

    test('opened again, it has as many whole blocks as it says, and goes on from there', async () => {
      await store.close()
      store = await open()
      const { blocks, upto } = (await store.applied()) ?? { blocks: 0, upto: 0 }
      expect(blocks).toBe(survives ? 7 : 0)
      const there = await store.leaves('632723', 0, upto, 1e9)
      expect(text(there)).toEqual(text(all.slice(0, upto)).slice(0, there.length))
      expect(there.length).toBe(upto)
    })

    test('reset forgets everything, and the first block is next again', async () => {
      await store.reset()
      expect(await store.applied()).toBeNull()
      expect(await store.scopes()).toEqual([])
      expect((await store.attachments([named], ['632723']))[0]).toEqual([])
      await store.apply(first)
      expect(await store.leaves('632723', 0, 3, 1e9)).toEqual(first.leaves)
    })
  })
}
