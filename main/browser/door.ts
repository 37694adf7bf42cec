import type { Code } from '../../shared/base/codes.ts'
import { type Failure, fail, ok, type Result } from '../../shared/base/result.ts'
import { LOOPBACK } from '../../shared/loopback.ts'

/** The one address of an installation. IndexedDB hangs on it: another port or name would be an empty ledger. */
export interface Door {
  readonly port: number
  /** The exact Host header. */
  readonly host: string
  /** The exact Origin header. */
  readonly origin: string
}

/** @param installId lower-case letters and digits from the site profile; @param port 1024 to 65535. Code: wrong-shape */
export function makeDoor(installId: string, port: number): Result<Door> {
  if (!/^[a-z0-9]{1,63}$/.test(installId)) return fail('wrong-shape', 'installId: lower-case letters and digits')
  if (!Number.isInteger(port) || port < 1024 || port > 65535) return fail('wrong-shape', 'port: 1024 to 65535')
  const host = `${installId}.localhost:${port}`
  return ok({ port, host, origin: `http://${host}` })
}

/**
 * What every request must satisfy before anything else of it is looked at. The exact Host defeats DNS rebinding; the exact
 * Origin and Sec-Fetch-Site keep out pages of other sites and of other ports of this computer. Forwarded headers mean nothing.
 */
export function checkDoor(door: Door, request: Request): Failure | null {
  const { headers } = request
  if (headers.get('host') !== door.host || new URL(request.url).origin !== door.origin) return fail('wrong-host')
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return fail('wrong-origin', 'another site')
  const origin = headers.get('origin')
  if (request.method === 'GET' || request.method === 'HEAD') {
    return origin !== null && origin !== door.origin ? fail('wrong-origin', 'another origin') : null
  }
  if (origin !== door.origin) return fail('wrong-origin', origin === null ? 'no origin' : 'another origin')
  return site === 'same-origin' ? null : fail('wrong-origin', 'not asked by the page')
}

/** What a request to the API must satisfy besides; its body has not been touched yet. */
export function checkApi(request: Request, max: number): Failure | null {
  const { headers } = request
  if (request.method !== 'POST') return fail('unknown-call', 'only POST')
  if (headers.get(LOOPBACK.header) !== LOOPBACK.headerValue) return fail('wrong-origin', `no ${LOOPBACK.header}`)
  if (headers.get('content-type') !== LOOPBACK.type) return fail('wrong-shape', `content type is not ${LOOPBACK.type}`)
  const length = headers.get('content-length')
  return length !== null && !(Number(length) <= max) ? fail('too-large', `at most ${max} bytes`) : null
}

/** For people with a protocol analyser; the program reads the code in the body. */
export function statusOf(code: Code): number {
  switch (code) {
    case 'wrong-host':
      return 421
    case 'wrong-origin':
      return 403
    case 'wrong-token':
      return 401
    case 'too-large':
      return 413
    case 'unknown-call':
      return 404
    default:
      return 400
  }
}
