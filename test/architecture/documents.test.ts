import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesUnder } from './modules.ts'
import { ROWS } from './rows.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8')
const pages = ['README.md', 'CONTRIBUTING.md', ...filesUnder('docs').filter((path) => path.endsWith('.md'))]
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

describe.each(pages)('%s', (page) => {
  const text = read(page)

  test('links to what exists', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)].map((match) => String(match[1]))
    expect(links.filter((link) => !existsSync(resolve(ROOT, dirname(page), link)))).toEqual([])
  })

  test('names commands that exist', () => {
    const named = [...text.matchAll(/npm run (?:-s )?([a-z:-]+)/g)].map((match) => String(match[1]))
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
  })

  test('names folders and files of the project that exist', () => {
    const named = [...text.matchAll(/`((?:shared|main|renderer|province|verifier|test|scripts|docs)\/[\w./-]*)`/g)]
    const paths = named.map((match) => String(match[1]))
    expect(paths.filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([])
  })
})

test('every command has its script', () => {
  const files = Object.values(scripts).map((command) => String(/^node (\S+)/.exec(command)?.[1]))
  expect(files.filter((file) => !existsSync(resolve(ROOT, file)))).toEqual([])
})

test('docs/architecture.md shows the table of imports as it is', () => {
  const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(' ') || '·'
  const lines = ROWS.map(
    (row) => `| \`${row.path}\` | ${code(row.within)} | ${code(row.packages)} | ${row.node ? 'yes' : 'no'} |`,
  )
  const wanted = ['| files | may import | packages | Node |', '|---|---|---|---|', ...lines].join('\n')
  expect(read('docs/architecture.md')).toContain(`<!-- rows -->\n${wanted}\n<!-- /rows -->`)
})
