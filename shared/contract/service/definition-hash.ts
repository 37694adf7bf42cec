import { encode, hash, type Value } from '../../ledger/index.ts'

/** H(CBOR(definition)): what a second signature and an executor's act name a definition by. */
export function definitionHash(definition: Value): Uint8Array {
  return hash(encode(definition))
}
