import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Item } from '../../province/admission.ts'
import { type NodeOptions, ProvinceNode } from '../../province/node.ts'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { encode, entryId, type Value } from '../../shared/ledger/index.ts'
import { auditFolder, auditSigned } from './audit.ts'
import { type Base, copyOf, makeBase } from './base-folder.ts'
import { bundleProgram } from './bundle.ts'

/** A real process, killed with SIGKILL at every write of taking in and of sealing, then the same folder opened again. */

const root = mkdtempSync(join(tmpdir(), 'county-ledger-'))
const program = await bundleProgram('test/province/killed-node.ts')
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
  program.remove()
})
const base: Base = await makeBase(join(root, 'base'))
const { clerk, other } = base
const commit = { commit: new Uint8Array(32).fill(7) }
const pushes: Item[][] = [
  [clerk.note('1'), clerk.next('note', ['632723', '632723/land'], { text: '2' }, commit, Uint8Array.of(1))],
  [clerk.note('3'), other.note('4', ['632726'])],
]
writeFileSync(join(root, 'pushes'), encode(pushes as unknown as Value))
const copy = () => copyOf(base, mkdtempSync(join(root, 'run-')))

async function child(
  data: string,
  at: number,
  when: string,
  store: string,
): Promise<{ killed: boolean; lines: string[] }> {
  const promises = join(data, '..', 'promises')
  writeFileSync(promises, '')
  const args = [program.file, data, join(root, 'pushes'), promises, String(at), when, store]
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  running.stderr.on('data', (part: Buffer) => (errors += part.toString()))
  const signal = await new Promise((done) => running.on('close', (code, signal) => done(signal ?? code)))
  if (signal !== 'SIGKILL') expect(`${String(signal)} ${errors}`).toBe('0 ')
  return { killed: signal === 'SIGKILL', lines: readFileSync(promises, 'utf8').trim().split('\n').filter(Boolean) }
}

/** Opens the folder as after a crash, lets the clients ask again, seals, and checks everything with code of its own. */
async function restartAndAudit(data: string, options: NodeOptions, lines: string[]): Promise<void> {
  const node = must(await ProvinceNode.open(options))
  const promised = lines.flatMap((line) => /^acknowledged (\w+)$/.exec(line)?.[1] ?? [])
  expect(lines.filter((line) => line.startsWith('refused'))).toEqual([])
  for (const items of pushes) must(await node.push(items))
  while (node.hasWork) must(await node.seal())
  await node.close()
  const audited = await auditFolder(data, join(data, 'out'))
  await auditSigned(join(data, 'lock'), audited)
  for (const line of lines) {
    const [, size, published] = /^published (\d+) (\w+)$/.exec(line) ?? []
    if (size !== undefined) expect(hex(audited.roots[Number(size)] as Uint8Array)).toBe(published)
  }
  const ids = pushes.map((items) => items.map((item) => hex(entryId(item.body))))
  const [one, two] = ids as [string[], string[]]
  for (const id of promised) expect(ids.flat()).toContain(id)
  // Each exactly once, in the order of its device's chain: none lost, none twice.
  expect(audited.ids.get('632723')).toEqual([...one, two[0]])
  expect(audited.ids.get('632723/land')).toEqual([one[1]])
  expect(audited.ids.get('632726')).toEqual([two[1]])
}

/** What an undisturbed run writes, in its first round of two: the second is the same again. */
const whole = await child(copy().data, 1e9, 'before', 'memory')
const steps = JSON.parse(whole.lines.at(-1)?.replace(/^done /, '') ?? '[]') as string[]
const rows = steps.slice(0, steps.length / 2 + 1).map((name, n) => [n, name] as const)

test('the table has a row for every kind of write', () => {
  expect(whole.killed).toBe(false)
  for (const name of [
    'write intake.log',
    'sync intake.log',
    'sync blocks.log',
    'link checkpoint.#',
    'rename checkpoint.new',
  ])
    expect(rows.map((row) => row[1])).toContain(name)
})

describe('[L7] [L8] kill -9', () => {
  test.concurrent.each(rows)('before %i %s', async (at) => {
    const { data, options } = copy()
    const { killed, lines } = await child(data, at, 'before', 'memory')
    expect(killed).toBe(true)
    await restartAndAudit(data, options, lines)
  })

  test.concurrent.each(rows.filter(([, name]) => name.startsWith('write ')))('in the middle of %i %s', async (at) => {
    const { data, options } = copy()
    const { killed, lines } = await child(data, at, 'half', 'memory')
    expect(killed).toBe(true)
    await restartAndAudit(data, options, lines)
  })

  const ends = rows.filter(([, name]) =>
    ['sync blocks.log', 'link checkpoint.#', 'write checkpoint.new'].includes(name),
  )
  test.each(ends)('before %i %s, over PGlite with files on disk', async (at) => {
    const { data, options } = copy()
    const { openStore: _, ...real } = options
    const { killed, lines } = await child(data, at, 'before', 'pglite')
    expect(killed).toBe(true)
    await restartAndAudit(data, real, lines)
  })
})
