import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CheckpointLock, type LastCheckpoint } from '../../province/checkpoint-lock.ts'
import { realDisk } from '../../province/disk.ts'

const root = mkdtempSync(join(tmpdir(), 'county-ledger-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const at = (size: number, tag = 0): LastCheckpoint => ({ size, note: Uint8Array.of(size & 255, size >> 8, tag) })
const lock = (folder = mkdtempSync(join(root, 'lock-'))) => ({ folder, lock: new CheckpointLock(realDisk, folder) })

/** A lock that holds sizes 1 to `size`. */
async function filled(size: number) {
  const made = lock()
  for (let n = 1; n <= size; n++) expect((await made.lock.swap(n === 1 ? null : at(n - 1), at(n))).ok).toBe(true)
  return made
}

test('[L7] what was put is what is read, by another process too', async () => {
  const { folder, lock: one } = lock()
  expect(await one.read()).toBeNull()
  expect(await one.swap(null, at(1))).toEqual({ ok: true, value: null })
  expect(await one.swap(at(1), at(2))).toEqual({ ok: true, value: null })
  expect(await lock(folder).lock.read()).toEqual(at(2))
})

test.each<[string, LastCheckpoint | null, LastCheckpoint]>([
  ['nothing was expected', null, at(4)],
  ['another of the same size was expected', at(3, 9), at(4)],
  ['an older one was expected', at(2), at(4)],
  ['a newer one was expected: the record was set back', at(5), at(6)],
  ['the next is not larger', at(3), at(3, 1)],
])('[L7] refused when %s, and nothing is changed', async (_why, expected, next) => {
  const { lock: one } = await filled(3)
  expect(await one.swap(expected, next)).toMatchObject({ ok: false, code: 'checkpoint-moved' })
  expect(await one.read()).toEqual(at(3))
})

test('[L7] of several that put the same size at once, one wins', async () => {
  const { folder } = await filled(3)
  const racers = Array.from({ length: 8 }, (_, tag) =>
    new CheckpointLock(distinct(tag), folder).swap(at(3), at(4, tag)),
  )
  const won = (await Promise.all(racers)).flatMap((one, tag) => (one.ok ? [tag] : []))
  expect(won).toHaveLength(1)
  expect(await lock(folder).lock.read()).toEqual(at(4, won[0]))
})

/** Racers of one process would share the name of their draft: as if each had a process of its own. */
function distinct(tag: number): typeof realDisk {
  const own = (path: string) => (path.includes('next.') ? `${path}${tag}` : path)
  return {
    ...realDisk,
    writeAt: (path, from, bytes) => realDisk.writeAt(own(path), from, bytes),
    sync: (path) => realDisk.sync(own(path)),
    remove: (path) => realDisk.remove(own(path)),
    link: (from, to) => realDisk.link(own(from), to),
  }
}

test('[L7] old ones are removed, but not so soon that a late process could take their names', async () => {
  const { folder, lock: one } = await filled(100)
  const names = readdirSync(folder)
  expect(names.length).toBeLessThan(80)
  expect(names).toContain(`checkpoint.${'100'.padStart(16, '0')}`)
  expect(names).toContain(`checkpoint.${'60'.padStart(16, '0')}`)
  expect(await one.read()).toEqual(at(100))
})
