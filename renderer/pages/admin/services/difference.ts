import type { ServiceDefinition } from '../../../../shared/contract/service/definition.ts'
import { columnsOf } from '../../../../shared/contract/service/form-types.ts'
import { waitsFor } from '../../../../shared/contract/waiting.ts'

/** The parts of a definition, in the order in which differences are told. */
export type Part =
  | 'general'
  | 'subjects'
  | 'parties'
  | 'sections'
  | 'fields'
  | 'materials'
  | 'rules'
  | 'fees'
  | 'auto'
  | 'states'
  | 'actions'
  | 'effects'
  | 'deadlines'
  | 'numbers'
  | 'papers'
  | 'examples'

/** One value that is another. `path` leads to it inside the thing; `null` where there was or is none. */
export interface Changed {
  readonly path: readonly string[]
  readonly from: unknown
  readonly to: unknown
}

/** One thing of a definition that another version has not, or has otherwise. */
export interface Difference {
  readonly part: Part
  readonly change: 'added' | 'removed' | 'changed'
  /** What it is called inside the definition, and its title for people where it has one. */
  readonly name: string
  readonly thing: unknown
  readonly changed: readonly Changed[]
}

type Things = ReadonlyMap<string, unknown>

/** What a new version changes, thing by thing; the same thing is known by its name, wherever it stands. Empty when both say the same. */
export function differences(before: ServiceDefinition, after: ServiceDefinition): Difference[] {
  const [was, is] = [thingsOf(before), thingsOf(after)]
  return (Object.keys(was) as Part[]).flatMap((part) => compareThings(part, was[part], is[part]))
}

function compareThings(part: Part, was: Things, is: Things): Difference[] {
  const out: Difference[] = []
  for (const [name, thing] of is) {
    if (!was.has(name)) {
      out.push({ part, change: 'added', name, thing, changed: [] })
      continue
    }
    const changed = changesIn(was.get(name), thing, [])
    if (changed.length > 0) out.push({ part, change: 'changed', name, thing, changed })
  }
  for (const [name, thing] of was) if (!is.has(name)) out.push({ part, change: 'removed', name, thing, changed: [] })
  return out
}

function thingsOf(d: ServiceDefinition): Record<Part, Things> {
  const by = <T>(all: readonly T[], name: (one: T, i: number) => string) =>
    new Map<string, unknown>(all.map((one, i) => [name(one, i), one]))
  const { code, title, summary, group, basis, level, merge, claims, engine } = d
  // What a definition leaves out holds as its rule says (docs/services.md): that is what is compared.
  const blocks = (['file', 'effects', 'acts'] as const).filter((one) => waitsFor(d, one))
  const disputes = { blocks, signers: d.disputes?.signers ?? 1 }
  const general = { code, title, summary, group, basis, level, merge, claims, disputes, engine }
  return {
    general: new Map(Object.entries(general).map(asValue)),
    subjects: by(d.subjects, (one) => one.name),
    parties: by(d.parties, (one) => one.name),
    sections: by(d.form.sections, (one) => one.title.zh),
    fields: fieldsOf(d),
    materials: by(d.materials, (one) => one.id),
    rules: by(d.rules, (one) => one.id),
    fees: by(d.fees, (one) => one.id),
    auto: d.auto === null ? new Map() : new Map([['auto', d.auto]]),
    states: new Map(
      Object.entries(d.workflow.states).map(([name, one]) => [name, { ...one, start: d.workflow.start === name }]),
    ),
    actions: by(d.workflow.actions, (one) => one.name),
    effects: by(d.effects, (one, i) => `${i + 1}. ${one.op}`),
    deadlines: new Map(d.deadlines.map((one) => [one.id, { unit: 'workdays', ...one }])),
    numbers: by(d.numbers, (one) => `${one.series} ${one.at}`),
    papers: new Map(Object.entries({ slip: d.outputs.slip, certificate: d.outputs.certificate, ...d.outputs.notices })),
    examples: by(d.examples, (one) => one.title.zh),
  }
}

const asValue = ([name, value]: [string, unknown]): [string, unknown] => [name, { [name]: value }]

/** The fields with what is said of them elsewhere: whether they are needed and sealed. Columns of a list stand as fields of their own. */
function fieldsOf(d: ServiceDefinition): Things {
  const out = new Map<string, unknown>()
  const { properties, required } = d.form.schema
  for (const [name, field] of Object.entries(properties)) {
    const said = { needed: required.includes(name), sealed: d.sealed.includes(name) }
    const columns = columnsOf(field)
    out.set(name, columns === null ? { ...field, ...said } : { ...field, items: undefined, ...said })
    for (const [column, one] of Object.entries(columns?.properties ?? {})) {
      out.set(`${name}.${column}`, { ...one, needed: columns?.required.includes(column) === true })
    }
  }
  return out
}

/** Texts for people and lists of plain values are compared whole; everything else down to its values. */
function changesIn(from: unknown, to: unknown, path: readonly string[]): Changed[] {
  if (same(from, to)) return []
  if (isWhole(from) || isWhole(to)) return [{ path, from: from ?? null, to: to ?? null }]
  const [a, b] = [from as Record<string, unknown>, to as Record<string, unknown>]
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return names.flatMap((name) => changesIn(own(a, name), own(b, name), [...path, name]))
}

const own = (map: Record<string, unknown>, name: string) => (Object.hasOwn(map, name) ? map[name] : undefined)

function isWhole(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Array.isArray(value) || isText(value)
}

/** Is it a text in two languages? */
export function isText(value: unknown): value is { readonly zh: string; readonly en: string } {
  return typeof value === 'object' && value !== null && typeof (value as { zh?: unknown }).zh === 'string'
}

/** The order of keys says nothing: what comes off the ledger has them sorted. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [names, others] = [Object.keys(a), Object.keys(b)].map((all, i) =>
    all.filter((name) => own((i === 0 ? a : b) as Record<string, unknown>, name) !== undefined),
  ) as [string[], string[]]
  if (names.length !== others.length) return false
  return names.every((name) => same(own(a as Record<string, unknown>, name), own(b as Record<string, unknown>, name)))
}
