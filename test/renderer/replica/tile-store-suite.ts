import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ReplicaDatabase } from '../../../renderer/replica/database.ts'
import { leafAt, scopeProof, tileRows } from '../../../renderer/replica/tile-store.ts'
import { checkInclusion, leafHash, rootOf } from '../../../shared/ledger/index.ts'

const leaf = (i: number) => Uint8Array.of(0x84, i & 255, i >> 8, 7)

/** What the replica promises of its tiles, on any IndexedDB: Node's stand-in and a real Chromium. */
export function tileStoreSuite(runtime: string): void {
  describe(`tiles of a scope on ${runtime}`, () => {
    let db: ReplicaDatabase
    let n = 0

    beforeEach(async () => {
      db = new ReplicaDatabase(`tiles-${runtime}-${n++}`)
      await db.open()
    })
    afterEach(async () => {
      db.close()
      await Dexie.delete(db.name)
    })

    /** Writes leaves [from, to) as a sync does: rows and roots in one transaction. */
    async function grow(from: number, to: number): Promise<void> {
      const leaves = Array.from({ length: to - from }, (_, i) => ({
        bytes: leaf(from + i),
        hash: leafHash(leaf(from + i)),
      }))
      await db.transaction('rw', [db.tiles, db.meta], async () => {
        const last = from % 256 === 0 ? undefined : await db.tiles.get(['s', Math.floor(from / 256)])
        const { rows, roots } = tileRows('s', from, leaves, last)
        await db.tiles.bulkPut(rows)
        const held = (await db.read('roots/s')) ?? new Uint8Array(0)
        await db.write('roots/s', Uint8Array.from([...held, ...roots.flatMap((r) => [...r])]))
      })
    }

    test('[C1] every leaf comes back as it was, however the tiles were filled', async () => {
      const steps = [0, 1, 255, 256, 257, 511, 513, 700]
      for (const [i, to] of steps.entries()) if (i > 0) await grow(steps[i - 1] as number, to)
      for (const at of [0, 1, 254, 255, 256, 257, 510, 511, 512, 699]) {
        expect(await leafAt(db, 's', at)).toEqual(leaf(at))
      }
      expect(await leafAt(db, 's', 700)).toBeUndefined()
      expect(await db.tiles.count()).toBe(3)
    })

    test('[R2] paths out of tiles lead to the root, for the present size and for earlier ones', async () => {
      await grow(0, 300)
      await grow(300, 1030)
      const hashes = Array.from({ length: 1030 }, (_, i) => leafHash(leaf(i)))
      for (const size of [1, 2, 255, 256, 257, 300, 512, 1024, 1029, 1030]) {
        const root = rootOf(hashes.slice(0, size))
        for (const at of [0, size >> 1, size - 1]) {
          const proof = await scopeProof(db, 's', at, size)
          expect(checkInclusion(at, size, hashes[at] as Uint8Array, proof, root), `${at} of ${size}`).toBe(true)
        }
      }
    })

    test('scopes do not mix', async () => {
      await grow(0, 3)
      expect(await leafAt(db, 't', 0)).toBeUndefined()
    })

    test('an aborted transaction leaves nothing behind', async () => {
      await grow(0, 10)
      const failed = db.transaction('rw', [db.tiles, db.meta], async () => {
        const { rows } = tileRows(
          's',
          10,
          [{ bytes: leaf(10), hash: leafHash(leaf(10)) }],
          await db.tiles.get(['s', 0]),
        )
        await db.tiles.bulkPut(rows)
        throw new Error('stopped')
      })
      await expect(failed).rejects.toThrow('stopped')
      expect(await leafAt(db, 's', 10)).toBeUndefined()
      expect(await leafAt(db, 's', 9)).toEqual(leaf(9))
    })
  })
}
