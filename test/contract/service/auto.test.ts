import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { autoReason, decideAuto } from '../../../shared/contract/service/index.ts'
import { COUNTY, type Loose, rich, richWith, soundSplit, TODAY } from '../../kit/definitions.ts'

const MATERIALS = ['contract', 'identity']
const decide = (change: Loose = {}, given: Loose = {}, d = rich) =>
  decideAuto(d, {
    values: { ...soundSplit(), ...change },
    materials: MATERIALS,
    today: TODAY,
    county: COUNTY,
    ...given,
  })
const reasons = (...given: Parameters<typeof decide>) => decide(...given).reasons.map((one) => one.zh)

test('what the service allows is approved, without a reason', () =>
  expect(decide()).toEqual({ approve: true, reasons: [] }))

describe('everything else goes to a person, with every reason', () => {
  test.each([
    ['its condition', { area: 1_000_000 }, {}, ['不符合自动核准的条件，需人工审核']],
    ['a field', { until: '2026-02-30' }, {}, ['承包期限止：日期：其中的日期不存在']],
    ['a missing field', { splitOn: undefined }, {}, ['分户协议日期：必填']],
    ['a form rule', { price: 1 }, {}, ['补偿金额：有补偿的应附支付凭证']],
    ['a material', {}, { materials: ['contract'] }, ['缺少材料：全体成员身份证']],
    ['the record', {}, { parts: { contract: [{ fields: {}, burdens: ['seizure'] }] } }, ['合同已被查封']],
    [
      'the guard',
      {},
      { parts: { contract: [{ fields: {}, burdens: ['dispute'] }] } },
      ['登记簿上的状态不允许核准'],
      richWith((d) => {
        d.workflow.actions.find((one: Loose) => one.name === 'pass').guard = '!("dispute" in burdens.contract)'
      }),
    ],
    [
      'several',
      { reason: 'divorce', decreeNo: '青0001', mortgaged: true },
      {},
      ['缺少材料：抵押权人同意书', '缺少材料：离婚判决书或协议', '不符合自动核准的条件，需人工审核'],
    ],
    [
      'a condition that cannot be evaluated',
      {},
      {},
      ['不符合自动核准的条件，需人工审核'],
      richWith((d) => {
        d.auto.when = 'form.price < 10'
      }),
    ],
    [
      'a service without it',
      {},
      {},
      ['本事项不能自动核准'],
      richWith((d) => {
        d.auto = null
      }),
    ],
  ] as const)('%s', (_, change, given, expected, d = rich) => {
    expect(reasons(change, given, d)).toEqual(expected)
    expect(decide(change, given, d).approve).toBe(false)
  })

  test('a rule about the form as a whole has no field before it', () => {
    const whole = richWith((d) => {
      delete d.rules[0].field
    })
    expect(reasons({ members: [{ ...(soundSplit()['members'] as Loose)[0], share: 60 }] }, {}, whole)).toContain(
      '成员份额合计应为 100%',
    )
  })
})

test('what later actions filled in is not its business', () =>
  expect(decide({ approvedArea: 0, receiver: '才' }).approve).toBe(true))

test('without the subjects the record is left to the ledger', () => {
  // The pasture lies in another county, which is a rule of the ledger.
  expect(decide({}, { county: '632722' }).approve).toBe(true)
  expect(reasons({}, { county: '632722', parts: {} })).toEqual(['草场不在本县'])
})

test('the same values give the same decision, and a reason exactly when it is no', () => {
  const changes = fc.record(
    {
      area: fc.constantFrom(1, 900_000, 1_000_000, 'x'),
      reason: fc.constantFrom('split', 'other', 'divorce'),
      reasonNote: fc.constantFrom('搬迁', ''),
      mortgaged: fc.boolean(),
      members: fc.constantFrom([], soundSplit()['members']),
      price: fc.constantFrom(0, 5),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(changes, fc.subarray([...MATERIALS, 'payment', 'consent', 'decree']), (change, materials) => {
      const one = decide(change, { materials })
      expect(decide(structuredClone(change), { materials: materials.toReversed() })).toEqual(one)
      expect(one.approve).toBe(one.reasons.length === 0)
      expect(autoReason(one.reasons) === '').toBe(one.approve)
    }),
    { numRuns: 40 },
  )
})

describe('the reason as the text of an act', () => {
  const text = (zh: string) => ({ zh, en: 'x' })
  test('reasons stand one after another', () =>
    expect(autoReason([text('缺少材料：合同'), text('有抵押')])).toBe('缺少材料：合同；有抵押'))
  test('it never grows past what an act may hold, and says how much is left out', () => {
    const many = Array.from({ length: 300 }, (_, i) => text(`第 ${i} 行：必填`))
    const said = autoReason(many)
    expect(said.length).toBeLessThanOrEqual(2000)
    const more = Number(/；另有 ([0-9]+) 条$/.exec(said)?.[1])
    expect(said.split('；').length - 1 + more).toBe(300)
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 3000, unit: 'grapheme' })), (all) => {
        const cut = autoReason(all.map(text))
        expect(cut.length).toBeLessThanOrEqual(2000)
        expect(cut).not.toMatch(/\p{Surrogate}/u)
      }),
      { numRuns: 30 },
    )
    expect(autoReason([text('😀'.repeat(2000))]).length).toBeLessThanOrEqual(2000)
  })
})
