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
import { asFieldValue, inBatches, placesOf } from '../unseal.ts'
import type { Blind } from './blind.ts'
import { type Gram, gramsOf } from './grams.ts'
import type { Run } from './index-store.ts'
import { STRIPE } from './postings.ts'
import { pairOf } from './shelf.ts'
import { type Opened, publicTextsOfCase, publicTextsOfSubject, sealedTexts } from './texts.ts'
import type { TokenTable } from './token-table.ts'

/** Stripes of subjects begin here, those of cases at 0. */
export const SUBJECT_STRIPES = 65_536

/** A record that is to be found by its texts, and its number on the roll. */
export interface Document {
  readonly id: string
  readonly number: number
  readonly record: LedgerRecord
}

/** Fields of an opened payload, as they came. */
export type PayloadFields = Payload['fields']

/** Documents with what is sealed of them, read and not yet taken apart. */
export interface Read {
  readonly documents: readonly Document[]
  /** What is opened of each. */
  readonly opened: readonly Opened[]
  /** Those whose payload is not here yet. */
  readonly waiting: readonly Document[]
}

/**
 * Opens what is sealed, a batch of payloads at a time, in main; `opened` takes those payloads, so that a case and its subjects need them once, and is
 * the caller's to let go. Whether a value is the one that was committed to is not asked here: what is found is held against the commitments before
 * anybody sees it. Codes: those of vault.open-unasked.
 */
export async function readSealed(
  from: { readonly db: ReplicaDatabase; readonly bridge: Bridge },
  documents: readonly Document[],
  opened: Map<string, PayloadFields>,
): Promise<Result<Read>> {
  const places = documents.map(({ record }) => placesIn(record))
  const commits = new Set(places.flatMap((of) => [...of.keys()]))
  const payloads = await openPayloads(from.db, from.bridge, commits, opened)
  if (!payloads.ok) return payloads
  const missing = payloads.value
  return ok({
    documents,
    opened: places.map((of) => asTheyCame(of, opened)),
    waiting:
      missing.size === 0 ? [] : documents.filter((_, i) => [...(places[i]?.keys() ?? [])].some((c) => missing.has(c))),
  })
}

/** The pairs by which the documents are found. `again`: the public texts are in the index already. */
export async function gather(blind: Blind, gov: Gov, { documents, opened }: Read, again: boolean): Promise<Run[]> {
  const table = blind.table()
  const found = new Pairs()
  for (const [i, { id, number, record }] of documents.entries()) {
    table.begin()
    const stripe = Math.floor(number / STRIPE) + (isCase(record) ? 0 : SUBJECT_STRIPES)
    const add = (gram: Gram) => {
      const place = table.placeOf(gram)
      if (table.mark(place)) found.push(stripe, place, number % STRIPE)
    }
    if (!again) for (const text of publicTexts(gov, id, record)) gramsOf(text, add)
    for (const text of sealedTexts(gov, record, opened[i] ?? {})) gramsOf(text, add)
  }
  await blind.learn(table)
  return found.runs(table)
}

/** By commitment in hex: the fields of a record that are in that payload, and under which name. */
type Places = ReadonlyMap<string, readonly (readonly [field: string, name: string])[]>

function placesIn(record: LedgerRecord): Places {
  const out = new Map<string, (readonly [string, string])[]>()
  for (const [field, { commit, name }] of Object.entries(placesOf(record as CaseRecord | SubjectRecord))) {
    const key = hex(commit)
    const known = out.get(key)
    if (known === undefined) out.set(key, [[field, name]])
    else known.push([field, name])
  }
  return out
}

function asTheyCame(places: Places, opened: ReadonlyMap<string, PayloadFields>): Opened {
  const values: Record<string, FieldValue | null> = {}
  for (const [commit, fields] of places) {
    const one = opened.get(commit)
    if (one === undefined) continue
    for (const [field, name] of fields)
      if (Object.hasOwn(one, name)) values[field] = asFieldValue((one[name] as { value: Value }).value)
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
  asked: ReadonlySet<string>,
  opened: Map<string, PayloadFields>,
): Promise<Result<Set<string>>> {
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

/** Places of grams and the documents that have them, by stripe. */
class Pairs {
  readonly #stripes = new Map<number, Growing>()
  #last: { stripe: number; of: Growing } = { stripe: -1, of: growing(0) }

  push(stripe: number, place: number, doc: number): void {
    if (this.#last.stripe !== stripe) this.#last = { stripe, of: this.#of(stripe) }
    const { of } = this.#last
    if (of.n === of.places.length) {
      const [places, docs] = [new Uint32Array(of.n * 2), new Uint16Array(of.n * 2)]
      places.set(of.places)
      docs.set(of.docs)
      of.places = places
      of.docs = docs
    }
    of.places[of.n] = place
    of.docs[of.n++] = doc
  }

  /** One sorted run for each stripe. Documents were pushed rising, so only the tokens are to be sorted, which are many times fewer. */
  runs(table: TokenTable): Run[] {
    return [...this.#stripes].map(([stripe, { places, docs, n }]) => {
      const counts = new Uint32Array(table.size)
      for (let i = 0; i < n; i++) counts[places[i] as number] = (counts[places[i] as number] as number) + 1
      const distinct: number[] = []
      for (let place = 0; place < counts.length; place++) if (counts[place] !== 0) distinct.push(place)
      let next = 0
      for (const place of byToken(distinct, table)) {
        const count = counts[place] as number
        counts[place] = next
        next += count
      }
      const pairs = new Float64Array(n)
      for (let i = 0; i < n; i++) {
        const place = places[i] as number
        const at = counts[place] as number
        counts[place] = at + 1
        pairs[at] = pairOf(table.tokenAt(place), docs[i] as number)
      }
      return { stripe, pairs }
    })
  }

  #of(stripe: number): Growing {
    const held = this.#stripes.get(stripe) ?? growing(65_536)
    this.#stripes.set(stripe, held)
    return held
  }
}

function byToken(places: number[], table: TokenTable): number[] {
  if (places.length > STRIPE) return places.sort((a, b) => table.tokenAt(a) - table.tokenAt(b))
  // Several times faster: sorted as numbers, each with its place in the list behind it.
  const keys = Float64Array.from(places, (place, i) => pairOf(table.tokenAt(place), i)).sort()
  return Array.from(keys, (key) => places[key % STRIPE] as number)
}

interface Growing {
  places: Uint32Array
  docs: Uint16Array
  n: number
}

const growing = (room: number): Growing => ({ places: new Uint32Array(room), docs: new Uint16Array(room), n: 0 })
