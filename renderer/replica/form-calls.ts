import { fail, ok } from '../../shared/base/result.ts'
import type { ServiceDefinition } from '../../shared/contract/service/index.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import type { ReplicaCalls } from './api.ts'
import type { ReplicaDatabase } from './database.ts'
import { subjectRow } from './lists.ts'
import { subjectsOnRecord } from './on-record.ts'
import { numbersLeft } from './running-numbers.ts'
import type { Snapshot } from './snapshot.ts'
import type { Unsealer } from './unseal.ts'

/** What a form asks while it is filled in. */
export function formCalls(
  db: ReplicaDatabase,
  unsealer: Unsealer,
  now: () => Snapshot,
  clock: () => number,
): Pick<ReplicaCalls, 'services' | 'numbers' | 'onRecord'> {
  const definitionIn = (service: string, version: number) =>
    now().gov.service(service, version, Number.MAX_SAFE_INTEGER)
  return {
    services: async () => ok(now().gov.services(Number.MAX_SAFE_INTEGER).sort(byUse)),
    numbers: async ({ service, version, action }) => {
      const definition = definitionIn(service, version)
      if (definition === null) return fail('unknown-service', service)
      return ok(await numbersLeft(db, now(), definition, action, civilDate(clock())))
    },
    onRecord: async ({ service, version, values }) => {
      const definition = definitionIn(service, version)
      if (definition === null) return fail('unknown-service', service)
      const found = await subjectsOnRecord(db, now(), unsealer, definition, values)
      return ok(
        found.map(({ part, id, record, sealed }) => ({
          part: part.name,
          id,
          subject: record === null ? null : subjectRow(id, record),
          sealed,
        })),
      )
    },
  }
}

/** What people come to the counter for first: services that change what is on record, then those that put it there. */
function byUse(a: ServiceDefinition, b: ServiceDefinition): number {
  const rank = (d: ServiceDefinition) => (d.subjects.some((part) => part.mode === 'change') ? 0 : 1)
  return rank(a) - rank(b) || a.code.localeCompare(b.code)
}
