import { equal } from '../shared/base/bytes.ts'
import { chainName, type ScopeState } from '../shared/contract/index.ts'
import type { Body } from '../shared/ledger/index.ts'

/** What an entry is to its device's chain (N3): the next one, at a position that is taken, or beyond a gap. */
export type Position = 'next' | 'taken' | 'gap'

/**
 * The end of every device chain over all scopes, with what has been admitted and not yet sealed. A scope sees only its own part of a
 * chain; the whole of it is known where every entry comes in.
 */
export class DeviceChains {
  readonly #ends = new Map<string, { seq: number; id: Uint8Array }>()

  /** From the scopes as sealed, then from what waits, in order. */
  reset(scopes: Iterable<ScopeState>, waiting: Iterable<{ entry: Body; id: Uint8Array }>): void {
    this.#ends.clear()
    for (const scope of scopes) {
      for (const [name, end] of scope.chains) {
        const known = this.#ends.get(name)
        if (known === undefined || end.seq > known.seq) this.#ends.set(name, end)
      }
    }
    for (const { entry, id } of waiting) this.take(entry, id)
  }

  position(entry: Body): Position {
    const end = this.#ends.get(chainName(entry.key, entry.epoch))
    const next = end === undefined ? 0 : end.seq + 1
    if (entry.seq < next) return 'taken'
    if (entry.seq > next) return 'gap'
    return end === undefined || (entry.prev !== null && equal(entry.prev, end.id)) ? 'next' : 'gap'
  }

  /** The last entry of a device's epoch; null before its first. */
  end(key: Uint8Array, epoch: number): { readonly seq: number; readonly id: Uint8Array } | null {
    return this.#ends.get(chainName(key, epoch)) ?? null
  }

  /** Only for an entry whose position is `next`. */
  take(entry: Body, id: Uint8Array): void {
    this.#ends.set(chainName(entry.key, entry.epoch), { seq: entry.seq, id })
  }
}
