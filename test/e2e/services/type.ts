import type { Locator, Page } from 'playwright-core'

/** Types as people do: keys one by one, and what an input method commits in one piece. */
export async function typeText(page: Page, text: string): Promise<void> {
  for (const run of text.match(/[\x20-\x7e]+|[^\x20-\x7e]+/g) ?? []) {
    if (/[\x20-\x7e]/.test(run)) await page.keyboard.type(run)
    else await page.keyboard.insertText(run)
  }
}

/** Puts this text in the place of what stands in a box; answers false when it stood there already. */
export async function typeOver(box: Locator, text: string): Promise<boolean> {
  const before = await box.inputValue()
  if (before === text) return false
  await box.focus()
  if (before !== '') {
    await box.page().keyboard.press('Control+a')
    await box.page().keyboard.press('Delete')
  }
  await typeText(box.page(), text)
  return true
}

/** Chooses in a list that is searched by typing, with the arrows among what is called alike; answers false when it was chosen already. */
export async function chooseByTyping(box: Locator, label: string): Promise<boolean> {
  const page = box.page()
  const select = box.locator('xpath=ancestor::*[contains(concat(" ", @class, " "), " ant-select ")][1]')
  if ((await select.innerText()).trim() === label) return false
  await box.focus()
  await typeText(page, label)
  // The list is drawn outside the form; the option that Enter takes is the one that is marked as active in it.
  const active = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active')
  await active.waitFor()
  for (let i = 0; i < MOST_ALIKE && (await active.innerText()).trim() !== label; i++)
    await page.keyboard.press('ArrowDown')
  const chosen = (await active.innerText()).trim()
  if (chosen !== label) throw new Error(`the list offers ${chosen}`)
  await page.keyboard.press('Enter')
  return true
}

const MOST_ALIKE = 30
