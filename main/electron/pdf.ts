import { BrowserWindow, type BrowserWindowConstructorOptions, type Session, session } from 'electron'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { hardenSession } from './hardening.ts'
import { PAPER } from './origin.ts'
import { serveScheme } from './protocol.ts'

/** A paper is text, lines and pictures that it carries itself: nothing is fetched and nothing runs. */
const PAPER_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

/** The hidden window in which a paper is laid out: as the clerk's window, without scripts, a preload or a way to be seen. */
export function paperWindowOptions(own: Session): BrowserWindowConstructorOptions {
  return {
    show: false,
    webPreferences: {
      session: own,
      javascript: false,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    },
  }
}

/**
 * Makes PDFs of papers, one at a time, in a session of its own that keeps nothing on disk. Call once, when Electron is ready.
 * A page that crashes or cannot be laid out is `internal`, and the next paper gets a new window.
 */
export function pdfMaker(report: (error: unknown) => void): (html: string) => Promise<Result<Uint8Array>> {
  // No `persist:` prefix: the partition lives in memory only.
  const own = session.fromPartition('paper', { cache: false })
  let page = ''
  hardenSession(own)
  serveScheme(
    own,
    async (request) =>
      request.url === PAPER
        ? new Response(page, {
            headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAPER_CSP },
          })
        : new Response(null, { status: 404 }),
    report,
  )

  async function make(html: string): Promise<Result<Uint8Array>> {
    const window = new BrowserWindow(paperWindowOptions(own))
    try {
      page = html
      const gone = new Promise<never>((_, reject) => {
        window.webContents.once('render-process-gone', (_event, details) => reject(new Error(details.reason)))
      })
      await Promise.race([window.loadURL(PAPER), gone])
      // The paper's own @page rule says its size: A4 or the 80 mm roll.
      const options = { printBackground: true, preferCSSPageSize: true }
      const bytes = await Promise.race([window.webContents.printToPDF(options), gone])
      return ok(new Uint8Array(bytes))
    } catch (error) {
      report(error)
      return fail('internal', 'paper window')
    } finally {
      page = ''
      window.destroy()
    }
  }

  let last: Promise<unknown> = Promise.resolve()
  return (html) => {
    const next = last.then(() => make(html))
    last = next
    return next
  }
}
