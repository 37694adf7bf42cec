import type { DemoContract } from '../../../scripts/demo/seed.ts'
import { must } from '../../../shared/base/result.ts'
import { readDefinition, type ServiceDefinition } from '../../../shared/contract/service/index.ts'
import type { FieldValues } from '../../../shared/contract/service/values.ts'
import { SERVICES } from '../../../shared/services/index.ts'
import type { Look } from './look.ts'

/** Where and when the matrix is walked, and what it finds there. */
export interface World {
  /** The civil date; every form is sound on whatever day the matrix runs. */
  readonly today: string
  readonly county: string
  /** On record before the first filing. */
  readonly contracts: readonly DemoContract[]
  /** The running number that a service's case was given, as printed. Throws while there is none. */
  number(service: string): string
}

/** One service from the window to its good end. */
export interface Filing {
  readonly service: string
  /** Services whose good end it builds on. */
  readonly after?: readonly string[]
  readonly values: (world: World) => FieldValues
  /** What later actions fill in, by action. */
  readonly later?: (world: World) => Readonly<Record<string, FieldValues>>
  /** What the register says once it has taken effect. */
  readonly looks?: (world: World) => readonly Look[]
}

export const DEFINITIONS: ReadonlyMap<string, ServiceDefinition> = new Map(
  SERVICES.map((one) => [one.code, must(readDefinition(one))]),
)

export function definitionOf(service: string): ServiceDefinition {
  const found = DEFINITIONS.get(service)
  if (found === undefined) throw new Error(`no service ${service}`)
  return found
}

/** The first example of a definition that has no problems: what its authors held to be a typical form. */
export function typical(service: string, n = 0): FieldValues {
  const sound = definitionOf(service).examples.filter(({ expect }) => expect.problems.length === 0)
  const example = sound[n]
  if (example === undefined) throw new Error(`${service} has no sound example ${n}`)
  return example.values
}

/** One of its texts. */
export function textOf(values: Readonly<Record<string, unknown>>, name: string): string {
  const value = values[name]
  if (typeof value !== 'string') throw new Error(`${name} is no text`)
  return value
}

/** Without some of its fields. */
export function without(values: FieldValues, ...names: string[]): FieldValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))
}

/** So many days before or after. */
export function day(today: string, days: number): string {
  return new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
}

export const yearOf = (today: string, more = 0) => String(Number(today.slice(0, 4)) + more)
