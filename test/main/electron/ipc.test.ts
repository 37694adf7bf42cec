import { beforeEach, describe, expect, test, vi } from 'vitest'

// Other files have loaded the stub, and what is bound to it, before.
vi.hoisted(() => vi.resetModules())
vi.mock('electron', () => import('../../kit/electron-stub.ts'))

import { announce, openDoor } from '../../../main/electron/ipc.ts'
import { CALLS, type Handlers } from '../../../shared/bridge.ts'
import * as electron from '../../kit/electron-stub.ts'

const START = 'app://county/index.html'
let own: electron.Contents
let handlers: Record<string, ReturnType<typeof vi.fn>>
let report: ReturnType<typeof vi.fn>
let close: () => void

beforeEach(() => {
  electron.reset()
  own = new electron.Contents()
  own.mainFrame = new electron.Frame(START)
  handlers = Object.fromEntries(
    Object.keys(CALLS).map((name) => [name, vi.fn(async () => ({ ok: true, value: name }))]),
  )
  report = vi.fn()
  close = openDoor(handlers as unknown as Handlers, () => own as never, report as never)
})

function ask(event: unknown, ...args: unknown[]): Promise<unknown> {
  const door = electron.ipcMain.doors.get('county:call')
  if (door === undefined) throw new Error('no door')
  return door(event, ...args)
}
const ours = () => ({ sender: own, senderFrame: own.mainFrame })
const untouched = () => Object.values(handlers).every((handler) => handler.mock.calls.length === 0)

test('[desktop] there is one door and no other channel', () => {
  expect(electron.called('ipcMain.handle').map((call) => call.args[0])).toEqual(['county:call'])
  expect(electron.called('ipcMain.on')).toEqual([])
  close()
  expect(electron.ipcMain.doors.size).toBe(0)
})

test('[desktop] the main frame of the own window is heard', async () => {
  expect(await ask(ours(), 'site.info', {})).toEqual({ ok: true, value: 'site.info' })
  expect(handlers['site.info']).toHaveBeenCalledExactlyOnceWith({})
})

describe('who asks is refused', () => {
  test.each([
    '',
    'about:blank',
    'about:srcdoc',
    'not an address',
    'https://county/index.html',
    'http://county/',
    'file:///index.html',
    'app://county.evil/index.html',
    'app://evil/index.html',
    'app://COUNTY/index.html',
    'app://county:8080/index.html',
    'app://x@county/index.html',
    'data:text/html,x',
    'blob:app://county/1',
    'chrome-error://chromewebdata/',
  ])('[desktop] a main frame standing on %j', async (url) => {
    own.mainFrame.url = url
    expect(await ask(ours(), 'site.info', {})).toMatchObject({ ok: false, code: 'wrong-origin' })
    expect(untouched()).toBe(true)
  })

  test.each([START, 'about:blank', '', 'https://evil/'])('[desktop] a subframe standing on %j', async (url) => {
    const senderFrame = new electron.Frame(url, own.mainFrame)
    expect(await ask({ sender: own, senderFrame }, 'site.info', {})).toMatchObject({ ok: false, code: 'wrong-origin' })
    expect(untouched()).toBe(true)
  })

  test('[desktop] a frame that has gone since it sent', async () => {
    const answer = await ask({ sender: own, senderFrame: null }, 'site.info', {})
    expect(answer).toMatchObject({ ok: false, code: 'wrong-origin' })
  })

  test('[desktop] a parentless frame of the right address that is not the main frame', async () => {
    const senderFrame = new electron.Frame(START)
    expect(await ask({ sender: own, senderFrame }, 'site.info', {})).toMatchObject({ ok: false, code: 'wrong-origin' })
  })

  test('[desktop] a sender that shows a frame of our window and is not our window', async () => {
    const event = { sender: new electron.Contents(), senderFrame: own.mainFrame }
    expect(await ask(event, 'site.info', {})).toMatchObject({ ok: false, code: 'wrong-origin' })
  })

  test('[desktop] another window on the right address, and any window while there is none', async () => {
    const other = new electron.Contents()
    other.mainFrame = new electron.Frame(START)
    const event = { sender: other, senderFrame: other.mainFrame }
    expect(await ask(event, 'site.info', {})).toMatchObject({ ok: false, code: 'wrong-origin' })
    openDoor(handlers as unknown as Handlers, () => null, report as never)
    expect(await ask(ours(), 'site.info', {})).toMatchObject({ ok: false, code: 'wrong-origin' })
    expect(untouched()).toBe(true)
  })
})

describe('what is asked is refused', () => {
  test.each([
    '',
    'site',
    'constructor',
    '__proto__',
    'toString',
    'vault.secret',
    7,
    null,
    undefined,
    ['site.info'],
    {},
  ])('[desktop] the call %j', async (name) => {
    expect(await ask(ours(), name, {})).toMatchObject({ ok: false, code: 'unknown-call' })
    expect(untouched()).toBe(true)
  })

  test.each([
    ['site.info', null],
    ['site.info', { extra: 1 }],
    ['site.info', []],
    ['vault.unlock', { person: 'a' }],
    ['vault.unlock', { person: 'a', passphrase: 7 }],
    ['vault.unlock', { person: 'a', passphrase: 'x'.repeat(257) }],
    ['vault.session', { nonce: new Uint8Array(31) }],
    ['vault.session', { nonce: 'a'.repeat(32) }],
    ['relay.request', { method: 'PUT', path: '/', body: null, token: null }],
    ['relay.request', { method: 'GET', path: 'https://evil/', body: null, token: null }],
    ['journal.list', { from: -1, max: 1, after: [] }],
    ['journal.list', { from: 0.5, max: 1, after: [] }],
  ])('[desktop] %s with input %j', async (name, input) => {
    expect(await ask(ours(), name, input)).toMatchObject({ ok: false, code: 'wrong-shape' })
    expect(untouched()).toBe(true)
  })

  test('[desktop] a message that is not a name and an input', async () => {
    for (const args of [[], ['site.info'], ['site.info', {}, {}]]) {
      expect(await ask(ours(), ...args)).toMatchObject({ ok: false, code: 'wrong-shape' })
    }
    expect(untouched()).toBe(true)
  })
})

test('[desktop] a handler that throws is a closed code for the page and a report for the log', async () => {
  const bug = new Error('secret path /home/x')
  handlers['vault.lock']?.mockRejectedValue(bug)
  const answer = await ask(ours(), 'vault.lock', {})
  expect(answer).toEqual({ ok: false, code: 'internal', detail: 'vault.lock' })
  expect(report).toHaveBeenCalledExactlyOnceWith(bug)
})

test('[desktop] events leave on one channel, and a window that is gone hears nothing', () => {
  announce(own as never, 'locked', { reason: 'idle' })
  expect(electron.called('contents.send').map((call) => call.args)).toEqual([
    ['county:event', 'locked', { reason: 'idle' }],
  ])
  own.destroyed = true
  announce(own as never, 'closing', null)
  announce(null, 'closing', null)
  expect(electron.called('contents.send')).toHaveLength(1)
})
