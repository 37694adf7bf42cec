import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import { checkDoor, type Door, makeDoor } from '../../../main/browser/door.ts'
import { type Server, serve } from '../../../main/browser/server.ts'
import { must } from '../../../shared/base/result.ts'
import { LOOPBACK } from '../../../shared/loopback.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  await new Promise((done) => probe.close(done))
  return port
}

async function served(handle: (request: Request) => Promise<Response>, report = fault): Promise<Door> {
  const door = must(makeDoor('a1b2c3', await freePort()))
  const server: Server = must(await serve(door, handle, report))
  closing.push(server.close)
  return door
}

const fault = (error: unknown): void => {
  throw error
}
const seen: Request[] = []
const echo = async (request: Request) => {
  seen.push(request)
  return new Response(`${request.method} ${request.url} ${request.headers.get('host')}`, { status: 203 })
}

/** What comes back for exactly these bytes, to the end of the connection. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  let answer = ''
  socket.on('data', (part: string) => {
    answer += part
  })
  socket.on('error', () => undefined)
  socket.end(text)
  await once(socket, 'close')
  return answer
}

test('a plain request reaches the shell with its own headers', async () => {
  const { port, host, origin } = await served(echo)
  const answer = await raw(port, `GET /a?b HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  expect(answer).toContain('203')
  expect(answer).toContain(`GET ${origin}/a?b ${host}`)
})

test('two Host headers show as two, and so does an Origin said twice', async () => {
  const { port, host, origin } = await served(echo)
  await raw(port, `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)
  expect(seen.at(-1)?.headers.get('host')).toBe(`${host}, evil.example`)
  await raw(
    port,
    `GET / HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nOrigin: ${origin}\r\nConnection: close\r\n\r\n`,
  )
  expect(seen.at(-1)?.headers.get('origin')).toBe(`${origin}, ${origin}`)
})

test.each(['*', 'evil', 'http://evil.example', 'ftp://a/', 'http://a:b@c/'])(
  'a request for "%s" is refused as it stands',
  async (target) => {
    const { port, host } = await served(echo)
    const before = seen.length
    expect(await raw(port, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 400/,
    )
    expect(seen).toHaveLength(before)
  },
)

test('a whole URL in the request line is judged by its own host', async () => {
  let door: Door | null = null
  const judge = async (request: Request) => new Response(null, { status: checkDoor(door as Door, request) ? 421 : 203 })
  door = await served(judge)
  const { port, host, origin } = door
  const ask = (url: string) => raw(port, `GET ${url} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  expect(await ask(`${origin}/x`)).toMatch(/^HTTP\/1.1 203 /)
  expect(await ask(`http://a1b2c3.localhost:${port + 1}/x`)).toMatch(/^HTTP\/1.1 421 /)
  expect(await ask('http://evil.example/x')).toMatch(/^HTTP\/1.1 421 /)
})

test('is a proxy to nowhere', async () => {
  const { port, host } = await served(echo)
  expect(await raw(port, `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toBe('')
})

test('two slashes are a path, not another host', async () => {
  const { port, host, origin } = await served(echo)
  const answer = await raw(port, `GET //evil.example/x HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  expect(answer).toContain(`GET ${origin}//evil.example/x`)
})

test('an upgrade is refused: as misdirected under another host, else as not offered', async () => {
  const { port, host } = await served(echo)
  const upgrade = (name: string) =>
    raw(port, `GET /api/call HTTP/1.1\r\nHost: ${name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
  expect(await upgrade('evil.example')).toMatch(/^HTTP\/1.1 421 /)
  expect(await upgrade(host)).toMatch(/^HTTP\/1.1 403 /)
})

test('a refusal does not wait for the body', async () => {
  const { port, host } = await served(async () => new Response(null, { status: 401 }))
  const socket: Socket = connect(port, '127.0.0.1').setEncoding('latin1')
  socket.write(`POST ${LOOPBACK.call} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000000\r\n\r\nabc`)
  const [answer] = (await once(socket, 'data')) as [string]
  expect(answer).toMatch(/^HTTP\/1.1 401[^]*connection: close/i)
  socket.destroy()
})

test('a window that goes away ends the stream it was listening to', async () => {
  let cancelled: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    cancelled = resolve
  })
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(4)),
    cancel: () => cancelled(),
  })
  const { port, host } = await served(async () => new Response(stream))
  const socket = connect(port, '127.0.0.1')
  socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  await once(socket, 'data')
  socket.destroy()
  await ended
})

test('headers over the limit never reach the shell', async () => {
  const { port, host } = await served(echo)
  const before = seen.length
  const answer = await raw(port, `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1.1 431 /)
  expect(seen).toHaveLength(before)
})

test('a shell that throws is reported, and the server goes on', async () => {
  const reported: unknown[] = []
  const { port, host } = await served(
    async () => {
      throw new Error('bug')
    },
    (error) => reported.push(error),
  )
  const request = `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
  expect(await raw(port, request)).toBe('')
  expect(await raw(port, request)).toBe('')
  expect(reported).toHaveLength(2)
})

test('listens on 127.0.0.1 and no other address of this computer', async () => {
  const { port } = await served(echo)
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address }) => address)
    .filter((address) => address !== '127.0.0.1' && !address.startsWith('fe80'))
  for (const host of [...others, '127.0.0.2']) {
    const socket = connect({ host, port })
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => 'connected'),
      once(socket, 'error').then(() => 'refused'),
    ]).catch(() => 'refused')
    socket.destroy()
    expect([host, outcome]).toEqual([host, 'refused'])
  }
})

test.each(['127.0.0.1', '0.0.0.0'])(
  'a port taken on %s is named with its holder, and nothing moves',
  async (address) => {
    const other = createServer().listen(0, address)
    await once(other, 'listening')
    closing.push(() => new Promise((done) => other.close(done)))
    const { port } = other.address() as { port: number }
    const result = await serve(must(makeDoor('a1b2c3', port)), echo, fault)
    expect(result).toMatchObject({ ok: false, code: 'port-taken' })
    expect(result).toHaveProperty('detail', expect.stringContaining(`(pid ${process.pid})`))
  },
)

test('a program on the same port of ::1 would be taken for us, so the port counts as taken', async () => {
  const other = createServer().listen({ host: '::1', port: 0, ipv6Only: true })
  const listening = await Promise.race([
    once(other, 'listening').then(() => true),
    once(other, 'error').then(() => false),
  ])
  // A computer without IPv6 has no such danger.
  if (!listening) return
  closing.push(() => new Promise((done) => other.close(done)))
  const { port } = other.address() as { port: number }
  expect(await serve(must(makeDoor('a1b2c3', port)), echo, fault)).toMatchObject({ ok: false, code: 'port-taken' })
})
