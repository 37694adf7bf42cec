import { must } from '../../../shared/base/result.ts'
import { entryMessage, parseBody, parseLeaf, unframe } from '../../../shared/ledger/index.ts'
import { post } from './post.ts'

export interface Raw {
  /** Verifications per second. */
  readonly rate: number
}

interface Signed {
  readonly key: CryptoKey
  readonly message: Uint8Array<ArrayBuffer>
  readonly sig: Uint8Array<ArrayBuffer>
}

/** Enough to keep WebCrypto busy, few enough that nothing piles up. */
const IN_FLIGHT = 512

let items: Signed[] | null = null

/** Everything but verifying is done before the clock runs: keys imported, messages laid out. */
async function prepare(): Promise<Signed[]> {
  const keys = new Map<string, CryptoKey>()
  const pubs = must(unframe(await post('/pubs', new Uint8Array(0))))
  for (const pub of pubs) {
    const id = new Uint8Array(await crypto.subtle.digest('SHA-256', pub as Uint8Array<ArrayBuffer>))
    const key = await crypto.subtle.importKey('raw', pub as Uint8Array<ArrayBuffer>, 'Ed25519', false, ['verify'])
    keys.set(id.join(), key)
  }
  return must(unframe(await post('/all-leaves', new Uint8Array(0)))).map((bytes) => {
    const leaf = must(parseLeaf(bytes))
    const key = keys.get(must(parseBody(leaf.body)).key.join())
    if (key === undefined) throw new Error('a leaf by nobody')
    return { key, message: Uint8Array.from(entryMessage(leaf.body)), sig: Uint8Array.from(leaf.sig) }
  })
}

async function run(): Promise<Raw> {
  items ??= await prepare()
  const start = performance.now()
  for (let at = 0; at < items.length; at += IN_FLIGHT) {
    const some = items.slice(at, at + IN_FLIGHT)
    const holds = await Promise.all(some.map((one) => crypto.subtle.verify('Ed25519', one.key, one.sig, one.message)))
    if (holds.includes(false)) throw new Error('a signature does not hold')
  }
  return { rate: (items.length * 1000) / (performance.now() - start) }
}

self.addEventListener('message', () => {
  run().then(
    (answer) => self.postMessage(answer),
    (error: unknown) => self.postMessage({ failed: String(error) }),
  )
})
