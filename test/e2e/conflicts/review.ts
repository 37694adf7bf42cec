import type { Page } from 'playwright-core'
import { tabTo } from '../county/keyboard.ts'
import type { Desk } from '../services/desk.ts'
import { typeText } from '../services/type.ts'

/** What a supervisor decides, as it stands on the screen. */
export interface Decision {
  readonly choice: 'keep' | 'adopt' | 'amend'
  /** Of 逐项核定, by the name of the field: an option, or `type` a value of one's own. */
  readonly give?: readonly { readonly field: string; readonly as: string; readonly type?: string }[]
  readonly ground: string
  readonly reason: string
}

const KEYS = { keep: '1', adopt: '2', amend: '3' } as const
/** How a decision is called once it is made. */
export const CALLED = { keep: '维持先收到的', adopt: '采用后收到的', amend: '逐项核定' } as const

/** To the review of one record, over the list, with the keyboard alone. Nothing is chosen there. */
export async function openReview({ page }: Desk, subject: string): Promise<void> {
  await page.keyboard.press('Alt+0')
  const link = `a.row-link[href="#/conflicts/${encodeURIComponent(subject)}"]`
  await page.locator(link).waitFor()
  await tabTo(page, link)
  await page.keyboard.press('Enter')
  await page.locator('.conflict-decide').waitFor()
  if ((await page.locator('.conflict-decide input:checked').count()) > 0) throw new Error('something is chosen already')
}

/** Chooses and says why, with the keyboard alone; nothing is signed. Answers what is said to follow. */
export async function choose({ page }: Desk, { choice, give, ground, reason }: Decision): Promise<string> {
  // A field that has the focus would take the key for itself.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press(KEYS[choice])
  if (give !== undefined) await amend(page, give)
  await page.locator('.will li').first().waitFor()
  if (await isEmpty(page, '#ground')) {
    await tabTo(page, '#ground')
    await pick(page, ground)
  }
  await tabTo(page, '#decision-reason')
  await page.keyboard.press('Control+a')
  await typeText(page, reason)
  if (!(await seesReason(page))) throw new Error('the reason is not in view above the signature')
  return page.locator('.will').innerText()
}

/** Nobody signs without seeing what they have written. */
function seesReason(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const box = document.querySelector('#decision-reason')?.getBoundingClientRect()
    const button = document.querySelector('.conflict-foot > button')?.getBoundingClientRect()
    if (box === undefined || button === undefined) return false
    return box.top > 0 && box.bottom <= button.top && button.bottom <= innerHeight
  })
}

/** Signs what is chosen, and waits until the page says what was decided. */
export async function sign({ page }: Desk, choice: Decision['choice']): Promise<void> {
  await page.keyboard.press('Control+Enter')
  await page.locator(`section[aria-label="${CALLED[choice]}"]`).waitFor()
}

/** The first side as the base, and these values. */
async function amend(page: Page, give: NonNullable<Decision['give']>): Promise<void> {
  await tabTo(page, '.conflict-amend input[type=radio]')
  await page.keyboard.press('Space')
  for (const { field, as, type } of give) {
    const box = page.locator('.conflict-amend .field', { hasText: field })
    const at = await box.locator('input[role=combobox]').getAttribute('id')
    await tabTo(page, `[id="${at}"]`)
    await pick(page, as)
    if (type === undefined) continue
    await tabTo(page, '.conflict-amend .conflict-other input')
    await page.keyboard.press('Control+a')
    await typeText(page, type)
  }
}

const OPEN = '.ant-select-dropdown:not(.ant-select-dropdown-hidden)'

/** Opens the list that has the focus, and goes down to what begins like this. */
async function pick(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Enter')
  const active = page.locator(`${OPEN} .ant-select-item-option-active`)
  await active.waitFor()
  for (let i = 0; i < MOST_OPTIONS && !(await active.innerText()).startsWith(words); i++) {
    await page.keyboard.press('ArrowDown')
  }
  if (!(await active.innerText()).startsWith(words)) throw new Error(`not in the list: ${words}`)
  await page.keyboard.press('Enter')
  await page
    .locator(OPEN)
    .waitFor({ state: 'detached' })
    .catch(() => undefined)
}

const MOST_OPTIONS = 12

async function isEmpty(page: Page, selector: string): Promise<boolean> {
  const select = page.locator('.ant-select', { has: page.locator(selector) })
  return (await select.locator('.ant-select-selection-item, .ant-select-content-value').count()) === 0
}
