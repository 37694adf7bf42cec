import { readdirSync, readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { type ESTree, parseSync } from 'vite'

const ROOT = resolve(import.meta.dirname, '../..')

export interface Module {
  /** From the project's root, with slashes. */
  readonly path: string
  readonly imports: readonly Import[]
  /** Names used that the module itself nowhere declares or imports. */
  readonly globals: ReadonlySet<string>
  /** Things a table of imports cannot judge, such as a computed dynamic import. */
  readonly oddities: readonly string[]
}

export interface Import {
  readonly specifier: string
  /** The file inside the project that is meant, or null for a package. */
  readonly file: string | null
}

/** Every file below a folder, with slashes, sorted; the project files of TypeScript left out. */
export function filesUnder(folder: string): string[] {
  return readdirSync(resolve(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(ROOT.length + 1).replaceAll('\\', '/'), entry.name))
    .filter((path) => !path.endsWith('/tsconfig.json'))
    .sort()
}

export function isModule(path: string): boolean {
  return /\.(?:ts|tsx|mjs|js)$/.test(path)
}

export function readModule(path: string): Module {
  return parseModule(path, readFileSync(resolve(ROOT, path), 'utf8'))
}

export function parseModule(path: string, source: string): Module {
  const parsed = parseSync(path, source)
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors[0]?.message}`)
  const specifiers: string[] = []
  const oddities: string[] = []
  const declared = new Set<string>()
  const used = new Set<string>()
  walk(parsed.program as unknown as Node, null, (node, parent) => {
    collectImport(node, specifiers, oddities)
    if (node.type === 'Identifier') (isBinding(node, parent) ? declared : used).add(nameOf(node))
    if (node.type === 'JSXIdentifier') used.add(nameOf(node))
  })
  const globals = new Set([...used].filter((name) => !declared.has(name)))
  const imports = specifiers.map((specifier) => ({ specifier, file: fileOf(path, specifier) }))
  return { path, imports, globals, oddities }
}

type Node = ESTree.Node & Record<string, unknown>

const nameOf = (node: Node) => String(node['name'])

function fileOf(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.') && !specifier.startsWith('/')) return null
  return posix.join(posix.dirname(from), specifier.replace(/[?#].*$/, ''))
}

function collectImport(node: Node, specifiers: string[], oddities: string[]): void {
  const source = node['source'] as Node | null | undefined
  switch (node.type as string) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'TSImportType':
    case 'ImportExpression': {
      if (!source) return
      if (source.type === 'Literal' && typeof source['value'] === 'string') specifiers.push(source['value'])
      else oddities.push(`${node.type} of something that is not a plain text`)
      return
    }
    case 'TSImportEqualsDeclaration':
    case 'TSExternalModuleReference':
      oddities.push('import … = require')
      return
    case 'CallExpression':
      if (isNamed(node['callee'] as Node, 'require')) oddities.push('require()')
      return
    case 'NewExpression': {
      // new Worker(new URL('./x.ts', import.meta.url)) is an import in all but name.
      const [first, second] = node['arguments'] as Node[]
      if (!isNamed(node['callee'] as Node, 'URL') || second?.type !== 'MemberExpression') return
      if (first?.type === 'Literal' && typeof first['value'] === 'string') specifiers.push(first['value'])
      return
    }
  }
}

const isNamed = (node: Node | undefined, name: string) => node?.type === 'Identifier' && nameOf(node) === name

/** True where an identifier introduces a name, or is a mere label of a member, key or type that reads no variable. */
function isBinding(node: Node, parent: Node | null): boolean {
  if (parent === null) return false
  const is = (key: string) => parent[key] === node || (Array.isArray(parent[key]) && parent[key].includes(node))
  switch (parent.type as string) {
    case 'VariableDeclarator':
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSEnumDeclaration':
      return is('id') || is('params')
    case 'ArrowFunctionExpression':
    case 'TSFunctionType':
    case 'TSMethodSignature':
      return is('params')
    case 'CatchClause':
      return is('param')
    case 'TSTypeParameter':
      return is('name')
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return is('local')
    case 'ArrayPattern':
    case 'RestElement':
      return true
    case 'AssignmentPattern':
      return is('left')
    default:
      return false
  }
}

/** Keys whose identifiers are labels, not variables. */
const LABELS: Record<string, readonly string[]> = {
  MemberExpression: ['property'],
  Property: ['key'],
  PropertyDefinition: ['key'],
  MethodDefinition: ['key'],
  TSPropertySignature: ['key'],
  TSMethodSignature: ['key'],
  TSQualifiedName: ['right'],
  TSNamedTupleMember: ['label'],
  ImportSpecifier: ['imported'],
  ImportAttribute: ['key'],
  ExportSpecifier: ['exported'],
  ExportAllDeclaration: ['exported'],
  MetaProperty: ['meta', 'property'],
  TSTypePredicate: ['parameterName'],
  TSIndexSignature: ['parameters'],
  TSMappedType: ['key'],
  LabeledStatement: ['label'],
  BreakStatement: ['label'],
  ContinueStatement: ['label'],
}

const TYPE_NAMES: readonly string[] = ['TSTypeReference', 'TSTypeQuery', 'TSInterfaceHeritage', 'TSClassImplements']

function walk(node: Node, parent: Node | null, visit: (node: Node, parent: Node | null) => void): void {
  visit(node, parent)
  const labels = node['computed'] === true ? [] : (LABELS[node.type] ?? [])
  // `export { a } from './b.ts'` names nothing in this module.
  if (node.type === 'ExportNamedDeclaration' && node['source']) return
  // Type names carry no behaviour: only values can reach a clock or a machine.
  if (TYPE_NAMES.includes(node.type)) {
    if (node['typeArguments']) walk(node['typeArguments'] as Node, node, visit)
    return
  }
  for (const [key, value] of Object.entries(node)) {
    if (labels.includes(key)) continue
    const inPattern = node.type === 'Property' && key === 'value' && parent?.type === 'ObjectPattern'
    for (const child of Array.isArray(value) ? value : [value]) {
      if (!isNode(child)) continue
      // { a: b } and { a } in a pattern introduce b and a.
      if (inPattern && child.type === 'Identifier') visit(child, { type: 'RestElement' } as unknown as Node)
      else walk(child, node, visit)
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}
