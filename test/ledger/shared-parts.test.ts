import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import { encode, encodeShared, type KeptBytes, type Value } from '../../shared/ledger/index.ts'
import { anyValue } from './values.ts'

test('[E1] what was kept of parts gives the same bytes: at once, again, and inside of other values', () => {
  fc.assert(
    fc.property(fc.array(anyValue, { maxLength: 4 }), (parts) => {
      const kept: KeptBytes = new WeakMap()
      const within: Value[] = [{ a: parts as Value[] }, [parts as Value[]], { b: { c: parts as Value[] } }]
      for (const value of [...parts, ...within, ...within, ...parts])
        expect(hex(encodeShared(value, kept))).toBe(hex(encode(value)))
    }),
    { numRuns: 300 },
  )
})

test('[E1] a part that cannot be said is not kept, and throws each time', () => {
  const kept: KeptBytes = new WeakMap()
  const broken = { part: { a: 1, b: undefined } } as unknown as Value
  for (let i = 0; i < 2; i++) expect(() => encodeShared(broken, kept)).toThrow('cannot encode undefined')
  expect(hex(encodeShared({ part: { a: 1 } }, kept))).toBe(hex(encode({ part: { a: 1 } })))
})
