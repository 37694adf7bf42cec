import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fromHex } from '../shared/base/bytes.ts'
import { LIMITS } from '../shared/base/limits.ts'
import { type Failure, fail, ok, type Result } from '../shared/base/result.ts'
import { askAttachments, CODE_HEADER, FILES_PATH, OFFSET_TYPE, readMessage, TUS } from '../shared/sync/messages.ts'
import { type Ask, problem, type Reply, reply } from './api.ts'
import type { Attachments } from './attachments.ts'
import { type Incoming, PartialFiles } from './partial-files.ts'
import { endAfter, REQUEST_MS } from './request-time.ts'
import type { Sessions } from './sessions.ts'

/** Files on their way up at once: what they may take of memory, and no more. */
const MOST = 64
/** How long nothing at all may come of a file. */
const SILENCE = 120_000
/** For a whole file over the slowest line that there is, four bytes a millisecond. */
export const UPLOAD_MS = Math.ceil(LIMITS.attachment / 4) + SILENCE

type Send = (request: FastifyRequest, answer: FastifyReply, reply: Reply) => Promise<FastifyReply>
type FileRequest = FastifyRequest<{ Params: { h: string; n: string } }>

/**
 * [N9] [W1] Attachments over lines that break, at `/v1/files/<hex of h>`: up, with the length behind it, by the core of tus 1.0.0 (HEAD says how much is here, PATCH
 * appends from there), down by ranges of HTTP. Who brings or asks is known before a byte is read. Nothing has to be created first: what may come is
 * what admitted entries name.
 */
export class FileRoutes {
  readonly #files: Attachments
  readonly #partial: PartialFiles
  readonly #sessions: Sessions
  readonly #send: Send
  #underWay = 0

  constructor(files: Attachments, partial: PartialFiles, sessions: Sessions, send: Send) {
    this.#files = files
    this.#partial = partial
    this.#sessions = sessions
    this.#send = send
  }

  /** Which of the asked are here. */
  async ask({ body, authorization }: Ask): Promise<Reply> {
    const mine = this.#sessions.scopes(authorization)
    if (!mine.ok) return problem(mine.code, mine.detail)
    const read = readMessage(askAttachments, body, 32 * 1024)
    if (!read.ok) return problem(read.code, read.detail)
    return reply({ here: await this.#files.here(read.value.files, mine.value) })
  }

  mount(app: FastifyInstance): void {
    const url = `${FILES_PATH}/:h/:n`
    // As it comes: a line that breaks in the middle has brought what it has brought.
    app.addContentTypeParser(
      OFFSET_TYPE,
      (_request: unknown, body: IncomingMessage, done: (e: null, b: unknown) => void) => done(null, body),
    )
    app.route<{ Params: { h: string; n: string } }>({
      method: 'HEAD',
      url,
      handler: async (request, answer) => this.#head(request, answer),
    })
    app.route<{ Params: { h: string; n: string } }>({
      method: 'PATCH',
      url,
      bodyLimit: LIMITS.attachment,
      handler: async (request, answer) => this.#patch(request, answer),
    })
    app.route<{ Params: { h: string } }>({
      method: 'GET',
      url: `${FILES_PATH}/:h`,
      exposeHeadRoute: false,
      handler: async (request, answer) => this.#get(request, answer),
    })
  }

  async #head(request: FileRequest, answer: FastifyReply): Promise<FastifyReply> {
    const file = this.#asked(request)
    const held = file.ok ? await this.#partial.held(file.value) : file
    if (!file.ok || !held.ok) return this.#refuse(request, answer, held)
    return this.#offset(answer, 200, held.value).header('upload-length', String(file.value.length)).send()
  }

  async #patch(request: FileRequest, answer: FastifyReply): Promise<FastifyReply> {
    const file = this.#asked(request)
    const offset = Number(request.headers['upload-offset'])
    const isTus = request.headers['tus-resumable'] === TUS && /^\d{1,8}$/.test(String(request.headers['upload-offset']))
    const busy = this.#underWay >= MOST
    if (!file.ok || !isTus || busy) {
      endAfter(request.raw, REQUEST_MS)
      // Read to its end and thrown away: a sender that is cut off while it writes never sees why.
      for await (const part of request.raw) void part
      const other = busy ? fail('busy', `${MOST} files are on their way`) : fail('wrong-shape', 'no piece of tus 1.0.0')
      return this.#refuse(request, answer, file.ok ? other : file)
    }
    this.#underWay++
    request.raw.socket.setTimeout(SILENCE)
    try {
      const taken = await this.#partial.append(file.value, offset, request.raw, () => request.raw.destroy())
      if (taken.ok) return this.#offset(answer, 204, taken.value).send()
      if (!request.raw.readableEnded && !request.raw.destroyed) for await (const part of request.raw) void part
      return this.#refuse(request, answer, taken)
    } catch (error) {
      // The line broke, and nobody is there to be told.
      if (request.raw.destroyed) return answer
      throw error
    } finally {
      this.#underWay--
    }
  }

  async #get(request: FastifyRequest<{ Params: { h: string } }>, answer: FastifyReply): Promise<FastifyReply> {
    const mine = this.#sessions.scopes(request.headers.authorization)
    const h = mine.ok ? hashIn(request.params.h) : mine
    const whole = mine.ok && h.ok ? await this.#files.give(h.value, mine.value) : (h as Failure)
    if (!whole.ok) return this.#refuse(request, answer, whole)
    const { length } = whole.value
    const from = Number(/^bytes=(\d{1,8})-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    if (from > 0 && from >= length) return this.#refuse(request, answer, fail('wrong-shape', 'range'))
    answer
      .code(from > 0 ? 206 : 200)
      .header('content-type', 'application/octet-stream')
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
    if (from > 0) answer.header('content-range', `bytes ${from}-${length - 1}/${length}`)
    return answer.send(Buffer.from(whole.value.subarray(from)))
  }

  #asked(request: FileRequest): Result<Incoming> {
    const bearer = this.#sessions.bearer(request.headers.authorization)
    if (!bearer.ok) return bearer
    const { h, n } = request.params
    const hash = hashIn(h)
    if (!hash.ok || !/^[1-9]\d{0,7}$/.test(n) || Number(n) > LIMITS.attachment)
      return fail('not-found', 'no such attachment')
    return ok({ h: hash.value, length: Number(n), ...bearer.value })
  }

  #offset(answer: FastifyReply, status: number, offset: number): FastifyReply {
    return answer
      .code(status)
      .header('tus-resumable', TUS)
      .header('upload-offset', String(offset))
      .header('cache-control', 'no-store')
  }

  async #refuse(request: FastifyRequest, answer: FastifyReply, why: Result<unknown>): Promise<FastifyReply> {
    if (why.ok) throw new Error('nothing to refuse')
    const refusal = problem(why.code, why.detail)
    // tus: another offset is a conflict.
    return this.#send(
      request,
      answer.header('tus-resumable', TUS).header(CODE_HEADER, why.code),
      why.code === 'truncated' ? { ...refusal, status: 409 } : refusal,
    )
  }
}

/** Code: not-found: what is no hash names no file. */
function hashIn(path: string): Result<Uint8Array> {
  const h = /^[0-9a-f]{64}$/.test(path) ? fromHex(path) : null
  return h?.ok === true ? h : fail('not-found', 'no such attachment')
}
