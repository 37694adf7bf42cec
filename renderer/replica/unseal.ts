import { hex } from '../../shared/base/bytes.ts'
import type { Bridge } from '../../shared/bridge.ts'
import type { CaseRecord, SubjectRecord } from '../../shared/contract/index.ts'
import type { FieldValue } from '../../shared/contract/service/index.ts'
import { fieldValue } from '../../shared/contract/service/read-parts.ts'
import { openPayload, type Value } from '../../shared/ledger/index.ts'
import type { ReplicaDatabase } from './database.ts'
import type { Snapshot } from './snapshot.ts'

/** What stands sealed at one record: where each value is committed, and in which payload it is. */
export interface SealedPlaces {
  readonly [field: string]: { readonly h: Uint8Array; readonly commit: Uint8Array; readonly name: string }
}

export function placesOf(record: CaseRecord | SubjectRecord): SealedPlaces {
  if (record.t !== 'case') return (record as SubjectRecord).sealed
  return Object.fromEntries(
    Object.entries((record as CaseRecord).sealed).map(([name, { h, commit }]) => [name, { h, commit, name }]),
  )
}

/**
 * Opens sealed fields through main's vault and checks them against their commitments (N5, N6). Plain values live in this worker's memory only,
 * as long as somebody is signed in; the database never holds them.
 */
export class Unsealer {
  readonly #bridge: Bridge
  readonly #db: ReplicaDatabase
  readonly #open = new Map<string, Envelope>()

  constructor(bridge: Bridge, db: ReplicaDatabase) {
    this.#bridge = bridge
    this.#db = db
  }

  /** Values by record and field; null where the payload is not here, is not ours to open, or is not what was committed to. */
  async values(
    now: Snapshot,
    wanted: ReadonlyMap<string, SealedPlaces>,
  ): Promise<Map<string, Record<string, FieldValue | null>>> {
    const commits = new Map<string, Uint8Array>()
    for (const places of wanted.values())
      for (const one of Object.values(places)) commits.set(hex(one.commit), one.commit)
    await this.#fetch(now, [...commits.keys()])
    const out = new Map<string, Record<string, FieldValue | null>>()
    for (const [id, places] of wanted) {
      out.set(id, valuesIn(places, this.#open))
    }
    return out
  }

  async #fetch(now: Snapshot, commits: readonly string[]): Promise<void> {
    const missing = commits.filter((commit) => !this.#open.has(commit))
    if (missing.length === 0) return
    const files = new Map<string, Uint8Array>()
    for (const { row, entry } of now.overlay.waiting) {
      if (entry.commit !== null && row.payload !== null) files.set(hex(entry.commit), row.payload)
    }
    for (const [commit, file] of await now.bulk.payloads(missing)) files.set(commit, file)
    const rows = await this.#db.payloads.bulkGet([...missing])
    for (const row of rows) if (row !== undefined && row.file !== null) files.set(row.commit, row.file)
    const have = missing.filter((commit) => files.has(commit))
    for (const part of inBatches(have, (commit) => files.get(commit)?.length ?? 0)) {
      const answer = await this.#bridge.call('vault.open', { sealed: part.map((c) => files.get(c) as Uint8Array) })
      if (!answer.ok) return
      for (const [i, commit] of part.entries()) {
        const envelope = answer.value.payloads[i]
        if (envelope !== undefined && envelope !== null) this.#open.set(commit, envelope)
      }
    }
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= Math.max(MOST_OPEN, commits.length)) break
      this.#open.delete(oldest)
    }
  }
}

/** Opened payloads that are kept in memory. */
const MOST_OPEN = 4_000

/** A payload as main opens it. */
export interface Envelope {
  readonly salt: Uint8Array
  readonly clear: Uint8Array
}

/** The values of sealed fields out of opened payloads, by the hex of their commitments; null where there is none that holds. */
export function valuesIn(
  places: SealedPlaces,
  envelopes: ReadonlyMap<string, Envelope>,
): Record<string, FieldValue | null> {
  const values: Record<string, FieldValue | null> = {}
  for (const [commit, fields] of byCommit(places)) {
    const envelope = envelopes.get(commit)
    const read = envelope === undefined ? null : openFields(envelope, fields)
    for (const [field, { name }] of fields) {
      const value = read?.[name]
      values[field] = value === undefined ? null : asFieldValue(value)
    }
  }
  return values
}

type Fields = [field: string, place: SealedPlaces[string]][]

function byCommit(places: SealedPlaces): Map<string, Fields> {
  const out = new Map<string, Fields>()
  for (const [field, place] of Object.entries(places)) {
    const commit = hex(place.commit)
    const held = out.get(commit)
    if (held === undefined) out.set(commit, [[field, place]])
    else held.push([field, place])
  }
  return out
}

/** All at once; where that fails, each by itself, so that one that does not hold takes no other with it. */
function openFields(envelope: Envelope, fields: Fields): Record<string, Value> {
  const commit = (fields[0] as Fields[number])[1].commit
  const all = openPayload(envelope, commit, Object.fromEntries(fields.map(([, { name, h }]) => [name, h])))
  if (all.ok) return all.value
  return Object.assign(
    {},
    ...fields.map(([, { name, h }]) => {
      const one = openPayload(envelope, commit, { [name]: h })
      return one.ok ? one.value : {}
    }),
  ) as Record<string, Value>
}

/** What somebody sealed is as hostile as anything else that comes in. */
export function asFieldValue(value: Value): FieldValue | null {
  const read = fieldValue(value, 'sealed')
  return read.ok ? read.value : null
}

/** What one call may carry: at most 256 payloads and 8 MiB. */
export function* inBatches(commits: readonly string[], sizeOf: (commit: string) => number): Generator<string[]> {
  let batch: string[] = []
  let bytes = 0
  for (const commit of commits) {
    const size = sizeOf(commit)
    if (batch.length > 0 && (batch.length >= 256 || bytes + size > 8 * 1024 * 1024)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(commit)
    bytes += size
  }
  if (batch.length > 0) yield batch
}
