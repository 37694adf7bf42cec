import type { SubjectRecord } from '../../shared/contract/index.ts'
import type { FieldValue, ServiceDefinition, SubjectPart } from '../../shared/contract/service/index.ts'
import type { SubjectFacts } from '../../shared/contract/service/rules.ts'
import { subjectsOfPart } from '../../shared/contract/service/subject.ts'
import type { ReplicaDatabase } from './database.ts'
import { findSubject, type Snapshot } from './snapshot.ts'
import { placesOf, type Unsealer } from './unseal.ts'

/** A subject that a form names, as it stands on record here; `record` is null when it does not. */
export interface OnRecord {
  readonly part: SubjectPart
  readonly id: string
  readonly record: SubjectRecord | null
  /** Opened with the office key; null where this desktop cannot. */
  readonly sealed: Readonly<Record<string, FieldValue | null>>
}

/** Every subject that these values name, of every part, the looked-up ones too. A part whose key is missing or wrong names none. */
export async function subjectsOnRecord(
  db: ReplicaDatabase,
  now: Snapshot,
  unsealer: Unsealer,
  d: ServiceDefinition,
  values: Readonly<Record<string, FieldValue>>,
): Promise<OnRecord[]> {
  const found: { part: SubjectPart; id: string; record: SubjectRecord | null }[] = []
  for (const part of d.subjects) {
    for (const { id } of subjectsOfPart(part, now.office, values) ?? []) {
      found.push({ part, id, record: await findSubject(db, now, id) })
    }
  }
  const places = new Map(found.flatMap(({ id, record }) => (record === null ? [] : [[id, placesOf(record)] as const])))
  const opened = await unsealer.values(now, places)
  return found.map((one) => ({ ...one, sealed: opened.get(one.id) ?? {} }))
}

/** As rules see them: `all` with what could be opened, for the counter; else public fields of the parts that change, as the ledger asks. */
export function factsOf(subjects: readonly OnRecord[], all: boolean): Record<string, SubjectFacts[]> {
  const out: Record<string, SubjectFacts[]> = {}
  for (const { part, record, sealed } of subjects) {
    if (record === null || (!all && part.mode !== 'change')) continue
    const fields: Record<string, FieldValue> = { ...record.fields }
    if (all) for (const [name, value] of Object.entries(sealed)) if (value !== null) fields[name] = value
    const facts = { fields, burdens: record.burdens.map((one) => one.kind) }
    out[part.name] = [...(out[part.name] ?? []), facts]
  }
  return out
}
