import type { Page } from 'playwright-core'
import type { Desk } from '../services/desk.ts'
import type { Matter } from './matter.ts'
import { COUNTY } from './offices.ts'

/** What one computer says of a matter, without what each has of its own. */
export interface Said {
  /** Of the record in the register. */
  readonly head: string
  readonly people: string
  readonly stands: string
  /** Row by row. */
  readonly history: readonly string[]
  /** Of the first and of the second case. */
  readonly cases: readonly { readonly head: string; readonly history: readonly string[] }[]
}

export async function saysOf(desk: Desk, { subject, first, second }: Matter): Promise<Said> {
  const { page } = desk
  const text = (selector: string) => page.locator(`main ${selector}`).innerText()
  const rows = async () => (await page.locator('main table.timeline tbody tr').allInnerTexts()).map(plain)
  await desk.openSubject(subject)
  const parts = {
    ...{ head: await text('.page-head'), people: await text('section[aria-labelledby=people]') },
    ...{ stands: await text('section[aria-labelledby=stands]'), history: await rows() },
  }
  const cases: { head: string; history: string[] }[] = []
  for (const id of [first.case, second.case]) {
    await desk.openCase(id)
    cases.push({ head: await text('.page-head'), history: await rows() })
  }
  return { ...parts, cases }
}

const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** [X3] What a computer has derived of the county's scope: how many leaves, and the digest of all that they did. */
export async function stateOf(page: Page): Promise<string> {
  return page.evaluate(async (key) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const name = (await indexedDB.databases()).find((one) => one.name?.endsWith(`/${key}`))?.name ?? ''
    const db = await done(indexedDB.open(name))
    try {
      const row = await done(db.transaction('meta').objectStore('meta').get(`scope/${key}`))
      const { digest, frontier } = (row as { value: { digest: Uint8Array; frontier: { size: number } } }).value
      return `${frontier.size} ${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
    } finally {
      db.close()
    }
  }, COUNTY)
}
