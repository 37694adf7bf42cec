import { afterEach, describe, expect, test } from 'vitest'
import { SEARCH_STORES } from '../../../renderer/replica/search/rows.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { entryId, parseLeaf } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { Desk } from './desk.ts'
import { failWrites } from './failing-writes.ts'
import { stockFiling } from './forms.ts'

/**
 * The desktop is killed at every step at which it waits for something: before and after every call to main and the node, and in the middle
 * of every write to the database. `stride` leaves out steps where a runtime is slow.
 */
export function killedSuite(runtime: string, stride: number): void {
  describe(`killed at every step, on ${runtime}`, () => {
    let desk: Desk
    let mend = () => {}
    let n = 0
    afterEach(async () => {
      mend()
      await desk.wipe()
    })

    /** A morning: first sync, two filings, a sync, a block, a sync, one more filing. Notes what was answered as saved. */
    async function morning(saved: string[]): Promise<void> {
      const { county } = desk
      must(await desk.open())
      await desk.sync()
      for (let i = 0; i < 2; i++) saved.push(must(await desk.calls.file(stockFiling(county.nextContract()))).entry)
      await desk.sync()
      county.node.seal()
      await desk.sync()
      saved.push(must(await desk.calls.file(stockFiling(county.nextContract()))).entry)
      await desk.sync()
    }

    async function begin(): Promise<void> {
      const county = await County.found(`killed${n++}`)
      county.stock(2)
      desk = new Desk(county)
    }

    /** One morning that ends in a kill, unless the kill would come after it; true when it came. */
    async function killedMorning(arm: (dead: () => void) => void): Promise<boolean> {
      const saved: string[] = []
      const died = new Promise<true>((resolve) => arm(() => resolve(true)))
      const killed = await Promise.race([died, morning(saved).then(() => false as const)])
      desk.crash()
      mend()
      mend = () => {}
      must(await desk.open())
      await expectNothingLost(saved)
      return killed
    }

    async function expectNothingLost(saved: readonly string[]): Promise<void> {
      const { county } = desk
      await desk.sealed()
      await desk.sealed()
      // What main was writing when the page died may have come into the journal after it.
      const journal = desk.journal.map(({ id }) => hex(id))
      for (const entry of saved) expect(journal).toContain(entry)
      expect(await desk.failure()).toBeNull()
      expect(must(await desk.calls.queue())).toEqual([])
      const leaves = (county.node.leaves.get(OFFICE) ?? []).map((leaf) => hex(entryId(must(parseLeaf(leaf)).body)))
      for (const entry of journal) expect(leaves.filter((one) => one === entry)).toHaveLength(1)
      expect(leaves).toHaveLength(2 + journal.length)
      // It can go on filing, and holds exactly what a new replica would.
      const next = must(await desk.calls.file(stockFiling(county.nextContract())))
      await desk.sealed()
      expect(must(await desk.calls.case(next.case)).standing).toBe('sealed')
      const held = await desk.derived()
      await desk.wipe()
      must(await desk.open())
      expect(await desk.derived()).toEqual(held)
    }

    test('before and after every call to main and the node', { timeout: 300_000 }, async () => {
      let killed = true
      let at = 1
      for (; killed; at += stride) {
        await begin()
        killed = await killedMorning((dead) => {
          desk.dieAt = at
          desk.onDeath = dead
        })
        await desk.wipe()
      }
      expect(at).toBeGreaterThan(30)
    })

    test('in the middle of every write to the database', { timeout: 300_000 }, async () => {
      let killed = true
      let at = 1
      for (; killed; at += stride) {
        await begin()
        let writes = 0
        killed = await killedMorning((dead) => {
          mend = failWrites('AbortError', (store) => {
            // What goes on in the background has a test of its own, and nobody waits for it.
            if (Object.hasOwn(SEARCH_STORES, store) || ++writes < at) return false
            desk.dieAt = 0
            dead()
            return true
          })
        })
        await desk.wipe()
      }
      expect(at).toBeGreaterThan(30)
    })
  })
}
