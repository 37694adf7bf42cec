import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readChoice, readYesNo } from '../../../renderer/import/convert/choices.ts'
import { readDate } from '../../../renderer/import/convert/dates.ts'
import { readDecimal, scaled } from '../../../renderer/import/convert/decimal.ts'
import { RegionNames } from '../../../renderer/import/convert/regions.ts'
import { readMeasure, type Unit, unitInTitle } from '../../../renderer/import/convert/units.ts'
import { townsOf, villagesOf } from '../../../shared/contract/regions/index.ts'

const seed = { seed: 11 }
const area = (text: string, unit: Unit | null = null) => {
  const read = readMeasure(text, 'area', unit)
  return read.ok ? read.value : read.problem
}
const money = (text: string, unit: Unit | null = 'yuan') => {
  const read = readMeasure(text, 'money', unit)
  return read.ok ? read.value : read.problem
}

describe('[import] measures', () => {
  test.each([
    ['1200', 'mu', 800_000],
    ['1,200.5', 'mu', 800_333],
    ['１２００．５　亩', null, 800_333],
    ['1200亩', 'm2', 800_000],
    ['80公顷', 'mu', 800_000],
    ['800000㎡', 'mu', 800_000],
    ['666.67', 'm2', 667],
    ['0.00075', 'mu', 1],
    ['1200', null, 'unit'],
    ['一千亩', 'mu', 'number'],
    ['1200元', 'mu', 'number'],
    ['1.2.3', 'mu', 'number'],
    ['12,00', 'mu', 'number'],
    ['-5', 'mu', -3333],
    ['9'.repeat(18), 'ha', 'range'],
    ['9'.repeat(19), 'mu', 'number'],
  ] as const)('area %s, column in %s', (text, unit, want) => {
    expect(area(text, unit)).toBe(want)
  })

  test.each([
    ['12000.50', 'yuan', 1_200_050],
    ['¥12,000', 'yuan', 1_200_000],
    ['￥ 1.2万', 'yuan', 1_200_000],
    ['1.2', 'wan', 1_200_000],
    ['3元', 'wan', 300],
    ['500', 'fen', 500],
    ['1.005', 'yuan', 'precision'],
    ['1.000', 'yuan', 100],
    ['0.5', 'fen', 'precision'],
    ['12000', null, 'unit'],
  ] as const)('money %s, column in %s', (text, unit, want) => {
    expect(money(text, unit)).toBe(want)
  })

  test('a number of mu is its third of two thousand, to the metre, whatever its decimals', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999), fc.nat(9_999), (whole, part) => {
        const read = area(`${whole}.${String(part).padStart(4, '0')}`, 'mu')
        const exact = ((whole * 10_000 + part) * 2000) / 30_000
        expect(Math.abs(Number(read) - exact)).toBeLessThanOrEqual(0.5)
      }),
      seed,
    )
  })

  test('what is written in yuan comes back from fen, and a unit in the cell goes before the column’s', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999_999), (fen) => {
        const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
        expect(money(yuan)).toBe(fen)
        expect(money(`${yuan}元`, 'wan')).toBe(fen)
        expect(money(Number(yuan).toLocaleString('en-US', { minimumFractionDigits: 2 }))).toBe(fen)
      }),
      seed,
    )
  })

  test('decimals are counted exactly, far beyond what floating numbers can', () => {
    expect(scaled(readDecimal('0.1') as never, 3n, 1n)).toEqual({ value: 0, exact: false })
    expect(scaled(readDecimal('2.5') as never, 1n, 1n)).toEqual({ value: 3, exact: false })
    expect(scaled(readDecimal('-2.5') as never, 1n, 1n)).toEqual({ value: -3, exact: false })
    expect(scaled(readDecimal('9007199254740991') as never, 1n, 1n)).toEqual({ value: 2 ** 53 - 1, exact: true })
    expect(scaled(readDecimal('9007199254740992') as never, 1n, 1n)).toBeNull()
  })

  test.each([
    ['草场面积（亩）', 'mu'],
    ['面积/平方米', 'm2'],
    ['面积', null],
    ['亩数或公顷', null],
  ] as const)('the unit in the title %s', (title, unit) => {
    expect(unitInTitle(title, ['mu', 'm2', 'ha'])).toBe(unit)
  })
  test.each([
    ['金额（万元）', 'wan'],
    ['流转价款（元）', 'yuan'],
    ['金额', null],
  ] as const)('the unit in the title %s', (title, unit) => {
    expect(unitInTitle(title, ['yuan', 'wan', 'fen'])).toBe(unit)
  })
})

const CHINESE = '〇一二三四五六七八九'
const inChinese = (n: number) =>
  n < 10
    ? (CHINESE[n] as string)
    : `${n >= 20 ? CHINESE[Math.floor(n / 10)] : ''}十${n % 10 === 0 ? '' : CHINESE[n % 10]}`

describe('[import] dates', () => {
  test('every day from 1927 to 2099 in every spelling is that day', () => {
    const day = fc.date({ min: new Date('1927-06-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, (at) => {
        const want = at.toISOString().slice(0, 10)
        const [y, m, d] = want.split('-') as [string, string, string]
        const [month, dayOf] = [String(Number(m)), String(Number(d))]
        const serial = Math.floor(at.getTime() / 86_400_000) + 25_569
        const spellings = [
          want,
          `${y}/${month}/${dayOf}`,
          `${y}.${m}.${d}`,
          `${y}年${month}月${dayOf}日`,
          `${y} 年 ${m} 月 ${d} 日`,
          `${y}年${month}月${dayOf}`,
          `${y}${m}${d}`,
          `${want} 00:00:00`,
          `${want}T08:30:00`,
          `${y}－${m}－${d}`,
          `${[...y].map((c) => CHINESE[Number(c)]).join('')}年${inChinese(Number(m))}月${inChinese(Number(d))}日`,
          `${[...y]
            .map((c) => CHINESE[Number(c)])
            .join('')
            .replaceAll('〇', '○')}年${inChinese(Number(m))}月${inChinese(Number(d))}日`,
          String(serial),
          `${serial}.354`,
        ]
        for (const one of spellings) expect(readDate(one), one).toBe(want)
      }),
      { ...seed, numRuns: 400 },
    )
  })

  test.each(['二〇〇三年元月廿三日', '二零零三年一月二十三日', '2003-1-23', '37644'])('%s', (text) => {
    expect(readDate(text)).toBe('2003-01-23')
  })

  test.each([
    '',
    '2003年',
    '2003年1月',
    '03-1-5',
    '1/2/2003',
    '2003-1/5',
    '长期',
    '2003',
    '200301',
    '999',
    '123456',
    '二〇三年一月一日',
    '二〇〇三年二三月一日',
    '-37622',
  ])('%s leaves something open', (text) => {
    expect(readDate(text)).toBeNull()
  })

  test('a day that there is not is left for the form to refuse', () => {
    expect(readDate('2003-02-30')).toBe('2003-02-30')
  })
})

describe('[import] places', () => {
  const county = '632723'
  const names = new RegionNames(county)
  const towns = townsOf(county)
  const town = towns.find((one) => villagesOf(one.code).length > 2) as (typeof towns)[number]
  const village = villagesOf(town.code)[0] as (typeof towns)[number]

  test('every town by its name, with the county before it, and by its code', () => {
    for (const { code, name } of towns) {
      expect(names.find(name, 'town', null)).toEqual({ ok: true, code })
      expect(names.find(`称多县${name}`, 'town', null)).toEqual({ ok: true, code })
      expect(names.find(code, 'town', null)).toEqual({ ok: true, code })
    }
  })

  test('every village of every town by its name in its town, or is said to be more than one', () => {
    let found = 0
    for (const one of towns) {
      for (const { code, name } of villagesOf(one.code)) {
        const same = villagesOf(one.code).filter((other) => other.name === name).length
        const answer = names.find(name, 'village', one.code)
        expect(answer).toEqual(same === 1 ? { ok: true, code } : { ok: false, problem: 'region-ambiguous' })
        if (same === 1) expect(names.find(`称多县${one.name}${name}`, 'village', null)).toEqual({ ok: true, code })
        found++
      }
    }
    expect(found).toBeGreaterThan(50)
  })

  test('without the ending, with blanks, and not at all', () => {
    const short = village.name.replace(/(?:村民委员会|村委会|社区居委会|居委会|村)$/, '')
    expect(names.find(` ${short} `, 'village', town.code)).toEqual({ ok: true, code: village.code })
    expect(names.find('没有这个村', 'village', town.code)).toEqual({ ok: false, problem: 'region' })
    expect(names.find('没有这个乡', 'town', null)).toEqual({ ok: false, problem: 'region' })
    expect(names.find('12345', 'village', null)).toEqual({ ok: false, problem: 'region' })
  })
})

describe('[import] choices', () => {
  const field = {
    enum: ['home', 'other', 'a'],
    'x-choices': {
      home: { zh: '住宅', en: 'Dwelling' },
      other: { zh: '其他', en: 'Other' },
      a: { zh: '其他', en: 'A' },
    },
  }
  test.each([
    ['住宅', 'home'],
    [' 住 宅 ', 'home'],
    ['dwelling', 'home'],
    ['HOME', 'home'],
    ['ｏｔｈｅｒ', 'other'],
    ['其他', null],
    ['住', null],
  ])('%s', (text, want) => {
    expect(readChoice(text, field)).toBe(want)
  })
  test.each([
    ['是', true],
    ['√', true],
    ['Y', true],
    ['1', true],
    ['否', false],
    ['×', false],
    ['FALSE', false],
    ['也许', null],
    ['', null],
  ])('yes or no: %s', (text, want) => {
    expect(readYesNo(text)).toBe(want)
  })
})
