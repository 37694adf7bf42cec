import { type CaseRecord, isCase, type LedgerRecord, type SubjectRecord } from '../../../shared/contract/index.ts'
import type { FieldValue } from '../../../shared/contract/service/definition.ts'
import type { Snapshot } from '../snapshot.ts'
import { placesOf, type Unsealer } from '../unseal.ts'
import { standsIn } from './fold.ts'
import { publicTextsOfCase, publicTextsOfSubject, sealedTexts } from './texts.ts'
import { titlesOf } from './titles.ts'

export interface Found {
  readonly id: string
  readonly record: LedgerRecord
}

/**
 * What the index has proposed, held against the texts themselves: nothing is a hit because of a token alone. A payload is opened only where the public
 * texts leave a word open.
 */
export class Hits {
  readonly #unsealer: Unsealer
  /** Of records that are held in memory anyway, such as those that wait here. */
  readonly #public = new WeakMap<LedgerRecord, readonly string[]>()
  readonly #sealed = new WeakMap<LedgerRecord, readonly string[]>()

  constructor(unsealer: Unsealer) {
    this.#unsealer = unsealer
  }

  /** Ids of those that have every word in one of their texts. */
  async among(now: Snapshot, found: readonly Found[], words: readonly string[]): Promise<Set<string>> {
    const hits = new Set<string>()
    const open: { readonly one: Found; readonly words: readonly string[] }[] = []
    for (const one of found) {
      const left = without(words, this.#publicTexts(now, one))
      if (left.length === 0) hits.add(one.id)
      else open.push({ one, words: left })
    }
    const unread = open.filter(({ one }) => !this.#sealed.has(one.record)).map(({ one }) => one)
    await this.#read(now, unread)
    for (const { one, words: left } of open)
      if (without(left, this.#sealed.get(one.record) ?? []).length === 0) hits.add(one.id)
    return hits
  }

  /** Opens what will be looked at with every query, such as what waits here. */
  async warm(now: Snapshot, found: readonly Found[]): Promise<void> {
    await this.#read(
      now,
      found.filter(({ record }) => !this.#sealed.has(record)),
    )
  }

  #publicTexts(now: Snapshot, { id, record }: Found): readonly string[] {
    const known = this.#public.get(record)
    if (known !== undefined) return known
    const texts = isCase(record)
      ? [...publicTextsOfCase(now.gov, id, record), ...titles(now, record)]
      : publicTextsOfSubject(now.gov, id, record as SubjectRecord)
    this.#public.set(record, texts)
    return texts
  }

  async #read(now: Snapshot, found: readonly Found[]): Promise<void> {
    const places = new Map(found.map(({ id, record }) => [id, placesOf(record)]))
    const values: Map<string, Record<string, FieldValue | null>> = places.size === 0
      ? new Map()
      : await this.#unsealer.values(now, places)
    for (const { id, record } of found) this.#sealed.set(record, sealedTexts(now.gov, record, values.get(id) ?? {}))
  }
}

function titles(now: Snapshot, record: CaseRecord): readonly string[] {
  return titlesOf(now.gov, record.service, record.version, record.state)
}

function without(words: readonly string[], texts: readonly string[]): string[] {
  return words.filter((word) => !texts.some((text) => standsIn(word, text)))
}
