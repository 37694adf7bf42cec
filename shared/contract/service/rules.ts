import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel'
import type { FieldValue, FieldValues, Rule, ServiceDefinition } from './definition.ts'

/**
 * Rules on engine 1: a small, bounded part of CEL, so that every replica gets the same answer at the same small cost. No
 * clock, no macros, no regular expressions, no floats, no indexing; fields are only ever named as `form.x` and
 * `subject.x`. A rule is violated when it evaluates to true, and also when it cannot be evaluated: a rule that errs must
 * never let something pass.
 */

const MOST = { characters: 1000, nesting: 16, nodes: 200, depth: 64, listed: 64 }

const FUNCTIONS = new Set(
  '_&&_ _||_ !_ _?_:_ _==_ _!=_ _<_ _<=_ _>_ _>=_ @in _+_ _-_ _*_ _/_ _%_ -_ size startsWith endsWith contains'.split(
    ' ',
  ),
)
const CONSTANTS = new Set(['stringValue', 'int64Value', 'boolValue', 'nullValue'])

type Expr = ReturnType<typeof parse>['expr']

/** What one expression may be asked about. Absent fields stay absent: `has(form.x)` tells. */
export interface Bindings {
  readonly form: FieldValues
  readonly subject?: FieldValues
  readonly today?: string
  readonly county?: string
}

const ENV = celEnv({ funcs: [] })

function nesting(text: string): number {
  let open = 0
  let most = 0
  for (const c of text) {
    if ('([{'.includes(c)) most = Math.max(most, ++open)
    if (')]}'.includes(c)) open--
  }
  return most
}

/** Limits come before the parser sees the text: it is recursive and would answer depth with a stack overflow. */
function parsed(when: string): Expr | string {
  if (when.length > MOST.characters) return `longer than ${MOST.characters} characters`
  if (nesting(when) > MOST.nesting) return `nested deeper than ${MOST.nesting}`
  try {
    return parse(when).expr
  } catch {
    return 'not an expression'
  }
}

/** Every `form.x` and `subject.x` of the expression, or what is outside engine 1. */
function namesOf(root: Expr, roots: ReadonlySet<string>): { form: string[]; subject: string[] } | string {
  const names = { form: [] as string[], subject: [] as string[] }
  let nodes = 0
  const walk = (expr: Expr | undefined, depth: number): string | null => {
    if (++nodes > MOST.nodes || depth > MOST.depth) return 'too large'
    const kind = expr?.exprKind
    switch (kind?.case) {
      case 'constExpr':
        return CONSTANTS.has(kind.value.constantKind.case ?? '') ? null : 'a constant that is not text, integer or bool'
      case 'identExpr':
        return roots.has(kind.value.name) && kind.value.name !== 'form' && kind.value.name !== 'subject'
          ? null
          : `the name ${kind.value.name} is not known here`
      case 'selectExpr': {
        const of = kind.value.operand?.exprKind
        if (of?.case !== 'identExpr' || !roots.has(of.value.name)) return 'a selection that is not form.x or subject.x'
        if (of.value.name !== 'form' && of.value.name !== 'subject') return `${of.value.name} has no fields`
        names[of.value.name].push(kind.value.field)
        return null
      }
      case 'callExpr': {
        if (!FUNCTIONS.has(kind.value.function)) return `the function ${kind.value.function} is not part of engine 1`
        const parts = kind.value.target === undefined ? kind.value.args : [kind.value.target, ...kind.value.args]
        return walkAll(parts, depth)
      }
      case 'listExpr':
        return kind.value.elements.length > MOST.listed ? 'too large' : walkAll(kind.value.elements, depth)
      default:
        return 'a macro or a map'
    }
  }
  const walkAll = (parts: readonly Expr[], depth: number): string | null => {
    for (const part of parts) {
      const problem = walk(part, depth + 1)
      if (problem !== null) return problem
    }
    return null
  }
  return walk(root, 0) ?? names
}

/** What is wrong with one expression at publication, in words that begin with `at`; or null. */
export function inspectRule(d: ServiceDefinition, rule: Pick<Rule, 'on' | 'when'>, at: string): string | null {
  const expr = parsed(rule.when)
  if (typeof expr === 'string') return `${at}: ${expr}`
  const roots = rule.on === 'form' ? ['form', 'today', 'county'] : ['form', 'county']
  if (rule.on === 'ledger' && d.subject.mode === 'change') roots.push('subject')
  const names = namesOf(expr, new Set(roots))
  if (typeof names === 'string') return `${at}: ${names}`
  const { properties } = d.form.schema
  const unknown = names.form.find((n) => !Object.hasOwn(properties, n))
  if (unknown !== undefined) return `${at}: there is no field ${unknown}`
  // A ledger rule is part of the state, which everyone derives from public data (X3).
  const hidden = rule.on === 'ledger' ? names.form.find((n) => d.sealed.includes(n)) : undefined
  if (hidden !== undefined) return `${at}: ${hidden} is sealed`
  if (names.subject.length > 0) return null
  const sample: Record<string, FieldValue> = {}
  for (const [name, { type }] of Object.entries(properties)) {
    sample[name] = type === 'string' ? 'x' : type === 'integer' ? 1 : true
  }
  const result = evaluator(expr)(contextOf({ form: sample, today: '2026-01-01', county: '630000' }))
  return result === null ? `${at}: does not give true or false` : null
}

/** Integers are 64-bit in CEL. A fraction that somebody is just typing is no value yet: its field is broken anyway. */
function input(values: FieldValues): Map<string, CelInput> {
  const out = new Map<string, CelInput>()
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'number') out.set(name, value)
    else if (Number.isSafeInteger(value)) out.set(name, BigInt(value))
  }
  return out
}

/** Values as CEL takes them: made once for all the rules that are asked about them. */
type Context = Record<string, CelInput>

function contextOf(b: Bindings): Context {
  const context: Context = { form: input(b.form) }
  if (b.subject !== undefined) context['subject'] = input(b.subject)
  if (b.today !== undefined) context['today'] = b.today
  if (b.county !== undefined) context['county'] = b.county
  return context
}

function evaluator(expr: Expr): (context: Context) => boolean | null {
  const run = plan(ENV, expr)
  return (context) => {
    const result = run(context)
    return !isCelError(result) && typeof result === 'boolean' ? result : null
  }
}

interface Compiled {
  /** True or false, or null when the expression cannot be evaluated on these values. */
  readonly evaluate: (bindings: Bindings) => boolean | null
  readonly within: (context: Context) => boolean | null
  /** The form fields that it names. */
  readonly fields: readonly string[]
}

/** Compiles an expression of a definition that `readDefinition` has passed; anything else is a bug. */
export function compile(when: string): Compiled {
  const expr = parsed(when)
  if (typeof expr === 'string') throw new Error(`rule: ${expr}`)
  const names = namesOf(expr, new Set(['form', 'subject', 'today', 'county']))
  if (typeof names === 'string') throw new Error(`rule: ${names}`)
  const within = evaluator(expr)
  return { evaluate: (bindings) => within(contextOf(bindings)), within, fields: names.form }
}

const compiled = new WeakMap<ServiceDefinition, ReadonlyMap<Rule, Compiled>>()

/** Compiled once per definition: a memo of pure work, dropped with the definition. */
function rulesOf(d: ServiceDefinition): ReadonlyMap<Rule, Compiled> {
  const known = compiled.get(d)
  if (known !== undefined) return known
  const made = new Map(d.rules.map((rule) => [rule, compile(rule.when)]))
  compiled.set(d, made)
  return made
}

/**
 * The `form` rules that these values violate. A rule that names one of the `broken` fields waits until that field is
 * mended, so that one mistake is not reported twice.
 */
export function formViolations(d: ServiceDefinition, b: Bindings, broken: ReadonlySet<string> = new Set()): Rule[] {
  const out: Rule[] = []
  const context = contextOf(b)
  for (const [rule, { within, fields }] of rulesOf(d)) {
    if (rule.on !== 'form' || fields.some((f) => broken.has(f))) continue
    if (within(context) !== false) out.push(rule)
  }
  return out
}

/**
 * The `ledger` rules that are violated, for state machines: public form fields, the subject's public fields (absent for a
 * service that creates its subject) and the home county. The same on every replica (X1, X3).
 */
export function ledgerViolations(
  d: ServiceDefinition,
  b: { form: FieldValues; subject?: FieldValues; county: string },
): Rule[] {
  const out: Rule[] = []
  const context = contextOf(b)
  for (const [rule, { within }] of rulesOf(d)) if (rule.on === 'ledger' && within(context) !== false) out.push(rule)
  return out
}
