import type { Person } from '../../shared/bridge.ts'
import type { ServiceDefinition } from '../../shared/contract/service/definition.ts'
import { allowed } from '../../shared/contract/service/workflow.ts'

/** May this person open a case of this service? */
export function mayFile(d: ServiceDefinition, person: Person): boolean {
  return allowed(d, null, { roles: person.roles, authored: [] }).some((action) => action.name === 'file')
}
