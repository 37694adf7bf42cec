import fc from 'fast-check'
import type { Value } from '../../shared/ledger/index.ts'

/**
 * An encoder of rule E1 written from the rule alone, to hold the project's own against: slow, plain, and with no library.
 */
export function referenceEncode(value: Value): Uint8Array {
  return Uint8Array.from(items(value))
}

function head(major: number, arg: number): number[] {
  if (arg < 24) return [(major << 5) | arg]
  const n = arg < 2 ** 8 ? 1 : arg < 2 ** 16 ? 2 : arg < 2 ** 32 ? 4 : 8
  const out: number[] = []
  let rest = BigInt(arg)
  for (let i = 0; i < n; i++, rest >>= 8n) out.unshift(Number(rest & 255n))
  return [(major << 5) | (24 + Math.log2(n)), ...out]
}

function items(value: Value): number[] {
  if (value === null) return [0xf6]
  if (typeof value === 'boolean') return [value ? 0xf5 : 0xf4]
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (value instanceof Uint8Array) return [...head(2, value.length), ...value]
  if (typeof value === 'string') {
    const bytes = new TextEncoder().encode(value)
    return [...head(3, bytes.length), ...bytes]
  }
  if (Array.isArray(value)) return [...head(4, value.length), ...value.flatMap((v: Value) => items(v))]
  const pairs = Object.entries(value as Record<string, Value>)
    .map(([key, inner]) => [items(key), items(inner)] as const)
    .sort(([a], [b]) => {
      for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0)
      return a.length - b.length
    })
  return [...head(5, pairs.length), ...pairs.flatMap(([key, inner]) => [...key, ...inner])]
}

/** A map with the given keys and no prototype, so that `__proto__` is a key. */
export function bare(entries: readonly (readonly [string, Value])[]): Value {
  const out: Record<string, Value> = Object.create(null)
  for (const [key, value] of entries) out[key] = value
  return out
}

const integer = fc.oneof(
  fc.maxSafeInteger().map((n) => n + 0),
  fc.integer({ min: -300, max: 300 }).map((n) => n + 0),
  fc.constantFrom(23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER),
  fc.constantFrom(-24, -25, -256, -257, -65_536, -65_537, -(2 ** 32), -(2 ** 32) - 1, -Number.MAX_SAFE_INTEGER),
)
const string = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ maxLength: 40 }).map((s) => `\ufeff${s}`),
  fc.constantFrom('\ufeff', '\ufeff\ufeff', '\u0000', '卓玛·才让', '\u{20bb7}野家', 'བོད་ཡིག'),
)
const key = fc.oneof(
  string,
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', '1', '10', '9', 'a', 'aa', 'b'),
  fc.string({ minLength: 20, maxLength: 30 }),
)

/** Any value of rule E1, at most six levels deep. */
export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    integer,
    string,
    fc.uint8Array({ maxLength: 300 }),
    fc.constantFrom<Value>(true, false, null),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.uniqueArray(fc.tuple(key, tie('value')), { maxLength: 6, selector: ([name]) => name }).map(bare),
  ),
})).value

/** One bit changed. */
export function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const out = bytes.slice()
  out[bit >> 3] = (out[bit >> 3] as number) ^ (1 << (bit & 7))
  return out
}

/** All the ways to change one bit. */
export function* flips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit++) yield flip(bytes, bit)
}
