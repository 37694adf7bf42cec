import { fail, ok, type Result } from './result.ts'

/**
 * Strict readers of parsed values: a map has exactly the keys that are named, everything else is refused with the path of
 * the first thing that is wrong. The one way in which hostile input becomes a typed value.
 */
export type Reader<T> = (value: unknown, path: string) => Result<T>
export type Read<R> = R extends Reader<infer T> ? T : never

const wrong = (path: string, want: string) => fail('wrong-shape', `${path}: ${want}`)

export function text(max: number, pattern?: RegExp): Reader<string> {
  return (v, path) =>
    typeof v === 'string' && v.length <= max && (pattern === undefined || pattern.test(v))
      ? ok(v)
      : wrong(path, `text of at most ${max}${pattern ? ` like ${pattern.source}` : ''}`)
}

export const uint: Reader<number> = (v, path) =>
  typeof v === 'number' && Number.isSafeInteger(v) && v >= 0 ? ok(v) : wrong(path, 'unsigned integer')

export const int: Reader<number> = (v, path) =>
  typeof v === 'number' && Number.isSafeInteger(v) ? ok(v) : wrong(path, 'integer')

export const bool: Reader<boolean> = (v, path) => (typeof v === 'boolean' ? ok(v) : wrong(path, 'true or false'))

export const any: Reader<unknown> = (v) => ok(v)

/** A byte string of exactly `length` bytes. */
export function bytes(length: number): Reader<Uint8Array> {
  return (v, path) => (v instanceof Uint8Array && v.length === length ? ok(v) : wrong(path, `${length} bytes`))
}

export function bytesUpTo(max: number): Reader<Uint8Array> {
  return (v, path) => (v instanceof Uint8Array && v.length <= max ? ok(v) : wrong(path, `at most ${max} bytes`))
}

export const b32 = bytes(32)

export function oneOf<const T extends string | number | boolean | null>(...values: T[]): Reader<T> {
  return (v, path) => (values.includes(v as T) ? ok(v as T) : wrong(path, `one of ${values.join(', ')}`))
}

export function nullable<T>(inner: Reader<T>): Reader<T | null> {
  return (v, path) => (v === null ? ok(null) : inner(v, path))
}

export function list<T>(inner: Reader<T>, max: number, min = 0): Reader<T[]> {
  return (v, path) => {
    if (!Array.isArray(v) || v.length > max || v.length < min) return wrong(path, `array of ${min} to ${max}`)
    const out: T[] = []
    for (let i = 0; i < v.length; i++) {
      const r = inner(v[i], `${path}[${i}]`)
      if (!r.ok) return r
      out.push(r.value)
    }
    return ok(out)
  }
}

export function isMap(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v) && !(v instanceof Uint8Array)
}

/** Exactly these keys: a missing one and a surplus one are both refused. */
export function map<S extends Record<string, Reader<unknown>>>(shape: S): Reader<{ [K in keyof S]: Read<S[K]> }> {
  const names = Object.keys(shape)
  return (v, path) => {
    if (!isMap(v)) return wrong(path, 'map')
    const surplus = Object.keys(v).find((k) => !Object.hasOwn(shape, k))
    if (surplus !== undefined) return wrong(path, `unknown key ${surplus.slice(0, 40)}`)
    const out: Record<string, unknown> = {}
    for (const name of names) {
      if (!Object.hasOwn(v, name)) return wrong(path, `missing key ${name}`)
      const r = (shape[name] as Reader<unknown>)(v[name], `${path}.${name}`)
      if (!r.ok) return r
      out[name] = r.value
    }
    return ok(out as { [K in keyof S]: Read<S[K]> })
  }
}

/** A map with free keys, such as form fields; the result has no prototype. */
export function record<T>(inner: Reader<T>, max: number, key?: RegExp): Reader<Record<string, T>> {
  return (v, path) => {
    if (!isMap(v)) return wrong(path, 'map')
    const names = Object.keys(v)
    if (names.length > max) return wrong(path, `at most ${max} keys`)
    const out: Record<string, T> = Object.create(null)
    for (const name of names) {
      if (key !== undefined && !key.test(name)) return wrong(path, `key like ${key.source}`)
      const r = inner(v[name], `${path}.${name}`)
      if (!r.ok) return r
      out[name] = r.value
    }
    return ok(out)
  }
}

/** As `inner`, and then a further condition. */
export function where<T>(inner: Reader<T>, holds: (value: T) => boolean, want: string): Reader<T> {
  return (v, path) => {
    const r = inner(v, path)
    return r.ok && !holds(r.value) ? wrong(path, want) : r
  }
}
