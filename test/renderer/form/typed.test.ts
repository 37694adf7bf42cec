import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readArea, readInteger, readMoney, readYear, yuanText } from '../../../renderer/components/form/numbers.ts'
import { fitTyped, readTyped, toTyped, typedOf, warningFor } from '../../../renderer/components/form/typed.ts'
import { must } from '../../../shared/base/result.ts'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import transfer from '../../../shared/services/grassland-transfer.json' with { type: 'json' }
import { COUNTY, TODAY as DAY, rich, soundSplit } from '../../kit/definitions.ts'

const definition = must(readDefinition(transfer))
const TODAY = '2026-11-22'
const AT = { today: TODAY, county: '632723' }

describe('areas', () => {
  test.each(['', 'abc', '-5', '1.5', '12.5平方米', '1200亩亩', '1.23456亩', '1e3', '１２a'])(
    '%s is not an area',
    (text) => {
      expect(readArea(text)).toBeNull()
    },
  )
  test.each([
    ['4112667', 4112667],
    ['4,112,667', 4112667],
    ['４１１２６６７', 4112667],
    [' 1 200 ', 1200],
    ['1200亩', 800000],
    ['1200.5 亩', 800333],
    ['3mu', 2000],
    ['800m²', 800],
    ['800 平方米', 800],
  ])('%s is %d m²', (text, metres) => {
    expect(readArea(text)).toBe(metres)
  })
})

describe('money', () => {
  test.each(['', '-1', '12.345', '1.2345678万', '12.3.4', '万', '1 2 x'])('%s is not money', (text) => {
    expect(readMoney(text)).toBeNull()
  })
  test.each([
    ['12000', 1_200_000],
    ['12,000.5', 1_200_050],
    ['12000.50元', 1_200_050],
    ['0.07', 7],
    ['12.5万', 12_500_000],
    ['1.234567万', 1_234_567],
  ])('%s is %d fen', (text, fen) => {
    expect(readMoney(text)).toBe(fen)
  })
  test('what is shown for an amount is read back as that amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (fen) => {
        expect(readMoney(yuanText(fen))).toBe(fen)
      }),
    )
  })
})

test('whole numbers take commas and full-width digits, and nothing else', () => {
  expect(readInteger('1,２00')).toBe(1200)
  for (const text of ['', '1.0', '-1', '1e3', '9'.repeat(16)]) expect(readInteger(text)).toBeNull()
})

test.each([
  ['1984', 1984],
  ['１９８４年', 1984],
  [' 2026 ', 2026],
])('%s is a year', (text, year) => {
  expect(readYear(text)).toBe(year)
})

test('what has not four digits is no year', () => {
  for (const text of ['', '84', '19845', '1984.5', '民国73年', '-1984']) expect(readYear(text)).toBeNull()
})

describe('lists as they are typed', () => {
  const read = (typed: Parameters<typeof readTyped>[1]) => readTyped(rich, typed, { today: DAY, county: COUNTY })

  test('blank texts and rows are left out, and it is said which of the typed ones are left', () => {
    const typed = {
      wells: ['', ' W001', '　', 'W002'],
      members: [{}, { name: ' ', head: false }, { name: '才仁', head: false }, { head: true }, { share: '' }],
    }
    expect(read(typed)).toEqual({
      values: { wells: ['W001', 'W002'], members: [{ name: '才仁', head: false }, { head: true }] },
      unread: {},
      rows: { wells: [1, 3], members: [2, 3] },
    })
  })

  test('a cell that cannot be read is told by its typed row, and keeps its row from being taken for an empty one', () => {
    const { values, unread, rows } = read({ members: [{}, { share: '一半' }, { name: '才仁', share: '５０' }] })
    expect(unread['members.1.share']?.zh).toBe('请填整数')
    expect(rows['members']).toEqual([1, 2])
    expect(values['members']).toEqual([{ share: '一半' }, { name: '才仁', share: 50 }])
  })

  test('a list that holds nothing is no value', () => {
    expect(read({ wells: ['', ''], members: [{}], parcels: [] }).values).toEqual({})
  })

  test('fields that do not apply are no values, and what the case holds already decides that too', () => {
    const typed = { decreeNo: 'GD-2026', mortgagee: '农商行' }
    expect(read(typed).values).toEqual({})
    const before = { reason: 'divorce', mortgaged: true }
    expect(readTyped(rich, typed, { today: DAY, county: COUNTY, before }).values).toEqual(typed)
  })

  test('every sound filing, typed and read again, is the same', () => {
    expect(read(fitTyped(rich, typedOf(rich, soundSplit()))).values).toEqual(soundSplit())
    expect(typedOf(rich, { ...soundSplit(), holderId: null }, ['holderId', 'zone', 'unknown'])).toEqual({ zone: 'Z01' })
  })

  test('hostile drafts are read as far as they fit, and never throw', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(rich.form.schema.properties)), fc.anything()),
        (draft) => {
          const fitted = fitTyped(rich, draft)
          expect(() => read(fitted)).not.toThrow()
          expect(fitTyped(rich, fitted)).toEqual(fitted)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('a form as it is typed', () => {
  test('what cannot be read stays out of the values and says why beside its field', () => {
    const read = readTyped(definition, { area: '很大', price: '12.345' }, AT)
    expect(read.values).toEqual({})
    expect(Object.keys(read.unread).sort()).toEqual(['area', 'price'])
  })

  test('an empty text and a tick that is not set are answers not given', () => {
    expect(readTyped(definition, { reason: '', modeNote: '   ', undertaking: false, price: '' }, AT)).toEqual({
      values: {},
      unread: {},
      rows: {},
    })
  })

  test('identifiers and dates take their one stored form', () => {
    const typed = {
      transfereeId: '11010519491231002x',
      signedOn: '20261101',
      from: '2026.12.1',
      contractNo: 'A-100 ',
      area: '1200亩',
      price: '12.5万',
      undertaking: true,
    }
    expect(readTyped(definition, typed, AT)).toEqual({
      values: {
        transfereeId: '11010519491231002X',
        signedOn: '2026-11-01',
        from: '2026-12-01',
        contractNo: 'A-100',
        area: 800000,
        price: 12500000,
        undertaking: true,
      },
      unread: {},
      rows: {},
    })
  })

  test('an identifier that is wrong stays as typed, for the check to say why', () => {
    expect(readTyped(definition, { transfereeId: '110105194912310021' }, AT).values).toEqual({
      transfereeId: '110105194912310021',
    })
  })

  test('what the form does not have is dropped', () => {
    expect(readTyped(definition, { intruder: 'x' }, AT)).toEqual({ values: {}, unread: {}, rows: {} })
  })

  test('a stored value is typed so that it reads back', () => {
    const { area, price, signedOn, undertaking } = definition.form.schema.properties
    if (!area || !price || !signedOn || !undertaking) throw new Error('the definition has changed')
    const typed = {
      area: toTyped(area, 4112667),
      price: toTyped(price, 12_000_050),
      signedOn: toTyped(signedOn, '2026-11-01'),
      undertaking: toTyped(undertaking, true),
    }
    expect(readTyped(definition, typed, AT).values).toEqual({
      area: 4112667,
      price: 12_000_050,
      signedOn: '2026-11-01',
      undertaking: true,
    })
  })
})

test('an area code that is no longer in use is worth a look, never a refusal', () => {
  const { transfereeId, area } = definition.form.schema.properties
  if (!transfereeId || !area) throw new Error('the definition has changed')
  expect(warningFor(transfereeId, '440524188001010014', TODAY)?.zh).toMatch(/不用/)
  expect(warningFor(transfereeId, '11010519491231002X', TODAY)).toBeNull()
  expect(warningFor(transfereeId, '110105194912310021', TODAY)).toBeNull()
  expect(warningFor(area, 12, TODAY)).toBeNull()
})
