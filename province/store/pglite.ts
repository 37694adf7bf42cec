import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, types } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import { pgliteDialect } from './pglite-dialect.ts'
import type { Store } from './port.ts'
import { SqlStore } from './sql-store.ts'
import { prepare, type Tables } from './tables.ts'

/**
 * Opens the embedded store in its own folder, and starts it anew when it cannot be opened or cannot be trusted. PGlite does not sync: killed
 * with its process it is whole, since the system still writes what it was given; after a power cut it may hold half of anything.
 * So a store that was open when this machine went down is thrown away. `fresh` says that it is empty for such a reason.
 */
export async function openPgliteStore(folder: string): Promise<{ store: Store; fresh: boolean }> {
  const marker = `${folder}.open`
  const boot = await bootId()
  const left = await readFile(marker, 'utf8').catch(() => null)
  let fresh = left !== null && (boot === '' || left !== boot)
  if (fresh) await rm(folder, { recursive: true, force: true })
  await writeFile(marker, boot)
  let db: Kysely<Tables>
  try {
    db = await open(folder)
  } catch {
    fresh = true
    await rm(folder, { recursive: true, force: true })
    db = await open(folder)
  }
  const store = new SqlStore(db)
  const close = store.close.bind(store)
  store.close = async () => {
    await close()
    await rm(marker, { force: true })
  }
  return { store, fresh }
}

async function open(folder: string): Promise<Kysely<Tables>> {
  const pglite = await PGlite.create({
    dataDir: folder,
    // Its own are some hundred times slower on bytes, and bytes are nearly all we keep.
    serializers: {
      [types.BYTEA]: (v: Uint8Array) => `\\x${Buffer.from(v.buffer, v.byteOffset, v.length).toString('hex')}`,
    },
    parsers: { [types.BYTEA]: (v: string) => new Uint8Array(Buffer.from(v.slice(2), 'hex')) },
  })
  const db = new Kysely<Tables>({ dialect: pgliteDialect(pglite) })
  try {
    await prepare(db)
  } catch (error) {
    await db.destroy().catch(() => undefined)
    throw error
  }
  return db
}

/** Changes with every start of the machine; empty where the system does not say. */
async function bootId(): Promise<string> {
  return readFile(join('/proc/sys/kernel/random', 'boot_id'), 'utf8').catch(() => '')
}
