import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { describe, expect, test } from 'vitest'
import { concat, equal, hex, utf8 } from '../../shared/base/bytes.ts'
import {
  CONTEXT,
  hash,
  hashIn,
  inContext,
  isRegistrable,
  keyId,
  makeVerify,
  passesPrefilter,
  publicKey,
  signPure,
  verifyPure,
  webCryptoVerify,
} from '../../shared/ledger/index.ts'
import { vectorsThere } from '../kit/vectors.ts'
import { cctv, speccheck, wronglyJudged, wycheproof } from './signature-cases.ts'
import { flips } from './values.ts'

const PATHS = { noble: makeVerify(null), WebCrypto: makeVerify(webCryptoVerify(crypto.subtle as never)) }
const SEED = new Uint8Array(32).fill(7)
const PUB = publicKey(SEED)
const L = 2n ** 252n + 27742317777372353535851937790883648493n
const P = 2n ** 255n - 19n

const littleEndian = (n: bigint, length = 32) =>
  Uint8Array.from({ length }, (_, i) => Number((n >> BigInt(8 * i)) & 255n))
const numberOf = (bytes: Uint8Array) => bytes.reduceRight((n, b) => n * 256n + BigInt(b), 0n)

describe.skipIf(!vectorsThere).each(Object.entries(PATHS))('public vectors over %s', (_, verify) => {
  test('[K3] exactly 43 of the 914 edge cases of CCTV are valid, and which', async () => {
    const cases = await cctv()
    expect([cases.length, cases.filter((one) => one.valid).length]).toEqual([914, 43])
    expect(await wronglyJudged(cases, verify)).toEqual([])
  })

  test('[K3] exactly one of the twelve of speccheck is valid', async () => {
    const cases = await speccheck()
    expect([cases.length, cases.filter((one) => one.valid).length]).toEqual([12, 1])
    expect(await wronglyJudged(cases, verify)).toEqual([])
  })

  test('[K3] the 151 of Wycheproof are judged as they say', async () => {
    const cases = await wycheproof()
    expect(cases.length).toBe(151)
    expect(await wronglyJudged(cases, verify)).toEqual([])
  })
})

describe.each(Object.entries(PATHS))('signatures over %s', (_, verify) => {
  test('[K3] a good one holds; any bit changed in it or in the message does not', async () => {
    const message = utf8('草原')
    const sig = signPure(SEED, message)
    expect(await verify(PUB, message, sig)).toBe(true)
    for (const other of flips(sig)) expect(await verify(PUB, message, other)).toBe(false)
    for (const other of flips(message)) expect(await verify(PUB, other, sig)).toBe(false)
  })

  test('[K3] S + L gives the same point and is refused', async () => {
    const message = utf8('x')
    const sig = signPure(SEED, message)
    const more = concat(sig.subarray(0, 32), littleEndian(numberOf(sig.subarray(32)) + L))
    expect(await verify(PUB, message, more)).toBe(false)
  })

  test('[K3] wrong lengths and keys off the curve are false, not an exception', async () => {
    const message = utf8('x')
    const sig = signPure(SEED, message)
    const offCurve = littleEndian(2n)
    expect(() => ed25519.Point.fromBytes(offCurve)).toThrow()
    for (const pub of [new Uint8Array(0), PUB.subarray(1), concat(PUB, Uint8Array.of(0)), offCurve])
      expect(await verify(pub, message, sig)).toBe(false)
    for (const bad of [
      new Uint8Array(0),
      sig.subarray(1),
      concat(sig, Uint8Array.of(0)),
      concat(offCurve, sig.subarray(32)),
    ])
      expect(await verify(PUB, message, bad)).toBe(false)
    expect(await verify(PUB, message, sig)).toBe(true)
  })

  test('[K3] a signature under a key with torsion is judged without the cofactor', async () => {
    // A' = A + T8. SB = R + kA' holds only where k·T8 is the identity: for one message in eight.
    const torsion = ed25519.Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')
    const pub = ed25519.Point.fromBytes(PUB).add(torsion).toBytes()
    const scalar = ed25519.utils.getExtendedPublicKey(SEED).scalar
    let held = 0
    for (let i = 0; i < 64; i++) {
      const message = utf8(`message ${i}`)
      const r = ed25519.Point.BASE.multiply(BigInt(i + 2)).toBytes()
      const k = numberOf(sha512(concat(r, pub, message))) % L
      const sig = concat(r, littleEndian((BigInt(i + 2) + k * scalar) % L))
      const valid = await verify(pub, message, sig)
      expect(valid).toBe(k % 8n === 0n)
      if (valid) held++
    }
    expect(held).toBeGreaterThan(0)
    expect(held).toBeLessThan(32)
  })
})

describe('keys', () => {
  test('[K3] every one of the eight small-order points is refused, in each encoding that is there', () => {
    const torsion = ed25519.Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')
    const points = Array.from({ length: 8 }, (_, i) =>
      i === 0 ? ed25519.Point.ZERO : torsion.multiplyUnsafe(BigInt(i)),
    )
    expect(new Set(points.map((p) => p.toHex())).size).toBe(8)
    const good = signPure(SEED, utf8('x'))
    for (const point of points) {
      for (const sign of [0x00, 0x80]) {
        const bytes = point.toBytes()
        bytes[31] = ((bytes[31] as number) & 0x7f) | sign
        expect(isRegistrable(bytes)).toBe(false)
        expect(passesPrefilter(bytes, good)).toBe(false)
        expect(passesPrefilter(PUB, concat(bytes, good.subarray(32)))).toBe(false)
      }
    }
  })

  test('[K3] y ≥ p is not canonical: all nineteen such values are refused, with either sign', () => {
    const good = signPure(SEED, utf8('x'))
    for (let y = P; y < 2n ** 255n; y++) {
      for (const sign of [0n, 1n]) {
        const bytes = littleEndian(y | (sign << 255n))
        expect(isRegistrable(bytes)).toBe(false)
        expect(passesPrefilter(bytes, good)).toBe(false)
        expect(passesPrefilter(PUB, concat(bytes, good.subarray(32)))).toBe(false)
      }
    }
    // The largest canonical y that is not of small order passes the prefilter.
    expect(passesPrefilter(littleEndian(P - 2n), good)).toBe(true)
  })

  test('[K3] S is below L: L − 1 passes the prefilter, L and all above do not', () => {
    const r = signPure(SEED, utf8('x')).subarray(0, 32)
    const passes = (s: bigint) => passesPrefilter(PUB, concat(r, littleEndian(s)))
    expect([0n, 1n, L - 1n].map(passes)).toEqual([true, true, true])
    expect([L, L + 1n, 2n ** 252n + 2n ** 251n, 2n ** 253n, 2n ** 255n, 2n ** 256n - 1n].some(passes)).toBe(false)
  })

  test('[K3] at registration a key is on the curve and free of torsion', () => {
    expect(isRegistrable(PUB)).toBe(true)
    expect(isRegistrable(PUB.subarray(1))).toBe(false)
    expect(isRegistrable(littleEndian(2n))).toBe(false)
    const torsion = ed25519.Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')
    const a = ed25519.Point.fromBytes(PUB)
    for (let i = 1; i < 8; i++) expect(isRegistrable(a.add(torsion.multiplyUnsafe(BigInt(i))).toBytes())).toBe(false)
  })

  test('[K4] each context is its line, and what is signed in one does not hold in another', () => {
    expect(Object.entries(CONTEXT).map(([name, line]) => [name, new TextDecoder().decode(line)])).toEqual(
      ['entry', 'payload', 'field', 'ack', 'session', 'bundle', 'state'].map((name) => [name, `qhl/v1/${name}\n`]),
    )
    const said = utf8('said')
    const sig = signPure(SEED, inContext('ack', said))
    expect(verifyPure(PUB, inContext('ack', said), sig)).toBe(true)
    for (const other of ['entry', 'session', 'bundle'] as const)
      expect(verifyPure(PUB, inContext(other, said), sig)).toBe(false)
    expect(verifyPure(PUB, said, sig)).toBe(false)
  })

  test('[K4] [N1] hashes in a context and ids of keys are SHA-256 as the platform computes it', async () => {
    const sha256 = async (bytes: Uint8Array) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice()))
    const body = utf8('body')
    expect(hex(hashIn('entry', body))).toBe(hex(await sha256(utf8('qhl/v1/entry\nbody'))))
    expect(hex(keyId(PUB))).toBe(hex(await sha256(PUB)))
    expect(hex(hash(new Uint8Array(0)))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
})

describe('the native engine', () => {
  test('[K3] is asked only what the prefilter has passed, and its exceptions are a no', async () => {
    let asked = 0
    const verify = makeVerify(() => {
      asked++
      throw new Error('no such key')
    })
    expect(await verify(new Uint8Array(32), utf8('x'), new Uint8Array(64))).toBe(false)
    expect(asked).toBe(0)
    expect(await verify(PUB, utf8('x'), signPure(SEED, utf8('x')))).toBe(false)
    expect(asked).toBe(1)
  })

  test('a key is imported once, kept up to a bound, and asked for again after a failed import', async () => {
    let imports = 0
    let broken = true
    const subtle = {
      importKey: async (_: 'raw', key: Uint8Array) => {
        imports++
        if (broken) throw new Error('out of memory')
        return key.slice()
      },
      verify: async (_: 'Ed25519', key: Uint8Array, sig: Uint8Array, message: Uint8Array) =>
        verifyPure(key, message, sig),
    }
    const verify = makeVerify(webCryptoVerify(subtle as never, 2))
    const sign = (seed: Uint8Array) => [publicKey(seed), utf8('x'), signPure(seed, utf8('x'))] as const
    const [one, two, three] = [1, 2, 3].map((n) => sign(new Uint8Array(32).fill(n))) as [
      ReturnType<typeof sign>,
      ReturnType<typeof sign>,
      ReturnType<typeof sign>,
    ]
    expect(await verify(...one)).toBe(false)
    broken = false
    expect(await verify(...one)).toBe(true)
    expect(imports).toBe(2)
    for (const asked of [one, two, one, two]) expect(await verify(...asked)).toBe(true)
    expect(imports).toBe(3)
    for (const asked of [three, one]) expect(await verify(...asked)).toBe(true)
    expect(imports).toBe(5)
    expect(equal(one[0], two[0])).toBe(false)
  })
})
