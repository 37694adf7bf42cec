import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { saveBy } from '../county/papers.ts'
import type { Desk } from '../services/desk.ts'

/** 冲突处理单 of the newest decision on a record, found over the register as anybody at a window does. Answers its words. */
export async function showSheet(desk: Desk, subject: string): Promise<string> {
  const { page } = desk
  await desk.openSubject(subject)
  await follow(page, page.locator('table.timeline a[href^="#/conflicts/"]').last())
  await follow(page, page.locator('.conflict-print').first().locator('a', { hasText: '打印处理单' }))
  return shown(page)
}

/** The notice to the people of one case, from the list of those who are to be told. Answers its words. */
export async function showNotice(desk: Desk, caseId: string): Promise<string> {
  const { page } = desk
  await desk.goTo('#/work')
  const row = page.locator('section[aria-labelledby=to-tell] tr', {
    has: page.locator(`a[href="#/cases/${encodeURIComponent(caseId)}"]`),
  })
  await follow(page, row.locator('a', { hasText: '打印通知书' }))
  return shown(page)
}

async function follow(page: Page, link: Locator): Promise<void> {
  await link.focus()
  await page.keyboard.press('Enter')
}

/** A paper's words; when it was printed is of no interest to the other computer. */
async function shown(page: Page): Promise<string> {
  const sheet = page.locator('.sheet')
  await sheet.locator('svg').first().waitFor()
  return (await sheet.innerText()).replace(/打印时间.*/, '')
}

/** The file of a paper, as one saves it at its case. */
export async function saveProof(desk: Desk, caseId: string, kind: string, folder: string): Promise<string> {
  await desk.openCase(caseId)
  const paper = desk.page.locator('.papers li', { has: desk.page.locator(`a[href$="/${kind}"]`) })
  return saveBy(desk.page, paper.locator('button'), folder)
}

export interface Checked {
  readonly holds: boolean
  readonly text: string
}

/** Checks a paper at a desktop, at 区块与证明: what a scanner read off it, or its file. */
export async function check(desk: Desk, what: { scanned: string } | { file: string }): Promise<Checked> {
  const { page } = desk
  // An earlier answer must not be taken for this one.
  await desk.leave()
  await desk.goTo('#/proofs')
  const box = page.locator('#qr')
  await box.waitFor()
  if ('file' in what) await page.locator('input[type=file]').setInputFiles(what.file)
  else {
    await box.fill(readFileSync(what.scanned, 'utf8').trim())
    await box.press('Control+Enter')
  }
  const said = page.locator('.verdict')
  await said.waitFor()
  return { holds: (await page.locator('.verdict-good').count()) > 0, text: await said.innerText() }
}
