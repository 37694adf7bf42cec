import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { CODES } from '../../shared/base/codes.ts'
import { filesUnder, isModule } from './modules.ts'
import { FOLDERS } from './rows.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const page = readFileSync(resolve(ROOT, 'docs/codes.md'), 'utf8')
const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` \| (.+) \|$/gm)].map((match) => `| \`${match[1]}\` | ${match[2]} |`)

test('docs/codes.md lists every code with its meaning, and no other', () => {
  const wanted = Object.entries(CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`)
  expect(rows.length).toBeGreaterThan(40)
  expect([...rows].sort()).toEqual(wanted.sort())
})

test('no code is written twice', () => {
  const source = readFileSync(resolve(ROOT, 'shared/base/codes.ts'), 'utf8')
  const keys = [...source.matchAll(/^ {2}'?([a-z0-9-]+)'?:/gm)].map((match) => String(match[1]))
  expect(keys.length).toBe(new Set(keys).size)
  expect([...new Set(keys)].sort()).toEqual(Object.keys(CODES).sort())
})

test('every code is used somewhere', () => {
  const sources = FOLDERS.flatMap(filesUnder)
    .filter((path) => isModule(path) && path !== 'shared/base/codes.ts')
    .map((path) => readFileSync(resolve(ROOT, path), 'utf8'))
  expect(Object.keys(CODES).filter((code) => !sources.some((text) => text.includes(`'${code}'`)))).toEqual([])
})
