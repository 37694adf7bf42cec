import type { CaseRecord, SubjectRecord } from '../../../shared/contract/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import { CaseChunk, type CaseFact, PER_CHUNK, type RollWords, WordList } from './case-chunk.ts'
import type { SubjectRollRow } from './rows.ts'

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

/** Inside the transaction that writes the cases: puts new ones at the end and changes the others. */
export async function writeCaseRoll(db: ReplicaDatabase, facts: readonly CaseFact[]): Promise<void> {
  if (facts.length === 0) return
  const head = (await db.read('search/cases')) ?? EMPTY_ROLL
  const held = (await db.read('search/words')) ?? NO_WORDS
  const words = {
    kinds: new WordList(held.kinds),
    actors: new WordList(held.actors),
    filers: new WordList(held.filers),
  }
  const sorted = [...facts].sort((a, b) => a.order - b.order)
  const chunks = new Map<number, CaseChunk>()
  const load = async (ks: readonly number[]) => {
    const missing = ks.filter((k) => !chunks.has(k))
    for (const [i, row] of (await db.caseRoll.bulkGet(missing)).entries())
      chunks.set(missing[i] as number, CaseChunk.from(row?.bytes))
  }
  const last = head.firsts.length - 1
  await load([...new Set([last, ...sorted.map(({ order }) => chunkAt(head, order))])].filter((k) => k >= 0))
  const newest = last < 0 ? -1 : (chunks.get(last)?.orders.at(-1) ?? -1)
  const fresh = sorted.filter(({ order }) => order > newest)
  const firsts = [...head.firsts]
  const changed = new Set<number>()
  for (let at = 0; at < fresh.length; ) {
    const k = Math.floor((head.count + at) / PER_CHUNK)
    const chunk = chunks.get(k) ?? CaseChunk.from(undefined)
    const part = fresh.slice(at, at + PER_CHUNK - chunk.length)
    firsts[k] ??= (part[0] as CaseFact).order
    chunks.set(k, chunk.grown(part.map(({ order }) => order)))
    at += part.length
  }
  for (const fact of sorted) {
    const k = chunkAt({ firsts }, fact.order)
    const chunk = chunks.get(k)
    const at = chunk?.indexOf(fact.order) ?? -1
    if (chunk === undefined || at < 0) throw new Error(`case at ${fact.order} is on no roll`)
    chunk.set(at, fact, words)
    changed.add(k)
  }
  await db.caseRoll.bulkPut([...changed].map((k) => ({ k, bytes: (chunks.get(k) as CaseChunk).bytes })))
  await db.write('search/cases', changedHead(head, head.count + fresh.length, firsts, changed))
  if (words.kinds.hasGrown || words.actors.hasGrown || words.filers.hasGrown) {
    await db.write('search/words', {
      kinds: words.kinds.words,
      actors: words.actors.words,
      filers: words.filers.words,
    })
  }
}

/** Inside the transaction that writes the subjects. */
export async function writeSubjectRoll(db: ReplicaDatabase, fresh: readonly Newborn[]): Promise<void> {
  if (fresh.length === 0) return
  const head = (await db.read('search/subjects')) ?? EMPTY_ROLL
  const sorted = [...fresh].sort((a, b) => a.born - b.born || (a.id < b.id ? -1 : 1))
  const firsts = [...head.firsts]
  const rows: SubjectRollRow[] = []
  for (let at = 0; at < sorted.length; ) {
    const k = Math.floor((head.count + at) / PER_CHUNK)
    const row = (await db.subjectRoll.get(k)) ?? { k, born: [], ids: [] }
    const part = sorted.slice(at, at + PER_CHUNK - row.ids.length)
    firsts[k] ??= (part[0] as Newborn).born
    const [born, ids] = [part.map((one) => one.born), part.map((one) => one.id)]
    rows.push({ k, born: [...row.born, ...born], ids: [...row.ids, ...ids] })
    at += part.length
  }
  await db.subjectRoll.bulkPut(rows)
  const changed = new Set(rows.map(({ k }) => k))
  await db.write('search/subjects', changedHead(head, head.count + fresh.length, firsts, changed))
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

/** Inside the transaction that forgets the records: the rolls begin anew. */
export async function forgetRolls(db: ReplicaDatabase): Promise<void> {
  for (const key of ['search/cases', 'search/subjects'] as const) {
    const head = await db.read(key)
    if (head !== undefined) await db.write(key, { ...EMPTY_ROLL, epoch: head.epoch + 1 })
  }
  await db.meta.delete('search/words')
  await db.caseRoll.clear()
  await db.subjectRoll.clear()
}
