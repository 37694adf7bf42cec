import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Item } from '../../province/admission.ts'
import { type Disk, realDisk } from '../../province/disk.ts'
import { ProvinceNode } from '../../province/node.ts'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { hash } from '../../shared/ledger/index.ts'
import { seeded } from '../kit/random.ts'
import { type Base, copyOf, makeBase } from './base-folder.ts'
import { failingAt, type Kind } from './faulty-disk.ts'

const root = mkdtempSync(join(tmpdir(), 'county-ledger-'))
const base: Base = await makeBase(join(root, 'base'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const random = seeded(12)
const FILE = random.bytes(5_000)
const H = hash(FILE)
const attOf = (file: Uint8Array, n = file.length) => [{ h: hash(file), n, t: 'application/age' }]
const MINE = ['632723', '632723/land', 'gov']
const THEIRS = ['632726', 'gov']

const places = {
  clerk: { seq: base.clerk.seq, prev: base.clerk.prev },
  other: { seq: base.other.seq, prev: base.other.prev },
}
/** A filing of the first county that names the file. */
function entry(file = FILE, n = file.length, scope = ['632723', '632723/land']): Item {
  return base.clerk.next('note', scope, { text: 'with a scan' }, { att: attOf(file, n) })
}

let data: string
let node: ProvinceNode
const lines: string[] = []

async function open(disk: Disk = realDisk): Promise<void> {
  node = must(await ProvinceNode.open({ ...base.options, data, disk, say: (line) => void lines.push(line) }))
}
async function begin(disk: Disk = realDisk): Promise<void> {
  data = copyOf(base, mkdtempSync(join(root, 'run-'))).data
  Object.assign(base.clerk, places.clerk)
  Object.assign(base.other, places.other)
  await open(disk)
}
beforeEach(() => begin())
afterEach(() => node.close())

const place = (h = H) => join(data, 'attachments', hex(h).slice(0, 2), hex(h))
const said = (answer: { ok: boolean; code?: string }) => (answer.ok ? 'ok' : answer.code)
const send = async (file = FILE, h = H, scopes = MINE) => said(await node.attachments.take(h, file, scopes))
const get = async (scopes = MINE) => said(await node.attachments.give(H, scopes))
const fetched = async (scopes = MINE) => must(await node.attachments.give(H, scopes))
const here = (scopes: string[], ...files: Uint8Array[]) => node.attachments.here(files, scopes)

describe('[N9] a sealed file at the node', () => {
  test('is taken as soon as its entry is acknowledged, and given after sealing and after restarts', async () => {
    expect(await send()).toBe('not-found')
    must(await node.push([entry()]))
    expect(await get()).toBe('no-attachment')
    expect(await here(MINE, H)).toEqual([false])
    expect(await send()).toBe('ok')
    expect(new Uint8Array(readFileSync(place()))).toEqual(FILE)
    expect(await fetched()).toEqual(FILE)
    must(await node.seal())
    expect(await fetched()).toEqual(FILE)
    // The index is filled again from the files, each time; without the journal of intake, from the leaves alone.
    for (const lost of [null, 'intake.log']) {
      await node.close()
      if (lost !== null) rmSync(join(data, lost))
      await open()
      expect(await fetched()).toEqual(FILE)
      expect(await fetched(['632723/land'])).toEqual(FILE)
      expect(await here(MINE, new Uint8Array(32), H)).toEqual([false, true])
      expect(await send()).toBe('ok')
    }
  })

  test('what has waited unsealed over a restart can still be sent', async () => {
    must(await node.push([entry()]))
    await node.close()
    await open()
    expect(await send()).toBe('ok')
  })

  test('the same file again, and many times at once, is the same answer and the same file', async () => {
    must(await node.push([entry()]))
    expect(await Promise.all(Array.from({ length: 8 }, () => send()))).toEqual(Array(8).fill('ok'))
    const first = statSync(place())
    expect(await send()).toBe('ok')
    expect(statSync(place())).toMatchObject({ ino: first.ino, mtimeMs: first.mtimeMs })
  })

  test('[W2] nobody of another scope sends it, reads it, or learns that it is there', async () => {
    must(await node.push([entry()]))
    expect(await send()).toBe('ok')
    for (const scopes of [THEIRS, []]) {
      expect(await send(FILE, H, scopes)).toBe('not-found')
      expect(await get(scopes)).toBe('not-found')
      expect(await here(scopes, H)).toEqual([false])
    }
    // Until one of theirs names the very same file: then they have it.
    must(await node.push([base.other.next('note', ['632726'], { text: 'x' }, { att: attOf(FILE) })]))
    expect(await fetched(THEIRS)).toEqual(FILE)
  })

  test('other bytes, another length, and a file of an entry that was refused are not taken', async () => {
    must(await node.push([entry()]))
    expect(await send(FILE.map((b, i) => (i === 77 ? b ^ 1 : b)))).toBe('wrong-hash')
    expect(await send(FILE.subarray(1))).toBe('wrong-hash')
    expect(await send(new Uint8Array(0))).toBe('wrong-hash')
    const refused = random.bytes(50)
    must(await node.push([{ ...entry(refused), sig: new Uint8Array(64) }]))
    expect(await send(refused, hash(refused))).toBe('not-found')
    expect(() => statSync(join(data, 'attachments'))).toThrow(/ENOENT/)
  })

  test('an entry that names the hash with another length neither opens the file nor shuts it to others', async () => {
    must(await node.push([base.other.next('note', ['632726'], { text: 'x' }, { att: attOf(FILE, FILE.length + 1) })]))
    expect(await send(FILE, H, THEIRS)).toBe('wrong-hash')
    must(await node.push([entry()]))
    expect(await send()).toBe('ok')
    for (const seal of [false, true]) {
      if (seal) must(await node.seal())
      expect(await get(THEIRS)).toBe('no-attachment')
      expect(await here(THEIRS, H)).toEqual([false])
      expect(await fetched()).toEqual(FILE)
    }
  })
})

describe('[N9] the disk of the node', () => {
  test('what has changed on it is not given out, and is mended by whoever brings it again', async () => {
    must(await node.push([entry()]))
    expect(await send()).toBe('ok')
    for (const change of [FILE.map((b, i) => (i === 9 ? b ^ 1 : b)), FILE.subarray(0, 100), new Uint8Array(0)]) {
      writeFileSync(place(), change)
      expect(await get()).toBe('no-attachment')
      expect(await send()).toBe('ok')
      expect(await fetched()).toEqual(FILE)
    }
    expect(lines.at(-1)).toContain('has changed on the disk')
  })

  test('what a crash has left of a write is no file, and does not get into the next', async () => {
    must(await node.push([entry()]))
    mkdirSync(join(place(), '..'), { recursive: true })
    writeFileSync(`${place()}.new`, random.bytes(9_000))
    expect(await get()).toBe('no-attachment')
    expect(await send()).toBe('ok')
    expect(new Uint8Array(readFileSync(place()))).toEqual(FILE)
  })

  const kinds: Kind[] = ['lost', 'half done', 'done and reported failed']
  test.each(kinds)('a write that is %s, at every step: never called taken, and taken the next time', async (kind) => {
    for (let at = 0; ; at++) {
      await node.close()
      const { disk, steps, arm } = failingAt(at, kind)
      await begin(disk)
      must(await node.push([entry()]))
      arm()
      const first = await send().catch((error: Error) => error.message)
      if (first === 'ok') {
        const kindsOfStep = ['makeFolder', 'remove', 'write', 'sync', 'rename', 'sync']
        expect(steps().map((step) => step.split(' ')[0])).toEqual(kindsOfStep)
        return
      }
      expect(first).toContain(kind)
      expect(['ok', 'no-attachment']).toContain(await get())
      expect(await send()).toBe('ok')
      expect(await fetched()).toEqual(FILE)
    }
  })

  test('one that failed does not stand in the way of those that come at the same time', async () => {
    await node.close()
    const { disk, arm } = failingAt(2, 'half done')
    await begin(disk)
    must(await node.push([entry()]))
    arm()
    const answers = await Promise.all([0, 1, 2].map(() => send().catch(() => 'failed')))
    expect(answers).toEqual(['failed', 'ok', 'ok'])
    expect(await fetched()).toEqual(FILE)
  })
})
