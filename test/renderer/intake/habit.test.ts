import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { countFiling, usedServices } from '../../../renderer/pages/intake/habit.ts'

const rows = new Map<string, string>()
beforeEach(() => {
  rows.clear()
  const localStorage = {
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
  }
  vi.stubGlobal('window', { localStorage })
})
afterEach(() => vi.unstubAllGlobals())

const file = (service: string, times: number) => {
  for (let i = 0; i < times; i++) countFiling('clerk-1', service)
}

test('services keep the order in which they were first used, until one is used clearly more often than the one before it', () => {
  file('a', 1)
  file('b', 5)
  expect(usedServices('clerk-1')).toEqual(['a', 'b'])
  file('b', 1)
  expect(usedServices('clerk-1')).toEqual(['b', 'a'])
  file('c', 10)
  expect(usedServices('clerk-1')).toEqual(['b', 'c', 'a'])
  // By turns nothing moves: the keys stay as they were learned.
  for (let i = 0; i < 20; i++) {
    file('b', 1)
    file('c', 1)
  }
  expect(usedServices('clerk-1')).toEqual(['b', 'c', 'a'])
})

test('one person does not have the habits of another', () => {
  file('a', 3)
  expect(usedServices('clerk-2')).toEqual([])
})

test('what cannot be read is no habit', () => {
  for (const text of ['{', 'null', '{"code":"a"}', '[null,7,{"code":1,"n":1},{"code":"a"},{"code":"b","n":-1}]']) {
    rows.set('county-ledger/used/clerk-1', text)
    expect(usedServices('clerk-1')).toEqual([])
  }
})
