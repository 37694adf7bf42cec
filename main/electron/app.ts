import { join, resolve } from 'node:path'
import { app, type BrowserWindow, dialog, Menu, session } from 'electron'
import type { Result } from '../../shared/base/result.ts'
import type { EventName, Handlers } from '../../shared/bridge.ts'
import { hardenApp, hardenSession, refusedSwitch } from './hardening.ts'
import { checkArchive } from './integrity.ts'
import { announce, openDoor } from './ipc.ts'
import { keyGuard } from './keyring.ts'
import { openLog } from './log.ts'
import { pdfMaker } from './pdf.ts'
import { registerScheme, serveScheme } from './protocol.ts'
import { openWindow } from './window.ts'
import { CHANGED, CRASHED, explainStart, TITLE } from './words.ts'

/** The services as this shell uses them: main/services/desktop.ts opens them. */
export interface Desktop {
  readonly handlers: Handlers
  on(listener: (event: EventName, detail: unknown) => void): () => void
  close(): Promise<void>
}

export interface Parts {
  /** Serves the renderer's files, the same handler as in the loopback shell. */
  readonly assets: (request: Request) => Promise<Response>
  /** Serves `/fonts/…` to papers. */
  readonly fonts: (request: Request) => Promise<Response>
  readonly preload: string
  /** The folder of app.asar and its manifest, and the keys that may sign it. */
  readonly resources: string
  readonly releaseKeys: readonly string[]
  open(options: {
    data: string
    shell: 'electron'
    version: string
    makePdf: (html: string) => Promise<Result<Uint8Array>>
  }): Promise<Result<Desktop>>
}

/** How often a page that crashed is opened again before the clerk is told instead. */
const REVIVALS = 3

/**
 * Runs the Electron shell. The order matters: everything that hardens comes before `ready`; the single-instance lock comes
 * before any store is opened, since two writers on one journal would sign two entries for one position (N4); the door opens only
 * when there are services behind it, and the window last. Resolves when the window stands, or when this start has ended.
 */
export async function runApp(parts: Parts): Promise<void> {
  const data = dataFolder(process.argv)
  app.setPath('userData', join(data, 'browser'))
  app.setPath('sessionData', join(data, 'browser'))
  app.setPath('crashDumps', join(data, 'crashes'))
  const log = openLog(join(data, 'logs', 'desktop.log'))

  const refused = refusedSwitch()
  if (refused !== null) {
    log(`refused to start with --${refused}`)
    app.exit(1)
    return
  }
  if (app.isPackaged && process.platform === 'linux') {
    const archive = checkArchive(parts.resources, parts.releaseKeys)
    log(`program archive: ${archive.state === 'changed' ? archive.detail : archive.state}`)
    if (archive.state === 'changed') {
      dialog.showErrorBox(TITLE, CHANGED)
      app.exit(1)
      return
    }
  }
  hardenApp()
  registerScheme()
  if (!app.requestSingleInstanceLock()) {
    // The first instance gets `second-instance` and comes to the front.
    app.exit(0)
    return
  }
  let window: BrowserWindow | null = null
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())

  await app.whenReady()
  Menu.setApplicationMenu(null)
  hardenSession(session.defaultSession)
  serveScheme(session.defaultSession, parts.assets, log)
  log((await keyGuard(process.platform)).says)

  const makePdf = pdfMaker(parts.fonts, log)
  const opened = await parts.open({ data, shell: 'electron', version: app.getVersion(), makePdf })
  if (!opened.ok) {
    log(`${opened.code}: ${opened.detail}`)
    dialog.showErrorBox(TITLE, explainStart(opened))
    app.exit(1)
    return
  }
  const desktop = opened.value
  const contents = () => (window === null || window.isDestroyed() ? null : window.webContents)
  openDoor(desktop.handlers, contents, log)
  desktop.on((event, detail) => announce(contents(), event, detail))
  closeBeforeQuit(desktop, () => announce(contents(), 'closing', null), log)
  await openWindow(parts.preload, (made) => {
    window = made
    reviveOnCrash(made, log)
  })
}

/** `--data DIR` or `--data=DIR`; else the folder that the system gives a program for its own. */
function dataFolder(argv: readonly string[]): string {
  const at = argv.findIndex((arg) => arg === '--data' || arg.startsWith('--data='))
  const given = at < 0 ? undefined : argv[at] === '--data' ? argv[at + 1] : argv[at]?.slice('--data='.length)
  return given === undefined || given === '' ? app.getPath('userData') : resolve(given)
}

/** Quitting waits until the services have closed their files; asked twice, it still closes them once. */
function closeBeforeQuit(desktop: Desktop, tell: () => void, log: (line: unknown) => void): void {
  let begun = false
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (begun) return
    begun = true
    tell()
    desktop
      .close()
      .catch(log)
      .finally(() => app.exit(0))
  })
}

/** The page's process may die (memory, a driver); what was saved is in the journal, so the page is opened again. */
function reviveOnCrash(window: BrowserWindow, log: (line: unknown) => void): void {
  let revived = 0
  window.webContents.on('render-process-gone', (_event, details) => {
    log(`page process gone: ${details.reason}`)
    if (details.reason === 'clean-exit') return
    if (revived++ < REVIVALS) window.webContents.reload()
    else dialog.showErrorBox(TITLE, CRASHED)
  })
}
