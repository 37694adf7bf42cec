import { describe, expect, test } from 'vitest'
import { IDENTIFIERS, type IdentifierName, isIdentifier, parcelOf } from '../../../shared/contract/identifiers/index.ts'

const TODAY = '2026-11-22'
const check = (name: IdentifierName, text: string, today = TODAY) => IDENTIFIERS[name].check(text, today)

describe('the examples of the identifier table', () => {
  test.each([
    ['cn-id', '11010519491231002X'],
    ['uscc', '91350100M000100Y43'],
    ['uscc', '12441500196720244T'],
    ['region', '632701'],
    ['realty-unit', '632701001001JF00001W00000000'],
    ['matter-code', '12441500196720244T3442199806003'],
    ['case-number', '12441500196720244T3442199806003202611210001'],
  ] as const)('%s %s is valid', (name, text) => {
    expect(check(name, text)).toEqual({ ok: true, value: text })
  })

  test('an area code that is gone warns and never refuses', () => {
    expect(check('cn-id', '440524188001010014')).toEqual({ ok: true, value: '440524188001010014', warn: 'region-gone' })
  })

  test.each([
    ['cn-id', '110105194912310021', 'check-digit'],
    ['uscc', '91350100M000100Y4Z', 'characters'],
    ['uscc', '91350100M000100Y44', 'check-digit'],
  ] as const)('%s %s is refused: %s', (name, text, problem) => {
    expect(check(name, text)).toEqual({ ok: false, problem })
  })
})

describe('what is wrong is named', () => {
  test.each([
    ['cn-id', '', 'length'],
    ['cn-id', '1101051949123100', 'length'],
    ['cn-id', '11010519491231002XX', 'length'],
    ['cn-id', '11010519491231O02X', 'characters'],
    ['cn-id', 'X1010519491231002X', 'characters'],
    ['cn-id', '110105194902300012', 'date'],
    ['cn-id', '110105190002290017', 'date'],
    ['uscc', 'I1350100M000100Y43', 'characters'],
    ['uscc', '9135010', 'length'],
    ['org-code', 'M000100', 'length'],
    ['org-code', 'M000100Ya', 'characters'],
    ['region', '63270', 'length'],
    ['region', '63270a', 'characters'],
    ['region', '632799', 'region'],
    ['region', '632321', 'region'],
    ['region', '632723999', 'region'],
    ['region', '632723100999', 'region'],
    ['region', '999999999', 'region'],
    ['realty-unit', '632701001001JF00001W00000001', 'structure'],
    ['realty-unit', '632701001001XF00001W00000000', 'characters'],
    ['realty-unit', '632701001001JF00001A00000000', 'characters'],
    ['realty-unit', '632701001001JF00001W0000000', 'length'],
    ['matter-code', '12441500196720244T344219980600', 'length'],
    ['matter-code', '12441500196720244T0442199806003', 'characters'],
    ['matter-code', '12441500196720245T3442199806003', 'check-digit'],
    ['case-number', '12441500196720244T3442199806003202602300001', 'date'],
    ['case-number', '12441500196720244T3442199806003202611230001', 'future'],
    ['case-number', '12441500196720244T344219980600320261121000', 'length'],
    ['name', '才', 'length'],
    ['name', '才'.repeat(61), 'length'],
    ['name', '才仁7', 'characters'],
    ['name', '·才仁', 'characters'],
    ['phone', '12345678901', 'length'],
    ['phone', '1389766', 'length'],
    ['phone', '1389766abcd', 'characters'],
    ['date', '2025-02-29', 'date'],
    ['date', '2025-13-01', 'date'],
    ['date', '2025-00-10', 'date'],
    ['date', 'yesterday', 'characters'],
    ['past-date', '2026-11-23', 'future'],
  ] as const)('%s %s: %s', (name, text, problem) => {
    expect(check(name, text)).toEqual({ ok: false, problem })
  })

  test('born today is born; born tomorrow is refused, by the date that is given', () => {
    const id = '632723202611220' + '01'
    const last = '0123456789X'.split('').find((c) => check('cn-id', id + c).ok)
    expect(last).toBeDefined()
    expect(check('cn-id', id + last, '2026-11-21')).toEqual({ ok: false, problem: 'future' })
  })
})

describe('what people type becomes the one stored form', () => {
  test.each([
    ['cn-id', '11010519491231002x', '11010519491231002X'],
    ['cn-id', ' １１０１０５ 19491231 002ｘ ', '11010519491231002X'],
    ['uscc', '91350100m000100y43', '91350100M000100Y43'],
    ['org-code', 'D2143569-X', 'D2143569X'],
    ['name', ' 扎西 ', '扎西'],
    ['name', '阿旺•洛桑・丹增', '阿旺·洛桑·丹增'],
    ['name', 'བསོད་ནམས་', 'བསོད་ནམས་'],
    ['name', '𠀀𠀁', '𠀀𠀁'],
    ['phone', '+86 138 9766 0001', '13897660001'],
    ['phone', '09768861234', '0976-8861234'],
    ['date', '2026年3月5日', '2026-03-05'],
    ['date', '20240229', '2024-02-29'],
    ['past-date', '2026/11/22', '2026-11-22'],
  ] as const)('%s %s', (name, text, value) => {
    expect(check(name, text)).toEqual({ ok: true, value })
    expect(check(name, value)).toEqual({ ok: true, value })
  })

  test('characters are counted, not code units', () => {
    expect(check('name', '𠀀'.repeat(60)).ok).toBe(true)
    expect(check('name', '𠀀').ok).toBe(false)
  })
})

test('the organisation code in a unified code only warns', () => {
  expect(check('org-code', 'D21435691')).toEqual({ ok: true, value: 'D21435691', warn: 'org-code' })
})

test('a village of another province cannot be checked here, and says so', () => {
  expect(check('region', '110101001001')).toEqual({ ok: true, value: '110101001001', warn: 'region-unknown' })
  expect(check('region', '632723100207')).toEqual({ ok: true, value: '632723100207' })
})

test('the parcel is the first 19 of the unit', () => {
  expect(parcelOf('632701001001JF00001W00000000')).toBe('632701001001JF00001')
})

test('the registry knows its names and no inherited ones', () => {
  expect(isIdentifier('cn-id')).toBe(true)
  expect(isIdentifier('toString')).toBe(false)
})
