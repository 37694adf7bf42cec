import { spawn } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { lockFolder } from '../../../main/services/folder-lock.ts'
import { must } from '../../../shared/base/result.ts'
import { tempFolder } from '../../kit/temp.ts'
import { makeSite, open } from './site.ts'

test('[site] a second desktop on the same folder is refused, by whatever name, and says who is there', async () => {
  const { data } = await makeSite(join(tempFolder(), 'data'))
  const first = must(await open(data))
  expect(await open(data)).toEqual({ ok: false, code: 'already-running', detail: `pid ${process.pid}` })
  symlinkSync(data, `${data}-link`)
  expect(await open(`${data}-link`)).toMatchObject({ ok: false, code: 'already-running' })
  const other = await makeSite(join(tempFolder(), 'data'))
  await must(await open(other.data)).close()
  await first.close()
  await must(await open(data)).close()
})

test('[site] of many at once exactly one gets the folder', async () => {
  const folder = tempFolder()
  const locks = await Promise.all(Array.from({ length: 10 }, () => lockFolder(folder)))
  const held = locks.filter((one) => one.ok)
  expect(held).toHaveLength(1)
  for (const one of held) await one.value()
})

test('[site] kill -9 of the holder frees the folder', async () => {
  const folder = tempFolder()
  const outfile = join(folder, 'hold.mjs')
  const source = `import { lockFolder } from './folder-lock.ts'
    console.log((await lockFolder(process.argv[2])).ok); setInterval(() => {}, 1000)`
  const resolveDir = join(import.meta.dirname, '../../../main/services')
  await build({
    stdin: { contents: source, resolveDir, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  const child = spawn(process.execPath, [outfile, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  expect(await new Promise((resolve) => child.stdout.once('data', (said) => resolve(String(said).trim())))).toBe('true')
  expect(await lockFolder(folder)).toEqual({ ok: false, code: 'already-running', detail: `pid ${child.pid}` })
  const gone = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await gone
  await must(await lockFolder(folder))()
})

test('[site] a folder that is not there', async () => {
  expect(await lockFolder(join(tempFolder(), 'none'))).toMatchObject({ ok: false, code: 'not-found' })
})
