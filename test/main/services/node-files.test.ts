import { afterAll, expect, onTestFinished, test } from 'vitest'
import { FILE_LIMITS, type NodeFiles, nodeFiles } from '../../../main/services/node-files.ts'
import { equal } from '../../../shared/base/bytes.ts'
import { must } from '../../../shared/base/result.ts'
import { freePort } from '../../e2e/loopback/kit.ts'
import { seeded } from '../../kit/random.ts'
import { type LineQuality, thinLine } from '../../kit/thin-line.ts'
import { attachmentServer } from '../../province/attachment-server.ts'

/** The line's near end: the node answers to that name, too. */
const PORT = await freePort()
const server = await attachmentServer(14, `127.0.0.1:${PORT}`)
afterAll(() => server.close())
const token = await server.signIn(server.base.clerk)

async function over(change: Partial<LineQuality>) {
  const quality = {
    rate: 400_000,
    delay: 10,
    loss: 0,
    cutEvery: 0,
    cutAfter: Number.POSITIVE_INFINITY,
    random: seeded(3),
    ...change,
  }
  const line = await thinLine(Number(new URL(server.url).port), quality, PORT)
  const files: NodeFiles = nodeFiles(`http://127.0.0.1:${PORT}`, { ...FILE_LIMITS, silence: 5_000 })
  onTestFinished(async () => {
    files.close()
    await line.close()
  })
  return { line, files }
}

test('[N9] [W1] a file goes up and comes down over a line that breaks all the time, hardly a byte of it twice', async () => {
  const { line, files } = await over({ rate: 4_000_000, delay: 2, loss: 0.02, cutAfter: 50_000 })
  const file = server.random.bytes(300_000)
  const h = await server.filed(file)
  const up: number[] = []
  expect(await files.send(h, file, token, (done) => up.push(done))).toMatchObject({ ok: true })
  expect(up.at(-1)).toBe(file.length)
  expect(up).toEqual([...up].sort((a, b) => a - b))
  expect(line.carried.cuts).toBeGreaterThanOrEqual(6)
  // What a cut catches on its way is lost: at most what the line holds.
  expect(line.carried.up).toBeLessThan(file.length * 1.25)
  const before = { ...line.carried }
  const down: number[] = []
  const came = must(await files.fetch(h, token, (done) => down.push(done)))
  expect(equal(came, file)).toBe(true)
  expect(down).toEqual([...down].sort((a, b) => a - b))
  expect(line.carried.cuts).toBeGreaterThan(before.cuts)
  expect(line.carried.down - before.down).toBeLessThan(file.length * 1.25)
})

test('[N9] without a line it says so after a few tries, and goes on from there when there is one', async () => {
  const { line, files } = await over({ rate: 200_000 })
  const cutOnce = (is: () => boolean) => {
    const timer = setInterval(() => {
      if (!is()) return
      clearInterval(timer)
      line.up(false)
    }, 5)
  }
  const file = server.random.bytes(100_000)
  const h = await server.filed(file)
  const before = line.carried.up
  cutOnce(() => line.carried.up - before > 30_000)
  expect(await files.send(h, file, token, () => {})).toMatchObject({ ok: false, code: 'no-line' })
  const first = line.carried.up - before
  line.up(true)
  must(await files.send(h, file, token, () => {}))
  expect(first).toBeGreaterThan(10_000)
  expect(line.carried.up).toBeLessThan(file.length * 1.25)
  const down = line.carried.down
  cutOnce(() => line.carried.down - down > 30_000)
  expect(await files.fetch(h, token, () => {})).toMatchObject({ ok: false, code: 'no-line' })
  const twice = line.carried.down
  line.up(true)
  expect(equal(must(await files.fetch(h, token, () => {})), file)).toBe(true)
  expect(line.carried.down - twice).toBeLessThan(file.length - 20_000)
})

test('[N9] what the node refuses is refused with its code, and not tried again', async () => {
  const { line, files } = await over({})
  const file = server.random.bytes(1_000)
  const h = await server.filed(file)
  const ends = async (code: string, work: Promise<unknown>) => expect(await work).toMatchObject({ ok: false, code })
  await ends(
    'session-needed',
    files.send(h, file, 'A'.repeat(43), () => {}),
  )
  await ends(
    'session-needed',
    files.fetch(h, 'A'.repeat(43), () => {}),
  )
  await ends(
    'wrong-shape',
    files.send(h, file, 'a\r\nb', () => {}),
  )
  await ends(
    'not-found',
    files.send(server.random.bytes(32), file, token, () => {}),
  )
  await ends(
    'wrong-hash',
    files.send(h, server.random.bytes(1_000), token, () => {}),
  )
  await ends(
    'no-attachment',
    files.fetch(h, token, () => {}),
  )
  must(await files.send(h, file, token, () => {}))
  expect(line.carried.up).toBeLessThan(8_000)
  files.close()
  await ends(
    'no-line',
    files.send(h, file, token, () => {}),
  )
})
