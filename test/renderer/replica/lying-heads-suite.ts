import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { runtimeVerify } from '../../../renderer/replica/verify-leaves.ts'
import { must } from '../../../shared/base/result.ts'
import {
  checkFork,
  checkPromise,
  type Evidence,
  encodeHead,
  encodeHeader,
  inclusionProof,
  leafHash,
  nodesOf,
  parseEvidence,
  type ScopeHead,
  type SubtleVerify,
  scopesRoot,
  type Value,
} from '../../../shared/ledger/index.ts'
import { County, OFFICE, OTHER_OFFICE, PureKey } from '../../kit/county.ts'
import { bendMessage, flipped } from './bend.ts'
import { Desk } from './desk.ts'
import { stockFiling } from './forms.ts'

/** A node whose checkpoint, header, heads or promises are not to be believed. */
export function lyingHeadsSuite(runtime: string): void {
  describe(`checkpoints, heads and promises on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let n = 0

    beforeEach(async () => {
      county = await County.found(`heads${n++}`)
      desk = new Desk(county)
      county.stock(3)
      must(await desk.open())
    })
    afterEach(() => desk.wipe())

    async function expectRefused(code: string, tell = () => {}): Promise<void> {
      const before = await desk.rows()
      tell()
      await desk.sync()
      expect(await desk.failure()).toBe(code)
      expect(await desk.rows()).toEqual(before)
    }

    /** The files of evidence that are kept, opened. */
    async function evidence(): Promise<Evidence[]> {
      const db = new ReplicaDatabase(desk.name)
      await db.open()
      const rows = await db.meta.where('key').startsWith('evidence/').toArray()
      db.close()
      return rows.map(({ value }) => must(parseEvidence(value as Uint8Array)))
    }
    const verify = () => runtimeVerify(crypto.subtle as unknown as SubtleVerify)
    const heads = (change: (m: Record<string, Value>) => object) => bendMessage('/v1/heads', change)

    test('[C3] an older checkpoint is told from a newer one, and taken for no truth', async () => {
      county.stock(1)
      await desk.sync()
      await expectRefused('checkpoint-older', () => {
        county.node.shown = county.node.headers.length - 1
      })
      expect(must(await desk.calls.status()).checkpoint?.size).toBe(county.node.headers.length)
      county.node.shown = null
      await desk.sync()
      expect(await desk.failure()).toBeNull()
    })

    test.each([
      ['of the same size', 0],
      ['that has grown', 3],
    ])('[C3] a forked log %s: refused, and the evidence convinces a third party', async (_, more) => {
      const twin = county.node.fork()
      county.stock(1)
      await desk.sync()
      const before = await desk.derived()
      const held = must(await desk.calls.checkpoints(5))
      twin.seal(county.notes(2))
      for (let i = 0; i < more; i++) twin.seal(county.notes(1))
      desk.node = twin
      await desk.sync()
      expect(await desk.failure()).toBe('checkpoint-forked')
      expect(await desk.derived()).toEqual(before)
      expect(must(await desk.calls.checkpoints(5))).toEqual(held)
      const [file, ...others] = await evidence()
      expect(others).toEqual([])
      const found = must(await checkFork(file as Evidence & { kind: 'fork' }, county.noteKey, await verify()))
      expect(found.convicts).toBe(more === 0)
      // A node that goes on lying fills no disk.
      for (let i = 0; i < 20; i++) {
        twin.seal(county.notes(1))
        await desk.sync()
      }
      expect((await evidence()).length).toBeLessThanOrEqual(16)
      await desk.close()
      must(await desk.open())
      expect(await evidence()).toContainEqual(file)
      desk.node = county.node
      await desk.sync()
      expect(await desk.failure()).toBeNull()
      expect(await desk.derived()).toEqual(before)
    })

    test('[C3] an honest twin of the node is as good as the node', async () => {
      county.stock(1)
      desk.node = county.node.fork()
      await desk.sync()
      expect(await desk.failure()).toBeNull()
    })

    test('a checkpoint by another log key, under the right name and under its own', async () => {
      const other = new PureKey('another log')
      county.stock(1)
      await expectRefused('bad-signature', () => {
        desk.node = county.node.fork({ log: { key: { ...county.noteKey, pub: other.pub }, sign: other.sign } })
      })
      await expectRefused('unknown-origin', () => {
        desk.node = county.node.fork({
          log: { key: { ...county.noteKey, name: 'ledger.elsewhere.example' }, sign: county.log.sign },
        })
      })
    })

    test('another network under the same log key', async () => {
      const foreign = await County.found('foreign')
      const twin = foreign.node.fork({ log: { key: county.noteKey, sign: county.log.sign } })
      await desk.wipe()
      desk.node = twin
      must(await desk.open())
      expect(await desk.failure()).toBe('wrong-network')
      expect((await desk.derived())['tiles']).toEqual([])
    })

    test('[L8] an acknowledgement by another key is none', async () => {
      must(await desk.calls.file(stockFiling(county.nextContract())))
      await expectRefused('bad-signature', () => {
        desk.node = county.node.fork({ ack: new PureKey('another ack').sign })
      })
    })

    describe('[C1] every part of the answer is held against the signed root:', () => {
      const flip = (name: string) => heads((m) => ({ ...m, [name]: flipped(m[name] as Uint8Array, 40) }))
      const first = (proof: unknown) => (proof as Uint8Array[]).with(0, new Uint8Array(32))
      type Heads = { head: Uint8Array; index: number; proof: Uint8Array[] }[]
      const each = (change: (one: Heads[number]) => object) =>
        heads((m) => ({ ...m, heads: (m['heads'] as unknown as Heads).map(change) }))
      test.each([
        ['the checkpoint', flip('checkpoint')],
        ['the header', flip('header')],
        ['the path of the header', heads((m) => ({ ...m, headerProof: first(m['headerProof']) }))],
        ['no path of the header', heads((m) => ({ ...m, headerProof: [] }))],
        ['consistency with what was seen', heads((m) => ({ ...m, consistency: first(m['consistency']) }))],
        ['no consistency', heads((m) => ({ ...m, consistency: [] }))],
        ['the heads', each((one) => ({ ...one, head: flipped(one.head, one.head.length - 1) }))],
        ['their places', each((one) => ({ ...one, index: one.index + 1 }))],
        ['their paths', each((one) => ({ ...one, proof: first(one.proof) }))],
        ['only gov', heads((m) => ({ ...m, heads: (m['heads'] as unknown as Heads).slice(0, 1) }))],
        ['no heads', heads((m) => ({ ...m, heads: [] }))],
      ])('%s', async (_, bend) => {
        county.stock(1)
        county.stock(1)
        const before = await desk.derived()
        desk.bend = bend
        await desk.sync()
        expect([
          'bad-signature',
          'bad-proof',
          'not-canonical',
          'wrong-shape',
          'checkpoint-forked',
          'wrong-network',
          'unknown-scope',
        ]).toContain(await desk.failure())
        expect(await desk.derived()).toEqual(before)
        desk.bend = null
        await desk.sync()
        expect(await desk.failure()).toBeNull()
      })

      test('the header before the last, with its sound proof', async () => {
        county.stock(1)
        const log = nodesOf(county.node.headers.map(leafHash))
        const last = county.node.headers.length - 1
        await expectRefused('bad-proof', () => {
          desk.bend = heads((m) => ({
            ...m,
            header: county.node.headers[last - 1] as Uint8Array,
            headerProof: inclusionProof(log, last - 1, last + 1),
          }))
        })
      })

      test('the sound head of another office in the place of our own', async () => {
        county.stock(1)
        await expectRefused('unknown-scope', () => {
          desk.bend = heads((m) => {
            const all = county.node.headsAt.at(-1) as readonly ScopeHead[]
            const encoded = all.map(encodeHead)
            const index = all.findIndex(({ code }) => code === OTHER_OFFICE)
            const proof = inclusionProof(nodesOf(encoded.map(leafHash)), index, all.length)
            const [one] = m['heads'] as unknown as Heads
            return { ...m, heads: [one, { head: encoded[index] as Uint8Array, index, proof }] }
          })
        })
      })
    })

    test.each(['gov', OFFICE])(
      '[C2] [X3] a province that derives another state of %s from the same leaves is not followed',
      async (scope) => {
        const twin = county.node.fork()
        twin.seal([county.person('clerk').say({ kind: 'note', scope: [OFFICE], data: { text: '一' } })])
        const block = twin.seal([county.member('newcomer', ['clerk'])])
        const heads = block.heads.map((one) => (one.code === scope ? { ...one, state: flipped(one.state, 0) } : one))
        twin.headsAt[twin.headsAt.length - 1] = heads
        const header = { ...block.header, scopes: scopesRoot(heads.map(encodeHead)) }
        twin.headers[twin.headers.length - 1] = encodeHeader(header)
        // gov comes first and is sound, where only the office is not.
        const of = async () => {
          const { cases, subjects, tiles, outcomes } = await desk.rows()
          return {
            cases,
            subjects,
            outcomes,
            tiles: (tiles ?? []).filter((row) => (row as { scope: string }).scope === scope),
          }
        }
        const before = await of()
        desk.node = twin
        await desk.sync()
        expect(await desk.failure()).toBe('state-mismatch')
        expect(await of()).toEqual(before)
      },
    )

    test('[L8] a promise that the province’s own time has passed is said to be broken, shown, and kept as evidence', async () => {
      const filed = must(await desk.calls.file(stockFiling(county.nextContract())))
      await desk.sync()
      expect(must(await desk.calls.queue())).toMatchObject([
        { standing: 'sent', promisedBy: county.node.time + 60_000 },
      ])
      const kept = county.node.waiting.splice(0)
      // Our own clock says nothing.
      desk.now += 30 * 86_400_000
      await desk.sync()
      expect(await desk.failure()).toBeNull()
      county.node.time += 61_000
      county.stock(1)
      await desk.sync()
      const status = must(await desk.calls.status())
      expect(status.lastFailure).toMatchObject({ code: 'promise-broken', detail: filed.entry })
      expect(status).toMatchObject({ sent: 1, line: 'up' })
      expect(must(await desk.calls.case(filed.case)).standing).toBe('sent')
      await desk.sync()
      expect(await desk.failure()).toBe('promise-broken')
      await desk.close()
      must(await desk.open())
      expect(await desk.failure()).toBe('promise-broken')
      const files = await evidence()
      expect(files).toHaveLength(1)
      const found = must(
        await checkPromise(files[0] as Evidence & { kind: 'promise' }, county.ack.pub, county.noteKey, await verify()),
      )
      expect(found.answer).toMatchObject({ kind: 'acknowledged' })
      // Sealed late: it is registered, and what was broken stays on file.
      county.node.waiting.push(...kept)
      await desk.sealed()
      expect(await desk.failure()).toBeNull()
      expect(must(await desk.calls.case(filed.case)).standing).toBe('sealed')
      expect(await evidence()).toEqual(files)
    })

    test('[L7] a province restored from a backup of itself is found out, and what is sealed here stays', async () => {
      const restored = county.node.fork()
      must(await desk.calls.file(stockFiling(county.nextContract())))
      await desk.sealed()
      const before = await desk.derived()
      desk.node = restored
      await desk.sync()
      expect(await desk.failure()).toBe('checkpoint-older')
      expect(await desk.derived()).toEqual(before)
      expect(OFFICE).toBe(desk.office)
    })
  })
}
