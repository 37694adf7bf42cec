import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { parseBody } from '../../../shared/ledger/index.ts'
import { seeded } from '../../kit/random.ts'
import { tempFolder } from '../../kit/temp.ts'
import { caller, draft, makeSite, open } from './site.ts'

async function bundled(folder: string): Promise<string> {
  const outfile = join(folder, 'append-forever.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'append-forever.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
  })
  return outfile
}

/** Lets it file `count` times, kills it as it goes on, and answers the ids of everything that it was told is safe. */
function runAndKill(program: string, args: string[], count: number): Promise<string[]> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    const said: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line)
      if (said.length === count) child.kill('SIGKILL')
    })
    child.once('close', () => resolve(said))
  })
}

test('[journal] kill -9 in the middle of filing: every entry that was answered is there, and the chain goes on', async () => {
  const folder = tempFolder()
  const program = await bundled(folder)
  const site = await makeSite(join(folder, 'data'))
  const random = seeded(4)
  const answered: string[] = []
  for (let round = 0; round < 4; round++) {
    const args = [site.data, site.passphrase, site.recipients['632723'] as string]
    const said = await runAndKill(program, args, 1 + random.int(25))
    expect(said.length).toBeGreaterThan(0)
    answered.push(...said)

    const desktop = must(await open(site.data))
    const call = caller(desktop)
    const { entries, problem } = must(await call('journal.list', { from: 0, max: 1000, after: [] }))
    expect(problem?.code ?? 'journal-torn').toBe('journal-torn')
    const ids = entries.map((one) => hex(one.id))
    expect(answered.filter((id) => !ids.includes(id))).toEqual([])
    const bodies = entries.map((one) => must(parseBody(one.body)))
    expect(bodies.map((one) => one.seq)).toEqual(bodies.map((_, i) => i))
    expect(bodies.slice(1).map((one) => hex(one.prev as Uint8Array))).toEqual(ids.slice(0, -1))
    must(await call('vault.unlock', { person: 'clerk-a', passphrase: site.passphrase }))
    answered.push(hex(must(await call('filing.submit', draft(9_000 + round))).id))
    await desktop.close()
  }
})
