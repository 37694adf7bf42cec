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
import type { FieldValue } from '../../../shared/contract/service/definition.ts'
import { type Payload, parsePayload, type Value } from '../../../shared/ledger/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import { asFieldValue, inBatches, placesOf, type SealedPlaces } from '../unseal.ts'
import type { Blind } from './blind.ts'
import { gramsOf } from './grams.ts'
import type { Run } from './index-store.ts'
import { STRIPE } from './postings.ts'
import { pairOf } from './shelf.ts'
import { type Opened, publicTextsOfCase, publicTextsOfSubject, sealedTexts } from './texts.ts'

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

/** Fields of an opened payload, as they came. */
export type PayloadFields = Payload['fields']

/**
 * The pairs by which documents are found. Sealed values are opened in main, a batch of payloads at a time; `opened` takes those payloads, so that a case
 * and its subjects need them once, and is the caller's to let go. Whether a value is the one that was committed to is not asked here: what is found
 * is held against the commitments before anybody sees it. `again`: the public texts are in the index already. Codes: those of vault.open-unasked.
 */
export async function gather(
  from: { readonly db: ReplicaDatabase; readonly bridge: Bridge; readonly blind: Blind; readonly gov: Gov },
  documents: readonly Document[],
  again: boolean,
  opened: Map<string, PayloadFields>,
): Promise<Result<Gathered>> {
  const { db, bridge, blind, gov } = from
  const places = documents.map(({ record }) => placesOf(record))
  const payloads = await openPayloads(db, bridge, places, opened)
  if (!payloads.ok) return payloads
  const missing = payloads.value
  const waiting = documents.filter((_, i) => Object.values(places[i] ?? {}).some((p) => missing.has(hex(p.commit))))
  const grams = documents.map(({ id, record }, i) => {
    const found = new Set<string>()
    const texts = again ? [] : publicTexts(gov, id, record)
    texts.push(...sealedTexts(gov, record, asTheyCame(places[i] ?? {}, opened)))
    for (const text of texts) gramsOf(text, (gram) => void found.add(gram))
    return found
  })
  const tokens = await blind.learn({ [Symbol.iterator]: () => each(grams) })
  return ok({ runs: runsOf(documents, grams, tokens), waiting })
}

function asTheyCame(places: SealedPlaces, opened: ReadonlyMap<string, PayloadFields>): Opened {
  const values: Record<string, FieldValue | null> = {}
  for (const [field, { commit, name }] of Object.entries(places)) {
    const one = opened.get(hex(commit))
    if (one !== undefined && Object.hasOwn(one, name))
      values[field] = asFieldValue((one[name] as { value: Value }).value)
  }
  return values
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
  opened: Map<string, PayloadFields>,
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
      const payload = envelope === undefined || envelope === null ? null : parsePayload(envelope.clear)
      if (payload?.ok === true) opened.set(commit, payload.value.fields)
    }
  }
  return ok(missing)
}

function* each<T>(sets: readonly ReadonlySet<T>[]): Generator<T> {
  for (const set of sets) yield* set
}

/** One sorted run for each stripe. */
function runsOf(
  documents: readonly Document[],
  grams: readonly ReadonlySet<string>[],
  tokens: ReadonlyMap<string, number>,
): Run[] {
  const byStripe = new Map<number, number[]>()
  for (const [i, { number, record }] of documents.entries()) {
    const stripe = Math.floor(number / STRIPE) + (isCase(record) ? 0 : SUBJECT_STRIPES)
    const pairs = byStripe.get(stripe) ?? []
    byStripe.set(stripe, pairs)
    for (const gram of grams[i] ?? []) pairs.push(pairOf(tokens.get(gram) as number, number % STRIPE))
  }
  return [...byStripe].map(([stripe, pairs]) => ({ stripe, pairs: Float64Array.from(pairs).sort() }))
}
