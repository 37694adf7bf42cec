import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Bridge } from '../../../shared/bridge.ts'
import { LOOPBACK } from '../../../shared/loopback.ts'
import * as electron from '../../kit/electron-stub.ts'
import { tempFolder } from '../../kit/temp.ts'
import { draft, makeSite } from '../services/site.ts'

/**
 * The whole shell as it is composed: the entry, the real services on a real folder, the real asset handler, and the preload at the
 * other end of the door. Only Electron is not there.
 */
const argv = process.argv
const listeners = process.listeners('uncaughtException')

beforeEach(() => {
  vi.resetModules()
  vi.doMock('electron', () => electron)
  electron.reset()
})
afterEach(() => {
  process.argv = argv
  for (const listener of process.listeners('uncaughtException')) {
    if (!listeners.includes(listener)) process.off('uncaughtException', listener)
  }
})

function program(): string {
  const folder = tempFolder()
  mkdirSync(join(folder, 'build/renderer'), { recursive: true })
  writeFileSync(join(folder, 'build/renderer/index.html'), `<style nonce="${LOOPBACK.nonce}"></style>`)
  return folder
}

/** Starts the program on a data folder and answers what its page has: the bridge. */
async function start(data: string, appPath: string): Promise<Bridge> {
  electron.reset()
  vi.resetModules()
  electron.answers.appPath = appPath
  process.argv = ['electron', '.', '--data', data]
  // As between two processes: what crosses is a copy.
  electron.ipcRenderer.answer = async (channel, ...args) => {
    const contents = electron.BrowserWindow.all[0]?.webContents as electron.Contents
    const event = { sender: contents, senderFrame: contents.mainFrame }
    return structuredClone(await electron.ipcMain.doors.get(channel)?.(event, ...structuredClone(args)))
  }
  await import('../../../main/electron/preload.ts')
  await import('../../../main/electron/main.ts')
  await vi.waitFor(() => {
    expect(electron.position('window.loadURL') + electron.position('dialog.showErrorBox')).toBeGreaterThan(-2)
  })
  return electron.contextBridge.exposed.get('county') as Bridge
}

async function quit(): Promise<void> {
  electron.app.emit('before-quit', { preventDefault: () => {} })
  await vi.waitFor(() => expect(electron.position('app.exit')).toBeGreaterThan(-1))
}

test('[desktop] a page files through the bridge, and it is all there after the program has ended and started again', async () => {
  const site = await makeSite(tempFolder())
  const app = program()
  let county = await start(site.data, app)
  expect(await county.call('site.info', {})).toMatchObject({ ok: true, value: { shell: 'electron', version: '1.2.3' } })
  expect(await county.call('filing.submit', draft(1))).toMatchObject({ ok: false, code: 'vault-locked' })
  const { passphrase } = site
  expect(await county.call('vault.unlock', { person: 'clerk-a', passphrase })).toMatchObject({ ok: true })
  const kept = await county.call('filing.submit', draft(1))
  expect(kept.ok).toBe(true)
  await quit()

  county = await start(site.data, app)
  const list = await county.call('journal.list', { from: 0, max: 10, after: [] })
  expect(list).toMatchObject({ ok: true, value: { total: 1, problem: null } })
  if (list.ok && kept.ok) expect(list.value.entries).toEqual([kept.value])
  await quit()
})

test('[desktop] the page is served under a policy that lets it reach nothing, with a nonce of its own each time', async () => {
  const site = await makeSite(tempFolder())
  await start(site.data, program())
  const serve = electron.session.defaultSession.schemes.get('app')
  const get = async (url: string) => serve?.({ url, method: 'GET' } as Request)
  const nonces = new Set<string>()
  for (let i = 0; i < 3; i++) {
    const answer = await get('app://county/index.html')
    const policy = answer?.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toMatch(/unsafe-(?:inline|eval)/)
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    expect(await answer?.text()).toBe(`<style nonce="${nonce}"></style>`)
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(3)
  expect((await get('app://county/../electron/main.cjs'))?.status).not.toBe(200)
  expect((await get('app://county/..%2Felectron%2Fmain.cjs'))?.status).toBe(404)
  await quit()
})

test('[desktop] a folder that another program holds, or without a site profile, opens no window and says why', async () => {
  await start(tempFolder(), program())
  await vi.waitFor(() => expect(electron.called('app.exit').map((call) => call.args)).toEqual([[1]]))
  expect(electron.called('dialog.showErrorBox')[0]?.args.join()).toContain('没有找到站点配置')
  expect(electron.called('new BrowserWindow')).toEqual([])

  const { openDesktop } = await import('../../../main/services/desktop.ts')
  const site = await makeSite(tempFolder())
  const makePdf = async () => ({ ok: true as const, value: new Uint8Array() })
  const holder = await openDesktop({ data: site.data, shell: 'browser', version: '0', makePdf })
  await start(site.data, program())
  await vi.waitFor(() => expect(electron.called('app.exit').map((call) => call.args)).toEqual([[1]]))
  expect(electron.called('dialog.showErrorBox')[0]?.args.join()).toContain('已经打开')
  if (holder.ok) await holder.value.close()
})
