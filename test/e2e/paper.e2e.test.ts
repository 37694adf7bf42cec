import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Paper } from '../../shared/bridge.ts'
import { paperDocument, type Sheet } from '../../shared/paper/index.ts'
import { launchChromium } from '../kit/chromium.ts'
import { tempFolder } from '../kit/temp.ts'
import { paper, people, row, things } from '../paper/samples.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

/** Papers as PDF makers get them: the page, and the fonts beside it. */
async function open(page: Page, what: Paper, sheet: Sheet): Promise<string> {
  const folder = tempFolder()
  mkdirSync(join(folder, 'fonts'))
  const require = createRequire(import.meta.url)
  for (const name of ['noto-sans-sc', 'noto-serif-tibetan']) {
    const files = join(dirname(require.resolve(`@fontsource/${name}/400.css`)), 'files')
    for (const file of readdirSync(files)) {
      if (file.endsWith('.woff2')) symlinkSync(join(files, file), join(folder, 'fonts', file))
    }
  }
  writeFileSync(join(folder, 'page.html'), paperDocument(what, sheet))
  await page.goto(pathToFileURL(join(folder, 'page.html')).href)
  await page.evaluate('document.fonts.ready')
  return folder
}

/** What zbarimg reads on pictures, together; nothing when it finds nothing. */
function zbar(...pictures: string[]): string {
  try {
    return execFileSync('zbarimg', ['-q', '--raw', ...pictures], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .split('\n')
      .join('')
  } catch (error) {
    // It also ends so when one picture of several has no symbol.
    return String((error as { stdout?: string }).stdout ?? '').replaceAll('\n', '')
  }
}

for (const [kind, bytes, count] of [
  ['slip', 500, 1],
  ['slip', 1200, 2],
  ['receipt', 3000, 5],
  ['certificate', 5500, 9],
] as const) {
  for (const sheet of ['a4', 'roll'] as const) {
    test(`[R3] another program reads ${count} symbols of a ${kind} on ${sheet}, from the screen and from the PDF`, async () => {
      const what = paper(kind, bytes)
      expect(what.qr).toHaveLength(count)
      const whole = what.qr.join('')
      const page = await browser.newPage({ viewport: { width: 800, height: 1100 }, deviceScaleFactor: 2 })
      const folder = await open(page, what, sheet)
      await page.locator('.paper').screenshot({ path: join(folder, 'screen.png') })
      expect(zbar(join(folder, 'screen.png'))).toBe(whole)

      await page.pdf({ path: join(folder, 'paper.pdf'), preferCSSPageSize: true, printBackground: true })
      execFileSync('pdftoppm', ['-r', '200', '-png', join(folder, 'paper.pdf'), join(folder, 'sheet')])
      const sheets = readdirSync(folder).filter((name) => name.startsWith('sheet'))
      expect(zbar(...sheets.map((name) => join(folder, name)))).toBe(whole)
      if (sheet === 'roll') expect(sheets).toHaveLength(1)
      await page.close()
    })
  }
}

test('nothing runs over the edge of the sheet, in either language and script', async () => {
  const page = await browser.newPage({ viewport: { width: 800, height: 1100 } })
  const rows = [
    row('凭证编号', 'f'.repeat(64)),
    row('A very long label of a row', `${'长'.repeat(300)} ${'W'.repeat(120)}`),
    row('མིང་།', 'བཀྲ་ཤིས་དོན་གྲུབ་'.repeat(12)),
    things(18),
    people(7),
    people(1),
  ]
  for (const sheet of ['a4', 'roll'] as const) {
    for (const lang of ['zh', 'en'] as const) {
      await open(page, paper('slip', 1200, { lang, rows, number: '9'.repeat(60) }), sheet)
      const over = await page.evaluate(`(() => {
        const paper = document.querySelector('.paper').getBoundingClientRect()
        return [...document.querySelectorAll('.paper *')]
          .filter((one) => one.getBoundingClientRect().right > paper.right + 1)
          .map((one) => one.className || one.tagName)
      })()`)
      expect(over, `${sheet} ${lang}`).toEqual([])
      const fonts = await page.evaluate('[...document.fonts].filter((f) => f.status === "loaded").map((f) => f.family)')
      expect(fonts).toEqual(expect.arrayContaining(['Noto Sans SC', 'Noto Serif Tibetan']))
    }
  }
  await page.close()
})

test('a slip with a dozen materials and three symbols is one sheet of A4', async () => {
  const page = await browser.newPage({ viewport: { width: 800, height: 1100 } })
  const rows = [
    row('办理事项', '草原承包经营权转移登记'),
    row('收件人', '才仁卓玛'),
    row('转出方', '扎西'),
    people(2),
    things(12),
  ]
  const what = paper('slip', 1600, { rows })
  expect(what.qr).toHaveLength(3)
  const folder = await open(page, what, 'a4')
  await page.pdf({ path: join(folder, 'paper.pdf'), preferCSSPageSize: true, printBackground: true })
  expect(execFileSync('pdfinfo', [join(folder, 'paper.pdf')], { encoding: 'utf8' })).toMatch(/^Pages: +1$/m)
  await page.close()
})
