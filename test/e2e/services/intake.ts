import { pickByKeyboard } from '../county/keyboard.ts'
import type { Desk } from './desk.ts'
import { definitionOf, type Filing, type World } from './filing.ts'
import { type Filled, fillForm } from './fill.ts'

/** A case as the desk knows it. */
export interface Taken {
  readonly case: string
  readonly filled: Filled
  /** What the panel after filing says: number, how safe it is, and the limit that runs. */
  readonly said: string
}

/** Takes a filing at the counter: picks the service, fills in the form, ticks what is needed of the checklist, and files. */
export async function takeIn(desk: Desk, filing: Filing, world: World): Promise<Taken> {
  const { page } = desk
  const d = definitionOf(filing.service)
  await pickByKeyboard(page, d.title.zh)
  const filled = await fillForm(page.locator('form.filing'), d, filing.values(world))
  await page.locator('.materials-head button').click()
  await page.keyboard.press('Control+Enter')
  const saved = page.locator('#filed')
  // The button turns while the filing is checked and signed: only then is what stands against it the last word.
  const refused = page.locator('form.filing:not(:has(.ant-btn-loading)) .summary')
  await saved.or(refused).first().waitFor({ timeout: 60_000 })
  if ((await saved.count()) === 0) throw new Error(`${d.code} was not taken: ${await refused.innerText()}`)
  const panel = page.locator('.filed')
  await panel.locator('.mark').first().waitFor()
  const number = (await panel.locator('.filed-number strong').first().innerText()).replaceAll(/\s/g, '')
  return { case: `${world.county}/case/${number}`, filled, said: await panel.innerText() }
}
