import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesUnder, isModule, type Module, parseModule, readModule } from './modules.ts'
import { DOORS, FOLDERS, PURE_GLOBALS, ROWS, type Row } from './rows.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** Besides modules, these may lie in the folders of the table. */
const OTHER = /\.(?:json|css|html|svg|woff2|md|sql)$/

const rowOf = (path: string) => ROWS.find((row) => path.startsWith(row.path))
const inside = (path: string, folder: string) => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`)
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** What is wrong with the imports of one module, in words; empty when nothing is. */
function faults(module: Module, row: Row, exists: (path: string) => boolean): string[] {
  const out = module.oddities.map((oddity) => `${module.path}: ${oddity}`)
  for (const { specifier, file } of module.imports) {
    const wrong = (why: string) => out.push(`${module.path} imports ${specifier}: ${why}`)
    if (file === null) {
      const node = specifier.startsWith('node:')
      if (node ? !row.node : !row.packages.includes(packageOf(specifier))) wrong(`not allowed in ${row.path}`)
      continue
    }
    if (!exists(file)) wrong('no such file (write the extension)')
    const own = rowOf(file) === row
    if (!own && !row.within.some((folder) => inside(file, folder))) wrong(`not allowed in ${row.path}`)
    const door = DOORS.find((folder) => inside(file, folder) && !inside(module.path, folder))
    if (door !== undefined && file !== `${door}/index.ts`) wrong(`only ${door}/index.ts is imported from outside`)
  }
  return out
}

const files = FOLDERS.flatMap(filesUnder)
const modules = files.filter(isModule).map(readModule)
const onDisk = (path: string) => existsSync(resolve(ROOT, path))

describe('the table of imports', () => {
  test('has a row for every file', () => {
    expect(files.filter((path) => rowOf(path) === undefined)).toEqual([])
    expect(files.filter((path) => !isModule(path) && !OTHER.test(path))).toEqual([])
  })

  test('is kept by every module', () => {
    expect(modules.flatMap((module) => faults(module, rowOf(module.path) as Row, onDisk))).toEqual([])
  })

  test('was checked against enough modules', () => {
    const counts = ROWS.map((row) => ({ row, n: modules.filter((module) => rowOf(module.path) === row).length }))
    console.log(`Modules checked: ${counts.map(({ row, n }) => `${row.path} ${n}`).join(' · ')}`)
    expect(counts.filter(({ row, n }) => n < row.atLeast).map(({ row, n }) => `${row.path}: only ${n}`)).toEqual([])
    expect(modules.flatMap((module) => module.imports).length).toBeGreaterThan(modules.length)
  })

  test('names only what exists, and nothing that imports tests or scripts', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8'))
    const packages = Object.keys({ ...dependencies, ...devDependencies })
    expect(ROWS.flatMap((row) => row.packages).filter((name) => !packages.includes(name))).toEqual([])
    expect(ROWS.flatMap((row) => row.within).filter((path) => /^(?:test|scripts)/.test(path))).toEqual([])
  })
})

describe('the check itself', () => {
  const source = (path: string, text: string) => faults(parseModule(path, text), rowOf(path) as Row, () => true)

  test.each([
    ['a package out of place', 'shared/base/x.ts', "import { ed25519 } from '@noble/curves/ed25519.js'"],
    ['Node in shared', 'shared/ledger/x.ts', "import { readFileSync } from 'node:fs'"],
    ['a Node module without its prefix', 'main/services/x.ts', "import fs from 'fs'"],
    ['a type only', 'province/x.ts', "import type { Row } from '../main/services/journal.ts'"],
    ['a re-export', 'renderer/x.ts', "export * from '../main/services/journal.ts'"],
    ['a type import expression', 'verifier/x.ts', "export type A = import('../province/index.ts').A"],
    ['a dynamic import', 'main/services/x.ts', "export const a = () => import('../electron/main.ts')"],
    ['a worker', 'renderer/x.ts', "new Worker(new URL('../main/services/x.ts', import.meta.url))"],
    ['a computed import', 'renderer/x.ts', 'export const a = (name: string) => import(name)'],
    ['require', 'main/services/x.ts', "const a = require('electron')"],
    ['a test', 'province/x.ts', "import { x } from '../test/kit/temp.ts'"],
    ['past the door', 'renderer/x.ts', "import { hash } from '../shared/ledger/hash.ts'"],
    ['upwards inside shared', 'shared/ledger/x.ts', "import { a } from '../contract/case.ts'"],
    ['electron outside its folder', 'main/browser/x.ts', "import { app } from 'electron'"],
  ])('sees %s', (_, path, text) => {
    expect(source(path, text)).toHaveLength(1)
  })

  test('sees an import of a file that does not exist', () => {
    const module = parseModule('shared/base/x.ts', "import { ok } from './result'")
    expect(faults(module, rowOf(module.path) as Row, onDisk)).toHaveLength(1)
  })

  test('lets through what the table allows', () => {
    expect(
      source('shared/ledger/x.ts', "import { ok } from '../base/result.ts'\nimport '@noble/curves/ed25519.js'"),
    ).toEqual([])
    expect(source('renderer/x.ts', "import { createRoot } from 'react-dom/client'\nimport './a.css'")).toEqual([])
  })
})

describe('shared is pure', () => {
  const shared = modules.filter((module) => module.path.startsWith('shared/'))
  const impure = (module: Module) =>
    [...module.globals].filter((name) => !PURE_GLOBALS.has(name)).map((name) => `${module.path}: ${name}`)

  test('no clock, chance, IO, page or machine is reached through a global', () => {
    expect(shared.length).toBeGreaterThan(20)
    expect(shared.flatMap(impure)).toEqual([])
  })

  test.each([
    'export const t = Date.now()',
    'export const f = () => new Date()',
    'export const f = (n = performance.now()) => n',
    'export const { env } = process',
    'export const x = { crypto }',
    'export const x = `${navigator.language}`',
    'export const x = globalThis',
    'export class A { b = setTimeout }',
  ])('the check sees: %s', (text) => {
    expect(impure(parseModule('shared/base/x.ts', text))).toHaveLength(1)
  })

  test('the check is not fooled by labels and types', () => {
    const text = `import { a as b } from './b.ts'
      export { process as p } from './c.ts'
      import k from './k.json' with { type: 'json' }
      export interface Date { process: string }
      export interface K extends Omit<L, 'm'> { n: typeof globalThis }
      export const f = ({ c: d, ...e }: { c: Date }, [g]: string[]): Date | null => b.Date({ process: d, e, g })
      export function h<T>(i: T): i is T & string { try { return !i } catch (j) { throw j } }`
    expect(impure(parseModule('shared/base/x.ts', text))).toEqual([])
  })
})
