import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEMO_PASSPHRASE } from '../../scripts/demo/make.ts'
import { demoContracts, demoPerson, seeded } from '../../scripts/demo/seed.ts'
import { type County, type Desktop, makeCounty } from './county/county.ts'
import { fileByKeyboard, signInByKeyboard, transferOf } from './county/keyboard.ts'

let county: County
let desktop: Desktop

beforeAll(async () => {
  county = await makeCounty(3)
  await county.node.start()
  desktop = await county.desktop()
}, 120_000)

afterAll(() => county?.remove())

test('a whole filing, from signing in to the slip, with the keyboard alone', async () => {
  const { page } = desktop
  await signInByKeyboard(page, '才仁卓玛', DEMO_PASSPHRASE)
  await page.getByText('全部已封存').first().waitFor({ timeout: 30_000 })
  const [contract] = demoContracts('632723', 3, seeded(632723))
  const number = await fileByKeyboard(page, transferOf(contract, demoPerson('632723', seeded(7))))
  expect(number).toMatch(/^632723001[0-9]{13}$/)
  await page.keyboard.press('Control+p')
  await page.getByText('尚未登记').first().waitFor()
  expect(await page.locator('.print-page svg').count()).toBeGreaterThan(0)
})

test('what lacks materials is taken after one warning, and stands as such on its case', async () => {
  const { page } = desktop
  const [, contract] = demoContracts('632723', 3, seeded(632723))
  const transfer = transferOf(contract, demoPerson('632723', seeded(8)))
  const number = await fileByKeyboard(page, { ...transfer, withoutMaterials: true })
  await page.evaluate((id) => {
    location.hash = `#/cases/${encodeURIComponent(id)}`
  }, `632723/case/${number}`)
  await page.getByRole('button', { name: '一次性告知补正' }).waitFor()
})
