import type { Gov } from '../../../shared/contract/index.ts'
import type { Blind } from './blind.ts'
import { PER_CHUNK } from './case-chunk.ts'
import { SUBJECT_STRIPES } from './gather.ts'
import { gramsOfWord } from './grams.ts'
import type { IndexStore } from './index-store.ts'
import { docsOf, keepCommon, SET_WORDS, STRIPE } from './postings.ts'
import type { CaseRoll, HeldChunk } from './roll-readers.ts'
import { chunkAt, type RollHead } from './rolls.ts'
import { kindsWith } from './titles.ts'

/** What a query asks of the index; `store` is null while there is none: then everything may be a hit. */
export interface IndexView {
  readonly store: IndexStore
  readonly blind: Blind
}

/** A case that may be a hit: its place on the roll. */
export interface Candidate {
  readonly order: number
  readonly chunk: HeldChunk
  readonly at: number
}

export type Keep = (chunk: HeldChunk, at: number) => boolean

const CHUNKS_PER_STRIPE = STRIPE / PER_CHUNK

/**
 * Cases that may have every word, newest first, opened before the position `before`; every case that has them is among them. `keep` says by the columns
 * of the roll which to leave out. They come a chunk at a time: whoever has enough stops asking.
 */
export async function* caseCandidates(
  view: IndexView | null,
  roll: CaseRoll,
  gov: Gov,
  words: readonly string[],
  keep: Keep,
  before: number,
  today: string,
): AsyncGenerator<Candidate[]> {
  const { head, words: lists } = await roll.open()
  const asked = await Promise.all(
    words.map(async (word) => ({
      tokens: view === null ? [] : await view.blind.tokens(gramsOfWord(word)),
      kinds: kindsWith(gov, lists.kinds, word),
    })),
  )
  const newest = chunkAt(head, before - 1)
  for (const [i, stripe] of stripesDown(newest).entries()) {
    if (view !== null) await readAhead(view.store, i, stripe, 0, asked)
    // null: every document may have it, since no gram says otherwise.
    const sets: (Uint32Array | null)[] = []
    for (const { tokens } of asked)
      sets.push(view === null || tokens.length === 0 ? null : ((await view.store.common(stripe, tokens)) ?? NONE))
    const last = Math.min(newest, (stripe + 1) * CHUNKS_PER_STRIPE - 1)
    for (let k = last; k >= stripe * CHUNKS_PER_STRIPE; k--) {
      if (sets.some((set, w) => set !== null && asked[w]?.kinds === null && isEmptyIn(set, k))) continue
      const [chunk] = await roll.chunks([k], today)
      if (chunk === undefined) continue
      const { columns } = chunk
      const found: Candidate[] = []
      for (let at = columns.firstFrom(before) - 1; at >= 0; at--) {
        const doc = (k % CHUNKS_PER_STRIPE) * PER_CHUNK + at
        let has = true
        for (let w = 0; has && w < sets.length; w++) {
          const set = sets[w] as Uint32Array | null
          if (set === null || ((set[doc >> 5] as number) >>> (doc & 31)) & 1) continue
          has = asked[w]?.kinds?.[columns.kinds[at] as number] === 1
        }
        if (has && keep(chunk, at)) found.push({ order: columns.orders[at] as number, chunk, at })
      }
      if (found.length > 0) yield found
    }
  }
}

/** Numbers of subjects that may have every word, newest first, below `before`. */
export async function* subjectCandidates(
  view: IndexView | null,
  head: RollHead,
  words: readonly string[],
  before: number,
): AsyncGenerator<number[]> {
  const asked = await Promise.all(
    words.map(async (word) => ({ tokens: view === null ? [] : await view.blind.tokens(gramsOfWord(word)) })),
  )
  const some = asked.flatMap(({ tokens }) => (tokens.length === 0 ? [] : [tokens]))
  const end = Math.min(before, head.count)
  for (const [i, stripe] of stripesDown(Math.ceil(end / PER_CHUNK) - 1).entries()) {
    const from = stripe * STRIPE
    const to = Math.min(end, from + STRIPE)
    if (view === null || some.length === 0) {
      yield Array.from({ length: to - from }, (_, n) => to - 1 - n)
      continue
    }
    await readAhead(view.store, i, stripe, SUBJECT_STRIPES, asked)
    let set: Uint32Array | null = null
    for (const tokens of some) {
      const next = (await view.store.common(SUBJECT_STRIPES + stripe, tokens)) ?? NONE
      if (set === null) set = next
      else keepCommon(set, next)
    }
    if (set === null) continue
    const numbers = [...docsOf(set)].map((doc) => from + doc).filter((number) => number < to)
    if (numbers.length > 0) yield numbers.reverse()
  }
}

const NONE = new Uint32Array(SET_WORDS)

/** The stripes from that of chunk `newest` down. */
function stripesDown(newest: number): number[] {
  const stripes = Math.floor(newest / CHUNKS_PER_STRIPE) + 1
  return Array.from({ length: Math.max(0, stripes) }, (_, i) => stripes - 1 - i)
}

/** One stripe, then the next two, then the next four …: what is found at once costs one read, what is rare few. */
async function readAhead(
  store: IndexStore,
  done: number,
  stripe: number,
  base: number,
  asked: readonly { readonly tokens: readonly number[] }[],
): Promise<void> {
  if (((done + 1) & done) !== 0) return
  const next = Array.from({ length: Math.min(done + 1, stripe + 1) }, (_, i) => base + stripe - i)
  await store.prefetch(
    next,
    asked.map((one) => one.tokens),
  )
}

function isEmptyIn(set: Uint32Array, k: number): boolean {
  const from = ((k % CHUNKS_PER_STRIPE) * PER_CHUNK) / 32
  for (let word = from; word < from + PER_CHUNK / 32; word++) if (set[word] !== 0) return false
  return true
}
