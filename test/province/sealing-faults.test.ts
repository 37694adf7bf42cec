import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Item } from '../../province/admission.ts'
import { verify } from '../../province/keys.ts'
import { ProvinceNode } from '../../province/node.ts'
import { hex } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { entryId, openAnswer, openCheckpoint } from '../../shared/ledger/index.ts'
import { auditFolder, auditSigned } from './audit.ts'
import { type Base, copyOf, makeBase } from './base-folder.ts'
import { failingAt, type Kind } from './faulty-disk.ts'

/**
 * Every write of taking in and of sealing, lost, half done, or done and reported failed. Afterwards, with or without a restart: what was promised is
 * sealed exactly once, no two blocks were signed for one height, and the whole log verifies from its own bytes.
 */

const root = mkdtempSync(join(tmpdir(), 'county-ledger-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
function entriesOf({ clerk, other }: Base): { first: Item[]; second: Item[] } {
  const sealed = { commit: new Uint8Array(32).fill(7) }
  const first = [
    clerk.note('1'),
    clerk.next('note', ['632723', '632723/land'], { text: '2' }, sealed, Uint8Array.of(1)),
  ]
  return { first, second: [clerk.note('3'), other.note('4', ['632726'])] }
}

const base: Base = await makeBase(join(root, 'base'))
/** The same entries for every row: two of one device, then a third, and one of another office. */
const { first, second } = entriesOf(base)

interface Outcome {
  readonly promised: Set<string>
  readonly published: Map<number, string>
}

/** Pushes once; what was promised is noted, and whoever got no answer may ask again later. */
async function push(node: ProvinceNode, items: Item[], seen: Outcome): Promise<boolean> {
  const answers = await node.push(items)
  if (!answers.ok) return false
  for (const answer of answers.value) {
    const opened = must(await openAnswer(answer, node.ledger.network.ack, verify))
    expect(opened.kind).toBe('acknowledged')
    seen.promised.add(hex(opened.said.id))
  }
  return true
}

/** What anyone may have seen: never two roots for one size. */
async function look(node: ProvinceNode, seen: Outcome): Promise<void> {
  const { note } = node.ledger.published
  const checkpoint = must(await openCheckpoint(note, node.ledger.network.log, verify))
  expect(seen.published.get(checkpoint.size) ?? hex(checkpoint.root)).toBe(hex(checkpoint.root))
  seen.published.set(checkpoint.size, hex(checkpoint.root))
}

async function run(at: number, kind: Kind, restart: boolean): Promise<{ steps: string[] }> {
  const { data, options } = copyOf(base, mkdtempSync(join(root, 'run-')))
  const seen: Outcome = { promised: new Set(), published: new Map() }
  const fault = failingAt(at, kind)
  let node = must(await ProvinceNode.open({ ...options, disk: fault.disk }))
  await look(node, seen)
  fault.arm()
  await push(node, first, seen)
  await node.seal()
  await look(node, seen)
  if (restart) {
    await node.close()
    node = must(await ProvinceNode.open(options))
    await look(node, seen)
  }
  // A client that got no answer asks again; one that did may do so too.
  for (const items of [first, second]) {
    const taken = (await push(node, items, seen)) || (await push(node, items, seen))
    expect(taken).toBe(true)
  }
  while (node.hasWork) {
    const sealed = await node.seal()
    if (!sealed.ok) expect(sealed.code).toMatch(/^disk-/)
    await look(node, seen)
  }
  expect(node.stopped).toBeNull()
  await node.close()
  const audited = await auditFolder(data, join(data, 'out'))
  await auditSigned(join(data, 'lock'), audited)
  for (const [size, published] of seen.published) expect(hex(audited.roots[size] as Uint8Array)).toBe(published)
  const ids = (items: Item[]) => items.map((item) => hex(entryId(item.body)))
  expect([...seen.promised].sort()).toEqual([...ids(first), ...ids(second)].sort())
  expect(audited.ids.get('632723')).toEqual([...ids(first), ...ids(second).slice(0, 1)])
  expect(audited.ids.get('632723/land')).toEqual(ids(first).slice(1))
  expect(audited.ids.get('632726')).toEqual(ids(second).slice(1))
  return { steps: fault.steps() }
}

/** The writes of the first round, as an undisturbed run makes them: journal, block, tiles, lock, published checkpoint. */
const { steps } = await run(Number.POSITIVE_INFINITY, 'lost', false)
const round = steps.slice(0, steps.length / 2)
const rows = round.map((name, n) => [n, name] as const)

test('the table has a row for every kind of write', () => {
  for (const name of ['intake.log', 'blocks.log', 'checkpoint.new', '4.new']) {
    expect(round).toContain(`write ${name}`)
    expect(round).toContain(`sync ${name}`)
  }
  expect(round).toContain('link checkpoint.#')
  expect(round).toContain('rename checkpoint.new')
})

const KINDS: Kind[] = ['lost', 'half done', 'done and reported failed']

test('[L7] [L8] each write is synced before the next thing depends on it: journal, block, tiles, lock, publication', () => {
  const draft = round.findIndex((name) => name.startsWith('write next.'))
  const own = (name: string) => name.replace(/^(write|sync|remove) next\.#?.*$/, '$1 draft')
  const changes = round.filter((name) => !/^(?:makeFolder|remove) /.test(name)).map(own)
  const replaced = (name: string, folder: string) => [
    `write ${name}.new`,
    `sync ${name}.new`,
    `rename ${name}.new`,
    `sync ${folder}`,
  ]
  expect(draft).toBeGreaterThan(0)
  expect(changes).toEqual([
    ...['write intake.log', 'sync intake.log'],
    ...['write blocks.log', 'sync blocks.log'],
    ...[...replaced('4', '000.p'), ...replaced('4', '000.p')],
    ...['write draft', 'sync draft', 'link checkpoint.#', 'sync lock'],
    ...replaced('checkpoint', 'data'),
  ])
})

test('[L8] what a failed write has left in the journal is cut off before anything shorter follows', async () => {
  const { data, options } = copyOf(base, mkdtempSync(join(root, 'run-')))
  const fault = failingAt(0, 'done and reported failed')
  const node = must(await ProvinceNode.open({ ...options, disk: fault.disk }))
  fault.arm()
  const begin = { seq: 0, prev: null }
  const long = base.clerk.signed(base.clerk.draft('note', ['632723'], { text: 'x'.repeat(3000) }, begin))
  expect(await node.push([long])).toMatchObject({ ok: false, code: 'disk-failed' })
  const short = base.other.signed(base.other.draft('note', ['632726'], { text: 's' }, begin))
  must(await node.push([short]))
  await node.close()
  const again = must(await ProvinceNode.open(options))
  expect(again.waiting).toBe(1)
  must(await again.seal())
  await again.close()
  expect((await auditFolder(data, join(data, 'out'))).ids.get('632726')).toEqual([hex(entryId(short.body))])
})

describe.each(KINDS)('[L7] [L8] a write of the node is %s', (kind) => {
  // Only bytes can be half written.
  const mine = kind === 'half done' ? rows.filter(([, name]) => name.startsWith('write ')) : rows
  test.each(mine)('%i %s, and the node goes on', async (at) => {
    await run(at, kind, false)
  })
  test.each(mine)('%i %s, and the node is started again', async (at) => {
    await run(at, kind, true)
  })
})
