import { app, BrowserWindow, type BrowserWindowConstructorOptions } from 'electron'
import { START } from './origin.ts'
import { TITLE } from './words.ts'

/**
 * The options of the one window a clerk works in, the same in tests and in production. Everything that Chromium or Electron could
 * give a page beyond the page itself is off; what the page may do is in the bridge table.
 */
export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: TITLE,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      // Chromium would fetch dictionaries, and names typed at a counter are nobody else's.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  }
}

/**
 * Opens the window on the application's first page; it is shown when there is something to see. `made` gets it before the page
 * loads, so that the page's first call already finds its window known.
 */
export async function openWindow(preload: string, made: (window: BrowserWindow) => void): Promise<void> {
  const window = new BrowserWindow(windowOptions(preload))
  window.removeMenu()
  window.once('ready-to-show', () => window.show())
  made(window)
  await window.loadURL(START)
}
