import { execFile } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Download, Locator, Page } from 'playwright-core'
import { ROOT } from './county.ts'

const run = promisify(execFile)

export interface Verified {
  readonly code: number
  /** null when the verifier did not get as far as a report. */
  readonly report: { readonly ok: boolean; readonly summary?: string } | null
  readonly text: string
}

/** Runs the verifier's command; answers its exit code and what it says. */
export async function verify(...args: string[]): Promise<Verified> {
  const ran = await run(process.execPath, [join(ROOT, 'build/verify.mjs'), ...args, '--json']).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
  const report = ran.stdout.trim().startsWith('{') ? (JSON.parse(ran.stdout) as Verified['report']) : null
  return { code: ran.code, report, text: `${ran.stdout}${ran.stderr}` }
}

/** Everything that the province has sealed, into a folder; the node has to be stopped. */
export async function exportLedger(province: string, folder: string): Promise<void> {
  await run(process.execPath, [join(ROOT, 'build/province.mjs'), 'export', '--data', province, '--out', folder])
}

/** Presses a button that saves a file; answers the file's path in `folder`. */
export async function saveBy(page: Page, button: Locator, folder: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), button.click()])
  return keep(download, folder)
}

async function keep(download: Download, folder: string): Promise<string> {
  const file = join(folder, download.suggestedFilename())
  await download.saveAs(file)
  return file
}

/** Shows a paper of a case as it will come out; answers the sheet. */
export async function showPaper(page: Page, id: string, kind: string): Promise<Locator> {
  await page.evaluate(
    (to) => {
      location.hash = to
    },
    `#/print/${encodeURIComponent(id)}/${kind}`,
  )
  const sheet = page.locator('.sheet')
  await sheet.locator('svg').first().waitFor()
  return sheet
}

/** Dots per inch. A reader misses a symbol now and then, for how its modules fall on the dots: then a paper is laid on the scanner again. */
const SCANS = [200, 300, 400]

/** Saves the paper that is shown as PDF, and reads its QR symbols with another program; answers a file with their texts. */
export async function scanShown(page: Page, folder: string, name: string): Promise<string> {
  const pdf = await saveBy(page, page.getByRole('button', { name: 'PDF' }), folder)
  const file = join(folder, `${name}.qr.txt`)
  for (const dots of SCANS) {
    const texts = await readSymbols(pdf, join(folder, `${name}-${dots}`), dots)
    writeFileSync(file, texts)
    if (texts !== '') break
  }
  return file
}

/** What a scan at this resolution shows, page by page; its pictures are kept beside it. Symbols that belong together are read together or not at all. */
async function readSymbols(pdf: string, picture: string, dots: number): Promise<string> {
  await run('pdftoppm', ['-r', String(dots), '-png', pdf, picture])
  const pages = readdirSync(dirname(picture)).filter(
    (one) => one.startsWith(`${basename(picture)}-`) && one.endsWith('.png'),
  )
  // zbarimg exits with 4 for a page without symbols.
  const texts = await Promise.all(
    pages.sort().map((one) =>
      run('zbarimg', ['-q', '--raw', join(dirname(picture), one)]).then(
        ({ stdout }) => stdout,
        (error: { code: number }) => (error.code === 4 ? '' : Promise.reject(error)),
      ),
    ),
  )
  return texts.join('')
}
