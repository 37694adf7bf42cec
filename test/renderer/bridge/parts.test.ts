import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeUnframer } from '../../../renderer/bridge/frames.ts'
import { makeListeners } from '../../../renderer/bridge/listeners.ts'
import { bridgeFromPort, exposeBridge } from '../../../renderer/bridge/port.ts'
import { clearStart, takeStart } from '../../../renderer/bridge/start.ts'
import type { Bridge } from '../../../shared/bridge.ts'
import { LOOPBACK } from '../../../shared/loopback.ts'

test.each([
  ['#start=abc', 'abc', ''],
  ['#start=', '', ''],
  ['', null, ''],
  ['#/cases/7', null, '#/cases/7'],
  ['#/cases/7&start=a-_9', 'a-_9', '#/cases/7'],
  ['#start=abc&x=1', 'abc', '#x=1'],
  ['#restart=abc', null, '#restart=abc'],
])('the start token of "%s" is %s, and "%s" is left', (hash, token, left) => {
  expect(takeStart(hash)).toBe(token)
  expect(clearStart(`http://a.localhost:4711/${hash}`)).toBe(`http://a.localhost:4711/${left}`)
})

test('frames come out whole, however the stream was cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.array(fc.nat(30)), (frames, cuts) => {
      const stream = Uint8Array.from(frames.flatMap((frame) => [0, 0, 0, frame.length, ...frame]))
      const unframe = makeUnframer()
      const out: Uint8Array[] = []
      let at = 0
      for (const cut of [...cuts, stream.length]) {
        out.push(...(unframe(stream.slice(at, at + cut)) ?? []))
        at += cut
      }
      expect(out).toEqual(frames)
    }),
  )
})

test('a frame that announces too much is refused before it is waited for', () => {
  expect(makeUnframer()(Uint8Array.of(0xff, 0, 0, 0, 1))).toBeNull()
  expect(LOOPBACK.frame).toBeLessThan(0xff000000)
})

function lent(call: (name: string, input: unknown) => unknown) {
  const { port1, port2 } = new MessageChannel()
  const listeners = makeListeners()
  const bridge = {
    call: async (name: string, input: unknown) => call(name, input),
    on: listeners.on,
  } as unknown as Bridge
  const stop = exposeBridge(bridge, port1)
  return { worker: bridgeFromPort(port2), listeners, stop }
}

test('a worker calls through the page’s bridge, answers find their calls', async () => {
  const waiting: (() => void)[] = []
  const { worker, stop } = lent(
    (name, input) => new Promise((resolve) => waiting.push(() => resolve({ ok: true, value: { name, input } }))),
  )
  const answers = [1, 2].map((n) => worker.call('vault.session', { nonce: new Uint8Array(32).fill(n) }))
  await expect.poll(() => waiting.length).toBe(2)
  for (const answer of waiting.reverse()) answer()
  const input = (n: number) => ({ nonce: new Uint8Array(32).fill(n) })
  expect(await Promise.all(answers)).toEqual(
    [1, 2].map((n) => ({ ok: true, value: { name: 'vault.session', input: input(n) } })),
  )
  stop()
})

test('a bug on the page’s side does not leave the worker waiting', async () => {
  const { worker, stop } = lent(() => {
    throw new Error('bug')
  })
  expect(await worker.call('vault.lock', {})).toEqual({ ok: false, code: 'internal', detail: 'vault.lock' })
  stop()
})

test('events reach the worker', async () => {
  const { worker, listeners, stop } = lent(() => null)
  const heard = new Promise((resolve) => worker.on('locked', resolve))
  listeners.emit('locked', { reason: 'idle' })
  expect(await heard).toEqual({ reason: 'idle' })
  stop()
})
