import { isCode } from './base/codes.ts'
import { LIMITS } from './base/limits.ts'
import { fail, ok, type Result } from './base/result.ts'
import { any, isMap, map, text } from './base/shape.ts'

/** How the table of bridge.ts travels between the page and the loopback shell: the names both sides must agree on. */
export const LOOPBACK = {
  /** Swaps the start token for a session: `{token}` → `{bearer}` and the cookie. */
  start: '/api/start',
  /** One call: `{name, input}` → the Result of the call. */
  call: '/api/call',
  /** Answers with a stream of frames that stays open while the window does. */
  events: '/api/events',
  /** A page of another origin cannot set this header without a preflight, and no preflight is ever answered. */
  header: 'x-county-ledger',
  headerValue: '1',
  type: 'application/cbor',
  /** `#start=TOKEN`: a fragment never leaves the browser by itself. */
  fragment: 'start',
  /** The page finds its style nonce in `<meta name="csp-nonce">`; the server puts it in place of this text. */
  nonce: '__CSP_NONCE__',
  startBody: 1024,
  callBody: LIMITS.answer + 64 * 1024,
  answer: 4 * LIMITS.answer + 64 * 1024,
  frame: 64 * 1024,
} as const

export const startReader = map({ token: text(64, /^[\w-]{43}$/) })
export const bearerReader = map({ bearer: text(64, /^[\w-]{43}$/) })
export const callReader = map({ name: text(64), input: any })

/** A Result as it comes off the wire; what is not one is itself a failure. */
export function readResult(value: unknown): Result<unknown> {
  if (isMap(value)) {
    if (value.ok === true && Object.hasOwn(value, 'value')) return ok(value.value)
    const { code, detail } = value
    if (value.ok === false && typeof code === 'string' && typeof detail === 'string' && isCode(code)) {
      return fail(code, detail)
    }
  }
  return fail('internal', 'the answer is not a result')
}
