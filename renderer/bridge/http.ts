import { type Failure, fail, type Result } from '../../shared/base/result.ts'
import type { Bridge, CallName, CallOutput } from '../../shared/bridge.ts'
import { decode, encode, type Value } from '../../shared/ledger/index.ts'
import { bearerReader, LOOPBACK, readResult } from '../../shared/loopback.ts'
import { makeUnframer } from './frames.ts'
import { makeListeners } from './listeners.ts'
import type { Memory } from './start.ts'

export interface HttpParts {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>
  readonly memory: Memory
  /** The start token of the address, or null where the page was reloaded. */
  readonly token: string | null
}

const GONE = fail('internal', 'main is gone')
const ENDED = fail('wrong-token', 'the session has ended')

/**
 * The bridge over the loopback server. Nothing is tried twice: a call that was cut off may have been done. When main cannot be
 * reached any more, that call and all later ones fail with `internal` (main is gone), when it has ended the session, with
 * `wrong-token`; `closing` is emitted once.
 */
export async function connectHttp(parts: HttpParts): Promise<Bridge> {
  const listeners = makeListeners()
  let refused: Failure | null = null
  let bearer: string | null = parts.memory.get()

  const lose = (why: Failure = GONE) => {
    if (refused === null) {
      refused = why
      listeners.emit('closing', null)
    }
    return refused
  }
  const post = (path: string, body: Uint8Array | null) =>
    parts.fetch(path, {
      method: 'POST',
      headers: {
        'content-type': LOOPBACK.type,
        [LOOPBACK.header]: LOOPBACK.headerValue,
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      body: body === null ? null : new Uint8Array(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    })
  const ask = async (path: string, message: Value): Promise<Result<unknown>> => {
    const body = encode(message)
    let bytes: Uint8Array
    try {
      const response = await post(path, body)
      bytes = new Uint8Array(await response.arrayBuffer())
    } catch {
      return lose()
    }
    return readAnswer(bytes)
  }

  if (parts.token !== null) {
    const started = await ask(LOOPBACK.start, { token: parts.token })
    const read = started.ok ? bearerReader(started.value, 'start') : started
    if (read.ok) {
      bearer = read.value.bearer
      parts.memory.set(bearer)
    } else refused ??= read
  } else if (bearer === null) refused = fail('wrong-token', 'opened without a start address')

  if (refused === null) {
    const opened = await listen(post, listeners.emit, lose)
    if (!opened.ok) refused ??= opened
  }
  return {
    on: listeners.on,
    async call<N extends CallName>(name: N, input: unknown) {
      if (refused !== null) return refused
      return (await ask(LOOPBACK.call, { name, input: input as Value })) as Result<CallOutput[N]>
    },
  }
}

/** Opens the stream of events; answers when main has said that it listens, so that no event falls between. */
async function listen(
  post: (path: string, body: null) => Promise<Response>,
  emit: (event: unknown, detail: unknown) => void,
  lose: (why?: Failure) => Failure,
): Promise<Result<null>> {
  let reader: ReadableStreamDefaultReader<Uint8Array>
  try {
    const response = await post(LOOPBACK.events, null)
    if (!response.ok || response.body === null) {
      const answer = readAnswer(new Uint8Array(await response.arrayBuffer()))
      return answer.ok ? fail('internal', 'no stream of events') : answer
    }
    reader = response.body.getReader()
    const first = await reader.read()
    if (first.done) return lose()
    void follow(reader, first.value, emit, lose)
    return { ok: true, value: null }
  } catch {
    return lose()
  }
}

async function follow(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  first: Uint8Array,
  emit: (event: unknown, detail: unknown) => void,
  lose: (why?: Failure) => Failure,
): Promise<void> {
  const unframe = makeUnframer()
  let chunk: Uint8Array | undefined = first
  try {
    while (chunk !== undefined) {
      for (const frame of unframe(chunk) ?? [BROKEN]) {
        if (frame.length === 0) continue
        const message = decode(frame, { max: LOOPBACK.frame })
        if (!message.ok || !Array.isArray(message.value)) throw new Error('not an event')
        if (message.value[0] === 'closing') return void lose()
        emit(message.value[0], message.value[1])
      }
      chunk = (await reader.read()).value
    }
    // Main has ended the stream itself, without going away: it took another window, or the session is over.
    lose(ENDED)
  } catch {
    lose()
    await reader.cancel().catch(() => undefined)
  }
}

/** Decodes to nothing: what stands for a frame that broke its limit. */
const BROKEN = Uint8Array.of(0xff)

function readAnswer(bytes: Uint8Array): Result<unknown> {
  const value = decode(bytes, { max: LOOPBACK.answer })
  return value.ok ? readResult(value.value) : fail('internal', `the answer is not CBOR: ${value.code}`)
}
