import { beforeEach, describe, expect, test, vi } from 'vitest'

// Other files have loaded the stub, and what is bound to it, before.
vi.hoisted(() => vi.resetModules())
vi.mock('electron', () => import('../../kit/electron-stub.ts'))

import { hardenApp, hardenContents, hardenSession, refusedSwitch } from '../../../main/electron/hardening.ts'
import { isOurs } from '../../../main/electron/origin.ts'
import * as electron from '../../kit/electron-stub.ts'

beforeEach(() => electron.reset())

const refused = () => ({ preventDefault: vi.fn() })

describe('before ready', () => {
  test('[desktop] every renderer is sandboxed, once', () => {
    hardenApp()
    expect(electron.called('app.enableSandbox')).toHaveLength(1)
  })

  test('[desktop] crash dumps stay on this computer', () => {
    hardenApp()
    const [start, ...more] = electron.called('crashReporter.start')
    expect(more).toEqual([])
    expect(start?.args[0]).toMatchObject({ uploadToServer: false })
    expect(start?.args[0]).not.toHaveProperty('submitURL')
  })

  test('[desktop] bad certificates, client certificates and logins are refused', () => {
    hardenApp()
    for (const [name, before, after] of [
      ['certificate-error', ['contents', 'https://x', 'error', {}], [false]],
      ['select-client-certificate', ['contents', 'https://x', []], []],
      ['login', ['contents', {}, {}], []],
    ] as const) {
      const event = refused()
      const answer = vi.fn()
      expect(electron.app.emit(name, event, ...before, answer)).toBe(true)
      expect(event.preventDefault, name).toHaveBeenCalledOnce()
      expect(answer.mock.calls, name).toEqual([after])
    }
  })

  test('[desktop] a packaged program refuses every switch that takes its protection away', () => {
    electron.answers.packaged = true
    const dangerous = [
      'no-sandbox',
      'remote-debugging-port',
      'remote-debugging-pipe',
      'disable-web-security',
      'js-flags',
    ]
    for (const name of [...dangerous, 'load-extension', 'ignore-certificate-errors', 'single-process']) {
      electron.answers.switches = [name]
      expect(refusedSwitch()).toBe(name)
    }
    electron.answers.switches = ['disable-gpu', 'force-device-scale-factor', 'lang']
    expect(refusedSwitch()).toBeNull()
    electron.answers.packaged = false
    electron.answers.switches = ['remote-debugging-port']
    expect(refusedSwitch()).toBeNull()
  })
})

describe('every web contents', () => {
  const made = () => {
    hardenApp()
    const contents = new electron.Contents()
    electron.app.emit('web-contents-created', {}, contents)
    return contents
  }

  const START = 'app://county/index.html'
  const denied = (contents: electron.Contents, name: string, url: string, isMainFrame = true) => {
    const event = { ...refused(), url, isMainFrame }
    expect(contents.emit(name, event), name).toBe(true)
    return event.preventDefault.mock.calls.length > 0
  }

  test.each([
    'https://example.org/',
    'file:///etc/passwd',
    'about:blank',
    '',
    START,
    'app://county/other.html',
    `${START}#/x`,
  ])('[desktop] navigation to %j is denied', (url) => {
    const contents = made()
    contents.mainFrame.url = `${START}#/cases`
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(denied(contents, name, url), name).toBe(true)
      expect(denied(contents, name, url, false), name).toBe(true)
    }
  })

  test('[desktop] the first page may load itself again, and no frame and no other page may', () => {
    const contents = made()
    for (const url of [START, `${START}#/cases`]) {
      contents.mainFrame.url = url
      expect(denied(contents, 'will-navigate', url)).toBe(false)
      expect(denied(contents, 'will-frame-navigate', url)).toBe(false)
      expect(denied(contents, 'will-frame-navigate', url, false)).toBe(true)
      expect(denied(contents, 'will-redirect', url)).toBe(true)
    }
    for (const url of ['app://county/paper.html', 'https://example.org/', 'about:blank', '', `${START}?a`]) {
      contents.mainFrame.url = url
      expect(denied(contents, 'will-navigate', url), url).toBe(true)
    }
  })

  test('[desktop] a page holds no other page', () => {
    const event = refused()
    expect(made().emit('will-attach-webview', event, {}, {})).toBe(true)
    expect(event.preventDefault).toHaveBeenCalled()
  })

  test('[desktop] new windows are denied', () => {
    const contents = made()
    for (const url of ['https://example.org/', 'about:blank', 'app://county/index.html', '']) {
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' })
    }
  })

  test('[desktop] a page made without the app event is locked the same way', () => {
    const contents = new electron.Contents()
    hardenContents(contents as never)
    expect(contents.openHandler?.({ url: 'about:blank' })).toEqual({ action: 'deny' })
    expect(contents.listenerCount('will-navigate')).toBe(1)
  })
})

describe('the session', () => {
  const hardened = () => {
    const session = new electron.Session()
    hardenSession(session as never)
    return session
  }
  // Every permission that Electron 45 names, and one that it does not name yet.
  const permissions = [
    'clipboard-read',
    'clipboard-sanitized-write',
    'display-capture',
    'fullscreen',
    'geolocation',
    'idle-detection',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'notifications',
    'pointerLock',
    'keyboardLock',
    'openExternal',
    'speaker-selection',
    'storage-access',
    'top-level-storage-access',
    'window-management',
    'unknown',
    'fileSystem',
    'hid',
    'serial',
    'usb',
    'a-permission-of-tomorrow',
  ]

  test.each(permissions)('[desktop] the permission %s is denied, asked or checked', (permission) => {
    const { handlers } = hardened()
    const answer = vi.fn()
    handlers.get('setPermissionRequestHandler')?.(...([null, permission, answer, {}] as never[]))
    expect(answer.mock.calls).toEqual([[false]])
    expect(handlers.get('setPermissionCheckHandler')?.(...([null, permission, 'app://county', {}] as never[]))).toBe(
      false,
    )
  })

  test('[desktop] devices, screens and pairings are denied', () => {
    const session = hardened()
    expect(session.handlers.get('setDevicePermissionHandler')?.(...([{ deviceType: 'hid' }] as never[]))).toBe(false)
    for (const [name, denied] of [
      ['setDisplayMediaRequestHandler', null],
      ['setBluetoothPairingHandler', { confirmed: false }],
      ['setCertificateVerifyProc', -2],
    ] as const) {
      const answer = vi.fn()
      session.handlers.get(name)?.(...([{}, answer] as never[]))
      expect(answer.mock.calls, name).toEqual([[denied]])
    }
    for (const [name, args, denied] of [
      ['select-hid-device', [{}], []],
      ['select-usb-device', [{}], []],
      ['select-serial-port', [[], {}], ['']],
    ] as const) {
      const event = refused()
      const answer = vi.fn()
      expect(session.emit(name, event, ...args, answer)).toBe(true)
      expect(event.preventDefault, name).toHaveBeenCalled()
      expect(answer.mock.calls, name).toEqual([denied])
    }
    expect(electron.called('session.setSpellCheckerEnabled')[0]?.args).toEqual([false])
  })

  test('[desktop] only requests to the own scheme leave the page', () => {
    const filter = hardened().handlers.get('onBeforeRequest')
    const cancelled = (url: string) => {
      const answer = vi.fn()
      filter?.(...([{ url }, answer] as never[]))
      return answer.mock.calls[0]?.[0].cancel
    }
    for (const url of [
      'https://example.org/',
      'http://127.0.0.1:8080/',
      'ws://127.0.0.1/',
      'file:///etc/passwd',
      'ftp://x/',
      'app://county.evil/',
      'app://evil/',
      'app://county@evil/',
      'app://user@county/',
      'app://county:1/',
      'app://COUNTY/',
      'blob:https://evil/1',
      'blob:null/1',
      'devtools://devtools/bundled/inspector.html',
      'chrome://gpu/',
      'about:blank',
      '',
    ]) {
      expect(cancelled(url), url).toBe(true)
    }
    for (const url of [
      'app://county/index.html',
      'app://county/assets/a.js?x#y',
      'blob:app://county/1',
      'data:image/png,',
    ]) {
      expect(cancelled(url), url).toBe(false)
    }
  })

  test('[desktop] file: is blocked by a handler of its own as well', async () => {
    const answer = await hardened().schemes.get('file')?.(new Request('http://stands-for/file'))
    expect(answer?.status).toBe(403)
    expect(await answer?.text()).toBe('')
  })

  test('[desktop] a download is denied unless the page made it', () => {
    const session = hardened()
    const denied = (url: string) => {
      const event = refused()
      session.emit('will-download', event, { getURL: () => url })
      return event.preventDefault.mock.calls.length > 0
    }
    for (const url of ['https://x/a.exe', 'blob:https://x/1', 'data:text/html,x', 'app://county/index.html', '']) {
      expect(denied(url), url).toBe(true)
    }
    expect(denied('blob:app://county/7f')).toBe(false)
  })
})

test('[desktop] the own address is exact: scheme, host, no port, no user', () => {
  expect(isOurs('app://county/index.html')).toBe(true)
  expect(isOurs('app://county/')).toBe(true)
  for (const address of [
    '',
    'about:blank',
    'about:srcdoc',
    'app:county',
    'app:///county',
    'app://county2/',
    'file:///county',
  ]) {
    expect(isOurs(address), address).toBe(false)
  }
  for (const address of [
    'http://county/',
    'app://x.county/',
    'app://county./',
    'app://county:80/',
    'app://a:b@county/',
  ]) {
    expect(isOurs(address), address).toBe(false)
  }
})
