import { describe, expect, test } from 'vitest'
import {
  type Bindings,
  evaluateBool,
  inspectExpression,
  namesIn,
  type Place,
} from '../../../shared/contract/service/rules.ts'
import { COUNTY, rich, richWith, soundSplit, TODAY } from '../../kit/definitions.ts'
import { GOLDEN_DEFINITION } from './golden.ts'

const PLACES: readonly Place[] = ['form', 'ledger', 'guard', 'when', 'fee', 'auto']

describe('what is seen where', () => {
  test.each([
    ['form.area > 1', ['form', 'ledger', 'guard', 'when', 'auto']],
    ['form.holderName == "x"', ['form', 'when', 'auto']],
    ['has(form.mortgagee)', ['form', 'when', 'auto']],
    ['form.members.exists(m, m.share > 1)', ['form', 'when', 'auto']],
    ['sum(form.members, "share") > 1', ['form', 'when', 'auto']],
    ['county == "x"', ['form', 'ledger', 'guard', 'when', 'auto']],
    ['today > "2026-01-01"', ['form', 'when', 'auto']],
    ['"payment" in materials', ['form', 'auto']],
    ['has(contract.area)', ['form', 'ledger', 'guard']],
    ['has(contract.holderId)', ['form']],
    ['"seizure" in burdens.contract', ['form', 'ledger', 'guard']],
    ['has(zone.status)', ['form']],
    ['"x" in burdens.zone', ['form']],
    ['has(parcel.area)', ['form']],
    ['has(well.status)', ['form', 'ledger', 'guard']],
    ['true', ['form', 'ledger', 'guard', 'when', 'auto']],
    ['1', ['fee']],
    ['form.area * 2', ['fee']],
    ['sum(form.members, "share")', ['fee']],
    ['daysBetween(form.splitOn, today)', ['fee']],
    ['"text"', []],
    ['form.wells', []],
    ['form.members', []],
    ['form.members.exists(today, today.share > 1)', []],
    ['form.members.exists(contract, contract.share > 1)', []],
    ['form.parcels.exists(materials, materials.area > 1)', []],
  ] as [string, Place[]][])('%s', (source, seen) => {
    expect(PLACES.filter((place) => inspectExpression(rich, place, source, 'x') === null)).toEqual(seen)
  })
})

describe('what is wrong is said by name', () => {
  test.each([
    ['form.ghost == 1', 'there is no field ghost'],
    ['form.members.exists(m, m.ghost == 1)', 'there is no column ghost'],
    ['sum(form.members, "ghost") == 1', 'there is no column ghost'],
    ['form.price > 1', 'form.price may be absent: ask has(form.price) first'],
    ['form.reasonNote == "x"', 'form.reasonNote may be absent: ask has(form.reasonNote) first'],
    ['form.approvedArea > 1', 'form.approvedArea may be absent: ask has(form.approvedArea) first'],
    ['form.members.exists(m, m.phone == "1")', 'm.phone may be absent: ask has(m.phone) first'],
    ['contract.area > 1', 'contract.area may be absent: ask has(contract.area) first'],
    ['ghost.area > 1', 'the name ghost is not known here'],
    ['form.area < form.town', 'an integer is compared with a text'],
    ['form.area == form.mortgaged', 'an integer is compared with true or false'],
    ['form.mortgaged < true', 'true or false has no order with true or false'],
    ['form.wells == form.wells', 'a list cannot be compared'],
    ['form.area + form.town == "x"', 'a text in arithmetic'],
    ['form.area && true', 'an integer stands where true or false is needed'],
    ['form.mortgaged ? 1 : "x"', '?: gives an integer or a text'],
    ['form.members.exists(m, form.parcels.exists(p, p.area > m.share))', 'exists inside another'],
    ['form.members.map(m, m.share)', 'map is not part of engine 1'],
    ['form.town.matches("x")', 'the function matches is not part of engine 1'],
    ['fetch("x") == 1', 'the function fetch is not part of engine 1'],
    ['form.reason == "splt"', '"splt" is none of the choices'],
    ['form.reason in ["split", "gift"]', '"gift" is none of the choices'],
    ['"receipt" in materials', '"receipt" is none of the choices'],
    ['addDays(form.holderName, 1) > today', 'a text that is not a date: it needs the identifier date or past-date'],
    ['birthOf(form.holderName) > today', 'a text that is not an identity number: it needs the identifier cn-id'],
    ['form.area', 'gives an integer in place of true or false'],
    ['form.area > 1 &&', 'not an expression: look at character 15'],
    ['form.area > 1.5', 'numbers are integers'],
    ['form.area > 99999999999999999999', 'an integer of more than 64 bits'],
    ['form.area ≥ 1', '"≥ 1" is not part of engine 1'],
    ['form.town == "a\u202eb"', 'holds a character that cannot be seen'],
    ['form.town == "a\ud800"', 'holds a character that cannot be seen'],
  ])('%s', (source, words) => expect(inspectExpression(rich, 'form', source, 'rules.x')).toBe(`rules.x: ${words}`))

  test.each([
    ['form.holderName == "x"', 'form.holderName is sealed'],
    ['has(contract.holderId)', 'contract.holderId is sealed'],
  ])('on the ledger: %s', (source, words) => {
    expect(inspectExpression(rich, 'ledger', source, 'x')).toBe(`x: ${words}`)
    expect(inspectExpression(rich, 'guard', source, 'x')).toBe(`x: ${words}`)
  })

  test('a part that takes the name of something else', () => {
    for (const name of ['form', 'burdens', 'materials', 'today', 'county']) {
      const d = richWith((document) => void (document.subjects[0].name = name))
      expect(inspectExpression(d, 'form', 'true', 'x')).toBe(`x: no part can be called ${name}`)
      expect(evaluateBool(d, 'true', { form: {} })).toBeNull()
    }
  })
})

describe('sizes, to the last that is accepted', () => {
  const times = (n: number, text: string, by = '') => Array<string>(n).fill(text).join(by)
  const list = (n: number) => `form.area in [${times(n, '1', ',')}]`
  test.each([
    ['characters', 1000, (n: number) => `form.area > 1${' '.repeat(n - 13)}`],
    ['brackets', 16, (n: number) => `${times(n, '(')}true${times(n, ')')}`],
    ['choices', 40, (n: number) => `${times(n, 'true ? true : ')}true`],
    ['elements', 64, list],
    ['nodes', 200, (n: number) => `${list(64)} && ${list(64)} && ${list(n - 142)}`],
    ['levels', 63, (n: number) => `form.area${times(n, '+1')} > 0`],
    ['bits', 63, (n: number) => `form.area < ${2n ** BigInt(n) - 1n}`],
  ])('%s: %i', (_, most, source) => {
    expect(inspectExpression(rich, 'form', source(most), 'x')).toBeNull()
    expect(evaluateBool(rich, source(most), { form: soundSplit() })).not.toBeNull()
    expect(inspectExpression(rich, 'form', source(most + 1), 'x')).toMatch(/^x: /)
    expect(evaluateBool(rich, source(most + 1), { form: soundSplit() })).toBeNull()
  })
})

test('the names in an expression', () => {
  expect(namesIn(rich, 'has(form.price) && form.area > 1 || has(contract.area) || "x" in burdens.well')).toEqual({
    form: ['price', 'area'],
    parts: ['contract', 'well'],
  })
  expect(namesIn(rich, 'form.members.exists(m, m.share > form.area)')).toEqual({ form: ['members', 'area'], parts: [] })
  expect(namesIn(rich, 'form.ghost == 1')).toEqual({ form: [], parts: [] })
  expect(namesIn(rich, '(((')).toEqual({ form: [], parts: [] })
})

describe('values', () => {
  const b: Bindings = { form: soundSplit(), today: TODAY, county: COUNTY }
  const ask = (source: string, change: Partial<Bindings> = {}) => evaluateBool(rich, source, { ...b, ...change })

  test('names that every object has are no fields', () => {
    const form = Object.create({ area: 1, price: 1 }) as Bindings['form']
    expect(ask('has(form.price)', { form })).toBe(false)
    expect(ask('has(contract.toString) || has(contract.constructor)', { parts: {} })).toBe(false)
    const d = richWith((document) => void (document.subjects[0].name = 'constructor'))
    expect(evaluateBool(d, 'has(constructor.name) || size(burdens.constructor) > 0', b)).toBe(false)
    const named = richWith((document) => {
      document.form.schema.properties.constructor = { type: 'string', maxLength: 9, 'x-title': { zh: '甲', en: 'A' } }
    })
    expect(evaluateBool(named, 'has(form.constructor)', b)).toBe(false)
    expect(evaluateBool(named, 'has(form.constructor)', { ...b, form: { constructor: 'x' } as never })).toBe(true)
  })

  test('what stands on record and is too large for an expression cannot be asked about', () => {
    const part = (value: unknown) => ({ parts: { contract: { x: value, y: 1 } as never } })
    const known = 'has(contract.x)'
    expect(ask(known, part('x'.repeat(4000)))).toBe(true)
    expect(ask(known, part('x'.repeat(4001)))).toBeNull()
    expect(ask(known, part(Array(50).fill('x')))).toBe(true)
    expect(ask(known, part(Array(51).fill('x')))).toBeNull()
    expect(ask(known, part(1.5))).toBeNull()
    expect(ask('has(contract.y) && contract.y == 1', part(1.5))).toBe(true)
    expect(
      ask('"k0" in burdens.contract', { burdens: { contract: Array.from({ length: 50 }, (_, i) => `k${i}`) } }),
    ).toBe(true)
    expect(
      ask('"k0" in burdens.contract', { burdens: { contract: Array.from({ length: 51 }, (_, i) => `k${i}`) } }),
    ).toBeNull()
  })

  test('an error within is not the reader’s: how deep errors are traced stays as it was', () => {
    const before = Error.stackTraceLimit
    Error.stackTraceLimit = 7
    expect(ask('1 / 0 == 1')).toBeNull()
    expect(Error.stackTraceLimit).toBe(7)
    Error.stackTraceLimit = before
  })

  test('compiled once per definition, and the same as afresh', () => {
    const fresh = () => evaluateBool(structuredClone(GOLDEN_DEFINITION), 'form.a > 1', { form: { a: 2 } })
    expect([fresh(), fresh(), evaluateBool(GOLDEN_DEFINITION, 'form.a > 1', { form: { a: 2 } })]).toEqual([
      true,
      true,
      true,
    ])
    const narrower = richWith((document) => void delete document.form.schema.properties.price)
    expect(evaluateBool(narrower, 'has(form.price)', b)).toBeNull()
    expect(ask('has(form.price)')).toBe(false)
  })
})
