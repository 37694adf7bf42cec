import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  draftName,
  draftsOf,
  draftsSafe,
  dropDraft,
  loadDraft,
  restoreDrafts,
  saveDraft,
} from '../../../renderer/pages/intake/draft.ts'
import { NOTHING_FILLED } from '../../../renderer/pages/intake/fill-in.ts'

const FILE = { hash: 'a'.repeat(64), size: 10, name: '合同.pdf', redrawn: null }
const draft = (zone: string, savedAt: number) => ({
  typed: { zone },
  handed: { contract: { original: true, copies: 0, files: [FILE] } },
  filled: NOTHING_FILLED,
  savedAt,
})

/** What the browser keeps for its pages is a few seconds behind: a kill leaves it as it was then. */
function killed(was: Readonly<Record<string, string>>): void {
  localStorage.clear()
  for (const [key, text] of Object.entries(was)) localStorage.setItem(key, text)
}
const now = () => ({ ...localStorage }) as Record<string, string>

describe('what a kill leaves of drafts', () => {
  let n = 0
  let name: string

  beforeEach(() => {
    localStorage.clear()
    name = draftName(`clerk-${n++}`, 'grassland-transfer', 1)
  })

  test('a draft that the browser had not written yet is there again, with its files', async () => {
    saveDraft(name, draft('Z01', 5))
    expect(await draftsSafe()).toBe(true)
    killed({})
    await restoreDrafts()
    expect(loadDraft(name)).toEqual(draft('Z01', 5))
  })

  test('of many texts one after the other the last is on disk', async () => {
    for (let i = 1; i <= 50; i++) saveDraft(name, draft(`Z${i}`, i))
    const early = now()
    await draftsSafe()
    killed(early)
    saveDraft(name, draft('Z51', 51))
    saveDraft(name, draft('Z52', 52))
    await draftsSafe()
    killed(early)
    await restoreDrafts()
    expect(loadDraft(name)?.typed).toEqual({ zone: 'Z52' })
  })

  test('one that was let go of, or filed, does not come back', async () => {
    saveDraft(name, draft('Z01', 5))
    const was = now()
    dropDraft(name)
    await draftsSafe()
    killed(was)
    await restoreDrafts()
    expect(loadDraft(name)).toBeNull()
    expect(draftsOf(name.split('/')[1] as string)).toEqual([])
    // And a new one in its place stays.
    saveDraft(name, draft('Z02', Date.now() + 1))
    await draftsSafe()
    await restoreDrafts()
    expect(loadDraft(name)?.typed).toEqual({ zone: 'Z02' })
  })

  test('a later text that only the browser has is not put back', async () => {
    saveDraft(name, draft('Z01', 5))
    await draftsSafe()
    localStorage.setItem(`county-ledger/${name}`, JSON.stringify(draft('Z02', 6)))
    await restoreDrafts()
    expect(loadDraft(name)?.typed).toEqual({ zone: 'Z02' })
  })

  test('a disk that takes nothing is said to, and nothing is lost in the page', async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    expect(saveDraft(name, draft('Z01', 5))).toBe(true)
    expect(await draftsSafe()).toBe(false)
    put.mockRestore()
    expect(loadDraft(name)?.typed).toEqual({ zone: 'Z01' })
    saveDraft(name, draft('Z02', 6))
    expect(await draftsSafe()).toBe(true)
  })
})
