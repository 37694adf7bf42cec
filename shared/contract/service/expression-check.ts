import { callType, choiceType, ERRING, listedType } from './expression-calls.ts'
import { ENGINE, MAX_INT, MIN_INT } from './expression-limits.ts'
import type { Expr, Parsed } from './expression-parse.ts'
import { type Scope, scalarType } from './expression-scope.ts'
import { BOOL, constantText, fits, INT, type Type, wordsFor } from './expression-types.ts'

/**
 * Types, presence and work of an expression, in one walk. Presence follows the flow: what `has(form.x)` says holds on the right of `&&`, on the
 * right of `||` after its negation, and in the branches of `?:`. Work is counted in steps, reckoned so that one
 * costs less than half a microsecond on a small machine: one for each node, more for what may err and for what goes through texts and lists, times the
 * rows of the list where it stands.
 */

/** Reads that are known to succeed: `form.price`, `unit.area`, `m.share`. */
type Facts = ReadonlySet<string>
const NONE: Facts = new Set()

/** What a sub-expression is, and what is known to be there if it is true (`yes`) or false (`no`). */
interface Seen {
  readonly type: Type
  readonly yes: Facts
  readonly no: Facts
}

export interface Checked {
  readonly type: Type
  /** Fields read, by `form` or the part's name; a part whose burdens are asked for is there too. */
  readonly reads: ReadonlyMap<string, ReadonlySet<string>>
  readonly work: number
}

interface Walk {
  readonly scope: Scope
  readonly macroOf: Parsed['macroOf']
  /** False at evaluation: what may be absent and is read all the same makes an error there. */
  readonly strict: boolean
  readonly reads: Map<string, Set<string>>
  /** The variable of the macro around, and what it stands for. */
  variable: { readonly name: string; readonly type: Type } | null
  times: number
  nodes: number
  work: number
  problem: string | null
}

/** The expression's type and what it reads, or in words the first thing that is wrong with it. */
export function checkExpression(scope: Scope, { root, macroOf }: Parsed, strict: boolean): Checked | string {
  const w: Walk = {
    scope,
    macroOf,
    strict,
    reads: new Map(),
    variable: null,
    times: 1,
    nodes: 0,
    work: 0,
    problem: null,
  }
  const { type } = see(w, root, NONE, 0)
  if (w.problem !== null) return w.problem
  const asked = [...w.reads.keys()].reduce((product, part) => product * (scope.many.get(part) ?? 1), 1)
  const work = w.work * asked
  return work > ENGINE.work ? 'too much work on long lists and texts' : { type, reads: w.reads, work }
}

/** After the first problem nothing is looked at any more; the answer only has to be some type. */
function wrong(w: Walk, problem: string): Seen {
  w.problem ??= problem
  return plain(BOOL)
}

function plain(type: Type): Seen {
  return { type, yes: NONE, no: NONE }
}

function see(w: Walk, expr: Expr | undefined, facts: Facts, depth: number): Seen {
  if (w.problem !== null) return plain(BOOL)
  if (++w.nodes > ENGINE.nodes || depth > ENGINE.depth) return wrong(w, 'too large')
  w.work += w.times
  const kind = expr?.exprKind
  switch (kind?.case) {
    case 'constExpr':
      return seeConstant(w, kind.value.constantKind)
    case 'identExpr':
      return seeName(w, kind.value.name)
    case 'selectExpr':
      return seeField(w, kind.value, facts)
    case 'callExpr':
      return seeCall(w, kind.value, facts, depth)
    case 'comprehensionExpr':
      return seeMacro(w, expr as Expr, kind.value, facts, depth)
    case 'listExpr':
      return wrong(w, 'a list stands on the right of `in` only')
    default:
      return wrong(w, 'a map or a message is not part of engine 1')
  }
}

type Kind<C extends string> = Extract<Expr['exprKind'], { case: C }>['value']

function seeConstant(w: Walk, constant: Kind<'constExpr'>['constantKind']): Seen {
  switch (constant.case) {
    case 'boolValue':
      return plain(BOOL)
    case 'int64Value':
      // The parser takes any digits; in CEL an integer has 64 bits.
      return constant.value < MIN_INT || constant.value > MAX_INT
        ? wrong(w, 'an integer of more than 64 bits')
        : plain(INT)
    case 'stringValue':
      return plain(constantText(constant.value))
    default:
      return wrong(w, 'a constant is a text, an integer, true or false')
  }
}

function seeName(w: Walk, name: string): Seen {
  if (w.variable?.name === name) return plain(w.variable.type)
  const type = w.scope.values.get(name)
  if (type !== undefined) return plain(type)
  const known = w.scope.records.has(name) || (name === 'burdens' && w.scope.burdens.size > 0)
  return wrong(w, known ? `${name} is no value by itself: name a field of it` : `the name ${name} is not known here`)
}

function seeField(w: Walk, { operand, field, testOnly }: Kind<'selectExpr'>, facts: Facts): Seen {
  if (operand?.exprKind.case !== 'identExpr') return wrong(w, 'a field is read as form.x, <part>.x or <variable>.x')
  if (++w.nodes > ENGINE.nodes) return wrong(w, 'too large')
  w.work += w.times
  const { name } = operand.exprKind.value
  if (w.variable?.name === name) return seeColumn(w, w.variable.type, field, testOnly, facts)
  if (name === 'burdens') return seeBurdens(w, field, testOnly)
  const found = w.scope.records.get(name)?.(field)
  if (found === undefined) {
    return wrong(w, w.scope.values.has(name) ? `${name} has no fields` : `the name ${name} is not known here`)
  }
  if (typeof found === 'string') return wrong(w, found)
  read(w, name, field)
  return presence(w, `${name}.${field}`, found.type, found.sure, testOnly, facts)
}

function read(w: Walk, record: string, field: string | null): void {
  const fields = w.reads.get(record) ?? new Set()
  if (field !== null) fields.add(field)
  w.reads.set(record, fields)
}

function seeColumn(w: Walk, type: Type, field: string, testOnly: boolean, facts: Facts): Seen {
  const name = w.variable?.name as string
  if (type.is !== 'row') return wrong(w, `${name} is ${wordsFor(type)} and has no fields`)
  const { properties, required } = type.columns
  const column = Object.hasOwn(properties, field) ? properties[field] : undefined
  if (column === undefined) return wrong(w, `there is no column ${field}`)
  const sure = required.includes(field) || type.sure.has(field)
  return presence(w, `${name}.${field}`, scalarType(column), sure, testOnly, facts)
}

function seeBurdens(w: Walk, part: string, testOnly: boolean): Seen {
  if (!w.scope.burdens.has(part)) return wrong(w, `the burdens of ${part} are not known here`)
  if (testOnly) return wrong(w, `burdens.${part} is always there`)
  read(w, part, null)
  return plain({ is: 'list', items: ENGINE.burdens, of: { is: 'text', units: 40 } })
}

function presence(w: Walk, key: string, type: Type, sure: boolean, testOnly: boolean, facts: Facts): Seen {
  if (testOnly) return { type: BOOL, yes: new Set([key]), no: NONE }
  w.work += ERRING * w.times
  if (w.strict && !sure && !facts.has(key)) return wrong(w, `${key} may be absent: ask has(${key}) first`)
  return plain(type)
}

function seeCall(w: Walk, { function: name, target, args }: Kind<'callExpr'>, facts: Facts, depth: number): Seen {
  const [a, b, c] = args
  switch (name) {
    case '_&&_':
    case '_||_':
      return seeLogic(w, name === '_&&_', a, b, facts, depth)
    case '!_': {
      const inner = seeBool(w, a, facts, depth)
      return { type: BOOL, yes: inner.no, no: inner.yes }
    }
    case '_?_:_':
      return seeChoice(w, [a, b, c], facts, depth)
    default: {
      const types: Type[] = []
      for (const [i, arg] of (target === undefined ? args : [target, ...args]).entries()) {
        types.push(name === '@in' && i === 1 ? seeListed(w, arg, facts, depth) : see(w, arg, facts, depth + 1).type)
      }
      if (w.problem !== null) return plain(BOOL)
      const result = callType(name, target !== undefined, types, w.strict)
      if (typeof result === 'string') return wrong(w, result)
      w.work += result.work * w.times
      return plain(result.type)
    }
  }
}

function seeBool(w: Walk, expr: Expr | undefined, facts: Facts, depth: number): Seen {
  const seen = see(w, expr, facts, depth + 1)
  return fits(seen.type, 'bool') ? seen : wrong(w, `${wordsFor(seen.type)} stands where true or false is needed`)
}

const both = (a: Facts, b: Facts): Facts => (a.size === 0 ? b : b.size === 0 ? a : new Set([...a, ...b]))
const common = (a: Facts, b: Facts): Facts =>
  a.size === 0 || b.size === 0 ? NONE : new Set([...a].filter((x) => b.has(x)))

function seeLogic(w: Walk, and: boolean, a: Expr | undefined, b: Expr | undefined, facts: Facts, depth: number): Seen {
  // Errors on both sides are merged into one more.
  w.work += ERRING * w.times
  const left = seeBool(w, a, facts, depth)
  const right = seeBool(w, b, both(facts, and ? left.yes : left.no), depth)
  // `a && b` is true when both are; it is false when a is, or when a is true and b false.
  if (and) return { type: BOOL, yes: both(left.yes, right.yes), no: common(left.no, both(left.yes, right.no)) }
  return { type: BOOL, yes: common(left.yes, both(left.no, right.yes)), no: both(left.no, right.no) }
}

function seeChoice(w: Walk, [a, b, c]: (Expr | undefined)[], facts: Facts, depth: number): Seen {
  const test = seeBool(w, a, facts, depth)
  const then = see(w, b, both(facts, test.yes), depth + 1)
  const other = see(w, c, both(facts, test.no), depth + 1)
  const type = choiceType(then.type, other.type)
  if (typeof type === 'string') return wrong(w, type)
  return {
    type,
    yes: common(both(test.yes, then.yes), both(test.no, other.yes)),
    no: common(both(test.yes, then.no), both(test.no, other.no)),
  }
}

/** What stands on the right of `in`: a list of the form or a list that is written out. */
function seeListed(w: Walk, expr: Expr | undefined, facts: Facts, depth: number): Type {
  if (expr?.exprKind.case !== 'listExpr') return see(w, expr, facts, depth + 1).type
  const { elements } = expr.exprKind.value
  if (++w.nodes > ENGINE.nodes || elements.length > ENGINE.listed) return wrong(w, 'too large').type
  const types = elements.map((element) => see(w, element, facts, depth + 1).type)
  const listed = listedType(types)
  return typeof listed === 'string' ? wrong(w, listed).type : listed
}

const MACROS = new Set(['all', 'exists', 'exists_one', 'filter'])

function seeMacro(w: Walk, expr: Expr, fold: Kind<'comprehensionExpr'>, facts: Facts, depth: number): Seen {
  const macro = w.macroOf(expr) ?? ''
  if (!MACROS.has(macro)) return wrong(w, `${macro} is not part of engine 1`)
  if (w.variable !== null) return wrong(w, `${macro} inside another`)
  const { iterVar, iterRange, loopStep } = fold
  const list = see(w, iterRange, facts, depth + 1).type
  if (w.problem !== null) return plain(BOOL)
  if (list.is !== 'list') return wrong(w, `${macro} of ${wordsFor(list)}`)
  if (w.scope.taken.has(iterVar)) return wrong(w, `${iterVar} is the name of something else`)
  const step = loopStep?.exprKind.case === 'callExpr' ? loopStep.exprKind.value.args : []
  // all: result && test; exists: result || test; exists_one and filter: test ? … : result.
  const test = macro === 'all' || macro === 'exists' ? step[1] : step[0]
  w.variable = { name: iterVar, type: list.of }
  w.times *= list.items
  // What the macro itself does for each element; a filter makes its list longer one by one, each around the one before.
  w.work += (macro === 'filter' ? 4 + Math.ceil(list.items / 2) : 4) * w.times
  const found = seeBool(w, test, facts, depth)
  w.variable = null
  w.times = list.items === 0 ? 1 : w.times / list.items
  if (macro !== 'filter') return plain(BOOL)
  if (list.of.is !== 'row') return plain(list)
  const prefix = `${iterVar}.`
  const sure = [...found.yes].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  return plain({ ...list, of: { ...list.of, sure: new Set([...list.of.sure, ...sure]) } })
}
