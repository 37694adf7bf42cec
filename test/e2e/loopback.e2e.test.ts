import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium } from '../kit/chromium.ts'
import { installation, serveHere } from './loopback/kit.ts'

type Installation = Awaited<ReturnType<typeof installation>>
let site: Installation
beforeAll(async () => {
  site = await installation()
})
afterAll(() => site.remove())

describe('the window', () => {
  let shell: Awaited<ReturnType<typeof serveHere>>
  let browser: Browser
  let context: BrowserContext
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    shell = await serveHere(site)
    context = await browser.newContext()
  })
  afterEach(async () => {
    await context.close()
    expect(await shell.close()).toBe(0)
    expect(shell.errors).toEqual([])
  })

  /** Opens an address and waits for what the page's first call came to. */
  async function opened(url: string): Promise<{ page: Page; first: string }> {
    const page = await context.newPage()
    await page.goto(url)
    await page.waitForFunction(() => document.title !== '')
    return { page, first: await page.title() }
  }

  test('swaps its token, forgets the address, and calls', async () => {
    const url = shell.nextUrl()
    const { page, first } = await opened(url)
    expect(first).toBe('ok')
    expect(page.url()).toBe(url.slice(0, url.indexOf('#')))
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ name: '__Host-county', httpOnly: true, secure: true, sameSite: 'Strict', path: '/' })
    expect(cookie?.domain).toBe('a1b2c3.localhost')
    expect(await page.evaluate(() => document.cookie)).toBe('')
  })

  test('keeps its session over a reload', async () => {
    const { page } = await opened(shell.nextUrl())
    await page.reload()
    await page.waitForFunction(() => document.title === 'ok')
    expect(shell.calls.count).toBe(2)
  })

  test('a second use of the start address fails, in the same browser and in another', async () => {
    const url = shell.nextUrl()
    const { page } = await opened(url)
    expect((await opened(url)).first).toBe('wrong-token')
    const stranger = await browser.newContext()
    const other = await stranger.newPage()
    await other.goto(url)
    await other.waitForFunction(() => document.title === 'wrong-token')
    await stranger.close()
    // The window that was first goes on.
    expect(await page.evaluate(async () => (await (await window.page.ready).call('vault.lock', {})).ok)).toBe(true)
    expect(shell.calls.count).toBe(2)
  })

  test('hears main’s events, and that main closes', async () => {
    const { page } = await opened(shell.nextUrl())
    shell.emit('locked', { reason: 'idle' })
    await page.waitForFunction(() => window.page.heard.includes('locked idle'))
    await shell.close()
    await page.waitForFunction(() => window.page.heard.includes('closing'))
    const answer = await page.evaluate(async () => (await window.page.ready).call('vault.lock', {}))
    expect(answer).toEqual({ ok: false, code: 'internal', detail: 'main is gone' })
  })

  test('runs no inline script and evaluates nothing', async () => {
    const { page } = await opened(shell.nextUrl())
    // What the page itself tries; the debugger's own evaluation is exempt, so eval is called from a timer of the page.
    const tried = await page.evaluate(async () => {
      const inline = document.createElement('script')
      inline.textContent = 'window.added = true'
      document.body.append(inline)
      const button = document.createElement('button')
      button.setAttribute('onclick', 'window.clicked = true')
      document.body.append(button)
      button.click()
      const attempt = (run: () => unknown) => new Promise((done) => setTimeout(() => done(caught(run)), 0))
      const caught = (run: () => unknown) => {
        try {
          return String(run())
        } catch (error) {
          return (error as Error).name
        }
      }
      const flags = window as unknown as Record<string, unknown>
      return {
        flags: [flags.inline, flags.added, flags.clicked],
        eval: await attempt(() => globalThis.eval('1')),
        function: await attempt(() => new Function('return 1')()),
        isolated: crossOriginIsolated,
      }
    })
    expect(tried).toEqual({
      flags: [undefined, undefined, undefined],
      eval: 'EvalError',
      function: 'EvalError',
      isolated: true,
    })
  })

  test('styles only by the nonce, and asks, frames and posts nowhere else', async () => {
    const { page } = await opened(shell.nextUrl())
    const arrived: string[] = []
    const other = createServer((request, response) => {
      arrived.push(request.url ?? '')
      response
        .setHeader('access-control-allow-origin', '*')
        .setHeader('cross-origin-resource-policy', 'cross-origin')
        .end()
    }).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const elsewhere = `http://a1b2c3.localhost:${(other.address() as { port: number }).port}`
    const found = await page.evaluate(async (url) => {
      const style = (nonce: string | undefined, text: string) => {
        const element = document.createElement('style')
        if (nonce !== undefined) element.setAttribute('nonce', nonce)
        element.textContent = text
        document.head.append(element)
      }
      const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content
      style(nonce, 'body { color: rgb(1, 2, 3) }')
      style(undefined, 'body { background-color: rgb(4, 5, 6) }')
      const { color, backgroundColor } = getComputedStyle(document.body)
      const fetched = await fetch(`${url}/fetch`).then(
        () => 'sent',
        () => 'blocked',
      )
      const ended = (element: HTMLElement & { src: string }, path: string) =>
        new Promise((done) => {
          element.onload = () => done('loaded')
          element.onerror = () => done('blocked')
          element.src = url + path
          document.body.append(element)
        })
      const image = await ended(document.createElement('img'), '/img')
      const script = await ended(document.createElement('script'), '/script')
      const frame = document.createElement('iframe')
      frame.src = `${url}/frame`
      document.body.append(frame)
      const form = document.createElement('form')
      form.method = 'POST'
      form.action = `${url}/form`
      document.body.append(form)
      form.submit()
      await new Promise((done) => setTimeout(done, 300))
      return { color, backgroundColor, fetched, image, script, violations: [...new Set(window.page.violations)].sort() }
    }, elsewhere)
    other.close()
    expect(found).toMatchObject({ color: 'rgb(1, 2, 3)', fetched: 'blocked', image: 'blocked', script: 'blocked' })
    expect(found.backgroundColor).not.toBe('rgb(4, 5, 6)')
    for (const name of ['style-src-elem', 'connect-src', 'img-src', 'script-src-elem', 'frame-src', 'form-action']) {
      expect(found.violations).toContain(name)
    }
    expect(arrived).toEqual([])
  })

  test('a page of another port or another name cannot call, read, frame or open it', async () => {
    await opened(shell.nextUrl())
    const calls = shell.calls.count
    const evil = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>evil</title><body>')
    }).listen(0, '127.0.0.1')
    await once(evil, 'listening')
    const { port } = evil.address() as { port: number }
    const target = `http://a1b2c3.localhost:${site.port}`
    // The same host on another port is the same site: the session's cookie goes along, and must not be enough.
    for (const host of ['a1b2c3.localhost', 'evil.localhost', '127.0.0.1']) {
      const page = await context.newPage()
      await page.goto(`http://${host}:${port}/`)
      const outcome = await page.evaluate(async (to) => {
        const attempt = (init: RequestInit) =>
          fetch(`${to}/api/call`, { method: 'POST', credentials: 'include', body: 'x', ...init }).then(
            async (response) => `${response.type} ${await response.text()}`,
            () => 'blocked',
          )
        const own = { 'content-type': 'application/cbor', 'x-county-ledger': '1', authorization: 'Bearer x' }
        const frame = document.createElement('iframe')
        frame.src = to
        document.body.append(frame)
        await new Promise((done) => {
          frame.onload = done
        })
        const script = document.createElement('script')
        script.src = `${to}/assets/page-AbCd1234.js`
        const loaded = await new Promise((done) => {
          script.onload = () => done('loaded')
          script.onerror = () => done('blocked')
          document.body.append(script)
        })
        return [await attempt({ headers: own }), await attempt({ mode: 'no-cors' }), await attempt({}), loaded]
      }, target)
      expect([host, ...outcome]).toEqual([
        host,
        'blocked',
        expect.stringMatching(/^(blocked|opaque )$/),
        'blocked',
        'blocked',
      ])
      const framed = page.frames().find((frame) => frame !== page.mainFrame())
      // In the program's place the browser shows its own error page.
      expect(await framed?.evaluate(() => 'page' in window)).toBe(false)
      await page.close()
    }
    evil.close()
    expect(shell.calls.count).toBe(calls)
  })
})
