import { describe, expect, test } from 'vitest'
import { connectHttp } from '../../../renderer/bridge/http.ts'
import type { Handlers } from '../../../shared/bridge.ts'
import { LOOPBACK } from '../../../shared/loopback.ts'
import { DOOR, PAGE_HEADERS, testShell } from '../../main/browser/kit.ts'

/** A page in front of the real shell: what a browser adds to a request, and a cookie jar. */
function page(own: Partial<Handlers> = {}) {
  const shell = testShell(own)
  const asked: string[] = []
  const net = { up: true }
  let cookie = ''
  let kept: string | null = null
  const fetch = async (path: string, init: RequestInit) => {
    asked.push(path)
    if (!net.up) throw new TypeError('Failed to fetch')
    const headers = new Headers(init.headers)
    for (const [name, value] of Object.entries({ ...PAGE_HEADERS, cookie })) headers.set(name, value)
    const { method, body } = init
    const request = new Request(DOOR.origin + path, { method: method ?? 'GET', headers, body: body ?? null })
    const response = await shell.handle(request)
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return response
  }
  const memory = { get: () => kept, set: (bearer: string) => (kept = bearer) }
  const open = (token: string | null) => connectHttp({ fetch, memory, token })
  return { shell, asked, net, memory, open, setFetch: fetch }
}

const GONE = { ok: false, code: 'internal', detail: 'main is gone' }

describe('a start', () => {
  test('swaps the token, listens, and calls', async () => {
    const { shell, asked, open } = page()
    const bridge = await open(shell.sessions.issue())
    expect(await bridge.call('vault.lock', {})).toEqual({ ok: true, value: null })
    expect(asked).toEqual([LOOPBACK.start, LOOPBACK.events, LOOPBACK.call])
    shell.events.close()
  })

  test('survives a reload with what the tab remembers', async () => {
    const { shell, open } = page()
    await open(shell.sessions.issue())
    const again = await open(null)
    expect(await again.call('vault.lock', {})).toEqual({ ok: true, value: null })
    shell.events.close()
  })

  test('with a used token gives a bridge whose every call says so, and asks nothing more', async () => {
    const { shell, asked, open } = page()
    const token = shell.sessions.issue()
    await open(token)
    const asking = asked.length
    const bridge = await open(token)
    expect(await bridge.call('vault.lock', {})).toMatchObject({ ok: false, code: 'wrong-token' })
    expect(asked.length).toBe(asking + 1)
    shell.events.close()
  })

  test('without a token and without a memory is refused before anything is sent', async () => {
    const { asked, open } = page()
    const bridge = await open(null)
    expect(await bridge.call('vault.lock', {})).toMatchObject({ ok: false, code: 'wrong-token' })
    expect(asked).toEqual([])
  })

  test('with a memory of another run is refused', async () => {
    const { memory, open } = page()
    memory.set('A'.repeat(43))
    expect(await (await open(null)).call('vault.lock', {})).toMatchObject({ ok: false, code: 'wrong-token' })
  })
})

describe('calls', () => {
  test('bytes and failures come through as they are', async () => {
    const bytes = Uint8Array.of(0, 255, 7)
    const { shell, open } = page({
      'paper.pdf': async () => ({ ok: true, value: { bytes } }),
      'vault.lock': async () => ({ ok: false, code: 'disk-full', detail: 'x' }),
    })
    const bridge = await open(shell.sessions.issue())
    const paper = { kind: 'slip', lang: 'zh', title: '', office: '', number: '', standing: '' } as const
    const input = { paper: { ...paper, rows: [], notes: [], printedAt: '', qr: [] }, sheet: 'a4' as const }
    expect(await bridge.call('paper.pdf', input)).toEqual({ ok: true, value: { bytes } })
    expect(await bridge.call('vault.lock', {})).toEqual({ ok: false, code: 'disk-full', detail: 'x' })
    shell.events.close()
  })

  test('a call that is cut off is not tried again: main is gone, once and for all later calls', async () => {
    const { shell, asked, net, open } = page()
    const bridge = await open(shell.sessions.issue())
    const heard: unknown[] = []
    bridge.on('closing', (detail) => heard.push(detail))
    net.up = false
    asked.length = 0
    expect(await bridge.call('vault.lock', {})).toEqual(GONE)
    expect(await bridge.call('vault.lock', {})).toEqual(GONE)
    expect(asked).toEqual([LOOPBACK.call])
    expect(heard).toEqual([null])
  })

  test('an answer that is no result is a code, not an exception', async () => {
    const { shell, setFetch, memory } = page()
    const fetch = async (path: string, init: RequestInit) =>
      path === LOOPBACK.call ? new Response('<html>') : setFetch(path, init)
    const bridge = await connectHttp({ fetch, memory, token: shell.sessions.issue() })
    expect(await bridge.call('vault.lock', {})).toMatchObject({ ok: false, code: 'internal' })
    shell.events.close()
  })
})

describe('events', () => {
  test('reach listeners until they stop', async () => {
    const { shell, open } = page()
    const bridge = await open(shell.sessions.issue())
    const heard: string[] = []
    const stop = bridge.on('locked', ({ reason }) => heard.push(reason))
    shell.events.emit('locked', { reason: 'idle' })
    await expect.poll(() => heard).toEqual(['idle'])
    stop()
    const later = new Promise((resolve) => bridge.on('locked', resolve))
    shell.events.emit('locked', { reason: 'asked' })
    expect(await later).toEqual({ reason: 'asked' })
    expect(heard).toEqual(['idle'])
    shell.events.close()
  })

  test('main says that it closes: told once, and calls fail without being sent', async () => {
    const { shell, asked, open } = page()
    const bridge = await open(shell.sessions.issue())
    const heard: unknown[] = []
    bridge.on('closing', (detail) => heard.push(detail))
    shell.events.emit('closing', null)
    shell.events.close()
    await expect.poll(() => heard).toEqual([null])
    asked.length = 0
    expect(await bridge.call('vault.lock', {})).toEqual(GONE)
    expect(asked).toEqual([])
  })

  test('a window that another one replaced hears that its session is over', async () => {
    const { shell, open, memory } = page()
    const first = await open(shell.sessions.issue())
    const heard: unknown[] = []
    first.on('closing', (detail) => heard.push(detail))
    const remembered = memory.get()
    await open(shell.sessions.issue())
    shell.events.beat()
    await expect.poll(() => heard).toEqual([null])
    expect(await first.call('vault.lock', {})).toMatchObject({ ok: false, code: 'wrong-token' })
    expect(memory.get()).not.toBe(remembered)
    shell.events.close()
  })

  test('a stream that is cut is a main that is gone', async () => {
    const { shell, setFetch, memory } = page()
    let cut: () => void = () => undefined
    const fetch = async (path: string, init: RequestInit) => {
      if (path !== LOOPBACK.events) return setFetch(path, init)
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new Uint8Array(4))
          cut = () => controller.error(new TypeError('network error'))
        },
      })
      return new Response(stream)
    }
    const bridge = await connectHttp({ fetch, memory, token: shell.sessions.issue() })
    const closing = new Promise((resolve) => bridge.on('closing', resolve))
    cut()
    await closing
    expect(await bridge.call('vault.lock', {})).toEqual(GONE)
  })
})
