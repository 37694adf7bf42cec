import { createHash, timingSafeEqual } from 'node:crypto'
import { fail, ok, type Result } from '../../shared/base/result.ts'

const TOKEN_MS = 60_000
const IDLE_MS = 30 * 60_000
/** Whoever opens the program in office hours is asked to open it again outside them. */
const ABSOLUTE_MS = 14 * 3_600_000

export interface Sessions {
  /** A new start token, good once and for 60 seconds; an earlier unused one stops working. */
  issue(): string
  /** Spends the start token, even when it comes too late, and begins the one session there is. Code: wrong-token */
  swap(token: string): Result<{ bearer: string; cookie: string }>
  /** Both halves or nothing: a cookie alone also reaches other ports of this computer. Code: wrong-token */
  check(bearer: string | null, cookie: string | null): Result<null>
  /** While a window listens the session does not idle; returns the function that says it has stopped. */
  hold(): () => void
  /** Whether the session that is running at the call is still the running one. */
  lasts(): () => boolean
}

/**
 * The session of the loopback shell, in memory only.
 * @param now milliseconds of a clock that never jumps
 * @param random that many unguessable bytes
 */
export function makeSessions({ now, random }: { now: () => number; random: (n: number) => Uint8Array }): Sessions {
  let start: { hash: Buffer; until: number } | null = null
  let session: { bearer: Buffer; cookie: Buffer; began: number; used: number; holds: number } | null = null

  const secret = () => Buffer.from(random(32)).toString('base64url')
  const running = () => {
    if (session === null) return null
    const idle = session.holds === 0 && now() - session.used >= IDLE_MS
    if (idle || now() - session.began >= ABSOLUTE_MS) session = null
    return session
  }

  return {
    issue() {
      const token = secret()
      start = { hash: digest(token), until: now() + TOKEN_MS }
      return token
    },
    swap(token) {
      if (start === null) return fail('wrong-token', 'no start token is open')
      if (!timingSafeEqual(digest(token), start.hash)) return fail('wrong-token', 'another start token')
      const late = now() >= start.until
      start = null
      if (late) return fail('wrong-token', 'the start token has expired')
      const bearer = secret()
      const cookie = secret()
      session = { bearer: digest(bearer), cookie: digest(cookie), began: now(), used: now(), holds: 0 }
      return ok({ bearer, cookie })
    },
    check(bearer, cookie) {
      const current = running()
      if (current === null) return fail('wrong-token', 'no session')
      const bearerHolds = timingSafeEqual(digest(bearer ?? ''), current.bearer)
      const cookieHolds = timingSafeEqual(digest(cookie ?? ''), current.cookie)
      if (!bearerHolds || !cookieHolds) return fail('wrong-token', 'not the session')
      current.used = now()
      return ok(null)
    },
    hold() {
      const held = running()
      let holding = held !== null
      if (held !== null) held.holds++
      return () => {
        if (held === null || !holding) return
        holding = false
        held.holds--
        held.used = now()
      }
    },
    lasts() {
      const current = running()
      return () => current !== null && running() === current
    },
  }
}

/** Equal lengths for the constant-time compare, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
