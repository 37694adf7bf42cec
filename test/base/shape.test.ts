import { describe, expect, test } from 'vitest'
import {
  b32,
  bool,
  bytes,
  bytesUpTo,
  int,
  isMap,
  list,
  map,
  nullable,
  oneOf,
  type Reader,
  record,
  text,
  uint,
  where,
} from '../../shared/base/shape.ts'

const refused = (reader: Reader<unknown>, ...values: unknown[]) => {
  for (const value of values) expect(reader(value, 'x'), typeof value).toMatchObject({ ok: false, code: 'wrong-shape' })
}
const taken = (reader: Reader<unknown>, ...values: unknown[]) => {
  for (const value of values) expect(reader(value, 'x'), typeof value).toEqual({ ok: true, value })
}

describe('strict readers', () => {
  test('numbers', () => {
    taken(uint, 0, 1, Number.MAX_SAFE_INTEGER)
    refused(uint, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', null, undefined, true, 1n, [])
    taken(int, -5, 0, -Number.MAX_SAFE_INTEGER)
    refused(int, 0.5, -(2 ** 53), '0', null)
    taken(bool, true, false)
    refused(bool, 0, 1, 'true', null)
  })

  test('text and bytes', () => {
    taken(text(3), '', 'abc')
    refused(text(3), 'abcd', 1, null, ['a'])
    taken(text(9, /^a+$/), 'a', 'aaa')
    refused(text(9, /^a+$/), '', 'ab', 'a\n', '\na')
    taken(b32, new Uint8Array(32))
    refused(
      b32,
      new Uint8Array(31),
      new Uint8Array(33),
      new Uint16Array(32),
      Array.from({ length: 32 }, () => 0),
      'a'.repeat(32),
    )
    taken(bytes(0), new Uint8Array(0))
    taken(bytesUpTo(2), new Uint8Array(0), new Uint8Array(2))
    refused(bytesUpTo(2), new Uint8Array(3), 'ab')
  })

  test('choices, null and conditions', () => {
    taken(oneOf<number | string | null>(1, 'a', null), 1, 'a', null)
    refused(oneOf<number | string>(1, 'a'), '1', 2, null, undefined)
    taken(nullable(uint), null, 3)
    refused(nullable(uint), undefined, '3')
    taken(
      where(uint, (n) => n > 2, 'more'),
      3,
    )
    refused(
      where(uint, (n) => n > 2, 'more'),
      2,
      'x',
    )
  })

  test('lists are bounded and every item is read', () => {
    taken(list(uint, 2), [], [1], [1, 2])
    refused(list(uint, 2), [1, 2, 3], [1, 'a'], { length: 1, 0: 1 }, 'ab', new Uint8Array(1))
    refused(list(uint, 2, 1), [])
  })

  test('a map has exactly its keys: own ones, none missing, none more', () => {
    const reader = map({ a: uint, b: text(3) })
    taken(reader, { a: 1, b: 'x' })
    refused(reader, { a: 1 }, { a: 1, b: 'x', c: 1 }, { a: 1, b: 1 }, {}, null, [], [1, 'x'], new Uint8Array(2), 'ab')
    refused(reader, Object.create({ a: 1, b: 'x' }))
    const tricky = Object.assign(Object.create(null) as Record<string, unknown>, { a: 1, b: 'x' })
    expect(reader(tricky, 'x').ok).toBe(true)
    Object.defineProperty(tricky, '__proto__', { value: 1, enumerable: true })
    refused(reader, tricky)
    refused(map({ toString: uint }), {})
  })

  test('the path of what is wrong is told', () => {
    const reader = map({ a: list(map({ b: uint }), 3) })
    const read = reader({ a: [{ b: 1 }, { b: 'x' }] }, 'top')
    expect(read).toMatchObject({ ok: false, detail: 'top.a[1].b: unsigned integer' })
  })

  test('a record is bounded, has no prototype, and takes __proto__ for a key', () => {
    const hostile = JSON.parse('{"__proto__": 1, "constructor": 2}') as unknown
    const read = record(uint, 2)(hostile, 'x')
    expect(read.ok && Object.getPrototypeOf(read.value)).toBe(null)
    expect(read.ok && Object.keys(read.value)).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>)['1']).toBe(undefined)
    refused(record(uint, 1), hostile)
    refused(record(uint, 2, /^[a-z]+$/), hostile)
    refused(record(uint, 2), { a: 'x' }, [], null, new Uint8Array(1))
  })

  test('bytes and arrays are not maps', () => {
    expect([{}, Object.create(null)].every(isMap)).toBe(true)
    expect([null, [], new Uint8Array(1), 'a', 1, undefined].some(isMap)).toBe(false)
  })
})
