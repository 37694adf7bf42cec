import type { Filing } from './filing.ts'
import { LAND } from './filings-land.ts'
import { OTHER } from './filings-other.ts'

/** Every service once, in an order in which each finds on record what it builds on. */
export const ALL: readonly Filing[] = [...LAND, ...OTHER]

/** The services asked for, and those that they build on; all when none is named. */
export function asked(names: readonly string[]): readonly Filing[] {
  if (names.length === 0) return ALL
  const wanted = new Set(names)
  for (const one of [...ALL].reverse())
    if (wanted.has(one.service)) for (const name of one.after ?? []) wanted.add(name)
  return ALL.filter(({ service }) => wanted.has(service))
}
