import { createServer } from 'node:net'

const FIRST = 4460

/** The first port of a free pair on 127.0.0.1: `wanted`, or else one from 4460 on. Throws when there is none. */
export async function freePorts(wanted: number | null): Promise<number> {
  const from = wanted ?? FIRST
  const to = wanted ?? FIRST + 200
  for (let port = from; port <= to; port += 2) {
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
  throw new Error(
    wanted === null
      ? `${from}–${to}: 没有空闲端口，请用 --port 指定 · no free ports, name one with --port`
      : `${wanted}, ${wanted + 1}: 端口已被占用 · in use by another program`,
  )
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
