import type { Page } from 'playwright-core'
import type { DemoPerson } from '../../../scripts/demo/person.ts'
import type { DemoContract } from '../../../scripts/demo/seed.ts'
import { regionName } from '../../../shared/contract/regions/index.ts'
import { civilDate } from '../../../shared/contract/working-days.ts'

/** Presses Tab until the element with this id, or one inside it, has the focus. The mouse is never used. */
export async function tabTo(page: Page, selector: string, most = 120): Promise<void> {
  for (let i = 0; i < most; i++) {
    const there = await page.evaluate((want) => {
      const { activeElement } = document
      return activeElement !== null && (activeElement.matches(want) || activeElement.closest(want) !== null)
    }, selector)
    if (there) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${selector}`)
}

/** Signs in without the mouse: back from the passphrase to the people, down to the right one, and on to the passphrase. */
export async function signInByKeyboard(page: Page, name: string, passphrase: string): Promise<void> {
  await page.locator('input[type=password]').waitFor()
  const chosen = () =>
    page.evaluate(() => {
      const at = document.activeElement
      return at instanceof HTMLInputElement && at.type === 'radio' ? (at.closest('label')?.textContent ?? '') : null
    })
  for (let i = 0; i < 10 && (await chosen()) === null; i++) await page.keyboard.press('Shift+Tab')
  for (let i = 0; i < 40 && (await chosen())?.includes(name) !== true; i++) await page.keyboard.press('ArrowDown')
  if ((await chosen())?.includes(name) !== true) throw new Error(`the arrow keys never reached ${name}`)
  await tabTo(page, 'input[type=password]')
  await page.keyboard.type(passphrase)
  await page.keyboard.press('Enter')
}

/** Goes to 收件, searches for a service by its title, and picks it. */
export async function pickByKeyboard(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Alt+2')
  // The list of services itself: a key that comes before it picks nothing, and 收件回执 is a heading too.
  await page.getByRole('heading', { level: 1, name: '收件', exact: true }).waitFor()
  await page.locator('a.service').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.insertText(title)
  // What is called alike stays in the list: 查封登记, 解除查封登记.
  const named = page.locator('.service-title', { hasText: new RegExp(`^${title}`) })
  const link = await page.locator('a.service', { has: named }).getAttribute('href')
  await tabTo(page, `a.service[href="${link}"]`)
  await page.keyboard.press('Enter')
  await page.locator('form.filing').waitFor()
}

/** What a clerk types for a transfer; the rest of the form comes off the record. */
export interface Transfer {
  readonly contractNo: string
  readonly name: string
  readonly idNumber: string
  readonly phone: string
  /** Part of a village's name, as one types to find it. */
  readonly village: string
  /** `YYYYMMDD`. */
  readonly day: string
  /** Part of the kind's name; else 转让. */
  readonly mode?: string
  /** Nothing was handed in: the filing is taken all the same, after being told. */
  readonly withoutMaterials?: true
}

/** The transfer of a contract of the demo to somebody of the same village, agreed on this very day. */
export function transferOf(contract: DemoContract | undefined, to: DemoPerson): Transfer {
  const { contractNo, village } = contract?.fields ?? {}
  if (typeof contractNo !== 'string' || typeof village !== 'string') throw new Error('no such contract')
  const day = civilDate(Date.now()).replaceAll('-', '')
  return { contractNo, name: to.name, idNumber: to.id, phone: to.phone, village: regionName(village) ?? '', day }
}

/** Takes one transfer from wherever one is to «saved», with the keyboard alone. Answers the intake number on the screen. */
export async function fileByKeyboard(page: Page, transfer: Transfer): Promise<string> {
  const type = async (field: string, text: string) => {
    await tabTo(page, `#f-${field}`)
    await page.keyboard.type(text)
  }
  await pickByKeyboard(page, '草原承包经营权转移登记')
  await page.locator('#f-contractNo').waitFor()
  await type('contractNo', transfer.contractNo)
  // The record fills in what it knows once the number is whole.
  await page.waitForFunction(() => {
    const field = document.querySelector('#f-transferorName')
    return field instanceof HTMLInputElement && field.value !== ''
  })
  await type('transfereeName', transfer.name)
  await type('transfereeId', transfer.idNumber)
  await type('transfereePhone', transfer.phone)
  await type('transfereeVillage', transfer.village)
  await page.keyboard.press('Enter')
  await type('mode', transfer.mode ?? '转让')
  await page.keyboard.press('Enter')
  await type('reason', '转出方迁往县城定居，不再放牧')
  await type('signedOn', transfer.day)
  await type('from', transfer.day)
  await tabTo(page, '#f-undertaking')
  await page.keyboard.press('Space')
  if (transfer.withoutMaterials === undefined) {
    await tabTo(page, '.materials-head button')
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Control+Enter')
  if (transfer.withoutMaterials === true) {
    await page.locator('.summary.box-warn').waitFor()
    await page.keyboard.press('Control+Enter')
  }
  await page.locator('#filed').waitFor({ timeout: 15_000 })
  return (await page.locator('.filed-number strong').first().innerText()).replaceAll(/\s/g, '')
}
