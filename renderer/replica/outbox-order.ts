import { hex } from '../../shared/base/bytes.ts'
import type { Body } from '../../shared/ledger/index.ts'

/** An entry, and the hex ids of those that have to come before it. */
export interface Needy {
  readonly id: string
  readonly needs: readonly string[]
}

/**
 * The entries in an order in which they can be sent and judged: each after the one before it in its device's chain (N3), and after those that
 * it was based on (X5). What claimed times say otherwise counts for nothing; else the order stays as it is.
 */
export function inOrderOfNeed<T extends Needy>(items: readonly T[]): T[] {
  const byId = new Map(items.map((one) => [one.id, one]))
  const out: T[] = []
  for (const first of items) {
    // A stack of our own: a chain may be a hundred thousand long.
    const stack: { readonly item: T; at: number }[] = []
    const enter = (item: T | undefined) => {
      // Taken out first: entries cannot need each other, but bytes from a disk might say so.
      if (item !== undefined && byId.delete(item.id)) stack.push({ item, at: 0 })
    }
    enter(first)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.item.needs[top.at++]
      if (next !== undefined) enter(byId.get(next))
      else {
        out.push(top.item)
        stack.pop()
      }
    }
  }
  return out
}

export function needsOf({ prev, subj }: Pick<Body, 'prev' | 'subj'>): string[] {
  return [...(prev === null ? [] : [prev]), ...subj.flatMap(({ heads }) => heads)].map(hex)
}
