import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from 'playwright-core'
import { readProfile, writeProfile } from '../../../main/services/profile.ts'
import { browserArguments, findBrowser } from '../../../scripts/chromium.mjs'
import { type Child, startChild } from '../../../scripts/demo/child.ts'
import { DEMO_PASSPHRASE, foldersIn } from '../../../scripts/demo/make.ts'
import type { DemoMember } from '../../../scripts/demo/seed.ts'
import { ROOT } from '../../../scripts/process.mjs'
import { must } from '../../../shared/base/result.ts'
import { bundle, freePort } from '../loopback/kit.ts'
import { demoIn } from './demos.ts'
import { type Line, makeLine } from './line.ts'

export { ROOT }

/** A small demo county on disk, with its node, its desktop and its browser as real processes that can be killed. */
export interface County {
  readonly data: string
  /** A folder for what a test saves; it goes with the county. */
  readonly out: string
  readonly node: NodeProcess
  /** A line to the node, for one desktop: it can be cut while the others have theirs. */
  line(): Promise<Line>
  desktop(line?: Line): Promise<Desktop>
  /**
   * A second computer of the same people, which has signed nothing and knows nothing yet. For looking: two that sign would fork their chains. With
   * `signs` it knows what was signed before it was set up, and is for people who sign nothing at the first one any more.
   */
  otherDesktop(signs?: 'signs', line?: Line): Promise<Desktop>
  remove(): Promise<void>
}

export interface NodeProcess {
  start(): Promise<void>
  stop(): Promise<void>
  kill(): Promise<void>
}

export interface Desktop {
  readonly page: Page
  /** SIGKILL to every process of the desktop: main, and the whole browser. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** `more`: who works there beside the people of every demo. */
export async function makeCounty(contractsPerCounty: number, more: readonly DemoMember[] = []): Promise<County> {
  const folder = mkdtempSync(join(tmpdir(), 'county-e2e-'))
  const data = join(folder, 'data')
  const out = join(folder, 'out')
  mkdirSync(out)
  const program = join(folder, 'desktop-process.mjs')
  await bundle(join(ROOT, 'test/e2e/county/desktop-process.ts'), program, 'node')
  await demoIn(data, contractsPerCounty, more)
  const first = foldersIn(data).desktop
  const made = must(await readProfile(first))
  const port = Number(new URL(made.node).port)
  const node = nodeOf(data, port)
  const open: Desktop[] = []
  const lines: Line[] = []
  return {
    data,
    out,
    node,
    async line() {
      const line = await makeLine(port)
      lines.push(line)
      return line
    },
    async desktop(line) {
      if (line !== undefined) must(await writeProfile(first, { ...made, node: line.address }))
      const desktop = await startDesktop(first, program, join(folder, 'browser'))
      open.push(desktop)
      return desktop
    },
    async otherDesktop(signs, line) {
      const other = join(folder, 'other')
      for (const part of signs === undefined ? ['vault'] : ['vault', 'journal']) {
        cpSync(join(first, part), join(other, part), { recursive: true })
      }
      const profile = {
        ...made,
        ...{ installId: 'other', port: await freePort() },
        ...(line === undefined ? {} : { node: line.address }),
      }
      must(await writeProfile(other, { ...profile, ...(signs === undefined ? {} : { device: '002' }) }))
      const desktop = await startDesktop(other, program, join(folder, 'other-browser'))
      open.push(desktop)
      return desktop
    },
    async remove() {
      for (const desktop of open) await desktop.kill()
      await node.kill()
      for (const line of lines) await line.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}

function nodeOf(data: string, port: number): NodeProcess {
  let child: Child | null = null
  const over = async () => {
    await child?.ended
    child = null
  }
  return {
    async start() {
      child = startChild({
        name: 'node',
        program: process.execPath,
        args: [join(ROOT, 'build/province.mjs'), 'serve', '--data', foldersIn(data).province, '--port', String(port)],
        cwd: ROOT,
        bySignal: true,
      })
      if ((await child.says('province ready ')) === null) throw new Error('the node did not start')
    },
    async stop() {
      await child?.stop()
      child = null
    },
    async kill() {
      child?.kill()
      await over()
    },
  }
}

async function startDesktop(desktopFolder: string, program: string, profile: string): Promise<Desktop> {
  const main = startChild({
    name: 'desktop',
    program: process.execPath,
    args: [program, desktopFolder, ROOT],
    cwd: ROOT,
  })
  const url = await main.says('desktop ready ')
  if (url === null) throw new Error('the desktop did not start')
  const { process: chrome, address } = await startChromium(profile)
  const browser: Browser = await chromium.connectOverCDP(address)
  const context = browser.contexts()[0]
  if (context === undefined) throw new Error('no window')
  const page = context.pages()[0] ?? (await context.newPage())
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.goto(url)
  const killChrome = () => {
    try {
      process.kill(-(chrome.pid as number), 'SIGKILL')
    } catch {
      // Gone already.
    }
  }
  const gone = new Promise<void>((done) => chrome.once('exit', () => done()))
  return {
    page,
    async kill() {
      main.kill()
      killChrome()
      await Promise.all([main.ended, chrome.exitCode !== null || chrome.signalCode !== null ? null : gone])
      await browser.close().catch(() => undefined)
    },
    async stop() {
      await browser.close().catch(() => undefined)
      killChrome()
      await main.stop()
    },
  }
}

/** Chromium in a process group of its own, so that one kill takes its renderers and its GPU process along. */
async function startChromium(profile: string): Promise<{ process: ChildProcess; address: string }> {
  const program = findBrowser()
  if (program === null) throw new Error('no Chromium on this computer: run node scripts/setup.mjs')
  const chrome = spawn(
    program,
    [...browserArguments(), '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const lines = createInterface({ input: chrome.stderr as NonNullable<typeof chrome.stderr> })
  return new Promise((found, failed) => {
    chrome.once('exit', () => failed(new Error('Chromium did not start')))
    lines.on('line', (line) => {
      const match = /DevTools listening on (ws:\/\/\S+)/.exec(line)
      if (match !== null) found({ process: chrome, address: match[1] as string })
    })
  })
}

/** Chooses a person and types the demo passphrase, as a clerk does. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.locator('label', { hasText: name }).first().click()
  await page.locator('input[type=password]').fill(DEMO_PASSPHRASE)
  await page.keyboard.press('Enter')
  // The sign-in has a heading of its own; only the desk knows a way out.
  await page.getByRole('button', { name: SIGN_OUT }).waitFor()
}

export const SIGN_OUT = '退出登录'
