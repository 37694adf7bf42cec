import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Door } from './door.ts'
import { holderOf } from './holder.ts'

export interface Server {
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}

const ADDRESS = '127.0.0.1'

/**
 * Puts the pure shell on its one port of 127.0.0.1. A taken port is a failure that names the holder where it can be told;
 * the shell never moves, for its data would not move with it. Codes: port-taken
 */
export async function serve(
  door: Door,
  handle: (request: Request) => Promise<Response>,
  report: (error: unknown) => void,
): Promise<Result<Server>> {
  // Chromium may try ::1 first for a localhost name; whoever listens there would be taken for us.
  if (await answers('::1', door.port)) return taken(door.port)
  const server = createServer({ maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 120_000 })
  server.on('request', (request, response) => {
    respond(door, handle, request, response).catch((error: unknown) => {
      report(error)
      response.destroy()
    })
  })
  server.on('upgrade', (request, socket: Socket) => {
    const status = request.headers.host === door.host ? '403 Forbidden' : '421 Misdirected Request'
    socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
  })
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
      resolve(taken(door.port))
    })
    server.listen({ host: ADDRESS, port: door.port, exclusive: true }, () =>
      resolve(
        ok({
          close: () =>
            new Promise<void>((done) => {
              server.close(() => done())
              server.closeAllConnections()
            }),
        }),
      ),
    )
  })
}

async function taken(port: number): Promise<Result<never>> {
  return fail('port-taken', await holderOf(port))
}

async function respond(
  door: Door,
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = toRequest(door, incoming)
  const response = request === null ? new Response(null, { status: 400 }) : await handle(request)
  const headers = Object.fromEntries(response.headers)
  // A refusal does not wait for a body that nobody is going to read.
  if (!incoming.complete) headers.connection = 'close'
  outgoing.writeHead(response.status, headers)
  outgoing.flushHeaders()
  if (response.body === null) {
    outgoing.end()
    return
  }
  try {
    await pipeline(Readable.fromWeb(response.body as NodeStream), outgoing)
  } catch (error) {
    // The window went away in the middle: pipeline has cancelled the stream, and that is all there is to do.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}

/**
 * Raw headers, so that a repeated Host or Origin shows as two and matches nothing. The request line holds a path, or from our own
 * window, which has this server for its proxy, a whole URL: the shell judges its host. Null for anything else.
 */
function toRequest(door: Door, incoming: IncomingMessage): Request | null {
  const { method = 'GET', url = '', rawHeaders } = incoming
  const whole = url.startsWith('/') ? door.origin + url : url
  if (method === 'TRACE' || !/^http:\/\/[^/@]+\//.test(whole) || !URL.canParse(whole)) return null
  const headers = new Headers()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    headers.append(rawHeaders[i] as string, rawHeaders[i + 1] as string)
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(whole, {
    method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' as const } : {}),
  })
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
