import { expect, test } from 'vitest'
import { broken, countReport, sum } from '../../scripts/totals.mjs'

const file = (status: string, statuses: string[], message = '') => ({
  name: 'a.test.ts',
  status,
  message,
  assertionResults: statuses.map((each, i) => ({ status: each, fullName: `test ${i}` })),
})
const report = (...testResults: object[]) => JSON.stringify({ testResults })
const counts = ({ passed, failed, skipped }: ReturnType<typeof sum>) => [passed, failed, skipped]

test('passed, failed and everything that did not run are counted, and failures are named', () => {
  const totals = countReport('unit', 1, report(file('failed', ['passed', 'failed', 'skipped', 'pending', 'todo'])))
  expect(counts(totals)).toEqual([1, 1, 3])
  expect(totals.failures).toEqual(['a.test.ts > test 1'])
})

test('a file that cannot be loaded is a failure', () => {
  const totals = countReport('unit', 1, report(file('passed', ['passed']), file('failed', [], 'no such module\nat …')))
  expect(counts(totals)).toEqual([1, 1, 0])
  expect(totals.failures).toEqual(['a.test.ts: no such module'])
})

test('a runner that ends badly although every test passed is a failure', () => {
  expect(counts(countReport('browser', 1, report(file('passed', ['passed']))))).toEqual([1, 1, 0])
})

test.each([
  ['no report', null],
  ['half a report', '{"testResults": ['],
  ['a report of something else', '{}'],
  ['a report without tests', report()],
])('%s is a failure, even with exit code 0', (_, text) => {
  expect(counts(countReport('unit', 0, text))).toEqual([0, 1, 0])
})

test('sums keep every failure', () => {
  const totals = sum([broken('check: format'), countReport('unit', 0, report(file('passed', ['passed', 'passed'])))])
  expect(totals).toEqual({ passed: 2, failed: 1, skipped: 0, failures: ['check: format'] })
})
