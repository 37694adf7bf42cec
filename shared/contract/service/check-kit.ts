import type { ScalarSchema, ServiceDefinition } from './definition.ts'
import { columnsOf, type FieldSchema } from './form-types.ts'

/** What the checks of a definition share: a problem in words, or null. */
export type Problem = string | null

export function first<T>(items: readonly T[], problem: (item: T, index: number) => Problem): Problem {
  for (const [index, item] of items.entries()) {
    const found = problem(item, index)
    if (found !== null) return found
  }
  return null
}

export function twice(items: readonly string[]): string | undefined {
  return items.find((item, i) => items.indexOf(item) !== i)
}

export function hasField(d: ServiceDefinition, name: string): boolean {
  return Object.hasOwn(d.form.schema.properties, name)
}

/** The property at `field`, or the column at `<list>.<column>`; null when there is none. */
export function fieldAt(d: ServiceDefinition, at: string): FieldSchema | ScalarSchema | null {
  const [name, column] = at.split('.') as [string, string | undefined]
  const field = hasField(d, name) ? d.form.schema.properties[name] : undefined
  if (field === undefined) return null
  if (column === undefined) return field
  const columns = columnsOf(field)?.properties
  return columns !== undefined && Object.hasOwn(columns, column) ? (columns[column] as ScalarSchema) : null
}

/** Every state that can be reached from these, themselves included. */
export function spread(from: readonly string[], next: (state: string) => readonly string[]): Set<string> {
  const seen = new Set(from)
  // A Set visits what is added while it is walked, which makes it its own queue.
  for (const state of seen) for (const other of next(state)) seen.add(other)
  return seen
}
