import { hex } from '../../../shared/base/bytes.ts'
import type { Code } from '../../../shared/base/codes.ts'
import { ok, type Result } from '../../../shared/base/result.ts'
import { actData, fileData } from '../../../shared/contract/facts.ts'
import { type ActData, type CaseRecord, type FileData, isCase } from '../../../shared/contract/index.ts'
import type { FieldValue, ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { type Body, parseBody, parseLeaf } from '../../../shared/ledger/index.ts'
import { definitionOf } from '../case-views.ts'
import type { OutcomeRow, ReplicaDatabase } from '../database.ts'
import { findCase, type Snapshot } from '../snapshot.ts'
import { leafAt } from '../tile-store.ts'
import type { SealedPlaces, Unsealer } from '../unseal.ts'

/** What the list is made with. */
export interface AsideDesk {
  readonly db: ReplicaDatabase
  readonly now: Snapshot
  readonly unsealer: Unsealer
  readonly clock: number
}

/** One thing that was set aside, as it stands here. */
export interface Aside {
  readonly id: string
  readonly body: Body
  /** The bytes and their signature, for a paper. */
  readonly signed: { readonly body: Uint8Array; readonly sig: Uint8Array }
  readonly code: Code | null
  /** Null while it is not sealed. */
  readonly sealed: OutcomeRow | null
}

/** Refused: out of the outbox, its imported part too. Null when it is not there, or not refused. */
export async function refusedOne({ db, now }: AsideDesk, id: string): Promise<Aside | null> {
  const row = (await db.outbox.get(id)) ?? (await now.bulk.row(id))
  if (row === null || row === undefined || row.standing !== 'set-aside') return null
  const body = parseBody(row.body)
  return body.ok ? { id, body: body.value, signed: row, code: row.code, sealed: null } : null
}

/** Void: out of its leaf. */
export async function voidOne({ db }: AsideDesk, row: OutcomeRow): Promise<Aside | null> {
  const bytes = await leafAt(db, row.scope, row.at)
  const leaf = bytes === undefined ? null : parseLeaf(bytes)
  if (leaf === null || !leaf.ok) return null
  const body = parseBody(leaf.value.body)
  return body.ok ? { id: row.id, body: body.value, signed: leaf.value, code: null, sealed: row } : null
}

export async function asideOne(desk: AsideDesk, id: string): Promise<Aside | null> {
  const refused = await refusedOne(desk, id)
  if (refused !== null) return refused
  const row = await desk.db.outcomes.get(id)
  return row === undefined ? null : voidOne(desk, row)
}

/** The form in it, with the definition that it is under and the case as it stands. */
export interface Form {
  readonly said: FileData | ActData
  readonly action: string
  readonly definition: ServiceDefinition
  /** Null for a filing, whose case was never opened. */
  readonly record: CaseRecord | null
}

/** Null for what holds no form, or none that this program knows the service of. */
export async function formOf({ db, now }: AsideDesk, { body }: Aside): Promise<Form | null> {
  if (body.kind === 'file') {
    const said = fileData(body.data, 'data')
    const definition = said.ok ? now.gov.service(said.value.service, said.value.version, Number.MAX_SAFE_INTEGER) : null
    return said.ok && definition !== null ? { said: said.value, action: 'file', definition, record: null } : null
  }
  const said = body.kind === 'act' ? actData(body.data, 'data') : null
  const record = body.case === null ? null : await findCase(db, now, body.case)
  if (said === null || !said.ok || record === null || !isCase(record)) return null
  const definition = definitionOf(now, record)
  return definition === null ? null : { said: said.value, action: said.value.action, definition, record }
}

/** Where its sealed values are. */
export function placesIn({ body }: Aside, { said }: Form): SealedPlaces {
  const { commit } = body
  if (commit === null) return {}
  return Object.fromEntries(
    Object.entries(said.sealed).flatMap(([name, h]) => (h === null ? [] : [[name, { h, commit, name }]])),
  )
}

/** Everything that it gave a value, opened; what stays closed here is left out. */
export async function valuesIn(desk: AsideDesk, one: Aside, form: Form): Promise<Result<Record<string, FieldValue>>> {
  const opened = await desk.unsealer.values(desk.now, new Map([[one.id, placesIn(one, form)]]))
  const all = Object.entries({ ...form.said.fields, ...opened.get(one.id) })
  return ok(Object.fromEntries(all.filter((field): field is [string, FieldValue] => field[1] !== null)))
}

/** The files of its materials. */
export function filesIn({ body }: Aside, { said }: Form) {
  const sizes = new Map(body.att.map(({ h, n }) => [hex(h), n]))
  return said.materials.flatMap(({ id, files }) =>
    files.map((h) => ({ material: id, hash: hex(h), size: sizes.get(hex(h)) ?? 0 })),
  )
}
