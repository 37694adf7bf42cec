import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { exportLedger } from '../../province/export.ts'
import { verify } from '../../province/keys.ts'
import { concat, hex } from '../../shared/base/bytes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { must } from '../../shared/base/result.ts'
import {
  encode,
  entryId,
  formatVkey,
  inContext,
  leafHash,
  openAnswer,
  openCheckpoint,
  parseLeaf,
  rootOf,
  tilePath,
  tilesOf,
  unframe,
  type Value,
} from '../../shared/ledger/index.ts'
import { checkHeads, type Seen } from '../../shared/sync/check-heads.ts'
import {
  asFailure,
  challenge,
  encodeMessage,
  heads as headsReader,
  leaves as leavesReader,
  MEDIA_TYPE,
  payloads as payloadsReader,
  pushed,
  readMessage,
  session as sessionReader,
} from '../../shared/sync/messages.ts'
import { auditExport } from './audit.ts'
import { makeBase } from './base-folder.ts'
import { bundleProgram } from './bundle.ts'
import { type Device, PASSPHRASE } from './network.ts'

/** The command itself, in a process of its own, over PGlite with files on disk; everything is asked over HTTP. */

const root = mkdtempSync(join(tmpdir(), 'county-ledger-'))
const program = await bundleProgram('province/index.ts')
const base = await makeBase(join(root, 'data'))
writeFileSync(join(root, 'data/passphrase'), `${PASSPHRASE}\n`)
let child: ChildProcess | null = null
afterAll(async () => {
  await stop()
  program.remove()
  rmSync(root, { recursive: true, force: true })
})

let url = ''
let log = ''
async function start(...more: string[]): Promise<void> {
  const args = [program.file, 'serve', '--data', base.data, '--port', '0', '--seal-every', '50', ...more]
  child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  url = await new Promise((ready, fail) => {
    child?.stdout?.on('data', (part: Buffer) => {
      const found = /province ready (\S+)\n/.exec(part.toString())?.[1]
      if (found !== undefined) ready(found)
    })
    child?.stderr?.on('data', (part: Buffer) => (log += part.toString()))
    child?.on('close', () => fail(new Error(log)))
  })
}

async function stop(): Promise<number | null> {
  const running = child
  if (running === null) return null
  child = null
  const ended = new Promise<number | null>((done) => running.on('close', (code) => done(code)))
  running.kill('SIGTERM')
  return ended
}

await start()

async function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Uint8Array; headers: Headers }> {
  const answer = await fetch(url + path, { headers })
  return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()), headers: answer.headers }
}

async function post(path: string, message: object | Uint8Array, token = '', type = MEDIA_TYPE) {
  const body = message instanceof Uint8Array ? message : encodeMessage(message)
  const headers = { 'content-type': type, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) }
  const answer = await fetch(url + path, { method: 'POST', body: body as BodyInit, headers })
  return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()), headers: answer.headers }
}

const failure = ({ status, body }: { status: number; body: Uint8Array }) => {
  const failed = asFailure(status, body)
  return `${status} ${failed.ok ? 'ok' : failed.code}`
}

async function signIn(device: Device): Promise<string> {
  const { nonce } = must(readMessage(challenge, (await get('/v1/challenge')).body))
  const sig = device.sign(inContext('session', nonce))
  return must(readMessage(sessionReader, (await post('/v1/session', { key: device.key, nonce, sig })).body)).token
}

const { network } = await (async () => {
  const gov = must(readMessage(leavesReader, (await get('/v1/gov')).body))
  const [genesis] = must(unframe(gov.frames)) as [Uint8Array]
  const { networkOfEntry } = await import('../../province/ledger.ts')
  return { network: networkOfEntry(must(parseLeaf(genesis)).body) }
})()

async function size(): Promise<number> {
  return must(await openCheckpoint((await get('/checkpoint')).body, network.log, verify)).size
}

async function pushAll(items: object[]): Promise<string[]> {
  const answers = must(readMessage(pushed, (await post('/v1/push', { items })).body)).answers
  const said = await Promise.all(answers.map(async (one) => must(await openAnswer(one, network.ack, verify))))
  return said.map((one) => (one.kind === 'refused' ? one.said.code : one.kind))
}

describe('[W1] from push to proof, over HTTP', () => {
  let seen: Seen | null = null

  test('[C1, L8] an entry is promised, sealed, read and proven', async () => {
    const before = await size()
    const item = base.clerk.note('over http')
    const large = base.clerk.next(
      'note',
      ['632723', '632723/land'],
      { text: 'x'.repeat(3000) },
      { commit: new Uint8Array(32).fill(3) },
      new Uint8Array(5000).fill(4),
    )
    expect(await pushAll([item, large])).toEqual(['acknowledged', 'acknowledged'])
    await expect.poll(size, { timeout: 10_000 }).toBe(before + 1)
    const token = await signIn(base.clerk)
    const scopes = ['632723', '632723/land', 'gov']
    const answer = must(readMessage(headsReader, (await post('/v1/heads', { size: 0, scopes }, token)).body))
    const proven = must(
      await checkHeads({ net: network.net, log: network.log, ack: network.ack }, seen, scopes, answer, verify),
    )
    seen = { size: proven.checkpoint.size, root: proven.checkpoint.root, note: proven.note }
    const got = must(
      readMessage(
        leavesReader,
        (await get('/v1/leaves?scope=632723&from=0', { authorization: `Bearer ${token}` })).body,
      ),
    )
    const leaves = must(unframe(got.frames))
    expect(hex(rootOf(leaves.map(leafHash)))).toBe(hex(proven.heads.get('632723')?.head.root as Uint8Array))
    expect(hex(entryId(must(parseLeaf(leaves[0] as Uint8Array)).body))).toBe(hex(entryId(item.body)))
    const files = must(
      readMessage(
        payloadsReader,
        (
          await post(
            '/v1/payloads',
            { commits: [new Uint8Array(32), new Uint8Array(32).fill(3)], bytes: 65_536 },
            token,
          )
        ).body,
      ),
    ).files
    expect(files).toEqual([null, large.payload])
  })

  test('[L5, C3] after more blocks the log is shown to have only grown', async () => {
    const before = await size()
    await pushAll([base.other.note('more', ['632726'])])
    await expect.poll(size, { timeout: 10_000 }).toBe(before + 1)
    const token = await signIn(base.other)
    const answer = must(
      readMessage(headsReader, (await post('/v1/heads', { size: seen?.size ?? 0, scopes: ['632726'] }, token)).body),
    )
    must(await checkHeads({ net: network.net, log: network.log, ack: network.ack }, seen, ['632726'], answer, verify))
    // Somebody who has seen more than this node gets an answer all the same, and sees that it is older.
    const ahead = must(readMessage(headsReader, (await post('/v1/heads', { size: 1000, scopes: ['gov'] }, token)).body))
    const later = { size: 1000, root: new Uint8Array(32), note: new Uint8Array(0) }
    expect(
      await checkHeads({ net: network.net, log: network.log, ack: network.ack }, later, ['gov'], ahead, verify),
    ).toMatchObject({ code: 'checkpoint-older' })
  })

  test('[L5] tiles and entry bundles give the root of the checkpoint to a tool that knows nothing else', async () => {
    const n = await size()
    const bundle = await get(`/tile/entries/000.p/${n}`)
    expect(bundle.headers.get('cache-control')).toContain('immutable')
    const headers = must(unframe(bundle.body))
    const checkpoint = must(await openCheckpoint((await get('/checkpoint')).body, network.log, verify))
    expect(hex(rootOf(headers.map(leafHash)))).toBe(hex(checkpoint.root))
    for (const tile of tilesOf(n)) {
      const { status, body } = await get(`/${tilePath(tile)}`)
      expect(status).toBe(200)
      expect(hex(body)).toBe(headers.map((header) => hex(leafHash(header))).join(''))
    }
    // Narrower ones, of an earlier checkpoint, are there too.
    expect((await get('/tile/0/000.p/1')).body).toEqual(leafHash(headers[0] as Uint8Array))
    expect(must(unframe((await get('/tile/entries/000.p/2')).body))).toHaveLength(2)
  })

  test.each([
    '/tile/0/000',
    '/tile/0/000.p/200',
    '/tile/0/001',
    '/tile/1/000.p/1',
    '/tile/entries/000',
    '/tile/0/000.p/0',
    '/tile/0/x000/000.p/1',
    '/tile/0/..%2f..%2fkeys/node.age',
    '/tile/64/000.p/1',
    '/tile/',
    '/keys/node.age',
    '/v2/push',
  ])('%s is not there', async (path) => {
    expect(failure(await get(path))).toBe('404 not-found')
  })

  test('[F1] an export of the running node verifies', async () => {
    must(await exportLedger(base.data, join(root, 'export')))
    const audited = await auditExport(join(root, 'export'))
    expect(audited.size).toBe(await size())
    expect(formatVkey(network.log)).toContain('ledger.test.example/2026')
  })
})

describe('[W2] what needs a session', () => {
  test('without one nothing of a scope is read', async () => {
    expect(failure(await get('/v1/leaves?scope=632723&from=0'))).toBe('401 session-needed')
    expect(failure(await post('/v1/heads', { size: 0, scopes: ['gov'] }))).toBe('401 session-needed')
    expect(failure(await post('/v1/payloads', { commits: [new Uint8Array(32)], bytes: 65_536 }, 'A'.repeat(43)))).toBe(
      '401 session-needed',
    )
  })

  test('another county stays closed, payloads too', async () => {
    const token = await signIn(base.other)
    expect(failure(await get('/v1/leaves?scope=632723&from=0', { authorization: `Bearer ${token}` }))).toBe(
      '403 unknown-scope',
    )
    expect(failure(await post('/v1/heads', { size: 0, scopes: ['632726', '632723'] }, token))).toBe('403 unknown-scope')
    const files = must(
      readMessage(
        payloadsReader,
        (await post('/v1/payloads', { commits: [new Uint8Array(32).fill(3)], bytes: 65_536 }, token)).body,
      ),
    ).files
    expect(files).toEqual([null])
  })

  test.each([
    ['scope=632723', '400 wrong-shape'],
    ['scope=632723&from=-1', '400 wrong-shape'],
    ['scope=632723&from=01', '400 wrong-shape'],
    ['scope=632723&from=9007199254740993', '400 wrong-shape'],
    ['scope=../x&from=0', '400 wrong-shape'],
    ['scope=632799&from=0', '403 unknown-scope'],
  ])('leaves?%s: %s', async (query, want) => {
    const token = await signIn(base.clerk)
    expect(failure(await get(`/v1/leaves?${query}`, { authorization: `Bearer ${token}` }))).toBe(want)
  })
})

describe('[E3] what is no request at all', () => {
  test('too large: refused before it is parsed', async () => {
    expect(failure(await post('/v1/push', new Uint8Array(LIMITS.request + 1)))).toBe('413 too-large')
    expect(failure(await post('/v1/session', new Uint8Array(5000)))).toBe('413 too-large')
  })

  test('not canonical, of another shape, of another type', async () => {
    expect(failure(await post('/v1/push', Uint8Array.of(0x18, 1)))).toBe('400 not-canonical')
    expect(failure(await post('/v1/push', new Uint8Array(0)))).toBe('400 not-canonical')
    expect(failure(await post('/v1/push', { items: [] }))).toBe('400 wrong-shape')
    expect(failure(await post('/v1/push', { items: [], more: 1 }))).toBe('400 wrong-shape')
    expect(failure(await post('/v1/push', encode({ items: [] } as unknown as Value), '', 'application/json'))).toBe(
      '415 wrong-shape',
    )
  })

  test('[L8] one bad item gets its own signed answer, the others theirs', async () => {
    const good = base.other.note('good', ['632726'])
    const items = [{ body: new Uint8Array(LIMITS.body + 1), sig: new Uint8Array(3), payload: null }, good]
    expect(await pushAll(items)).toEqual(['too-large', 'acknowledged'])
  })

  test('another Host is misdirected', async () => {
    const { hostname, port } = new URL(url)
    const status = await new Promise((done) => {
      request({ hostname, port, path: '/checkpoint', headers: { host: 'ledger.attacker.example' } }, (answer) => {
        answer.resume()
        done(answer.statusCode)
      }).end()
    })
    expect(status).toBe(421)
  })

  test('bytes that are not HTTP, and a body that never ends, harm nobody', async () => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write(
      concat(
        new TextEncoder().encode('POST /v1/push HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n'),
        Uint8Array.of(1),
      ),
    )
    const other = connect(Number(port), hostname)
    other.on('error', () => undefined)
    other.write('\0\0\0\r\n\r\n')
    expect((await get('/checkpoint')).status).toBe(200)
    socket.destroy()
    other.destroy()
  })

  test('[W1] [E3] a packed body is as good as a plain one, and its limit counts what comes out of it', async () => {
    const sent = async (bytes: Uint8Array, encoding = 'br') => {
      const headers = { 'content-type': MEDIA_TYPE, 'content-encoding': encoding }
      const answer = await fetch(`${url}/v1/push`, { method: 'POST', headers, body: bytes as BodyInit })
      const body = new Uint8Array(await answer.arrayBuffer())
      return answer.status === 200 ? 'ok' : failure({ status: answer.status, body })
    }
    const item = { body: new Uint8Array(2_000), sig: new Uint8Array(64), payload: null }
    const message = encodeMessage({ items: [item] })
    const packed = new Uint8Array(brotliCompressSync(message))
    expect(packed.length).toBeLessThan(200)
    expect(await sent(packed)).toBe('ok')
    expect(await sent(packed.subarray(0, 20))).toBe('400 wrong-shape')
    expect(await sent(message)).toBe('400 wrong-shape')
    expect(await sent(packed, 'gzip')).toBe('415 wrong-shape')
    expect(await sent(packed, 'br, br')).toBe('415 wrong-shape')
    const bomb = new Uint8Array(brotliCompressSync(new Uint8Array(64 * 1024 * 1024)))
    expect(bomb.length).toBeLessThan(1_000)
    expect(await sent(bomb)).toBe('413 too-large')
    expect((await get('/checkpoint')).status).toBe(200)
  })

  test('answers carry the date, and what keeps a browser from guessing', async () => {
    const { headers, body } = await get('/v1/gov', { 'accept-encoding': 'br' })
    expect(Math.abs(Date.parse(headers.get('date') ?? '') - Date.now())).toBeLessThan(60_000)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-type')).toBe(MEDIA_TYPE)
    expect(headers.get('content-encoding')).toBe('br')
    const plain = await get('/v1/gov', { 'accept-encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(plain.body).toEqual(body)
    expect((await get('/v1/gov', { 'accept-encoding': 'gzip, br;q=0' })).headers.get('content-encoding')).toBe('gzip')
  })
})

test('[L7] ended with SIGTERM it ends clean, and started again it is where it was', async () => {
  const before = await size()
  const item = base.clerk.note('just before the end')
  expect(await pushAll([item])).toEqual(['acknowledged'])
  expect(await stop()).toBe(0)
  await start('--lock', join(base.data, 'lock'))
  await expect.poll(size, { timeout: 10_000 }).toBeGreaterThanOrEqual(before + 1)
  expect(await pushAll([item])).toEqual(['acknowledged'])
  expect(log).not.toMatch(/at .*\.(?:ts|mjs)/)
})
