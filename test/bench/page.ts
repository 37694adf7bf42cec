import { createReadStream, existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { browserArguments, findBrowser } from '../../scripts/chromium.mjs'
import { ROOT } from '../../scripts/process.mjs'

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.map': 'application/json' }

/** What the page asks of this process: bytes in, bytes out. */
export type Answer = (path: string, body: Uint8Array) => Promise<Uint8Array>

/**
 * A page of test/bench/browser in a real Chromium. The profile lies in `data`: in a private window IndexedDB would be kept in memory, and no disk
 * would be measured. `port`: the same one again finds what was kept; 0 for any.
 */
export async function openPage(
  data: string,
  answer: Answer,
  port = 0,
): Promise<{ page: Page; close: () => Promise<void> }> {
  const executablePath = findBrowser()
  if (executablePath === null) throw new Error('no Chromium on this computer: run node scripts/setup.mjs')
  // Its own for each run: a worker that starts late must find the page that the run began with.
  const built = join(data, 'page')
  await build({
    root: join(ROOT, 'test/bench/browser'),
    configFile: false,
    logLevel: 'warn',
    base: './',
    worker: { format: 'es' },
    build: {
      outDir: built,
      emptyOutDir: true,
      target: 'chrome120',
      minify: false,
      sourcemap: true,
      modulePreload: { polyfill: false },
    },
  })
  const server = createServer((request, response) => {
    respond(built, request, response, answer).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const context = await chromium.launchPersistentContext(join(data, 'profile'), {
    executablePath,
    args: browserArguments(),
  })
  const close = async () => {
    await context.close()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  try {
    const page = await context.newPage()
    page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`))
    page.on('console', (message) => process.stderr.write(`page: ${message.text()}\n`))
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html`)
    await page.waitForFunction('window.bench !== undefined')
    return { page, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function respond(
  built: string,
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')
  if (request.method === 'POST') {
    const body = new Uint8Array(await buffer(request))
    response.writeHead(200, { 'content-type': 'application/cbor' }).end(await answer(path, body))
    return
  }
  const file = join(built, normalize(`/${path}`))
  if (!existsSync(file)) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
  createReadStream(file).pipe(response)
}
