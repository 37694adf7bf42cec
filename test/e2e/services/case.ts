import type { ServiceDefinition } from '../../../shared/contract/service/index.ts'
import type { FieldValues } from '../../../shared/contract/service/values.ts'
import { saveBy, showPaper, verify } from '../county/papers.ts'
import type { Desk } from './desk.ts'
import { type Filled, fillForm } from './fill.ts'
import type { Part } from './way.ts'

/** What a clerk reads at the head of a case. */
export interface Head {
  /** Where it is in its workflow. */
  readonly state: string
  /** Number, running number, how safe it is, the limit that runs. */
  readonly text: string
}

export async function headOf(desk: Desk, id: string): Promise<Head> {
  await desk.openCase(id)
  const { page } = desk
  return {
    state: (await page.locator('.progress [aria-current=step]').innerText()).replace(/^\S\s*/, '').trim(),
    text: await page.locator('.page-head').innerText(),
  }
}

const REASON = '已经核对，情况属实'

/** Takes an action on a case: its fields, its reason where one is asked for, and Ctrl+Enter. */
export async function act(
  desk: Desk,
  d: ServiceDefinition,
  id: string,
  { action, person }: Part,
  values: FieldValues = {},
): Promise<Filled> {
  await desk.become(person)
  await desk.openCase(id)
  const { page } = desk
  await page.locator('.actions-list').getByRole('button', { name: action.title.zh, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('#reason').waitFor()
  const filled = await fillForm(dialog, d, values)
  if (action.reason === 'required') {
    await dialog.locator('#reason').focus()
    await page.keyboard.insertText(REASON)
  }
  await page.keyboard.press('Control+Enter')
  const wrong = page.locator('.act:not(:has(.ant-btn-loading)) .problems')
  await Promise.race([
    dialog.waitFor({ state: 'hidden', timeout: 60_000 }),
    wrong.waitFor({ timeout: 60_000 }).then(async () => {
      throw new Error(`${d.code} ${action.name}: ${await wrong.innerText()}`)
    }),
  ])
  await page
    .locator('.progress [aria-current=step]', { hasText: d.workflow.states[action.to]?.title.zh ?? '' })
    .waitFor()
  return filled
}

/** The words of a paper of this case on the screen. */
export async function paperText(desk: Desk, id: string, kind: string): Promise<string> {
  return (await showPaper(desk.page, id, kind)).innerText()
}

const CERTIFICATE = 'a[href$="/certificate"]'

/** Can the certificate be had by now? */
export async function offersCertificate(desk: Desk, id: string): Promise<boolean> {
  await desk.openCase(id)
  // The slip can be had at any time: with it the papers are there.
  await desk.page.locator('.papers a[href$="/slip"]').waitFor()
  return (await desk.page.locator(`.papers ${CERTIFICATE}`).count()) > 0
}

/** Saves the certificate as a clerk does, and has the verifier's command check it against the trust of this site alone. */
export async function verifyCertificate(desk: Desk, id: string, folder: string, site: string): Promise<void> {
  await desk.openCase(id)
  const paper = desk.page.locator('.papers li', { has: desk.page.locator(CERTIFICATE) })
  const file = await saveBy(desk.page, paper.locator('button'), folder)
  const { code, report, text } = await verify(file, '--trust', site)
  if (code !== 0 || report?.ok !== true) throw new Error(`the certificate does not verify: ${text}`)
}
