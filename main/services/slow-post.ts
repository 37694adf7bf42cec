import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { Readable } from 'node:stream'

/** Bodies from here on may be longer on their way than fetch waits. */
export const LARGE = 256 * 1024

/**
 * A POST that may take as long as the line needs. Node's fetch gives up five minutes after the system has taken the last of the body, however
 * much of it is still on its way (measured: 8 MiB at 8 KiB/s), and cannot be told otherwise; its plain client has no clock of its own, so the
 * caller's `signal` is the only one. Follows nobody elsewhere. Rejects with the cause, as fetch does.
 */
export function slowPost(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown) => reject(new Error('no answer', { cause }))
    const send = url.startsWith('https:') ? secure : plain
    const request = send(url, {
      method: 'POST',
      // A connection of its own: one that has lain idle may be gone without our knowing.
      agent: false,
      headers: { ...headers, 'accept-encoding': 'identity', 'content-length': body.length },
      signal,
    })
    // Also after the answer has come: a node may refuse before it has read all.
    request.on('error', failed)
    request.on('response', (answer) => {
      const status = answer.statusCode ?? 0
      if (status < 200 || status > 599 || (status >= 300 && status < 400)) {
        answer.destroy()
        return failed(new Error(`status ${status}`))
      }
      const { date } = answer.headers
      const empty = status === 204 || status === 205
      const stream = empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>)
      resolve(new Response(stream, { status, headers: date === undefined ? {} : { date } }))
    })
    request.end(body)
  })
}
