import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { realDisk } from '../../../main/services/disk.ts'
import { type Journal, openJournal } from '../../../main/services/journal.ts'
import { concat, hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import type { Kept } from '../../../shared/bridge.ts'
import { seeded } from '../../kit/random.ts'
import { tempFolder } from '../../kit/temp.ts'
import { memoryDisk } from './memory-disk.ts'
import { AUTHOR, making } from './records.ts'

const pathIn = (folder: string) => join(folder, `${hex(AUTHOR)}.log`)
const all = async (journal: Journal): Promise<Kept[]> => must(await journal.read(journal.records()))

async function filled(folder: string, count: number): Promise<{ kept: Kept[]; bytes: Uint8Array; ends: number[] }> {
  const journal = must(await openJournal(realDisk, folder, AUTHOR))
  const kept: Kept[] = []
  for (let i = 0; i < count; i++) kept.push(must(await journal.append(making(`第 ${i} 件`, i % 2 === 0 ? 0 : 90))))
  const ends = journal.records().map((one) => one.at + one.length)
  await journal.close()
  return { kept, bytes: new Uint8Array(await readFile(pathIn(folder))), ends }
}

const COUNT = 4

describe('a torn tail', () => {
  test('[journal] cut at every byte: every record before it is there, the rest is set aside, the chain goes on', async () => {
    const folder = tempFolder()
    const { kept, bytes, ends } = await filled(folder, COUNT)
    for (let size = 0; size < bytes.length; size++) {
      // Most cuts in memory, a sample of them and all borders in real files.
      const real = size % 101 === 0 || ends.some((end) => Math.abs(end - size) < 2)
      const here = join(folder, String(size))
      const disk = real ? realDisk : memoryDisk(new Map([[pathIn(here), bytes.subarray(0, size)]]))
      if (real) {
        await realDisk.makeFolder(here)
        await writeFile(pathIn(here), bytes.subarray(0, size))
      }
      const journal = must(await openJournal(disk, here, AUTHOR))
      const whole = ends.filter((end) => end <= size).length
      expect(await all(journal)).toEqual(kept.slice(0, whole))
      const end = ends[whole - 1] ?? 0
      expect(journal.problem()?.code ?? null).toBe(size === end ? null : 'journal-torn')
      const aside = (await disk.list(here)).filter((name) => name.includes('.torn-'))
      expect(aside).toHaveLength(size === end ? 0 : 1)
      for (const name of aside) {
        const file = await disk.open(join(here, name))
        expect(hex(await file.read())).toEqual(hex(bytes.subarray(end, size)))
        await file.close()
      }
      const next = must(await journal.append(making('后来的')))
      await journal.close()
      const again = must(await openJournal(disk, here, AUTHOR))
      expect(again.problem()).toBeNull()
      expect(await all(again)).toEqual([...kept.slice(0, whole), next])
      await again.close()
    }
  })

  test('[journal] sectors that were never written read as zeros: that is torn as well', async () => {
    const folder = tempFolder()
    const { kept, bytes } = await filled(folder, 2)
    const journal = must(await openJournal(realDisk, folder, AUTHOR))
    must(await journal.append(making('大的', 3000)))
    await journal.close()
    const whole = new Uint8Array(await readFile(pathIn(folder)))
    const first = Math.ceil(bytes.length / 512) * 512
    const cases = [
      whole.slice().fill(0, bytes.length),
      whole.slice().fill(0, first),
      whole.slice().fill(0, first, first + 512),
    ]
    for (const file of [...cases, concat(bytes, new Uint8Array(7)), concat(bytes, new Uint8Array(40))]) {
      await writeFile(pathIn(folder), file)
      const torn = must(await openJournal(realDisk, folder, AUTHOR))
      expect(torn.problem()?.code).toBe('journal-torn')
      expect(await all(torn)).toEqual(kept)
      await torn.close()
    }
  })

  test('[journal] a second torn tail does not write over the first', async () => {
    const folder = tempFolder()
    const { bytes } = await filled(folder, 1)
    for (const n of [1, 2]) {
      await writeFile(pathIn(folder), concat(bytes, bytes.subarray(0, 30 * n)))
      await must(await openJournal(realDisk, folder, AUTHOR)).close()
    }
    const aside = (await readdir(folder)).filter((name) => name.includes('.torn-'))
    const sizes = await Promise.all(aside.map(async (name) => (await readFile(join(folder, name))).length))
    expect(sizes.sort((a, b) => a - b)).toEqual([30, 60])
  })
})

describe('a changed record', () => {
  test('[N4] any byte of any record flipped: signing stops, all other records are read, the file is left alone', async () => {
    const folder = tempFolder()
    const { kept, bytes, ends } = await filled(folder, COUNT)
    const random = seeded(11)
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at] = (changed[at] as number) ^ (1 + random.int(255))
      const real = at % 97 === 0
      const disk = real ? realDisk : memoryDisk(new Map([[pathIn(folder), changed]]))
      if (real) await writeFile(pathIn(folder), changed)
      const journal = must(await openJournal(disk, folder, AUTHOR))
      const hit = ends.findIndex((end) => at < end)
      expect(journal.problem()?.code, `byte ${at}`).toBe('journal-damaged')
      expect(await all(journal)).toEqual(kept.filter((_, i) => i !== hit))
      const refused = await journal.append(() => {
        throw new Error('a position was given out')
      })
      expect(refused).toMatchObject({ ok: false, code: 'journal-damaged' })
      await journal.close()
      const file = await disk.open(pathIn(folder))
      expect(hex(await file.read())).toEqual(hex(changed))
      await file.close()
      expect(await disk.list(folder)).toEqual([`${hex(AUTHOR)}.log`])
    }
  })

  test('[N4] a record taken out whole, doubled or out of order leaves no changed byte, and is still noticed', async () => {
    const folder = tempFolder()
    const { bytes, ends } = await filled(folder, 3)
    const [a, b, c] = ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    for (const file of [concat(b, c), concat(a, c), concat(a, a, b, c), concat(a, c, b)]) {
      await writeFile(pathIn(folder), file)
      const journal = must(await openJournal(realDisk, folder, AUTHOR))
      expect(journal.problem()?.code).toBe('journal-damaged')
      await journal.close()
    }
  })

  test('[N4] damage in the middle and a torn tail: the tail is set aside, and signing stops all the same', async () => {
    const folder = tempFolder()
    const { kept, bytes, ends } = await filled(folder, 3)
    const changed = bytes.slice(0, -10)
    changed[40] = (changed[40] as number) ^ 1
    await writeFile(pathIn(folder), changed)
    const journal = must(await openJournal(realDisk, folder, AUTHOR))
    expect(journal.problem()?.code).toBe('journal-damaged')
    expect(await all(journal)).toEqual([kept[1]])
    expect(journal.records().at(-1)?.at).toBe(ends[0])
    expect((await readdir(folder)).some((name) => name.includes('.torn-'))).toBe(true)
    await journal.close()
  })

  test('[N4] a record that changes while the journal is open is left out when read, and signing stops', async () => {
    const folder = tempFolder()
    const { kept, bytes, ends } = await filled(folder, 3)
    const journal = must(await openJournal(realDisk, folder, AUTHOR))
    const changed = bytes.slice()
    changed[(ends[0] as number) + 60] = (changed[(ends[0] as number) + 60] as number) ^ 1
    await writeFile(pathIn(folder), changed)
    expect(await all(journal)).toEqual([kept[0], kept[2]])
    expect(journal.records()).toHaveLength(2)
    expect(await journal.append(making('新的'))).toMatchObject({ code: 'journal-damaged' })
    await journal.close()
  })
})

test('[N3] appends at once take their places one after the other', async () => {
  const folder = tempFolder()
  const journal = must(await openJournal(realDisk, folder, AUTHOR))
  const made = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      journal.append(async (position) => {
        for (let n = 0; n < (i * 5) % 7; n++) await Promise.resolve()
        return making(`第 ${i} 件`)(position)
      }),
    ),
  )
  expect(journal.records().map((one) => one.seq)).toEqual(made.map((_, i) => i))
  expect(await all(journal)).toEqual(made.map(must))
  await journal.close()
})
