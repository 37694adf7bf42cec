import type { CaseRecord, SubjectRecord } from '../../../shared/contract/index.ts'
import { CaseChunk, type CaseFact, PER_CHUNK, type RollWords, WordList } from './case-chunk.ts'
import type { CaseRollRow, SubjectRollRow } from './rows.ts'

/**
 * The rolls number the cases and the subjects of the office without gaps, in the order in which they came on record: the documents of the search
 * index. The roll of cases also holds, in columns, what filters ask for. Both are written in the transaction that writes the records, so
 * they are never behind.
 */
export interface RollHead {
  /** How often the roll was begun anew. */
  readonly epoch: number
  readonly count: number
  /** Of each chunk, the position at which its first member came on record. */
  readonly firsts: readonly number[]
  /** Of each chunk, which write changed it last. */
  readonly stamps: readonly number[]
  readonly stamp: number
}

export const EMPTY_ROLL: RollHead = { epoch: 0, count: 0, firsts: [], stamps: [], stamp: 0 }
export const NO_WORDS: RollWords = { kinds: [], actors: [], filers: [] }

/** A subject that is new on record. */
export interface Newborn {
  readonly born: number
  readonly id: string
}

const DAY = 86_400_000
const OFFSET = 8 * 3_600_000
const BETWEEN = '\n'

export function caseFact(record: CaseRecord): CaseFact {
  const [opened] = record.log
  const acts = new Set(record.log.map(({ by, act }) => `${by} ${act}`))
  return {
    order: opened?.at ?? 0,
    last: record.log.at(-1)?.at ?? 0,
    kind: `${record.service} ${record.version} ${record.state}`,
    actors: [...acts].sort().join(BETWEEN),
    filer: opened?.by ?? '',
    day: Math.floor(((opened?.time ?? 0) + OFFSET) / DAY),
    disputed: record.disputes.length > 0,
  }
}

/** What `caseFact` has put into one word. */
export function kindOf(word: string): { service: string; version: number; state: string } {
  const [service = '', version = '', state = ''] = word.split(' ')
  return { service, version: Number(version), state }
}

export function actorsOf(word: string): { by: string; act: string }[] {
  return word.split(BETWEEN).map((pair) => {
    const at = pair.lastIndexOf(' ')
    return { by: pair.slice(0, at), act: pair.slice(at + 1) }
  })
}

export function newborn(id: string, record: SubjectRecord): Newborn {
  return { born: record.log[0]?.at ?? 0, id }
}

/** Which chunk holds what came on record at `position`; -1 when it is before all of them. */
export function chunkAt(head: Pick<RollHead, 'firsts'>, position: number): number {
  let low = 0
  let high = head.firsts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((head.firsts[middle] as number) <= position) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** What is to be written of the roll of cases: new ones at its end, the others changed. */
export interface CaseRollPlan {
  readonly rows: readonly CaseRollRow[]
  readonly head: RollHead
  /** null when no word is new. */
  readonly words: RollWords | null
}

/** Which chunks `planCaseRoll` has to be given. */
export function chunksFor(head: RollHead, facts: readonly CaseFact[]): number[] {
  const last = head.firsts.length - 1
  return [...new Set([last, ...facts.map(({ order }) => chunkAt(head, order))])].filter((k) => k >= 0)
}

export function planCaseRoll(
  head: RollHead,
  held: RollWords,
  rows: readonly (CaseRollRow | undefined)[],
  facts: readonly CaseFact[],
): CaseRollPlan {
  const words = {
    kinds: new WordList(held.kinds),
    actors: new WordList(held.actors),
    filers: new WordList(held.filers),
  }
  const sorted = [...facts].sort((a, b) => a.order - b.order)
  const chunks = new Map<number, CaseChunk>()
  for (const row of rows) if (row !== undefined) chunks.set(row.k, CaseChunk.from(row.bytes))
  const newest = chunks.get(head.firsts.length - 1)?.orders.at(-1) ?? -1
  const fresh = sorted.filter(({ order }) => order > newest)
  const firsts = [...head.firsts]
  for (let at = 0; at < fresh.length; ) {
    const k = Math.floor((head.count + at) / PER_CHUNK)
    const chunk = chunks.get(k) ?? CaseChunk.from(undefined)
    const part = fresh.slice(at, at + PER_CHUNK - chunk.length)
    firsts[k] ??= (part[0] as CaseFact).order
    chunks.set(k, chunk.grown(part.map(({ order }) => order)))
    at += part.length
  }
  const changed = new Set<number>()
  for (const fact of sorted) {
    const k = chunkAt({ firsts }, fact.order)
    const chunk = chunks.get(k)
    const at = chunk?.indexOf(fact.order) ?? -1
    if (chunk === undefined || at < 0) throw new Error(`case at ${fact.order} is on no roll`)
    chunk.set(at, fact, words)
    changed.add(k)
  }
  const grown = [words.kinds, words.actors, words.filers].some((list) => list.hasGrown)
  return {
    rows: [...changed].map((k) => ({ k, bytes: (chunks.get(k) as CaseChunk).bytes })),
    head: changedHead(head, head.count + fresh.length, firsts, changed),
    words: grown ? { kinds: words.kinds.words, actors: words.actors.words, filers: words.filers.words } : null,
  }
}

/** What is to be written of the roll of subjects; `last`: its last chunk. */
export function planSubjectRoll(
  head: RollHead,
  last: SubjectRollRow | undefined,
  fresh: readonly Newborn[],
): { readonly rows: readonly SubjectRollRow[]; readonly head: RollHead } {
  const sorted = [...fresh].sort((a, b) => a.born - b.born || (a.id < b.id ? -1 : 1))
  const firsts = [...head.firsts]
  const rows: SubjectRollRow[] = []
  for (let at = 0; at < sorted.length; ) {
    const k = Math.floor((head.count + at) / PER_CHUNK)
    const row = last?.k === k ? last : { k, born: [], ids: [] }
    const part = sorted.slice(at, at + PER_CHUNK - row.ids.length)
    firsts[k] ??= (part[0] as Newborn).born
    const [born, ids] = [part.map((one) => one.born), part.map((one) => one.id)]
    rows.push({ k, born: [...row.born, ...born], ids: [...row.ids, ...ids] })
    at += part.length
  }
  const changed = new Set(rows.map(({ k }) => k))
  return { rows, head: changedHead(head, head.count + fresh.length, firsts, changed) }
}

function changedHead(head: RollHead, count: number, firsts: readonly number[], changed: ReadonlySet<number>): RollHead {
  const stamp = head.stamp + 1
  return {
    ...head,
    count,
    firsts,
    stamp,
    stamps: firsts.map((_, k) => (changed.has(k) ? stamp : (head.stamps[k] ?? 0))),
  }
}

/** A roll that begins anew. */
export function anew(head: RollHead): RollHead {
  return { ...EMPTY_ROLL, epoch: head.epoch + 1 }
}
