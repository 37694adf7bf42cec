import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { QUIET, runBrowser } from './process.ts'

const LIMIT_MS = 60_000

/** The page may draw and nothing else; the markup is ours, what stands in it was typed by people. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src file: data:; base-uri 'none'; form-action 'none'"

/**
 * Makes PDFs of print pages with the system's browser, headless, without script and without a network. The page may refer to
 * fonts as `fonts/…`, relative to itself. Every paper gets a profile and a folder of its own, gone when it is done.
 * @param program path of the browser, or why there is none
 * @param fonts folder that the page sees as `fonts/`
 * @param extraArgs for tests on machines that need them; the product passes none
 * @returns (html of a whole document) → bytes of the PDF. Codes: no-browser, print-failed
 */
export function makePdfMaker({
  program,
  fonts,
  extraArgs = [],
}: {
  program: Result<string>
  fonts: string
  extraArgs?: readonly string[]
}): (html: string) => Promise<Result<Uint8Array>> {
  return async (html) => {
    if (!program.ok) return program
    const folder = await mkdtemp(join(tmpdir(), 'county-print-'))
    try {
      const page = join(folder, 'page.html')
      const pdf = join(folder, 'page.pdf')
      await symlink(fonts, join(folder, 'fonts'), 'junction')
      await writeFile(page, withPolicy(html), { mode: 0o600 })
      const browser = runBrowser(program.value, [...pdfArgs(page, pdf, join(folder, 'profile')), ...extraArgs])
      const timer = setTimeout(() => void browser.close(), LIMIT_MS)
      const code = await browser.ended
      clearTimeout(timer)
      const bytes = await readFile(pdf).catch(() => null)
      if (bytes === null || bytes.subarray(0, 5).toString('latin1') !== '%PDF-') {
        return fail('print-failed', `the browser ended with ${code ?? 'a signal'}`)
      }
      return ok(new Uint8Array(bytes))
    } finally {
      // The browser's helpers may still be writing into the profile for a moment.
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    }
  }
}

export function pdfArgs(page: string, pdf: string, profile: string): string[] {
  return [
    '--headless',
    `--print-to-pdf=${pdf}`,
    '--no-pdf-header-footer',
    `--user-data-dir=${profile}`,
    ...QUIET,
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--disable-gpu',
    pathToFileURL(page).href,
  ]
}

/** The policy has to come before anything that it should hold for. */
export function withPolicy(html: string): string {
  const meta = `<meta http-equiv="content-security-policy" content="${POLICY}">`
  const head = /<head[^>]*>/i.exec(html)
  if (head === null)
    return html.replace(/^(\s*<!doctype[^>]*>)?(\s*<html[^>]*>)?/i, (start) => `${start}<head>${meta}</head>`)
  const at = head.index + head[0].length
  return html.slice(0, at) + meta + html.slice(at)
}
