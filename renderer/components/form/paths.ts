import type { ServiceDefinition, SubjectPart } from '../../../shared/contract/service/definition.ts'

const known = new WeakMap<ServiceDefinition, ReadonlyMap<string, SubjectPart>>()

/** The boxes that name something on record, by path (`field` or `<list>.<column>`): keys of the parts that are changed or looked up. */
export function subjectKeys(d: ServiceDefinition): ReadonlyMap<string, SubjectPart> {
  const kept = known.get(d)
  if (kept !== undefined) return kept
  const parts = d.subjects.filter((part) => part.mode !== 'create')
  const made = new Map(parts.map((part) => [part.key, part]))
  known.set(d, made)
  return made
}

/** The id of the element at a path: `f-members.2.idNumber`, rows counted as typed. */
export function idAt(path: string): string {
  return `f-${path}`
}
