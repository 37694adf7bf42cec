import { build } from 'esbuild'
import { beforeEach, expect, test, vi } from 'vitest'

// Other files have loaded the stub, and what is bound to it, before.
vi.hoisted(() => vi.resetModules())
vi.mock('electron', () => import('../../kit/electron-stub.ts'))

import type { Bridge } from '../../../shared/bridge.ts'
import * as electron from '../../kit/electron-stub.ts'

let county: Bridge

beforeEach(async () => {
  electron.reset()
  vi.resetModules()
  vi.doMock('electron', () => electron)
  await import('../../../main/electron/preload.ts')
  county = electron.contextBridge.exposed.get('county') as Bridge
})

test('[desktop] the page gets call and on, under one name, and nothing else', () => {
  expect([...electron.contextBridge.exposed.keys()]).toEqual(['county'])
  expect(Object.keys(county).sort()).toEqual(['call', 'on'])
})

test('[desktop] a call of the table goes through the one door and its Result comes back', async () => {
  electron.ipcRenderer.answer = async () => ({ ok: true, value: 1 })
  expect(await county.call('site.info', {})).toEqual({ ok: true, value: 1 })
  expect(electron.called('ipcRenderer.invoke').map((call) => call.args)).toEqual([['county:call', 'site.info', {}]])
})

test.each(['vault.secret', 'constructor', '__proto__', 'county:call', '', 7, null])(
  '[desktop] a name outside the table (%j) does not leave the page',
  async (name) => {
    expect(await county.call(name as never, {} as never)).toMatchObject({ ok: false, code: 'unknown-call' })
    expect(electron.called('ipcRenderer.invoke')).toEqual([])
  },
)

test('[desktop] a crossing that fails is a Result, not an exception', async () => {
  electron.ipcRenderer.answer = async () => {
    throw new TypeError('An object could not be cloned: secret')
  }
  expect(await county.call('site.info', {})).toEqual({ ok: false, code: 'internal', detail: 'site.info: TypeError' })
})

test('[desktop] events reach their listeners without the event object, until they stop listening', () => {
  const heard: unknown[] = []
  const stop = county.on('locked', (...args) => heard.push(args))
  const other = county.on('closing', (...args) => heard.push(args))
  electron.ipcRenderer.emit('county:event', { sender: 'ipcRenderer' }, 'locked', { reason: 'idle' })
  electron.ipcRenderer.emit('county:event', {}, 'not-an-event', 1)
  electron.ipcRenderer.emit('county:event', {}, undefined)
  expect(heard).toEqual([[{ reason: 'idle' }]])
  stop()
  electron.ipcRenderer.emit('county:event', {}, 'locked', { reason: 'asked' })
  expect(heard).toHaveLength(1)
  electron.ipcRenderer.emit('county:event', {}, 'closing', null)
  expect(heard).toHaveLength(2)
  other()
})

test('[desktop] the same listener given twice hears twice, and ends one by one', () => {
  const listener = vi.fn()
  const first = county.on('closing', listener)
  county.on('closing', listener)
  electron.ipcRenderer.emit('county:event', {}, 'closing', null)
  expect(listener).toHaveBeenCalledTimes(2)
  first()
  electron.ipcRenderer.emit('county:event', {}, 'closing', null)
  expect(listener).toHaveBeenCalledTimes(3)
})

test('[desktop] unknown events and listeners that are none are ignored', () => {
  expect(county.on('anything' as never, () => {})).toBeTypeOf('function')
  county.on('locked', 'alert(1)' as never)()
  county.on('locked', undefined as never)
  expect(() => electron.ipcRenderer.emit('county:event', {}, 'locked', {})).not.toThrow()
  expect(electron.ipcRenderer.eventNames()).toEqual(['county:event'])
})

test('[desktop] bundled, it asks for electron and nothing else: a sandboxed preload has no other module', async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL('../../../main/electron/preload.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['electron'],
    write: false,
  })
  const asked = [...(outputFiles[0]?.text ?? '').matchAll(/\brequire\(([^)]*)\)/g)].map((match) => match[1])
  expect(asked).toEqual(['"electron"'])
})
