import type { GovBlock, GovNumbers, GovSeries } from '../../../replica/gov-api.ts'

/** Less than this share of its blocks left in the period, or so few of them, half gone: somebody should allot more. */
const LOW_SHARE = 0.1
const LOW_COUNT = 50

/** Numbers in one block at most (N10). */
export const MOST_NUMBERS = 1_000_000

/** How far a block is used in the current period. */
export interface BlockUse {
  /** The last number of this block that was given; null when none was. */
  readonly used: number | null
  readonly left: number
  readonly light: 'enough' | 'low' | 'out'
}

/** The period that runs on a civil date, as numbers carry it. */
export function periodOf(series: Pick<GovSeries, 'period'>, today: string): string {
  return series.period === 'day' ? today.replaceAll('-', '') : today.slice(0, 4)
}

/**
 * [N10] Of each block of a series in an office. A device uses its blocks in their order; in a new period it begins anew. Null where the register of that
 * office is not here.
 */
export function useOfBlocks(
  numbers: Pick<GovNumbers, 'blocks' | 'given'>,
  period: string,
): ReadonlyMap<GovBlock, BlockUse> | null {
  const { given, blocks } = numbers
  if (given === null) return null
  const out = new Map<GovBlock, BlockUse>()
  for (const block of blocks) {
    const last = Object.hasOwn(given, block.key) ? given[block.key] : undefined
    const after = last === undefined || last.period !== period ? 0 : last.n
    const used = after < block.from ? null : Math.min(after, block.to)
    out.set(block, { used, left: block.to - (used ?? block.from - 1), light: 'enough' })
  }
  for (const [block, use] of out) out.set(block, { ...use, light: lightOf(block, out) })
  return out
}

/** The light is about the device: a block that is used up matters only where no other follows. */
function lightOf(block: GovBlock, uses: ReadonlyMap<GovBlock, BlockUse>): BlockUse['light'] {
  let left = 0
  let all = 0
  for (const [other, use] of uses) {
    if (other.key !== block.key) continue
    left += use.left
    all += other.to - other.from + 1
  }
  if (left === 0) return 'out'
  return left < all * LOW_SHARE || (left < LOW_COUNT && left < all / 2) ? 'low' : 'enough'
}

/** Where a new block of this size would begin: after the last one, so that it overlaps none. */
export function nextFree(blocks: readonly Pick<GovBlock, 'to'>[]): number {
  return Math.max(0, ...blocks.map((one) => one.to)) + 1
}

/** The block that this one would overlap, or null. */
export function overlapping(blocks: readonly GovBlock[], from: number, to: number): GovBlock | null {
  return blocks.find((one) => from <= one.to && one.from <= to) ?? null
}
