import { hash } from '../../shared/ledger/index.ts'

/** What hashing many things at once takes from the runtime. */
export interface SubtleDigest {
  digest(algorithm: 'SHA-256', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>
}

/** SHA-256 of each, in order: natively where the runtime can, which is several times faster than in JavaScript. */
export async function digestAll(items: readonly Uint8Array[], subtle = runtimeSubtle()): Promise<Uint8Array[]> {
  if (subtle === undefined) return items.map(hash)
  const hashes = await Promise.all(items.map((item) => subtle.digest('SHA-256', item as Uint8Array<ArrayBuffer>)))
  return hashes.map((one) => new Uint8Array(one))
}

/** Not there on pages of an insecure origin. */
function runtimeSubtle(): SubtleDigest | undefined {
  return (globalThis.crypto as { subtle?: SubtleDigest } | undefined)?.subtle
}
