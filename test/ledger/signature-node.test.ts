import { createPublicKey, verify as nodeVerify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { makeVerify, type NativeVerify } from '../../shared/ledger/index.ts'
import { vectorsThere } from '../kit/vectors.ts'
import { cctv, speccheck, wronglyJudged, wycheproof } from './signature-cases.ts'

const DER = Buffer.from('302a300506032b6570032100', 'hex')

/** OpenSSL, synchronously, as the node and the verifier use it. */
const openssl: NativeVerify = (pub, message, sig) =>
  nodeVerify(null, message, createPublicKey({ key: Buffer.concat([DER, pub]), format: 'der', type: 'spki' }), sig)

describe.skipIf(!vectorsThere)('public vectors over OpenSSL', () => {
  test('[K3] are judged as the rule says: 43 of 914, one of twelve, and the 151', async () => {
    const verify = makeVerify(openssl)
    for (const cases of [await cctv(), await speccheck(), await wycheproof()]) {
      expect(await wronglyJudged(cases, verify)).toEqual([])
    }
  })

  test('[K3] the prefilter is needed: alone, the engine takes cases that the rule does not', async () => {
    const wrong = await wronglyJudged(await cctv(), openssl)
    expect(wrong.length).toBeGreaterThan(0)
  })
})
