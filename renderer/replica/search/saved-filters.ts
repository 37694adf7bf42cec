import { hex } from '../../../shared/base/bytes.ts'
import { fail, must, ok, type Result } from '../../../shared/base/result.ts'
import { list, map, oneOf, type Reader, text } from '../../../shared/base/shape.ts'
import { decode, encode, type Value } from '../../../shared/ledger/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import { asStoreFailure } from '../store-failure.ts'
import type { SavedFilter, SavedQuery } from './api.ts'
import type { Blind } from './blind.ts'
import type { SavedFilterRow } from './rows.ts'

const MOST = 100
const LONGEST_NAME = 60

const date = text(10, /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/)
const parts = {
  filter: oneOf('all', 'for-me', 'open', 'finished', 'unsent', 'disputed', 'mine'),
  text: text(200),
  services: list(text(64), 50),
  state: text(200),
  receivedFrom: date,
  receivedTo: date,
  light: oneOf('green', 'yellow', 'red'),
} as const satisfies Record<string, Reader<unknown>>

export interface FilterInput {
  readonly id: string | null
  readonly name: string
  readonly query: SavedQuery
  readonly place?: number
}

type Kept = Omit<SavedFilter, 'count'>

/**
 * The filters that one person has saved on this desktop, in their order. Names and queries are sealed: people save what they look for, and look for
 * people. What was saved under a key that is gone is not shown.
 */
export class SavedFilters {
  readonly #db: ReplicaDatabase
  readonly #person: string
  readonly #blind: () => Promise<Blind | null>
  #turn: Promise<unknown> = Promise.resolve()

  constructor(db: ReplicaDatabase, person: string, blind: () => Promise<Blind | null>) {
    this.#db = db
    this.#person = person
    this.#blind = blind
  }

  /** Code: vault-locked. */
  async all(): Promise<Result<Kept[]>> {
    const blind = await this.#blind()
    if (blind === null) return fail('vault-locked', 'search key')
    const opened = await Promise.all((await this.#rows()).map((row) => this.#open(blind, row)))
    return ok(opened.filter((one) => one !== null))
  }

  /** One after the other: each is placed among what the one before has left. */
  save(input: FilterInput): Promise<Result<Kept>> {
    const saved = this.#turn.then(() => this.#save(input))
    this.#turn = saved.catch(() => undefined)
    return saved
  }

  async remove(id: string): Promise<Result<null>> {
    try {
      await this.#db.savedFilters
        .where('id')
        .equals(id)
        .and(({ person }) => person === this.#person)
        .delete()
      return ok(null)
    } catch (error) {
      return asStoreFailure(error)
    }
  }

  async #save({ id, name: typed, query: given, place }: FilterInput): Promise<Result<Kept>> {
    const name = typed.trim()
    if (name === '' || name.length > LONGEST_NAME) return fail('form-invalid', 'name')
    const query = readQuery(given)
    if (!query.ok) return fail('form-invalid', query.detail)
    const blind = await this.#blind()
    if (blind === null) return fail('vault-locked', 'search key')
    const rows = await this.#rows()
    const known = rows.findIndex((row) => row.id === id)
    if (id !== null && known < 0) return fail('not-found', id)
    if (id === null && rows.length >= MOST) return fail('form-invalid', `more than ${MOST}`)
    const key = id ?? hex(crypto.getRandomValues(new Uint8Array(8)))
    const sealed = await blind.seal(
      placeOf(this.#person, key),
      encode({ name, query: query.value } as unknown as Value),
    )
    const row = { id: key, person: this.#person, place: 0, sealed }
    const others = rows.filter((one) => one.id !== key)
    const at = place ?? (known < 0 ? others.length : known)
    const ordered = [...others.slice(0, at), row, ...others.slice(at)].map((one, i) => ({ ...one, place: i }))
    try {
      await this.#db.savedFilters.bulkPut(ordered)
    } catch (error) {
      return asStoreFailure(error)
    }
    return ok({ id: key, name, query: query.value })
  }

  async #rows(): Promise<SavedFilterRow[]> {
    const rows = await this.#db.savedFilters.where('person').equals(this.#person).toArray()
    return rows.sort((a, b) => a.place - b.place)
  }

  async #open(blind: Blind, { id, sealed }: SavedFilterRow): Promise<Kept | null> {
    try {
      const bytes = await blind.open(placeOf(this.#person, id), sealed)
      const { name, query } = must(decode(bytes, { max: bytes.length })) as unknown as {
        name: string
        query: SavedQuery
      }
      return { id, name, query }
    } catch {
      return null
    }
  }
}

const placeOf = (person: string, id: string) => `filter ${person} ${id}`
const needed = map({ filter: parts.filter, text: parts.text })

/** Only what is known is kept, and only what is there. */
function readQuery(query: SavedQuery): Result<SavedQuery> {
  const { filter, text: words, ...rest } = query
  const read = needed({ filter, text: words }, 'query')
  if (!read.ok) return read
  const out: Record<string, unknown> = { ...read.value }
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined || !Object.hasOwn(parts, name)) continue
    const one = (parts[name as keyof typeof parts] as Reader<unknown>)(value, name)
    if (!one.ok) return one
    out[name] = one.value
  }
  return ok(out as unknown as SavedQuery)
}
