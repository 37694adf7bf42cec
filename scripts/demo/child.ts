import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** One of the demo's processes. It is asked to end by closing its standard input, which also closes when this process dies. */
export interface Child {
  readonly name: string
  readonly pid: number
  /** Resolves when it has ended: its exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>
  /** The rest of the first line of its output that begins with this; null when it ended before. */
  says(beginning: string): Promise<string | null>
  /** Sends it a line. */
  tell(line: string): void
  /** Asks, then insists; resolves when it has ended. */
  stop(): Promise<void>
  kill(): void
}

const ASK_MS = 15_000

export interface ChildOptions {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  /** A program that knows signals only. */
  readonly bySignal?: boolean
  readonly onLine?: (line: string) => void
}

/**
 * Starts a process in a group of its own where there are groups: Ctrl-C in the terminal is for this process, which ends the
 * others in order.
 */
export function startChild({ name, program, args, cwd, bySignal = false, onLine }: ChildOptions): Child {
  const detached = process.platform !== 'win32' && !bySignal
  const child: ChildProcess = spawn(program, args, {
    cwd,
    detached,
    stdio: ['pipe', 'pipe', 'inherit'],
    windowsHide: false,
  })
  child.stdin?.on('error', () => undefined)
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${name}: ${error.message}\n`)
      resolve(127)
    })
    child.once('exit', (code) => resolve(code))
  })
  const waiting = new Set<{ beginning: string; found: (rest: string) => void }>()
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      onLine?.(line)
      for (const one of waiting) {
        if (!line.startsWith(one.beginning)) continue
        waiting.delete(one)
        one.found(line.slice(one.beginning.length))
      }
    })
  }
  const kill = () => void child.kill('SIGKILL')
  return {
    name,
    pid: child.pid ?? -1,
    ended,
    says: (beginning) =>
      Promise.race([new Promise<string>((found) => waiting.add({ beginning, found })), ended.then(() => null)]),
    tell: (line) => void child.stdin?.write(`${line}\n`),
    async stop() {
      if (bySignal) child.kill('SIGTERM')
      child.stdin?.end()
      const timers = [setTimeout(() => child.kill('SIGTERM'), ASK_MS), setTimeout(kill, 2 * ASK_MS)]
      await ended
      for (const timer of timers) clearTimeout(timer)
    },
    kill,
  }
}
