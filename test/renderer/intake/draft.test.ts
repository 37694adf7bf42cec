import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { draftName, draftOf, dropDraft, loadDraft, readDraft, saveDraft } from '../../../renderer/pages/intake/draft.ts'
import { readTyped } from '../../../renderer/pages/intake/typed.ts'
import { must } from '../../../shared/base/result.ts'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import transfer from '../../../shared/services/grassland-transfer.json' with { type: 'json' }

const DRAFT = {
  typed: { area: '1200亩', undertaking: true },
  handed: { contract: { original: true, copies: 2 } },
  savedAt: 7,
}
const NAME = draftName('clerk-1', 'grassland-transfer', 1)

/** The part of Storage that is used, with the faults that a browser's has. */
function storage(fault: 'none' | 'full' | 'forbidden' = 'none') {
  const rows = new Map<string, string>()
  const guard = () => {
    if (fault === 'forbidden') throw new DOMException('denied', 'SecurityError')
  }
  return {
    rows,
    getItem: (key: string) => (guard(), rows.get(key) ?? null),
    setItem: (key: string, value: string) => {
      guard()
      if (fault === 'full') throw new DOMException('full', 'QuotaExceededError')
      rows.set(key, value)
    },
    removeItem: (key: string) => (guard(), void rows.delete(key)),
  }
}

const use = (localStorage: ReturnType<typeof storage>) => vi.stubGlobal('window', { localStorage })
beforeEach(() => use(storage()))
afterEach(() => vi.unstubAllGlobals())

test('a filing taken back into the form reads as what was filed; what cannot be opened is left to be typed', () => {
  const definition = must(readDefinition(transfer))
  const fields = { area: 4112667, mode: 'transfer', undertaking: true }
  const materials = [{ id: 'contract', copies: 1, original: true }]
  const draft = draftOf(definition, { fields, sealed: { price: 12_000_050, reason: null }, materials }, 7)
  expect(readTyped(definition, draft.typed, '2026-11-22', '632723').values).toEqual({ ...fields, price: 12_000_050 })
  expect(draft.handed).toEqual({ contract: { copies: 1, original: true } })
  expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
})

describe('the draft store', () => {
  test('a full or forbidden store says so, and never throws', () => {
    use(storage('full'))
    expect(saveDraft(NAME, DRAFT)).toBe(false)
    use(storage('forbidden'))
    expect(saveDraft(NAME, DRAFT)).toBe(false)
    expect(loadDraft(NAME)).toBeNull()
    expect(() => dropDraft(NAME)).not.toThrow()
  })

  test('keeps what was typed as it was typed, through a reload', () => {
    expect(saveDraft(NAME, DRAFT)).toBe(true)
    expect(loadDraft(NAME)).toEqual(DRAFT)
    dropDraft(NAME)
    expect(loadDraft(NAME)).toBeNull()
  })

  test('one person does not see the draft of another, nor one version that of another', () => {
    saveDraft(NAME, DRAFT)
    expect(loadDraft(draftName('clerk-2', 'grassland-transfer', 1))).toBeNull()
    expect(loadDraft(draftName('clerk-1', 'grassland-transfer', 2))).toBeNull()
  })

  test('a draft that is not one is no draft', () => {
    const local = storage()
    use(local)
    for (const text of ['', '{', 'null', '[]', '7', '{"typed":[],"handed":{}}', '{"typed":{}}']) {
      local.rows.set(`county-ledger/${NAME}`, text)
      expect(loadDraft(NAME)).toBeNull()
    }
  })

  test('of a draft of another program only what has the right kind is taken', () => {
    expect(
      readDraft({
        typed: { a: 'x', b: true, c: 3, d: null, e: {} },
        handed: {
          ok: { original: false, copies: 1 },
          bad: { original: 'yes', copies: 1 },
          worse: { original: true, copies: -1 },
        },
        savedAt: 'long ago',
      }),
    ).toEqual({ typed: { a: 'x', b: true }, handed: { ok: { original: false, copies: 1 } }, savedAt: 0 })
  })
})
