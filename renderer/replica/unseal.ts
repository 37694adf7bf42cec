import { hex } from '../../shared/base/bytes.ts'
import type { Bridge } from '../../shared/bridge.ts'
import type { CaseRecord, SubjectRecord } from '../../shared/contract/index.ts'
import type { FieldValue } from '../../shared/contract/service/index.ts'
import { openPayload, type Value } from '../../shared/ledger/index.ts'
import type { ReplicaDatabase } from './database.ts'
import type { Snapshot } from './snapshot.ts'

/** What stands sealed at one record: where each value is committed, and in which payload it is. */
export interface SealedPlaces {
  readonly [field: string]: { readonly h: Uint8Array; readonly commit: Uint8Array; readonly name: string }
}

export function placesOf(record: CaseRecord | SubjectRecord): SealedPlaces {
  if (record.t !== 'case') return (record as SubjectRecord).sealed
  const { sealed, commit } = record as CaseRecord
  if (commit === null) return {}
  return Object.fromEntries(Object.entries(sealed).map(([name, h]) => [name, { h, commit, name }]))
}

/**
 * Opens sealed fields through main's vault and checks them against their commitments (N5, N6). Plain values live in this worker's memory only,
 * as long as somebody is signed in; the database never holds them.
 */
export class Unsealer {
  readonly #bridge: Bridge
  readonly #db: ReplicaDatabase
  readonly #open = new Map<string, { salt: Uint8Array; clear: Uint8Array }>()

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
      const values: Record<string, FieldValue | null> = {}
      for (const [field, place] of Object.entries(places)) values[field] = this.#value(place)
      out.set(id, values)
    }
    return out
  }

  #value(place: { h: Uint8Array; commit: Uint8Array; name: string }): FieldValue | null {
    const envelope = this.#open.get(hex(place.commit))
    if (envelope === undefined) return null
    const opened = openPayload(envelope, place.commit, { [place.name]: place.h })
    const value: Value | undefined = opened.ok ? opened.value[place.name] : undefined
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  }

  async #fetch(now: Snapshot, commits: readonly string[]): Promise<void> {
    const missing = commits.filter((commit) => !this.#open.has(commit))
    if (missing.length === 0) return
    const files = new Map<string, Uint8Array>()
    for (const { row, entry } of now.overlay.waiting) {
      if (entry.commit !== null && row.payload !== null) files.set(hex(entry.commit), row.payload)
    }
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
  }
}

/** What one call may carry: at most 256 payloads and 8 MiB. */
function* inBatches(commits: readonly string[], sizeOf: (commit: string) => number): Generator<string[]> {
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
