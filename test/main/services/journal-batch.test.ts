import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { realDisk } from '../../../main/services/disk.ts'
import { type Journal, openJournal } from '../../../main/services/journal.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import type { Kept } from '../../../shared/bridge.ts'
import { seeded } from '../../kit/random.ts'
import { tempFolder } from '../../kit/temp.ts'
import { type Fault, faultyDisk, type Operation } from './faulty-disk.ts'
import { memoryDisk } from './memory-disk.ts'
import { AUTHOR, making, makingAll } from './records.ts'

const pathIn = (folder: string) => join(folder, `${hex(AUTHOR)}.log`)
const all = async (journal: Journal): Promise<Kept[]> => must(await journal.read(journal.records()))
const opened = async (bytes: Uint8Array): Promise<Journal> =>
  must(await openJournal(memoryDisk(new Map([[pathIn('/j'), bytes]])), '/j', AUTHOR))

/** Every place in the headers that begin there, and some of all others. */
function sampled(bytes: Uint8Array, frames: readonly number[]): number[] {
  return Array.from(bytes.keys()).filter(
    (at) => at % 17 === 0 || frames.some((start) => at >= start - 1 && at < start + 25),
  )
}

/** One record, a batch, one record, a batch. `starts`: where each of the four units begins, and where the file ends. */
async function filled(sealed = 0): Promise<{ kept: Kept[]; bytes: Uint8Array; starts: number[]; counts: number[] }> {
  const disk = memoryDisk()
  const journal = must(await openJournal(disk, '/j', AUTHOR))
  const size = () => disk.files.get(pathIn('/j'))?.length ?? 0
  const starts: number[] = [size()]
  const kept: Kept[] = []
  const counts = [1, 2, 1, 3]
  for (const [unit, count] of counts.entries()) {
    const texts = Array.from({ length: count }, (_, i) => `第 ${unit} 批第 ${i} 件`)
    if (count === 1) kept.push(must(await journal.append(making(texts[0] as string, sealed))))
    else kept.push(...must(await journal.appendAll(makingAll(texts, sealed))))
    starts.push(size())
  }
  await journal.close()
  return { kept, bytes: disk.files.get(pathIn('/j')) as Uint8Array, starts, counts }
}

test('[N3] a batch is read back record by record, and the chain goes on behind it', async () => {
  const { kept, bytes, counts } = await filled(300)
  const journal = await opened(bytes)
  expect(await all(journal)).toEqual(kept)
  expect(journal.records().map((one) => one.seq)).toEqual(kept.map((_, i) => i))
  const next = must(await journal.append(making('后来的')))
  expect(journal.records().at(-1)).toMatchObject({ id: next.id, seq: counts.reduce((a, b) => a + b) })
})

test('[journal] a batch is one write and one sync, however many it holds; nothing is written for none', async () => {
  const disk = faultyDisk(realDisk)
  const journal = must(await openJournal(disk, tempFolder(), AUTHOR))
  disk.done.length = 0
  must(await journal.appendAll(makingAll(Array.from({ length: 200 }, (_, i) => `第 ${i} 件`))))
  expect(disk.done).toEqual(['write', 'sync'])
  expect(must(await journal.appendAll(makingAll([])))).toEqual([])
  expect(disk.done).toEqual(['write', 'sync'])
  await journal.close()
})

test('[N3] entries that do not follow each other are a bug, found before anything is written', async () => {
  const disk = faultyDisk(realDisk)
  const journal = must(await openJournal(disk, tempFolder(), AUTHOR))
  disk.done.length = 0
  const doubled = async (first: Parameters<ReturnType<typeof makingAll>>[0]) => {
    const made = must(await makingAll(['一', '二'])(first))
    return { ok: true as const, value: [made[0] as Kept, made[0] as Kept] }
  }
  await expect(journal.appendAll(doubled)).rejects.toThrow('chain')
  expect(disk.done).toEqual([])
  must(await journal.append(making('一')))
  await journal.close()
})

describe('a torn batch', () => {
  test('[journal] cut anywhere: all of a batch is there or none, and the rest is set aside', async () => {
    const { kept, bytes, starts, counts } = await filled()
    for (const size of sampled(bytes, starts)) {
      const journal = await opened(bytes.slice(0, size))
      const units = starts.filter((start) => start > 0 && start <= size).length
      const whole = counts.slice(0, units).reduce((a, b) => a + b, 0)
      expect(journal.problem()?.code ?? null, `cut at ${size}`).toBe(size === starts[units] ? null : 'journal-torn')
      expect(await all(journal)).toEqual(kept.slice(0, whole))
      const next = must(await journal.append(making('后来的')))
      expect(journal.records().map((one) => one.seq)).toEqual(Array.from({ length: whole + 1 }, (_, i) => i))
      expect((await all(journal)).at(-1)).toEqual(next)
    }
  })

  test('[journal] a disk writes sectors in any order: whichever of the last batch are missing, it is torn and not changed', async () => {
    const { kept, bytes, starts } = await filled(700)
    const from = starts[3] as number
    const sectors: [number, number][] = []
    for (let at = from; at < bytes.length; at = at - (at % 512) + 512)
      sectors.push([at, Math.min(bytes.length, at - (at % 512) + 512)])
    expect(sectors.length).toBeGreaterThan(6)
    const random = seeded(5)
    for (let round = 0; round < 60; round++) {
      const file = bytes.slice()
      const missing = sectors.filter(([a, b]) => b - a >= 64 && random.int(3) === 0)
      // Each of them alone as well, the first with the batch's own header among them.
      const holes = round < sectors.length ? [sectors[round] as [number, number]] : missing
      if (holes.length === 0 || holes.some(([a, b]) => b - a < 64)) continue
      for (const [a, b] of holes) file.fill(0, a, b)
      const journal = await opened(file)
      expect(journal.problem()?.code, JSON.stringify(holes)).toBe('journal-torn')
      expect(await all(journal)).toEqual(kept.slice(0, 4))
      must(await journal.append(making('后来的')))
    }
  })

  test('[N4] zeros in a batch that something follows are no torn end: signing stops', async () => {
    const { kept, bytes, starts } = await filled(700)
    const from = Math.ceil((starts[1] as number) / 512) * 512
    const file = bytes.slice().fill(0, from, from + 512)
    const journal = await opened(file)
    expect(journal.problem()?.code).toBe('journal-damaged')
    const there = (await all(journal)).map((one) => hex(one.id))
    expect(there).toEqual(kept.map((one) => hex(one.id)).filter((id) => there.includes(id)))
    // All but the one or two that lie over the hole.
    expect(there.length).toBeGreaterThanOrEqual(kept.length - 2)
    expect(await journal.append(making('后来的'))).toMatchObject({ ok: false, code: 'journal-damaged' })
  })
})

test('[N4] any byte of a batch flipped: signing stops, and every record that has not changed is read', async () => {
  const { kept, bytes, starts } = await filled()
  const records = (await opened(bytes)).records()
  const random = seeded(12)
  const frames = [...starts, ...records.map((one) => one.at)]
  for (const at of sampled(bytes, frames).filter((one) => one >= (starts[1] as number))) {
    const changed = bytes.slice()
    changed[at] = (changed[at] as number) ^ (1 + random.int(255))
    const journal = await opened(changed)
    expect(journal.problem()?.code, `byte ${at}`).toBe('journal-damaged')
    const hit = records.findIndex((one) => at >= one.at && at < one.at + one.length)
    expect(await all(journal), `byte ${at}`).toEqual(kept.filter((_, i) => i !== hit))
    expect(await journal.append(making('后来的'))).toMatchObject({ ok: false, code: 'journal-damaged' })
  }
})

test('[N4] a record taken out of a batch whole, with its checks made anew, breaks the chain', async () => {
  const { bytes, starts } = await filled()
  const records = (await opened(bytes)).records()
  // The batch's header is made for what is left, so that only the chain can tell.
  const { encodeUnit, readRecord } = await import('../../../main/services/journal-frame.ts')
  const left = [1, 3].map((i) => must(readRecord(bytes, records[i]?.at as number)).record)
  const file = Buffer.concat([bytes.subarray(0, starts[1]), encodeUnit(left)])
  const journal = await opened(new Uint8Array(file))
  expect(journal.problem()?.code).toBe('journal-damaged')
})

const FAULTS: [Operation, Fault, string][] = [
  ['write', 'lost', 'disk-failed'],
  ['write', 'done', 'disk-failed'],
  ['write', 'full', 'disk-full'],
  ['sync', 'lost', 'disk-failed'],
  ['sync', 'done', 'disk-failed'],
]

test.each(FAULTS)('[journal] %s %s: none of a batch is kept, and the next one stands', async (op, fault, code) => {
  const folder = tempFolder()
  const disk = faultyDisk(realDisk)
  const journal = must(await openJournal(disk, folder, AUTHOR))
  const first = must(await journal.append(making('一')))
  const before = await readFile(pathIn(folder))
  disk.fail(op, fault)
  expect(await journal.appendAll(makingAll(['二', '三'], 2000))).toMatchObject({ ok: false, code })
  expect(await readFile(pathIn(folder))).toEqual(before)
  const next = must(await journal.appendAll(makingAll(['四', '五'])))
  expect(await all(journal)).toEqual([first, ...next])
  expect(journal.records().map((one) => one.seq)).toEqual([0, 1, 2])
  await journal.close()
})

test('[journal] a short write of a batch is gone on with', async () => {
  const folder = tempFolder()
  const disk = faultyDisk(realDisk)
  const journal = must(await openJournal(disk, folder, AUTHOR))
  disk.fail('write', 'short', 3)
  const kept = must(await journal.appendAll(makingAll(['一', '二', '三'], 2000)))
  await journal.close()
  await writeFile(`${pathIn(folder)}.copy`, await readFile(pathIn(folder)))
  const again = must(await openJournal(realDisk, folder, AUTHOR))
  expect(await all(again)).toEqual(kept)
  await again.close()
})
