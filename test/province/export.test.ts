import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { BlockTree } from '../../province/block-tree.ts'
import { realDisk } from '../../province/disk.ts'
import { exportLedger } from '../../province/export.ts'
import { ProvinceNode } from '../../province/node.ts'
import { TileFiles } from '../../province/tile-files.ts'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import {
  consistencyProof,
  EXPORT_FILES,
  EXPORT_README,
  entriesPath,
  exportTiles,
  frame,
  inclusionProof,
  leafHash,
  newTiles,
  nodesOf,
  rootOf,
  tileBytes,
  tilePath,
  unframe,
} from '../../shared/ledger/index.ts'
import { seeded } from '../kit/random.ts'
import { auditExport } from './audit.ts'
import { copyOf, makeBase } from './base-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'county-ledger-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const base = await makeBase(join(root, 'base'))
const copy = () => copyOf(base, mkdtempSync(join(root, 'run-')))

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .sort()

test('[F1] an export holds exactly the files that it must, and verifies', async () => {
  const { data, options } = copy()
  const node = must(await ProvinceNode.open(options))
  const { clerk } = base
  must(await node.push([clerk.next('note', ['632723', '632723/land'], { text: 'x' })]))
  must(await node.seal())
  const live = join(data, '../live')
  expect(must(await exportLedger(data, live))).toEqual({ size: 4, leaves: 8, scopes: 4 })
  await node.close()
  const stopped = join(data, '../stopped')
  must(await exportLedger(data, stopped))
  const headers = must(unframe(new Uint8Array(readFileSync(join(live, EXPORT_FILES.headers)))))
  const tiles = [...exportTiles(headers)]
  const scopes = ['632723', '632723~land', '632726', 'gov'].map((name) => `scopes/${name}`)
  const wanted = [...Object.values(EXPORT_FILES), ...scopes, ...tiles.map(([path]) => path)]
  expect(filesIn(live)).toEqual(wanted.sort())
  for (const [path, bytes] of tiles) expect(new Uint8Array(readFileSync(join(live, path)))).toEqual(bytes)
  for (const name of filesIn(live)) expect(readFileSync(join(stopped, name))).toEqual(readFileSync(join(live, name)))
  expect(readFileSync(join(live, EXPORT_FILES.readme), 'utf8')).toBe(EXPORT_README)
  expect(readFileSync(join(live, 'scopes/632726'))).toHaveLength(0)
  expect((await auditExport(live)).size).toBe(4)
})

test('[F1] what is sealed and not yet published is not in it', async () => {
  const { data, options } = copy()
  const before = readFileSync(join(data, 'checkpoint'))
  const node = must(await ProvinceNode.open(options))
  const device = base.other
  must(await node.push([device.signed(device.draft('note', ['632726'], { text: 'x' }))]))
  must(await node.seal())
  await node.close()
  writeFileSync(join(data, 'checkpoint'), before)
  expect(must(await exportLedger(data, join(data, '../out'))).size).toBe(3)
  expect((await auditExport(join(data, '../out'))).ids.get('632726')).toEqual([])
})

test('[F1] nothing is exported over something else, from nothing, or from what does not hold', async () => {
  const { data } = copy()
  expect(await exportLedger(data, data)).toMatchObject({ ok: false, code: 'unexpected-file' })
  expect(await exportLedger(join(data, 'keys'), join(data, '../none'))).toMatchObject({ ok: false, code: 'not-found' })
  const blocks = readFileSync(join(data, 'blocks.log'))
  blocks[50] = (blocks[50] as number) ^ 1
  writeFileSync(join(data, 'blocks.log'), blocks)
  expect(await exportLedger(data, join(data, '../broken'))).toMatchObject({ ok: false, code: 'store-damaged' })
})

test('[L5] tiles as the log grows past full tiles are those of C2SP at every size', async () => {
  const random = seeded(3)
  const headers = Array.from({ length: 530 }, () => random.bytes(40))
  const nodes = nodesOf(headers.map(leafHash))
  const tree = new BlockTree()
  for (const [n, header] of headers.entries()) {
    const full = tree.add(header)
    if (n % 37 !== 0 && Math.abs((n % 256) - 254) > 3) continue
    expect(hex(tree.root())).toBe(hex(rootOf(headers.slice(0, n + 1).map(leafHash))))
    const got = [...full, ...tree.partial()].filter((one) => !one.path.includes('entries'))
    const want = newTiles(n, n + 1).map((tile) => ({ path: tilePath(tile), bytes: tileBytes(nodes, tile) }))
    // The tree also names partial tiles of upper levels that have not changed.
    for (const one of want) expect(got.find((other) => other.path === one.path)).toEqual(one)
    const at = Math.floor((n + 1) / 256)
    const width = (n + 1) % 256
    const bundle = tree.partial().find((one) => one.path === entriesPath(at, width))
    if (width > 0) expect(bundle?.bytes).toEqual(frame(headers.slice(at * 256, n + 1)))
  }
})

test('[L5] proofs out of tile files are those of the whole tree, for every size that a tile has had', async () => {
  const folder = mkdtempSync(join(root, 'tiles-'))
  const files = new TileFiles(realDisk, folder)
  const random = seeded(4)
  const headers = Array.from({ length: 300 }, () => random.bytes(40))
  const tree = new BlockTree()
  for (const header of headers) await files.mend(tree.add(header))
  await files.write(tree.partial())
  const nodes = nodesOf(headers.map(leafHash))
  for (const size of [1, 255, 256, 257, 299, 300]) {
    expect(await files.withNodes(size, (read) => inclusionProof(read, size - 1, size))).toEqual(
      inclusionProof(nodes, size - 1, size),
    )
    expect(await files.withNodes(300, (read) => consistencyProof(read, size, 300))).toEqual(
      consistencyProof(nodes, size, 300),
    )
    expect(must(unframe((await files.bundle(300, 0, Math.min(size, 256))) as Uint8Array))).toEqual(
      headers.slice(0, Math.min(size, 256)),
    )
  }
  expect(await files.bundle(300, 1, 45)).toBeNull()
  expect(await files.tile(300, { level: 0, index: 2, width: 1 })).toBeNull()
})
