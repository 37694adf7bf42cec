import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { IDENTIFIERS } from '../../../shared/contract/identifiers/index.ts'
import { CASE_SOURCES } from '../../../shared/contract/service/definition.ts'
import { callType } from '../../../shared/contract/service/expression-calls.ts'
import { checkExpression } from '../../../shared/contract/service/expression-check.ts'
import { ENGINE } from '../../../shared/contract/service/expression-limits.ts'
import { parseExpression } from '../../../shared/contract/service/expression-parse.ts'
import { scopeOf } from '../../../shared/contract/service/expression-scope.ts'
import { publicFieldsFit } from '../../../shared/contract/service/form.ts'
import { WIDGETS } from '../../../shared/contract/service/form-types.ts'
import { MOST } from '../../../shared/contract/service/read-parts.ts'
import { rich, richWith } from '../../kit/definitions.ts'
import { MISTAKES } from './mistakes.ts'

/** docs/definition-rules.md against the code: its rules are held by tests, its numbers and lists are those that judge. */
const page = readFileSync(resolve(import.meta.dirname, '../../../docs/definition-rules.md'), 'utf8')
const RULE = /^- \*\*([DPQ][0-9]{1,2})\*\*/gm
const stated = [...page.matchAll(RULE)].map((match) => String(match[1]))

/** What stands between `<!-- name -->` and `<!-- /name -->`. */
function part(name: string): string {
  const [, inside] = page.split(new RegExp(`<!-- /?${name} -->`))
  if (inside === undefined) throw new Error(`no part ${name}`)
  return inside
}
const words = (name: string) => [...part(name).matchAll(/`([^`]+)`/g)].map((match) => String(match[1]))
const numbers = (name: string) =>
  Object.fromEntries([...part(name).matchAll(/^\| `(\w+)` \| (\d+) \|$/gm)].map((m) => [m[1], Number(m[2])]))

/** Rules in the names of the tests of this folder; those of the table of mistakes are in the names that it makes. */
const named = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap((file) => [
    ...readFileSync(resolve(import.meta.dirname, file), 'utf8').matchAll(/\(\s*['"`]\[([DPQ][^\]]*)\]/g),
  ])
  .flatMap((match) => String(match[1]).split(', '))
const cited = new Set([...MISTAKES.map(([rule]) => rule), ...named])

test('every rule is stated once', () => {
  expect(stated.length).toBeGreaterThan(35)
  expect(stated.filter((id, i) => stated.indexOf(id) !== i)).toEqual([])
})

test('every rule is held by a test, and every mistake breaks a rule that is stated', () => {
  expect(stated.filter((id) => !cited.has(id))).toEqual([])
  expect([...cited].filter((id) => !stated.includes(id))).toEqual([])
})

test('the sizes are those of the reader and of the engine', () => {
  expect(numbers('most')).toEqual(MOST)
  expect(numbers('engine')).toEqual(ENGINE)
})

test('[D8, D24] the lists of words are those that the reader knows', () => {
  expect(words('widgets')).toEqual([...WIDGETS])
  expect(words('identifiers')).toEqual(Object.keys(IDENTIFIERS))
  expect(words('sources')).toEqual([...CASE_SOURCES])
})

test('[Q4] the table has every operator and function of engine 1, and no other', () => {
  const rows = part('functions')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const listed = new Set(
    rows.flatMap((line) => [...String(line.split(' | ')[0]).matchAll(/`([^`]+)`/g)].map((m) => m[1])),
  )
  const inside = (name: string) => (/^\w+$/.test(name) ? (name === 'in' ? '@in' : name) : `_${name}_`)
  const known = (name: string) => [true, false].some((method) => !isUnknown(callType(name, method, [], true)))
  for (const name of listed) expect([name, known(inside(String(name)))]).toEqual([name, true])
  const others = [
    '_[_]',
    'matches',
    'map',
    'now',
    'int',
    'string',
    'double',
    'dyn',
    'type',
    'bytes',
    'timestamp',
    'toString',
  ]
  expect(others.filter(known)).toEqual([])
  expect(listed.size).toBe(23)
})

/** Steps reckoned by hand from the page: nodes, reads, and what the calls cost. The form has at most 12 members and 4 wells. */
test.each([
  ['form.area > 1', 4 + 2],
  ['has(form.price) && form.price > 1', 1 + 2 + 2 + 4 + 2],
  ['!!(form.mortgaged)', 2 + 2],
  ['form.area * 2 - -form.area > 1', 10 + 2 + 2 + 3 * 2],
  ['form.members.all(m, m.share > 0)', 1 + (2 + 2) + 12 * (4 + 2 + 4)],
  ['form.members.filter(m, m.share > 0).size() > 1', 3 + 1 + (2 + 2) + 12 * (4 + 2 + 4 + 6)],
  ['sum(form.members, "share") > 1', 3 + (2 + 2) + 1 + 12 * 8],
  ['unique(form.members, "name")', 2 + (2 + 2) + 12 * (8 + 1)],
  ['form.town in ["632723100", "632723101"]', 1 + (2 + 2) + 2 + 2 * (1 + 1)],
  // Of 18 units: gone through twice, compared, looked for in themselves.
  ['size(form.town) > 1', 3 + (2 + 2) + 2 * 1],
  ['form.town.contains(form.town)', 1 + 2 * (2 + 2) + 1 + 1],
  ['"x" in burdens.contract', 2 + 2 + 50 * (1 + 1)],
  ['has(contract.area) && contract.area == form.area', 1 + 2 + 2 + 5 + 4],
  ['has(contract.a) && has(contract.b) && contract.a + contract.b == "x"', 2 * 3 + 4 + 7 + 4 + (200 + 2) + 1],
  // Once for each of the wells.
  ['"x" in burdens.well', 4 * (2 + 2 + 50 * (1 + 1))],
  ['daysBetween(today, addDays(form.until, 1)) > 0', 3 + 1 + 1 + 2 + 2 + 1 + 2 * 8],
] as const)('[Q10] %s', (source, steps) => {
  const scope = scopeOf(rich, 'form')
  const parsed = parseExpression(source)
  if (typeof scope === 'string' || typeof parsed === 'string') throw new Error('not an expression')
  expect(checkExpression(scope, parsed, true)).toMatchObject({ work: steps })
})

test('[D26] a bare schema counts code points, and knows neither identifiers nor conditions', () => {
  const name = (n: number) => ({ contractNo: '\u{20BB7}'.repeat(n) })
  const d = richWith((one) => {
    delete one.form.schema.properties.contractNo.pattern
  })
  expect([publicFieldsFit(d, name(40)), publicFieldsFit(d, name(41))]).toEqual([true, false])
  expect([publicFieldsFit(d, { town: '999999999' }), publicFieldsFit(d, { town: 'x' })]).toEqual([true, false])
  expect(publicFieldsFit(d, { reasonNote: '另有约定' })).toBe(true)
})

const isUnknown = (answer: unknown) => typeof answer === 'string' && answer.includes('not part of engine 1')
