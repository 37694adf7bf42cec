import { fstatSync } from 'node:fs'

/**
 * Resolves when it is time to end: Ctrl-C, SIGTERM, the terminal closed, or, where asked for, the parent process gone. A second
 * Ctrl-C while closing ends the process at once.
 */
export function untilAsked(parentExit: boolean): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const ask = () => {
      if (asked) process.exit(130)
      asked = true
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
    if (parentExit) watchParent(() => !asked && ask())
  })
}

const WATCH_MS = 1_000

function watchParent(gone: () => void): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent || !alive(parent)) gone()
  }, WATCH_MS).unref()
  process.once('disconnect', gone)
  if (isPipe()) process.stdin.once('end', gone).once('error', gone).resume()
}

/** Calls back for every piece of text that the parent writes to this process; a terminal is left alone. */
export function onParentLine(listener: () => void): void {
  if (isPipe()) process.stdin.on('data', listener)
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Only a pipe ends with its writer; /dev/null has always ended. */
function isPipe(): boolean {
  try {
    const stat = fstatSync(0)
    return stat.isFIFO() || stat.isSocket()
  } catch {
    return false
  }
}
