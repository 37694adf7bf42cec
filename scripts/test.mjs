import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from './build.mjs'
import { check } from './check.mjs'
import { ROOT, say, tool } from './process.mjs'
import { setup } from './setup.mjs'

const REPORTS = 'build/reports'
const MINUTES = 60_000
/** The longest each runner may take before it counts as hung. */
const RUNNERS = [
  { name: 'unit', limit: 6 * MINUTES },
  { name: 'browser', limit: 5 * MINUTES },
  { name: 'e2e', limit: 8 * MINUTES },
]

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Totals */

/**
 * A step that is not a test (a check, the build, a runner that died) counts as one failure, so that the last line can never
 * read "0 failed" when something did.
 *
 * @param {string} failure
 * @returns {Totals}
 */
const broken = (failure) => ({ passed: 0, failed: 1, skipped: 0, failures: [failure] })

/**
 * @param {{ name: string, limit: number }} runner
 * @returns {Promise<Totals>}
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
  const totals = readReport(report)
  if (totals === null) return broken(`${name}: the runner ended with ${code} and left no report`)
  if (totals.passed + totals.failed + totals.skipped === 0) return broken(`${name}: no test ran`)
  if (code !== 0 && totals.failed === 0) {
    return { ...totals, failed: 1, failures: [`${name}: the runner ended with ${code} (an error outside of any test)`] }
  }
  return totals
}

/**
 * @param {string} path
 * @returns {Totals | null}
 */
function readReport(path) {
  /** @type {{ testResults: { name: string, status: string, message: string, assertionResults: { status: string, fullName: string }[] }[] }} */
  let report
  try {
    report = JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
  } catch {
    return null
  }
  /** @type {Totals} */
  const totals = { passed: 0, failed: 0, skipped: 0, failures: [] }
  for (const file of report.testResults) {
    const name = relative(ROOT, file.name)
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') totals.passed++
      else if (status === 'failed') {
        totals.failed++
        totals.failures.push(`${name} > ${fullName}`)
      } else totals.skipped++
    }
    const blamed = file.assertionResults.some(({ status }) => status === 'failed')
    if (file.status === 'failed' && !blamed) {
      totals.failed++
      totals.failures.push(`${name}: ${file.message.split('\n')[0]}`)
    }
  }
  return totals
}

/** @returns {Promise<Totals[]>} */
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
/** @param {'passed' | 'failed' | 'skipped'} key */
const sum = (key) => results.reduce((total, result) => total + result[key], 0)
const failures = results.flatMap((result) => result.failures)
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ✗ ${line}`).join('\n')}`)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
if (sum('failed') > 0 || sum('passed') === 0) process.exitCode = 1
