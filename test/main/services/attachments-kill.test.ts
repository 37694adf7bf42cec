import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { fromHex, hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { hash, parseBody } from '../../../shared/ledger/index.ts'
import { tempFolder } from '../../kit/temp.ts'
import { caller, draft, makeSite, open } from './site.ts'

/** Lets it go on until it has said so many lines, then kills it as it works; answers what it has said. */
function runAndKill(program: string, args: string[], lines: number, after: number): Promise<string[][]> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    const said: string[][] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line.split(' '))
      if (said.length === lines) setTimeout(() => child.kill('SIGKILL'), after)
    })
    child.once('close', () => resolve(said))
  })
}

test('[N9] kill -9 between keeping an attachment and signing for it: what was answered is whole, and can still be signed for', async () => {
  const folder = tempFolder()
  const program = join(folder, 'attach-forever.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'attach-forever.ts')],
    outfile: program,
    ...{ bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'error' },
  })
  const site = await makeSite(join(folder, 'data'))
  const sealedFile = (h: string) => new Uint8Array(readFileSync(join(site.data, 'attachments', h.slice(0, 2), h)))
  const put = new Map<string, number>()
  const entries = new Map<string, string>()
  // After a file was kept, after one was signed for, and as soon as may be after either.
  for (const [lines, after] of [
    [1, 0],
    [2, 0],
    [3, 3],
    [4, 6],
  ] as const) {
    const args = [site.data, site.passphrase, site.recipients['632723'] as string]
    for (const [what, one, two] of await runAndKill(program, args, lines, after)) {
      if (what === 'put') put.set(one as string, Number(two))
      else entries.set(one as string, two as string)
    }
    const desktop = must(await open(site.data))
    const call = caller(desktop)
    must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
    for (const [h, n] of put) {
      expect(sealedFile(h)).toHaveLength(n)
      expect(must(await call('attachment.get', { h: must(fromHex(h)) })).type).toBe('image/jpeg')
    }
    const { entries: listed } = must(await call('journal.list', { from: 0, max: 1000, after: [] }))
    const named = new Map(listed.map(({ id, body }) => [hex(id), must(parseBody(body)).att.map(({ h }) => hex(h))]))
    for (const [id, h] of entries) expect(named.get(id)).toEqual([h])
    // Every entry that there is has its files, whether its answer came or not.
    for (const h of [...named.values()].flat()) expect(hex(hash(sealedFile(h)))).toBe(h)
    const loose = [...put].filter(([h]) => ![...named.values()].flat().includes(h))
    for (const [h, n] of loose) {
      const att = [{ h: must(fromHex(h)), n, t: 'application/age' as const }]
      must(await call('filing.submit', draft(9_000 + entries.size, { att })))
    }
    await desktop.close()
  }
  expect(put.size).toBeGreaterThanOrEqual(4)
  // Nothing half written is ever taken for a file.
  const names = readdirSync(join(site.data, 'attachments'), { recursive: true }).map(String)
  expect(names.filter((name) => /[0-9a-f]{64}$/.test(name)).length).toBeGreaterThanOrEqual(put.size)
})
