/** What a bench may be told; each has its own defaults. */
export interface Options {
  readonly rounds: number | null
  /** How many things are measured in one round. */
  readonly n: number | null
  /** Where files are written: this decides which disk is measured. */
  readonly data: string
  /** Where what a bench has made ready is kept and found again; null: nowhere. */
  readonly keep: string | null
  readonly say: (line: string) => void
}

export interface CommandLine {
  readonly name: string | null
  readonly json: string | null
  readonly rounds: number | null
  readonly n: number | null
  readonly data: string | null
  readonly keep: string | null
}

/** Reads `NAME [--json FILE] [--rounds N] [--n N] [--data DIR] [--keep DIR]`; `--cases` is another word for `--n`. A text says what is wrong with it. */
export function parseArguments(args: readonly string[]): CommandLine | string {
  let name: string | null = null
  const given: Record<'json' | 'rounds' | 'n' | 'data' | 'keep', string | null> = {
    json: null,
    rounds: null,
    n: null,
    data: null,
    keep: null,
  }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    if (!arg.startsWith('--')) {
      if (name !== null) return `one bench at a time: ${name}, ${arg}`
      name = arg
      continue
    }
    const option = arg === '--cases' ? 'n' : arg.slice(2)
    if (!Object.hasOwn(given, option)) return `unknown option ${arg}`
    const value = args[++i]
    if (value === undefined || value.startsWith('--')) return `${arg} needs a value`
    given[option as keyof typeof given] = value
  }
  const rounds = count(given.rounds)
  const n = count(given.n)
  if (rounds === undefined || n === undefined) return '--rounds and --n need a whole number from 1 on'
  return { name, json: given.json, data: given.data, keep: given.keep, rounds, n }
}

function count(text: string | null): number | null | undefined {
  if (text === null) return null
  return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : undefined
}
