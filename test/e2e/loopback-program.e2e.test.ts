import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeDoor } from '../../main/browser/door.ts'
import { launch } from '../../main/browser/launch.ts'
import { browserArguments, findBrowser } from '../../scripts/chromium.mjs'
import { must } from '../../shared/base/result.ts'
import { bundle, installation, serveHere } from './loopback/kit.ts'

type Installation = Awaited<ReturnType<typeof installation>>
let site: Installation
beforeAll(async () => {
  site = await installation()
})
afterAll(() => site.remove())

describe('the program', () => {
  const alive = new Set<ChildProcess>()
  let bundled: string
  beforeAll(async () => {
    bundled = join(site.folder, 'main.mjs')
    await bundle(join(import.meta.dirname, 'loopback/main.ts'), bundled, 'node')
  })
  afterEach(() => {
    for (const child of alive) child.kill('SIGKILL')
    alive.clear()
  })

  /** The shell in its own process with a real window, as far as the page's first call. */
  async function running(): Promise<{ child: ChildProcess; lines: () => string }> {
    const child = spawn(process.execPath, [bundled, site.data, site.renderer, String(site.port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    alive.add(child)
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    await expect.poll(() => text, { timeout: 60_000 }).toContain('called')
    return { child, lines: () => text }
  }

  /** Processes of the browser with this installation's profile. */
  function windows(): string[] {
    return readdirSync('/proc').filter((pid) => {
      if (!/^\d+$/.test(pid)) return false
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--user-data-dir=${join(site.data, 'browser')}`)
      } catch {
        return false
      }
    })
  }

  test('opens its own window, and SIGTERM closes the window and the program', async () => {
    const { child, lines } = await running()
    expect(windows().length).toBeGreaterThan(0)
    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as [number]
    expect([code, lines()]).toEqual([0, 'called\nclosed\n'])
    await expect.poll(windows).toEqual([])
  })

  test('its window reaches this server even where another program waits on ::1', async () => {
    const shell = await serveHere(site)
    const arrived: string[] = []
    const impostor = createServer((request, response) => {
      arrived.push(request.url ?? '')
      response.setHeader('content-type', 'text/html').end('<title>impostor</title>')
    })
    impostor.on('error', () => undefined).listen({ host: '::1', port: site.port, ipv6Only: true })
    const program = findBrowser()
    if (program === null) throw new Error('no Chromium on this computer')
    const door = must(makeDoor('a1b2c3', site.port))
    const extraArgs = ['--headless', ...browserArguments()]
    const window = await launch({ program, door, url: shell.nextUrl(), data: site.data, extraArgs })
    await expect.poll(() => shell.calls.count, { timeout: 20_000 }).toBe(1)
    await window.close()
    impostor.close()
    expect(await shell.close()).toBe(0)
    expect(arrived).toEqual([])
  })

  test('killed, it leaves no window behind and opens again on the same port', async () => {
    const { child } = await running()
    child.kill('SIGKILL')
    await expect.poll(windows, { timeout: 20_000 }).toEqual([])
    const again = await running()
    again.child.kill('SIGINT')
    expect(((await once(again.child, 'exit')) as [number])[0]).toBe(0)
  })

  test('ends when its window is closed', async () => {
    const { child, lines } = await running()
    const root = windows()
      .map(Number)
      .sort((a, b) => a - b)[0] as number
    process.kill(root, 'SIGTERM')
    await once(child, 'exit')
    expect(lines()).toContain('closed')
  })

  test('as a child, prints a new start address for every line it is sent, and ends when its parent is gone', async () => {
    const child = spawn(process.execPath, [bundled, site.data, site.renderer, String(site.port), 'child'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    alive.add(child)
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    const urls = () => text.match(/^desktop ready http:\/\/a1b2c3\.localhost:\d+\/#start=[\w-]{43}$/gm) ?? []
    await expect.poll(urls, { timeout: 20_000 }).toHaveLength(1)
    child.stdin.write('\n')
    await expect.poll(urls, { timeout: 20_000 }).toHaveLength(2)
    expect(new Set(urls()).size).toBe(2)
    child.stdin.end()
    expect(((await once(child, 'exit')) as [number])[0]).toBe(0)
    expect(text).toMatch(/closed\n$/)
  })

  test('says in words that another program has its port, and leaves the services closed', async () => {
    const other = createServer().listen(site.port, '127.0.0.1')
    await once(other, 'listening')
    const child = spawn(process.execPath, [bundled, site.data, site.renderer, String(site.port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    const [code] = (await once(child, 'exit')) as [number]
    other.close()
    expect(code).toBe(1)
    expect(text).toContain(`(pid ${process.pid})`)
    expect(text).toContain('closed')
  })
})
