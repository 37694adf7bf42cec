import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

/** The line of one computer to the node, on 127.0.0.1. */
export interface Line {
  /** Where the node is found at its end. */
  readonly address: string
  /** What is under way breaks off, and nothing gets through any more. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** A line to the node on this port. Calls go through as they are, but for the address: a node answers to its own only. */
export async function makeLine(port: number): Promise<Line> {
  let isCut = false
  const server = createServer((near, answer) => {
    const breakOff = () => void near.socket.destroy()
    if (isCut) {
      breakOff()
      return
    }
    const { method, url, headers } = near
    const far = request(
      { ...{ host: '127.0.0.1', port, method, path: url }, headers: { ...headers, host: `127.0.0.1:${port}` } },
      (said) => {
        answer.writeHead(said.statusCode ?? 502, said.headers)
        pipeline(said, answer, (error) => error && breakOff())
      },
    )
    // A node that is not there looks the same as a line that is cut.
    pipeline(near, far, (error) => error && breakOff())
    far.on('error', breakOff)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true
      server.closeAllConnections()
    },
    mend() {
      isCut = false
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((closed) => server.close(() => closed()))
    },
  }
}
