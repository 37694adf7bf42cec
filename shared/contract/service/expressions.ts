import { type CelInput, type CelValue, celMap, isCelError, plan } from '@bufbuild/cel'
import type { ServiceDefinition } from './definition.ts'
import { checkExpression } from './expression-check.ts'
import { isDate } from './expression-dates.ts'
import { ENV } from './expression-functions.ts'
import { ENGINE } from './expression-limits.ts'
import { parseExpression } from './expression-parse.ts'
import { type Place, scopeOf } from './expression-scope.ts'
import { fits, wordsFor } from './expression-types.ts'
import { formInputs, type Inputs, NOTHING, recordInputs, textsInput } from './expression-values.ts'
import type { FieldValues } from './values.ts'

/** What one expression may be asked about. Absent fields stay absent: `has(form.x)` tells. */
export interface Bindings {
  readonly form: FieldValues
  readonly parts?: Readonly<Record<string, FieldValues>>
  readonly burdens?: Readonly<Record<string, readonly string[]>>
  readonly materials?: readonly string[]
  readonly today?: string
  readonly county?: string
}

/** One subject as an expression sees it. */
export interface SubjectInputs {
  readonly fields: Inputs
  /** Null when there are more kinds than an expression can be asked about. */
  readonly burdens: CelInput | null
}

/** Everything an expression sees, converted once for all that are asked about it. */
export interface World {
  readonly form: Inputs
  /** A part that is not here has no fields and no burdens. */
  readonly parts: ReadonlyMap<string, SubjectInputs>
  readonly materials: CelInput | undefined
  readonly today?: string
  readonly county?: string
}

export interface Compiled {
  /** Fields read, by `form` or the part's name. */
  readonly reads: ReadonlyMap<string, ReadonlySet<string>>
  /** Parts that can have more than one subject, and how many at most. */
  readonly many: ReadonlyMap<string, number>
  /** The value, or null when it cannot be evaluated in this world. */
  readonly run: (world: World) => CelValue | null
}

/** What is wrong with an expression at publication, in words that begin with `at`; or null. */
export function inspectExpression(d: ServiceDefinition, place: Place, source: string, at: string): string | null {
  const scope = scopeOf(d, place)
  if (typeof scope === 'string') return `${at}: ${scope}`
  const parsed = parseExpression(source)
  if (typeof parsed === 'string') return `${at}: ${parsed}`
  const checked = checkExpression(scope, parsed, true)
  if (typeof checked === 'string') return `${at}: ${checked}`
  const want = place === 'fee' ? 'int' : 'bool'
  return fits(checked.type, want)
    ? null
    : `${at}: gives ${wordsFor(checked.type)} in place of ${wordsFor({ is: want })}`
}

const memo = new WeakMap<ServiceDefinition, Map<string, Compiled | null>>()

/**
 * An expression of this definition, ready to be asked; null when it is outside engine 1. Compiled once per definition: a memo of pure
 * work, dropped with the definition. Types and sizes are checked here too, so that what runs is bounded even where nobody has published it.
 */
export function compile(d: ServiceDefinition, source: string): Compiled | null {
  if (source.length > ENGINE.characters) return null
  const known = memo.get(d) ?? new Map<string, Compiled | null>()
  memo.set(d, known)
  const found = known.get(source)
  if (found !== undefined) return found
  const made = compileAfresh(d, source)
  known.set(source, made)
  return made
}

function compileAfresh(d: ServiceDefinition, source: string): Compiled | null {
  const scope = scopeOf(d, 'form')
  const parsed = parseExpression(source)
  if (typeof scope === 'string' || typeof parsed === 'string') return null
  const checked = checkExpression(scope, parsed, false)
  if (typeof checked === 'string') return null
  const { reads } = checked
  const run = plan(ENV, parsed.root)
  const parts = d.subjects.map((part) => part.name)
  return {
    reads,
    many: scope.many,
    run: (world) => {
      const variables = variablesOf(world, parts, reads)
      if (variables === null) return null
      const value = withoutStacks(() => run(variables))
      return isCelError(value) ? null : value
    },
  }
}

/** Where an engine notes the way to each error, that is most of what an error costs; nobody reads it, and errors are only values here. */
function withoutStacks<T>(work: () => T): T {
  const host = Error as { stackTraceLimit?: number }
  const before = host.stackTraceLimit
  if (before === undefined) return work()
  host.stackTraceLimit = 0
  try {
    return work()
  } finally {
    host.stackTraceLimit = before
  }
}

type Variables = Record<string, CelInput>

/** The variables of the library; null when something that the expression reads does not fit. */
function variablesOf(world: World, parts: readonly string[], reads: Compiled['reads']): Variables | null {
  if (touches(world.form, reads.get('form'))) return null
  // Without a prototype: the library looks names up as they come.
  const out: Variables = Object.assign(Object.create(null) as Variables, { form: world.form.map })
  const burdens = new Map<string, CelInput>()
  for (const name of parts) {
    const subject = world.parts.get(name)
    const read = reads.get(name)
    if (subject !== undefined && read !== undefined) {
      if (touches(subject.fields, read) || subject.burdens === null) return null
    }
    out[name] = (subject?.fields ?? NOTHING).map
    burdens.set(name, subject?.burdens ?? [])
  }
  out['burdens'] = celMap(burdens)
  if (world.materials !== undefined) out['materials'] = world.materials
  if (world.today !== undefined && isDate(world.today)) out['today'] = world.today
  if (world.county !== undefined) out['county'] = world.county
  return out
}

function touches({ unfit }: Inputs, read: ReadonlySet<string> | undefined): boolean {
  return read !== undefined && unfit.size > 0 && [...read].some((name) => unfit.has(name))
}

/** One subject, as far as these names of its fields go. */
export function subjectInputs(fields: FieldValues, burdens: readonly string[], names: Iterable<string>): SubjectInputs {
  return { fields: recordInputs(fields, names), burdens: textsInput(burdens, ENGINE.burdens) }
}

/** Materials of the definition that were handed in, each once. */
export function materialsInput(d: ServiceDefinition, ids: readonly string[] | undefined): CelInput | undefined {
  return ids === undefined ? undefined : d.materials.map((m) => m.id).filter((id) => ids.includes(id))
}

function worldOf(d: ServiceDefinition, b: Bindings, { reads }: Compiled): World {
  const parts = new Map<string, SubjectInputs>()
  for (const [name, fields] of reads) {
    if (name !== 'form') parts.set(name, subjectInputs(own(b.parts, name) ?? {}, own(b.burdens, name) ?? [], fields))
  }
  return {
    form: formInputs(d, b.form, reads.get('form') ?? []),
    parts,
    materials: materialsInput(d, b.materials),
    ...(b.today === undefined ? {} : { today: b.today }),
    ...(b.county === undefined ? {} : { county: b.county }),
  }
}

/** Names come out of a definition, so they are asked for as own properties only. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}

function evaluate(d: ServiceDefinition, source: string, b: Bindings): CelValue | null {
  const compiled = compile(d, source)
  return compiled === null ? null : compiled.run(worldOf(d, b, compiled))
}

/** True or false; null when it cannot be evaluated on these values or gives something else. */
export function evaluateBool(d: ServiceDefinition, source: string, b: Bindings): boolean | null {
  const value = evaluate(d, source, b)
  return typeof value === 'boolean' ? value : null
}

/** An integer that a number holds exactly; null when it cannot be evaluated on these values or gives something else. */
export function evaluateInt(d: ServiceDefinition, source: string, b: Bindings): number | null {
  const value = evaluate(d, source, b)
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : null
}

/** The form fields and the parts that an expression names; nothing when it is outside engine 1. */
export function namesIn(d: ServiceDefinition, source: string): { form: readonly string[]; parts: readonly string[] } {
  const reads = compile(d, source)?.reads ?? new Map<string, ReadonlySet<string>>()
  return { form: [...(reads.get('form') ?? [])], parts: [...reads.keys()].filter((name) => name !== 'form') }
}
