import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldersIn } from '../../scripts/demo/make.ts'
import { demoContracts, demoPerson, seeded } from '../../scripts/demo/seed.ts'
import { type County, type Desktop, makeCounty, signIn } from './county/county.ts'
import { fileByKeyboard, transferOf } from './county/keyboard.ts'
import { exportLedger, saveBy, scanShown, showPaper, verify } from './county/papers.ts'

/**
 * The main job, end to end, with real processes: three filings without a line, everything of the desktop killed, the line back, sealed, and
 * checked by a program that trusts nobody.
 */
const SEED = Math.floor(Math.random() * 2 ** 31)
const random = seeded(SEED)

let county: County
let desktop: Desktop
const numbers: string[] = []

beforeAll(async () => {
  county = await makeCounty(4)
  // The replica knows its contracts before the line goes down.
  await county.node.start()
  desktop = await county.desktop()
  await signIn(desktop.page, '才仁卓玛')
  await desktop.page.getByText('全部已封存').first().waitFor({ timeout: 60_000 })
  await county.node.stop()
}, 180_000)

afterAll(() => county?.remove())

const site = () => join(foldersIn(county.data).desktop, 'site.json')

async function openCase(page: Page, number: string): Promise<void> {
  await page.evaluate((id) => {
    location.hash = `#/cases/${encodeURIComponent(id)}`
  }, `632723/case/${number}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}

/** Saves a proof as a clerk does, from the list of papers of a case; answers the file. */
async function saveProof(page: Page, number: string, paper: string): Promise<string> {
  await openCase(page, number)
  return saveBy(page, page.locator('.papers li', { hasText: paper }).locator('.papers-do button'), county.out)
}

/** Saves a paper as PDF, and reads its QR symbols with another program. */
async function scanPaper(page: Page, number: string, kind: 'slip' | 'receipt'): Promise<string> {
  await showPaper(page, `632723/case/${number}`, kind)
  return scanShown(page, county.out, kind)
}

test(`filed offline, killed, restarted, sealed, and proven to others (seed ${SEED})`, async () => {
  const contracts = demoContracts('632723', 4, seeded(632723))
  for (const contract of contracts.slice(0, 3)) {
    numbers.push(await fileByKeyboard(desktop.page, transferOf(contract, demoPerson('632723', random))))
  }
  expect(new Set(numbers).size).toBe(3)

  await new Promise((done) => setTimeout(done, random() * 500))
  await desktop.kill()

  desktop = await county.desktop()
  const { page } = desktop
  await signIn(page, '才仁卓玛')
  await page.keyboard.press('Alt+3')
  for (const number of numbers) await page.locator(`a[href*="${number}"]`).first().waitFor({ timeout: 20_000 })
  await page.keyboard.press('Alt+5')
  await page.getByText('3 条').first().waitFor()

  const slipPaper = await scanPaper(page, numbers[0] as string, 'slip')
  expect(await page.locator('.sheet').innerText()).toContain('尚未登记')

  await county.node.start()
  await page.keyboard.press('Alt+1')
  await page.getByText('全部已封存').first().waitFor({ timeout: 60_000 })

  for (const number of numbers) {
    const slip = await saveProof(page, number, '收件回执')
    const receipt = await saveProof(page, number, '封存凭证')
    await county.node.stop()
    expect((await verify(receipt, '--trust', site())).text).toMatch(/"ok": ?true/)
    expect((await verify(receipt, '--trust', site())).code).toBe(0)
    expect((await verify(receipt)).code).not.toBe(0)
    await county.node.start()
    expect(readFileSync(slip).length).toBeGreaterThan(100)
  }
  const receiptPaper = await scanPaper(page, numbers[0] as string, 'receipt')
  await county.node.stop()
  expect((await verify(receiptPaper, '--trust', site())).text).toMatch(/"ok": ?true/)
  const folder = join(county.out, 'export')
  await exportLedger(foldersIn(county.data).province, folder)
  expect((await verify(folder, '--trust', site())).code).toBe(0)
  expect((await verify(slipPaper, '--trust', folder)).text).toMatch(/"ok": ?true/)
  for (const name of readdirSync(county.out).filter((file) => file.endsWith('.slip'))) {
    expect((await verify(join(county.out, name), '--trust', folder)).code, name).toBe(0)
  }
  for (const name of filesIn(folder)) {
    const path = join(folder, name)
    const bytes = readFileSync(path)
    // A scope without leaves has an empty file: there is no byte to flip.
    if (bytes.length === 0) continue
    const at = Math.floor(random() * bytes.length)
    const flipped = Uint8Array.from(bytes)
    flipped[at] = (flipped[at] as number) ^ (1 << Math.floor(random() * 8))
    writeFileSync(path, flipped)
    expect((await verify(folder, '--trust', site())).code, `${name}, byte ${at}`).toBe(1)
    writeFileSync(path, bytes)
  }
  expect((await verify(folder, '--trust', site())).code).toBe(0)
})

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
