import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, createBrotliDecompress, gzip } from 'node:zlib'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { LIMITS } from '../shared/base/limits.ts'
import { MEDIA_TYPE } from '../shared/sync/messages.ts'
import { Api, type Ask, problem, type Reply } from './api.ts'
import { diskCode } from './disk.ts'
import type { Executor } from './executor.ts'
import { FileRoutes, UPLOAD_MS } from './files-route.ts'
import type { ProvinceNode } from './node.ts'
import { endAfter, REQUEST_MS } from './request-time.ts'
import { Sessions } from './sessions.ts'

const gzipAsync = promisify(gzip)
const brotliAsync = promisify(brotliCompress)

/** Bodies over the limit and up to this are read before they are refused. */
const DRAINED = 16 * LIMITS.request

export interface Serving {
  readonly url: string
  readonly close: () => Promise<void>
}

export interface ServeOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Names under which the node may be addressed beside the loopback ones; none: any. */
  readonly names: readonly string[]
  /** ms between two looks at what waits. */
  readonly sealEvery: number
  /** Decides one-click cases after each block (X9). */
  readonly executor?: Executor | undefined
  readonly now?: () => number
}

/** [W1] HTTP around the node, and the clock that seals. Throws when the port cannot be had. */
export async function serve(node: ProvinceNode, options: ServeOptions): Promise<Serving> {
  const now = options.now ?? Date.now
  const standing = () => ({ gov: node.ledger.gov, at: node.ledger.published.header.h })
  const app = routes(new Sessions(standing, now), options, node)
  await app.listen({ host: options.host, port: options.port })
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  const stop = keepSealing(node, options.sealEvery, options.executor)
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    close: async () => {
      await stop()
      app.server.closeIdleConnections()
      await app.close()
    },
  }
}

/**
 * Seals as long as something waits, then looks again after a while; what the executor decides on a block is in the next one. Gives what ends it,
 * once a running block is done.
 */
export function keepSealing(node: ProvinceNode, every: number, executor?: Executor): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let ended = false
  let running: Promise<unknown> = Promise.resolve()
  const tick = async () => {
    do {
      const sealed = node.hasWork ? await node.seal() : null
      if (sealed !== null && !sealed.ok) break
      // What it could not do now it does at the next look: it goes on from the block where it stopped.
      await executor?.run().catch((error: unknown) => node.parts.say(`executor: ${String(error)}`))
      // When all is sealed, there is time until the next look.
    } while (!ended && node.waiting > 0)
    if (!ended) timer = setTimeout(start, every)
  }
  const start = () => {
    running = tick()
  }
  timer = setTimeout(start, every)
  return async () => {
    ended = true
    clearTimeout(timer)
    await running
  }
}

function routes(sessions: Sessions, options: ServeOptions, node: ProvinceNode): FastifyInstance {
  const api = new Api(node, sessions)
  const files = new FileRoutes(node.attachments, node.partial, sessions, send)
  const app = Fastify({
    logger: false,
    bodyLimit: LIMITS.request,
    requestTimeout: UPLOAD_MS,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(MEDIA_TYPE, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request, answer) => {
    if (!isOurs(request.raw, options, app)) return send(request, answer, problem('wrong-host', 'another host'))
    const most = request.routeOptions.bodyLimit ?? LIMITS.request
    if (most <= LIMITS.request) endAfter(request.raw, REQUEST_MS)
    const announced = Number(request.headers['content-length'] ?? 0)
    if (announced <= most) return undefined
    // Read to its end and thrown away: a sender that is cut off while it writes never sees why.
    if (announced <= DRAINED) for await (const part of request.raw) void part
    return send(request, answer, problem('too-large', `at most ${most} bytes`))
  })
  // Unpacked as it comes, and counted by the limit of the body, so that nothing small becomes something large here.
  app.addHook('preParsing', async (request, _answer, body) => {
    const encoding = request.headers['content-encoding']
    if (encoding === undefined || encoding === 'identity') return body
    if (encoding !== 'br') throw Object.assign(new Error('content-encoding'), { statusCode: 415 })
    const unpacked = body.pipe(createBrotliDecompress())
    let length = 0
    body.on('data', (part: Buffer) => (length += part.length))
    body.on('error', (error) => unpacked.destroy(error))
    return Object.defineProperty(unpacked, 'receivedEncodedLength', { get: () => length })
  })
  const route = (method: 'GET' | 'POST', url: string, take: (ask: Ask, path: string) => Promise<Reply> | Reply) => {
    app.route({
      method,
      url,
      exposeHeadRoute: false,
      handler: async (request, answer) => {
        const body = request.body instanceof Uint8Array ? new Uint8Array(request.body) : new Uint8Array(0)
        const query = new URL(request.url, 'http://node').searchParams
        const { authorization } = request.headers
        const path = (request.params as { '*'?: string })['*'] ?? ''
        return send(request, answer, await take({ body, query, authorization }, path))
      },
    })
  }
  route('GET', '/checkpoint', () => api.checkpoint())
  route('GET', '/tile/*', (_ask, path) => api.tile(path))
  route('GET', '/v1/gov', (ask) => api.gov(ask))
  route('GET', '/v1/challenge', () => api.challenge())
  route('POST', '/v1/session', (ask) => api.session(ask))
  route('POST', '/v1/push', (ask) => api.push(ask))
  route('POST', '/v1/heads', (ask) => api.heads(ask))
  route('GET', '/v1/leaves', (ask) => api.leaves(ask))
  route('POST', '/v1/payloads', (ask) => api.payloads(ask))
  route('POST', '/v1/attachments', (ask) => files.ask(ask))
  files.mount(app)
  app.setNotFoundHandler((request, answer) => send(request, answer, problem('not-found', 'no such path')))
  app.setErrorHandler<Error & { statusCode?: number }>((error, request, answer) => {
    const status = error.statusCode ?? 500
    if (status === 413)
      return send(request, answer, problem('too-large', `at most ${request.routeOptions.bodyLimit} bytes`))
    if (status === 415) return send(request, answer, { ...problem('wrong-shape', `send ${MEDIA_TYPE}`), status })
    if (status < 500) return send(request, answer, { ...problem('wrong-shape', 'request'), status })
    // Said to the operator alone.
    node.parts.say(`${request.method} ${request.url}: ${error.stack ?? error.message}`)
    return send(request, answer, problem(diskCode(error) === 'disk-full' ? 'disk-full' : 'internal'))
  })
  return app
}

/** A page of another site that has pointed its own name at this address (DNS rebinding) names that host. */
function isOurs(request: IncomingMessage, options: ServeOptions, app: FastifyInstance): boolean {
  if (options.names.length === 0 && !isLoopback(options.host)) return true
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`)
  return [...options.names, ...loopback].includes(request.headers.host ?? '')
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

async function send(request: FastifyRequest, answer: FastifyReply, reply: Reply): Promise<FastifyReply> {
  const { body, encoding } = await compressed(reply, String(request.headers['accept-encoding'] ?? ''))
  answer
    .code(reply.status)
    .header('content-type', reply.type)
    .header('cache-control', reply.cache)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('vary', 'accept-encoding')
  if (encoding !== null) answer.header('content-encoding', encoding)
  if (reply.status === 503) answer.header('retry-after', '5')
  return answer.send(Buffer.from(body.buffer, body.byteOffset, body.length))
}

/** limits.md: brotli 5 is smaller than gzip 6 and no slower. Hashes alone (tiles) do not compress. */
async function compressed(reply: Reply, accept: string): Promise<{ body: Uint8Array; encoding: string | null }> {
  const { body } = reply
  if (body.length <= 1024 || reply.sealed === true || reply.type === 'application/octet-stream')
    return { body, encoding: null }
  const names = accept
    .split(',')
    .flatMap((one) => (/;\s*q=0(?:\.0*)?\s*$/.test(one) ? [] : [one.split(';')[0]?.trim()]))
  if (names.includes('br')) {
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }
    return { body: await brotliAsync(body, options), encoding: 'br' }
  }
  if (names.includes('gzip')) return { body: await gzipAsync(body, { level: 6 }), encoding: 'gzip' }
  return { body, encoding: null }
}
