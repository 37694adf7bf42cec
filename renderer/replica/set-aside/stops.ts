import type { Code } from '../../../shared/base/codes.ts'
import type { OutboxRow } from '../database.ts'

/** What has to be known of an entry to say whether it can go. */
export interface InChain {
  readonly id: string
  readonly chain: string
  readonly seq: number
  readonly standing: OutboxRow['standing']
  readonly code: Code | null
}

/**
 * [N3] Which entries can go. A chain is taken in its order only, so one that was refused for good stops all behind it, and so does one that somebody has
 * put away, or that was signed again elsewhere. Asked in the order of signing.
 */
export class Stops {
  readonly #settled: ReadonlySet<string>
  /** `<chain>/<seq>` of what will never come. */
  readonly #stopped: Set<string>

  /** `replaced`: places whose entries were signed again. */
  constructor(settled: ReadonlySet<string>, replaced: Iterable<string>) {
    this.#settled = settled
    this.#stopped = new Set(replaced)
  }

  /**
   * `goes`: to be sent. `doomed`: to be sent, and sure to be refused for what is before it; its answer says so. `stopped`: not before somebody has
   * dealt with it. `sent`: the province has it.
   */
  next({ id, chain, seq, standing, code }: InChain): 'sent' | 'goes' | 'doomed' | 'stopped' {
    if (standing === 'sent') return 'sent'
    const isBehind = this.#stopped.has(`${chain}/${seq - 1}`)
    const is = this.#settled.has(id)
      ? 'stopped'
      : standing === 'saved'
        ? isBehind
          ? 'doomed'
          : 'goes'
        : code === 'busy' || (code === 'chain-gap' && !isBehind)
          ? 'goes'
          : 'stopped'
    if (is !== 'goes') this.#stopped.add(`${chain}/${seq}`)
    return is
  }
}
