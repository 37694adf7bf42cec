import { describe, expect, test } from 'vitest'
import type { FieldSchema, ScalarSchema } from '../../../shared/contract/service/index.ts'
import { paperLines, showValue } from '../../../shared/contract/service/index.ts'
import { showArea, showMoney } from '../../../shared/contract/service/outputs.ts'
import { type Loose, rich, soundSplit } from '../../kit/definitions.ts'

const field = (name: string) => rich.form.schema.properties[name] as FieldSchema

describe('values as people read them', () => {
  test.each([
    [666_667, '666,667 平方米（合 1,000.00 亩）'],
    [1, '1 平方米（合 0.00 亩）'],
    [10, '10 平方米（合 0.02 亩）'],
    [1_000_000, '1,000,000 平方米（合 1,500.00 亩）'],
  ])('%d m²', (area, text) => expect(showArea(area, 'zh')).toBe(text))

  test.each([
    [0, '0.00 元'],
    [5, '0.05 元'],
    [12_345_678, '123,456.78 元'],
    [-150, '-1.50 元'],
  ])('%d fen', (fen, text) => expect(showMoney(fen, 'zh')).toBe(text))

  test.each([
    ['reason', 'inherit', 'zh', '继承'],
    ['reason', 'inherit', 'en', 'Inheritance'],
    ['reason', 'toString', 'en', 'toString'],
    ['town', '632723103', 'en', '称多县清水河镇'],
    ['town', '999999999', 'zh', '999999999'],
    ['undertaking', true, 'zh', '是'],
    ['mortgaged', false, 'en', 'no'],
    ['firstYear', 1998, 'zh', '1998'],
    ['area', 10, 'en', '10 m² (0.02 mu)'],
    ['wells', ['W001', 'W002'], 'zh', 'W001、W002'],
    ['wells', [], 'zh', ''],
    ['languages', ['zh', 'bo'], 'zh', '汉文、藏文'],
    ['languages', ['zh', 'bo'], 'en', 'Chinese, Tibetan'],
    [
      'members',
      soundSplit()['members'],
      'zh',
      '1. 才仁多杰，身份证号 632723196305120011，份额（%） 50，新户主 是；2. 扎西卓玛，身份证号 632723198408150028，份额（%） 50，电话 13897660002',
    ],
    [
      'parcels',
      [{ area: 10, village: '632723103200', parcelNo: 'P-0001' }],
      'en',
      '1. P-0001, Area 10 m² (0.02 mu), Village 称多县清水河镇扎哈村委会',
    ],
    // What is not of the field's kind is shown as it stands.
    ['members', 'x', 'zh', 'x'],
    ['area', ['a', 'b'], 'zh', 'a、b'],
    ['members', [7, null, { name: '罗藏' }], 'zh', '1. 罗藏'],
  ] as const)('%s %o in %s: %s', (name, value, lang, text) =>
    expect(showValue(field(name), value as Loose, lang)).toBe(text),
  )

  test('columns stand in the order of `required`, whatever the order of the keys', () => {
    const { items } = field('members') as Loose
    const properties = Object.fromEntries(Object.entries(items.properties as Record<string, ScalarSchema>).reverse())
    const turned = { ...field('members'), items: { ...items, properties } } as FieldSchema
    const members = soundSplit()['members'] as Loose
    expect(showValue(turned, members, 'zh')).toBe(showValue(field('members'), members, 'zh'))
  })

  test('what is endless ends', () => {
    expect(showValue(field('holderAddress'), '长'.repeat(3000), 'zh')).toBe(`${'长'.repeat(2000)}…`)
    expect(showValue(field('holderAddress'), `长${'😀'.repeat(2500)}`, 'zh')).not.toMatch(/\p{Surrogate}/u)
    const many = Array.from({ length: 60 }, () => 'W001')
    expect(showValue(field('wells'), many, 'zh').endsWith('W001（另有 10 条）')).toBe(true)
  })
})

describe('papers', () => {
  const facts = {
    'case.number': '6327230010001',
    'case.received': '2026-11-22 09:30',
    'case.fees': '登记费 20.00 元',
    'case.missing': '',
    'case.reason': '长'.repeat(3000),
  }
  const paper = (which: 'slip' | 'certificate', values: Loose, lang: 'zh' | 'en' = 'zh') =>
    new Map(paperLines(rich, rich.outputs[which], { values, facts }, lang).map((r) => [r.label, r.value]))

  test('the slip says what was taken and who is concerned', () => {
    const rows = paper('slip', soundSplit())
    expect(rows.get('办理事项')).toBe('草原承包分户登记')
    expect(rows.get('户主')).toBe('才仁多杰')
    expect(rows.get('共用水井')).toBe('W001、W002')
    expect(rows.get('分出的地块')).toContain('2. 632723103200010001-2')
    expect(rows.get('应缴费用')).toBe('登记费 20.00 元')
    expect(rows.has('已收材料')).toBe(false)
  })

  test('a list of rows is a table beside its words, and says where it comes from', () => {
    const lines = paperLines(rich, rich.outputs.slip, { values: soundSplit(), facts }, 'zh')
    const parcels = lines.find((line) => line.from === 'field.parcels')
    expect(parcels?.table?.columns).toEqual(['地块编号', '面积', '所在村', '备注'])
    expect(parcels?.table?.rows.map((row) => row[3])).toEqual(['', '含冬季草场'])
    expect(lines.find((line) => line.from === 'field.wells')?.table).toBeUndefined()
  })

  test('without the sealed values only public ones are printed', () => {
    const open = Object.fromEntries(Object.entries(soundSplit()).filter(([n]) => !rich.sealed.includes(n)))
    expect([...paper('certificate', { ...open, approvedArea: 5 }, 'en').keys()]).toEqual(['Approved area'])
  })

  test('what is empty has no row, and a row has an end', () => {
    const ask = rich.outputs.notices['ask']
    if (ask === undefined) throw new Error('no notice')
    const lines = paperLines(rich, ask, { values: {}, facts }, 'zh')
    expect(lines.map((line) => line.label)).toEqual(['收件号', '原因'])
    expect(lines[1]?.value).toHaveLength(2001)
    const stray = { ...ask, rows: [{ label: { zh: '甲', en: 'A' }, from: 'field.toString' }] }
    expect(paperLines(rich, stray, { values: { toString: 'x' }, facts }, 'zh')).toEqual([])
  })
})
