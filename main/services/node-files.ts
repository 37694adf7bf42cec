import { Agent, type ClientRequest, type IncomingMessage, request as plain } from 'node:http'
import { Agent as SecureAgent, request as secure } from 'node:https'
import { hex } from '../../shared/base/bytes.ts'
import { isCode } from '../../shared/base/codes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { type Failure, fail, ok, type Result } from '../../shared/base/result.ts'
import { asFailure, CODE_HEADER, FILES_PATH, OFFSET_TYPE, TUS } from '../../shared/sync/messages.ts'

export interface FileLimits {
  /** How long nothing at all may happen, ms. */
  readonly silence: number
  /** The slowest line that a piece is given time for, in bytes per millisecond. */
  readonly slowest: number
  /** Bytes of one request: what has come of it is known at its end, or when the line is back. */
  readonly piece: number
  /** Attempts, one after the other, that may bring nothing. */
  readonly tries: number
}
export const FILE_LIMITS: FileLimits = { silence: 60_000, slowest: 4, piece: 512 * 1024, tries: 3 }

/** How far a file has come: bytes that are there for sure, of as many. */
export type Progress = (done: number) => void

export interface NodeFiles {
  /**
   * Brings a sealed file to the node, from where it stopped before; comes back when the node has all of it and has kept it. Goes on over a line that
   * breaks as long as every few attempts bring something. Codes: no-line, and the node's own.
   */
  send(h: Uint8Array, file: Uint8Array, token: string, progress: Progress): Promise<Result<null>>
  /** The bytes of a file, whatever they are: whoever asks holds them against the hash. Codes: no-line, too-large, and the node's own. */
  fetch(h: Uint8Array, token: string, progress: Progress): Promise<Result<Uint8Array>>
  /** Ends what is under way, and refuses what comes. */
  close(): void
}

/** Parts of files that were broken off, so that the next asking goes on from there; the oldest gives way. */
const KEPT = 4

/** [N9] [W1] Sealed files to and from the one node of the site profile, in pieces (tus 1.0.0 up, ranges down). */
export function nodeFiles(node: string, limits: FileLimits = FILE_LIMITS): NodeFiles {
  const closing = new AbortController()
  const begun = new Map<string, Buffer>()
  const sending = new Map<string, Promise<Result<null>>>()
  return {
    send(h, file, token, progress) {
      // Whoever asks again, such as a replica that was opened anew, waits for what is under way: two would end each other.
      const name = hex(h)
      const before = sending.get(name)
      if (before !== undefined) return before
      const path = `${FILES_PATH}/${name}/${file.length}`
      const now = withLine(node, limits, closing.signal, token, (line) =>
        goOn(limits, closing.signal, () => sendPiece(line, path, file, limits.piece, progress)),
      ).finally(() => sending.delete(name))
      sending.set(name, now)
      return now
    },
    async fetch(h, token, progress) {
      const name = hex(h)
      let have = begun.get(name) ?? Buffer.alloc(0)
      begun.delete(name)
      const got = await withLine(node, limits, closing.signal, token, (line) =>
        goOn(limits, closing.signal, async () => {
          const came = await line.rest(`${FILES_PATH}/${name}`, have, (bytes) => {
            have = bytes
            progress(have.length)
          })
          return came.ok || came.code === 'no-line' ? ok({ at: have.length, done: came.ok }) : came
        }),
      )
      if (got.ok) return ok(new Uint8Array(have))
      if (got.code === 'no-line' && have.length > 0) begun.set(name, have)
      for (const oldest of begun.keys()) if (begun.size > KEPT) begun.delete(oldest)
      return got
    },
    close: () => closing.abort(),
  }
}

/** Asks how much is there, and sends some of the rest. */
async function sendPiece(
  line: Line,
  path: string,
  file: Uint8Array,
  most: number,
  progress: Progress,
): Promise<Result<Attempt>> {
  const held = await line.held(path)
  if (!held.ok) return held
  progress(held.value)
  if (held.value >= file.length) return ok({ at: file.length, done: true })
  const sent = await line.append(path, held.value, file.subarray(held.value, held.value + most))
  if (sent.ok) {
    progress(sent.value)
    return ok({ at: sent.value, done: sent.value >= file.length })
  }
  // What came of a piece that broke off is asked next time.
  return sent.code === 'no-line' || sent.code === 'truncated' ? ok({ at: held.value, done: false }) : sent
}

interface Attempt {
  /** Bytes that are there. */
  readonly at: number
  readonly done: boolean
}

/** Attempts until it is done, refused, or several in a row have brought nothing. */
async function goOn(
  { tries }: FileLimits,
  closing: AbortSignal,
  attempt: () => Promise<Result<Attempt>>,
): Promise<Result<null>> {
  let most = -1
  let failure: Failure = fail('no-line', '')
  for (let left = tries; left > 0; left--) {
    if (closing.aborted) return fail('no-line', 'closing')
    const made = await attempt()
    if (!made.ok && made.code !== 'no-line') return made
    if (made.ok && made.value.done) return ok(null)
    if (!made.ok) failure = made
    if (made.ok && made.value.at > most) {
      most = made.value.at
      left = tries + 1
    }
  }
  return failure
}

/** One line to the node, with what is asked over it. */
class Line {
  readonly #url: URL
  readonly #agent: Agent
  readonly #limits: FileLimits
  readonly #closing: AbortSignal
  readonly #token: string

  constructor(url: URL, agent: Agent, limits: FileLimits, closing: AbortSignal, token: string) {
    this.#url = url
    this.#agent = agent
    this.#limits = limits
    this.#closing = closing
    this.#token = token
  }

  /** How much of it the node has. */
  async held(path: string): Promise<Result<number>> {
    const answer = await this.#ask('HEAD', path, {}, null)
    if (!answer.ok) return answer
    answer.value.resume()
    const { statusCode = 0, headers } = answer.value
    if (statusCode === 200) return offsetIn(headers['upload-offset'])
    const code = String(headers[CODE_HEADER] ?? '')
    return fail(isCode(code) ? code : 'bad-answer', `status ${statusCode}`)
  }

  /** Answers how much the node has then. */
  async append(path: string, offset: number, piece: Uint8Array): Promise<Result<number>> {
    const headers = { 'content-type': OFFSET_TYPE, 'upload-offset': offset, 'content-length': piece.length }
    const answer = await this.#ask('PATCH', path, headers, piece)
    if (!answer.ok) return answer
    const { statusCode = 0, headers: said } = answer.value
    if (statusCode === 204) {
      answer.value.resume()
      return offsetIn(said['upload-offset'])
    }
    return this.#refusal(answer.value)
  }

  /** Fetches what is behind `have`, and tells what is here each time that something comes. */
  async rest(path: string, have: Buffer, tell: (all: Buffer) => void): Promise<Result<null>> {
    const answer = await this.#ask('GET', path, have.length === 0 ? {} : { range: `bytes=${have.length}-` }, null)
    if (!answer.ok) return answer
    const { statusCode = 0, headers } = answer.value
    if (statusCode !== 200 && statusCode !== 206) return this.#refusal(answer.value)
    const isRest = statusCode === 206 && String(headers['content-range']).startsWith(`bytes ${have.length}-`)
    if (statusCode === 206 && !isRest) return fail('bad-answer', 'another part than asked for')
    let all = isRest ? have : Buffer.alloc(0)
    try {
      for await (const part of answer.value) {
        if (all.length + (part as Buffer).length > LIMITS.attachment) {
          answer.value.destroy()
          return fail('too-large', `more than ${LIMITS.attachment} bytes`)
        }
        all = Buffer.concat([all, part as Buffer])
        tell(all)
      }
    } catch {
      return fail('no-line', 'broken off')
    }
    return ok(null)
  }

  async #refusal(answer: IncomingMessage): Promise<Failure> {
    const parts: Buffer[] = []
    let size = 0
    try {
      for await (const part of answer) {
        size += (part as Buffer).length
        if (size > 4096) break
        parts.push(part as Buffer)
      }
    } catch {
      return fail('no-line', 'broken off')
    }
    const said = asFailure(answer.statusCode ?? 0, new Uint8Array(Buffer.concat(parts)))
    return said.ok ? fail('bad-answer', '') : said
  }

  #ask(
    method: 'HEAD' | 'PATCH' | 'GET',
    path: string,
    headers: Readonly<Record<string, string | number>>,
    body: Uint8Array | null,
  ): Promise<Result<IncomingMessage>> {
    const { silence, slowest } = this.#limits
    return new Promise((resolve) => {
      const send = this.#url.protocol === 'https:' ? secure : plain
      const asked: ClientRequest = send(new URL(path, this.#url), {
        method,
        agent: this.#agent,
        signal: this.#closing,
        headers: { 'tus-resumable': TUS, authorization: `Bearer ${this.#token}`, ...headers },
      })
      const wait = (ms: number) => asked.setTimeout(ms, () => asked.destroy(new Error('silence')))
      wait(silence + (body?.length ?? 0) / slowest)
      asked.on('error', (error: NodeJS.ErrnoException) => resolve(fail('no-line', error.code ?? error.message)))
      asked.on('response', (answer) => {
        wait(silence)
        answer.on('error', () => {})
        resolve(ok(answer))
      })
      asked.end(body)
    })
  }
}

async function withLine<T>(
  node: string,
  limits: FileLimits,
  closing: AbortSignal,
  token: string,
  work: (line: Line) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!/^[\w\-.~+/=]{1,128}$/.test(token)) return fail('wrong-shape', 'token')
  const url = new URL(node)
  const options = { keepAlive: true, maxSockets: 1 }
  const agent = url.protocol === 'https:' ? new SecureAgent(options) : new Agent(options)
  try {
    return await work(new Line(url, agent, limits, closing, token))
  } finally {
    agent.destroy()
  }
}

function offsetIn(header: string | string[] | undefined): Result<number> {
  return typeof header === 'string' && /^\d{1,8}$/.test(header)
    ? ok(Number(header))
    : fail('bad-answer', 'upload-offset')
}
