import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldersIn } from '../../scripts/demo/make.ts'
import { demoContracts, demoPerson, seeded } from '../../scripts/demo/seed.ts'
import { regionName } from '../../shared/contract/regions/index.ts'
import { civilDate } from '../../shared/contract/working-days.ts'
import { PDF } from '../kit/pictures.ts'
import { type County, type Desktop, makeCounty, signIn } from './county/county.ts'
import { fileByKeyboard, pickByKeyboard } from './county/keyboard.ts'

/**
 * Scans and photos from the counter to a second computer: picked, dropped and pasted in a real Chromium, filed without a line, kept over a kill,
 * sent, fetched and shown.
 */
let county: County
let desktop: Desktop

beforeAll(async () => {
  county = await makeCounty(4)
  await county.node.start()
  desktop = await county.desktop()
  await signIn(desktop.page, '才仁卓玛')
  await desktop.page.getByText('全部已封存').first().waitFor({ timeout: 60_000 })
}, 180_000)

afterAll(() => county?.remove())

/** A picture like a photo: it packs badly, and has a corner to tell which way is up. */
async function photo(page: Page, width: number, height: number, type: string): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ([w, h, kind]) => {
      const canvas = new OffscreenCanvas(w as number, h as number)
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
      const picture = context.createImageData(w as number, h as number)
      let seed = 7
      for (let i = 0; i < picture.data.length; i++) {
        seed = (seed * 1103515245 + 12345) % 2147483648
        picture.data[i] = i % 4 === 3 ? 255 : 120 + (seed >> 24)
      }
      context.putImageData(picture, 0, 0)
      context.fillStyle = '#c00'
      context.fillRect(0, 0, (w as number) / 4, (h as number) / 4)
      const bytes = new Uint8Array(
        await (await canvas.convertToBlob({ type: kind as string, quality: 0.95 })).arrayBuffer(),
      )
      let text = ''
      for (const byte of bytes) text += String.fromCharCode(byte)
      return btoa(text)
    },
    [width, height, type],
  )
  return Buffer.from(base64, 'base64')
}

/** Pastes or drops a file as the browser hands it over: a scanner program has put it on the clipboard, or it was dragged in. */
async function give(
  page: Page,
  how: 'paste' | 'drop',
  selector: string,
  name: string,
  type: string,
  bytes: Buffer,
): Promise<void> {
  await page.evaluate(
    ([what, where, title, kind, base64]) => {
      const data = new DataTransfer()
      data.items.add(
        new File([Uint8Array.from(atob(base64 as string), (c) => c.charCodeAt(0))], title as string, {
          type: kind as string,
        }),
      )
      const target = document.querySelector(where as string) as Element
      const init = { bubbles: true, cancelable: true }
      target.dispatchEvent(
        what === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent('drop', { ...init, dataTransfer: data }),
      )
    },
    [how, selector, name, type, bytes.toString('base64')],
  )
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const row = (id: string) => `.materials tbody:has([id="add-${id}"])`
const tiles = (page: Page, id: string) => page.locator(`${row(id)} .tile-open`)

async function openCase(page: Page, number: string): Promise<void> {
  await page.evaluate((id) => {
    location.hash = `#/cases/${encodeURIComponent(id)}`
  }, `632723/case/${number}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}

const stored = (folder: string) =>
  existsSync(join(folder, 'attachments'))
    ? readdirSync(join(folder, 'attachments'), { recursive: true })
        .map(String)
        .filter((name) => /[0-9a-f]{64}$/.test(name))
        .sort()
    : []

test('[N9] a scan and a photo, from the counter of one computer to the screen of another', async () => {
  let { page } = desktop
  await pickByKeyboard(page, '草原承包经营权转移登记')
  await page.locator('#add-contract').waitFor()

  const [chosen] = await Promise.all([page.waitForEvent('filechooser'), page.locator('#add-contract').click()])
  await chosen.setFiles([
    { name: '合同.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) },
    { name: '合同 第2页.png', mimeType: 'image/png', buffer: await photo(page, 300, 420, 'image/png') },
  ])
  await expect.poll(() => tiles(page, 'contract').count(), { timeout: 20_000 }).toBe(2)
  // A photo of a large camera is made smaller, and that is said.
  await give(
    page,
    'drop',
    `${row('consent')} td`,
    'IMG_0001.JPG',
    'image/jpeg',
    await photo(page, 3200, 2400, 'image/jpeg'),
  )
  await page.locator(`${row('consent')}`, { hasText: '3200×2400 → 2480×1860' }).waitFor({ timeout: 30_000 })
  // What a scanner program puts on the clipboard goes to the row that was touched last.
  await page
    .locator(`${row('application')} td`)
    .first()
    .click()
  await give(page, 'paste', 'body', 'image.png', 'image/png', await photo(page, 200, 100, 'image/png'))
  await expect.poll(() => tiles(page, 'application').count(), { timeout: 20_000 }).toBe(1)
  // What it is decides, not what it is called.
  await give(page, 'drop', `${row('consent')} td`, '同意书.pdf', 'application/pdf', Buffer.from('MZ a program'))
  await page.getByText('没有添加：同意书.pdf').waitFor()
  await page.getByRole('button', { name: '知道了' }).click()
  // One that was taken by mistake goes, from this disk too.
  const folder = foldersIn(county.data).desktop
  expect(stored(folder)).toHaveLength(4)
  await page
    .locator(`${row('contract')} .tile`, { hasText: '第2页' })
    .locator('.tile-remove')
    .click()
  await expect.poll(() => stored(folder).length).toBe(3)

  // The line goes, and the page is loaded anew before anything is filed: the draft knows its files.
  await county.node.stop()
  await page.reload()
  await page.getByText('线路断开').first().waitFor({ timeout: 60_000 })
  const to = demoPerson('632723', seeded(5))
  const contract = demoContracts('632723', 4, seeded(632723))[0]
  const number = await fileByKeyboard(page, {
    contractNo: textOf(contract?.fields['contractNo']),
    name: to.name,
    idNumber: to.id,
    phone: to.phone,
    village: regionName(textOf(contract?.fields['village'])) ?? '',
    day: civilDate(Date.now()).replaceAll('-', ''),
  })
  // The power goes, and what was filed is there with its files.
  await desktop.kill()
  desktop = await county.desktop()
  page = desktop.page
  await signIn(page, '才仁卓玛')
  await page.getByText('线路断开').first().waitFor({ timeout: 60_000 })
  await openCase(page, number)
  await expect.poll(() => page.locator('.tile-open').count(), { timeout: 20_000 }).toBe(3)
  await expect.poll(() => page.locator('.tile', { hasText: '未发送' }).count()).toBe(3)
  await county.node.start()
  await page.keyboard.press('Alt+1')
  await page.getByText('全部已封存').first().waitFor({ timeout: 60_000 })
  // Green only now, and the province has what this computer has.
  expect(stored(foldersIn(county.data).province)).toEqual(stored(folder))
  await openCase(page, number)
  await expect.poll(() => page.locator('.tile', { hasText: '未发送' }).count()).toBe(0)

  // Another computer of the office, which has never seen the files.
  const other = (await county.otherDesktop()).page
  await signIn(other, '索南达杰')
  await other.getByText('全部已封存').first().waitFor({ timeout: 60_000 })
  await openCase(other, number)
  await expect.poll(() => other.locator('.tile', { hasText: '不在本机' }).count(), { timeout: 20_000 }).toBe(3)
  await other.locator('.tile-groups > section', { hasText: '同意' }).locator('.tile-open').click()
  const shown = other.locator('.viewer-stage img')
  await shown.waitFor()
  await expect
    .poll(() =>
      shown.evaluate((img) => [(img as HTMLImageElement).naturalWidth, (img as HTMLImageElement).naturalHeight]),
    )
    .toEqual([2480, 1860])
  const width = () => shown.evaluate((img) => Math.round(img.getBoundingClientRect().width))
  const whole = await width()
  await other.keyboard.press('+')
  await expect.poll(width).toBeGreaterThan(whole)
  await other.keyboard.press('0')
  await other.keyboard.press('r')
  await expect.poll(() => shown.evaluate((img) => img.style.transform)).toContain('rotate(90deg)')
  await expect.poll(width).toBeLessThan(whole)
  // The PDF is not opened inside the program; what is saved is what was scanned.
  for (let i = 0; i < 2 && (await other.locator('.viewer-pdf').count()) === 0; i++) {
    await other.keyboard.press('PageUp')
    await other.waitForTimeout(300)
  }
  await other.locator('.viewer-pdf').waitFor()
  const [download] = await Promise.all([other.waitForEvent('download'), other.keyboard.press('s')])
  expect(download.suggestedFilename()).toBe('合同.pdf')
  await download.saveAs(join(county.out, '合同.pdf'))
  expect(Buffer.compare(readFileSync(join(county.out, '合同.pdf')), Buffer.from(PDF))).toBe(0)
  await other.keyboard.press('Escape')
  expect(statSync(join(county.out, '合同.pdf')).size).toBe(PDF.length)
  // What was looked at is kept here now.
  await expect.poll(() => other.locator('.tile', { hasText: '不在本机' }).count()).toBeLessThan(2)
})
