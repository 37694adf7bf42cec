import { parse } from '@bufbuild/cel'
import { ENGINE } from './expression-limits.ts'

/**
 * From text to tree. What engine 1 is made of is decided here, character by character, before the library's parser runs: that parser is
 * recursive, and knows comments, raw and triple-quoted texts, more escapes, fractions and integers of any length, which engine 1 does not.
 */

export type Expr = NonNullable<ReturnType<typeof parse>['expr']>

export interface Parsed {
  readonly root: Expr
  /** Which macro a comprehension was written as, by the id of its node. */
  readonly macroOf: (expr: Expr) => string | undefined
}

/** Other escapes are read in another way by every parser, or as the letters that they are. No half of a character among them. */
const ESCAPE =
  /\\(?:[\\"'nrt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U(?!0000[dD][89a-fA-F])(?:000[0-9a-fA-F]|0010)[0-9a-fA-F]{4})/
    .source
const TOKEN = new RegExp(
  `[ \\t\\r\\n]+|[A-Za-z_][A-Za-z0-9_]*|[0-9]+|"(?:[^"\\\\\\r\\n]|${ESCAPE})*"|'(?:[^'\\\\\\r\\n]|${ESCAPE})*'|` +
    '&&|\\|\\||[=!<>]=|[-!<>+*%?:.,()[\\]]|\\/(?!\\/)',
  'y',
)

/** Controls, and marks that show a text in another order or not at all: what is read has to be what is signed. */
const HIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/
/** Half of a character: no text on the ledger holds one. */
const HALF = /\p{Surrogate}/u

/** The tree of an expression, or in words why it is none. */
export function parseExpression(source: string): Parsed | string {
  const problem = misspelt(source)
  if (problem !== null) return problem
  try {
    const { expr, sourceInfo } = parse(source)
    if (expr === undefined) return 'not an expression'
    const macros = sourceInfo?.macroCalls ?? {}
    return { root: expr, macroOf: (of) => nameOf(macros[of.id.toString()]) }
  } catch (error) {
    const at = (error as { location?: { start?: { offset?: unknown } } } | null)?.location?.start?.offset
    return typeof at === 'number' ? `not an expression: look at character ${at + 1}` : 'not an expression'
  }
}

function nameOf(call: Expr | undefined): string | undefined {
  return call?.exprKind.case === 'callExpr' ? call.exprKind.value.function : undefined
}

/** Sizes and signs: one pass, linear, no recursion. */
function misspelt(source: string): string | null {
  if (source.length > ENGINE.characters) return `longer than ${ENGINE.characters} characters`
  if (HIDDEN.test(source) || HALF.test(source)) return 'holds a character that cannot be seen'
  let open = 0
  let choices = 0
  let before = ''
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(source)?.[0]
    if (token === undefined) return `${JSON.stringify(source.slice(at, at + 8))} is not part of engine 1`
    // `r"x"`, `"""x"""`, `1u`, `1.5`, `.x`: one token right after another that makes something else of it.
    if (/^["']/.test(token) && /[\w"']$/.test(before)) return 'a text constant stands between plain quotes'
    if (/^[A-Za-z_]/.test(token) && /^[0-9]/.test(before)) return 'numbers are integers'
    if (token === '.' && !/[\w"')\]]$/.test(before)) return 'a dot that follows nothing'
    if (token === '.' && /^[0-9]/.test(before)) return 'numbers are integers'
    if ('(['.includes(token) && ++open > ENGINE.nesting) return `nested deeper than ${ENGINE.nesting}`
    if (')]'.includes(token)) open--
    if (token === '?' && ++choices > ENGINE.choices) return `more than ${ENGINE.choices} choices`
    before = token
  }
  return null
}
