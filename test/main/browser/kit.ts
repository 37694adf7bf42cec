import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeShell } from '../../../main/browser/core.ts'
import { makeDoor } from '../../../main/browser/door.ts'
import { makeEvents } from '../../../main/browser/events.ts'
import { makeSessions } from '../../../main/browser/sessions.ts'
import { makeAssetHandler } from '../../../main/services/assets.ts'
import { contentSecurityPolicy } from '../../../main/services/csp.ts'
import { must } from '../../../shared/base/result.ts'
import { CALLS, type Handlers } from '../../../shared/bridge.ts'
import { decode, encode, type Value } from '../../../shared/ledger/index.ts'
import { LOOPBACK } from '../../../shared/loopback.ts'
import { tempFolder } from '../../kit/temp.ts'

export const DOOR = must(makeDoor('a1b2c3', 47_311))

/** The handlers that the tests call; the others are not reached. */
export function handlers(own: Partial<Handlers> = {}): Handlers {
  const none = async () => {
    throw new Error('not part of this test')
  }
  const all = Object.fromEntries(Object.keys(CALLS).map((name) => [name, none])) as unknown as Handlers
  return { ...all, 'vault.lock': async () => ({ ok: true, value: null }), ...own }
}

/** A folder as the bundler leaves it: a page, a hashed script, and a file of a kind that is not served. */
export function rendererFolder(): string {
  const root = join(tempFolder(), 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><p>ready</p>')
  writeFileSync(join(root, 'assets/index-AbCd1234.js'), 'export {}')
  writeFileSync(join(root, 'assets/secret.pem'), 'not for serving')
  writeFileSync(join(root, '../outside.txt'), 'outside')
  return root
}

/** The pure shell with a clock that is set by hand. */
export function testShell(own: Partial<Handlers> = {}) {
  const clock = { now: 1_000_000 }
  let filled = 0
  let nonces = 0
  const sessions = makeSessions({ now: () => clock.now, random: (n) => new Uint8Array(n).fill(++filled) })
  const events = makeEvents()
  const reported: unknown[] = []
  const handle = makeShell({
    door: DOOR,
    sessions,
    events,
    handlers: handlers(own),
    assets: makeAssetHandler({
      root: rendererFolder(),
      csp: (nonce) => contentSecurityPolicy(nonce, ["'self'"]),
      makeNonce: () => `nonce${nonces++}`,
    }),
    report: (error) => reported.push(error),
  })
  return { clock, sessions, events, handle, reported }
}

export const PAGE_HEADERS = { host: DOOR.host, origin: DOOR.origin, 'sec-fetch-site': 'same-origin' }
export const API_HEADERS = {
  ...PAGE_HEADERS,
  'content-type': LOOPBACK.type,
  [LOOPBACK.header]: LOOPBACK.headerValue,
}

/** A POST as the page sends it; a header set to null is left out. */
export function post(path: string, message: Value | Uint8Array, headers: Record<string, string | null> = {}): Request {
  const all = Object.entries({ ...API_HEADERS, ...headers }).filter(
    (pair): pair is [string, string] => pair[1] !== null,
  )
  const body = message instanceof Uint8Array ? message : encode(message)
  return new Request(DOOR.origin + path, { method: 'POST', headers: all, body: new Uint8Array(body) })
}

export function get(path: string, headers: Record<string, string> = {}): Request {
  return new Request(DOOR.origin + path, { headers: { host: DOOR.host, 'sec-fetch-site': 'none', ...headers } })
}

/** The Result in an answer's body. */
export async function resultOf(response: Response): Promise<{ ok: boolean; code?: string; value?: unknown }> {
  const value = must(decode(new Uint8Array(await response.arrayBuffer()), { max: 1 << 20 }))
  return value as { ok: boolean; code?: string; value?: unknown }
}

/** Swaps a fresh token; answers the headers that prove the session. */
export async function signIn({ sessions, handle }: ReturnType<typeof testShell>) {
  const response = await handle(post(LOOPBACK.start, { token: sessions.issue() }))
  const { value } = (await resultOf(response)) as unknown as { value: { bearer: string } }
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] as string
  return { authorization: `Bearer ${value.bearer}`, cookie }
}
