import 'fake-indexeddb/auto'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { hex } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { entryId, parseBody, parseLeaf } from '../../../shared/ledger/index.ts'
import { OFFICE } from '../../kit/county.ts'
import { seeded } from '../../kit/random.ts'
import { registerCsv, registerRows } from '../../kit/register-file.ts'
import { tempFolder } from '../../kit/temp.ts'
import { realDesk } from './real-desk.ts'
import { runImport, takeTable } from './taken.ts'

const ROWS = 90
const BATCH = 10

async function bundled(folder: string): Promise<string> {
  const outfile = join(folder, 'import-forever.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'import-forever.ts')],
    ...{ outfile, bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'error' },
  })
  return outfile
}

/** Kills it some milliseconds after it has said that so many rows are safe; answers how many it said are. */
function runAndKill(program: string, args: string[], rows: number, after: number): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    let safe = 0
    createInterface({ input: child.stdout }).on('line', (line) => {
      safe = Number(line)
      if (safe === rows) setTimeout(() => child.kill('SIGKILL'), after)
    })
    child.once('close', () => resolve(safe))
  })
}

test('[import] kill -9 while rows are filed, the replica gone with it: begun again, every row is there once', async () => {
  const folder = tempFolder()
  const data = join(folder, 'data')
  const program = await bundled(folder)
  const random = seeded(11)
  let most = 0
  // Each life takes up where the one before was killed, out of the journal alone.
  for (const rows of [20, 40]) {
    most = Math.max(most, await runAndKill(program, [data, String(ROWS), String(BATCH)], rows, random.int(25)))
    expect(most).toBeGreaterThanOrEqual(rows)
  }
  const desk = await realDesk(data)
  const kept = async () => must(await desk.call('journal.list', { from: 0, max: 10_000, after: [] })).entries
  const before = (await kept()).length
  expect(before).toBeGreaterThanOrEqual(most)
  // A batch that was under way is there whole or not at all.
  expect(before % BATCH).toBe(0)
  expect(before).toBeLessThan(ROWS)
  const csv = registerCsv(registerRows(ROWS))
  const { state } = await runImport(desk.core.calls, await takeTable(csv), BATCH)
  expect(state).toMatchObject({ step: 'done', counts: { there: before, filed: ROWS - before } })
  const bodies = (await kept()).map(({ body }) => must(parseBody(body)))
  expect(bodies).toHaveLength(ROWS)
  expect(new Set(bodies.map((one) => one.case)).size).toBe(ROWS)
  expect(new Set(bodies.flatMap((one) => one.subj.map(({ id }) => id))).size).toBe(2 * ROWS)
  must(await desk.core.calls.syncNow())
  desk.county.node.seal()
  must(await desk.core.calls.syncNow())
  const leaves = (desk.county.node.leaves.get(OFFICE) ?? []).map((leaf) => hex(entryId(must(parseLeaf(leaf)).body)))
  expect(leaves).toEqual((await kept()).map(({ id }) => hex(id)))
  expect(must(await desk.core.calls.queue())).toEqual([])
  await desk.close()
}, 60_000)
