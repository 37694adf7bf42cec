import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { concat, fromHex, hex } from '../shared/base/bytes.ts'
import { must } from '../shared/base/result.ts'
import { makeVerify, type Verify } from '../shared/ledger/index.ts'

const SPKI = must(fromHex('302a300506032b6570032100'))
/** Enough to keep the thread pool busy, and little memory. */
const IN_FLIGHT = 64

/** [K3] Ed25519 by Node's own engine behind the byte prefilter; keys are imported once. */
export function nativeVerify(): Verify {
  const keys = new Map<string, KeyObject>()
  const keyOf = (pub: Uint8Array): KeyObject => {
    const name = hex(pub)
    let key = keys.get(name)
    if (key === undefined) {
      key = createPublicKey({ key: Buffer.from(concat(SPKI, pub)), format: 'der', type: 'spki' })
      keys.set(name, key)
    }
    return key
  }
  return makeVerify(
    (pub, message, sig) =>
      new Promise((resolve, reject) =>
        verify(null, message, keyOf(pub), sig, (error, holds) => (error ? reject(error) : resolve(holds))),
      ),
  )
}

/** Runs over all items, some at a time; answers the indexes for which it said no, in order. */
export async function refusedBy<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<number[]> {
  const refused: number[] = []
  for (let at = 0; at < items.length; at += IN_FLIGHT) {
    const some = await Promise.all(items.slice(at, at + IN_FLIGHT).map(holds))
    for (const [i, held] of some.entries()) if (!held) refused.push(at + i)
  }
  return refused
}
