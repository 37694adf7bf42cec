import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ROOT } from '../../scripts/process.mjs'
import { environment } from './environment.ts'
import type { Outcome } from './frame.ts'
import { type Options, parseArguments } from './options.ts'
import { table } from './report.ts'

interface Bench {
  readonly about: string
  readonly run: (options: Options) => Promise<Outcome>
}

/** Loaded when asked for, so that one bench needs nothing that only another does. */
const BENCHES: Readonly<Record<string, Bench>> = {
  'submit-to-safe': {
    about: 'a filing until it is on the disk twice, against two bare writes with a sync',
    run: async (options) => (await import('./submit-to-safe.ts')).submitToSafe(options),
  },
  'replica-catch-up': {
    about: 'the replica verifying, judging and storing a scope, against the bare rate of one verifying worker',
    run: async (options) => (await import('./replica-catch-up.ts')).replicaCatchUp(options),
  },
  search: {
    about: 'searches, filters and their index over a large office, against bare reads of as many rows',
    run: async (options) => (await import('./search.ts')).search(options),
  },
  import: {
    about:
      'an office’s register of 100,000 rows until it is filed, and until it is sealed, against bare signing and bare writing',
    run: async (options) => (await import('./import.ts')).importRegister(options),
  },
  'thin-line': {
    about:
      'filings with scans over a line of 64 kbit/s that breaks every 20 s, against the time and the bytes of their content alone',
    run: async (options) => (await import('./thin-line.ts')).thinLineBench(options),
  },
  'node-admission': {
    about: 'the node admitting, sealing and storing entries, against the bare verify rate',
    run: async (options) => (await import('./node-admission.ts')).nodeAdmission(options),
  },
}

const USAGE = [
  'Usage: npm run bench -- NAME [--json FILE] [--rounds N] [--n N] [--data DIR] [--keep DIR]',
  ...Object.entries(BENCHES).map(([name, { about }]) => `  ${name.padEnd(18)}${about}`),
].join('\n')

async function main(args: readonly string[]): Promise<number> {
  const read = parseArguments(args)
  const bench = typeof read === 'string' || read.name === null ? undefined : BENCHES[read.name]
  if (typeof read === 'string' || bench === undefined) {
    const asked = typeof read === 'string' ? read : read.name
    if (asked !== null) process.stderr.write(`${asked}: not understood\n`)
    process.stdout.write(`${USAGE}\n`)
    return asked === null ? 0 : 2
  }
  const name = read.name as string
  // Not the system's folder for temporary files, which is memory on many systems.
  const parent = resolve(read.data ?? join(ROOT, 'build/bench-data'))
  await mkdir(parent, { recursive: true })
  const data = await mkdtemp(join(parent, `${name}-`))
  const before = environment()
  try {
    const say = (line: string) => void process.stderr.write(`${line}\n`)
    const outcome = await bench.run({
      rounds: read.rounds,
      n: read.n,
      data,
      keep: read.keep === null ? null : resolve(read.keep),
      say,
    })
    const report = { name, ...outcome, environment: before }
    process.stdout.write(`${table(report)}\n`)
    if (read.json !== null) await writeFile(read.json, `${JSON.stringify(report, null, 2)}\n`)
  } finally {
    await rm(data, { recursive: true, force: true, maxRetries: 5 })
  }
  return 0
}

process.exitCode = await main(process.argv.slice(2))
