import type { SubjectRecord } from '../../shared/contract/index.ts'
import type { ServiceDefinition } from '../../shared/contract/service/index.ts'
import { type SubjectField, subjectFields } from '../app/parties.ts'
import type { SubjectRow } from './api.ts'
import type { ReplicaDatabase } from './database.ts'
import { subjectRow } from './lists.ts'
import { findSubject, type Snapshot } from './snapshot.ts'

/** Generations each way, and relatives in all, that a page shows. */
const GENERATIONS = 3
const MOST_KIN = 60

/**
 * How the fields of a subject are described: by the services as they are in force, and by older versions where the record has a field that nothing
 * newer knows.
 */
export function describedFields(now: Snapshot, record: SubjectRecord): SubjectField[] {
  const newest = subjectFields(now.gov.services(Number.MAX_SAFE_INTEGER), record.t)
  const known = new Set(newest.map((field) => field.name))
  const names = [...Object.keys(record.fields), ...Object.keys(record.sealed)]
  if (names.every((name) => known.has(name))) return newest
  const older = subjectFields(everyVersion(now), record.t).filter((field) => !known.has(field.name))
  return [...newest, ...older]
}

/** Newest first. */
function everyVersion(now: Snapshot): ServiceDefinition[] {
  const all: ServiceDefinition[] = []
  for (const [key] of now.gov.entries()) {
    if (!key.startsWith('service/')) continue
    const [, code, version] = key.split('/') as [string, string, string]
    const definition = now.gov.service(code, Number(version), Number.MAX_SAFE_INTEGER)
    if (definition !== null) all.push(definition)
  }
  return all.sort((a, b) => b.version - a.version)
}

/** What a subject came out of and what came out of it, generation by generation. */
export async function kinOf(db: ReplicaDatabase, now: Snapshot, record: SubjectRecord): Promise<SubjectRow[]> {
  const out = new Map<string, SubjectRow>()
  for (const side of ['parents', 'children'] as const) {
    let next = record[side]
    for (let i = 0; i < GENERATIONS && out.size < MOST_KIN; i++) {
      const further: string[] = []
      for (const id of next.slice(0, MOST_KIN)) {
        const found = out.has(id) ? null : await findSubject(db, now, id)
        if (found === null) continue
        out.set(id, subjectRow(id, found))
        further.push(...found[side])
      }
      next = further
    }
  }
  return [...out.values()]
}
