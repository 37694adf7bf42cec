import { type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEMO_PEOPLE, type DemoMember, demoContracts, demoPerson, seeded } from '../../scripts/demo/seed.ts'
import { type County, type Desktop, makeCounty } from './county/county.ts'
import { fileByKeyboard, transferOf } from './county/keyboard.ts'
import { Desk } from './services/desk.ts'

/** Two computers of one county without a line, one pasture, two transfers; then the line, and a supervisor who decides. */
let county: County
let first: Desktop
let second: Desktop

beforeAll(async () => {
  county = await makeCounty(2)
  second = await county.otherDesktop('signs')
  first = await county.desktop()
  await county.node.start()
})
afterAll(() => county?.remove())

function person(id: string): DemoMember {
  const found = DEMO_PEOPLE.find((one) => one.id === id)
  if (found === undefined) throw new Error(id)
  return found
}

/** What the register and both cases say of the matter, without what each computer has of its own. */
async function saysOf(desk: Desk, subject: string, cases: readonly string[]): Promise<string[]> {
  const out: string[] = []
  await desk.openSubject(subject)
  out.push(await desk.page.locator('table.timeline').innerText())
  for (const id of cases) {
    await desk.openCase(id)
    out.push(await desk.page.locator('.page-head').innerText(), await desk.page.locator('table.timeline').innerText())
  }
  return out
}

async function choose(page: Page, ground: string): Promise<void> {
  await page.locator('#ground').focus()
  await page.keyboard.press('Enter')
  await page.locator('.ant-select-item-option', { hasText: ground }).click()
}

test('[X5] [X6] two transfers of one pasture taken without a line: the second is disputed, a supervisor adopts it, and both computers end the same', async () => {
  const here = new Desk(first.page)
  const there = new Desk(second.page)
  const [contract] = demoContracts('632723', 2, seeded(632723))
  await here.become(person('clerk-chenduo-1'))
  await there.become(person('clerk-chenduo-2'))
  await here.allSealed()
  await there.allSealed()

  await county.node.stop()
  const one = `632723/case/${await fileByKeyboard(here.page, transferOf(contract, demoPerson('632723', seeded(11))))}`
  const other = `632723/case/${await fileByKeyboard(there.page, transferOf(contract, demoPerson('632723', seeded(12))))}`
  expect(one).not.toBe(other)
  await county.node.start()
  await here.syncNow()
  await here.allSealed()
  await there.syncNow()
  await there.allSealed()

  await there.become(person('supervisor-chenduo'))
  await there.page.locator('.nav-count', { hasText: '1' }).waitFor()
  await there.page.keyboard.press('Alt+0')
  const row = there.page.locator('a.row-link')
  await row.first().waitFor()
  await row.first().focus()
  await there.page.keyboard.press('Enter')
  const decide = there.page.locator('.conflict-decide')
  await decide.waitFor()
  expect(await decide.locator('input[type=radio]:checked').count()).toBe(0)
  await there.page.keyboard.press('2')
  await there.page.locator('.will li').first().waitFor()
  expect(await there.page.locator('.will').innerText()).toContain('不予采用')
  await choose(there.page, '以权属材料为准')
  await there.page.locator('#decision-reason').fill('后一件持有承包合同原件')
  await there.page.keyboard.press('Control+Enter')
  await there.page.getByRole('heading', { name: '采用后到一方' }).waitFor()
  await there.allSealed()

  await here.syncNow()
  await here.allSealed()
  await here.openCase(one)
  await here.page.locator('.page-head', { hasText: '裁定不予采用' }).waitFor()
  const subject = `632723/pasture-contract/${contract?.fields['contractNo'] as string}`
  await there.syncNow()
  await there.allSealed()
  const said = await saysOf(here, subject, [one, other])
  expect(await saysOf(there, subject, [one, other])).toEqual(said)
  expect(said[0]).toMatch(/已撤销.*裁定采用/s)

  // The people of the case that lost hear of it on paper, and the code on it holds.
  await there.goTo('#/conflicts')
  await there.page.locator('section[aria-labelledby=decided-conflicts] a.row-link').first().click()
  await there.page.locator('.conflict-print a', { hasText: '打印通知书' }).first().click()
  const sheet = there.page.locator('.sheet')
  await sheet.locator('svg').first().waitFor()
  expect(await sheet.innerText()).toContain('争议处理结果通知书')
})
