import { fail, ok, type Result } from '../../../shared/base/result.ts'
import type { Draft } from '../../../shared/bridge.ts'
import { isVoid } from '../../../shared/contract/index.ts'
import { allowed, type ServiceDefinition } from '../../../shared/contract/service/index.ts'
import { subjectsOf } from '../../../shared/contract/service/subject.ts'
import { encode, type Value } from '../../../shared/ledger/index.ts'
import type { ReplicaDatabase } from '../database.ts'
import { type RandomBytes, sealFields } from '../filing.ts'
import type { Snapshot } from '../snapshot.ts'
import type { ImportProgress, ImportRow, ImportRun, ImportVerdict } from './api.ts'
import type { BulkEntry } from './bulk-list.ts'
import { importCase, importPrefix } from './case-name.ts'
import { importable } from './importable.ts'

/** Rows of one call: as many entries as main signs at once. */
export const MOST_ROWS = 250

/** Refusals after which the entry may still be taken as it is: filing the row again would file it twice. */
const MAY_PASS: ReadonlySet<BulkEntry['code']> = new Set([
  'busy',
  'chain-gap',
  'unknown-key',
  'unknown-scope',
  'unknown-suite',
  'wrong-role',
])

/** Codes: unknown-service, not-allowed. */
export function serviceOf(now: Snapshot, { service, version }: ImportRun): Result<ServiceDefinition> {
  const definition = now.gov.service(service, version, Number.MAX_SAFE_INTEGER)
  if (definition === null || !importable(definition)) return fail('unknown-service', `${service} ${version}`)
  const author = now.gov.author(now.person.key, now.height)
  const roles = author?.roles ?? now.person.roles
  return allowed(definition, null, { roles, authored: [] }).some((action) => action.name === 'file')
    ? ok(definition)
    : fail('not-allowed', service)
}

interface Looked {
  readonly verdict: ImportVerdict
  readonly case: string
  readonly subjects: readonly string[]
}

/** What would become of each row now. Two rows of one subject: the first. Code: form-invalid, for a row that names no subject. */
export async function lookAt(
  db: ReplicaDatabase,
  now: Snapshot,
  definition: ServiceDefinition,
  run: string,
  rows: readonly ImportRow[],
): Promise<Result<Looked[]>> {
  const out: { case: string; subjects: string[]; verdict: ImportVerdict }[] = []
  for (const { row, values } of rows) {
    const subjects = subjectsOf(definition, now.office, values)
    if (subjects === null || subjects.length === 0) return fail('form-invalid', `row ${row}`)
    out.push({ case: importCase(now.office, run, row), subjects: subjects.map((one) => one.id), verdict: 'filed' })
  }
  const cases = await db.cases
    .where('id')
    .anyOf(out.map((one) => one.case))
    .primaryKeys()
  const subjects = await db.subjects
    .where('id')
    .anyOf(out.flatMap((one) => one.subjects))
    .primaryKeys()
  const [sealedCases, sealedSubjects] = [new Set(cases), new Set(subjects)]
  const taken = new Set<string>()
  for (const one of out) {
    if (sealedCases.has(one.case) || waits(now, one.case) === 'waiting') one.verdict = 'there'
    else if (one.subjects.some((id) => sealedSubjects.has(id))) one.verdict = 'on-record'
    else one.verdict = one.subjects.map((id) => waits(now, id)).find((why) => why !== null) ?? 'filed'
    if (one.verdict === 'filed' && one.subjects.some((id) => taken.has(id))) one.verdict = 'waiting'
    for (const id of one.subjects) taken.add(id)
  }
  return ok(out)
}

/** Does something unsent here put this record there, or may it still? */
function waits(now: Snapshot, id: string): 'waiting' | 'set-aside' | null {
  if (now.overlay.records.has(id)) return 'waiting'
  const entries = now.bulk.list.onRecord(id)
  if (entries.some((one) => one.standing !== 'set-aside')) return 'waiting'
  return entries.some((one) => MAY_PASS.has(one.code)) ? 'set-aside' : null
}

/** The draft of a row whose subjects nobody has yet. Codes: those of sealing. */
export function draftRow(
  now: Snapshot,
  definition: ServiceDefinition,
  { case: of, subjects }: Looked,
  values: ImportRow['values'],
  random: RandomBytes,
): Result<Draft> {
  const split = sealFields(now, definition, values, random)
  if (!split.ok) return split
  const { fields, sealed, payload } = split.value
  const { code: service, version } = definition
  const data: Value = { service, version, fields, sealed, materials: [], number: null }
  const subj = [of, ...subjects].sort().map((id) => ({ id, heads: [] }))
  return ok({ kind: 'file', scope: [now.office], case: of, subj, data: encode(data), payload, att: [] })
}

/** How far a run has come: what waits, what is sealed, and what came to nothing. */
export async function progressOf(db: ReplicaDatabase, now: Snapshot, run: string): Promise<ImportProgress> {
  const prefix = importPrefix(now.office, run)
  const sealed = new Set(await db.cases.where('id').startsWith(prefix).primaryKeys())
  const counts = { saved: 0, sent: 0, 'set-aside': 0 }
  // The list is a moment behind the tables: what is sealed waits no more, whatever it says.
  for (const one of now.bulk.list.inOrder())
    if (one.case.startsWith(prefix) && !sealed.has(one.case)) counts[one.standing]++
  let [voids, disputed] = [0, 0]
  await db.outcomes.each((row) => {
    if (row.case?.startsWith(prefix) !== true) return
    if (isVoid(row.outcome)) voids++
    else if (row.outcome === 'disputed') disputed++
  })
  return {
    saved: counts.saved,
    sent: counts.sent,
    sealed: sealed.size,
    disputed,
    setAside: counts['set-aside'] + voids,
  }
}
