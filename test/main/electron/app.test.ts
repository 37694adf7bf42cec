import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

// Other files have loaded the stub, and what is bound to it, before.
vi.hoisted(() => vi.resetModules())
vi.mock('electron', () => import('../../kit/electron-stub.ts'))

import { type Desktop, runApp } from '../../../main/electron/app.ts'
import { fail, ok, type Result } from '../../../shared/base/result.ts'
import * as electron from '../../kit/electron-stub.ts'

let data: string
let desktop: Desktop & { close: ReturnType<typeof vi.fn>; say: (event: string, detail: unknown) => void }
let open: ReturnType<typeof vi.fn>

beforeEach(() => {
  electron.reset()
  data = mkdtempSync(join(tmpdir(), 'shell-'))
  process.argv = ['electron', '.', '--data', data]
  let listener: (event: never, detail: unknown) => void = () => {}
  desktop = {
    handlers: { 'site.info': async () => ok('here') } as never,
    on(given) {
      listener = given
      return () => {}
    },
    say: (event, detail) => listener(event as never, detail),
    close: vi.fn(async () => {
      electron.calls.push({ name: 'desktop.close', args: [] })
    }),
  }
  open = vi.fn(async (): Promise<Result<Desktop>> => {
    electron.calls.push({ name: 'open', args: [] })
    return ok(desktop)
  })
})
const argv = process.argv
afterEach(() => {
  process.argv = argv
  rmSync(data, { recursive: true })
})

const assets = vi.fn(async (_request: Request) => new Response('page'))
let releaseKeys: string[] = []
const run = () => {
  const preload = '/app/build/electron/preload.cjs'
  return runApp({ assets, fonts: assets, preload, resources: data, releaseKeys, open: open as never })
}
const log = () => readFileSync(join(data, 'logs', 'desktop.log'), 'utf8')

describe('the order of the start', () => {
  test('[desktop] what hardens comes before ready, the lock before any store, the door before the window', async () => {
    await run()
    const order = [
      'app.setPath',
      'app.enableSandbox',
      'crashReporter.start',
      'protocol.registerSchemesAsPrivileged',
      'app.requestSingleInstanceLock',
      'app.whenReady',
      'session.setPermissionRequestHandler',
      'open',
      'ipcMain.handle',
      'new BrowserWindow',
      'window.loadURL',
    ].map((name) => electron.position(name))
    expect(order).not.toContain(-1)
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(electron.session.defaultSession.handlers.has('setPermissionRequestHandler')).toBe(true)
    expect([...electron.session.defaultSession.schemes.keys()].sort()).toEqual(['app', 'file'])
  })

  test('[desktop] a second instance opens no store and no window, and leaves', async () => {
    electron.answers.lock = false
    await run()
    expect(open).not.toHaveBeenCalled()
    expect(electron.called('new BrowserWindow')).toEqual([])
    expect(electron.called('app.whenReady')).toEqual([])
    expect(electron.called('app.exit').map((call) => call.args)).toEqual([[0]])
  })

  test('[desktop] a packaged program with a refused switch does not even take the lock', async () => {
    electron.answers.packaged = true
    electron.answers.switches = ['remote-debugging-port']
    await run()
    expect(electron.called('app.exit').map((call) => call.args)).toEqual([[1]])
    expect(electron.called('app.requestSingleInstanceLock')).toEqual([])
    expect(open).not.toHaveBeenCalled()
    expect(log()).toContain('--remote-debugging-port')
  })

  test('[desktop] a packaged program whose archive does not match its signed manifest does not start', async () => {
    electron.answers.packaged = true
    releaseKeys = [Buffer.alloc(32, 7).toString('base64')]
    try {
      await run()
    } finally {
      releaseKeys = []
    }
    expect(electron.called('dialog.showErrorBox')).toHaveLength(1)
    expect(electron.called('app.exit').map((call) => call.args)).toEqual([[1]])
    expect(electron.called('app.requestSingleInstanceLock')).toEqual([])
    expect(open).not.toHaveBeenCalled()
  })

  test('[desktop] a build that pins no release key starts, and says in the log that its archive is not checked', async () => {
    electron.answers.packaged = true
    await run()
    expect(open).toHaveBeenCalledOnce()
    expect(log()).toContain('program archive: unpinned')
  })

  test('[desktop] services that do not open are shown with their code, and there is no window', async () => {
    open.mockResolvedValue(fail('journal-damaged', 'record 7'))
    await run()
    expect(electron.called('dialog.showErrorBox')[0]?.args.join()).toContain('journal-damaged')
    expect(electron.called('new BrowserWindow')).toEqual([])
    expect(electron.called('ipcMain.handle')).toEqual([])
    expect(electron.called('app.exit').map((call) => call.args)).toEqual([[1]])
    expect(log()).toContain('journal-damaged: record 7')
  })

  test('[desktop] everything of one installation lies in its data folder, crash dumps too', async () => {
    await run()
    expect(electron.app.getPath('userData')).toBe(join(data, 'browser'))
    expect(electron.app.getPath('sessionData')).toBe(join(data, 'browser'))
    expect(electron.app.getPath('crashDumps')).toBe(join(data, 'crashes'))
    expect(open.mock.calls[0]?.[0]).toMatchObject({ data, shell: 'electron', version: '1.2.3' })
  })

  test('[desktop] the data folder is also read from --data=DIR, and is the own folder of the program without one', async () => {
    process.argv = ['electron', `--data=${data}`]
    await run()
    expect(open.mock.calls[0]?.[0]).toMatchObject({ data })
    electron.reset()
    electron.app.setPath('userData', join(data, 'default'))
    process.argv = ['electron', '.']
    await run()
    expect(open.mock.calls[1]?.[0]).toMatchObject({ data: join(data, 'default') })
  })
})

describe('the scheme', () => {
  test('[desktop] app: is standard and secure, and may neither bypass the CSP nor be served by workers', async () => {
    await run()
    expect(electron.called('protocol.registerSchemesAsPrivileged').map((call) => call.args[0])).toEqual([
      [
        {
          scheme: 'app',
          privileges: {
            standard: true,
            secure: true,
            supportFetchAPI: true,
            codeCache: true,
            bypassCSP: false,
            allowServiceWorkers: false,
            corsEnabled: false,
            stream: false,
          },
        },
      ],
    ])
  })

  const serve = async (url: string, method = 'GET') => {
    await run()
    const handler = electron.session.defaultSession.schemes.get('app')
    // Node's Request knows no custom schemes; Electron's does.
    return handler?.({ url, method } as Request)
  }

  test('[desktop] the own host is served by the asset handler', async () => {
    expect(await (await serve('app://county/index.html'))?.text()).toBe('page')
  })

  test.each(['app://other/index.html', 'app://county:1/', 'app://county.other/'])(
    '[desktop] another host (%s) is misdirected',
    async (url) => {
      assets.mockClear()
      expect((await serve(url))?.status).toBe(421)
      expect(assets).not.toHaveBeenCalled()
    },
  )

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('[desktop] %s is not allowed', async (method) => {
    assets.mockClear()
    expect((await serve('app://county/', method))?.status).toBe(405)
    expect(assets).not.toHaveBeenCalled()
  })

  test('[desktop] a handler that throws is a bare 500 for the page and a line in the log', async () => {
    assets.mockRejectedValueOnce(new Error('a bug in assets'))
    const answer = await serve('app://county/index.html')
    expect([answer?.status, await answer?.text()]).toEqual([500, ''])
    expect(log()).toContain('a bug in assets')
  })
})

describe('the window', () => {
  const production = {
    preload: '/app/build/electron/preload.cjs',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: false,
  }

  test('[desktop] every web preference in production, and no other', async () => {
    electron.answers.packaged = true
    await run()
    expect(electron.BrowserWindow.all).toHaveLength(1)
    expect(electron.BrowserWindow.all[0]?.options['webPreferences']).toEqual(production)
  })

  test('[desktop] an unpackaged program differs in the developer tools and in nothing else', async () => {
    await run()
    expect(electron.BrowserWindow.all[0]?.options['webPreferences']).toEqual({ ...production, devTools: true })
  })

  test('[desktop] there is no menu, the first page is our own, and it shows when there is something to see', async () => {
    await run()
    expect(electron.called('Menu.setApplicationMenu').map((call) => call.args)).toEqual([[null]])
    expect(electron.called('window.loadURL').map((call) => call.args)).toEqual([['app://county/index.html']])
    expect(electron.called('window.removeMenu')).toHaveLength(1)
    expect(electron.BrowserWindow.all[0]?.options['show']).toBe(false)
    expect(electron.called('window.show')).toEqual([])
    electron.BrowserWindow.all[0]?.emit('ready-to-show')
    expect(electron.called('window.show')).toHaveLength(1)
  })

  test('[desktop] its contents are locked: no navigation, no windows', async () => {
    await run()
    const contents = electron.BrowserWindow.all[0]?.webContents
    expect(contents?.listenerCount('will-navigate')).toBeGreaterThan(0)
    expect(contents?.openHandler?.({ url: 'https://x/' })).toEqual({ action: 'deny' })
  })

  test('[desktop] the first page can call while it loads, and no other window can', async () => {
    const ask = (contents: electron.Contents) =>
      electron.ipcMain.doors.get('county:call')?.(
        { sender: contents, senderFrame: contents.mainFrame },
        'site.info',
        {},
      )
    let early: unknown
    electron.answers.load = async () => {
      early = await ask(electron.BrowserWindow.all[0]?.webContents as electron.Contents)
    }
    await run()
    expect(early).toEqual({ ok: true, value: 'here' })
    const stranger = new electron.Contents()
    stranger.mainFrame.url = 'app://county/index.html'
    expect(await ask(stranger)).toMatchObject({ ok: false, code: 'wrong-origin' })
  })

  test('[desktop] a second start brings the first window to the front', async () => {
    await run()
    const window = electron.BrowserWindow.all[0] as electron.BrowserWindow
    window.minimized = true
    electron.app.emit('second-instance')
    expect(electron.called('window.restore')).toHaveLength(1)
    expect(electron.called('window.focus')).toHaveLength(1)
  })

  test('[desktop] a page that crashes is opened again three times, then the clerk is told', async () => {
    await run()
    const contents = electron.BrowserWindow.all[0]?.webContents
    contents?.emit('render-process-gone', {}, { reason: 'clean-exit' })
    expect(electron.called('contents.reload')).toEqual([])
    for (let i = 0; i < 4; i++) contents?.emit('render-process-gone', {}, { reason: 'oom' })
    expect(electron.called('contents.reload')).toHaveLength(3)
    expect(electron.called('dialog.showErrorBox')).toHaveLength(1)
    expect(log()).toContain('page process gone: oom')
  })
})

describe('events and the end', () => {
  test('[desktop] events of the services reach the window on the one channel', async () => {
    await run()
    desktop.say('locked', { reason: 'idle' })
    expect(electron.called('contents.send').map((call) => call.args)).toEqual([
      ['county:event', 'locked', { reason: 'idle' }],
    ])
  })

  test('[desktop] quitting tells the page, waits for the services to close, closes them once, and then ends', async () => {
    await run()
    const event = { preventDefault: vi.fn() }
    electron.app.emit('before-quit', event)
    electron.app.emit('before-quit', event)
    expect(event.preventDefault).toHaveBeenCalledTimes(2)
    await vi.waitFor(() => expect(electron.position('app.exit')).toBeGreaterThan(0))
    expect(desktop.close).toHaveBeenCalledOnce()
    expect(electron.position('contents.send')).toBeLessThan(electron.position('desktop.close'))
    expect(electron.position('desktop.close')).toBeLessThan(electron.position('app.exit'))
  })

  test('[desktop] services that fail to close do not keep the program alive', async () => {
    desktop.close.mockRejectedValue(new Error('disk gone'))
    await run()
    electron.app.emit('before-quit', { preventDefault: () => {} })
    await vi.waitFor(() => expect(electron.called('app.exit').map((call) => call.args)).toEqual([[0]]))
    expect(log()).toContain('disk gone')
  })

  test('[desktop] the last window closed is the end', async () => {
    await run()
    electron.app.emit('window-all-closed')
    expect(electron.called('app.quit')).toHaveLength(1)
  })
})
