import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fromHex } from '../shared/base/bytes.ts'
import { LIMITS } from '../shared/base/limits.ts'
import { fail, type Result } from '../shared/base/result.ts'
import { askAttachments, attachment, readMessage } from '../shared/sync/messages.ts'
import { type Ask, problem, type Reply, reply } from './api.ts'
import type { Attachments } from './attachments.ts'
import { endAfter, REQUEST_MS } from './request-time.ts'
import type { Sessions } from './sessions.ts'

/** Files on their way up at once: what they may take of memory, and no more. */
const MOST = 64
/** How long nothing at all may come of a file. */
const SILENCE = 120_000
/** For a whole file over the slowest line that there is, four bytes a millisecond. */
export const UPLOAD_MS = Math.ceil(LIMITS.attachmentMessage / 4) + SILENCE

export const ATTACHMENTS_PATH = '/v1/attachments'

type Send = (request: FastifyRequest, answer: FastifyReply, reply: Reply) => Promise<FastifyReply>

/**
 * [N9] [W2] The routes of attachments. Who brings a file is asked before a byte of it is read, and only then: a file may take half an hour, and
 * the session that was good when it began may be over when it is here.
 */
export class AttachmentRoutes {
  readonly #files: Attachments
  readonly #sessions: Sessions
  readonly #begun = new WeakMap<FastifyRequest, string[]>()
  #underWay = 0

  constructor(files: Attachments, sessions: Sessions) {
    this.#files = files
    this.#sessions = sessions
  }

  /** Which of the asked are here. */
  async ask({ body, authorization }: Ask): Promise<Reply> {
    const mine = this.#sessions.scopes(authorization)
    if (!mine.ok) return problem(mine.code, mine.detail)
    const read = readMessage(askAttachments, body, 32 * 1024)
    if (!read.ok) return problem(read.code, read.detail)
    return reply({ here: await this.#files.here(read.value.files, mine.value) })
  }

  /** `path` as after `/v1/attachments/`: 64 hex digits. */
  async give({ authorization }: Ask, path: string): Promise<Reply> {
    const mine = this.#sessions.scopes(authorization)
    if (!mine.ok) return problem(mine.code, mine.detail)
    const h = hashIn(path)
    if (!h.ok) return problem(h.code, h.detail)
    const file = await this.#files.give(h.value, mine.value)
    return file.ok ? { ...reply({ file: file.value }), sealed: true } : problem(file.code, file.detail)
  }

  /** The way up: a limit of its own for the body, which is read only for somebody who may bring one. */
  mount(app: FastifyInstance, send: Send): void {
    app.route<{ Params: { h: string } }>({
      method: 'POST',
      url: `${ATTACHMENTS_PATH}/:h`,
      bodyLimit: LIMITS.attachmentMessage,
      onRequest: async (request, answer) => {
        const mine = this.#sessions.scopes(request.headers.authorization)
        if (!mine.ok || this.#underWay >= MOST) {
          endAfter(request.raw, REQUEST_MS)
          // Read to its end and thrown away: a sender that is cut off while it writes never sees why.
          for await (const part of request.raw) void part
          const why = mine.ok ? fail('busy', `${MOST} files are on their way`) : mine
          return send(request, answer, problem(why.code, why.detail))
        }
        this.#begun.set(request, mine.value)
        this.#underWay++
        answer.raw.once('close', () => this.#underWay--)
        request.raw.socket.setTimeout(SILENCE)
        return undefined
      },
      handler: async (request, answer) => send(request, answer, await this.#take(request)),
    })
  }

  async #take(request: FastifyRequest<{ Params: { h: string } }>): Promise<Reply> {
    const h = hashIn(request.params.h)
    if (!h.ok) return problem(h.code, h.detail)
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array(0)
    const read = readMessage(attachment, new Uint8Array(body), LIMITS.attachmentMessage)
    if (!read.ok) return problem(read.code, read.detail)
    const taken = await this.#files.take(h.value, read.value.file, this.#begun.get(request) ?? [])
    return taken.ok ? reply({ h: h.value }) : problem(taken.code, taken.detail)
  }
}

/** Code: not-found: what is no hash names no file. */
function hashIn(path: string): Result<Uint8Array> {
  const h = /^[0-9a-f]{64}$/.test(path) ? fromHex(path) : null
  return h?.ok === true ? h : fail('not-found', 'no such attachment')
}
