import { fail, ok } from '../../base/result.ts'
import { isMap, map, type Read, type Reader } from '../../base/shape.ts'

type Readers = Record<string, Reader<unknown>>
type Typed<S extends Readers> = { [K in keyof S]: Read<S[K]> }

/** A map with exactly the `needed` keys and any of the `optional` ones; an absent key stays absent. */
export function mapWith<S extends Readers, O extends Readers>(
  needed: S,
  optional: O,
): Reader<Typed<S> & Partial<Typed<O>>> {
  return (v, path) => {
    if (!isMap(v)) return fail('wrong-shape', `${path}: map`)
    const shape: Readers = { ...needed }
    for (const name of Object.keys(optional)) {
      if (Object.hasOwn(v, name)) shape[name] = optional[name] as Reader<unknown>
    }
    const r = map(shape)(v, path)
    return r.ok ? ok(r.value as Typed<S> & Partial<Typed<O>>) : r
  }
}
