import { BrowserWindow, type BrowserWindowConstructorOptions, type Session, session } from 'electron'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { hardenSession } from './hardening.ts'
import { PAPER } from './origin.ts'
import { serveScheme } from './protocol.ts'

/** A paper is text, lines and pictures that it carries itself, set in the program's own fonts: nothing else is fetched, nothing runs. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src 'self' data:; base-uri 'none'; form-action 'none'"
const LIMIT_MS = 60_000

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
 * The page may refer to fonts as `fonts/…`, relative to itself. Codes: print-failed; the next paper gets a new window.
 *
 * @param fonts answers for `app://county/fonts/…`
 */
export function pdfMaker(
  fonts: (request: Request) => Promise<Response>,
  report: (error: unknown) => void,
): (html: string) => Promise<Result<Uint8Array>> {
  // No `persist:` prefix: the partition lives in memory only.
  const own = session.fromPartition('paper', { cache: false })
  let page = ''
  hardenSession(own)
  serveScheme(
    own,
    async (request) => {
      if (request.url === PAPER) return paperResponse(page)
      if (FONT.test(request.url)) return fonts(request)
      return new Response(null, { status: 404 })
    },
    report,
  )

  async function make(html: string): Promise<Result<Uint8Array>> {
    const window = new BrowserWindow(paperWindowOptions(own))
    let timer: NodeJS.Timeout | undefined
    const failed = new Promise<never>((_, reject) => {
      window.webContents.once('render-process-gone', (_event, details) => reject(new Error(details.reason)))
      timer = setTimeout(() => reject(new Error('the paper took too long')), LIMIT_MS)
    })
    // The paper's own @page rule says its size: A4 or the 80 mm roll.
    const print = async () => {
      await window.loadURL(PAPER)
      return window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true })
    }
    try {
      page = html
      return ok(new Uint8Array(await Promise.race([print(), failed])))
    } catch (error) {
      report(error)
      return fail('print-failed', error instanceof Error ? error.message : 'paper window')
    } finally {
      clearTimeout(timer)
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

const FONT = /^app:\/\/county\/fonts\/[\w.-]+\.woff2$/

function paperResponse(html: string): Response {
  return new Response(html, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
  })
}
