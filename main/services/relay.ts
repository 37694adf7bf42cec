import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { LIMITS } from '../../shared/base/limits.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { CallInput, RelayAnswer } from '../../shared/bridge.ts'
import { MEDIA_TYPE } from '../../shared/sync/messages.ts'
import { LARGE, slowPost } from './slow-post.ts'

const brotli = promisify(brotliCompress)

export interface RelayLimits {
  /** How long nothing at all may happen. */
  readonly silence: number
  /** The slowest line that an upload is given time for, in bytes per millisecond. */
  readonly slowest: number
  /** Bytes of an answer. */
  readonly answer: number
}
/** Two seconds of delay and 64 kbit/s are an ordinary day: half of that still gets through. */
export const RELAY_LIMITS: RelayLimits = { silence: 60_000, slowest: 4, answer: LIMITS.answer }

export interface Relay {
  request(input: CallInput<'relay.request'>): Promise<Result<RelayAnswer>>
  /** Ends what is under way, and refuses what comes. */
  close(): void
}

/**
 * Asks the one node of the site profile, and nobody else, on behalf of the page (which reaches no network by itself).
 * Whatever the node says is passed on as it is; judging it is the replica's. Codes: wrong-shape, no-line, truncated, too-large.
 */
export function makeRelay(node: string, limits: RelayLimits = RELAY_LIMITS): Relay {
  const closing = new AbortController()
  return {
    async request({ method, path, body, token }) {
      if (closing.signal.aborted) return fail('no-line', 'closing')
      if (token !== null && !/^[\w\-.~+/=]+$/.test(token)) return fail('wrong-shape', 'token')
      if (method === 'GET' && body !== null) return fail('wrong-shape', 'a GET has no body')
      // Put together as text: a path such as //host would be another address when resolved.
      const url = node + path
      if (!URL.canParse(url) || new URL(url).origin !== node) return fail('wrong-shape', 'path')
      const silence = new AbortController()
      let timer: NodeJS.Timeout | undefined
      const wait = (ms: number) => {
        clearTimeout(timer)
        timer = setTimeout(() => silence.abort(), ms)
      }
      const stop = () => silence.abort()
      closing.signal.addEventListener('abort', stop)
      try {
        const packed = body === null ? null : await pack(body)
        wait(limits.silence + (packed?.bytes.length ?? 0) / limits.slowest)
        const asked =
          packed !== null && packed.bytes.length >= LARGE
            ? slowPost(url, headers(packed, token), packed.bytes, silence.signal)
            : fetch(url, {
                method,
                headers: headers(packed, token),
                body: packed === null ? null : new Uint8Array(packed.bytes),
                redirect: 'error',
                signal: silence.signal,
              })
        const response = await asked.catch((error: unknown) => fail('no-line', causeOf(error)))
        if (!(response instanceof Response)) return response
        const whole = await readWhole(response, limits.answer, () => wait(limits.silence))
        if (!whole.ok) {
          silence.abort()
          return whole
        }
        return ok({ status: response.status, body: whole.value, date: dateOf(response.headers.get('date')) })
      } finally {
        clearTimeout(timer)
        closing.signal.removeEventListener('abort', stop)
      }
    },
    close: () => closing.abort(),
  }
}

interface Packed {
  readonly bytes: Uint8Array
  readonly encoding: 'br' | null
}

/** limits.md: brotli 5 costs less than it saves on any line that is thin. What it does not make smaller goes as it is. */
async function pack(body: Uint8Array): Promise<Packed> {
  if (body.length < 1024) return { bytes: body, encoding: null }
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }
  const bytes = await brotli(body, options)
  return bytes.length < body.length ? { bytes, encoding: 'br' } : { bytes: body, encoding: null }
}

function headers(body: Packed | null, token: string | null): Record<string, string> {
  return {
    accept: MEDIA_TYPE,
    ...(body === null ? {} : { 'content-type': MEDIA_TYPE }),
    ...(body === null || body.encoding === null ? {} : { 'content-encoding': body.encoding }),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  }
}

/** Counts what comes, unpacked, and stops at the limit, whatever was announced. */
async function readWhole(response: Response, max: number, heard: () => void): Promise<Result<Uint8Array>> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    heard()
    if (response.body !== null) {
      for await (const part of response.body as AsyncIterable<Uint8Array>) {
        heard()
        size += part.length
        if (size > max) return fail('too-large', `answer of more than ${max} bytes`)
        parts.push(part)
      }
    }
  } catch (error) {
    return fail('truncated', causeOf(error))
  }
  return ok(new Uint8Array(Buffer.concat(parts)))
}

/** For the log: the operating system's word for it, without addresses. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const { code, name } = (cause ?? {}) as { code?: unknown; name?: unknown }
  return typeof code === 'string' ? code : typeof name === 'string' ? name : ''
}

function dateOf(header: string | null): number | null {
  const time = header === null ? Number.NaN : Date.parse(header)
  return Number.isSafeInteger(time) && time >= 0 ? time : null
}
