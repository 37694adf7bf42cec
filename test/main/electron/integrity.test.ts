import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkArchive } from '../../../main/electron/integrity.ts'
import { pinOf, writeManifest } from '../../../scripts/dist/manifest.mjs'

let resources: string
let keyFile: string
const product = { name: 'county-ledger', version: '1.2.3' }

beforeEach(() => {
  resources = mkdtempSync(join(tmpdir(), 'resources-'))
  keyFile = newKey('release.pem')
  writeFileSync(join(resources, 'app.asar'), 'the program')
  writeManifest(resources, product, keyFile)
})
afterEach(() => rmSync(resources, { recursive: true }))

function newKey(name: string): string {
  const file = join(resources, name)
  writeFileSync(file, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return file
}
const check = (keys = [pinOf(keyFile)]) => checkArchive(resources, keys).state

test('[desktop] what was packed and signed is sound, under the release key or the rotation key', () => {
  expect(check()).toBe('sound')
  expect(check([pinOf(newKey('other.pem')), pinOf(keyFile)])).toBe('sound')
})

test('[desktop] without a pinned key nothing is claimed', () => {
  expect(check([])).toBe('unpinned')
})

test('[desktop] a byte of the archive, the manifest or the signature that differs is found', () => {
  for (const name of ['app.asar', 'manifest.json', 'manifest.sig']) {
    const good = readFileSync(join(resources, name))
    const bad = Buffer.from(good)
    bad[5] = (bad[5] as number) ^ 1
    writeFileSync(join(resources, name), bad)
    expect(check(), name).toBe('changed')
    writeFileSync(join(resources, name), good)
    expect(check(), name).toBe('sound')
  }
})

test('[desktop] a manifest by another key, and one with the archive left out, are refused', () => {
  expect(check([pinOf(newKey('other.pem'))])).toBe('changed')
  writeManifest(resources, product, newKey('stranger.pem'))
  expect(check()).toBe('changed')
})

test.each(['app.asar', 'manifest.json', 'manifest.sig'])('[desktop] a missing %s is refused', (name) => {
  rmSync(join(resources, name))
  expect(check()).toBe('changed')
})

test('[desktop] a pinned key that is none does not let anything pass', () => {
  expect(check(['not a key'])).toBe('changed')
})
