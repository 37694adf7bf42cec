import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type AttachmentStore, openAttachments } from '../../../main/services/attachments.ts'
import { realDisk } from '../../../main/services/disk.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { fail, must, ok } from '../../../shared/base/result.ts'
import { ATTACHMENT_TYPE, hash } from '../../../shared/ledger/index.ts'
import { seeded } from '../../kit/random.ts'
import { tempFolder } from '../../kit/temp.ts'
import { type Fault, type FaultyDisk, faultyDisk, type Operation } from './faulty-disk.ts'

const random = seeded(8)
const FILE = random.bytes(5_000)
const H = hash(FILE)
const NAME = { h: H, n: FILE.length, t: ATTACHMENT_TYPE } as const
const none = async () => ok(new Set<string>())

function begun(): { folder: string; disk: FaultyDisk; store: AttachmentStore } {
  const folder = join(tempFolder(), 'attachments')
  const disk = faultyDisk(realDisk)
  return { folder, disk, store: openAttachments(disk, folder) }
}
const place = (folder: string, h = H) => join(folder, hex(h).slice(0, 2), hex(h))
/** Another store over the same folder: what a restart sees. */
const again = (folder: string) => openAttachments(realDisk, folder)

describe('[N9] the files of attachments', () => {
  test('a file is named by what it holds, and there after a restart; the same once more is the same', async () => {
    const { folder, store } = begun()
    expect(await store.list([H])).toEqual(ok([false]))
    expect(await store.read(H)).toMatchObject({ code: 'no-attachment' })
    expect(must(await store.keep(FILE))).toEqual(H)
    expect(must(await store.keep(FILE))).toEqual(H)
    expect(must(await again(folder).read(H))).toEqual(FILE)
    expect(await again(folder).list([new Uint8Array(32), H])).toEqual(ok([false, true]))
    expect(readdirSync(join(folder, hex(H).slice(0, 2)))).toEqual([hex(H)])
  })

  const faults: [Operation, Fault, string][] = [
    ['open', 'lost', 'disk-failed'],
    ['write', 'lost', 'disk-failed'],
    ['write', 'full', 'disk-full'],
    ['truncate', 'full', 'disk-full'],
    ['sync', 'lost', 'disk-failed'],
    ['sync', 'done', 'disk-failed'],
    ['sync', 'full', 'disk-full'],
    ['close', 'lost', 'disk-failed'],
    ['rename', 'lost', 'disk-failed'],
    ['rename', 'done', 'disk-failed'],
    ['rename', 'full', 'disk-full'],
    ['syncFolder', 'lost', 'disk-failed'],
  ]
  test.each(faults)(
    '%s that is %s: the code says so, nothing half is left, and the next try holds',
    async (operation, fault, code) => {
      const { folder, disk, store } = begun()
      // The folders are there: what is put in the way is a file's own.
      must(await store.keep(random.bytes(10)))
      mkdirSync(join(place(folder), '..'), { recursive: true })
      disk.fail(operation, fault)
      expect(await store.keep(FILE)).toMatchObject({ ok: false, code })
      const left = await again(folder).read(H)
      expect(left.ok || left.code === 'no-attachment').toBe(true)
      expect(readdirSync(join(place(folder), '..')).filter((name) => name.endsWith('.new'))).toEqual([])
      expect(must(await store.keep(FILE))).toEqual(H)
      expect(must(await again(folder).read(H))).toEqual(FILE)
    },
  )

  test('a write that takes only a part at a time is carried on', async () => {
    const { folder, disk, store } = begun()
    disk.fail('write', 'short', 3)
    expect(must(await store.keep(FILE))).toEqual(H)
    expect(must(await again(folder).read(H))).toEqual(FILE)
  })

  test('a file that is there already is synced all the same before it is called kept', async () => {
    const { folder, disk, store } = begun()
    must(await store.keep(FILE))
    disk.fail('sync', 'lost')
    expect(await store.keep(FILE)).toMatchObject({ code: 'disk-failed' })
    expect(must(await again(folder).read(H))).toEqual(FILE)
    disk.done.length = 0
    must(await store.keep(FILE))
    expect(disk.done).toEqual(['read', 'open', 'sync', 'close', 'syncFolder'])
  })

  test('what a crash left of a write is no attachment, and does not get into the next one', async () => {
    const { folder, store } = begun()
    mkdirSync(join(place(folder), '..'), { recursive: true })
    writeFileSync(`${place(folder)}.new`, random.bytes(FILE.length + 5_000))
    expect(await store.list([H])).toEqual(ok([false]))
    expect(await store.read(H)).toMatchObject({ code: 'no-attachment' })
    must(await store.keep(FILE))
    expect(new Uint8Array(readFileSync(place(folder)))).toEqual(FILE)
  })

  test.each([
    ['one bit', (bytes: Uint8Array) => bytes.map((b, i) => (i === 3_333 ? b ^ 1 : b))],
    ['its end cut off', (bytes: Uint8Array) => bytes.subarray(0, 4_999)],
    ['nothing left of it', () => new Uint8Array(0)],
  ])(
    'a file that has changed on the disk (%s) is never given out, and mended when it comes again',
    async (_, change) => {
      const { folder, store } = begun()
      must(await store.keep(FILE))
      writeFileSync(place(folder), change(FILE))
      expect(await store.read(H)).toMatchObject({ code: 'wrong-hash' })
      expect(await store.holding([NAME], async () => ok('signed'))).toMatchObject({ code: 'wrong-hash' })
      must(await store.keep(FILE))
      expect(must(await store.read(H))).toEqual(FILE)
    },
  )

  test('a disk that does not read says so, and the file is not called gone', async () => {
    const { disk, store } = begun()
    must(await store.keep(FILE))
    disk.fail('read', 'lost')
    expect(await store.read(H)).toMatchObject({ code: 'disk-failed' })
    expect(must(await store.read(H))).toEqual(FILE)
  })
})

describe('[N9] signing and letting go', () => {
  test('nothing is signed whose attachment is not here, is another length, or is named with another hash', async () => {
    const { store } = begun()
    const sign = async () => ok('signed')
    must(await store.keep(FILE))
    expect(await store.holding([], sign)).toEqual(ok('signed'))
    expect(await store.holding([NAME], sign)).toEqual(ok('signed'))
    expect(await store.holding([{ ...NAME, n: FILE.length - 1 }], sign)).toMatchObject({ code: 'wrong-shape' })
    const other = { ...NAME, h: new Uint8Array(32) }
    expect(await store.holding([NAME, other], sign)).toMatchObject({ code: 'no-attachment' })
  })

  test('a draft lets go of its files, and of nothing that an entry names', async () => {
    const { folder, store } = begun()
    const other = must(await store.keep(random.bytes(100)))
    must(await store.keep(FILE))
    const named = async () => ok(new Set([hex(H)]))
    expect(await store.drop([H, other, new Uint8Array(32)], named)).toEqual(ok(1))
    expect(await again(folder).list([H, other])).toEqual(ok([true, false]))
    // When the journal cannot be read whole, it may name any.
    expect(await store.drop([H], async () => fail('journal-damaged'))).toMatchObject({ code: 'journal-damaged' })
    expect(await store.list([H])).toEqual(ok([true]))
    expect(await store.drop([H], none)).toEqual(ok(1))
  })

  test('what is let go of while an entry is being signed is either refused to the entry or kept', async () => {
    const { store } = begun()
    for (const [first, second] of [
      ['sign', 'drop'],
      ['drop', 'sign'],
    ]) {
      must(await store.keep(FILE))
      const journal = new Set<string>()
      const acts = {
        sign: () =>
          store.holding([NAME], async () => {
            await new Promise((done) => setTimeout(done, 5))
            journal.add(hex(H))
            return ok('signed')
          }),
        drop: () => store.drop([H], async () => ok(journal)),
      }
      const answers = await Promise.all([acts[first as 'sign'](), acts[second as 'drop']()])
      const here = must(await store.list([H]))[0]
      expect(here).toBe(journal.has(hex(H)))
      expect(answers.some((one) => !one.ok)).toBe(first === 'drop')
    }
  })

  test('a folder that is taken away between two calls is a failure, or made anew', async () => {
    const { folder, store } = begun()
    must(await store.keep(FILE))
    rmSync(folder, { recursive: true })
    expect(await store.read(H)).toMatchObject({ code: 'no-attachment' })
    expect(await store.drop([H], none)).toEqual(ok(0))
    must(await store.keep(FILE))
    expect(must(await store.read(H))).toEqual(FILE)
  })
})
