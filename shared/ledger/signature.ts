import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat, equal, hex } from '../base/bytes.ts'

/**
 * [K3] One definition of validity for Ed25519 on every engine: a byte prefilter, then any native verify; where there is none, the
 * cofactorless equation with noble points. Engines disagree only on what the prefilter refuses.
 */

/** Verifies under K3. Async because WebCrypto is; never throws. */
export type Verify = (pub: Uint8Array, message: Uint8Array, sig: Uint8Array) => Promise<boolean>

/** A native engine's plain verify: called only with what the prefilter has passed; may throw on a key it cannot take. */
export type NativeVerify = (pub: Uint8Array, message: Uint8Array, sig: Uint8Array) => boolean | Promise<boolean>

const P = 2n ** 255n - 19n
const L = 2n ** 252n + 27742317777372353535851937790883648493n

function littleEndian(bytes: Uint8Array): bigint {
  let text = '0x'
  for (let i = bytes.length - 1; i >= 0; i--) text += (bytes[i] as number).toString(16).padStart(2, '0')
  return BigInt(text)
}

/** y of the eight small-order points in canonical form; the sign bit is masked off before the look-up. */
const SMALL_ORDER_Y = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/** First bytes of those and of what is not canonical: all other points need no closer look. */
const SUSPECT = new Set([0x00, 0x01, 0x26, 0xc7, ...Array.from({ length: 0x100 - 0xec }, (_, i) => 0xec + i)])

/** y < p, and not one of the small-order points (which covers both encodings of x = −0). */
function isUsablePoint(bytes: Uint8Array): boolean {
  if (!SUSPECT.has(bytes[0] as number)) return true
  const y = bytes.slice()
  y[31] = (y[31] as number) & 0x7f
  // Only y ≥ p = 2^255 − 19 is not canonical: all of 0xff but the ends.
  if ((y[31] as number) === 0x7f && (y[0] as number) >= 0xed && littleEndian(y) >= P) return false
  return !SMALL_ORDER_Y.has(hex(y))
}

/** S < L, A and R canonical and not of small order. A and R are not yet known to be on the curve. */
export function passesPrefilter(pub: Uint8Array, sig: Uint8Array): boolean {
  if (pub.length !== 32 || sig.length !== 64) return false
  if ((sig[63] as number) > 0x10) return false
  if ((sig[63] as number) === 0x10 && littleEndian(sig.subarray(32)) >= L) return false
  return isUsablePoint(pub) && isUsablePoint(sig.subarray(0, 32))
}

/** The whole rule on noble points: the reference, and the fallback where no native engine is. */
export function verifyPure(pub: Uint8Array, message: Uint8Array, sig: Uint8Array): boolean {
  if (!passesPrefilter(pub, sig)) return false
  try {
    const r = sig.subarray(0, 32)
    const a = ed25519.Point.fromBytes(pub)
    const s = littleEndian(sig.subarray(32))
    const k = littleEndian(sha512(concat(r, pub, message))) % L
    const sb = s === 0n ? ed25519.Point.ZERO : ed25519.Point.BASE.multiplyUnsafe(s)
    const ka = k === 0n ? ed25519.Point.ZERO : a.multiplyUnsafe(k)
    return equal(sb.subtract(ka).toBytes(), r)
  } catch {
    return false
  }
}

/** K3 over a native engine; without one, over noble. */
export function makeVerify(native: NativeVerify | null): Verify {
  if (native === null) return async (pub, message, sig) => verifyPure(pub, message, sig)
  return async (pub, message, sig) => {
    if (!passesPrefilter(pub, sig)) return false
    try {
      return await native(pub, message, sig)
    } catch {
      return false
    }
  }
}

/** [K3] At registration a key must also be on the curve and free of torsion. */
export function isRegistrable(pub: Uint8Array): boolean {
  if (pub.length !== 32 || !isUsablePoint(pub)) return false
  try {
    return ed25519.Point.fromBytes(pub).isTorsionFree()
  } catch {
    return false
  }
}

/** The part of WebCrypto that K3 needs; Node and browsers pass their own `crypto.subtle`. */
export interface SubtleVerify {
  importKey(
    format: 'raw',
    key: Uint8Array,
    algorithm: 'Ed25519',
    extractable: boolean,
    usages: ['verify'],
  ): Promise<unknown>
  verify(algorithm: 'Ed25519', key: never, sig: Uint8Array, message: Uint8Array): Promise<boolean>
}

/** A native verify over WebCrypto; a key is imported once and kept (limits.md). `most` bounds the keys kept. */
export function webCryptoVerify(subtle: SubtleVerify, most = 4_096): NativeVerify {
  const keys = new Map<string, Promise<unknown>>()
  const ready = new Map<string, unknown>()
  return (pub, message, sig) => {
    const name = hex(pub)
    const known = ready.get(name)
    if (known !== undefined) return subtle.verify('Ed25519', known as never, sig, message)
    let key = keys.get(name)
    if (key === undefined) {
      if (keys.size >= most) {
        keys.clear()
        ready.clear()
      }
      key = subtle.importKey('raw', pub, 'Ed25519', false, ['verify'])
      keys.set(name, key)
      // A failed import is not kept: the engine may have been short of memory, and the key good.
      key.then(
        (imported) => ready.set(name, imported),
        () => keys.delete(name),
      )
    }
    return key.then((imported) => subtle.verify('Ed25519', imported as never, sig, message))
  }
}

/** Signs with noble; for places that hold a secret and have no native signer. `secret` is the 32-byte seed. */
export function signPure(secret: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, secret)
}

/** The public key of a 32-byte seed. */
export function publicKey(secret: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(secret)
}
