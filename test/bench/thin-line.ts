import { readdirSync, readFileSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Page } from 'playwright-core'
import { foldersIn } from '../../scripts/demo/make.ts'
import { demoContracts, demoPerson, seeded } from '../../scripts/demo/seed.ts'
import { concat } from '../../shared/base/bytes.ts'
import { type County, type Desktop, makeCounty, signIn } from '../e2e/county/county.ts'
import { fileByKeyboard, pickByKeyboard, transferOf } from '../e2e/county/keyboard.ts'
import { PDF } from '../kit/pictures.ts'
import { seeded as random } from '../kit/random.ts'
import { registerCsv, registerRows } from '../kit/register-file.ts'
import { type LineQuality, type ThinLine, thinLine } from '../kit/thin-line.ts'
import { type Outcome, quantile, ratioOf } from './frame.ts'
import type { Options } from './options.ts'

const FILINGS = 500
/** One filing of so many brings a scan. */
const SCAN_EACH = 25
const SCAN = 800_000
const SEALED = '全部已封存'
const MOST_MS = 3 * 3_600_000

const GOOD = { rate: 10_000_000, delay: 1, loss: 0, cutEvery: 0, cutAfter: Number.POSITIVE_INFINITY, random: random(1) }
/** 64 kbit/s, two seconds each way, a packet of twenty lost, cut off every 20 s. */
const THIN: LineQuality = { ...GOOD, rate: 8_000, delay: 2_000, loss: 0.05, cutEvery: 20_000 }

/**
 * `--n` filings that were taken without a line, one in 25 with a scan of 800 KB, until all is sealed and the province has every scan: the real pages in
 * Chromium, main and the node as processes, and between them a line as it is on a bad day. Meanwhile somebody types. Raw: the bytes of the content
 * alone, packed as well as one pack of it all can be, and the time that they take at the line's rate.
 */
export async function thinLineBench(options: Options): Promise<Outcome> {
  const n = options.n ?? FILINGS
  const scans = Math.ceil(n / SCAN_EACH)
  // Beside the other files of the bench, and not in what may be memory.
  process.env['TMPDIR'] = options.data
  const county = await makeCounty(scans + 1)
  const inner = await county.line()
  const line = await thinLine(Number(new URL(inner.address).port), GOOD)
  try {
    await county.node.start()
    const desktop = await county.desktop({ ...inner, address: `http://127.0.0.1:${line.port}` })
    await signIn(desktop.page, '才仁卓玛')
    await desktop.page.getByText(SEALED).first().waitFor({ timeout: MOST_MS })
    line.up(false)
    await file(desktop, n - scans, scans, options)
    line.becomes(THIN)
    const before = { ...line.carried }
    line.up(true)
    return await carried(county, desktop, line, before, options)
  } finally {
    await line.close()
    await county.remove()
  }
}

async function file({ page }: Desktop, rows: number, scans: number, { data, say }: Options): Promise<void> {
  const csv = join(data, 'register.csv')
  await writeFile(csv, registerCsv(registerRows(rows, 99)))
  await page.getByRole('link', { name: /导入台账/ }).click()
  await page.locator('#import-file').setInputFiles(csv)
  await page.getByRole('button', { name: /^检查全部/ }).click()
  await page.getByRole('button', { name: /^导入 / }).click({ timeout: MOST_MS })
  await page.getByText('导入结束').waitFor({ timeout: MOST_MS })
  const contracts = demoContracts('632723', scans + 1, seeded(632723))
  const noise = random(8)
  for (let i = 0; i < scans; i++) {
    await page.keyboard.press('Alt+1')
    await pickByKeyboard(page, '草原承包经营权转移登记')
    const scan = concat(PDF, noise.bytes(SCAN - PDF.length))
    const [chosen] = await Promise.all([page.waitForEvent('filechooser'), page.locator('#add-contract').click()])
    await chosen.setFiles([{ name: `合同 ${i + 1}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(scan) }])
    await page.locator('.materials tbody:has([id="add-contract"]) .tile-open').first().waitFor()
    await fileByKeyboard(page, transferOf(contracts[i], demoPerson('632723', seeded(100 + i))))
  }
  say(`${rows} rows and ${scans} transfers with scans are filed`)
}

async function carried(
  county: County,
  { page }: Desktop,
  line: ThinLine,
  before: ThinLine['carried'],
  { say }: Options,
): Promise<Outcome> {
  const start = performance.now()
  const waits: number[] = []
  for (let next = 0; ; ) {
    waits.push(...(await typing(page)))
    if (await page.getByText(SEALED).first().isVisible()) break
    const minutes = (performance.now() - start) / 60_000
    if (minutes > MOST_MS / 60_000) throw new Error('it does not get through')
    if (minutes < next) continue
    next = minutes + 1
    say(`${minutes.toFixed(0)} min: ${line.carried.up - before.up} up, ${line.carried.down - before.down} down`)
  }
  const seconds = (performance.now() - start) / 1000
  const up = line.carried.up - before.up
  const { entries, files } = contentOf(county)
  const content = entries + files
  return {
    rounds: 1,
    ratios: [
      ratioOf('bytes up / the content, entries packed as one', 'bytes', [up], [content]),
      ratioOf('time / the content alone at the rate of the line', 's', [seconds], [content / THIN.rate]),
    ],
    notes: [
      { what: 'the content: entries, packed', value: entries, unit: 'bytes' },
      { what: 'the content: sealed scans', value: files, unit: 'bytes' },
      { what: 'bytes down', value: line.carried.down - before.down, unit: 'bytes' },
      { what: 'cut off', value: line.carried.cuts - before.cuts, unit: 'connections' },
      { what: 'a key until the next frame, p50', value: quantile(waits, 0.5), unit: 'ms' },
      { what: 'a key until the next frame, p99', value: quantile(waits, 0.99), unit: 'ms' },
      { what: 'a key until the next frame, longest', value: Math.max(...waits), unit: 'ms' },
    ],
  }
}

/** Fifty keys, ten a second, into the field of a filter; how long each took until its frame, ms. */
async function typing(page: Page): Promise<number[]> {
  await page.keyboard.press('Alt+3')
  await page.locator('.search-box input, input.search-box').first().click()
  await page.evaluate(() => {
    const kept = window as unknown as { waits: number[]; listens?: true }
    kept.waits = []
    if (kept.listens === true) return
    kept.listens = true
    addEventListener('keydown', ({ timeStamp }) => {
      requestAnimationFrame(() => requestAnimationFrame((now) => kept.waits.push(now - timeStamp)))
    })
  })
  for (let i = 0; i < 50; i++) await page.keyboard.press(i % 2 === 0 ? 'a' : 'Backspace', { delay: 100 })
  return page.evaluate(() => (window as unknown as { waits: number[] }).waits)
}

/** Bytes of all that was signed there, journals as one pack, and of the sealed files. */
function contentOf(county: County): { entries: number; files: number } {
  const folder = foldersIn(county.data).desktop
  const all = (name: string) =>
    (readdirSync(join(folder, name), { recursive: true }) as string[])
      .map((one) => join(folder, name, one))
      .filter((one) => statSync(one).isFile())
  const journals = Buffer.concat(all('journal').map((one) => readFileSync(one)))
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 24 }
  const files = all('attachments').filter((one) => /[0-9a-f]{64}$/.test(one))
  return {
    entries: brotliCompressSync(journals, { params }).length,
    files: files.reduce((sum, one) => sum + statSync(one).size, 0),
  }
}
