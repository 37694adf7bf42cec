import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fitTyped, readTyped } from '../../../renderer/components/form/typed.ts'
import {
  draftName,
  draftOf,
  draftsOf,
  dropDraft,
  loadDraft,
  readDraft,
  saveDraft,
} from '../../../renderer/pages/intake/draft.ts'
import { NOTHING_FILLED } from '../../../renderer/pages/intake/fill-in.ts'
import { must } from '../../../shared/base/result.ts'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import transfer from '../../../shared/services/grassland-transfer.json' with { type: 'json' }
import { rich, soundSplit } from '../../kit/definitions.ts'

const DRAFT = {
  typed: {
    area: '1200亩',
    undertaking: true,
    wells: ['W001', ''],
    parcels: [{ parcelNo: 'A-1', area: '很大' }, {}],
    members: [{ name: '才仁', head: true }],
  },
  handed: { contract: { original: true, copies: 2 } },
  filled: { from: ['632723/pasture-contract/A-1'], values: { area: '1200亩', wells: ['W001'] } },
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
    key: (i: number) => (guard(), [...rows.keys()][i] ?? null),
    get length() {
      guard()
      return rows.size
    },
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
  expect(readTyped(definition, draft.typed, { today: '2026-11-22', county: '632723' }).values).toEqual({
    ...fields,
    price: 12_000_050,
  })
  expect(draft.handed).toEqual({ contract: { copies: 1, original: true } })
  expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
})

test('a filing with lists taken back into the form reads as what was filed', () => {
  const { members, holderId, ...fields } = soundSplit()
  const draft = draftOf(
    rich,
    { fields, sealed: { members: members ?? null, holderId: holderId ?? null }, materials: [] },
    7,
  )
  const read = readTyped(rich, fitTyped(rich, draft.typed), { today: '2026-11-22', county: '632723' })
  expect(read).toMatchObject({ values: soundSplit(), unread: {} })
})

describe('the draft store', () => {
  test('a full or forbidden store says so, and never throws', () => {
    use(storage('full'))
    expect(saveDraft(NAME, DRAFT)).toBe(false)
    use(storage('forbidden'))
    expect(saveDraft(NAME, DRAFT)).toBe(false)
    expect(loadDraft(NAME)).toBeNull()
    expect(() => dropDraft(NAME)).not.toThrow()
    expect(draftsOf('clerk-1')).toEqual([])
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
        typed: {
          a: 'x',
          b: true,
          c: 3,
          d: null,
          e: {},
          f: ['x', 7],
          g: ['x'],
          h: [{ a: 'x' }],
          i: [{ a: {} }],
          j: [null],
        },
        handed: {
          ok: { original: false, copies: 1 },
          bad: { original: 'yes', copies: 1 },
          worse: { original: true, copies: -1 },
        },
        savedAt: 'long ago',
      }),
    ).toEqual({
      typed: { a: 'x', b: true, g: ['x'], h: [{ a: 'x' }] },
      handed: { ok: { original: false, copies: 1 } },
      filled: NOTHING_FILLED,
      savedAt: 0,
    })
  })

  test('a draft from before there were lists opens, and what the form has as a list by now is left out', () => {
    const old = readDraft({ typed: { contractNo: 'A-100', wells: 'W001', members: '才仁' }, handed: {}, savedAt: 3 })
    expect(old?.filled).toEqual(NOTHING_FILLED)
    expect(fitTyped(rich, old?.typed ?? {})).toEqual({ contractNo: 'A-100' })
  })

  test('of a list no more rows, and of a row no other columns than the form has, are taken', () => {
    const wells = Array.from({ length: 9 }, (_, i) => `W00${i}`)
    const typed = { wells, members: [{ name: '才仁', head: 'yes', rank: '7' }, 'x'] as never, mortgaged: 'yes' }
    expect(fitTyped(rich, typed)).toEqual({ wells: wells.slice(0, 4), members: [{ name: '才仁' }] })
  })

  test('lists the drafts of one person, the newest first, and passes over what it cannot read', () => {
    const local = storage()
    use(local)
    saveDraft(NAME, DRAFT)
    saveDraft(draftName('clerk-1', 'realty-transfer', 3), { ...DRAFT, savedAt: 9 })
    saveDraft(draftName('clerk-2', 'realty-transfer', 3), { ...DRAFT, savedAt: 8 })
    local.rows.set('county-ledger/draft/clerk-1/broken/1', '{')
    local.rows.set('county-ledger/draft/clerk-1/odd', '{}')
    local.rows.set('other/draft/clerk-1/realty-transfer/1', JSON.stringify(DRAFT))
    expect(draftsOf('clerk-1').map(({ service, version, draft }) => [service, version, draft.savedAt])).toEqual([
      ['realty-transfer', 3, 9],
      ['grassland-transfer', 1, 7],
    ])
  })
})
