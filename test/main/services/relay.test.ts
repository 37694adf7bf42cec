import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { makeRelay, RELAY_LIMITS } from '../../../main/services/relay.ts'
import { LARGE } from '../../../main/services/slow-post.ts'
import { must } from '../../../shared/base/result.ts'
import { seeded } from '../../kit/random.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function node(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const get = { method: 'GET', path: '/checkpoint', body: null, token: null } as const
const limits = (change: Partial<typeof RELAY_LIMITS>) => ({ ...RELAY_LIMITS, ...change })

describe('[W1] a line that fails', () => {
  test('nobody listens', async () => {
    const address = await node(() => {})
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect(await makeRelay(address).request(get)).toMatchObject({ ok: false, code: 'no-line' })
  })

  test('the node hangs up before it answers, and in the middle of its answer', async () => {
    const early = await node((_request, response) => response.destroy())
    expect(await makeRelay(early).request(get)).toMatchObject({ ok: false, code: 'no-line' })
    const late = await node((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.destroy())
    })
    expect(await makeRelay(late).request(get)).toMatchObject({ ok: false, code: 'truncated' })
  })

  test('the node says nothing, or stops in the middle', async () => {
    const silent = await node(() => {})
    expect(await makeRelay(silent, limits({ silence: 30 })).request(get)).toMatchObject({ ok: false, code: 'no-line' })
    const stopping = await node((_request, response) => {
      response.writeHead(200)
      response.write('half')
    })
    expect(await makeRelay(stopping, limits({ silence: 30 })).request(get)).toMatchObject({
      ok: false,
      code: 'truncated',
    })
  })

  test('an answer over the limit, however it is packed and whatever was announced', async () => {
    const large = Buffer.alloc(5000)
    for (const packed of [false, true]) {
      const address = await node((_request, response) => {
        response.writeHead(200, packed ? { 'content-encoding': 'gzip' } : {})
        response.end(packed ? gzipSync(large) : large)
      })
      expect(await makeRelay(address, limits({ answer: 4999 })).request(get)).toMatchObject({ code: 'too-large' })
      expect(must(await makeRelay(address, limits({ answer: 5000 })).request(get)).body.length).toBe(5000)
    }
  })

  test('a node that sends us elsewhere is not followed', async () => {
    let asked = 0
    const elsewhere = await node((_request, response) => {
      asked++
      response.end('evil')
    })
    const address = await node((_request, response) => response.writeHead(302, { location: elsewhere }).end())
    expect(await makeRelay(address).request(get)).toMatchObject({ ok: false, code: 'no-line' })
    expect(asked).toBe(0)
  })

  test('closing ends what is under way and refuses what comes', async () => {
    let reached = () => {}
    const arrived = new Promise<void>((resolve) => (reached = resolve))
    const relay = makeRelay(await node(() => reached()))
    const under = relay.request(get)
    await arrived
    relay.close()
    expect(await under).toMatchObject({ ok: false, code: 'no-line' })
    expect(await relay.request(get)).toMatchObject({ ok: false, code: 'no-line' })
  })
})

test('[W1] a body that can be made smaller goes packed, and says so', async () => {
  const seen: { encoding: string | undefined; bytes: Buffer }[] = []
  const address = await node((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      seen.push({ encoding: request.headers['content-encoding'], bytes: Buffer.concat(parts) })
      response.end()
    })
  })
  const relay = makeRelay(address)
  const texts = new Uint8Array(600_000).map((_, i) => i % 251)
  for (const body of [texts, texts.subarray(0, 1_000), seeded(1).bytes(5_000)]) {
    must(await relay.request({ method: 'POST', path: '/v1/push', body, token: null }))
    const { encoding, bytes } = seen.at(-1) as (typeof seen)[number]
    const whole = encoding === 'br' ? brotliDecompressSync(bytes) : bytes
    expect(Buffer.compare(whole, body)).toBe(0)
  }
  expect(seen.map(({ encoding }) => encoding)).toEqual(['br', undefined, undefined])
  expect(seen[0]?.bytes.length).toBeLessThan(5_000)
})

describe('[W1] a body that takes long', () => {
  const large = { method: 'POST', path: '/v1/attachments/00', body: new Uint8Array(LARGE), token: 'abc' } as const

  test('arrives whole, announced by its length, with type and token; the answer comes back as it is', async () => {
    const body = seeded(1).bytes(1_000_000)
    let seen: unknown
    const address = await node((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const { authorization, 'content-type': type, 'content-length': length } = request.headers
        seen = { method: request.method, url: request.url, authorization, type, length }
        const same = Buffer.compare(Buffer.concat(parts), body) === 0
        response.writeHead(same ? 413 : 500, { date: 'Tue, 03 Nov 2026 08:00:00 GMT' }).end(Buffer.from([1, 2]))
      })
    })
    expect(await makeRelay(address).request({ ...large, body })).toEqual({
      ok: true,
      value: { status: 413, body: Uint8Array.of(1, 2), date: Date.UTC(2026, 10, 3, 8) },
    })
    expect(seen).toEqual({
      ...{ method: 'POST', url: large.path, authorization: 'Bearer abc', type: 'application/cbor', length: '1000000' },
    })
  })

  test('its failures are those of any other request', async () => {
    const hangsUp = await node((request) => request.destroy())
    expect(await makeRelay(hangsUp).request(large)).toMatchObject({ code: 'no-line' })
    const elsewhere = await node((request, response) => {
      request.resume().on('end', () => response.writeHead(307, { location: hangsUp }).end())
    })
    expect(await makeRelay(elsewhere).request(large)).toMatchObject({ code: 'no-line' })
    const silent = await node((request) => request.resume())
    const soon = limits({ silence: 30, slowest: LARGE })
    expect(await makeRelay(silent, soon).request(large)).toMatchObject({ code: 'no-line' })
    const half = await node((request, response) => {
      request
        .resume()
        .on('end', () => response.writeHead(200, { 'content-length': '9' }).write('half', () => response.destroy()))
    })
    expect(await makeRelay(half).request(large)).toMatchObject({ code: 'truncated' })
    const long = await node((request, response) => {
      request.resume().on('end', () => response.end(Buffer.alloc(5000)))
    })
    expect(await makeRelay(long, limits({ answer: 4999 })).request(large)).toMatchObject({ code: 'too-large' })
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect(await makeRelay(long).request(large)).toMatchObject({ code: 'no-line' })
  })

  test('a node that refuses before it has read all is heard; closing ends what is under way', async () => {
    const early = await node((_request, response) => response.writeHead(401).end('no'))
    expect(must(await makeRelay(early).request(large)).status).toBe(401)
    let reached = () => {}
    const arrived = new Promise<void>((resolve) => (reached = resolve))
    const relay = makeRelay(await node((request) => request.resume().on('end', reached)))
    const under = relay.request(large)
    await arrived
    relay.close()
    expect(await under).toMatchObject({ code: 'no-line' })
  })
})

describe('[W1] what is asked', () => {
  test('only ever the one node, whatever the path looks like', async () => {
    const asked: string[] = []
    const address = await node((request, response) => {
      asked.push(`${request.headers.host} ${request.url}`)
      response.end()
    })
    for (const path of ['//evil.example/x', '/../../x', '/@evil.example/', '/a?b=//evil.example']) {
      must(await makeRelay(address).request({ ...get, path }))
    }
    expect(asked.every((line) => line.startsWith(new URL(address).host))).toBe(true)
    for (const path of ['@evil.example/', '.evil.example/', ':80@evil.example/', '0/x']) {
      expect(await makeRelay(address).request({ ...get, path })).toMatchObject({ ok: false })
    }
    expect(asked).toHaveLength(4)
  })

  test('a token with a line end, and a GET with a body, are refused', async () => {
    const address = await node((_request, response) => response.end())
    for (const token of ['a\r\nX-Evil: 1', 'a b', '']) {
      expect(await makeRelay(address).request({ ...get, token })).toMatchObject({ code: 'wrong-shape' })
    }
    expect(await makeRelay(address).request({ ...get, body: new Uint8Array(1) })).toMatchObject({ code: 'wrong-shape' })
  })

  test('body, type and token arrive; status, body and date come back as they are', async () => {
    let seen: unknown
    const address = await node((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const { authorization, 'content-type': type } = request.headers
        seen = {
          method: request.method,
          url: request.url,
          authorization,
          type,
          body: Buffer.concat(parts).toString('hex'),
        }
        response.writeHead(429, { date: 'Tue, 03 Nov 2026 08:00:00 GMT' }).end(Buffer.from([1, 2, 3]))
      })
    })
    const answer = await makeRelay(address).request({
      method: 'POST',
      path: '/v1/push?x=1',
      body: Uint8Array.of(9, 8),
      token: 'abc_-',
    })
    expect(seen).toEqual({
      method: 'POST',
      url: '/v1/push?x=1',
      authorization: 'Bearer abc_-',
      type: 'application/cbor',
      body: '0908',
    })
    expect(answer).toEqual({
      ok: true,
      value: { status: 429, body: Uint8Array.of(1, 2, 3), date: Date.UTC(2026, 10, 3, 8) },
    })
  })

  test('a date that is none, or not there, is null', async () => {
    for (const date of ['soon', null]) {
      const address = await node((_request, response) => {
        response.sendDate = false
        response.writeHead(200, date === null ? {} : { date }).end()
      })
      expect(must(await makeRelay(address).request(get)).date).toBeNull()
    }
  })
})
