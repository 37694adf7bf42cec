import { readdirSync } from 'node:fs'
import { type ClientRequest, request } from 'node:http'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { must } from '../../shared/base/result.ts'
import { hash } from '../../shared/ledger/index.ts'
import { attachmentsHere, CODE_HEADER, FILES_PATH, OFFSET_TYPE, readMessage, TUS } from '../../shared/sync/messages.ts'
import { attachmentServer, failure } from './attachment-server.ts'

const server = await attachmentServer(13)
const { url, base, random, ask, filed, signIn, moveClock } = server
afterAll(() => server.close())

interface Told {
  readonly status: number
  readonly code: string | undefined
  readonly offset: string | undefined
  readonly length: string | undefined
  readonly range: string | undefined
  readonly body: Buffer
}

const place = (h: Uint8Array, n: number) => `${FILES_PATH}/${hex(h)}/${n}`

/** A request of which `body` is sent, and ended unless `open`: `told` is what came back, if anything did. */
function begin(
  method: string,
  path: string,
  token: string,
  headers: Record<string, string | number> = {},
  body: Uint8Array | null = null,
  open = false,
): { writing: ClientRequest; told: Promise<Told> } {
  const said = token === '' ? {} : { authorization: `Bearer ${token}` }
  const writing = request(url + path, { method, headers: { 'tus-resumable': TUS, ...said, ...headers }, agent: false })
  const told = new Promise<Told>((done, failed) => {
    writing.on('error', failed)
    writing.on('response', async (answer) => {
      const parts: Buffer[] = []
      for await (const part of answer) parts.push(part as Buffer)
      const one = (name: string) => answer.headers[name] as string | undefined
      done({
        ...{ status: answer.statusCode ?? 0, code: one(CODE_HEADER), offset: one('upload-offset') },
        ...{ length: one('upload-length'), range: one('content-range'), body: Buffer.concat(parts) },
      })
    })
  })
  told.catch(() => undefined)
  if (body !== null) writing.write(body)
  if (!open) writing.end()
  return { writing, told }
}
const head = (token: string, h: Uint8Array, n: number) => begin('HEAD', place(h, n), token).told
const patch = (token: string, h: Uint8Array, n: number, offset: number, bytes: Uint8Array) =>
  begin('PATCH', place(h, n), token, { 'content-type': OFFSET_TYPE, 'upload-offset': offset }, bytes).told
const get = (token: string, h: Uint8Array, from = 0) =>
  begin('GET', `${FILES_PATH}/${hex(h)}`, token, from === 0 ? {} : { range: `bytes=${from}-` }).told
const parts = () =>
  (readdirSync(join(server.data, 'attachments'), { recursive: true }) as string[]).filter((name) =>
    name.endsWith('.part'),
  )

test('[N9] [W1] a file goes up in pieces, each from where the last one ended, and comes down from anywhere', async () => {
  const token = await signIn(base.clerk)
  const file = random.bytes(200_000)
  const h = await filed(file)
  expect(await head(token, h, file.length)).toMatchObject({ status: 200, offset: '0', length: '200000' })
  expect(await get(token, h)).toMatchObject({ status: 404, code: 'no-attachment' })
  expect(await patch(token, h, file.length, 0, file.subarray(0, 70_001))).toMatchObject({
    status: 204,
    offset: '70001',
  })
  expect(await patch(token, h, file.length, 0, file)).toMatchObject({ status: 409, code: 'truncated' })
  expect(await patch(token, h, file.length, 70_002, file)).toMatchObject({ status: 409, code: 'truncated' })
  expect(parts()).toHaveLength(1)
  expect(await patch(token, h, file.length, 70_001, file.subarray(70_001))).toMatchObject({
    status: 204,
    offset: '200000',
  })
  expect(parts()).toEqual([])
  expect(await head(token, h, file.length)).toMatchObject({ offset: '200000' })
  expect((await get(token, h)).body.equals(file)).toBe(true)
  const rest = await get(token, h, 123_456)
  expect(rest).toMatchObject({ status: 206, range: 'bytes 123456-199999/200000' })
  expect(rest.body.equals(file.subarray(123_456))).toBe(true)
  expect(await get(token, h, 200_000)).toMatchObject({ status: 400, code: 'wrong-shape' })
  // An answer that was lost: the sender asks, and hears that it is done; a piece too many changes nothing.
  expect(await patch(token, h, file.length, 70_001, file.subarray(70_001))).toMatchObject({
    status: 204,
    offset: '200000',
  })
})

test('[N9] [W1] a line that breaks at any byte has brought what it has brought, also when the node has not noticed', async () => {
  const token = await signIn(base.clerk)
  const file = random.bytes(150_000)
  const h = await filed(file)
  const brought = async (least: number) => {
    let offset = 0
    await expect
      .poll(async () => (offset = Number((await head(token, h, file.length)).offset)))
      .toBeGreaterThanOrEqual(least)
    return offset
  }
  let at = 0
  for (const [cut, leaves] of [
    [1, 'cut'],
    [65_537, 'cut'],
    [100_000, 'hanging'],
    [149_999, 'cut'],
  ] as const) {
    const headers = { 'content-type': OFFSET_TYPE, 'upload-offset': at, 'content-length': file.length - at }
    const { writing } = begin('PATCH', place(h, file.length), token, headers, file.subarray(at, cut), true)
    await new Promise((done) => writing.once('socket', (socket) => socket.once('connect', done)))
    // Whoever asks anew ends what hangs; until then it is being received.
    await new Promise((done) => setTimeout(done, 50))
    if (leaves === 'cut') writing.destroy()
    at = await brought(cut)
    expect(at).toBe(cut)
    writing.destroy()
  }
  expect(await patch(token, h, file.length, at, file.subarray(at))).toMatchObject({ status: 204, offset: '150000' })
  expect((await get(token, h)).body.equals(file)).toBe(true)
})

test('[N9] what does not hold its hash is thrown away, and spoils nothing that another brings', async () => {
  const mine = await signIn(base.clerk)
  const file = random.bytes(1_000)
  const h = await filed(file)
  const bent = file.slice()
  bent[500] = (bent[500] as number) ^ 1
  expect(await patch(mine, h, 1_000, 0, bent)).toMatchObject({ status: 400, code: 'wrong-hash' })
  expect(parts()).toEqual([])
  expect(await head(mine, h, 1_000)).toMatchObject({ offset: '0' })
  expect(await patch(mine, h, 1_000, 0, random.bytes(1_001))).toMatchObject({ status: 413, code: 'too-large' })
  expect(await patch(mine, h, 1_000, 0, file)).toMatchObject({ status: 204, offset: '1000' })
})

test('[W2] without a session, of another county, of another length or of no file: nothing is taken, given or told', async () => {
  const file = random.bytes(100)
  const h = await filed(file)
  const [clerk, foreign] = [await signIn(base.clerk), await signIn(base.other)]
  const each = async (token: string, at: Uint8Array, n: number, want: object) => {
    expect(await head(token, at, n)).toMatchObject(want)
    expect(await patch(token, at, n, 0, file)).toMatchObject(want)
    expect(await get(token, at)).toMatchObject(want)
  }
  const closed = { status: 401, code: 'session-needed' }
  const none = { status: 404, code: 'not-found' }
  await each('', h, 100, closed)
  await each('A'.repeat(43), h, 100, closed)
  await each(foreign, h, 100, none)
  await each(clerk, random.bytes(32), 100, none)
  for (const n of [0, LIMITS.attachment + 1]) expect(await head(clerk, h, n)).toMatchObject(none)
  expect(await head(clerk, h, 99)).toMatchObject({ status: 400, code: 'wrong-hash' })
  for (const name of ['x', hex(h).toUpperCase(), `${hex(h)}00`, `..%2f${hex(h)}`]) {
    expect(await begin('HEAD', `${FILES_PATH}/${name}/100`, clerk).told, name).toMatchObject(none)
    expect(await begin('GET', `${FILES_PATH}/${name}`, clerk).told, name).toMatchObject(none)
  }
  const odd = { 'content-type': OFFSET_TYPE, 'upload-offset': '-1' }
  expect(await begin('PATCH', place(h, 100), clerk, odd, file).told).toMatchObject({ status: 400, code: 'wrong-shape' })
  const old = { ...odd, 'upload-offset': '0', 'tus-resumable': '0.2.2' }
  expect(await begin('PATCH', place(h, 100), clerk, old, file).told).toMatchObject({ status: 400, code: 'wrong-shape' })
  expect(await patch(clerk, h, 100, 0, file)).toMatchObject({ status: 204 })
  await moveClock(15 * 60_000)
  await each(clerk, h, 100, closed)
})

test('[N9] [W2] which files are here is said of those that one may read, and of no others', async () => {
  const file = random.bytes(100)
  const h = await filed(file)
  const [clerk, foreign] = [await signIn(base.clerk), await signIn(base.other)]
  const told = async (token: string) =>
    must(readMessage(attachmentsHere, (await ask('/v1/attachments', token, { files: [h, hash(h)] })).body)).here
  expect(await told(clerk)).toEqual([false, false])
  await patch(clerk, h, 100, 0, file)
  expect(await told(clerk)).toEqual([true, false])
  expect(await told(foreign)).toEqual([false, false])
  expect(failure(await ask('/v1/attachments', '', { files: [h] }))).toBe('401 session-needed')
  expect(failure(await ask('/v1/attachments', clerk, { files: [] }))).toBe('400 wrong-shape')
  expect(failure(await ask('/v1/attachments', clerk, new Uint8Array(LIMITS.request + 1)))).toBe('413 too-large')
  expect(failure(await ask('/v1/attachments', clerk, new Uint8Array(40_000)))).toBe('413 too-large')
})

/** The largest piece of a file, written by hand: its beginning is sent, and it is seen to be received. */
async function hanging(token: string, h: Uint8Array, file: Uint8Array, first: number) {
  const headers = { 'content-type': OFFSET_TYPE, 'upload-offset': 0, 'content-length': file.length }
  const one = begin('PATCH', place(h, file.length), token, headers, file.subarray(0, first), true)
  await new Promise((done) => one.writing.once('socket', (socket) => socket.once('connect', done)))
  for (let i = 0; i < 5; i++) await ask('/checkpoint', '')
  return one
}

test('[N9] a session that ends while a piece is on its way does not cost the piece; the largest file goes', async () => {
  const file = random.bytes(LIMITS.attachment)
  const h = await filed(file)
  const token = await signIn(base.clerk)
  const { writing, told } = await hanging(token, h, file, 1000)
  await moveClock(16 * 60_000)
  expect(await head(token, h, file.length)).toMatchObject({ status: 401 })
  writing.end(file.subarray(1000))
  expect(await told).toMatchObject({ status: 204, offset: String(file.length) })
})

test('[N9] there is a limit to how many come at once', async () => {
  const token = await signIn(base.clerk)
  const files = Array.from({ length: 65 }, () => random.bytes(100))
  const hashes: Uint8Array[] = []
  for (const file of files) hashes.push(await filed(file))
  const all: { writing: ClientRequest }[] = []
  for (let i = 0; i < 64; i++) all.push(await hanging(token, hashes[i] as Uint8Array, files[i] as Uint8Array, 10))
  const last = () => patch(token, hashes[64] as Uint8Array, 100, 0, files[64] as Uint8Array)
  await expect.poll(async () => (await last()).code).toBe('busy')
  for (const { writing } of all) writing.destroy()
  await expect.poll(async () => (await last()).status).toBe(204)
})
