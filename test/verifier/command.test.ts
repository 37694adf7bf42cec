import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import { compactReceipt, entryId, formatReceipt, formatSlip, formatVkey, frame } from '../../shared/ledger/index.ts'
import { qrTexts } from '../../shared/paper/index.ts'
import { encodeMessage } from '../../shared/sync/messages.ts'
import { run } from '../../verifier/main.ts'
import type { Report } from '../../verifier/report.ts'
import { exportOf, receiptFor } from '../kit/ledger-proofs.ts'
import { at, begin, COUNTY, type LedgerWorld } from '../kit/ledger-world.ts'
import { tempFolder } from '../kit/temp.ts'

async function command(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = ''
  let error = ''
  const code = await run(args, { out: (text) => (out += text), error: (text) => (error += text) })
  return { code, out, error }
}

function write(folder: string, files: ReadonlyMap<string, Uint8Array | string>): string {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  return folder
}

function material(): { world: LedgerWorld; folder: string; other: string } {
  const world = begin()
  world.stock(at('clerk'), '632723103200010001J')
  const folder = write(tempFolder(), exportOf(world))
  const receipt = receiptFor(world, COUNTY, 0)
  const slip = formatSlip(world.file(at('clerk'), '632723103200010001J').entry)
  const site = { v: 1, vkey: formatVkey(world.noteKey), net: hex(world.net), ack: hex(world.ack.pub) }
  const other = write(
    tempFolder(),
    new Map<string, Uint8Array | string>([
      ['receipt.tlog-proof', formatReceipt(receipt)],
      ['receipt.txt', qrTexts(compactReceipt(receipt)).join('\n')],
      ['slip', slip],
      ['slip.txt', `QR-Code:${qrTexts(slip).join('')}\n`],
      ['site.json', JSON.stringify(site)],
      ['vkey', `${site.vkey}\n`],
      ['noise', new Uint8Array(500).fill(0xa5)],
    ]),
  )
  return { world, folder, other }
}

test('[F2] exit codes: 0 when all holds, 1 when something does not, 2 for a wrong use', async () => {
  const { folder, other } = material()
  expect((await command(folder)).code).toBe(0)
  expect((await command(join(other, 'noise'))).code).toBe(1)
  expect((await command(tempFolder())).code).toBe(1)
  for (const args of [
    [],
    ['--json'],
    [folder, folder],
    [folder, '--trust'],
    [folder, '--what'],
    [join(other, 'none')],
  ]) {
    const wrong = await command(...args)
    expect(wrong.code, args.join(' ')).toBe(2)
    expect(wrong.error).toMatch(/Usage: npm run verify/)
  }
})

test('[F2] people read one line per check; --json says the same', async () => {
  const { folder, other } = material()
  const { out } = await command(folder, '--trust', join(other, 'vkey'))
  const json = JSON.parse((await command(folder, '--trust', join(other, 'vkey'), '--json')).out) as Report
  const lines = out.trim().split('\n')
  expect(lines.filter((line) => line.startsWith('✓'))).toHaveLength(json.checks.length)
  expect(lines.at(-1)).toBe(json.summary)
  expect(json).toMatchObject({ ok: true, kind: 'export', pinned: true })
  for (const check of json.checks) expect(out).toContain(check.rule)
})

test('[F2] every form of trust: a verifier key, a file with it, a site profile, an export', async () => {
  const { world, folder, other } = material()
  const receipt = join(other, 'receipt.tlog-proof')
  for (const trust of [formatVkey(world.noteKey), join(other, 'vkey'), join(other, 'site.json'), folder]) {
    expect((await command(receipt, '--trust', trust)).code, trust).toBe(0)
    expect((await command(folder, '--trust', trust)).code, trust).toBe(0)
  }
  for (const trust of [join(other, 'noise'), join(other, 'none'), other, 'x+00000000+AAAA']) {
    expect((await command(receipt, '--trust', trust)).code, trust).toBe(1)
  }
  expect((await command(receipt)).out).toMatch(/no-trust/)
})

test('[R1, R3] slips and QR texts as files', async () => {
  const { folder, other } = material()
  for (const file of ['slip', 'slip.txt', 'receipt.txt']) {
    expect((await command(join(other, file), '--trust', folder)).code, file).toBe(0)
    expect((await command(join(other, file), '--trust', join(other, 'site.json'), '--gov', folder)).code, file).toBe(0)
    expect((await command(join(other, file))).code, file).toBe(1)
  }
  expect((await command(join(other, 'slip'), '--trust', join(other, 'site.json'))).out).toMatch(/no-trust/)
})

test('[F2] an export to trust is verified first', async () => {
  const { world, other } = material()
  const files = exportOf(world)
  files.set('heads', (files.get('heads') as Uint8Array).slice(0, -1))
  const bad = write(tempFolder(), files)
  for (const args of [
    ['--trust', bad],
    ['--trust', join(other, 'site.json'), '--gov', bad],
  ]) {
    const { code, out } = await command(join(other, 'slip'), ...args)
    expect(code).toBe(1)
    expect(out).toMatch(/no-trust/)
  }
})

test('[F1] an export that holds a link or an empty folder is refused', async () => {
  const { folder } = material()
  mkdirSync(join(folder, 'empty'))
  expect((await command(folder)).out).toMatch(/unexpected-file: empty/)
  const { folder: linked } = material()
  symlinkSync(join(linked, 'vkey'), join(linked, 'vkey2'))
  expect((await command(linked)).out).toMatch(/unexpected-file: vkey2/)
})

test('[F2] [X6] exit codes of papers: 3 genuine and without effect, 4 in dispute; the usage says so, and --json says why', async () => {
  const { world, contract, one, other, adopt } = transferredTwice()
  const folder = tempFolder()
  const papers = write(
    folder,
    new Map([
      ['one', formatSlip(one.entry)],
      ['other', formatSlip(other.entry)],
    ]),
  )
  const held = async (name: string, ...args: string[]) => {
    const ledger = write(tempFolder(), exportOf(world))
    return command(join(papers, name), '--trust', ledger, ...args)
  }
  expect([(await held('one')).code, (await held('other')).code]).toEqual([4, 4])
  world.seal([world.decide(at('supervisor'), contract, 'adopt', { adopt })])
  expect([(await held('one')).code, (await held('other')).code]).toEqual([3, 0])
  const json = JSON.parse((await held('one', '--json')).out) as Report
  expect(json).toMatchObject({ ok: false, exit: 3, effect: { state: 'superseded', why: 'undone' } })
  expect((await command()).error).toMatch(/\n {2}3 .*没有效力[^]*not in effect[^]*\n {2}4 .*in dispute/)
})

test('[W2] [X6] a node’s address gives the keys to check a slip with; of decisions it can say nothing, and that is said', async () => {
  const { world, folder, other } = material()
  const node = await serve(exportOf(world), world.leaves.get('gov') as Uint8Array[])
  const trust = formatVkey(world.noteKey)
  const { code, out } = await command(join(other, 'slip'), '--trust', trust, '--gov', node, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out) as Report).toMatchObject({ effect: { state: 'unknown', asOf: { checkpoint: 3 } } })
  expect(out).toMatch(/节点不向外公开登记簿.*needs an export/)
  const forked = await serve(new Map(), [])
  expect((await command(join(other, 'slip'), '--trust', trust, '--gov', forked)).out).toMatch(/no-trust/)
  // With an export to trust beside it, the export says what stood.
  const both = await command(join(other, 'slip'), '--trust', folder, '--gov', node, '--json')
  expect(JSON.parse(both.out) as Report).toMatchObject({ effect: { state: 'not-sealed' } })
})

/** Two transfers of one pasture, taken apart. */
function transferredTwice() {
  const world = begin()
  const contract = world.stock(at('clerk'), '632723103200010001J')
  const heads = world.heads(contract)
  const one = world.file(at('clerk'), '632723103200010001J', { heads })
  const other = world.file(at('clerk2'), '632723103200010001J', { heads })
  world.seal([one.entry, other.entry])
  return { world, contract, one, other, adopt: entryId(other.entry.body) }
}

/** Serves what a node serves to everybody, out of an export's files. */
async function serve(files: ReadonlyMap<string, Uint8Array>, gov: readonly Uint8Array[]): Promise<string> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://node')
    const path = url.pathname.slice(1)
    const from = Number(url.searchParams.get('from'))
    const body =
      path === 'v1/gov'
        ? encodeMessage({ scope: 'gov', from, frames: frame(gov.slice(from, from + 5)) })
        : files.get(path)
    response.writeHead(body === undefined ? 404 : 200).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('[W2, F2] a node is checked over what it shows to everybody', async () => {
  const { world, folder } = material()
  const files = exportOf(world)
  const gov = world.leaves.get('gov') as Uint8Array[]
  const good = await serve(files, gov)
  const report = JSON.parse((await command(good, '--trust', folder, '--json')).out) as Report
  expect(report).toMatchObject({ ok: true, kind: 'node', pinned: true })
  expect(report.notes.join()).toMatch(/verify an export/)
  expect((await command(good)).out).toMatch(/no-trust/)
})

test('[W2, F2] a node that lies, cuts short or is away', async () => {
  const { world, folder } = material()
  const files = exportOf(world)
  const gov = world.leaves.get('gov') as Uint8Array[]
  const fork = begin()
  fork.stock(at('clerk'), '632723103200010002J')
  const changed = (path: string, bytes: Uint8Array) => new Map(files).set(path, bytes)
  const tile = `tile/0/000.p/${world.headers.length}`
  const cases: [string, ReadonlyMap<string, Uint8Array>, readonly Uint8Array[]][] = [
    ['fork', exportOf(fork), gov],
    ['tile', changed(tile, new Uint8Array((files.get(tile) as Uint8Array).length)), gov],
    ['cut', changed(tile, (files.get(tile) as Uint8Array).slice(1)), gov],
    ['no headers', new Map([...files].filter(([path]) => !path.startsWith('tile/entries'))), gov],
    ['gov reordered', files, [gov[1] as Uint8Array, gov[0] as Uint8Array, ...gov.slice(2)]],
    ['gov without its beginning', files, gov.slice(1)],
    ['nothing', new Map(), []],
  ]
  for (const [what, served, leaves] of cases) {
    const { code } = await command(await serve(served, leaves), '--trust', folder)
    expect(code, what).toBe(1)
  }
  expect((await command('http://127.0.0.1:9', '--trust', folder)).out).toMatch(/no-line/)
})
