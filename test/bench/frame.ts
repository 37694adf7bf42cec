/** One side of a comparison: does its work once, and gives what it measured (a rate or a time, in the comparison's unit). */
export type Side = () => Promise<number>

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** One measured ratio. `ours` and `raw` are medians in `unit`; `ratio` is the median of the ratios of the single rounds. */
export interface Ratio {
  readonly what: string
  readonly ours: number
  readonly raw: number
  readonly ratio: number
  readonly unit: string
  readonly spread: { readonly ours: Spread; readonly raw: Spread; readonly ratio: Spread }
}

/** What a bench gives. `notes` are figures without a counterpart, such as where the time went; they are no ratios. */
export interface Outcome {
  readonly rounds: number
  readonly ratios: readonly Ratio[]
  readonly notes: readonly { readonly what: string; readonly value: number; readonly unit: string }[]
}

/** The q-quantile of a sample, interpolated between neighbours; q from 0 to 1. Throws on an empty sample. */
export function quantile(sample: readonly number[], q: number): number {
  if (sample.length === 0) throw new Error('no measurements')
  const sorted = [...sample].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const below = sorted[Math.floor(at)] as number
  const above = sorted[Math.ceil(at)] as number
  return below + (above - below) * (at - Math.floor(at))
}

export function spreadOf(sample: readonly number[]): Spread {
  return { median: quantile(sample, 0.5), min: Math.min(...sample), max: Math.max(...sample) }
}

/**
 * Runs the sides in turns, one at a time: A B A B …, after one round that is not counted. What else the machine does meanwhile falls on both
 * alike. Answers the measurements of each side, in the order of the rounds.
 */
export async function interleave<Name extends string>(
  rounds: number,
  sides: Readonly<Record<Name, Side>>,
  tell: (round: number, name: Name, value: number) => void = () => {},
): Promise<Record<Name, number[]>> {
  const names = Object.keys(sides) as Name[]
  const out = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const value = await sides[name]()
      if (round > 0) out[name].push(value)
      tell(round, name, value)
    }
  }
  return out
}

/** Pairs what was measured in the same round. Throws when one side has measured more often than the other. */
export function ratioOf(what: string, unit: string, ours: readonly number[], raw: readonly number[]): Ratio {
  if (ours.length !== raw.length) throw new Error('not of the same rounds')
  const each = ours.map((value, i) => value / (raw[i] as number))
  const spread = { ours: spreadOf(ours), raw: spreadOf(raw), ratio: spreadOf(each) }
  return { what, unit, ours: spread.ours.median, raw: spread.raw.median, ratio: spread.ratio.median, spread }
}

/** How far one side's measurements lie apart, as a part of their median: the machine's noise when that side is the raw limit. */
export function noiseOf(spread: Spread): number {
  return (spread.max - spread.min) / spread.median
}
