import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { check } from './check.mjs'
import { ROOT, say, tool } from './process.mjs'
import { setup } from './setup.mjs'
import { broken, countReport, sum } from './totals.mjs'

const REPORTS = 'build/reports'
const MINUTES = 60_000
/** The longest each runner may take before it counts as hung: several times what it takes on two cores. */
const RUNNERS = [
  { name: 'unit', limit: 15 * MINUTES },
  { name: 'browser', limit: 12 * MINUTES },
  { name: 'e2e', limit: 15 * MINUTES },
]

/**
 * @param {{ name: string, limit: number }} runner
 * @returns {Promise<import('./totals.mjs').Totals>}
 */
async function runTests({ name, limit }) {
  say(`\n── ${name} tests`)
  const report = join(REPORTS, `${name}.json`)
  const { code, timedOut } = await tool(
    'vitest/vitest.mjs',
    ['run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { limit },
  )
  if (timedOut) return broken(`${name}: not finished after ${limit / MINUTES} minutes`)
  return countReport(name, code, existsSync(join(ROOT, report)) ? readFileSync(join(ROOT, report), 'utf8') : null)
}

/** @returns {Promise<import('./totals.mjs').Totals[]>} */
async function everything() {
  await setup({ browser: true, tests: true })
  rmSync(join(ROOT, REPORTS), { recursive: true, force: true })
  mkdirSync(join(ROOT, REPORTS), { recursive: true })
  const all = []
  say('\n── check')
  for (const step of await check()) all.push(broken(`check: ${step}`))
  say('\n── build')
  try {
    await build()
  } catch (error) {
    all.push(broken(`build: ${error instanceof Error ? error.message : String(error)}`))
  }
  for (const runner of RUNNERS) all.push(await runTests(runner))
  return all
}

const results = await everything().catch((error) => [broken(error instanceof Error ? error.message : String(error))])
const { passed, failed, skipped, failures } = sum(results)
if (failures.length > 0)
  console.log(`\nFailed:\n${failures.map((line) => `  ✗ ${line.replace(`${ROOT}/`, '')}`).join('\n')}`)
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
if (failed > 0 || passed === 0) process.exitCode = 1
