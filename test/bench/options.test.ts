import { expect, test } from 'vitest'
import { ratioOf } from './frame.ts'
import { parseArguments } from './options.ts'
import { figure, table } from './report.ts'

test('nothing is given: nothing is assumed', () => {
  expect(parseArguments([])).toEqual({ name: null, json: null, rounds: null, n: null, data: null, keep: null })
})

test('a name and its options, in any order', () => {
  const read = { name: 'x', json: 'a.json', rounds: 3, n: 500, data: null, keep: null }
  expect(parseArguments(['--n', '500', 'x', '--json', 'a.json', '--rounds', '3'])).toEqual(read)
  expect(parseArguments(['--cases', '500', 'x', '--json', 'a.json', '--rounds', '3'])).toEqual(read)
})

test.each([
  [['x', 'y']],
  [['x', '--fast', '1']],
  [['x', '--toString', '1']],
  [['x', '--json']],
  [['x', '--json', '--n', '3']],
  [['x', '--n', '0']],
  [['x', '--n', '1.5']],
  [['x', '--rounds', 'many']],
])('%j is refused with words', (args) => {
  expect(parseArguments(args)).toBeTypeOf('string')
})

test('figures are short', () => {
  expect([0.812345, 12.345, 99.96, 12345.6, 0].map(figure)).toEqual(['0.812', '12.3', '100', '12,346', '0'])
})

test('the table shows medians, the least and the most, and the noise', () => {
  const environment = { date: '2026-11-22', node: 'v20', system: 's', cpu: 'c', cores: 2, memoryGB: 4, load: 0.5 }
  const ratios = [ratioOf('rate', 'per second', [8, 9, 10], [10, 10, 12])]
  const text = table({ name: 'x', rounds: 3, ratios, notes: [], environment })
  expect(text).toContain('9 (8–10)')
  expect(text).toContain('0.833 (0.8–0.9)')
  expect(text).toContain('20 %')
  expect(text).toContain('load before: 0.5')
})
