import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { must } from '../../../shared/base/result.ts'
import type { Value } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { bendLeaves } from './bend.ts'
import { Desk } from './desk.ts'
import { stockFiling } from './forms.ts'

/** More than one piece of 4,096; and a long run in little, where the node gives few leaves at a time. */
const LONG = 4_200
const FEW = 20

/** Runs of more than one piece: what was written before the lie came out must go again, and nothing else. */
export function longLieSuite(runtime: string): void {
  describe(`a lie in a run of several pieces, on ${runtime}`, () => {
    let county: County
    let desk: Desk
    let n = 0

    beforeEach(async () => {
      county = await County.found(`long${n++}`)
      desk = new Desk(county)
    })
    afterEach(() => desk.wipe())

    /** `rows` of what is proven: all but what waits, and the payloads that are wanted once more. */
    const proven = async () => ({ ...(await desk.derived()), wanted: [] })

    async function expectHonest(): Promise<void> {
      desk.bend = null
      await desk.sync()
      expect(await desk.failure()).toBeNull()
      const held = await proven()
      await desk.wipe()
      must(await desk.open())
      expect(await proven()).toEqual(held)
    }

    const lastChanged = bendLeaves(OFFICE, (leaves, from) =>
      from >= 4096 ? leaves.with(-1, leaves[0] as Uint8Array) : leaves,
    )
    const firstChanged = bendLeaves(OFFICE, (leaves, from) =>
      from < 10 ? leaves.with(7, leaves[8] as Uint8Array) : leaves,
    )

    test('[C2] at its end: the office is as it was before, and cleanly synced from an honest node', {
      timeout: 180_000,
    }, async () => {
      const [contract = ''] = county.stock(1)
      must(await desk.open())
      const before = await proven()
      county.node.seal(county.notes(LONG))
      desk.bend = lastChanged
      await desk.sync()
      expect(await desk.failure()).toBe('root-mismatch')
      expect(await proven()).toEqual(before)
      expect(must(await desk.calls.subjects({ text: contract, after: null, limit: 5 })).rows).toHaveLength(1)
      await expectHonest()
    })

    test('[C2] at its beginning, and the line breaks before the end: found out by the next node, and forgotten', async () => {
      county.stock(1)
      must(await desk.open())
      const before = await proven()
      county.node.seal(county.notes(80))
      county.node.perAnswer = FEW
      const lie = firstChanged
      desk.bend = (ask, answer) =>
        ask.path.includes('from=61') ? { ok: false, code: 'no-line', detail: '' } : lie(ask, answer)
      await desk.sync()
      expect(await desk.failure()).toBe('no-line')
      desk.bend = null
      await desk.sync()
      expect(await desk.failure()).toBe('root-mismatch')
      expect(await proven()).toEqual(before)
      await expectHonest()
    })

    test('[C2] at the end of gov: what it said is not believed in the next run either', async () => {
      must(await desk.open())
      county.node.seal(
        Array.from({ length: 60 }, (_, i) =>
          county.govern('office-key', { office: OFFICE, recipient: `age1${'q'.repeat(20)}${i}` } as {
            [key: string]: Value
          }),
        ),
      )
      county.node.perAnswer = 20
      const before = await proven()
      desk.bend = bendLeaves('gov', (leaves, from) => (from > 40 ? leaves.with(-1, leaves[0] as Uint8Array) : leaves))
      await desk.sync()
      expect(await desk.failure()).toBe('root-mismatch')
      expect(await proven()).toEqual(before)
      await expectHonest()
    })

    test('[C2] an entry of our own in the pieces that go again is still waiting to be sent', async () => {
      must(await desk.open())
      const filed = must(await desk.calls.file(stockFiling(county.nextContract())))
      county.node.perAnswer = 2
      desk.node = county.node
      await desk.sync()
      county.node.seal(county.notes(9))
      desk.bend = bendLeaves(OFFICE, (leaves, from) =>
        from > 6 ? leaves.with(0, leaves[1] ?? new Uint8Array([0x80])) : leaves,
      )
      await desk.sync()
      expect(await desk.failure()).not.toBeNull()
      expect(must(await desk.calls.queue()).map((row) => row.entry)).toEqual([filed.entry])
      expect(must(await desk.calls.case(filed.case)).standing).toBe('saved')
      desk.crash()
      must(await desk.open())
      expect((await desk.calls.case(filed.case)).ok).toBe(true)
      await expectHonest()
      expect(must(await desk.calls.case(filed.case)).standing).toBe('sealed')
    })
  })
}
