/** What is to be known of a case to filter it without reading it. */
export interface CaseFact {
  /** Position of the leaf that opened it, and of the last that touched it. */
  readonly order: number
  readonly last: number
  /** Service, version and state; all pairs of a person and an act that they took; who filed it. */
  readonly kind: string
  readonly actors: string
  readonly filer: string
  /** Local civil day of the claimed filing, in days since 1970. */
  readonly day: number
  readonly disputed: boolean
}

/** Where `CaseFact` has words, a chunk has numbers: places in these lists, which only grow. */
export interface RollWords {
  readonly kinds: string[]
  readonly actors: string[]
  readonly filers: string[]
}

/** Cases of one chunk. */
export const PER_CHUNK = 4_096
/** A place that is not in its list: the list was full. Whoever filters takes such a case for a hit, and looks. */
export const UNKNOWN_WORD = 0xffff
const BYTES = 17

/** Some thousands of cases as columns, in the order of their filing. */
export class CaseChunk {
  readonly orders: Uint32Array
  readonly lasts: Uint32Array
  readonly kinds: Uint16Array
  readonly actors: Uint16Array
  readonly filers: Uint16Array
  readonly days: Uint16Array
  readonly disputed: Uint8Array

  private constructor(readonly bytes: Uint8Array) {
    const { buffer } = bytes
    const n = bytes.length / BYTES
    let at = 0
    const next = (size: number) => {
      const from = at
      at += n * size
      return from
    }
    this.orders = new Uint32Array(buffer, next(4), n)
    this.lasts = new Uint32Array(buffer, next(4), n)
    this.kinds = new Uint16Array(buffer, next(2), n)
    this.actors = new Uint16Array(buffer, next(2), n)
    this.filers = new Uint16Array(buffer, next(2), n)
    this.days = new Uint16Array(buffer, next(2), n)
    this.disputed = new Uint8Array(buffer, next(1), n)
  }

  /** `bytes` as they are kept; a chunk has a copy of its own. */
  static from(bytes: Uint8Array | undefined): CaseChunk {
    return new CaseChunk(bytes === undefined ? new Uint8Array(0) : bytes.slice())
  }

  get length(): number {
    return this.orders.length
  }

  /** Place of the case that was opened at `order`; -1 when it is not here. */
  indexOf(order: number): number {
    const at = this.firstFrom(order)
    return this.orders[at] === order ? at : -1
  }

  /** Place of the first case that was opened at `order` or later; `length` when there is none. */
  firstFrom(order: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.orders[middle] as number) < order) low = middle + 1
      else high = middle
    }
    return low
  }

  /** A longer chunk with these cases at its end, still to be set. */
  grown(orders: readonly number[]): CaseChunk {
    const out = new CaseChunk(new Uint8Array((this.length + orders.length) * BYTES))
    for (const column of ['orders', 'lasts', 'kinds', 'actors', 'filers', 'days', 'disputed'] as const)
      out[column].set(this[column])
    out.orders.set(orders, this.length)
    return out
  }

  set(at: number, fact: CaseFact, words: Growing): void {
    this.lasts[at] = fact.last
    this.kinds[at] = words.kinds.place(fact.kind)
    this.actors[at] = words.actors.place(fact.actors)
    this.filers[at] = words.filers.place(fact.filer)
    this.days[at] = Math.min(0xffff, Math.max(0, fact.day))
    this.disputed[at] = fact.disputed ? 1 : 0
  }
}

/** A list of words while it is being added to. */
export class WordList {
  readonly words: string[]
  readonly #places: Map<string, number>
  readonly #before: number

  constructor(words: readonly string[]) {
    this.words = [...words]
    this.#places = new Map(words.map((word, i) => [word, i]))
    this.#before = words.length
  }

  place(word: string): number {
    const known = this.#places.get(word)
    if (known !== undefined) return known
    if (this.words.length >= UNKNOWN_WORD) return UNKNOWN_WORD
    this.#places.set(word, this.words.length)
    return this.words.push(word) - 1
  }

  get hasGrown(): boolean {
    return this.words.length > this.#before
  }
}

export interface Growing {
  readonly kinds: WordList
  readonly actors: WordList
  readonly filers: WordList
}
