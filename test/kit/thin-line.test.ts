import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { equal } from '../../shared/base/bytes.ts'
import { seeded } from './random.ts'
import { type LineQuality, thinLine } from './thin-line.ts'

/** Sends back what it hears. */
async function echo(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}).pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as { port: number }).port
}

async function lineOf(change: Partial<LineQuality>) {
  const line = await thinLine(await echo(), {
    ...{ rate: 4_000_000, delay: 5, loss: 0, cutEvery: 0, cutAfter: Number.POSITIVE_INFINITY, random: seeded(7) },
    ...change,
  })
  onTestFinished(() => line.close())
  return line
}

/** What came back of it before the connection was over. */
async function through(port: number, bytes: Uint8Array): Promise<Buffer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const parts: Buffer[] = []
  socket.on('error', () => {}).on('data', (part: Buffer) => parts.push(part))
  socket.end(bytes)
  await new Promise((over) => socket.once('close', over))
  return Buffer.concat(parts)
}

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) & 255))

test('a thin line carries every byte in order, whatever is lost, and counts them', async () => {
  const line = await lineOf({ loss: 0.02 })
  expect(equal(await through(line.port, content), content)).toBe(true)
  expect(line.carried).toEqual({ up: content.length, down: content.length, cuts: 0 })
})

test('a thin line cuts off what is on its way, and takes nobody while it is down', async () => {
  const line = await lineOf({ cutAfter: 100_000 })
  const came = await through(line.port, content)
  expect(came.length).toBeLessThan(content.length)
  expect(equal(came, content.subarray(0, came.length))).toBe(true)
  expect(line.carried.cuts).toBeGreaterThan(0)
  line.up(false)
  expect(await through(line.port, content)).toHaveLength(0)
})
