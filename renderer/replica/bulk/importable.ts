import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'

/** May an import use this service? Only one whose filing takes effect at once and changes nothing that is on record already. */
export function importable(d: ServiceDefinition): boolean {
  const file = d.workflow.actions.find((one) => one.name === 'file')
  return file?.effects === true && d.subjects.length > 0 && d.subjects.every((part) => part.mode !== 'change')
}
