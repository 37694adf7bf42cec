import { describe, expect, test } from 'vitest'
import { formViolations, ledgerViolations, readDefinition } from '../../../shared/contract/service/index.ts'
import { compile, inspectRule } from '../../../shared/contract/service/rules.ts'
import { RULE_CASES } from './rule-cases.ts'
import { COUNTY, type Loose, soundTransfer, stock, TODAY, transfer, transferDocument, transferWith } from './samples.ts'

test.each(RULE_CASES)('%s on case %#', (when, bindings, answer) => {
  expect(compile(when).evaluate(bindings)).toBe(answer)
})

test('no code is made out of text: the policy of the shipped program holds here too', () => {
  expect(() => Reflect.construct(Function, ['return 1'])).toThrow(/Code generation/)
})

describe('outside engine 1', () => {
  test.each([
    ['nothing', ''],
    ['no expression', 'form.area <'],
    ['two expressions', 'true; true'],
    ['a clock', 'now() > today'],
    ['a time', 'timestamp("2026-01-01T00:00:00Z") > timestamp("2025-01-01T00:00:00Z")'],
    ['a duration', 'duration("1s") > duration("2s")'],
    ['a float', 'form.area > 1.5'],
    ['an unsigned constant', 'form.area > 1u'],
    ['bytes', 'b"x" == b"y"'],
    ['a conversion', 'double(form.area) > 1'],
    ['a regular expression', 'form.town.matches("^(a+)+$")'],
    ['a macro', '[1, 2].exists(x, x > form.area)'],
    ['a map', '{"a": 1}.a == 1'],
    ['an index', 'form["area"] > 1'],
    ['the form as a value', 'form == form'],
    ['the size of the form', 'size(form) > 1'],
    ['a field of a field', 'form.town.name == "x"'],
    ['a field of today', 'today.year == "x"'],
    ['an unknown name', 'globalThis.x == 1'],
    ['an unknown function', 'fetch("x") == "y"'],
    ['a field that is not there', 'form.ghost == 1'],
    ['a field that every object has', 'form.constructor == 1'],
    ['something that is not true or false', 'form.area'],
    ['types that do not fit', 'form.area < form.town'],
    ['the subject on a form rule', 'subject.area == 1'],
    ['a long expression', `form.area > 0${' && form.area > 0'.repeat(70)}`],
    ['many nodes', `form.area in [${Array(201).fill('1').join(',')}]`],
    [
      'many nodes in small lists',
      Array(4)
        .fill(`[${Array(60).fill('1').join(',')}]`)
        .join(' == '),
    ],
    ['a deep expression', `${'('.repeat(17)}true${')'.repeat(17)}`],
    ['a very deep expression', '('.repeat(900)],
    ['a long chain of choices', `${'true?1:'.repeat(99)}1 == 1`],
  ])('%s', (_, when) => {
    expect(inspectRule(transfer, { on: 'form', when }, 'rule')).toMatch(/^rule: /)
    const document = transferDocument()
    document.rules[0].when = when
    expect(readDefinition(document)).toMatchObject({ ok: false, code: 'wrong-shape' })
  })

  test.each([
    ['[X1] a date', 'form.until < today'],
    ['[X3] a sealed field', 'form.price > 1'],
    ['[X3] whether a sealed field is there', 'has(form.price)'],
  ])('on a ledger rule: %s', (_, when) => {
    expect(inspectRule(transfer, { on: 'ledger', when }, 'rule')).toMatch(/^rule: /)
    expect(inspectRule(transfer, { on: 'form', when }, 'rule')).toBeNull()
  })

  test('the subject where the service makes it', () => {
    expect(inspectRule(stock, { on: 'ledger', when: 'subject.area == 1' }, 'rule')).toMatch(/subject/)
  })
})

describe('the rules of the transfer', () => {
  const ids = (d = transfer, change: Loose = {}, broken: string[] = []) =>
    formViolations(d, { form: { ...soundTransfer(), ...change }, today: TODAY, county: COUNTY }, new Set(broken)).map(
      (r) => r.id,
    )

  test('a sound form violates none', () => expect(ids()).toEqual([]))

  test.each([
    ['term-order', { until: '2026-11-22' }],
    ['village-in-town', { village: '632723100207' }],
    ['two-persons', { transfereeId: soundTransfer()['transferorId'] }],
    ['mode-note', { mode: 'other' }],
    ['inherit-price', { mode: 'inherit' }],
  ])('%s', (id, change) => expect(ids(transfer, change)).toEqual([id]))

  test('a rule about a field that is broken anyway waits', () => {
    expect(ids(transfer, { until: '2026-11-22' }, ['from'])).toEqual([])
  })

  test('a rule that cannot be evaluated counts as violated', () => {
    const d = transferWith((x) => void (x.rules[0].when = 'form.price > 0 && false || form.modeNote == "x"'))
    expect(ids(d)).toEqual(['term-order'])
  })
})

describe('[X1] the ledger rules of the transfer', () => {
  const subject = {
    contractNo: '632723103200010001J',
    area: 666_667,
    until: '2052-12-31',
    status: 'active',
  }
  const { contractNo, area, until } = soundTransfer() as Record<string, string | number>
  const form = { contractNo, area, until } as Record<string, string | number>
  const ids = (f: Loose, s: Loose) =>
    ledgerViolations(transfer, { form: { ...form, ...f }, subject: { ...subject, ...s }, county: COUNTY }).map(
      (r) => r.id,
    )

  test('hold on a sound filing', () => expect(ids({}, {})).toEqual([]))
  test.each([
    ['same-contract', { contractNo: 'X-0001' }, {}],
    ['contract-active', {}, { status: 'ended' }],
    ['whole-pasture', { area: 666_666 }, {}],
    ['whole-pasture', { area: '666667' }, {}],
    ['within-term', { until: '2053-01-01' }, {}],
    ['within-term', { until: 7 }, {}],
  ])('%s', (id, f, s) => expect(ids(f, s)).toEqual([id]))

  test('without a subject all of them err, and so all are violated', () => {
    expect(ledgerViolations(transfer, { form, county: COUNTY })).toHaveLength(4)
  })

  test('the stock lets a pasture of another county not in', () => {
    const violated = (county: string) =>
      ledgerViolations(stock, { form: { town: '632723103' }, county }).map((r) => r.id)
    expect(violated('632723')).toEqual([])
    expect(violated('632726')).toEqual(['town-in-county'])
  })
})
