import { createPublicKey, verify as nativeVerify } from 'node:crypto'
import { makeVerify, type Verify } from '../../shared/ledger/index.ts'

const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex')

/** [K3] A signature by anybody's key, for what main itself has to know: few, so that nothing is kept between them. */
export const verify: Verify = makeVerify(async (pub, message, sig) => {
  const key = createPublicKey({ key: Buffer.concat([SPKI_ED25519, pub]), format: 'der', type: 'spki' })
  return nativeVerify(null, message, key, sig)
})
