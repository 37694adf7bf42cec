import { createHash, randomBytes } from 'node:crypto'
import { compareText, hex } from '../shared/base/bytes.ts'
import { fail, ok, type Result } from '../shared/base/result.ts'
import { type Author, type Gov, isRevoked } from '../shared/contract/index.ts'
import { inContext } from '../shared/ledger/index.ts'
import type { OpenSession, Session } from '../shared/sync/messages.ts'
import { verify } from './keys.ts'

const NONCE_MS = 60_000
const SESSION_MS = 15 * 60_000
/** Bounds on memory; the oldest give way. */
const MOST = { nonces: 20_000, sessions: 20_000 }

/** gov as it stands now, at the height of the last block. */
export type Standing = () => { gov: Gov; at: number }

/**
 * [W2] Reading a scope: a challenge signed by a registered entry key is swapped for a short-lived token. In memory only: a restart ends all
 * sessions. What a token may read is asked of gov each time, so a revocation counts at once. Tokens are kept as hashes.
 */
export class Sessions {
  readonly #standing: Standing
  readonly #now: () => number
  readonly #nonces = new Map<string, number>()
  readonly #sessions = new Map<string, { key: Uint8Array; expires: number }>()

  constructor(standing: Standing, now: () => number) {
    this.#standing = standing
    this.#now = now
  }

  challenge(): { nonce: Uint8Array } {
    const nonce = new Uint8Array(randomBytes(32))
    prune(this.#nonces, MOST.nonces, (until) => until <= this.#now())
    this.#nonces.set(hex(nonce), this.#now() + NONCE_MS)
    return { nonce }
  }

  /** Codes: session-needed (the nonce is unknown, used or old), unknown-key, key-revoked, bad-signature. */
  async open({ key, nonce, sig }: OpenSession): Promise<Result<Session>> {
    const until = this.#nonces.get(hex(nonce))
    // Used up by the first who brings it, whether the signature holds or not.
    this.#nonces.delete(hex(nonce))
    if (until === undefined || until <= this.#now()) return fail('session-needed', 'challenge unknown, used or expired')
    const author = this.#author(key)
    if (!author.ok) return author
    if (author.value.key.suite !== 'ed25519') return fail('unknown-suite', 'only ed25519 keys open sessions here')
    if (!(await verify(author.value.key.pub, inContext('session', nonce), sig)))
      return fail('bad-signature', 'challenge')
    const token = randomBytes(32).toString('base64url')
    const expires = this.#now() + SESSION_MS
    prune(this.#sessions, MOST.sessions, (one) => one.expires <= this.#now())
    this.#sessions.set(hashOf(token), { key, expires })
    return ok({ token, expires, scopes: readable(author.value) })
  }

  /** The scopes that the bearer of this header may read. Codes: those of `bearer`. */
  scopes(authorization: string | undefined): Result<string[]> {
    const bearer = this.bearer(authorization)
    return bearer.ok ? ok(bearer.value.scopes) : bearer
  }

  /** Whose session it is, and the scopes that they may read. Codes: session-needed, unknown-key, key-revoked. */
  bearer(authorization: string | undefined): Result<{ readonly key: Uint8Array; readonly scopes: string[] }> {
    const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(authorization ?? '')?.[1]
    const session = token === undefined ? undefined : this.#sessions.get(hashOf(token))
    if (session === undefined || session.expires <= this.#now()) return fail('session-needed', 'no such session')
    const author = this.#author(session.key)
    return author.ok ? ok({ key: session.key, scopes: readable(author.value) }) : author
  }

  #author(key: Uint8Array): Result<Author> {
    const { gov, at } = this.#standing()
    const author = gov.author(key, at)
    if (author === null || author.key.use !== 'entry') return fail('unknown-key', 'not a registered entry key')
    return isRevoked(author.key, at) ? fail('key-revoked', 'session') : ok(author)
  }
}

function readable(author: Author): string[] {
  return [...new Set([...author.scopes, 'gov'])].sort(compareText)
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function prune<T>(map: Map<string, T>, most: number, isOld: (value: T) => boolean): void {
  if (map.size < most) return
  for (const [name, value] of map) if (isOld(value)) map.delete(name)
  for (const name of map.keys()) {
    if (map.size < most) return
    map.delete(name)
  }
}
