import { encode, hash, type Value } from '../../ledger/index.ts'

const known = new WeakMap<object, Uint8Array>()

/** H(CBOR(definition)): what a second signature and an executor's act name a definition by. Made once per object, dropped with it. */
export function definitionHash(definition: Value): Uint8Array {
  if (typeof definition !== 'object' || definition === null) return hash(encode(definition))
  const kept = known.get(definition)
  if (kept !== undefined) return kept
  const made = hash(encode(definition))
  known.set(definition, made)
  return made
}
