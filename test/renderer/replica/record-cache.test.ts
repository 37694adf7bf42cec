import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { RecordCache } from '../../../renderer/replica/record-cache.ts'
import { type LedgerRecord, newSubject } from '../../../shared/contract/index.ts'
import { encode, type Value } from '../../../shared/ledger/index.ts'

const id = (n: number) => `632723/pasture-contract/C${n}`
const record = (n: number) => ({ ...newSubject('pasture-contract'), fields: { n } }) as LedgerRecord
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => id(from + i))

describe('the records between two pieces of a scope', () => {
  let db: ReplicaDatabase

  beforeEach(async () => {
    db = new ReplicaDatabase(`records-${Math.random()}`)
    await db.open()
  })
  afterEach(async () => {
    db.close()
    await Dexie.delete(db.name)
  })

  /** As a piece is taken: put in, and written. */
  async function write(cache: RecordCache, from: number, to: number): Promise<void> {
    for (let n = from; n < to; n++) {
      cache.put(id(n), record(n))
      await db.subjects.put({ id: id(n), order: n, bytes: encode(record(n) as unknown as Value) })
    }
  }

  test('what was let go is brought back as it was written', async () => {
    const cache = new RecordCache(db, true, 10)
    await write(cache, 0, 11)
    expect(cache.isOver).toBe(true)
    cache.trim()
    expect(ids(0, 11).filter((one) => cache.get(one) !== undefined)).toEqual(ids(6, 11))
    await cache.load(ids(0, 11))
    for (let n = 0; n < 11; n++)
      expect(encode(cache.get(id(n)) as unknown as Value)).toEqual(encode({ ...record(n) } as unknown as Value))
  })

  test('what was touched last is kept', async () => {
    const cache = new RecordCache(db, true, 4)
    await write(cache, 0, 5)
    await cache.load([id(0)])
    cache.trim()
    expect(ids(0, 5).filter((one) => cache.get(one) !== undefined)).toEqual([id(0), id(4)])
  })

  test('a scope that starts from nothing asks the database for nothing that was never put in', async () => {
    const cache = new RecordCache(db, true)
    const asked = vi.spyOn(db.subjects, 'bulkGet')
    await cache.load(ids(0, 5))
    expect(asked).not.toHaveBeenCalled()
    expect(cache.get(id(0))).toBe(undefined)
  })

  test('a scope that goes on finds what was written before', async () => {
    await write(new RecordCache(db, true), 0, 3)
    const cache = new RecordCache(db, false)
    await cache.load(ids(0, 5))
    expect(ids(0, 5).filter((one) => cache.get(one) !== undefined)).toEqual(ids(0, 3))
  })
})
