import type { Page } from 'playwright-core'
import type { DemoMember } from '../../../scripts/demo/seed.ts'
import { SIGN_OUT, signIn } from '../county/county.ts'

/** The words of the frame that say that nothing is unsent. */
export const ALL_SEALED = '全部已封存'

const SYNC_NOW = '立即同步'

/** The one desktop of an office, at which people take turns. */
export class Desk {
  readonly page: Page
  #here: DemoMember | null = null

  constructor(page: Page) {
    this.page = page
  }

  get here(): string | null {
    return this.#here?.id ?? null
  }

  /** Signs out whoever is there, and this person in. */
  async become(person: DemoMember): Promise<void> {
    if (this.#here?.id === person.id) return
    const { page } = this
    const passphrase = page.locator('input[type=password]')
    const out = page.getByRole('button', { name: SIGN_OUT })
    await passphrase.or(out).first().waitFor()
    if ((await passphrase.count()) === 0) await out.click()
    await passphrase.waitFor()
    await signIn(page, person.name)
    this.#here = person
  }

  async goTo(hash: string): Promise<void> {
    await this.page.evaluate(async (to) => {
      if (location.hash === to) return
      // What stood there before must not be taken for what is asked for.
      const changed = new Promise((done) => window.addEventListener('hashchange', done, { once: true }))
      location.hash = to
      await changed
      await new Promise((done) => setTimeout(done))
    }, hash)
    await this.page.locator('main h1').first().waitFor()
  }

  async openCase(id: string): Promise<void> {
    await this.goTo(`#/cases/${encodeURIComponent(id)}`)
    await this.page.locator('main .progress').waitFor()
  }

  async openSubject(id: string): Promise<void> {
    await this.goTo(`#/register/${encodeURIComponent(id)}`)
    await this.page.locator('main section[aria-labelledby=stands]').waitFor()
  }

  /** Back to where everything begins, whatever is open. */
  async leave(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await this.page.keyboard.press('Escape')
    await this.goTo('#/work')
  }

  /** Tries the line at once, as somebody does who has heard that it is back, instead of waiting for the next try. */
  async syncNow(): Promise<void> {
    await this.goTo('#/sync')
    await this.page.locator('.page-head').getByRole('button', { name: SYNC_NOW }).click()
  }

  /** Tries the line, and waits until what came of it is here. */
  async catchUp(): Promise<void> {
    await this.syncNow()
    await this.page.locator('.page-head .ant-btn-loading').waitFor({ state: 'detached' })
  }

  /** The province has sealed everything that was signed here. */
  async allSealed(): Promise<void> {
    await this.page.locator('.sync-badge', { hasText: ALL_SEALED }).waitFor({ timeout: 120_000 })
  }
}
