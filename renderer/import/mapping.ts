import {
  columnsOf,
  isList,
  type ScalarSchema,
  type ServiceDefinition,
  type Text,
} from '../../shared/contract/service/definition.ts'
import { loosely } from './convert/choices.ts'
import { type Unit, unitInTitle, unitsOf } from './convert/units.ts'

/** One thing that a column may be: a field, or a column of a list within the form (`owners.name`). */
export interface Target {
  readonly path: string
  readonly title: Text
  /** What one value of it is. */
  readonly schema: ScalarSchema
  /** The list that it belongs to: of texts, or of rows. */
  readonly list: 'texts' | 'rows' | null
  readonly required: boolean
  readonly units: readonly Unit[]
}

/** Where a target takes its values: a column, by its place from 0, or the same text for every row. */
export type Source =
  | { readonly column: number; readonly unit: Unit | null }
  | { readonly constant: string; readonly unit: Unit | null }

export interface Mapping {
  /** The number of the row that holds the titles; 0 when there is none. Rows up to it are not taken. */
  readonly titles: number
  readonly sources: Readonly<Record<string, Source>>
}

/** Everything that a form can be given from a row, in the order of the form. */
export function targetsOf(d: ServiceDefinition): Target[] {
  const { properties, required } = d.form.schema
  const file = new Set(d.form.sections.filter((one) => one.at === undefined).flatMap((one) => one.fields))
  return [...file].flatMap((name): Target[] => {
    const field = properties[name]
    if (field === undefined) return []
    const isRequired = required.includes(name)
    const title = field['x-title']
    const rows = columnsOf(field)
    if (rows !== null) {
      return Object.entries(rows.properties).map(([column, schema]) => ({
        path: `${name}.${column}`,
        title: { zh: `${title.zh}·${schema['x-title'].zh}`, en: `${title.en}: ${schema['x-title'].en}` },
        schema,
        list: 'rows',
        required: isRequired && rows.required.includes(column),
        units: unitsOf(schema),
      }))
    }
    if (isList(field)) {
      const schema = { ...(field.items as ScalarSchema), 'x-title': title }
      return [{ path: name, title, schema, list: 'texts', required: isRequired, units: [] }]
    }
    return [{ path: name, title, schema: field, list: null, required: isRequired, units: unitsOf(field) }]
  })
}

/** A mapping that was used before for this service: titles of columns as they stood, and constants. */
export type Remembered = Readonly<
  Record<string, { readonly title: string; readonly unit: Unit | null } | { readonly constant: string }>
>

/** A title without units, brackets and marks: 面积（亩） and 面积/亩 are 面积. */
function plain(title: string): string {
  return whole(title.replace(/[（(【[].*?[）)】\]]/g, ''))
}

/** A title without marks. */
function whole(title: string): string {
  return loosely(title).replace(/[（）()【】[\]*＊:：、，,./／\-_·"“”'’]/g, '')
}

const EXACT = 100
const LEAST = 55

/** How well a title names a target, from 0 to 120. */
function fit(title: string, target: Target, before: Remembered): number {
  const known = before[target.path]
  if (known !== undefined && 'title' in known && loosely(known.title) === loosely(title)) return EXACT + 20
  const own = [target.title.zh, target.title.en, target.schema['x-title'].zh, target.schema['x-title'].en, target.path]
  // With what stands in brackets and without: 村（社区） is 所在村（社区）, and 面积（亩） is 面积.
  const pairs = own.flatMap((name) => [
    [plain(name), plain(title)],
    [whole(name), whole(title)],
  ]) as [string, string][]
  return Math.max(...pairs.map(([name, said]) => nearness(name, said)))
}

function nearness(name: string, said: string): number {
  if (name === '' || said === '') return 0
  if (name === said) return EXACT
  const [short, long] = name.length < said.length ? [name, said] : [said, name]
  if (short.length > 1 && long.includes(short)) return 60 + (30 * short.length) / long.length
  return 80 * alike(name, said)
}

/** The share of neighbouring characters that two texts have in common. */
function alike(a: string, b: string): number {
  const pairs = (text: string) => new Set(Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)))
  const [x, y] = [pairs(a), pairs(b)]
  if (x.size + y.size === 0) return 0
  return (2 * [...x].filter((one) => y.has(one)).length) / (x.size + y.size)
}

/**
 * The row that most looks as if it held the titles, among the first; 0 when none does. Registers often have a name and a date above them, in cells
 * that name no field.
 */
export function guessTitles(
  rows: readonly { readonly n: number; readonly cells: readonly string[] }[],
  targets: readonly Target[],
  before: Remembered,
): number {
  let best = { n: 0, score: 0 }
  for (const { n, cells } of rows.slice(0, 20)) {
    let score = 0
    for (const cell of new Set(cells))
      if (cell.length <= 60 && targets.some((target) => fit(cell, target, before) >= 75)) score++
    if (score > best.score) best = { n, score }
  }
  return best.n
}

/** Gives each target the column whose title names it best; a column goes to one target, what is left stays open. */
export function guessSources(
  titles: readonly string[],
  targets: readonly Target[],
  before: Remembered,
): Record<string, Source> {
  const pairs = targets.flatMap((target) =>
    titles.flatMap((title, column) => {
      const score = title.trim() === '' ? 0 : fit(title, target, before)
      return score >= LEAST ? [{ target, column, title, score }] : []
    }),
  )
  pairs.sort((a, b) => b.score - a.score || a.column - b.column)
  const out: Record<string, Source> = {}
  const taken = new Set<number>()
  for (const { target, column, title } of pairs) {
    if (taken.has(column) || Object.hasOwn(out, target.path)) continue
    taken.add(column)
    const known = before[target.path]
    const remembered = known !== undefined && 'unit' in known ? known.unit : null
    out[target.path] = { column, unit: unitInTitle(title, target.units) ?? remembered }
  }
  for (const { path } of targets) {
    const known = before[path]
    if (known !== undefined && 'constant' in known && !Object.hasOwn(out, path))
      out[path] = { constant: known.constant, unit: null }
  }
  return out
}

/** What to keep of a mapping for the next time. */
export function remember(titles: readonly string[], { sources }: Mapping): Remembered {
  return Object.fromEntries(
    Object.entries(sources).map(([path, source]) => [
      path,
      'column' in source
        ? { title: (titles[source.column] ?? '').slice(0, 200), unit: source.unit }
        : { constant: source.constant.slice(0, 200) },
    ]),
  )
}

/** Only what has the right kind is taken over: what an older program kept must not break the page. */
export function readRemembered(value: unknown): Remembered {
  if (typeof value !== 'object' || value === null) return {}
  const out: Record<string, Remembered[string]> = {}
  for (const [path, one] of Object.entries(value as Record<string, unknown>)) {
    if (typeof one !== 'object' || one === null) continue
    const { title, unit, constant } = one as Record<string, unknown>
    if (typeof constant === 'string') out[path] = { constant }
    else if (typeof title === 'string') out[path] = { title, unit: isUnit(unit) ? unit : null }
  }
  return out
}

function isUnit(value: unknown): value is Unit {
  return ['mu', 'm2', 'ha', 'yuan', 'wan', 'fen'].some((one) => one === value)
}

/** What has to be settled before rows can be looked at: required targets without a source, and measures without a unit. */
export function openQuestions(
  targets: readonly Target[],
  { sources }: Mapping,
): { readonly missing: readonly Target[]; readonly units: readonly Target[] } {
  const given = (target: Target) => Object.hasOwn(sources, target.path)
  return {
    missing: targets.filter((target) => target.required && !given(target)),
    units: targets.filter((target) => target.units.length > 0 && given(target) && sources[target.path]?.unit === null),
  }
}
