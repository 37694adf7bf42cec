import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../scripts/process.mjs'
import { ALL, asked } from './filings.ts'
import { ONE_CLICK } from './filings-other.ts'
import { type Matrix, walkLine } from './lines.ts'

/** The command behind `npm run services`: every service end to end in Chromium, once online and once offline until the end. */
const LINES = ['online', 'offline'] as const
type Line = (typeof LINES)[number]

const USAGE = `Usage: npm run services -- [online|offline] [SERVICE …]
Every service from 收件 to the certificate, through the screens, with real processes and a real browser.`

function table(results: ReadonlyMap<Line, Matrix>): string {
  const names = [...new Set([...results.values()].flatMap((one) => one.results.map(({ service }) => service)))]
  const cell = (line: Line, name: string) => {
    const one = results.get(line)?.results.find(({ service }) => service === name)
    return one === undefined ? '' : `${one.failure === null ? '✓' : '✗'} ${one.seconds.toFixed(1)} s`
  }
  const rows = names.map((name) => [name, ...LINES.map((line) => cell(line, name))])
  const heading = ['service', ...LINES]
  const widths = heading.map((_, i) => Math.max(...[heading, ...rows].map((row) => (row[i] ?? '').length)))
  return [heading, ...rows]
    .map((row) =>
      row
        .map((one, i) => one.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

async function main(args: readonly string[]): Promise<number> {
  const lines = LINES.filter((line) => args.includes(line))
  const names = args.filter((one) => !(LINES as readonly string[]).includes(one))
  const unknown = names.filter((name) => !ALL.some(({ service }) => service === name))
  if (unknown.length > 0) {
    process.stderr.write(`${unknown.join(', ')}: not understood\n${USAGE}\n`)
    return 2
  }
  const filings = asked(names)
  const left = ONE_CLICK.filter(({ service }) => names.length === 0 || names.includes(service))
  const results = new Map<Line, Matrix>()
  for (const line of lines.length === 0 ? LINES : lines) {
    const folder = mkdtempSync(join(ROOT, `build/services-${line}-`))
    const say = (text: string) => void process.stderr.write(`${text}\n`)
    const matrix = await walkLine(line, filings, line === 'offline' ? left : [], folder, say)
    results.set(line, matrix)
    const whole = matrix.judged === null && matrix.results.every(({ failure }) => failure === null)
    if (whole) rmSync(folder, { recursive: true, force: true })
    else say(`papers and pictures of what did not hold: ${folder}`)
  }
  process.stdout.write(`\n${table(results)}\n\n`)
  const checks = [...results].flatMap(([line, { results: rows, judged }]) => [
    ...rows.map(({ service, failure }) => ({ what: `${service} ${line}`, failure })),
    { what: `all entries judged again, ${line}`, failure: judged },
  ])
  const failed = checks.filter(({ failure }) => failure !== null)
  for (const { what, failure } of failed) process.stdout.write(`✗ ${what}: ${failure}\n`)
  process.stdout.write(`${checks.length - failed.length} passed, ${failed.length} failed\n`)
  return failed.length === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
process.exit()
