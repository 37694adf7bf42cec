import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openPgliteStore } from '../../province/store/pglite.ts'
import { MemoryStore } from './memory-store.ts'
import { storeContract } from './store-contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'county-ledger-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = join(folder, 'pglite')

storeContract('memory', async () => new MemoryStore(), false)
storeContract('PGlite, files on disk', async () => (await openPgliteStore(at)).store, true)

test('a store that was open when the machine went down is not trusted', async () => {
  const { store } = await openPgliteStore(at)
  await store.close()
  writeFileSync(`${at}.open`, 'another start of the machine\n')
  const again = await openPgliteStore(at)
  expect(again.fresh).toBe(true)
  expect(await again.store.applied()).toBeNull()
  await again.store.close()
  expect(await readdir(folder)).toEqual(['pglite'])
})

test('a store that cannot be opened is begun anew', async () => {
  const control = join(at, 'global/pg_control')
  writeFileSync(control, new Uint8Array((await stat(control)).size))
  const again = await openPgliteStore(at)
  expect(again.fresh).toBe(true)
  expect(await again.store.applied()).toBeNull()
  await again.store.close()
})
