import { hex } from '../../../shared/base/bytes.ts'
import { ok, type Result } from '../../../shared/base/result.ts'
import type { Bridge } from '../../../shared/bridge.ts'
import {
  type CaseRecord,
  type Gov,
  isCase,
  type LedgerRecord,
  type SubjectRecord,
} from '../../../shared/contract/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import { type Envelope, inBatches, placesOf, type SealedPlaces, valuesIn } from '../unseal.ts'
import type { Blind } from './blind.ts'
import { gramsOf } from './grams.ts'
import type { Run } from './index-store.ts'
import { STRIPE } from './postings.ts'
import { pairOf } from './shelf.ts'
import { publicTextsOfCase, publicTextsOfSubject, sealedTexts } from './texts.ts'

/** Stripes of subjects begin here, those of cases at 0. */
export const SUBJECT_STRIPES = 65_536

/** A record that is to be found by its texts, and its number on the roll. */
export interface Document {
  readonly id: string
  readonly number: number
  readonly record: LedgerRecord
}

export interface Gathered {
  readonly runs: readonly Run[]
  /** Of those, the ones whose payload is not here yet. */
  readonly waiting: readonly Document[]
}

/**
 * The pairs by which documents are found. Sealed values are opened in main, a batch of payloads at a time; `opened` takes those payloads, so that a case
 * and its subjects need them once, and is the caller's to let go. `again`: the public texts are in the index already. Codes: those of
 * vault.open-unasked.
 */
export async function gather(
  from: { readonly db: ReplicaDatabase; readonly bridge: Bridge; readonly blind: Blind; readonly gov: Gov },
  documents: readonly Document[],
  again: boolean,
  opened: Map<string, Envelope>,
): Promise<Result<Gathered>> {
  const { db, bridge, blind, gov } = from
  const places = documents.map(({ record }) => placesOf(record))
  const payloads = await openPayloads(db, bridge, places, opened)
  if (!payloads.ok) return payloads
  const missing = payloads.value
  const waiting = documents.filter((_, i) => Object.values(places[i] ?? {}).some((p) => missing.has(hex(p.commit))))
  const grams = documents.map(({ id, record }, i) => {
    const found: string[] = []
    const texts = again ? [] : publicTexts(gov, id, record)
    texts.push(...sealedTexts(gov, record, valuesIn(places[i] ?? {}, opened)))
    for (const text of texts) gramsOf(text, (gram) => void found.push(gram))
    return found
  })
  const tokens = await blind.learn(each(grams))
  return ok({ runs: runsOf(documents, grams, tokens), waiting })
}

function publicTexts(gov: Gov, id: string, record: LedgerRecord): string[] {
  return isCase(record)
    ? publicTextsOfCase(gov, id, record as CaseRecord)
    : publicTextsOfSubject(gov, id, record as SubjectRecord)
}

/** Opens what is not open yet; answers the commitments whose payload is not here. One that nobody has, or that is not for us, is neither. */
async function openPayloads(
  db: ReplicaDatabase,
  bridge: Bridge,
  places: readonly SealedPlaces[],
  opened: Map<string, Envelope>,
): Promise<Result<Set<string>>> {
  const asked = new Set(places.flatMap((one) => Object.values(one).map(({ commit }) => hex(commit))))
  const commits = [...asked].filter((commit) => !opened.has(commit))
  const rows = await db.payloads.bulkGet(commits)
  const missing = new Set<string>()
  const files = new Map<string, Uint8Array>()
  for (const [i, commit] of commits.entries()) {
    const row = rows[i]
    if (row === undefined) missing.add(commit)
    else if (row.file !== null) files.set(commit, row.file)
  }
  for (const part of inBatches([...files.keys()], (commit) => files.get(commit)?.length ?? 0)) {
    const sealed = part.map((commit) => files.get(commit) as Uint8Array)
    const answer = await bridge.call('vault.open-unasked', { sealed })
    if (!answer.ok) return answer
    for (const [i, commit] of part.entries()) {
      const envelope = answer.value.payloads[i]
      if (envelope !== undefined && envelope !== null) opened.set(commit, envelope)
    }
  }
  return ok(missing)
}

function* each<T>(lists: readonly (readonly T[])[]): Generator<T> {
  for (const list of lists) yield* list
}

/** One sorted run for each stripe. */
function runsOf(
  documents: readonly Document[],
  grams: readonly (readonly string[])[],
  tokens: ReadonlyMap<string, number>,
): Run[] {
  const byStripe = new Map<number, number[]>()
  for (const [i, { number, record }] of documents.entries()) {
    const stripe = Math.floor(number / STRIPE) + (isCase(record) ? 0 : SUBJECT_STRIPES)
    const pairs = byStripe.get(stripe) ?? []
    byStripe.set(stripe, pairs)
    const of = new Set((grams[i] ?? []).map((gram) => tokens.get(gram) as number))
    for (const token of of) pairs.push(pairOf(token, number % STRIPE))
  }
  return [...byStripe].map(([stripe, pairs]) => ({ stripe, pairs: Float64Array.from(pairs).sort() }))
}
