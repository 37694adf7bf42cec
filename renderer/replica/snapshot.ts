import { equal } from '../../shared/base/bytes.ts'
import type { Person, Site } from '../../shared/bridge.ts'
import { dayTableOf } from '../../shared/contract/holidays/index.ts'
import {
  type CaseRecord,
  emptyScope,
  Gov,
  isCase,
  type LedgerRecord,
  type ScopeState,
  type SubjectRecord,
} from '../../shared/contract/index.ts'
import type { DayTable } from '../../shared/contract/working-days.ts'
import { parseHeader } from '../../shared/ledger/index.ts'
import type { Bulk } from './bulk/bulk.ts'
import type { ExpectedRecords } from './bulk/expected.ts'
import type { ReplicaDatabase } from './database.ts'
import { type GovWaiting, makeGovWaiting } from './gov-waiting.ts'
import { makeOverlay, NO_OVERLAY, neededRecords, type Overlay, readOutbox } from './overlay.ts'
import { sealedRecord, sealedRecords } from './sealed-records.ts'

/**
 * What the pages are shown from: gov, the office's scope as sealed, and the overlay of what is still waiting here. Made anew after every
 * change; nothing in it changes under a reader.
 */
export interface Snapshot {
  readonly site: Site
  readonly person: Person
  readonly office: string
  readonly gov: Gov
  /** Gov as sealed, and the office's scope. */
  readonly govState: ScopeState
  readonly state: ScopeState
  /** The height that the next block would have. */
  readonly height: number
  readonly overlay: Overlay
  /** The imported part of what waits, and the records that it will make: made when they are asked for. */
  readonly bulk: Bulk
  readonly expected: ExpectedRecords
  /** Gov as it will be with what this desktop's registrars have signed for it. */
  readonly govWaiting: GovWaiting
  /** Holidays and worked weekends, as policy has them. */
  readonly days: DayTable
}

/** What a snapshot is taken with; it stays the same from one to the next. */
export type Standing = Pick<Snapshot, 'site' | 'person' | 'office' | 'bulk' | 'expected'>

/** Gov and scope are those of one moment of the database. `last` spares reading gov again where nothing has been sealed in it. */
export async function takeSnapshot(db: ReplicaDatabase, on: Standing, last: Snapshot | null): Promise<Snapshot> {
  const { office } = on
  const read = await db.transaction('r', [db.gov, db.meta, db.outbox, db.cases, db.subjects], async () => {
    const state = (await db.read(`scope/${office}`)) ?? emptyScope(office)
    const govState = (await db.read('scope/gov')) ?? emptyScope('gov')
    const proven = await db.read('proven')
    const rows = await db.outbox.orderBy('n').toArray()
    const waiting = readOutbox(rows, office)
    const records = await sealedRecords(db, neededRecords(waiting, office))
    const isSame = last !== null && equal(last.govState.digest, govState.digest)
    return { state, govState, proven, rows, waiting, records, gov: isSame ? last.gov : await readGov(db) }
  })
  const { state, govState, gov, waiting, records } = read
  const header = read.proven === undefined ? null : parseHeader(read.proven.header)
  const height = header?.ok === true ? header.value.h + 1 : 0
  const ground = { office, gov, state, height }
  // What people have done since to what was imported stands on what the import will make.
  const imported = neededRecords(waiting, office).filter((id) => on.bulk.list.touches(id))
  const { records: made } = imported.length === 0 ? NO_OVERLAY : await on.expected.get(ground, imported)
  const base = (id: string) => made.get(id) ?? records.get(id)
  const overlay = waiting.length === 0 ? NO_OVERLAY : makeOverlay(gov, state, waiting, base, height)
  const govWaiting = makeGovWaiting(gov, govState, read.rows, height)
  const days = dayTableOf(
    gov.policies('holidays.', Number.MAX_SAFE_INTEGER).map(({ name, value }) => [name, value] as const),
  )
  return { ...on, gov, govState, state, height, overlay, govWaiting, days }
}

export async function readGov(db: ReplicaDatabase): Promise<Gov> {
  return Gov.from((await db.gov.toArray()).map((row) => [row.key, row.value] as const))
}

/** A record as what waits will leave it; undefined where nothing that waits changes it. */
export async function waitingRecord(now: Snapshot, id: string): Promise<LedgerRecord | undefined> {
  return now.overlay.records.get(id) ?? (await now.expected.one(now, id))
}

/** A record with what waits, else as sealed; undefined where there is none here. */
export async function recordNow(db: ReplicaDatabase, now: Snapshot, id: string): Promise<LedgerRecord | undefined> {
  return (await waitingRecord(now, id)) ?? sealedRecord(db, id)
}

/** A case as it stands here, with what is waiting. */
export async function findCase(db: ReplicaDatabase, now: Snapshot, id: string): Promise<CaseRecord | null> {
  const record = (await waitingRecord(now, id)) ?? (await db.cases.get(id))?.record
  return record !== undefined && isCase(record) ? record : null
}

export async function findSubject(db: ReplicaDatabase, now: Snapshot, id: string): Promise<SubjectRecord | null> {
  const record = (await waitingRecord(now, id)) ?? (await db.subjects.get(id))?.record
  return record !== undefined && !isCase(record) ? record : null
}

/** Names of members, for people to read. */
export function memberName(now: Snapshot, id: string): string {
  return now.gov.member(id)?.name ?? id
}

export function officeName(now: Snapshot, code: string): string {
  return code === 'gov' ? '省级登记' : (now.gov.office(code)?.name ?? code)
}
