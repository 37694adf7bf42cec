import { describe, expect, test } from 'vitest'
import { diffLines, fieldLines, type OpenedValues } from '../../../shared/contract/service/index.ts'
import { type Loose, rich, soundSplit } from '../../kit/definitions.ts'

describe('a form in words', () => {
  const lines = (values: OpenedValues, lang: 'zh' | 'en' = 'zh') => fieldLines(rich, values, lang)
  const line = (values: OpenedValues, name: string) => lines(values).find((one) => one.name === name)

  test('what was filled in, and what should have been, in the order of the sections', () => {
    expect(lines({ approvedArea: 5, price: 100 }).map((one) => [one.section, one.name, one.value])).toEqual([
      ['原承包合同', 'contractNo', ''],
      ['原承包合同', 'zone', ''],
      ['原承包合同', 'town', ''],
      ['原承包合同', 'area', ''],
      ['原承包合同', 'until', ''],
      ['原承包合同', 'wells', ''],
      ['分出的地块', 'parcels', ''],
      ['户主与成员', 'holderName', ''],
      ['户主与成员', 'holderId', ''],
      ['户主与成员', 'members', ''],
      ['分户原因', 'reason', ''],
      ['分户原因', 'mortgaged', ''],
      ['分户原因', 'price', '1.00 元'],
      ['分户原因', 'splitOn', ''],
      ['分户原因', 'undertaking', ''],
      ['核准', 'approvedArea', '5 平方米（合 0.01 亩）'],
    ])
  })

  test('rows are a small table in the order of their columns', () => {
    expect(line(soundSplit(), 'members')).toEqual({
      name: 'members',
      label: '分户成员',
      section: '户主与成员',
      sealed: true,
      wide: true,
      value: expect.stringContaining('1. 才仁多杰'),
      table: {
        columns: ['姓名', '身份证号', '份额（%）', '新户主', '电话'],
        rows: [
          ['才仁多杰', '632723196305120011', '50', '是', ''],
          ['扎西卓玛', '632723198408150028', '50', '', '13897660002'],
        ],
      },
    })
  })

  test('what stays sealed here says so and shows nothing', () => {
    expect(line({ members: null }, 'members')).toMatchObject({ value: null, sealed: true })
    expect(line({ members: null }, 'members')).not.toHaveProperty('table')
    expect(line({ holderPhone: null }, 'holderPhone')).toMatchObject({ value: null })
  })

  test('names that are no fields are not shown', () =>
    expect(lines({ toString: 'x', ghost: 'y' } as Loose).map((one) => one.value)).not.toContain('x'))
})

describe('two forms side by side', () => {
  const differing = (a: OpenedValues, b: OpenedValues) =>
    diffLines(rich, a, b, 'zh')
      .filter((one) => one.differs)
      .map((one) => one.name)

  test('what differs comes first, then what agrees; what neither holds is not there', () => {
    const b = { ...soundSplit(), area: 950_000, price: 5, reasonNote: undefined }
    const lines = diffLines(rich, soundSplit(), b, 'zh')
    expect(lines.slice(0, 2).map(({ name, a, b: other }) => [name, a.value, other.value])).toEqual([
      ['area', '900,000 平方米（合 1,350.00 亩）', '950,000 平方米（合 1,425.00 亩）'],
      ['price', '', '0.05 元'],
    ])
    expect(lines.slice(2).every((one) => !one.differs)).toBe(true)
    expect(lines.map((one) => one.name)).not.toContain('reasonNote')
    expect(lines).toHaveLength(Object.keys(soundSplit()).length + 1)
  })

  test('values are compared, not the words for them', () => {
    // Both areas are shown as the same hundredth of 亩.
    expect(differing({ area: 1 }, { area: 2 })).toEqual(['area'])
    expect(differing({ wells: ['W001', 'W002'] }, { wells: ['W002', 'W001'] })).toEqual(['wells'])
    expect(differing({ members: [{ name: '甲甲', share: 1 }] }, { members: [{ share: 1, name: '甲甲' }] })).toEqual([])
    expect(differing({ members: [{ name: '甲甲' }] }, { members: [{ name: '甲甲', head: false }] })).toEqual([
      'members',
    ])
    expect(differing({ members: null }, { members: [] })).toEqual(['members'])
    expect(differing({ holderName: null }, { holderName: null })).toEqual([])
  })
})
