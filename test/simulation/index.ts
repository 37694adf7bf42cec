import { parseArgs } from 'node:util'
import { compareText } from '../../shared/base/bytes.ts'
import { courseText, shrink, type Trial, tryWorld } from './trial.ts'

const USAGE = `Usage: npm run sim -- [--seed N] [--worlds W] [--offices K | --offices K-L] [--steps M] [--tally] [--planted [--only WORDS]] [--reference]
  Plays W worlds of K offices (3-12 by turns, when nothing is said) and M steps, from seed N on. A world in which an invariant breaks is
  printed with its seed, and with the fewest steps that still break it. The last line: worlds N, steps M, broken B.
  --tally also counts what happened, and how often: outcomes, kinds of entries, reasons, choices, policies, situations. --planted plants known faults in a copy of the rules, one by one, and says in which world each is found;
  --only takes those with these words in their names.
  --reference judges every leaf of these worlds a second time, by the reading of the rules in test/reference, and many that nobody there signed.`

/** How many kinds of broken worlds are made small; the rest is counted. */
const MOST_SHRUNK = 3

async function main(args: readonly string[]): Promise<number> {
  const read = options(args)
  if (read === null) {
    process.stdout.write(`${USAGE}\n`)
    return 2
  }
  const { seed, worlds, offices, steps, tally } = read
  if (read.planted) {
    const { findPlanted } = await import('./planted.ts')
    return (await findPlanted(steps, read.only, (line) => void process.stdout.write(`${line}\n`))) === 0 ? 0 : 1
  }
  if (read.reference) {
    const { compareMany } = await import('../reference/worlds.ts')
    return compareMany(read, (line) => void process.stdout.write(`${line}\n`)) === 0 ? 0 : 1
  }
  const seen = new Map<string, number>()
  const all = new Map<string, number>()
  let bad = 0
  let played = 0
  for (let i = 0; i < worlds; i++) {
    const trial = tryWorld(seed + i, offices, steps)
    played += trial.course.steps.length
    for (const [outcome, n] of trial.tally) all.set(outcome, (all.get(outcome) ?? 0) + n)
    if (trial.broken === null) continue
    bad += 1
    const before = seen.get(trial.broken.rule) ?? 0
    seen.set(trial.broken.rule, before + 1)
    process.stdout.write(`seed ${seed + i}: ${trial.broken.says}\n`)
    if (before === 0 && seen.size <= MOST_SHRUNK) say(shrink(trial))
  }
  if (tally)
    for (const [outcome, n] of [...all].sort(
      ([a], [b]) => compareText(group(a), group(b)) || (all.get(b) ?? 0) - (all.get(a) ?? 0),
    ))
      process.stdout.write(`${String(n).padStart(8)}  ${outcome}\n`)
  process.stdout.write(`worlds ${worlds}, steps ${played}, broken ${bad}\n`)
  return bad === 0 ? 0 : 1
}

/** `entry: act: void` stands with the other entries; a bare outcome before them all. */
const group = (what: string): string => (what.includes(': ') ? (what.split(': ')[0] as string) : '')

function say({ course, broken }: Trial): void {
  process.stdout.write(`  in ${course.steps.length} steps: ${broken?.says}\n  ${courseText(course)}\n`)
}

function options(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        worlds: { type: 'string', default: '100' },
        offices: { type: 'string', default: '3-12' },
        steps: { type: 'string', default: '60' },
        tally: { type: 'boolean', default: false },
        planted: { type: 'boolean', default: false },
        only: { type: 'string', default: '' },
        reference: { type: 'boolean', default: false },
      },
    })
    const [from, to = from] = values.offices.split('-').map(Number)
    const [seed, worlds, steps] = [values.seed, values.worlds, values.steps].map(Number) as [number, number, number]
    if (
      ![seed, worlds, steps, from, to].every((n) => Number.isSafeInteger(n)) ||
      from === undefined ||
      to === undefined
    )
      return null
    return from < 1 || to > 12 || from > to
      ? null
      : {
          seed,
          worlds,
          steps,
          offices: [from, to] as const,
          tally: values.tally,
          planted: values.planted,
          only: values.only,
          reference: values.reference,
        }
  } catch {
    return null
  }
}

process.exitCode = await main(process.argv.slice(2))
