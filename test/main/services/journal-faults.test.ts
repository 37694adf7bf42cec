import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { realDisk } from '../../../main/services/disk.ts'
import { type Journal, openJournal } from '../../../main/services/journal.ts'
import { scanFrames } from '../../../main/services/journal-scan.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import type { Kept } from '../../../shared/bridge.ts'
import { seeded } from '../../kit/random.ts'
import { tempFolder } from '../../kit/temp.ts'
import { type Fault, type FaultyDisk, faultyDisk, type Operation } from './faulty-disk.ts'
import { AUTHOR, making } from './records.ts'

const all = async (journal: Journal): Promise<Kept[]> => must(await journal.read(journal.records()))

/** Everything that was answered is there, in order, and what is there is one chain: whatever the faults have left besides. */
async function checkAfter(folder: string, answered: readonly Kept[]): Promise<void> {
  const journal = must(await openJournal(realDisk, folder, AUTHOR))
  const there = await all(journal)
  const ids = there.map((one) => hex(one.id))
  const places = answered.map((one) => ids.indexOf(hex(one.id)))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(journal.problem()?.code ?? 'journal-torn').toBe('journal-torn')
  expect(journal.records().map((one) => one.seq)).toEqual(there.map((_, i) => i))
  must(await journal.append(making('故障之后')))
  await journal.close()
}

const CASES: [Operation, Fault, string][] = [
  ['write', 'lost', 'disk-failed'],
  ['write', 'done', 'disk-failed'],
  ['write', 'full', 'disk-full'],
  ['sync', 'lost', 'disk-failed'],
  ['sync', 'done', 'disk-failed'],
  ['sync', 'full', 'disk-full'],
]

describe('[journal] one operation of an append', () => {
  test.each(CASES)(
    '%s %s: a failure is answered, the file is as before, the next append stands',
    async (op, fault, code) => {
      const folder = tempFolder()
      const disk = faultyDisk(realDisk)
      const journal = must(await openJournal(disk, folder, AUTHOR))
      const first = must(await journal.append(making('一')))
      const before = await readFile(join(folder, `${hex(AUTHOR)}.log`))
      disk.fail(op, fault)
      expect(await journal.append(making('二'))).toMatchObject({ ok: false, code })
      expect(await readFile(join(folder, `${hex(AUTHOR)}.log`))).toEqual(before)
      expect(await all(journal)).toEqual([first])
      const third = must(await journal.append(making('三')))
      expect(journal.records().map((one) => one.seq)).toEqual([0, 1])
      await journal.close()
      await checkAfter(folder, [first, third])
    },
  )

  test.each(CASES)(
    '%s %s, and nothing can be undone: nothing answered is lost, no position given twice',
    async (op, fault, code) => {
      for (const second of ['open', 'truncate', 'sync', 'close'] as const) {
        const folder = tempFolder()
        const disk = faultyDisk(realDisk)
        const journal = must(await openJournal(disk, folder, AUTHOR))
        const first = must(await journal.append(making('一')))
        disk.fail(op, fault)
        disk.fail(second, 'lost', 3)
        expect(await journal.append(making('二'))).toMatchObject({ ok: false, code })
        disk.mend()
        const third = must(await journal.append(making('三')))
        await journal.close()
        await checkAfter(folder, [first, third])
      }
    },
  )

  test('a short write is gone on with', async () => {
    const folder = tempFolder()
    const disk = faultyDisk(realDisk)
    const journal = must(await openJournal(disk, folder, AUTHOR))
    disk.fail('write', 'short', 4)
    const kept = must(await journal.append(making('一', 2000)))
    expect(disk.done.filter((one) => one === 'write')).toHaveLength(5)
    await journal.close()
    await checkAfter(folder, [kept])
  })

  test('the answer comes after the sync, and a new file is synced into its folder first', async () => {
    const disk = faultyDisk(realDisk)
    const journal = must(await openJournal(disk, tempFolder(), AUTHOR))
    expect(disk.done).toContain('syncFolder')
    disk.done.length = 0
    must(await journal.append(making('一')))
    expect(disk.done).toEqual(['write', 'sync'])
    await journal.close()
  })

  test('after a failed sync the file is opened anew and read before anything is built on it', async () => {
    const disk = faultyDisk(realDisk)
    const journal = must(await openJournal(disk, tempFolder(), AUTHOR))
    must(await journal.append(making('一')))
    disk.fail('sync', 'lost')
    disk.done.length = 0
    await journal.append(making('二'))
    expect(disk.done.slice(0, 6)).toEqual(['write', 'sync', 'close', 'open', 'truncate', 'sync'])
    await journal.close()
  })
})

describe('[journal] opening', () => {
  test.each(['open', 'sync', 'syncFolder'] as const)(
    '%s fails: a failure with its code, and the next try stands',
    async (op) => {
      const folder = tempFolder()
      const disk = faultyDisk(realDisk)
      disk.fail(op, 'lost')
      expect(await openJournal(disk, folder, AUTHOR)).toMatchObject({ ok: false, code: 'disk-failed' })
      const journal = must(await openJournal(disk, folder, AUTHOR))
      must(await journal.append(making('一')))
      await journal.close()
    },
  )
})

test.each(Array.from({ length: 30 }, (_, seed) => seed))('[journal] any faults in any order, seed %i', async (seed) => {
  const random = seeded(seed)
  const folder = tempFolder()
  const disk: FaultyDisk = faultyDisk(realDisk)
  const journal = must(await openJournal(disk, folder, AUTHOR))
  const answered: Kept[] = []
  const operations: Operation[] = ['open', 'write', 'truncate', 'sync', 'close', 'syncFolder']
  const faults: Fault[] = ['lost', 'done', 'full', 'short']
  for (let i = 0; i < 25; i++) {
    for (let n = random.int(3); n > 0; n--) disk.fail(random.pick(operations), random.pick(faults), 1 + random.int(3))
    const kept = await journal.append(making(`第 ${i} 件`, random.int(1500)))
    if (kept.ok) answered.push(kept.value)
    if (random.int(2) === 0) disk.mend()
    const file = new Uint8Array(await readFile(join(folder, `${hex(AUTHOR)}.log`)))
    expect(scanFrames(file).damagedAt).toBeNull()
  }
  disk.mend()
  await journal.close()
  expect(answered.length).toBeGreaterThan(0)
  await checkAfter(folder, answered)
})
