import { type ClientRequest, request } from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { hex } from '../../shared/base/bytes.ts'
import { LIMITS } from '../../shared/base/limits.ts'
import { must } from '../../shared/base/result.ts'
import { hash } from '../../shared/ledger/index.ts'
import { attachment, attachmentsHere, encodeMessage, MEDIA_TYPE, readMessage } from '../../shared/sync/messages.ts'
import { attachmentServer, failure } from './attachment-server.ts'

const server = await attachmentServer(12)
const { url, base, random, ask, filed, signIn, moveClock } = server
afterAll(() => server.close())

const path = (h: Uint8Array) => `/v1/attachments/${hex(h)}`
const send = async (token: string, h: Uint8Array, file: Uint8Array) => failure(await ask(path(h), token, { file }))

test('[N9] [W1] a sealed file goes up and comes down, whole and as it was; the largest, too', async () => {
  const token = await signIn(base.clerk)
  for (const size of [1, 5_000, LIMITS.attachment]) {
    const file = random.bytes(size)
    const h = await filed(file)
    expect(failure(await ask(path(h), token))).toBe('404 no-attachment')
    const up = await ask(path(h), token, { file })
    expect([up.status, hex(up.body)]).toEqual([200, hex(encodeMessage({ h }))])
    const down = await ask(path(h), token)
    expect(Buffer.from(must(readMessage(attachment, down.body)).file).equals(Buffer.from(file))).toBe(true)
    expect(down.headers.get('content-encoding')).toBeNull()
    expect(down.headers.get('cache-control')).toBe('no-store')
    const { here } = must(
      readMessage(attachmentsHere, (await ask('/v1/attachments', token, { files: [h, hash(h)] })).body),
    )
    expect(here).toEqual([true, false])
  }
})

test('[W2] without a session, with another county’s, or with one that is over, nothing is taken, given or told', async () => {
  const file = random.bytes(100)
  const h = await filed(file)
  const clerk = await signIn(base.clerk)
  const foreign = await signIn(base.other)
  expect(await send(clerk, h, file)).toBe('ok')
  await expectClosed('', '401 session-needed')
  await expectClosed('A'.repeat(43), '401 session-needed')
  expect(await send(foreign, h, file)).toBe('404 not-found')
  expect(failure(await ask(path(h), foreign))).toBe('404 not-found')
  const told = await ask('/v1/attachments', foreign, { files: [h] })
  expect(must(readMessage(attachmentsHere, told.body)).here).toEqual([false])
  await moveClock(15 * 60_000)
  await expectClosed(clerk, '401 session-needed')

  async function expectClosed(token: string, want: string): Promise<void> {
    expect(await send(token, h, file)).toBe(want)
    expect(failure(await ask(path(h), token))).toBe(want)
    expect(failure(await ask('/v1/attachments', token, { files: [h] }))).toBe(want)
  }
})

test('[E3] too large, or no message: refused before it is looked at', async () => {
  const file = random.bytes(100)
  const h = await filed(file)
  const token = await signIn(base.clerk)
  expect(failure(await ask(path(h), token, new Uint8Array(LIMITS.attachmentMessage + 1)))).toBe('413 too-large')
  expect(failure(await ask('/v1/attachments', token, new Uint8Array(LIMITS.request + 1)))).toBe('413 too-large')
  expect(failure(await ask('/v1/attachments', token, new Uint8Array(40_000)))).toBe('413 too-large')
  expect(failure(await ask(path(h), token, Uint8Array.of(0x18, 1)))).toBe('400 not-canonical')
  expect(failure(await ask(path(h), token, new Uint8Array(0)))).toBe('400 not-canonical')
  expect(failure(await ask(path(h), token, { file: 'text' }))).toBe('400 wrong-shape')
  expect(failure(await ask(path(h), token, { file, name: 'x' }))).toBe('400 wrong-shape')
  expect(failure(await ask(path(h), token, { file: file.subarray(1) }))).toBe('400 wrong-hash')
  for (const odd of ['x', hex(h).toUpperCase(), `${hex(h)}00`, `..%2f${hex(h)}`, '']) {
    expect(failure(await ask(`/v1/attachments/${odd}`, token, { file })), odd).toBe('404 not-found')
    expect(failure(await ask(`/v1/attachments/${odd}`, token)), odd).toBe('404 not-found')
  }
  expect(failure(await ask('/v1/attachments', token, { files: [] }))).toBe('400 wrong-shape')
})

/** A request whose body is written by hand. */
function begin(token: string, h: Uint8Array, length: number): { writing: ClientRequest; answered: Promise<string> } {
  const headers = { authorization: `Bearer ${token}`, 'content-type': MEDIA_TYPE, 'content-length': length }
  const writing = request(url + path(h), { method: 'POST', headers, agent: false })
  const answered = new Promise<string>((done, failed) => {
    writing.on('error', failed)
    writing.on('response', async (answer) => {
      const parts: Buffer[] = []
      for await (const part of answer) parts.push(part as Buffer)
      done(failure({ status: answer.statusCode ?? 0, body: new Uint8Array(Buffer.concat(parts)) }))
    })
  })
  answered.catch(() => undefined)
  return { writing, answered }
}

test('[N9] a session that ends while the file is on its way does not cost the file', async () => {
  const file = random.bytes(5_000)
  const h = await filed(file)
  const token = await signIn(base.clerk)
  const body = encodeMessage({ file })
  const { writing, answered } = begin(token, h, body.length)
  writing.write(body.subarray(0, 1000))
  // When others have been answered since, this one has been seen to begin.
  for (let i = 0; i < 5; i++) await ask('/checkpoint', '')
  await moveClock(16 * 60_000)
  expect(failure(await ask(path(h), token))).toBe('401 session-needed')
  writing.end(body.subarray(1000))
  expect(await answered).toBe('ok')
})

test('[N9] a line that breaks in the middle leaves nothing behind, and there is a limit to how many come at once', async () => {
  const file = random.bytes(5_000)
  const h = await filed(file)
  const token = await signIn(base.clerk)
  const body = encodeMessage({ file })
  const all: ReturnType<typeof begin>[] = []
  const oneMore = () => {
    const next = begin(token, h, body.length)
    next.writing.write(body.subarray(0, 10))
    all.push(next)
  }
  for (let i = 0; i < 63; i++) oneMore()
  // The whole one may come before them: then there is room for it, and next time for one of them.
  await expect
    .poll(
      async () => {
        oneMore()
        for (let i = 0; i < 5; i++) await ask('/checkpoint', '')
        return send(token, h, file)
      },
      { timeout: 10_000 },
    )
    .toBe('503 busy')
  for (const { writing } of all) writing.destroy()
  await expect.poll(() => send(token, h, file), { timeout: 10_000 }).toBe('ok')
  expect(failure(await ask(path(h), token))).toBe('ok')
})
