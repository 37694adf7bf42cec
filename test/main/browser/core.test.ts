import { describe, expect, test } from 'vitest'
import { LOOPBACK } from '../../../shared/loopback.ts'
import { DOOR, get, PAGE_HEADERS, post, resultOf, signIn, testShell } from './kit.ts'

const LOCK = { name: 'vault.lock', input: {} }

/** Status and code of an answer, and that nobody else is invited to read it. */
async function refusal(response: Response): Promise<[number, string | undefined]> {
  const headers = [...response.headers.keys()]
  expect(headers.filter((name) => name.startsWith('access-control-'))).toEqual([])
  return [response.status, (await resultOf(response)).code]
}

describe('the door', () => {
  const hosts = [
    `127.0.0.1:${DOOR.port}`,
    `localhost:${DOOR.port}`,
    'a1b2c3.localhost',
    `a1b2c3.localhost:${DOOR.port + 1}`,
    `a1b2c3.localhost.:${DOOR.port}`,
    `A1B2C3.localhost:${DOOR.port}`,
    `x.a1b2c3.localhost:${DOOR.port}`,
    `evil.example:${DOOR.port}`,
    `${DOOR.host}, evil.example`,
    '',
  ]
  test.each(hosts)('refuses the host "%s" for pages and calls alike', async (host) => {
    const shell = testShell()
    const session = await signIn(shell)
    expect(await refusal(await shell.handle(get('/', { host })))).toEqual([421, 'wrong-host'])
    expect(await refusal(await shell.handle(post(LOOPBACK.call, LOCK, { ...session, host })))).toEqual([
      421,
      'wrong-host',
    ])
  })

  test('refuses a request line that names another host', async () => {
    const { handle } = testShell()
    const request = new Request('http://evil.example/', { headers: { host: DOOR.host } })
    expect(await refusal(await handle(request))).toEqual([421, 'wrong-host'])
  })

  test('forwarded headers change nothing', async () => {
    const { handle } = testShell()
    const headers = { host: 'evil.example', 'x-forwarded-host': DOOR.host, forwarded: `host=${DOOR.host}` }
    expect(await refusal(await handle(get('/', headers)))).toEqual([421, 'wrong-host'])
  })

  test.each([
    null,
    'null',
    'http://evil.example',
    `http://127.0.0.1:${DOOR.port}`,
    `https://${DOOR.host}`,
    `${DOOR.origin}/`,
  ])('refuses a call from origin %s', async (origin) => {
    const shell = testShell()
    const session = await signIn(shell)
    const request = post(LOOPBACK.call, LOCK, { ...session, origin })
    expect(await refusal(await shell.handle(request))).toEqual([403, 'wrong-origin'])
  })

  test.each([null, 'cross-site', 'same-site', 'none'])('refuses a call with sec-fetch-site %s', async (site) => {
    const shell = testShell()
    const session = await signIn(shell)
    const request = post(LOOPBACK.call, LOCK, { ...session, 'sec-fetch-site': site })
    expect(await refusal(await shell.handle(request))).toEqual([403, 'wrong-origin'])
  })

  test.each(['cross-site', 'same-site'])('does not give even the page to a %s request', async (site) => {
    const { handle } = testShell()
    expect(await refusal(await handle(get('/', { 'sec-fetch-site': site })))).toEqual([403, 'wrong-origin'])
    expect(await refusal(await handle(get('/', { origin: 'http://evil.example' })))).toEqual([403, 'wrong-origin'])
  })

  test('answers no preflight', async () => {
    const { handle } = testShell()
    const headers = { host: DOOR.host, origin: 'http://evil.example', 'access-control-request-method': 'POST' }
    const response = await handle(new Request(DOOR.origin + LOOPBACK.call, { method: 'OPTIONS', headers }))
    expect(await refusal(response)).toEqual([403, 'wrong-origin'])
  })
})

describe('the form of a call', () => {
  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s is no call', async (method) => {
    const shell = testShell()
    const headers = { ...PAGE_HEADERS, ...(await signIn(shell)), [LOOPBACK.header]: '1', 'content-type': LOOPBACK.type }
    const response = await shell.handle(new Request(DOOR.origin + LOOPBACK.call, { method, headers }))
    expect(await refusal(response)).toEqual([404, 'unknown-call'])
  })

  test.each([
    [{ 'content-type': 'text/plain' }, 400, 'wrong-shape'],
    [{ 'content-type': 'application/cbor; charset=utf-8' }, 400, 'wrong-shape'],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 400, 'wrong-shape'],
    [{ [LOOPBACK.header]: null }, 403, 'wrong-origin'],
    [{ [LOOPBACK.header]: '2' }, 403, 'wrong-origin'],
    [{ 'content-length': String(LOOPBACK.callBody + 1) }, 413, 'too-large'],
    [{ 'content-length': 'many' }, 413, 'too-large'],
  ])('refuses %j', async (headers, status, code) => {
    const shell = testShell()
    const session = await signIn(shell)
    const request = post(LOOPBACK.call, LOCK, { ...session, ...headers })
    expect(await refusal(await shell.handle(request))).toEqual([status, code])
    expect(request.bodyUsed).toBe(false)
  })

  test('stops reading at the limit when no length was announced', async () => {
    const shell = testShell()
    let sent = 0
    const long = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024
        controller.enqueue(new Uint8Array(1024))
        if (sent > 1 << 20) controller.close()
      },
    })
    const { headers } = post(LOOPBACK.start, {})
    const init = { method: 'POST', headers, body: long, duplex: 'half' }
    const response = await shell.handle(new Request(DOOR.origin + LOOPBACK.start, init as RequestInit))
    expect(await refusal(response)).toEqual([413, 'too-large'])
    expect(sent).toBeLessThan(LOOPBACK.startBody + 8 * 1024)
  })

  test.each([
    ['not CBOR', Uint8Array.of(0xff), 'not-canonical'],
    ['nothing', new Uint8Array(0), 'not-canonical'],
    ['a long integer', Uint8Array.of(0x18, 0x01), 'not-canonical'],
    ['no call', { name: 'vault.lock' }, 'wrong-shape'],
    ['a surplus key', { ...LOCK, as: 'root' }, 'wrong-shape'],
    ['a surplus input', { name: 'vault.lock', input: { now: true } }, 'wrong-shape'],
    ['another call', { name: 'vault.export', input: {} }, 'unknown-call'],
    ['a call of the language', { name: 'constructor', input: {} }, 'unknown-call'],
    ['nesting', nested(20), 'too-deep'],
  ])('[E3] refuses a body that is %s', async (_, body, code) => {
    const shell = testShell()
    const session = await signIn(shell)
    expect(await resultOf(await shell.handle(post(LOOPBACK.call, body, session)))).toMatchObject({ ok: false, code })
  })

  test('an unknown path under /api is no file', async () => {
    const shell = testShell()
    expect(await refusal(await shell.handle(post('/api/else', {}, await signIn(shell))))).toEqual([404, 'unknown-call'])
    expect(await refusal(await shell.handle(get('/api/call')))).toEqual([404, 'unknown-call'])
  })
})

describe('the session', () => {
  test('a token is swapped once, and its second use fails', async () => {
    const { handle, sessions } = testShell()
    const token = sessions.issue()
    const first = await handle(post(LOOPBACK.start, { token }))
    expect(first.status).toBe(200)
    expect(first.headers.get('set-cookie')).toMatch(
      /^__Host-county=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    )
    expect(await refusal(await handle(post(LOOPBACK.start, { token })))).toEqual([401, 'wrong-token'])
  })

  test('a token is good for less than a minute', async () => {
    const { handle, sessions, clock } = testShell()
    const token = sessions.issue()
    clock.now += 60_000
    expect(await refusal(await handle(post(LOOPBACK.start, { token })))).toEqual([401, 'wrong-token'])
    clock.now -= 60_000
    expect(await refusal(await handle(post(LOOPBACK.start, { token })))).toEqual([401, 'wrong-token'])
  })

  test('a guessed token fails and leaves the real one good', async () => {
    const { handle, sessions } = testShell()
    const token = sessions.issue()
    const guess = { token: `${token.slice(0, -1)}_` }
    expect(await refusal(await handle(post(LOOPBACK.start, guess)))).toEqual([401, 'wrong-token'])
    expect((await handle(post(LOOPBACK.start, { token }))).status).toBe(200)
  })

  test('bearer and cookie together call; either alone, swapped or doubled does not', async () => {
    const shell = testShell()
    const { authorization, cookie } = await signIn(shell)
    const call = async (headers: Record<string, string>) =>
      refusal(await shell.handle(post(LOOPBACK.call, LOCK, headers)))
    expect(await call({ authorization, cookie })).toEqual([200, undefined])
    const refused = [401, 'wrong-token']
    expect(await call({})).toEqual(refused)
    expect(await call({ cookie })).toEqual(refused)
    expect(await call({ authorization })).toEqual(refused)
    expect(await call({ authorization: authorization.slice(0, -1), cookie })).toEqual(refused)
    expect(await call({ authorization, cookie: `${cookie}; ${cookie}` })).toEqual(refused)
    const bearer = authorization.slice('Bearer '.length)
    const value = cookie.slice(cookie.indexOf('=') + 1)
    expect(await call({ authorization: `Bearer ${value}`, cookie: `__Host-county=${bearer}` })).toEqual(refused)
    expect(await call({ authorization, cookie: cookie.replace('__Host-', '') })).toEqual(refused)
  })

  test('nobody without a session listens, and nobody reads a body for them', async () => {
    const shell = testShell()
    const { cookie } = await signIn(shell)
    expect(await refusal(await shell.handle(post(LOOPBACK.events, new Uint8Array(0), { cookie })))).toEqual([
      401,
      'wrong-token',
    ])
    const request = post(LOOPBACK.call, LOCK, { cookie })
    await shell.handle(request)
    expect(request.bodyUsed).toBe(false)
  })

  test('a listening window keeps its session from idling, until it stops listening', async () => {
    const shell = testShell()
    const session = await signIn(shell)
    const stream = await shell.handle(post(LOOPBACK.events, new Uint8Array(0), session))
    const call = async () => (await shell.handle(post(LOOPBACK.call, LOCK, session))).status
    shell.clock.now += 2 * 3_600_000
    expect(await call()).toBe(200)
    await stream.body?.cancel()
    shell.clock.now += 2 * 3_600_000
    expect(await call()).toBe(401)
  })

  test('a second start ends the first session', async () => {
    const shell = testShell()
    const first = await signIn(shell)
    const second = await signIn(shell)
    expect((await shell.handle(post(LOOPBACK.call, LOCK, first))).status).toBe(401)
    expect((await shell.handle(post(LOOPBACK.call, LOCK, second))).status).toBe(200)
  })
})

describe('the answers', () => {
  test('a bug in a handler becomes a code, and its text stays here', async () => {
    const shell = testShell({
      'vault.lock': async () => {
        throw new Error('secret of the vault')
      },
    })
    const response = await shell.handle(post(LOOPBACK.call, LOCK, await signIn(shell)))
    const text = new TextDecoder().decode(await response.clone().arrayBuffer())
    expect(text).not.toContain('secret')
    expect(await resultOf(response)).toMatchObject({ ok: false, code: 'internal' })
    expect(shell.reported).toHaveLength(1)
  })

  test('an answer that CBOR cannot say is a bug, not a broken connection', async () => {
    const shell = testShell({ 'vault.lock': async () => ({ ok: true, value: 0.5 as unknown as null }) })
    const response = await shell.handle(post(LOOPBACK.call, LOCK, await signIn(shell)))
    expect(await resultOf(response)).toMatchObject({ ok: false, code: 'internal' })
    expect(shell.reported).toHaveLength(1)
  })

  test('an expected failure of a call is an answer like any other', async () => {
    const shell = testShell({ 'vault.lock': async () => ({ ok: false, code: 'disk-full', detail: '' }) })
    const response = await shell.handle(post(LOOPBACK.call, LOCK, await signIn(shell)))
    expect([response.status, (await resultOf(response)).code]).toEqual([200, 'disk-full'])
  })

  test('nothing of the API is stored, sniffed, framed or shared', async () => {
    const shell = testShell()
    const session = await signIn(shell)
    const answers = [
      await shell.handle(post(LOOPBACK.call, LOCK, session)),
      await shell.handle(post(LOOPBACK.call, LOCK)),
      await shell.handle(post(LOOPBACK.events, new Uint8Array(0), session)),
    ]
    for (const { headers } of answers) {
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-type': LOOPBACK.type,
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    }
    shell.events.close()
  })
})

function nested(depth: number): Uint8Array {
  return Uint8Array.of(...new Uint8Array(depth).fill(0x81), 0xf6)
}
