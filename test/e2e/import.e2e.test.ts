import { readFileSync } from 'node:fs'
import { type Download, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grouped } from '../../renderer/app/format.ts'
import { asCsv, REGISTER_TITLES, registerRows } from '../kit/register-file.ts'
import { simpleBook } from '../renderer/import/workbook.ts'
import { type County, type Desktop, makeCounty, signIn } from './county/county.ts'

/** An office's own register through the screens: a table with mistakes in it, mended, broken off by a kill, sealed and found again. */
let county: County
let desktop: Desktop

beforeAll(async () => {
  county = await makeCounty(1)
  await county.node.start()
  desktop = await county.desktop()
  await signIn(desktop.page, '才仁卓玛')
  await desktop.page.getByText(SEALED).first().waitFor({ timeout: 60_000 })
}, 180_000)

afterAll(async () => {
  await county?.remove()
})

const SEALED = '全部已封存'
const SEED = 23
/** Five batches. */
const ROWS = 1_250
const [ID, AREA, NAME, NO] = ['承包方身份证号', '草场面积（亩）', '承包方姓名', '承包合同编号'].map((title) =>
  REGISTER_TITLES.indexOf(title as (typeof REGISTER_TITLES)[number]),
) as [number, number, number, number]

/** Names a file to the page, as the system's own dialog would. */
async function give(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  // The services say whether there is such a page.
  await page.getByRole('link', { name: /导入台账/ }).waitFor()
  await page.keyboard.press('Alt+9')
  const another = page.getByRole('button', { name: '导入另一个文件' })
  await page.locator('#import-file').or(another).first().waitFor({ state: 'attached' })
  if (await another.isVisible()) await another.click()
  await page
    .locator('#import-file')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  await page.getByRole('button', { name: /^检查全部/ }).waitFor()
}

async function counts(page: Page): Promise<Record<string, string>> {
  await page.locator('.counts').waitFor()
  const all = await page.locator('.counts .count').allInnerTexts()
  return Object.fromEntries(all.map((one) => one.split('\n').reverse() as [string, string]))
}

async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8')
}

test('[import] a workbook with wrong rows: the good ones are taken, the wrong ones mended and taken after them', async () => {
  const { page } = desktop
  const rows = registerRows(30, SEED)
  const put = (at: number, column: number, text: string) => {
    rows[at] = (rows[at] as string[]).map((cell, i) => (i === column ? text : cell))
  }
  const [name, area] = [rows[4]?.[NAME] ?? '', rows[9]?.[AREA] ?? '']
  put(4, NAME, '')
  put(9, AREA, '一千亩')
  put(20, ID, '632723196305120012')
  const book = simpleBook([['称多县草原承包登记台账'], [], [...REGISTER_TITLES], ...rows])
  await give(page, '草原台账.xlsx', book)
  await page.getByRole('textbox', { name: /^名称/ }).fill('老台账')
  await page.getByRole('button', { name: '存下这个对应关系' }).click()
  await page.keyboard.press('Control+Enter')
  expect(await counts(page)).toEqual({ 可以导入: '27', 已经登记过: '0', 有错误: '3', 重复的行: '0' })
  expect(await page.locator('[aria-labelledby=import-bad] tbody tr').allInnerTexts()).toEqual([
    expect.stringMatching(/^8\s+承包方姓名/),
    expect.stringMatching(/^13\s+草场面积.*一千亩.*不是数字/s),
    expect.stringMatching(/^24\s+承包方身份证号/),
  ])
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载有错误的行' }).click(),
  ])
  const wrong = await textOf(file)
  // Whoever wants all or nothing gets nothing.
  await page.getByRole('checkbox').check()
  expect(await page.getByRole('button', { name: /^导入 27 行/ }).isDisabled()).toBe(true)
  await page.getByRole('checkbox').uncheck()
  await page.keyboard.press('Control+Enter')
  await page.getByText('导入结束').waitFor()
  const [report] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载每一行的结果' }).click(),
  ])
  const said = await textOf(report)
  expect(said.match(/,已导入,/g)).toHaveLength(27)
  expect(said.match(/,有错误，没有导入,/g)).toHaveLength(3)

  // Mended in the file that was handed out; its extra columns do no harm.
  const mended = wrong.replace(',一千亩,', `,${area},`).replace(/,,(632723\d{11}[\dX],)/, `,${name},$1`)
  await give(page, '改好的.csv', Buffer.from(mended))
  await page.keyboard.press('Control+Enter')
  expect(await counts(page)).toMatchObject({ 可以导入: '2', 有错误: '1' })
  await page.keyboard.press('Control+Enter')
  await page.getByText('导入结束').waitFor()

  await page.getByText(SEALED).first().waitFor({ timeout: 30_000 })
  await page.keyboard.press('Alt+4')
  await page.getByRole('heading', { level: 1, name: '登记簿' }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.insertText(rows[9]?.[NO] ?? '')
  await page.locator('a.row-link', { hasText: rows[9]?.[NO] ?? '' }).click()
  await page
    .getByText(rows[9]?.[NAME] ?? '')
    .first()
    .waitFor()
})

/** Gives the file, checks it and begins; answers how many of its rows were there already. */
async function begin(page: Page, csv: Buffer): Promise<number> {
  await give(page, '大台账.csv', csv)
  await page.keyboard.press('Control+Enter')
  const said = await counts(page)
  const before = Number(said['已经登记过']?.replace(',', ''))
  expect(said).toEqual({ 可以导入: grouped(ROWS - before), 已经登记过: grouped(before), 有错误: '0', 重复的行: '0' })
  await page.keyboard.press('Control+Enter')
  return before
}

test('[import] the window closed, then desktop and browser killed: the same file goes on, and nothing is there twice', async () => {
  const csv = Buffer.from(asCsv([REGISTER_TITLES, ...registerRows(30 + ROWS, SEED).slice(30)]))
  const filed = (page: Page, more: number) =>
    page.waitForFunction(
      ([at, text]) =>
        Number(
          /^([0-9,]+) \//.exec(document.querySelector(at as string)?.textContent ?? '')?.[1]?.replace(',', '') ?? 0,
        ) >= (text as number),
      ['.import-run [role=status]', more] as const,
    )
  expect(await begin(desktop.page, csv)).toBe(0)
  await filed(desktop.page, 250)
  await desktop.page.reload()
  await desktop.page.getByText(/^上次导入没有完成：大台账\.csv/).waitFor()
  const first = await begin(desktop.page, csv)
  expect(first).toBeGreaterThanOrEqual(250)
  await filed(desktop.page, first + 250)
  await desktop.kill()

  desktop = await county.desktop()
  const { page } = desktop
  await signIn(page, '才仁卓玛')
  expect(await begin(page, csv)).toBeGreaterThanOrEqual(first + 250)
  await page.getByText('导入结束').waitFor()
  await page.getByText(SEALED).first().waitFor({ timeout: 60_000 })
  await page.locator('tr', { hasText: '已封存' }).getByText(grouped(ROWS)).waitFor()
})
