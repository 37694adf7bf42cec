import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NodeOptions, ProvinceNode } from '../../province/node.ts'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { entryId } from '../../shared/ledger/index.ts'
import { seeded } from '../kit/random.ts'
import { auditFolder, auditSigned } from './audit.ts'
import { type Base, copyOf, makeBase } from './base-folder.ts'

/** What a node finds at start: torn tails, flipped bytes, a lock that is behind or ahead, lost files and stores. */

const root = mkdtempSync(join(tmpdir(), 'county-ledger-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let base: Base
/** As base, one block later, and with one more entry acknowledged and not sealed. */
let later: Base
const lines: string[] = []
const say = (line: string) => void lines.push(line)

beforeAll(async () => {
  base = await makeBase(join(root, 'base'))
  const data = join(root, 'later')
  cpSync(base.data, data, { recursive: true })
  const options = { ...base.options, data }
  const node = must(await ProvinceNode.open(options))
  must(
    await node.push([
      base.clerk.next('note', ['632723'], { text: 'sealed' }, { commit: new Uint8Array(32) }, Uint8Array.of(9)),
    ]),
  )
  must(await node.seal())
  must(await node.push([base.clerk.note('waiting')]))
  await node.close()
  later = { ...base, data, options }
})

const copy = (from: Base = later) => {
  const made = copyOf(from, mkdtempSync(join(root, 'run-')))
  return { data: made.data, options: { ...made.options, say } }
}

async function opensWith(options: NodeOptions): Promise<string> {
  const node = await ProvinceNode.open(options)
  if (!node.ok) return node.code
  await node.value.close()
  return 'open'
}

/** Goes on: seals what waits and one entry more, and all of it verifies. */
async function goesOn(data: string, options: NodeOptions, entries: number): Promise<ProvinceNode['ledger']> {
  const node = must(await ProvinceNode.open(options))
  must(await node.push([base.other.signed(base.other.draft('note', ['632726'], { text: 'on' }))]))
  while (node.hasWork) must(await node.seal())
  await node.close()
  const audited = await auditFolder(data, join(data, 'out'))
  await auditSigned(join(data, 'lock'), audited)
  expect(audited.ids.get('632723')).toHaveLength(entries)
  expect(audited.ids.get('632726')).toHaveLength(1)
  return node.ledger
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] as number) ^ 0x40
  writeFileSync(path, bytes)
}

describe('[L7] the record of the last checkpoint', () => {
  test('the data is behind it: a restored backup signs nothing', async () => {
    const { data, options } = copy()
    cpSync(join(base.data, 'blocks.log'), join(data, 'blocks.log'))
    expect(await opensWith(options)).toBe('record-behind')
  })

  test('the data is gone, the record is not', async () => {
    const { data, options } = copy()
    rmSync(join(data, 'blocks.log'))
    expect(await opensWith(options)).toBe('record-behind')
  })

  test('it is gone, or older than the block before the last', async () => {
    const gone = copy()
    rmSync(join(gone.data, 'lock'), { recursive: true })
    expect(await opensWith(gone.options)).toBe('checkpoint-moved')
    const older = copy()
    for (const name of readdirSync(join(older.data, 'lock')).slice(-2)) rmSync(join(older.data, 'lock', name))
    expect(await opensWith(older.options)).toBe('checkpoint-moved')
  })

  test('one behind: that very block is finished, with the same bytes', async () => {
    const { data, options } = copy()
    const name = readdirSync(join(data, 'lock')).at(-1) as string
    const note = readFileSync(join(data, 'lock', name))
    rmSync(join(data, 'lock', name))
    rmSync(join(data, 'checkpoint'))
    expect(await opensWith(options)).toBe('open')
    expect(readFileSync(join(data, 'lock', name))).toEqual(note)
    expect(readFileSync(join(data, 'checkpoint'))).toEqual(note)
    await goesOn(data, options, 2)
  })

  test('of another log of the same length, or not signed by the log key', async () => {
    const fork = copy(base)
    const node = must(await ProvinceNode.open(fork.options))
    must(await node.push([base.other.signed(base.other.draft('note', ['632726'], { text: 'another' }))]))
    must(await node.seal())
    await node.close()
    const { data, options } = copy()
    cpSync(join(fork.data, 'blocks.log'), join(data, 'blocks.log'))
    expect(await opensWith(options)).toBe('store-damaged')
    const forged = copy()
    const name = join(forged.data, 'lock', readdirSync(join(forged.data, 'lock')).at(-1) as string)
    const note = readFileSync(name, 'utf8')
    writeFileSync(name, note.replace(/.{6}=\n$/, 'AAAAAA=\n'))
    expect(await opensWith(forged.options)).toBe('store-damaged')
  })

  test('two nodes over one record: the slower one stops, and never publishes', async () => {
    const one = copy()
    const two = copy()
    const options = { ...two.options, lock: join(one.data, 'lock') }
    const slow = must(await ProvinceNode.open(options))
    const fast = must(await ProvinceNode.open(one.options))
    must(await slow.push([base.other.signed(base.other.draft('note', ['632726'], { text: 'slow' }))]))
    must(await fast.seal())
    const before = slow.ledger.published.checkpoint
    expect(await slow.seal()).toMatchObject({ ok: false, code: 'checkpoint-moved' })
    expect(slow.ledger.published.checkpoint).toEqual(before)
    expect(slow.stopped?.code).toBe('checkpoint-moved')
    expect(await slow.push([])).toMatchObject({ ok: false, code: 'checkpoint-moved' })
    expect(await slow.seal()).toMatchObject({ ok: false, code: 'checkpoint-moved' })
    await slow.close()
    await fast.close()
    // Its own block is of the height that the other has signed.
    expect(await opensWith(options)).toBe('store-damaged')
    await goesOn(one.data, one.options, 2)
  })
})

describe('[L8] a torn tail', () => {
  test.each([1, 7, 12, 13, 200])(
    'of blocks.log, cut by %i: an unsigned block is sealed again from the journal',
    async (cut) => {
      const { data, options } = copy()
      const path = join(data, 'blocks.log')
      // The block before is signed; this one was being written.
      const whole = statSync(path).size
      const from = statSync(join(base.data, 'blocks.log')).size
      const name = readdirSync(join(data, 'lock')).at(-1) as string
      rmSync(join(data, 'lock', name))
      truncateSync(path, Math.max(from + 1, whole - cut))
      const ledger = await goesOn(data, options, 2)
      expect(ledger.published.checkpoint.size).toBe(4)
      expect(readdirSync(data).filter((one) => one.startsWith('blocks.log.torn'))).toHaveLength(1)
    },
  )

  test.each([1, 11, 40])('of intake.log, cut by %i: what was never acknowledged is set aside', async (cut) => {
    const { data, options } = copy()
    const path = join(data, 'intake.log')
    truncateSync(path, statSync(path).size - cut)
    await goesOn(data, options, 1)
    const aside = readdirSync(data).filter((one) => one.startsWith('intake.log.torn'))
    expect(aside).toHaveLength(1)
    expect(statSync(join(data, aside[0] as string)).size).toBeGreaterThan(0)
  })

  test('of zeros, as a power cut leaves them', async () => {
    const { data, options } = copy()
    appendFileSync(join(data, 'intake.log'), new Uint8Array(700))
    appendFileSync(join(data, 'blocks.log'), new Uint8Array(5000))
    await goesOn(data, options, 2)
  })
})

describe('a flipped byte', () => {
  const random = seeded(11)
  const places = Array.from({ length: 40 }, () => random.int(1_000_000))

  test.each(places)('[F2] of blocks.log, place %i: nothing is signed', async (place) => {
    const { data, options } = copy()
    const path = join(data, 'blocks.log')
    flip(path, place % statSync(path).size)
    // In the last record it may look like the tail of a crash: then the record of the last checkpoint says what is missing.
    expect(['store-damaged', 'record-behind']).toContain(await opensWith(options))
  })

  test.each(places)('[L8] of intake.log, place %i: no acknowledged entry is passed over in silence', async (place) => {
    const { data, options } = copy()
    const path = join(data, 'intake.log')
    flip(path, place % statSync(path).size)
    expect(await opensWith(options)).toBe('store-damaged')
  })

  test('of a tile: it is written again', async () => {
    const { data, options } = copy()
    const tiles = () =>
      readdirSync(join(data, 'tile'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    const before = tiles().map((one) => readFileSync(join(one.parentPath, one.name)))
    for (const one of tiles()) flip(join(one.parentPath, one.name), 5)
    expect(await opensWith(options)).toBe('open')
    expect(tiles().map((one) => readFileSync(join(one.parentPath, one.name)))).toEqual(before)
    expect(lines.some((line) => line.includes('tiles were written again'))).toBe(true)
  })
})

describe('what can be lost', () => {
  test('tiles and the published checkpoint', async () => {
    const { data, options } = copy()
    rmSync(join(data, 'tile'), { recursive: true })
    rmSync(join(data, 'checkpoint'))
    await goesOn(data, options, 2)
  })

  test('the journal: the ledger stands, and its numbers are not given twice', async () => {
    const { data, options } = copy()
    rmSync(join(data, 'intake.log'))
    const node = must(await ProvinceNode.open(options))
    expect(node.waiting).toBe(0)
    // What it held and was not sealed is pushed again by whoever has no receipt.
    const waiting = base.clerk.signed(
      base.clerk.draft('note', ['632723'], { text: 'waiting' }, { seq: base.clerk.seq - 1, prev: lastSealed() }),
    )
    must(await node.push([waiting]))
    must(await node.seal())
    await node.close()
    await goesOn(data, options, 2)
  })

  function lastSealed(): Uint8Array {
    const draft = base.clerk.draft(
      'note',
      ['632723'],
      { text: 'sealed' },
      { commit: new Uint8Array(32), seq: 0, prev: null },
    )
    return entryId(base.clerk.signed(draft).body)
  }

  test('the database, or half of it: it is filled again, payloads too', async () => {
    const { data, options } = copy()
    const { openStore: _, ...real } = options
    const read = async (node: ProvinceNode) => ({
      applied: await node.parts.store.applied(),
      leaves: (await node.parts.store.leaves('632723', 0, 10, 1e6)).map(hex),
      payload: await node.parts.store.payloads([new Uint8Array(32)], ['632723']),
    })
    const first = must(await ProvinceNode.open(real))
    must(await first.seal())
    const there = await read(first)
    expect(there.payload).toEqual([Uint8Array.of(9)])
    expect(there.leaves).toHaveLength(2)
    await first.close()
    // An older state of the database: two blocks are missing from it.
    renameSync(join(data, 'pglite'), join(data, 'pglite-newer'))
    const second = must(await ProvinceNode.open(real))
    expect(await read(second)).toEqual(there)
    await second.close()
    rmSync(join(data, 'pglite-newer'), { recursive: true })
  })
})

describe('one process per folder', () => {
  test('a second node is refused while the first runs', async () => {
    const { options } = copy()
    const node = must(await ProvinceNode.open(options))
    expect(await opensWith(options)).toBe('already-running')
    await node.close()
    expect(await opensWith(options)).toBe('open')
  })

  test('a holder that was killed holds nothing', async () => {
    const { data, options } = copy()
    const script = `
      require('node:net').createServer().listen(process.argv[1], () => console.log('held'))
    `
    // What the lock of this folder is called on this system, as a process that dies without a word holds it.
    const name = `county-ledger-node-${createHash('sha256').update(realpathSync(data)).digest('hex').slice(0, 32)}`
    const holder = spawn(process.execPath, ['-e', script.replace('process.argv[1]', JSON.stringify(`\0${name}`))])
    await once(holder.stdout, 'data')
    expect(await opensWith(options)).toBe('already-running')
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect(await opensWith(options)).toBe('open')
  })

  test('of several that start at once, one wins', async () => {
    const { options } = copy()
    const all = await Promise.all(Array.from({ length: 4 }, () => ProvinceNode.open(options)))
    const open = all.filter((one) => one.ok)
    expect(open).toHaveLength(1)
    for (const one of open) if (one.ok) await one.value.close()
  })
})

describe('[K5] the keys', () => {
  test('a wrong passphrase, no keys, damaged keys', async () => {
    const { data, options } = copy()
    expect(await opensWith({ ...options, passphrase: 'another' })).toBe('wrong-passphrase')
    flip(join(data, 'keys/node.age'), 200)
    expect(await opensWith(options)).toBe('vault-damaged')
    rmSync(join(data, 'keys'), { recursive: true })
    expect(await opensWith(options)).toBe('not-found')
  })

  test('the file is an age file, and no seed lies anywhere in the folder', async () => {
    const { data, options } = copy()
    expect(readFileSync(join(data, 'keys/node.age'), 'latin1').startsWith('age-encryption.org/v1\n-> scrypt ')).toBe(
      true,
    )
    expect(statSync(join(data, 'keys/node.age')).mode & 0o077).toBe(0)
    expect(await opensWith(options)).toBe('open')
  })
})
