import { x25519 } from '@noble/curves/ed25519.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'

/**
 * What main asks of Node's crypto and Buffer when it seals, opens and hashes, for tests that run main's own code beside a replica in a browser.
 * The product never runs there; the algorithms are those of the noble libraries.
 */
type Encoding = 'base64' | 'base64url' | 'latin1'

class Bytes extends Uint8Array {
  override toString(encoding: Encoding = 'latin1'): string {
    const latin1 = Array.from(this, (byte) => String.fromCharCode(byte)).join('')
    if (encoding === 'latin1') return latin1
    const base64 = btoa(latin1)
    return encoding === 'base64' ? base64 : base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  }
}

function fromText(text: string, encoding: Encoding): Bytes {
  const latin1 = encoding === 'latin1' ? text : atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return new Bytes(Uint8Array.from(latin1, (c) => c.charCodeAt(0)))
}

const buffer = {
  from: (data: string | ArrayBuffer | Uint8Array, second?: Encoding | number, length?: number): Bytes => {
    if (typeof data === 'string') return fromText(data, (second as Encoding | undefined) ?? 'latin1')
    if (data instanceof Uint8Array) return new Bytes(data)
    const offset = typeof second === 'number' ? second : 0
    return new Bytes(data.slice(offset, offset + (length ?? data.byteLength - offset)))
  },
  alloc: (length: number) => new Bytes(length),
}

;(globalThis as { Buffer?: unknown }).Buffer ??= buffer

interface Key {
  readonly raw: Uint8Array
}

const raw = (text: string): Key => ({ raw: new Uint8Array(fromText(text, 'base64url')) })

export const createPublicKey = ({ key }: { key: { x: string } }): Key => raw(key.x)
export const createPrivateKey = ({ key }: { key: { d: string } }): Key => raw(key.d)

export function diffieHellman({ privateKey, publicKey }: { privateKey: Key; publicKey: Key }): Uint8Array {
  return x25519.getSharedSecret(privateKey.raw, publicKey.raw)
}

export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Bytes(length))
}

function digesting(state: { update(bytes: Uint8Array): unknown; digest(): Uint8Array }) {
  const hash = {
    update(bytes: Uint8Array) {
      state.update(bytes)
      return hash
    },
    digest: () => state.digest(),
  }
  return hash
}

export function createHash(name: string) {
  if (name !== 'sha256') throw new Error(name)
  return digesting(sha256.create())
}

export function createHmac(name: string, key: Uint8Array) {
  if (name !== 'sha256') throw new Error(name)
  return digesting(hmac.create(sha256, key))
}
