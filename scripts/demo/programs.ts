import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, startChild } from './child.ts'
import { foldersIn } from './make.ts'

/** Ends the node when its standard input closes: when it is asked to, and when the process that started it dies. */
const LIFELINE = `data:text/javascript,${encodeURIComponent(
  "process.stdin.once('end',()=>process.kill(process.pid,'SIGTERM')).resume().unref?.()",
)}`

export interface Place {
  /** The project's root. */
  readonly root: string
  readonly data: string
}

/** Says `province ready URL` when it serves. */
export function startProvince({ root, data }: Place, port: number): Child {
  return startChild({
    name: '省级节点 · provincial node',
    program: process.execPath,
    args: [
      '--import',
      LIFELINE,
      join(root, 'build/province.mjs'),
      'serve',
      '--data',
      foldersIn(data).province,
      '--port',
      String(port),
    ],
    cwd: root,
  })
}

/** The loopback shell. Without a window it says `desktop ready URL`, and again whenever it is sent a line. */
export function startBrowserShell({ root, data }: Place, open: boolean, onLine: (line: string) => void): Child {
  const browser = process.env['COUNTY_LEDGER_BROWSER']
  return startChild({
    name: '县级桌面 · county desktop',
    program: process.execPath,
    args: [
      join(root, 'build/desktop.mjs'),
      '--data',
      foldersIn(data).desktop,
      '--parent-exit',
      ...(open ? [] : ['--no-open']),
      ...(browser ? ['--browser', browser] : []),
    ],
    cwd: root,
    onLine,
  })
}

export function startElectron({ root, data }: Place, program: string): Child {
  return startChild({
    name: '县级桌面 · county desktop',
    program,
    args: [root, '--data', foldersIn(data).desktop],
    cwd: root,
    bySignal: true,
  })
}

/** Electron's own program, where its archive has been unpacked; null where it has not. */
export function electronIn(root: string): string | null {
  const names = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron']
  return names.map((name) => join(root, 'node_modules/electron/dist', name)).find((path) => existsSync(path)) ?? null
}
