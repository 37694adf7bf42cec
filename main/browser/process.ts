import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'

/** What every browser that we start is told: no extensions, nothing in the background, nobody's account, no first-run pages. */
export const QUIET = [
  '--disable-extensions',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
] as const

export interface Running {
  /** Resolves when the process has ended: its exit code, null when it was killed or never began. */
  readonly ended: Promise<number | null>
  /** Asks it to close, then makes it; resolves when it has ended. */
  close(): Promise<void>
}

const GRACE_MS = 5_000

/**
 * Starts a browser for one job that ends by itself, such as printing. (Headless commands do not run beside a debugging pipe.)
 */
export function runBrowser(program: string, args: readonly string[]): Running {
  const child = spawn(program, args, { stdio: 'ignore', windowsHide: true })
  const ended = endOf(child)
  return {
    ended,
    async close() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/**
 * Opens a browser on a lifeline: a debugging pipe only this process holds. When this process dies, however it dies, the pipe
 * breaks and the browser closes by itself, so no window is left that talks to nobody.
 */
export function openBrowser(program: string, args: readonly string[]): Running {
  const child = spawn(program, ['--remote-debugging-pipe', ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const ended = endOf(child)
  const lifeline = child.stdio.slice(3) as (Duplex | null)[]
  for (const pipe of lifeline) pipe?.on('error', () => undefined)
  return {
    ended,
    async close() {
      for (const pipe of lifeline) pipe?.destroy()
      const timers = [
        setTimeout(() => child.kill('SIGTERM'), GRACE_MS),
        setTimeout(() => child.kill('SIGKILL'), 2 * GRACE_MS),
      ]
      await ended
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', (code) => resolve(code))
  })
}
