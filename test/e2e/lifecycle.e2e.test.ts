import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldersIn } from '../../scripts/demo/make.ts'
import { demoContracts, demoPerson, seeded } from '../../scripts/demo/seed.ts'
import { type County, type Desktop, makeCounty, signIn } from './county/county.ts'
import { fileByKeyboard, transferOf } from './county/keyboard.ts'
import { saveBy, verify } from './county/papers.ts'

/** One transfer from the window to the certificate, each step by the person whose it is, through the screens. */
let county: County
let desktop: Desktop

beforeAll(async () => {
  county = await makeCounty(3)
  await county.node.start()
  desktop = await county.desktop()
}, 120_000)

afterAll(() => county?.remove())

const SEALED = '全部已封存'

async function become(page: Page, name: string): Promise<void> {
  const passphrase = page.locator('input[type=password]')
  await passphrase.or(page.getByText('退出登录')).first().waitFor()
  if ((await passphrase.count()) === 0) await page.getByText('退出登录').click()
  await passphrase.waitFor()
  await signIn(page, name)
  await page.getByText(SEALED).first().waitFor({ timeout: 30_000 })
}

async function open(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to
  }, hash)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}

/** Takes an act on the case that is shown, and waits until it is sealed. */
async function act(page: Page, id: string, title: string): Promise<void> {
  await open(page, `#/cases/${encodeURIComponent(id)}`)
  await page.locator('.actions-list').getByRole('button', { name: title, exact: true }).click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText(SEALED).first().waitFor({ timeout: 30_000 })
}

test('[X2] a transfer is taken, accepted, reviewed and finished by different people; the holder changes', async () => {
  const { page } = desktop
  const [contract] = demoContracts('632723', 3, seeded(632723))
  const to = demoPerson('632723', seeded(11))
  const transfer = transferOf(contract, to)
  await become(page, '才仁卓玛')
  const filed = await fileByKeyboard(page, transfer)
  const id = `632723/case/${filed}`
  await page.getByText(SEALED).first().waitFor({ timeout: 30_000 })
  await act(page, id, '受理')
  // Who took it may not review it, and is told so.
  expect(await page.locator('.actions-list').getByRole('button', { name: '审核通过' }).count()).toBe(0)

  await become(page, '索南达杰')
  await act(page, id, '审核通过')
  expect(
    await page
      .locator('.actions-list')
      .getByRole('button', { name: /办结|准予登记/ })
      .count(),
  ).toBe(0)

  await become(page, '昂文求培')
  await open(page, `#/cases/${encodeURIComponent(id)}`)
  const finish = page.locator('.actions-list button').first()
  await act(page, id, (await finish.innerText()).trim())

  await open(page, `#/register/${encodeURIComponent(`632723/pasture-contract/${transfer.contractNo}`)}`)
  await page.getByText(to.name).first().waitFor()
  expect(await page.locator('main').innerText()).toContain(to.id)

  await open(page, `#/cases/${encodeURIComponent(id)}`)
  const paper = page.locator('.papers li', { has: page.locator('a[href$="/certificate"]') })
  const certificate = await saveBy(page, paper.locator('button'), county.out)
  const { report } = await verify(certificate, '--trust', join(foldersIn(county.data).desktop, 'site.json'))
  expect(report).toMatchObject({ ok: true })
})
