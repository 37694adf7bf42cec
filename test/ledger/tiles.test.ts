import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64, hex, utf8 } from '../../shared/base/bytes.ts'
import {
  append,
  checkConsistency,
  checkInclusion,
  consistencyProof,
  EMPTY,
  entriesPath,
  frontierRoot,
  inclusionProof,
  leafHash,
  newTiles,
  nodesOf,
  parseCheckpointText,
  range,
  rootOf,
  type Tile,
  tileBytes,
  tilePath,
  tileReader,
  tilesOf,
  unframe,
} from '../../shared/ledger/index.ts'
import { vectorBytes, vectorNames, vectorsThere, vectorText } from '../kit/vectors.ts'

const sizes = fc.oneof(
  fc.nat(1_000),
  fc.nat(200_000),
  fc.constantFrom(0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_792, 131_072),
)

describe.skipIf(!vectorsThere)('a public C2SP log', () => {
  const leaves = async () => {
    const read = unframe(await vectorBytes('tlog/tile/entries/000.p/15'))
    if (!read.ok) throw new Error(read.code)
    return read.value
  }
  const checkpointAt = async (name: string) => {
    const read = parseCheckpointText((await vectorText(name)).split('\n\n')[0] + '\n')
    if (!read.ok) throw new Error(read.code)
    return read.value
  }

  test('[L5] its tiles are what we compute from its entries, at each of its sizes', async () => {
    const all = await leaves()
    expect(all.length).toBe(15)
    const compared: string[] = []
    for (let size = 1; size <= 15; size++) {
      const hashes = all.slice(0, size).map(leafHash)
      for (const tile of tilesOf(size)) {
        expect(hex(tileBytes(nodesOf(hashes), tile))).toBe(hex(await vectorBytes(`tlog/${tilePath(tile)}`)))
        compared.push(`tlog/${tilePath(tile)}`)
      }
      const own = unframe(await vectorBytes(`tlog/${entriesPath(0, size)}`))
      expect(own.ok && own.value.map(hex)).toEqual(all.slice(0, size).map(hex))
    }
    expect(compared.sort()).toEqual(vectorNames('tlog/tile/0/'))
  })

  test('[L5] [L1] its sixteen checkpoints bear our roots and are consistent, each with each', async () => {
    const hashes = (await leaves()).map(leafHash)
    const read = nodesOf(hashes)
    const all = await Promise.all(Array.from({ length: 16 }, (_, n) => checkpointAt(`tlog/checkpoint.${n}`)))
    for (const a of all) {
      expect(base64(rootOf(hashes.slice(0, a.size)))).toBe(base64(a.root))
      for (const b of all.slice(a.size)) {
        const proof = consistencyProof(read, a.size, b.size)
        expect(checkConsistency(a.size, b.size, a.root, b.root, proof), `${a.size} to ${b.size}`).toBe(true)
        if (b.size > a.size) expect(checkConsistency(b.size, a.size, b.root, a.root, proof)).toBe(false)
      }
    }
    expect(await vectorText('tlog/checkpoint')).toBe(await vectorText('tlog/checkpoint.15'))
  })
})

describe('tiles', () => {
  test('[L5] paths are those of C2SP tlog-tiles', () => {
    expect(tilePath({ level: 0, index: 0, width: 256 })).toBe('tile/0/000')
    expect(tilePath({ level: 1, index: 5, width: 1 })).toBe('tile/1/005.p/1')
    expect(tilePath({ level: 0, index: 999, width: 255 })).toBe('tile/0/999.p/255')
    expect(tilePath({ level: 2, index: 1_000, width: 256 })).toBe('tile/2/x001/000')
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 0, index: 1_234_067, width: 8 })).toBe('tile/0/x001/x234/067.p/8')
    expect(entriesPath(0, 256)).toBe('tile/entries/000')
    expect(entriesPath(1_234, 7)).toBe('tile/entries/x001/234.p/7')
  })

  test('[L5] the tiles of a log are its full ones and, at each level, at most one partial', () => {
    const paths = (size: number) => tilesOf(size).map(tilePath)
    expect(paths(0)).toEqual([])
    expect(paths(1)).toEqual(['tile/0/000.p/1'])
    expect(paths(256)).toEqual(['tile/0/000', 'tile/1/000.p/1'])
    expect(paths(513)).toEqual(['tile/0/000', 'tile/0/001', 'tile/0/002.p/1', 'tile/1/000.p/2'])
    expect(paths(65_536).slice(-3)).toEqual(['tile/0/255', 'tile/1/000', 'tile/2/000.p/1'])
    fc.assert(
      fc.property(sizes, (size) => {
        const perLevel = byLevel(tilesOf(size))
        let n = size
        for (let level = 0; n > 0; level++, n = Math.floor(n / 256)) {
          const tiles = perLevel.get(level) ?? []
          expect(tiles.reduce((sum, t) => sum + t.width, 0)).toBe(n)
          expect(tiles.every((t, i) => t.index === i && (t.width === 256 || i === tiles.length - 1))).toBe(true)
        }
        expect(perLevel.size).toBe(size === 0 ? 0 : Math.floor(Math.log(size) / Math.log(256) + 1e-9) + 1)
      }),
    )
  })

  test('[L5] what growing writes, together with what was there, is all tiles; and nothing full is written twice', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(400), fc.nat(70_000)), { minLength: 1, maxLength: 8 }), (steps) => {
        const written = new Map<string, Tile>()
        let size = 0
        for (const step of steps) {
          for (const tile of newTiles(size, size + step)) {
            if (tile.width === 256) expect(written.has(tilePath(tile))).toBe(false)
            written.set(tilePath(tile), tile)
          }
          size += step
          for (const tile of tilesOf(size))
            if (!written.has(tilePath(tile))) expect.fail(`${tilePath(tile)} of ${size}`)
        }
        for (const tile of written.values())
          if (tile.width === 256) expect(tile.index * 256 ** (tile.level + 1)).toBeLessThan(size)
        expect(newTiles(size, size)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('[L5] nodes read out of tiles give the root and the proofs of a log of three levels', () => {
    const size = 66_000
    const hashes = Array.from({ length: size }, (_, i) => leafHash(utf8(String(i))))
    const memory = nodesOf(hashes)
    const stored = new Map(tilesOf(size).map((tile) => [tilePath(tile), tileBytes(memory, tile)]))
    const read = tileReader(size, (tile) => stored.get(tilePath(tile)) ?? new Uint8Array(0))
    const root = rootOf(hashes)
    expect(hex(range(read, 0, size))).toBe(hex(root))
    expect(hex(frontierRoot(hashes.reduce(append, EMPTY)))).toBe(hex(root))
    for (const index of [0, 1, 255, 256, 65_535, 65_536, size - 1]) {
      const proof = inclusionProof(read, index, size)
      expect(checkInclusion(index, size, hashes[index] as Uint8Array, proof, root)).toBe(true)
    }
    for (const older of [1, 255, 256, 257, 65_535, 65_536, 65_537, size]) {
      const proof = consistencyProof(read, older, size)
      expect(checkConsistency(older, size, range(memory, 0, older), root, proof)).toBe(true)
    }
  })

  test('[L5] a tile that is missing or short, and a node that is not there, throw', () => {
    const hashes = Array.from({ length: 300 }, (_, i) => leafHash(utf8(String(i))))
    const memory = nodesOf(hashes)
    const loaded: string[] = []
    const read = tileReader(300, (tile) => {
      loaded.push(tilePath(tile))
      return tileBytes(memory, tile)
    })
    expect(hex(read(0, 299))).toBe(hex(hashes[299] as Uint8Array))
    expect(hex(read(5, 8))).toBe(hex(memory(5, 8)))
    expect(hex(read(8, 0))).toBe(hex(memory(8, 0)))
    expect(loaded).toEqual(['tile/0/001.p/44', 'tile/1/000.p/1'])
    for (const [level, index] of [
      [0, 300],
      [5, 9],
      [6, 4],
      [7, 2],
      [8, 1],
      [9, 0],
      [16, 0],
    ] as const)
      expect(() => read(level, index), `${level}/${index}`).toThrow()
    for (const bytes of [new Uint8Array(0), new Uint8Array(44 * 32 - 1), new Uint8Array(256 * 32)])
      expect(() => tileReader(300, () => bytes)(0, 299)).toThrow()
  })
})

function byLevel(tiles: Tile[]): Map<number, Tile[]> {
  const out = new Map<number, Tile[]>()
  for (const tile of tiles) out.set(tile.level, [...(out.get(tile.level) ?? []), tile])
  return out
}
