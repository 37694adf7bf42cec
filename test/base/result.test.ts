import { expect, test } from 'vitest'
import { CODES, isCode } from '../../shared/base/codes.ts'
import { fail, must, ok } from '../../shared/base/result.ts'

test('a failure that must not be is a bug and throws with its code', () => {
  expect(must(ok(3))).toBe(3)
  expect(() => must(fail('bad-proof', 'why'))).toThrow('bad-proof: why')
})

test('only the closed set of codes is a code', () => {
  expect(Object.keys(CODES).every(isCode)).toBe(true)
  for (const name of ['', 'constructor', '__proto__', 'toString', 'Bad-Proof']) expect(isCode(name)).toBe(false)
})
