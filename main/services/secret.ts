import {
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign as nativeSign,
  verify as nativeVerify,
  webcrypto,
} from 'node:crypto'
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption'
import { equal } from '../../shared/base/bytes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, type Result } from '../../shared/base/result.ts'
import { b32, list, map, oneOf, type Read, text } from '../../shared/base/shape.ts'
import { type Context, decode, encode, inContext, keyId, makeVerify } from '../../shared/ledger/index.ts'
import { ageIdentity, openAge } from './age-open.ts'

/** What a vault file holds: a person's entry key, and the X25519 keys that open what is sealed to their office, newest first. */
const secret = map({
  v: oneOf(1),
  person: text(LIMITS.code),
  /** Ed25519 seed (RFC 8032). */
  seed: b32,
  office: list(b32, 16, 1),
})
export type Secret = Read<typeof secret>

/** log2 of scrypt's N: about half a second on a county PC. */
export const WORK_FACTOR = 17

/** Full-width digits and other shapes that an input method makes of the same character count as the same. */
const spoken = (passphrase: string) => passphrase.normalize('NFKC')

/** [K5] An age file under the passphrase. */
export async function sealSecret(value: Secret, passphrase: string, workFactor = WORK_FACTOR): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(spoken(passphrase))
  encrypter.setScryptWorkFactor(workFactor)
  const clear = encode(value)
  const sealed = await encrypter.encrypt(clear)
  clear.fill(0)
  return sealed
}

/** Codes: wrong-passphrase; vault-damaged for what is no such file, or does not hold what it should. */
export async function openSecret(file: Uint8Array, passphrase: string): Promise<Result<Secret>> {
  const decrypter = new Decrypter()
  decrypter.addPassphrase(spoken(passphrase))
  let clear: Uint8Array
  try {
    clear = await decrypter.decrypt(file)
  } catch (error) {
    // The library has no codes; this is its one message for a passphrase that opens nothing.
    const message = error instanceof Error ? error.message : ''
    return message.startsWith('no identity matched')
      ? fail('wrong-passphrase')
      : fail('vault-damaged', 'not a key file')
  }
  const value = decode(clear, { max: 4096 })
  const read = value.ok ? secret(value.value, 'secret') : value
  clear.fill(0)
  return read.ok ? read : fail('vault-damaged', 'a key file of another kind')
}

/** Keys that are in use, behind functions: nothing that holds this can read them. */
export interface Keys {
  readonly pub: Uint8Array
  /** [K4] Signs in a context. A signature is checked before it is given out: bad memory must not reach the chain. */
  sign(context: Context, bytes: Uint8Array): Promise<Uint8Array>
  /** The content of an age file sealed to the office; null when it cannot be opened. */
  open(file: Uint8Array): Promise<Uint8Array | null>
  /**
   * 64 bytes by HKDF-SHA-256 from the office's oldest key: the same for everybody of the office, and after it has got a newer key. From them no
   * key can be found, and nothing can be opened or signed with them.
   */
  searchKey(): Uint8Array
}

/** Takes the secret over: its bytes are wiped. */
export async function useSecret(value: Secret): Promise<Keys> {
  const key = importPrivate(PKCS8_ED25519, value.seed)
  const publicKey = createPublicKey(key)
  const pub = rawPublic(publicKey)
  // On the thread pool, so that many can be under way; the key is taken in once.
  const verify = makeVerify(
    (_, message, sig) =>
      new Promise((resolve) =>
        nativeVerify(null, message, publicKey, sig, (error, holds) => resolve(error === null && holds)),
      ),
  )
  const decrypter = new Decrypter()
  for (const scalar of value.office) decrypter.addIdentity(await importX25519(scalar))
  const identities = value.office.map((scalar) => ageIdentity(importPrivate(PKCS8_X25519, scalar)))
  const search = new Uint8Array(hkdfSync('sha256', value.office.at(-1) as Uint8Array, '', SEARCH, 64))
  wipe(value)
  return {
    pub,
    async sign(context, bytes) {
      const message = inContext(context, bytes)
      const sig = new Uint8Array(nativeSign(null, message, key))
      if (!(await verify(pub, message, sig))) throw new Error('a signature of our own does not verify')
      return sig
    },
    async open(file) {
      const opened = openAge(identities, file)
      if (opened !== null) return opened
      try {
        return await decrypter.decrypt(file)
      } catch {
        return null
      }
    },
    searchKey: () => search.slice(),
  }
}

const SEARCH = 'qhl/v1/search\n'

export function wipe(value: Secret): void {
  value.seed.fill(0)
  for (const scalar of value.office) scalar.fill(0)
}

/** Is this the seed of the key with this id? */
export function isSeedOf(seed: Uint8Array, key: Uint8Array): boolean {
  return equal(keyId(publicKeyOfSeed(seed)), key)
}

/** The 32 public bytes of an Ed25519 seed. */
export function publicKeyOfSeed(seed: Uint8Array): Uint8Array {
  return rawPublic(createPublicKey(importPrivate(PKCS8_ED25519, seed)))
}

/** `age1…` of an X25519 key of 32 bytes. */
export async function recipientOf(scalar: Uint8Array): Promise<string> {
  return identityToRecipient(await importX25519(scalar))
}

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')
const PKCS8_X25519 = Buffer.from('302e020100300506032b656e04220420', 'hex')
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex')

function importPrivate(prefix: Buffer, raw: Uint8Array) {
  const der = Buffer.concat([prefix, raw])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  return key
}

async function importX25519(raw: Uint8Array) {
  const der = Buffer.concat([PKCS8_X25519, raw])
  const key = await webcrypto.subtle.importKey('pkcs8', der, { name: 'X25519' }, false, ['deriveBits'])
  der.fill(0)
  return key
}

function rawPublic(key: ReturnType<typeof createPublicKey>): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(SPKI_ED25519.length))
}
