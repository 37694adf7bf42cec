import { chainName } from '../../shared/contract/index.ts'
import type { Body } from '../../shared/ledger/index.ts'

/**
 * How far the tables are known to be in step with main's journal: of each chain (`<hex key id>/<epoch>`) the seq up to which every entry is
 * waiting here, sealed, or for somebody else. Written with the rows themselves; a table that was lost has lost its marks with it.
 */
export interface JournalMarks {
  readonly chains: Record<string, number>
  /** Case ids that were given out, the last of each day. */
  readonly numbers: string[]
}

export const NO_MARKS: JournalMarks = { chains: {}, numbers: [] }

/** One behind the other: where an entry between is missing, the mark stays. */
export function advanceMarks(
  chains: Record<string, number>,
  bodies: readonly Pick<Body, 'key' | 'epoch' | 'seq'>[],
): void {
  for (const { key, epoch, seq } of bodies) {
    const chain = chainName(key, epoch)
    if (seq === (chains[chain] ?? -1) + 1) chains[chain] = seq
  }
}

/** Whatever was missing before: all of these are dealt with. */
export function raiseMarks(
  chains: Record<string, number>,
  bodies: readonly Pick<Body, 'key' | 'epoch' | 'seq'>[],
): void {
  for (const { key, epoch, seq } of bodies) {
    const chain = chainName(key, epoch)
    chains[chain] = Math.max(chains[chain] ?? -1, seq)
  }
}

/** `<office>/case/` and an intake number: office 6, device 3, day 8, then the sequence. */
const DAY = 17

/** Keeps the highest number of each day of each device. */
export function addNumber(numbers: string[], id: string): void {
  const place = id.lastIndexOf('/') + 1 + DAY
  const day = id.slice(0, place)
  const at = numbers.findIndex((one) => one.startsWith(day))
  if (at < 0) numbers.push(id)
  else if (id > (numbers[at] as string)) numbers[at] = id
}
