import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { type Desktop, runDesktop } from '../../../main/browser/run.ts'
import { handlers } from './handlers.ts'

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  await new Promise((done) => probe.close(done))
  return port
}

/** A data folder with a site profile and a built page: what an installation has. The caller removes `folder`. */
export async function installation() {
  const folder = mkdtempSync(join(tmpdir(), 'county-loopback-'))
  const data = join(folder, 'data')
  const renderer = join(folder, 'renderer')
  mkdirSync(data)
  const port = await freePort()
  writeFileSync(join(data, 'site.json'), JSON.stringify({ installId: 'a1b2c3', port }))
  await bundle(join(import.meta.dirname, 'page.ts'), join(renderer, 'assets/page-AbCd1234.js'), 'browser')
  writeFileSync(
    join(renderer, 'index.html'),
    `<!doctype html><html><head><meta charset="utf-8"><meta name="csp-nonce" content="__CSP_NONCE__">
<script>window.inline = true</script><script type="module" src="./assets/page-AbCd1234.js"></script></head><body></body></html>`,
  )
  return {
    folder,
    data,
    renderer,
    port,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }),
  }
}

export async function bundle(entry: string, outfile: string, platform: 'browser' | 'node'): Promise<void> {
  await build({ entryPoints: [entry], outfile, bundle: true, platform, format: 'esm', logLevel: 'error' })
}

/** The shell in this process, with its start URLs printed into `urls`. */
export async function serveHere({ data, renderer, port }: { data: string; renderer: string; port: number }) {
  const calls = { count: 0 }
  const urls: string[] = []
  const errors: string[] = []
  let emit: Parameters<Desktop['on']>[0] = () => undefined
  let ask: () => void = () => undefined
  let again: () => void = () => undefined
  const answers = handlers(() => calls.count++)
  let ended: Promise<number> = Promise.resolve(0)
  await new Promise<void>((ready) => {
    ended = runDesktop(
      { data, port, browser: null, open: false, parentExit: false },
      {
        version: '0.0.0',
        renderer,
        fonts: renderer,
        open: async () => {
          const on: Desktop['on'] = (listener) => {
            emit = listener
            return () => undefined
          }
          return { ok: true, value: { handlers: answers, on, close: async () => undefined } }
        },
        asked: new Promise((resolve) => {
          ask = resolve
        }),
        onAgain: (listener) => {
          again = listener
        },
        out: (line) => {
          urls.push(line.replace('desktop ready ', ''))
          ready()
        },
        err: (line) => errors.push(line),
      },
    )
  })
  const nextUrl = () => {
    again()
    return urls.at(-1) as string
  }
  const close = () => {
    ask()
    return ended
  }
  return { calls, errors, nextUrl, emit: (...event: Parameters<typeof emit>) => emit(...event), close }
}
