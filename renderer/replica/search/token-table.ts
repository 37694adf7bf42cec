import type { Gram } from './grams.ts'

const FREE = 0

/**
 * Grams by number, with their tokens: an index of half a million records looks up a hundred million of them, and a map of texts would be most of that
 * work. A gram's number here is its place, and stays.
 */
export class TokenTable {
  #grams = new Float64Array(4_096)
  #tokens = new Float64Array(4_096)
  #marks = new Uint32Array(4_096)
  /** Open addressing, at most half full: place + 1, or 0 where nothing is. */
  #slots = new Int32Array(8_192)
  #size = 0
  #mark = 0
  /** Places below this have their token. */
  #known = 0

  get size(): number {
    return this.#size
  }

  /** Of a gram that is added when it is new. */
  placeOf(gram: Gram): number {
    const mask = this.#slots.length - 1
    for (let slot = hashOf(gram) & mask; ; slot = (slot + 1) & mask) {
      const held = this.#slots[slot] as number
      if (held === FREE) return this.#add(gram, slot)
      if (this.#grams[held - 1] === gram) return held - 1
    }
  }

  /** A new document begins: nothing is marked. */
  begin(): void {
    if (this.#mark === 0xffff_ffff) this.#marks.fill(0)
    this.#mark = this.#mark === 0xffff_ffff ? 1 : this.#mark + 1
  }

  /** False when it has been marked since the document began. */
  mark(place: number): boolean {
    if (this.#marks[place] === this.#mark) return false
    this.#marks[place] = this.#mark
    return true
  }

  /** The grams whose tokens are not known, from the first of their places on. */
  missing(): { readonly from: number; readonly grams: Float64Array } {
    return { from: this.#known, grams: this.#grams.slice(this.#known, this.#size) }
  }

  /** What `missing` asked for. */
  learn(from: number, tokens: readonly number[]): void {
    this.#tokens.set(tokens, from)
    // Another may have learned more meanwhile, and never less than what lies before.
    this.#known = Math.max(this.#known, from + tokens.length)
  }

  tokenAt(place: number): number {
    return this.#tokens[place] as number
  }

  #add(gram: Gram, slot: number): number {
    if (this.#size === this.#grams.length) this.#grow()
    const place = this.#size++
    this.#grams[place] = gram
    this.#slots[slot] = place + 1
    if (this.#size * 2 > this.#slots.length) this.#spread()
    return place
  }

  #grow(): void {
    const length = this.#grams.length * 2
    const [grams, tokens, marks] = [new Float64Array(length), new Float64Array(length), new Uint32Array(length)]
    grams.set(this.#grams)
    tokens.set(this.#tokens)
    marks.set(this.#marks)
    this.#grams = grams
    this.#tokens = tokens
    this.#marks = marks
  }

  #spread(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let place = 0; place < this.#size; place++) {
      let slot = hashOf(this.#grams[place] as number) & mask
      while (slots[slot] !== FREE) slot = (slot + 1) & mask
      slots[slot] = place + 1
    }
    this.#slots = slots
  }
}

function hashOf(gram: Gram): number {
  const mixed = Math.imul((gram >>> 0) ^ Math.imul((gram / 2 ** 32) | 0, 0x9e3779b1), 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}
