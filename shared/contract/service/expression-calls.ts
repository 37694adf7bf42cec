import {
  BOOL,
  constantText,
  DATE,
  either,
  fits,
  INT,
  isScalarType,
  type Type,
  text,
  unitsOf,
  wordsFor,
} from './expression-types.ts'

/** Operators and functions of engine 1: what they take, what they give, and how many steps they cost beyond one. */

export interface Call {
  readonly type: Type
  readonly work: number
}

type Rule = (args: readonly Type[], strict: boolean) => Call | string

/** Steps of going through so many units of text once. */
const through = (units: number) => Math.ceil(units / 40)
const compared = (a: Type, b: Type) => Math.ceil(Math.min(unitsOf(a), unitsOf(b)) / 400)
/** What can err makes an error value, and that is dear: overflow, division by zero, a field of the record of another type. */
export const ERRING = 2
const erring = (...types: Type[]) => (types.some((type) => type.is === 'any') ? ERRING : 0)
const DATED = 6 + ERRING

const call = (type: Type, work = 0): Call => ({ type, work })

function same(a: Type, b: Type, strict: boolean): Call | string {
  if (!isScalarType(a) || !isScalarType(b)) return `${wordsFor(isScalarType(a) ? b : a)} cannot be compared`
  if (either(a, b) === null) return `${wordsFor(a)} is compared with ${wordsFor(b)}`
  const stray = strict ? (strayChoice(a, b) ?? strayChoice(b, a)) : null
  // Of the record there may be a list on either side.
  const lists = a.is === 'any' && b.is === 'any' ? 30 : 0
  return stray ?? call(BOOL, compared(a, b) + lists)
}

/** A constant that is none of the choices of the field beside it is a slip of the pen. */
function strayChoice(field: Type, other: Type): string | null {
  if (field.is !== 'text' || field.choices === undefined || other.is !== 'text') return null
  if (other.constant === undefined || field.choices.includes(other.constant)) return null
  return `${JSON.stringify(other.constant)} is none of the choices`
}

const equality: Rule = ([a, b], strict) => same(a as Type, b as Type, strict)

const order: Rule = ([a, b]) => {
  const [x, y] = [a as Type, b as Type]
  const kinds = [x.is, y.is].filter((kind) => kind !== 'any')
  if (!kinds.every((kind) => kind === 'int' || kind === 'text'))
    return `${wordsFor(x)} has no order with ${wordsFor(y)}`
  if (either(x, y) === null) return `${wordsFor(x)} is compared with ${wordsFor(y)}`
  // Text by code point is our own loop.
  return call(BOOL, through(Math.min(unitsOf(x), unitsOf(y))) + erring(x, y))
}

const arithmetic: Rule = (args) => {
  const odd = args.find((type) => !fits(type, 'int'))
  return odd === undefined ? call(INT, ERRING) : `${wordsFor(odd)} in arithmetic`
}

const plus: Rule = ([a, b], strict) => {
  const [x, y] = [a as Type, b as Type]
  if (x.is === 'any' && y.is === 'any') {
    return call({ is: 'any', units: x.units + y.units, items: x.items + y.items }, through(x.units + y.units) + ERRING)
  }
  if (fits(x, 'text') && fits(y, 'text'))
    return call(text(unitsOf(x) + unitsOf(y)), through(unitsOf(x) + unitsOf(y)) + erring(x, y))
  return arithmetic([x, y], strict)
}

const within: Rule = ([a, b], strict) => {
  const [one, list] = [a as Type, b as Type]
  if (!isScalarType(one)) return `${wordsFor(one)} cannot be looked for`
  if (list.is === 'any') return call(BOOL, ERRING + list.items * (1 + compared(one, list)))
  if (list.is !== 'list') return `in ${wordsFor(list)}`
  if (list.of.is === 'row') return 'in a list of rows'
  const stray = (list.constants ?? []).map((constant) => strayChoice(one, constantText(constant)))
  const problem = strict ? stray.find((found) => found !== null) : undefined
  if (problem !== undefined && problem !== null) return problem
  const each = same(one, list.of, strict)
  return typeof each === 'string' ? each : call(BOOL, list.items * (1 + each.work))
}

const size: Rule = ([a]) => {
  const type = a as Type
  if (type.is !== 'text' && type.is !== 'list' && type.is !== 'any') return `size of ${wordsFor(type)}`
  return call(INT, 2 * through(unitsOf(type)) + erring(type))
}

const textMethod: Rule = ([a, b]) => {
  const odd = [a as Type, b as Type].find((type) => !fits(type, 'text'))
  return odd === undefined
    ? call(BOOL, compared(a as Type, b as Type) + erring(a as Type, b as Type))
    : `${wordsFor(odd)} where a text is needed`
}

/** JavaScript may look for a text in another at each place of it anew: units times units. */
const contains: Rule = (args, strict) => {
  const plainly = textMethod(args, strict)
  const [a, b] = args as [Type, Type]
  return typeof plainly === 'string' ? plainly : call(BOOL, plainly.work + Math.ceil((unitsOf(a) * unitsOf(b)) / 2000))
}

const column =
  (name: string, want: 'int' | null, type: Type): Rule =>
  ([list, key]) => {
    if (list?.is !== 'list' || list.of.is !== 'row') return `${name} takes a list of rows`
    const called = key?.is === 'text' ? key.constant : undefined
    if (called === undefined) return `${name} takes the name of a column as a constant`
    const { properties } = list.of.columns
    const found = Object.hasOwn(properties, called) ? properties[called] : undefined
    if (found === undefined) return `there is no column ${called}`
    if (want !== null && found.type !== 'integer') return `${name} of ${called}, which is no integer`
    return call(type, list.items * (8 + Math.ceil((found.maxLength ?? 0) / 200)))
  }

/** A text that is a date in every form that may be filed; of the record, nobody knows. */
function dated(type: Type): boolean {
  return type.is === 'any' || (type.is === 'text' && type.means === 'date')
}

const NO_DATE = 'is not a date: it needs the identifier date or past-date'
const what = (type: Type) => (type.is === 'text' ? 'a text that' : wordsFor(type))

const moved: Rule = ([date, n]) => {
  if (!dated(date as Type)) return `${what(date as Type)} ${NO_DATE}`
  return fits(n as Type, 'int') ? call(DATE, DATED) : `${wordsFor(n as Type)} where an integer is needed`
}

const apart: Rule = (args) => {
  const odd = args.find((type) => !dated(type))
  return odd === undefined ? call(INT, DATED) : `${what(odd)} ${NO_DATE}`
}

const birth: Rule = ([id]) => {
  const type = id as Type
  const fine = type.is === 'any' || (type.is === 'text' && type.means === 'id')
  return fine ? call(DATE, 3 * DATED) : `${what(type)} is not an identity number: it needs the identifier cn-id`
}

interface Signature {
  readonly rule: Rule
  readonly args: number
  /** Called as `x.f(…)`, with x as the first argument. */
  readonly as: 'method' | 'function' | 'both'
}

const f = (rule: Rule, args: number, as: Signature['as'] = 'function'): Signature => ({ rule, args, as })

const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ['_==_', f(equality, 2)],
  ['_!=_', f(equality, 2)],
  ['_<_', f(order, 2)],
  ['_<=_', f(order, 2)],
  ['_>_', f(order, 2)],
  ['_>=_', f(order, 2)],
  ['_+_', f(plus, 2)],
  ['_-_', f(arithmetic, 2)],
  ['_*_', f(arithmetic, 2)],
  ['_/_', f(arithmetic, 2)],
  ['_%_', f(arithmetic, 2)],
  ['-_', f(arithmetic, 1)],
  ['@in', f(within, 2)],
  ['size', f(size, 1, 'both')],
  ['startsWith', f(textMethod, 2, 'method')],
  ['endsWith', f(textMethod, 2, 'method')],
  ['contains', f(contains, 2, 'method')],
  ['sum', f(column('sum', 'int', INT), 2)],
  ['unique', f(column('unique', null, BOOL), 2)],
  ['addDays', f(moved, 2)],
  ['addYears', f(moved, 2)],
  ['daysBetween', f(apart, 2)],
  ['yearsBetween', f(apart, 2)],
  ['birthOf', f(birth, 1)],
])

/** The type of a call and its work beyond the node, or in words why it is none of engine 1. `args` begins with the target of a method. */
export function callType(name: string, method: boolean, args: readonly Type[], strict: boolean): Call | string {
  const found = SIGNATURES.get(name)
  const shaped = found !== undefined && (found.as === 'both' || (found.as === 'method') === method)
  if (!shaped) return `the function ${name} is not part of engine 1`
  if (found.args !== args.length) return `${name} takes ${found.args} values`
  return found.rule(args, strict)
}

/** The type of `a ? b : c` from those of b and c. */
export function choiceType(b: Type, c: Type): Type | string {
  return either(b, c) ?? `?: gives ${wordsFor(b)} or ${wordsFor(c)}`
}

/** The type of a list that is written out. */
export function listedType(types: readonly Type[]): Type | string {
  let of = types[0]
  if (of === undefined) return 'an empty list'
  for (const type of types) {
    const joined = either(of, type)
    if (joined === null) return `a list of ${wordsFor(of)} and ${wordsFor(type)}`
    of = joined
  }
  const constants = types.flatMap((type) => (type.is === 'text' && type.constant !== undefined ? [type.constant] : []))
  return { is: 'list', items: types.length, of, constants }
}
