import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SKELETON } from '../../renderer/pages/admin/services/skeleton.ts'
import { demoContracts, demoPerson, seeded } from '../../scripts/demo/seed.ts'
import transfer from '../../shared/services/grassland-transfer.json' with { type: 'json' }
import { type County, type Desktop, makeCounty, signIn } from './county/county.ts'
import { fileByKeyboard, pickByKeyboard, tabTo, transferOf } from './county/keyboard.ts'

/** Two documents, written as JSON and nothing else: a service that nobody knew, and the next version of one with an open case. */
const NEW = {
  ...SKELETON,
  code: 'temporary-grazing',
  title: { zh: '临时放牧登记', en: 'Temporary grazing' },
  summary: { zh: '牧户临时借用草场放牧的登记。', en: 'Households register grazing on borrowed pasture.' },
}
const NEXT = {
  ...structuredClone(transfer),
  version: 2,
  workflow: {
    ...transfer.workflow,
    // From now on a supervisor decides, and the step has another name.
    actions: transfer.workflow.actions.map((one) =>
      one.name === 'finish' ? { ...one, title: { zh: '主管准予登记', en: 'Registered' }, roles: ['supervisor'] } : one,
    ),
  },
}

let county: County
let desktop: Desktop

beforeAll(async () => {
  county = await makeCounty(3)
  await county.node.start()
  desktop = await county.desktop()
}, 120_000)

afterAll(() => county?.remove())

async function become(page: Page, name: string, light = '全部已封存'): Promise<void> {
  const passphrase = page.locator('input[type=password]')
  await passphrase.or(page.getByText('退出登录')).first().waitFor()
  if ((await passphrase.count()) === 0) await page.getByText('退出登录').click()
  await passphrase.waitFor()
  await signIn(page, name)
  await page.locator('.sync-badge').getByText(light).waitFor({ timeout: 60_000 })
}

async function open(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to
  }, hash)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}

/** Signs what the dialog says. */
async function sign(page: Page): Promise<void> {
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

/** Loads a document into the editor and publishes it. */
async function publish(page: Page, document: { code: string; version: number }): Promise<void> {
  const file = join(county.out, `${document.code}.json`)
  writeFileSync(file, JSON.stringify(document))
  await open(page, '#/admin/edit')
  await page.locator('.cm-content').waitFor()
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText(document.code).first().waitFor()
  await page.locator('.bench-verdict').getByText('定义完整，可以发布').waitFor({ timeout: 30_000 })
  await page.keyboard.press('Control+Enter')
  await sign(page)
  await page.getByText('等第二人签名').first().waitFor()
}

async function cosign(page: Page, { code, version }: { code: string; version: number }): Promise<void> {
  await open(page, `#/admin/services/${code}/${version}`)
  await page.getByRole('button', { name: '核对无误，签名生效' }).click({ timeout: 30_000 })
  await sign(page)
  await page.getByText('现行有效').first().waitFor({ timeout: 60_000 })
}

/** Takes an act on a case by its title; it is saved, whether there is a line or not. */
async function act(page: Page, id: string, title: string): Promise<void> {
  await open(page, `#/cases/${encodeURIComponent(id)}`)
  await page.locator('.actions-list').getByRole('button', { name: title, exact: true }).click()
  await sign(page)
}

test('[X8] [X10] a service written as JSON is published by two, filed under at an office without a line, and an open case ends under its old version', async () => {
  const { page } = desktop
  const [contract] = demoContracts('632723', 3, seeded(632723))
  await become(page, '才仁卓玛')
  const number = await fileByKeyboard(page, transferOf(contract, demoPerson('632723', seeded(21))))
  const old = `632723/case/${number}`
  await act(page, old, '受理')
  await page.locator('.sync-badge').getByText('全部已封存').waitFor({ timeout: 60_000 })

  await become(page, '马建国')
  await publish(page, NEW)
  await publish(page, NEXT)
  await page.locator('.sync-badge').getByText('全部已封存').waitFor({ timeout: 60_000 })
  await become(page, '李文成')
  await cosign(page, NEW)
  await cosign(page, NEXT)
  await page.locator('.sync-badge').getByText('全部已封存').waitFor({ timeout: 60_000 })

  // The office hears of it with its next sync, and then has no line.
  await become(page, '才仁卓玛')
  await county.node.stop()
  const applicant = demoPerson('632723', seeded(22))
  await pickByKeyboard(page, NEW.title.zh)
  const fill = async (field: string, text: string) => {
    await tabTo(page, `#f-${field}`)
    await page.keyboard.type(text)
  }
  await fill('thingNo', 'LS-0001')
  await fill('applicantName', applicant.name)
  await fill('applicantId', applicant.id)
  await tabTo(page, '.materials-head button')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await page.locator('#filed').waitFor({ timeout: 15_000 })

  // Still without a line: the case that was open goes its old way, by the people and the names of its version.
  await become(page, '索南达杰', '线路断开')
  await act(page, old, '审核通过')
  await become(page, '昂文求培', '线路断开')
  await open(page, `#/cases/${encodeURIComponent(old)}`)
  expect(await page.getByRole('button', { name: '主管准予登记' }).count()).toBe(0)
  await act(page, old, '准予登记并办结')

  await county.node.start()
  await become(page, '才仁卓玛')
  await open(page, `#/cases/${encodeURIComponent(old)}`)
  await page.locator('.papers').getByText('已办结并封存').waitFor({ timeout: 60_000 })
  await open(page, '#/cases')
  await page.getByText(NEW.title.zh).first().waitFor()
})
