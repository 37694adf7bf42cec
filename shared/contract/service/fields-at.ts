import type { Action, ServiceDefinition } from './definition.ts'

interface Fields {
  readonly filing: ReadonlySet<string>
  readonly keys: ReadonlySet<string>
}

const known = new WeakMap<ServiceDefinition, Fields>()

/** Computed once per definition: a memo of pure work, dropped with the definition. */
function fieldsOf(d: ServiceDefinition): Fields {
  const kept = known.get(d)
  if (kept !== undefined) return kept
  const made = {
    filing: new Set(d.form.sections.filter((s) => s.at === undefined).flatMap((s) => s.fields)),
    keys: new Set(d.subjects.map((part) => part.key.split('.')[0] as string)),
  }
  known.set(d, made)
  return made
}

/** The fields that are filled in when the case is filed. */
export function filingFields(d: ServiceDefinition): ReadonlySet<string> {
  return fieldsOf(d).filing
}

/** The fields that an action may set: `*` stands for every field of the filing but the keys of subjects. */
export function fieldsAt(d: ServiceDefinition, action: Action): ReadonlySet<string> {
  if (action.name === 'file') return filingFields(d)
  const { filing, keys } = fieldsOf(d)
  const named = (action.fields ?? []).flatMap((n) => (n === '*' ? [...filing].filter((f) => !keys.has(f)) : [n]))
  return new Set(named)
}
