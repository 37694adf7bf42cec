import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LANGS, TABLES, wordsOf } from '../../../renderer/i18n/index.ts'
import { maySend } from '../../../renderer/replica/set-aside/again.ts'
import { reasonText } from '../../../renderer/replica/set-aside/paper.ts'
import { GROUPS, groupOfCode, groupOfOutcome, REFUSALS, VOIDS } from '../../../renderer/replica/set-aside/reasons.ts'
import { Stops } from '../../../renderer/replica/set-aside/stops.ts'
import { CODES, type Code } from '../../../shared/base/codes.ts'
import { VOID_REASONS } from '../../../shared/contract/outcome.ts'

const source = (path: string) => readFileSync(join(import.meta.dirname, '../../..', path), 'utf8')

/** Every code that stands in the code that admits, and in what reads the body before it. */
function codesOfAdmission(): string[] {
  const read = [
    'shared/ledger/entry.ts',
    'shared/ledger/encoding.ts',
    'shared/ledger/cbor-read.ts',
    'shared/base/shape.ts',
  ]
  const quoted = [source('province/admission.ts'), ...read.map(source)].flatMap(
    (text) => text.match(/'[a-z-]+'/g) ?? [],
  )
  // What a push that was cut off is answered with is no refusal of an entry.
  const others = new Set(['truncated'])
  return [...new Set(quoted.map((one) => one.slice(1, -1)))].filter((one) => one in CODES && !others.has(one)).sort()
}

describe('why something was set aside', () => {
  test('[L8] every code that admission refuses with has its place, and no other', () => {
    expect(Object.keys(REFUSALS).sort()).toEqual(codesOfAdmission())
  })

  test('[X2] every reason to be void has its place', () => {
    expect(Object.keys(VOIDS).sort()).toEqual([...VOID_REASONS].sort())
    expect(groupOfOutcome('void(rule:whole-pasture)', 'file')).toBe('fix')
    expect(groupOfOutcome('void(stale)', 'resolve')).toBe('look')
    expect(groupOfOutcome('void(novelty)', 'act')).toBe('fix')
    expect(groupOfCode('internal', 'act')).toBe('fix')
    expect(groupOfCode('wrong-commit', 'member')).toBe('look')
    expect(groupOfCode('wrong-role', 'member')).toBe('again')
  })

  test('each is said in a whole sentence, with what to do, in both languages', () => {
    const all = [
      ...Object.keys(REFUSALS).map((code) => ({ code: code as Code, outcome: null, rule: null })),
      ...[...VOID_REASONS, 'rule:one'].map((reason) => ({ code: null, outcome: `void(${reason})`, rule: null })),
    ]
    for (const lang of LANGS) {
      for (const one of all) {
        const text = reasonText(one, lang)
        expect(text.length, JSON.stringify(one)).toBeGreaterThan(lang === 'zh' ? 6 : 14)
        expect(text).not.toMatch(/\{|hash|epoch|merge|head\b/)
      }
      for (const group of GROUPS) {
        expect(wordsOf(lang).t(`aside.help.${group}`).length).toBeGreaterThan(10)
        expect(TABLES[lang][`aside.group.${group}`]).not.toBe('')
      }
    }
  })
})

describe('[N3] what stops a chain', () => {
  const at = (seq: number, standing: 'saved' | 'sent' | 'set-aside', code: Code | null = null, chain = 'a/0') => ({
    ...{ id: `${chain}/${seq}`, chain, seq, standing, code },
  })

  test('a refusal for good stops all behind it in its chain alone; one that passes does not', () => {
    const stops = new Stops(new Set(), [])
    expect(
      [
        at(0, 'sent'),
        at(1, 'set-aside', 'busy'),
        at(2, 'set-aside', 'chain-gap'),
        at(3, 'set-aside', 'wrong-commit'),
        at(4, 'set-aside', 'chain-gap'),
        at(5, 'saved'),
        at(6, 'set-aside', 'chain-gap'),
        at(0, 'saved', null, 'b/0'),
      ].map((one) => stops.next(one)),
    ).toEqual(['sent', 'goes', 'goes', 'stopped', 'stopped', 'doomed', 'stopped', 'goes'])
  })

  test('so does one that was put away, and a place whose entry was signed again', () => {
    const stops = new Stops(new Set(['a/0/1']), ['a/0/4'])
    expect(
      [
        at(0, 'saved'),
        at(1, 'set-aside', 'busy'),
        at(2, 'set-aside', 'chain-gap'),
        at(5, 'set-aside', 'chain-gap'),
      ].map((one) => stops.next(one)),
    ).toEqual(['goes', 'stopped', 'stopped', 'stopped'])
  })
})

test('[N10] the same bytes are not sent once more when the running number in them has been passed', () => {
  const key = new Uint8Array(32)
  const body = (number: unknown) => ({ key, epoch: 0, seq: 3, data: { number } as never })
  const replaced = (seq: number, epoch = 0) => [{ id: '', by: '', chain: `${'00'.repeat(32)}/${epoch}`, seq }]
  const given = { series: 'land', period: '2026', n: 7 }
  expect(maySend(body(given), 'wrong-role', [])).toBe(true)
  expect(maySend(body(given), 'wrong-role', replaced(2))).toBe(true)
  expect(maySend(body(given), 'wrong-role', replaced(4, 1))).toBe(true)
  expect(maySend(body(given), 'wrong-role', replaced(4))).toBe(false)
  expect(maySend(body(null), 'wrong-role', replaced(4))).toBe(true)
  expect(maySend(body(null), 'chain-gap', [])).toBe(false)
  expect(maySend(body(null), 'key-revoked', [])).toBe(false)
})
