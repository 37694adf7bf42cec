import { fail, ok, type Result } from '../../shared/base/result.ts'
import { answerCall, type Handlers } from '../../shared/bridge.ts'
import { decode, encode, type Value } from '../../shared/ledger/index.ts'
import { callReader, LOOPBACK, startReader } from '../../shared/loopback.ts'
import { DATA_POLICY, securityHeaders } from '../services/csp.ts'
import { checkApi, checkDoor, type Door, statusOf } from './door.ts'
import type { Events } from './events.ts'
import type { Sessions } from './sessions.ts'

/** `__Host-` ties it to this host name and this path; Chromium takes Secure on localhost names without TLS. */
const COOKIE = '__Host-county'

export interface Shell {
  readonly door: Door
  readonly sessions: Sessions
  readonly events: Events
  readonly handlers: Handlers
  readonly assets: (request: Request) => Promise<Response>
  /** Gets what a handler threw: a bug. */
  readonly report: (error: unknown) => void
}

/**
 * The whole loopback shell as Request → Response. In order: the door, the form of the request, the session, the size, the
 * parsing; so nothing of a stranger's body is ever read. Answers of the API are Results in CBOR.
 */
export function makeShell(shell: Shell): (request: Request) => Promise<Response> {
  return async (request) => {
    const refused = checkDoor(shell.door, request)
    if (refused) return answer(refused)
    const { pathname } = new URL(request.url)
    switch (pathname) {
      case LOOPBACK.start:
        return checkedApi(request, LOOPBACK.startBody) ?? start(shell, request)
      case LOOPBACK.call:
        return checkedApi(request, LOOPBACK.callBody) ?? inSession(shell, request) ?? call(shell, request)
      case LOOPBACK.events:
        return checkedApi(request, 0) ?? inSession(shell, request) ?? listen(shell)
    }
    return pathname.startsWith('/api/') ? answer(fail('unknown-call')) : shell.assets(request)
  }
}

async function start({ sessions }: Shell, request: Request): Promise<Response> {
  const body = await readBody(request, LOOPBACK.startBody)
  const read = body.ok ? startReader(body.value, 'start') : body
  if (!read.ok) return answer(read)
  const swapped = sessions.swap(read.value.token)
  if (!swapped.ok) return answer(swapped)
  return answer(ok({ bearer: swapped.value.bearer }), {
    'set-cookie': `${COOKIE}=${swapped.value.cookie}; Path=/; Secure; HttpOnly; SameSite=Strict`,
  })
}

async function call({ handlers, report }: Shell, request: Request): Promise<Response> {
  const body = await readBody(request, LOOPBACK.callBody)
  const read = body.ok ? callReader(body.value, 'call') : body
  if (!read.ok) return answer(read)
  const { name, input } = read.value
  const result = await answerCall(handlers, name, input, report)
  try {
    return answer(result, {}, 200)
  } catch (error) {
    report(error)
    return answer(fail('internal', name), {}, 200)
  }
}

function listen({ sessions, events }: Shell): Response {
  const release = sessions.hold()
  return new Response(events.stream(sessions.lasts(), release), { headers: dataHeaders() })
}

function checkedApi(request: Request, max: number): Response | null {
  const refused = checkApi(request, max)
  return refused && answer(refused)
}

function inSession({ sessions }: Shell, request: Request): Response | null {
  const bearer = /^Bearer ([\w-]+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? null
  const checked = sessions.check(bearer, cookieOf(request.headers.get('cookie') ?? ''))
  return checked.ok ? null : answer(checked)
}

/** Two cookies of the name would be somebody's trick: neither counts. */
function cookieOf(header: string): string | null {
  const found = header.split(/; ?/).filter((part) => part.startsWith(`${COOKIE}=`))
  return found.length === 1 ? (found[0] as string).slice(COOKIE.length + 1) : null
}

/** Counts what arrives and stops at the limit, whatever was announced; parses only then. */
async function readBody(request: Request, max: number): Promise<Result<unknown>> {
  const parts: Uint8Array[] = []
  let size = 0
  if (request.body !== null) {
    for await (const part of request.body) {
      size += part.length
      if (size > max) return fail('too-large', `at most ${max} bytes`)
      parts.push(part)
    }
  }
  return decode(new Uint8Array(Buffer.concat(parts)), { max })
}

function answer(result: Result<unknown>, headers: Record<string, string> = {}, status?: number): Response {
  const bytes = new Uint8Array(encode(result as unknown as Value))
  return new Response(bytes, {
    status: status ?? (result.ok ? 200 : statusOf(result.code)),
    headers: { ...dataHeaders(), 'content-length': String(bytes.length), ...headers },
  })
}

function dataHeaders(): Record<string, string> {
  return { ...securityHeaders(DATA_POLICY), 'content-type': LOOPBACK.type, 'cache-control': 'no-store' }
}
