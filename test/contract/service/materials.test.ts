import { describe, expect, test } from 'vitest'
import { checklist, feesOf, feesText, missingMaterials, totalFees } from '../../../shared/contract/service/index.ts'
import { COUNTY, type Loose, rich, richWith, soundSplit, TODAY } from '../../kit/definitions.ts'

describe('the checklist', () => {
  const needed = (values: Loose) =>
    checklist(rich, values, TODAY, COUNTY)
      .filter((item) => item.needed)
      .map((item) => item.id)
  test.each([
    [{}, ['contract', 'identity']],
    [{ mortgaged: false }, ['contract', 'identity']],
    [{ mortgaged: true }, ['contract', 'identity', 'consent']],
    [{ reason: 'divorce', mortgaged: true }, ['contract', 'identity', 'consent', 'decree']],
    // What a person is still typing is no condition yet.
    [{ reason: 7, mortgaged: 'true' }, ['contract', 'identity']],
  ])('%o needs %o', (values, ids) => expect(needed(values)).toEqual(ids))

  test('what is missing is one list, in the order of the definition', () => {
    const values = { ...soundSplit(), reason: 'divorce', mortgaged: true }
    const missing = (taken: string[]) =>
      missingMaterials(rich, values, taken, TODAY, COUNTY).map((item) => item.title.zh)
    expect(missing(['identity'])).toEqual(['草原承包合同', '抵押权人同意书', '离婚判决书或协议'])
    expect(missing(['identity', 'contract', 'consent', 'decree', 'payment'])).toEqual([])
  })

  test('a condition sees the day and the county', () => {
    const dated = richWith((d) => {
      d.materials[2].requiredWhen = `today >= "2027-01-01" && county == "${COUNTY}"`
    })
    const asked = (today: string, county: string) => checklist(dated, {}, today, county)[2]?.needed
    expect([asked('2027-01-01', COUNTY), asked('2026-12-31', COUNTY), asked('2027-01-01', '632722')]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('fees', () => {
  const fees = (change: Loose, d = rich) =>
    feesOf(d, { ...soundSplit(), ...change }, TODAY, COUNTY).map(({ id, amount }) => [id, amount])
  test.each([
    [{}, [['parcel', 2000]], 2000],
    [
      { price: 500_000 },
      [
        ['parcel', 2000],
        ['share', 500],
      ],
      2500,
    ],
    [{ reason: 'inherit' }, [], 0],
    // A reason that is missing makes the condition unevaluable: somebody has to look.
    [{ reason: undefined }, [['parcel', null]], null],
    [{ parcels: 'none' }, [['parcel', null]], null],
  ])('%o: %o', (change, lines, total) => {
    expect(fees(change)).toEqual(lines)
    expect(totalFees(feesOf(rich, { ...soundSplit(), ...change } as Loose, TODAY, COUNTY))).toBe(total)
  })

  test('nothing is ever charged that is negative or cannot be counted', () => {
    const minus = richWith((d) => {
      d.fees[0].amount = 'size(form.parcels) - 10'
    })
    expect(fees({}, minus)).toEqual([['parcel', null]])
    const huge = richWith((d) => {
      d.fees[0].amount = '9007199254740993'
    })
    expect(fees({}, huge)).toEqual([['parcel', null]])
    const title = rich.fees[0]?.title ?? { zh: '', en: '' }
    expect(totalFees([0, 1].map((n) => ({ id: `f${n}`, title, amount: Number.MAX_SAFE_INTEGER })))).toBeNull()
  })

  test('on a paper each stands with its amount, and what nobody can work out says so', () => {
    const text = (change: Loose, lang: 'zh' | 'en' = 'zh') =>
      feesText(feesOf(rich, { ...soundSplit(), ...change }, TODAY, COUNTY), lang)
    expect(text({})).toBe('登记费 20.00 元')
    expect(text({ price: 500_000 })).toBe('登记费 20.00 元；补偿手续费 5.00 元；合计 25.00 元')
    expect(text({ reason: 'inherit' })).toBe('不收费')
    expect(text({ reason: undefined, price: 500_000 })).toBe('登记费 金额待窗口核定；补偿手续费 5.00 元')
    expect(text({ price: 500_000 }, 'en')).toBe('Registration CNY 20.00; On the compensation CNY 5.00; total CNY 25.00')
  })
})
