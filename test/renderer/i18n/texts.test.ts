import { describe, expect, test } from 'vitest'
import { CODE_TEXTS } from '../../../renderer/i18n/codes.ts'
import { LANGS, TABLES, wordsOf } from '../../../renderer/i18n/index.ts'
import { OUTCOME_TEXTS, VOID_TEXTS } from '../../../renderer/i18n/outcomes.ts'
import { CODES } from '../../../shared/base/codes.ts'
import { ROLE_NAMES } from '../../../shared/contract/facts.ts'
import { VOID_REASONS } from '../../../shared/contract/outcome.ts'

/** One of several. */
const COUNTED =
  /\b1 (?:[a-z]+ )?(?:days|months|rows|cells|cases|numbers|signatures|attachments|materials|papers|pages|fields|things|entries|conflicts|examples|reasons|records|lines|acts|are|were)\b/

const HAN = /\p{Script=Han}/u

describe('the texts of the screens', () => {
  test('have the same keys in every language, none empty in Chinese', () => {
    expect(Object.keys(TABLES.en).sort()).toEqual(Object.keys(TABLES.zh).sort())
    expect(Object.entries(TABLES.zh).filter(([, text]) => text.trim() === '')).toEqual([])
  })

  test('take the same values in every language', () => {
    const holes = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? ''))].sort()
    const wrong = Object.entries(TABLES.zh).filter(
      ([key, text]) => holes(text).join() !== holes(TABLES.en[key as keyof typeof TABLES.en]).join(),
    )
    expect(wrong).toEqual([])
  })

  test('say one of a thing in the singular', () => {
    const en = wordsOf('en')
    expect([1, 2, 0].map((days) => en.t('deadline.left.workdays', { days }))).toEqual([
      ...['in 1 working day', 'in 2 working days', 'in 0 working days'],
    ])
    expect(en.t('import.rows', { n: '1,200' })).toBe('1,200 rows')
    expect(wordsOf('zh').t('deadline.left.workdays', { days: 1 })).toBe('还有 1 个工作日')
    for (const [key, text] of Object.entries(TABLES.en)) {
      const names = [...text.matchAll(/\{(\w+)/g)].map((m) => m[1] as string)
      const ones = en.t(key as keyof typeof TABLES.en, Object.fromEntries(names.map((name) => [name, 1])))
      expect(ones, key).not.toMatch(/\|/)
      expect(ones, key).not.toMatch(COUNTED)
    }
  })

  test('hold no Chinese in English', () => {
    expect(Object.entries(TABLES.en).filter(([, text]) => HAN.test(text))).toEqual([])
  })

  test('name every role', () => {
    for (const lang of LANGS) {
      const words = wordsOf(lang)
      for (const role of ROLE_NAMES) expect(words.role(role)).not.toBe(role)
    }
  })
})

describe('what comes from the ledger and from failures', () => {
  test('every code has a text in both languages', () => {
    expect(Object.keys(CODE_TEXTS).sort()).toEqual(Object.keys(CODES).sort())
    for (const text of Object.values(CODE_TEXTS)) {
      expect(text.zh).toMatch(HAN)
      expect(text.en).toMatch(/[a-z]{3}/)
      expect(text.en).not.toMatch(HAN)
    }
  })

  test('[X2] every outcome and every reason to be void has a text in both languages', () => {
    expect(Object.keys(VOID_TEXTS).sort()).toEqual([...VOID_REASONS, 'rule'].sort())
    expect(Object.keys(OUTCOME_TEXTS).sort()).toEqual([
      ...['adopted', 'applied', 'disputed', 'merged', 'proposed', 'refused', 'undone'],
    ])
    for (const text of [...Object.values(VOID_TEXTS), ...Object.values(OUTCOME_TEXTS)]) {
      expect(text.zh).toMatch(HAN)
      expect(text.en).toMatch(/[a-z]{3}/)
    }
  })

  test('a void outcome is said by its reason, a broken rule by the sentence of the rule', () => {
    const zh = wordsOf('zh')
    expect(zh.outcome('void(pending)')).toBe(VOID_TEXTS.pending.zh)
    expect(zh.outcome('void(rule:whole-pasture)')).toBe(VOID_TEXTS.rule.zh)
    const sentence = { zh: '面积不一致', en: 'the area differs' }
    expect(zh.outcome('void(rule:whole-pasture)', (id) => (id === 'whole-pasture' ? sentence : undefined))).toBe(
      '面积不一致',
    )
    expect(zh.outcome('applied')).toBe(OUTCOME_TEXTS.applied.zh)
  })

  test('an outcome that this version does not know is shown as it is, never hidden', () => {
    expect(wordsOf('zh').outcome('void(novelty)')).toBe('novelty')
    expect(wordsOf('en').outcome('deferred')).toBe('deferred')
  })
})
