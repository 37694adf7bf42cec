import { afterEach, describe, expect, test } from 'vitest'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { entryId, parseBody, parseLeaf } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { registerCsv, registerRows } from '../../kit/register-file.ts'
import { Desk } from '../replica/desk.ts'
import { failWrites } from '../replica/failing-writes.ts'
import { runImport, takeTable } from './taken.ts'

let n = 0

/** Rows into a real replica over a journal, a node and a database: once and for all, wherever it is broken off. */
export function runSuite(runtime: string, stride: number): void {
  describe(`[import] rows into a replica, on ${runtime}`, () => {
    let desk: Desk
    let mend = () => {}
    afterEach(async () => {
      mend()
      mend = () => {}
      await desk.wipe()
    })
    const begin = async (): Promise<void> => {
      desk = new Desk(await County.found(`import${n++}`))
    }
    const casesOf = () => desk.journal.map(({ body }) => must(parseBody(body)).case)
    const contractsOf = () =>
      desk.journal.flatMap(({ body }) => must(parseBody(body)).subj.map((one) => one.id)).filter(isContract)
    const onLedger = () => [...(desk.county.node.records.get(OFFICE)?.keys() ?? [])].filter(isContract)

    test('filed, then there; in another file waiting, then on record; found and sealed', async () => {
      await begin()
      must(await desk.open())
      const rows = registerRows(12)
      const taken = await takeTable(registerCsv(rows))
      const first = await runImport(desk.calls, taken, 5)
      expect(first.state).toMatchObject({ step: 'done', done: 12, counts: { filed: 12, there: 0 } })
      expect(desk.journal).toHaveLength(12)
      expect(new Set(contractsOf()).size).toBe(12)

      const again = await runImport(desk.calls, await takeTable(registerCsv(rows)), 7)
      expect(again.state.counts).toMatchObject({ filed: 0, there: 12 })
      // The same rows in a file of another name, order and length.
      const other = registerCsv([...rows].reverse().concat(registerRows(14).slice(12)))
      const otherRun = await takeTable(other)
      expect(otherRun.checked.run).not.toBe(taken.checked.run)
      await desk.calls.importLook({
        ...{ service: 'grassland-stock', version: 1, run: otherRun.checked.run },
        rows: must(await otherRun.worker.rows(0, 20)),
      })
      expect(desk.journal).toHaveLength(12)
      expect((await runImport(desk.calls, otherRun, 5)).state.counts).toMatchObject({ filed: 2, waiting: 12 })
      expect(desk.journal).toHaveLength(14)
      expect(must(await desk.calls.importProgress(taken.checked.run))).toEqual({
        ...{ saved: 12, sent: 0, sealed: 0, disputed: 0, setAside: 0 },
      })

      await desk.sealed()
      await desk.sealed()
      expect(must(await desk.calls.importProgress(taken.checked.run))).toEqual({
        ...{ saved: 0, sent: 0, sealed: 12, disputed: 0, setAside: 0 },
      })
      expect(onLedger()).toHaveLength(14)
      // A third file: the first row alone.
      const third = await runImport(desk.calls, await takeTable(registerCsv(rows.slice(0, 1))))
      expect(third.state.counts).toMatchObject({ filed: 0, 'on-record': 1 })
      const once = await runImport(desk.calls, await takeTable(registerCsv(rows)))
      expect(once.state.counts).toMatchObject({ filed: 0, there: 12 })
      expect(desk.journal).toHaveLength(14)
      const found = must(await desk.calls.subject(onLedger()[0] as string))
      expect(found.sealed['holderName']).toEqual(expect.any(String))
    })

    test('what somebody else has put on record first stays theirs, and the rest is not held up', async () => {
      await begin()
      must(await desk.open())
      const taken = await takeTable(registerCsv(registerRows(6)))
      await runImport(desk.calls, taken, 3)
      const [contract = ''] = contractsOf()
      const { county } = desk
      county.node.seal([
        county.person('colleague').file('stock', contract.split('/').at(-1) ?? '', county.nextNumber()),
      ])
      await desk.sealed()
      await desk.sealed()
      expect(must(await desk.calls.importProgress(taken.checked.run))).toEqual({
        ...{ saved: 0, sent: 0, sealed: 6, disputed: 1, setAside: 0 },
      })
      expect(must(await desk.calls.subject(contract)).disputed).toBe(true)
      expect(onLedger()).toHaveLength(6)
    })

    test('paused and gone on with, in one run; a failure stops it and going on finishes it', async () => {
      await begin()
      must(await desk.open())
      const taken = await takeTable(registerCsv(registerRows(9)))
      let seen = 0
      const runner = await runImport(desk.calls, taken, 2, ({ step, done }) => {
        if (step !== 'running' || done !== 4 || seen++ > 0) return
        desk.loseAnswer = 'filing.submit-many'
      })
      expect(runner.state).toMatchObject({ step: 'stopped', done: 4, failure: { code: 'internal' } })
      // Main has kept what it could not tell us.
      expect(desk.journal).toHaveLength(6)
      let paused = 0
      const going = runner.start()
      runner.pause()
      await going
      if (runner.state.step === 'paused') paused = runner.state.done
      expect(paused).toBeLessThan(9)
      await runner.start()
      expect(runner.state).toMatchObject({ step: 'done', done: 9, counts: { filed: 7, there: 2 } })
      expect(new Set(casesOf()).size).toBe(9)
      expect(desk.journal).toHaveLength(9)
    })

    /** An import that ends in a kill, unless the kill would come after it; then another life finishes it. True when the kill came. */
    async function killedImport(arm: (dead: () => void) => void): Promise<boolean> {
      const csv = registerCsv(registerRows(5))
      must(await desk.open())
      const told: number[] = []
      const died = new Promise<true>((resolve) => arm(() => resolve(true)))
      const whole = async () => {
        await runImport(desk.calls, await takeTable(csv), 2, ({ done }) => told.push(done))
        await desk.sync()
        return false as const
      }
      const killed = await Promise.race([died, whole()])
      desk.crash()
      mend()
      mend = () => {}
      must(await desk.open())
      // What was called filed is in the journal, in whole batches.
      expect(desk.journal.length).toBeGreaterThanOrEqual(told.at(-1) ?? 0)
      const before = desk.journal.length
      const { state } = await runImport(desk.calls, await takeTable(csv), 2)
      expect(state).toMatchObject({ step: 'done', counts: { there: before, filed: 5 - before } })
      expect(casesOf()).toHaveLength(5)
      expect(new Set(casesOf()).size).toBe(5)
      await desk.sealed()
      await desk.sealed()
      const leaves = (desk.county.node.leaves.get(OFFICE) ?? []).map((leaf) => hex(entryId(must(parseLeaf(leaf)).body)))
      expect(leaves.sort()).toEqual(desk.journal.map(({ id }) => hex(id)).sort())
      expect(onLedger()).toHaveLength(5)
      expect(must(await desk.calls.queue())).toEqual([])
      return killed
    }

    test('killed before and after every call to main and the node', { timeout: 120_000 }, async () => {
      let killed = true
      let at = 1
      for (; killed; at += stride) {
        await begin()
        killed = await killedImport((dead) => {
          desk.dieAt = desk.steps + at
          desk.onDeath = dead
        })
        await desk.wipe()
      }
      expect(at).toBeGreaterThan(6)
    })

    test('killed in the middle of every write to the database', { timeout: 120_000 }, async () => {
      let killed = true
      let at = 1
      for (; killed; at += stride) {
        await begin()
        let writes = 0
        killed = await killedImport((dead) => {
          mend = failWrites('AbortError', (store) => {
            if (!STORES.has(store) || ++writes < at) return false
            desk.dieAt = 0
            dead()
            return true
          })
        })
        await desk.wipe()
      }
      expect(at).toBeGreaterThan(4)
    })
  })
}

/** Where what waits is kept. */
const STORES: ReadonlySet<string> = new Set(['bulk', 'outbox', 'meta', 'payloads', 'cases', 'subjects', 'tiles'])

function isContract(id: string): boolean {
  return id.includes('/pasture-contract/')
}
