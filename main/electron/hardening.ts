import { app, crashReporter, type Session, type WebContents } from 'electron'
import { isOurs, START } from './origin.ts'

/**
 * Chromium switches that take the protection away from outside. A packaged program refuses to start with one of them: the
 * fuses shut Node's own doors (inspect, run-as-node), but no fuse covers these.
 */
const REFUSED_SWITCHES = [
  'allow-file-access-from-files',
  'disable-site-isolation-trials',
  'disable-web-security',
  'host-resolver-rules',
  'ignore-certificate-errors',
  'js-flags',
  'load-extension',
  'no-sandbox',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'single-process',
  'unsafely-treat-insecure-origin-as-secure',
] as const

/** The first refused switch on the command line, or null. Only a packaged program minds: tests drive an unpackaged one. */
export function refusedSwitch(): string | null {
  if (!app.isPackaged) return null
  return REFUSED_SWITCHES.find((name) => app.commandLine.hasSwitch(name)) ?? null
}

/**
 * What must be set before Electron is ready: every renderer sandboxed, crash dumps kept on this computer (they hold memory,
 * and memory holds people's data), and every web contents ever made locked to where it was opened.
 */
export function hardenApp(): void {
  app.enableSandbox()
  crashReporter.start({ uploadToServer: false, compress: true })
  app.on('web-contents-created', (_event, contents) => hardenContents(contents))
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault()
    answer(false)
  })
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault()
    answer()
  })
  app.on('login', (event, _contents, _details, _auth, answer) => {
    event.preventDefault()
    answer()
  })
}

/**
 * No page may go elsewhere, open a window, hold another page, or be held by one. The one thing it may do is to load itself
 * again, which is what a clerk is offered after an error.
 */
export function hardenContents(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }) => event.preventDefault()
  const stay = (event: { preventDefault(): void; url: string; isMainFrame: boolean }) => {
    const again = event.isMainFrame && event.url === contents.getURL() && event.url.replace(/#.*$/s, '') === START
    if (!again) refuse(event)
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', refuse)
  contents.on('will-attach-webview', refuse)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  // WebRTC would open sockets that neither the CSP nor the request filter sees.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/**
 * Denies every permission and device, every foreign download, and every request that is not to the application's own scheme: the
 * renderer's only way out is the IPC door. `file:` also gets a handler of its own, so that it stays shut where the request
 * filter does not look.
 */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  session.setCertificateVerifyProc((_request, answer) => answer(-2))
  session.setSpellCheckerEnabled(false)
  // A paper that the page itself made may be saved, through Electron's own save dialog; nothing else comes to disk.
  session.on('will-download', (event, item) => {
    if (!madeHere(item.getURL())) event.preventDefault()
  })
  session.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault()
    answer()
  })
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault()
    answer('')
  })
  session.on('select-usb-device', (event, _details, answer) => {
    event.preventDefault()
    answer()
  })
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }))
  session.protocol.handle('file', () => new Response(null, { status: 403 }))
}

/** Own pages, and what they made themselves; pictures inside a page (`data:`) are the CSP's business. */
function mayLoad(address: string): boolean {
  return address.startsWith('data:') || isOurs(address) || madeHere(address)
}

function madeHere(address: string): boolean {
  return address.startsWith('blob:') && isOurs(address.slice('blob:'.length))
}
