import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'

/** A stretch of the text, in UTF-16 units. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** Why a text is no JSON document of ours. */
export type JsonFault =
  | 'empty'
  | 'too-long'
  | 'too-deep'
  | 'comma'
  | 'colon'
  | 'name'
  | 'value'
  | 'bracket'
  | 'quote'
  | 'escape'
  | 'number'
  | 'comment'
  | 'after'
  | 'twice'

export interface JsonProblem extends Place {
  readonly fault: JsonFault
  /** What stands there. */
  readonly what: string
}

export type ReadText =
  | { readonly ok: true; readonly value: unknown; readonly root: Node }
  | { readonly ok: false; readonly problem: JsonProblem }

/** A definition has at most 60 KiB without blanks; a text of this length is none, however much it is indented. */
const MOST_CHARACTERS = 400_000
/** Lists and maps inside each other: a definition has no more than a dozen. */
const MOST_DEPTH = 64

const FAULTS: Readonly<Record<string, JsonFault>> = {
  CommaExpected: 'comma',
  ColonExpected: 'colon',
  PropertyNameExpected: 'name',
  ValueExpected: 'value',
  InvalidSymbol: 'value',
  CloseBraceExpected: 'bracket',
  CloseBracketExpected: 'bracket',
  UnexpectedEndOfString: 'quote',
  InvalidUnicode: 'escape',
  InvalidEscapeCharacter: 'escape',
  InvalidCharacter: 'escape',
  InvalidNumberFormat: 'number',
  UnexpectedEndOfNumber: 'number',
  InvalidCommentToken: 'comment',
  UnexpectedEndOfComment: 'comment',
  EndOfFileExpected: 'after',
}

/**
 * Reads a text as strict JSON, with where everything stands. Stricter than JSON where JSON is silent: no key twice in one map, of which only the last
 * would count, and no number that is not a plain integer.
 */
export function readText(text: string): ReadText {
  const no = (fault: JsonFault, from: number, to: number): ReadText => {
    const what = text.slice(from, Math.min(to, from + 40))
    return { ok: false, problem: { fault, what, from, to: Math.max(from, to) } }
  }
  if (text.trim() === '') return no('empty', 0, text.length)
  if (text.length > MOST_CHARACTERS) return no('too-long', 0, 0)
  const deep = deeperThan(text, MOST_DEPTH)
  if (deep !== null) return no('too-deep', deep, deep + 1)
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  const [error] = errors
  if (error !== undefined) {
    // What is missing at the end is shown where the text ends.
    const from = Math.min(error.offset, text.trimEnd().length)
    return no(
      FAULTS[printParseErrorCode(error.error)] ?? 'value',
      from,
      Math.min(from + Math.max(1, error.length), text.length),
    )
  }
  if (root === undefined) return no('value', 0, 0)
  const fault = faultIn(root, text)
  if (fault !== null) return no(fault.fault, fault.node.offset, fault.node.offset + fault.node.length)
  // The language's own reader makes the value: it knows no `__proto__`.
  return { ok: true, value: JSON.parse(text) as unknown, root }
}

/** Where it goes deeper; null when it does not. */
function deeperThan(text: string, most: number): number | null {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '{' || c === '[') {
      if (++depth > most) return i
    } else if (c === '}' || c === ']') depth--
  }
  return null
}

function faultIn(node: Node, text: string): { fault: JsonFault; node: Node } | null {
  if (node.type === 'number') {
    return /^(0|-?[1-9][0-9]*)$/.test(text.slice(node.offset, node.offset + node.length)) &&
      Number.isSafeInteger(node.value)
      ? null
      : { fault: 'number', node }
  }
  const names = new Set<unknown>()
  for (const child of node.children ?? []) {
    const [key] = child.type === 'property' ? (child.children ?? []) : []
    if (key !== undefined && names.has(key.value)) return { fault: 'twice', node: key }
    names.add(key?.value ?? child)
    const found = faultIn(child, text)
    if (found !== null) return found
  }
  return null
}

/** What elements of a list are known by, where a path calls them by name. */
const NAMES = ['name', 'id', 'series', 'code'] as const

/**
 * Where the thing stands that a path of the checker leads to, such as `service.form.schema.properties.area.maximum`, `rules.whole-pasture` or
 * `examples[3]`; as far along the path as there is something.
 */
export function placeOf(root: Node, path: string): Place {
  let node = root
  for (const part of partsOf(path)) {
    const next = stepInto(node, part)
    if (next === undefined) break
    node = next
  }
  return shownAt(node)
}

function partsOf(path: string): string[] {
  const parts = path.split(/[.[\]]+/).filter((part) => part !== '')
  return parts[0] === 'service' ? parts.slice(1) : parts
}

function stepInto(node: Node, part: string): Node | undefined {
  if (node.type === 'object') return childAt(node, part)
  if (node.type !== 'array') return undefined
  const children = node.children ?? []
  if (/^[0-9]+$/.test(part)) return children[Number(part)]
  return children.find((child) => child.type === 'object' && NAMES.some((name) => childAt(child, name)?.value === part))
}

function childAt(node: Node, key: string): Node | undefined {
  return node.children?.find((one) => one.children?.[0]?.value === key)?.children?.[1]
}

/** A scalar with its key; of a map or list its key alone, or its bracket: nobody wants half of the text selected. */
function shownAt(node: Node): Place {
  const { parent } = node
  const isScalar = node.children === undefined
  if (parent?.type === 'property') {
    const key = parent.children?.[0] ?? node
    const last = isScalar ? node : key
    return { from: key.offset, to: last.offset + last.length }
  }
  return { from: node.offset, to: node.offset + (isScalar ? node.length : 1) }
}
