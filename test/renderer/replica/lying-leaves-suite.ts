import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { must, ok } from '../../../shared/base/result.ts'
import { encodeLeaf, parseLeaf } from '../../../shared/ledger/index.ts'
import { encodeMessage } from '../../../shared/sync/messages.ts'
import { County, OFFICE, OTHER_OFFICE } from '../../kit/county.ts'
import { bendBytes, bendLeaves, bendMessage, flipped } from './bend.ts'
import { Desk } from './desk.ts'
import { stockFiling } from './forms.ts'

const swap = <T>(list: readonly T[], i: number): T[] => list.with(i, list[i + 1] as T).with(i + 1, list[i] as T)

/** A node that gives other leaves than those under the signed head: refused, with nothing of it kept. */
export function lyingLeavesSuite(runtime: string): void {
  describe(`leaves that are not those under the head, on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let n = 0

    beforeEach(async () => {
      county = await County.found(`leaves${n++}`)
      desk = new Desk(county)
      county.stock(5)
      must(await desk.open())
    })
    afterEach(() => desk.wipe())

    /** The lie is refused with this code and leaves no trace, and the truth is taken afterwards. */
    async function expectRefused(bend: NonNullable<Desk['bend']>, code: string): Promise<void> {
      // What is wanted is asked of `payloads` before it is asked of a node, so it may stand there once more.
      const rows = async () => ({ ...(await desk.rows()), wanted: [] })
      const before = await rows()
      desk.bend = bend
      await desk.sync()
      expect(await desk.failure()).toBe(code)
      expect(await rows()).toEqual(before)
      desk.bend = null
      await desk.sync()
      expect(await desk.failure()).toBeNull()
      const derived = await desk.derived()
      await desk.wipe()
      must(await desk.open())
      expect(await desk.derived()).toEqual(derived)
    }

    const otherSig = (leaf: Uint8Array) => {
      const { h, t, body, sig } = must(parseLeaf(leaf))
      return encodeLeaf({ h, t, body, sig: flipped(sig, 63) })
    }
    const otherBody = (leaf: Uint8Array) => {
      const { h, t, body, sig } = must(parseLeaf(leaf))
      return encodeLeaf({ h, t, body: flipped(body, body.length - 20), sig })
    }
    const otherTime = (leaf: Uint8Array) => {
      const { h, t, body, sig } = must(parseLeaf(leaf))
      return encodeLeaf({ h, t: t + 1, body, sig })
    }

    describe.each([
      ['the office', OFFICE],
      ['gov', 'gov'],
    ])('of %s', (_, scope) => {
      const grow = (name: string) => {
        if (scope === OFFICE) county.stock(4)
        else county.node.seal(['a', 'b', 'c', 'd'].map((id) => county.member(`${name}-${id}`, ['clerk'])))
      }
      beforeEach(() => grow('first'))

      test('[C2] one missing at the end: asked for again, and an empty answer is no answer', async () => {
        await expectRefused(
          bendLeaves(scope, () => []),
          'truncated',
        )
      })
      test('[C2] one missing in the middle', async () => {
        await expectRefused(
          bendLeaves(scope, (leaves) => (leaves.length > 1 ? leaves.toSpliced(1, 1) : leaves)),
          'root-mismatch',
        )
      })
      test('[C2] one too many', async () => {
        await expectRefused(
          bendLeaves(scope, (leaves) => [...leaves, leaves[0] as Uint8Array]),
          'truncated',
        )
      })
      test('[C2] one twice in the place of another', async () => {
        await expectRefused(
          bendLeaves(scope, (leaves) => leaves.with(2, leaves[1] as Uint8Array)),
          'root-mismatch',
        )
      })
      test('[C2] two in each other’s place', async () => {
        await expectRefused(
          bendLeaves(scope, (leaves) => swap(leaves, 1)),
          'root-mismatch',
        )
      })
      test('[K3] another signature', async () => {
        await expectRefused(
          bendLeaves(scope, (leaves) => leaves.map(otherSig)),
          'bad-signature',
        )
      })
      test('[C2] another sealing time, which no signature of the author is over', async () => {
        await expectRefused(
          bendLeaves(scope, (leaves) => leaves.map(otherTime)),
          'root-mismatch',
        )
      })
      test('another scope’s answer, or one from elsewhere', async () => {
        await expectRefused(
          bendMessage('/v1/leaves', (m) => ({ ...m, scope: OTHER_OFFICE })),
          'bad-answer',
        )
        grow('second')
        await expectRefused(
          bendMessage('/v1/leaves', (m) => ({ ...m, from: (m['from'] as number) + 1 })),
          'bad-answer',
        )
      })
    })

    test('[K3] a body with one bit changed', async () => {
      county.stock(3)
      await expectRefused(
        bendLeaves(OFFICE, (leaves) => leaves.map(otherBody)),
        'bad-signature',
      )
    })

    test('[C3] a leaf that does not name this scope, soundly signed', async () => {
      county.stock(3)
      const foreign = county.person('clerk').say({ kind: 'note', scope: [OTHER_OFFICE], data: { text: '别处的' } })
      const leaf = encodeLeaf({ h: 3, t: county.node.time, ...foreign })
      await expectRefused(
        bendLeaves(OFFICE, (leaves) => leaves.with(1, leaf)),
        'bad-proof',
      )
    })

    test('[C1] a leaf by a key that gov does not know', async () => {
      const before = await desk.rows()
      county.node.seal([county.person('stranger').say({ kind: 'note', scope: [OFFICE], data: { text: '生人' } })])
      await desk.sync()
      expect(await desk.failure()).toBe('unknown-key')
      expect(await desk.rows()).toEqual(before)
    })

    test('answers cut at every 97th byte, of every kind of answer', async () => {
      county.node.seal([county.member('newcomer', ['clerk'])])
      const before = await desk.rows()
      for (const path of ['/v1/challenge', '/v1/session', '/v1/heads', '/v1/leaves']) {
        let most = 1
        for (let at = 0; at < most; at += 97) {
          desk.bend = bendBytes(path, (body) => {
            most = Math.max(most, body.length)
            return body.slice(0, at)
          })
          await desk.close()
          must(await desk.open())
          expect(await desk.failure(), `${path} at ${at}`).toBe('not-canonical')
          expect(await desk.rows(), `${path} at ${at}`).toEqual(before)
        }
      }
    })

    test('a push whose answer is cut, counted wrongly, about another entry, or not signed by the node changes nothing', async () => {
      must(await desk.calls.file(stockFiling(county.nextContract())))
      must(await desk.calls.file(stockFiling(county.nextContract())))
      const before = await desk.rows()
      type Answers = { said: Uint8Array; sig: Uint8Array }[]
      const answers = (change: (list: Answers) => Answers) =>
        bendMessage('/v1/push', (m) => ({ answers: change(m['answers'] as unknown as Answers) }))
      const forged = county.ack.sign(new Uint8Array(3))
      const lies: [NonNullable<Desk['bend']>, string][] = [
        [bendBytes('/v1/push', (body) => body.slice(0, 97)), 'not-canonical'],
        [bendBytes('/v1/push', () => new Uint8Array(0)), 'not-canonical'],
        [answers((list) => list.slice(1)), 'truncated'],
        [answers((list) => [...list, ...list]), 'truncated'],
        [answers((list) => list.toReversed()), 'bad-answer'],
        [answers((list) => list.map((one) => ({ ...one, sig: forged }))), 'bad-signature'],
        [answers((list) => list.map((one) => ({ ...one, sig: new Uint8Array(64) }))), 'bad-signature'],
        [
          answers((list) => list.map((one) => ({ ...one, said: flipped(one.said, one.said.length - 1) }))),
          'bad-signature',
        ],
      ]
      for (const [bend, code] of lies) {
        desk.bend = bend
        await desk.sync()
        expect(await desk.failure()).toBe(code)
        expect(await desk.rows()).toEqual(before)
      }
      desk.bend = null
      await desk.sealed()
      expect(must(await desk.calls.status())).toMatchObject({ unsent: 0, sent: 0, setAside: 0, lastFailure: null })
    })

    test('what is no message, and what is too large to be one', async () => {
      county.stock(2)
      const before = await desk.rows()
      const bodies: [Uint8Array, string][] = [
        [Uint8Array.of(0xff, 0, 1), 'not-canonical'],
        [Uint8Array.of(0xbf, 0xff), 'not-canonical'],
        [new TextEncoder().encode('<html>门户认证</html>'), 'not-canonical'],
        [Uint8Array.of(0xa0), 'wrong-shape'],
        [encodeMessage({ checkpoint: 1 }), 'wrong-shape'],
        [new Uint8Array(16 * 1024 * 1024 + 1), 'too-large'],
      ]
      for (const path of ['/v1/heads', '/v1/leaves']) {
        for (const [body, code] of bodies) {
          desk.bend = bendBytes(path, () => body)
          await desk.sync()
          expect(await desk.failure(), path).toBe(code)
          expect(await desk.rows()).toEqual(before)
        }
      }
    })

    test('a status without a problem in it, a problem with its code, a problem with a code of its own making', async () => {
      const before = await desk.rows()
      const answers: [number, Uint8Array, string][] = [
        [500, new Uint8Array(0), 'bad-answer'],
        [502, new TextEncoder().encode('Bad Gateway'), 'bad-answer'],
        [503, encodeMessage({ code: 'busy', detail: '' }), 'busy'],
        [400, encodeMessage({ code: 'made-up', detail: '' }), 'bad-answer'],
      ]
      for (const [status, body, code] of answers) {
        desk.bend = () => ok({ status, body, date: null })
        await desk.sync()
        expect(await desk.failure()).toBe(code)
        expect(await desk.rows()).toEqual(before)
      }
    })
  })
}
