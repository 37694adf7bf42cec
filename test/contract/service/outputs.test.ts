import { describe, expect, test } from 'vitest'
import { paperLines, showValue } from '../../../shared/contract/service/index.ts'
import { showArea, showMoney } from '../../../shared/contract/service/outputs.ts'
import { soundTransfer, transfer } from './samples.ts'

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

  test('choices and regions by name, in the language asked for', () => {
    const { mode, village, undertaking } = transfer.form.schema.properties
    if (!mode || !village || !undertaking) throw new Error('fields')
    expect(showValue(mode, 'inherit', 'zh')).toBe('继承')
    expect(showValue(mode, 'inherit', 'en')).toBe('Inheritance')
    expect(showValue(mode, 'toString', 'en')).toBe('toString')
    expect(showValue(village, '632723103200', 'en')).toBe('称多县清水河镇扎哈村委会')
    expect(showValue(village, '999999999999', 'zh')).toBe('999999999999')
    expect(showValue(undertaking, true, 'zh')).toBe('是')
  })
})

describe('papers', () => {
  const facts = { 'case.number': '6327230010001', 'case.received': '2026-11-22 09:30', 'case.clerk': '才仁卓玛' }

  test('the slip says what it is worth and who is concerned', () => {
    const { slip } = transfer.outputs
    expect(slip.standing.zh).toContain('尚未登记')
    const rows = new Map(
      paperLines(transfer, slip, { values: soundTransfer(), facts }, 'zh').map((r) => [r.label, r.value]),
    )
    expect(rows.get('办理事项')).toBe('草原承包经营权转移登记')
    expect(rows.get('受让方')).toBe('扎西卓玛')
    expect(rows.get('转移方式')).toBe('转让')
    expect(rows.get('收件号')).toBe('6327230010001')
    expect(rows.get('收件人')).toBe('才仁卓玛')
    expect(rows.has('已收材料')).toBe(false)
  })

  test('without the sealed values only public ones are printed', () => {
    const open = Object.fromEntries(Object.entries(soundTransfer()).filter(([n]) => !transfer.sealed.includes(n)))
    const labels = paperLines(transfer, transfer.outputs.certificate, { values: open, facts }, 'en').map((r) => r.label)
    expect(labels).toContain('Pasture area')
    expect(labels).not.toContain('Transferee')
  })
})
