import { beforeEach, expect, test, vi } from 'vitest'

// Other files have loaded the stub, and what is bound to it, before.
vi.hoisted(() => vi.resetModules())
vi.mock('electron', () => import('../../kit/electron-stub.ts'))

import { hardenApp } from '../../../main/electron/hardening.ts'
import { pdfMaker } from '../../../main/electron/pdf.ts'
import * as electron from '../../kit/electron-stub.ts'

const PAPER = 'app://county/paper.html'
let report: ReturnType<typeof vi.fn>
let make: ReturnType<typeof pdfMaker>
const fonts = vi.fn(async (request: Request) => new Response(`font ${request.url}`))

beforeEach(() => {
  electron.reset()
  hardenApp()
  report = vi.fn()
  fonts.mockClear()
  make = pdfMaker(fonts, report as never)
})

const paper = () => electron.session.partitions.get('paper') as electron.Session
/** What the window would be served at this moment. */
const served = async (url = PAPER) => {
  const answer = await paper().schemes.get('app')?.({ url, method: 'GET' } as Request)
  return { status: answer?.status, csp: answer?.headers.get('content-security-policy'), text: await answer?.text() }
}

test('[desktop] a paper becomes the bytes of a PDF, in the size that its own page rule says', async () => {
  let seen: Awaited<ReturnType<typeof served>> | undefined
  electron.answers.load = async () => {
    seen = await served()
  }
  expect(await make('<p>收件回执</p>')).toEqual({ ok: true, value: new Uint8Array(Buffer.from('%PDF-1.7')) })
  expect(seen?.text).toBe('<p>收件回执</p>')
  expect(electron.called('contents.printToPDF').map((call) => call.args)).toEqual([
    [{ printBackground: true, preferCSSPageSize: true }],
  ])
})

test('[desktop] the window is hidden, sandboxed, without scripts, and gone afterwards', async () => {
  await make('x')
  const window = electron.BrowserWindow.all[0]
  expect(window?.options).toEqual({
    show: false,
    webPreferences: {
      session: paper(),
      javascript: false,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    },
  })
  expect(window?.destroyed).toBe(true)
  expect(window?.webContents.openHandler?.({ url: PAPER })).toEqual({ action: 'deny' })
})

test('[desktop] its session is in memory, denies everything, and serves the paper under a closed CSP and nothing else', async () => {
  expect(electron.called('session.fromPartition').map((call) => call.args)).toEqual([['paper', { cache: false }]])
  expect(paper().handlers.has('setPermissionRequestHandler')).toBe(true)
  expect(paper().schemes.has('file')).toBe(true)
  expect(electron.session.defaultSession.schemes.size).toBe(0)
  const { csp } = await served()
  expect(csp?.split('; ')).toEqual([
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    "font-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ])
  expect((await served('app://county/index.html')).status).toBe(404)
  expect((await served('app://other/paper.html')).status).toBe(421)
})

test('[desktop] papers are made one after the other, and none is left in the window', async () => {
  const pages: unknown[] = []
  electron.answers.load = async () => {
    await new Promise(setImmediate)
    pages.push((await served()).text)
  }
  const answers = await Promise.all(['a', 'b', 'c'].map((html) => make(html)))
  expect(answers.every((answer) => answer.ok)).toBe(true)
  expect(pages).toEqual(['a', 'b', 'c'])
  expect((await served()).text).toBe('')
})

test('[desktop] a paper that cannot be made is a code, and the next one is made', async () => {
  electron.answers.pdf = async () => {
    throw new Error('printing failed')
  }
  expect(await make('a')).toMatchObject({ ok: false, code: 'print-failed' })
  expect(report).toHaveBeenCalledOnce()
  expect(electron.BrowserWindow.all[0]?.destroyed).toBe(true)
  electron.answers.pdf = async () => Buffer.from('pdf')
  expect(await make('b')).toMatchObject({ ok: true })
})

test('[desktop] a paper whose page crashes does not wait for ever', async () => {
  electron.answers.load = () => {
    setImmediate(() =>
      electron.BrowserWindow.all[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' }),
    )
    return new Promise(() => {})
  }
  expect(await make('a')).toMatchObject({ ok: false, code: 'print-failed' })
  expect(electron.BrowserWindow.all[0]?.destroyed).toBe(true)
})

test('[desktop] a paper gets the fonts of the program, and no other file of it', async () => {
  expect((await served('app://county/fonts/noto-sans-sc-4-400.woff2')).text).toContain('noto-sans-sc-4-400.woff2')
  expect(fonts).toHaveBeenCalledOnce()
  for (const path of [
    'fonts/',
    'fonts/../desktop.mjs',
    'fonts/a.js',
    'fonts/a/b.woff2',
    'desktop.mjs',
    'fonts/a.woff2?x',
  ]) {
    expect((await served(`app://county/${path}`)).status, path).toBe(404)
  }
  expect(fonts).toHaveBeenCalledOnce()
})

test('[desktop] a paper that hangs is given up after a minute, and the next one is made', async () => {
  vi.useFakeTimers()
  try {
    electron.answers.load = () => new Promise(() => {})
    const hanging = make('a')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await hanging).toMatchObject({ ok: false, code: 'print-failed' })
    expect(electron.BrowserWindow.all[0]?.destroyed).toBe(true)
    electron.answers.load = async () => {}
    expect(await make('b')).toMatchObject({ ok: true })
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})
