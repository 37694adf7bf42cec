import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkForm,
  type FieldValues,
  type FormContext,
  isNeeded,
  isShown,
  normaliseForm,
} from '../../../shared/contract/service/index.ts'
import { COUNTY, type Loose, rich, richWith, soundSplit, TODAY, withRow } from '../../kit/definitions.ts'
import { hostileValues as hostile } from './hostile-values.ts'

const given = (change: Loose = {}, without: readonly string[] = []): FieldValues => {
  const values: Loose = { ...soundSplit(), ...change }
  for (const name of without) delete values[name]
  return values
}
const problems = (change: Loose = {}, without: readonly string[] = [], context: FormContext = {}) =>
  checkForm(rich, given(change, without), TODAY, COUNTY, context)
const short = (change: Loose = {}, without: readonly string[] = [], context: FormContext = {}) =>
  problems(change, without, context).map((p) => [p.field, p.problem])

test('a sound form has no problem', () => expect(problems()).toEqual([]))

describe('a problem stands beside its field', () => {
  test.each([
    [{ area: 0 }, 'area', 'minimum'],
    [{ area: 10_000_000_001 }, 'area', 'maximum'],
    [{ area: 1.5 }, 'area', 'type'],
    [{ area: '666667' }, 'area', 'type'],
    [{ area: true }, 'area', 'type'],
    [{ area: [5] }, 'area', 'type'],
    [{ contractNo: 'abc' }, 'contractNo', 'pattern'],
    [{ contractNo: 'A'.repeat(41) }, 'contractNo', 'maxLength'],
    [{ reason: 'gift' }, 'reason', 'enum'],
    [{ undertaking: false }, 'undertaking', 'const'],
    [{ undertaking: 'true' }, 'undertaking', 'type'],
    [{ holderName: 7 }, 'holderName', 'type'],
    [{ holderName: '才' }, 'holderName', 'identifier.length'],
    [{ holderName: '才'.repeat(5000) }, 'holderName', 'maxLength'],
    [{ holderId: '632723196305120012' }, 'holderId', 'identifier.check-digit'],
    [{ holderPhone: '+8613897660001' }, 'holderPhone', 'identifier.form'],
    [{ town: '632723999' }, 'town', 'identifier.region'],
    [{ splitOn: '2026-11-21' }, 'splitOn', 'identifier.future'],
    [{ splitOn: '2026-02-30' }, 'splitOn', 'identifier.date'],
    [{ price: -1 }, 'price', 'minimum'],
    [{ ghost: 1 }, 'ghost', 'unknown'],
    [{ toString: 'x' }, 'toString', 'unknown'],
    [{ receiver: '才仁多杰' }, 'receiver', 'unknown'],
    [{ wells: 'W001' }, 'wells', 'type'],
    [{ wells: [] }, 'wells', 'minItems'],
    [{ wells: ['W001', 'W002', 'W003', 'W004', 'W005'] }, 'wells', 'maxItems'],
    [{ wells: ['W001', 'w2'] }, 'wells.1', 'pattern'],
    [{ wells: ['W001', 7] }, 'wells.1', 'type'],
    [{ wells: ['W001', 'W002', 'W001'] }, 'wells.2', 'uniqueItems'],
    [{ wells: ['W001', undefined] }, 'wells.1', 'type'],
    [withRow('members', 0, { share: 50n }), 'members.0.share', 'type'],
    [{ languages: ['zh', 'en'] }, 'languages.1', 'enum'],
    [{ members: [] }, 'members', 'minItems'],
    [{ members: {} }, 'members', 'type'],
    [{ members: ['才仁多杰'] }, 'members.0', 'type'],
    [{ members: Array.from({ length: 13 }, () => ({})) }, 'members', 'maxItems'],
    [withRow('members', 1, { idNumber: '632723198408150027' }), 'members.1.idNumber', 'identifier.check-digit'],
    [withRow('members', 0, { share: 0 }), 'members.0.share', 'minimum'],
    [withRow('members', 0, { share: '50' }), 'members.0.share', 'type'],
    [withRow('members', 1, { share: undefined }), 'members.1.share', 'missing'],
    [withRow('members', 1, { ghost: 'x' }), 'members.1.ghost', 'unknown'],
    [withRow('parcels', 1, { village: '632723103999' }), 'parcels.1.village', 'identifier.region'],
    [withRow('parcels', 1, { parcelNo: '632723103200010001-1' }), 'parcels.1.parcelNo', 'uniqueItems'],
  ])('%o: %s %s', (change, field, problem) => {
    expect(short(change)).toEqual([[field, problem]])
    for (const { message } of problems(change))
      expect([/\S/.test(message.zh), /\S/.test(message.en)]).toEqual([true, true])
  })

  test('people are told the row, counted from 1, and the column', () => {
    const [problem] = problems(withRow('members', 1, { idNumber: '632723198408150027' }))
    expect(problem?.message.zh).toBe('第 2 行身份证号：校验码不对，请核对有没有输错')
    expect(problems(withRow('members', 1, { share: undefined }))[0]?.message).toEqual({
      zh: '第 2 行份额（%）：必填',
      en: 'Row 2, Share (%): Required',
    })
    expect(problems({ wells: ['W001', 'w2'] })[0]?.message.zh).toBe('第 2 项：格式不对')
    expect(problems({ wells: [] })[0]?.message.zh).toBe('至少 1 项')
    expect(problems({ members: Array.from({ length: 13 }, () => ({})) })[0]?.message.zh).toBe('最多 12 行')
  })

  test('every required field is asked for, in the order of the form, and no rule adds to it', () => {
    for (const name of rich.form.schema.required) expect(short({}, [name])).toEqual([[name, 'missing']])
    const shown = rich.form.sections.flatMap((section) => section.fields)
    expect(checkForm(rich, {}, TODAY, COUNTY).map((p) => p.field)).toEqual(
      shown.filter((name) => rich.form.schema.required.includes(name)),
    )
  })

  test('optional fields may be left out', () =>
    expect(short({}, ['holderPhone', 'languages', 'price', 'firstYear'])).toEqual([]))

  test('a key has to make an id of its part, and no subject is named twice by two parts', () => {
    const narrow = richWith((d) => {
      d.subjects[0].id = '^632723/pasture-contract/[0-9]+$'
    })
    expect(checkForm(narrow, soundSplit(), TODAY, COUNTY).map((p) => [p.field, p.problem])).toEqual([
      ['contractNo', 'pattern'],
    ])
    const again = richWith((d) => {
      d.subjects.push({ ...d.subjects[0], name: 'other', key: 'parcels.parcelNo' })
    })
    const same = given(withRow('parcels', 0, { parcelNo: soundSplit()['contractNo'] }))
    expect(checkForm(again, same, TODAY, COUNTY).map((p) => [p.field, p.problem])).toEqual([
      ['parcels.0.parcelNo', 'uniqueItems'],
    ])
  })
})

describe('rules', () => {
  test.each([
    [withRow('members', 0, { share: 40 }), [['members', 'rule.shares']]],
    [withRow('members', 0, { head: false }), [['members', 'rule.one-head']]],
    [{ area: 800_000 }, [['parcels', 'rule.parcels-in-area']]],
    [{ until: '2026-11-16' }, [['until', 'rule.term']]],
    [{ price: 1 }, [['price', 'rule.paid']]],
    // A rule whose list is broken waits for it to be mended.
    [
      { ...withRow('parcels', 1, { parcelNo: '632723103200010001-1' }), area: 800_000 },
      [['parcels.1.parcelNo', 'uniqueItems']],
    ],
    [withRow('members', 0, { share: 0 }), [['members.0.share', 'minimum']]],
  ])('%o', (change, expected) => expect(short(change)).toEqual(expected))

  test('materials, parts and burdens are what the context says', () => {
    expect(short({ price: 1 }, [], { materials: ['payment'] })).toEqual([])
    const contract = (fields: FieldValues) => ({ parts: { contract: [{ fields, burdens: [] }] } })
    expect(short({}, [], contract({ holderId: '632723196305120011' }))).toEqual([])
    expect(short({}, [], contract({ holderId: '632723198408150028' }))).toEqual([['holderId', 'rule.holder-on-record']])
    expect(short({}, [], { parts: { zone: [{ fields: { status: 'banned' }, burdens: [] }] } })).toEqual([
      ['zone', 'rule.zone-banned'],
    ])
  })
})

describe('a field that comes and goes', () => {
  test.each([
    [{ reason: 'other' }, [['reasonNote', 'missing']]],
    [{ reason: 'other', reasonNote: '搬迁' }, []],
    [{ reason: 'other', reasonNote: '搬' }, [['reasonNote', 'minLength']]],
    [{ reasonNote: '搬迁' }, [['reasonNote', 'hidden']]],
    [{ mortgaged: true }, []],
    [{ mortgaged: true, mortgagee: '县农商银行' }, []],
    [{ mortgagee: '县农商银行' }, [['mortgagee', 'hidden']]],
    [
      { reason: 'gift', reasonNote: '搬迁' },
      [
        ['reason', 'enum'],
        ['reasonNote', 'hidden'],
      ],
    ],
  ])('%o', (change, expected) => expect(short(change)).toEqual(expected))

  test('what hangs on a field that is missing is not reported beside it', () =>
    expect(short({ reasonNote: '搬迁' }, ['reason'])).toEqual([['reason', 'missing']]))

  test('a condition that errs by itself hides', () => {
    const broken = richWith((d) => {
      d.form.schema.properties.decreeNo['x-when'] = 'form.price > 0'
    })
    const found = (change: Loose) => checkForm(broken, given(change), TODAY, COUNTY).map((p) => [p.field, p.problem])
    expect(found({ decreeNo: '青0001' })).toEqual([['decreeNo', 'hidden']])
    expect(found({})).toEqual([])
  })

  test('screens ask what to show and what to need', () => {
    const ask = (name: string, values: FieldValues) => [
      isShown(rich, name, values, TODAY, COUNTY),
      isNeeded(rich, name, values, TODAY, COUNTY),
    ]
    expect(ask('reasonNote', {})).toEqual([false, false])
    expect(ask('reasonNote', { reason: 'other' })).toEqual([true, true])
    expect(ask('mortgagee', { mortgaged: true })).toEqual([true, false])
    expect(ask('area', {})).toEqual([true, true])
    expect(ask('price', {})).toEqual([true, false])
  })
})

describe('fields of later actions', () => {
  const at = (action: string, change: Loose = {}, context: FormContext = {}) =>
    short(change, [], { ...context, at: action })

  test('only its own fields are looked at, and what it needs is asked for', () => {
    expect(at('finish')).toEqual([['approvedArea', 'missing']])
    expect(at('finish', { approvedArea: 800_000 })).toEqual([])
    expect(at('finish', { approvedArea: 0, surveyedOn: '2026-11-21' })).toEqual([
      ['surveyedOn', 'identifier.future'],
      ['approvedArea', 'minimum'],
    ])
    expect(at('deliver', { approvedArea: 0, receiver: '才仁多杰' })).toEqual([])
    expect(at('accept', { area: 0 })).toEqual([])
    expect(at('finish', { approvedArea: 1, ghost: 1 })).toEqual([['ghost', 'unknown']])
  })

  test('rules are asked that name one of its fields', () => {
    const ruled = richWith((d) => {
      d.rules.push({
        id: 'approved',
        on: 'form',
        when: 'has(form.approvedArea) && form.approvedArea > form.area',
        field: 'approvedArea',
        message: { zh: '核准面积过大', en: 'Too large' },
      })
    })
    const values = given({ approvedArea: 1_000_000, price: 1 })
    expect(checkForm(ruled, values, TODAY, COUNTY, { at: 'finish' }).map((p) => p.problem)).toEqual(['rule.approved'])
    expect(checkForm(ruled, given({ price: 1 }), TODAY, COUNTY).map((p) => p.problem)).toEqual(['rule.paid'])
  })

  test('a correction of the filing is held against all that may be corrected, and not the keys', () => {
    expect(at('supply', { area: 0, contractNo: '', price: 1 })).toEqual([
      ['area', 'minimum'],
      ['price', 'rule.paid'],
    ])
    expect(short({}, ['town'], { at: 'supply' })).toEqual([['town', 'missing']])
  })

  test('an action that is not there is a bug', () => expect(() => at('ghost')).toThrow('no action ghost'))
})

describe('what is typed becomes what is stored', () => {
  const stored = (values: FieldValues) => normaliseForm(rich, values, TODAY, COUNTY)

  test('identifiers in their one form, blanks cut, empty texts, rows and lists left out', () => {
    const typed = given({
      contractNo: ' 632723103200010001J ',
      holderPhone: '+8613897660001',
      splitOn: '2026/11/16',
      holderAddress: '   ',
      wells: ['W001', ' ', ' W002 '],
      languages: [''],
      members: [
        ...(soundSplit()['members'] as Loose[]),
        { name: '  ', head: false },
        {},
        { name: ' 罗藏 ', idNumber: '632723 19840815 0028', phone: '' },
      ],
    })
    const { holderAddress: _, languages: __, ...rest } = soundSplit()
    expect(stored(typed)).toEqual({
      ...rest,
      members: [...(rest['members'] as Loose[]), { name: '罗藏', idNumber: '632723198408150028' }],
    })
  })

  test('what is hidden goes, and takes along what hangs on it', () => {
    expect(stored({ reason: 'split', reasonNote: '搬迁', mortgaged: true, mortgagee: '银行' })).toEqual({
      reason: 'split',
      mortgaged: true,
      mortgagee: '银行',
    })
    const chain = richWith((d) => {
      d.form.schema.properties.decreeNo['x-when'] = 'has(form.reasonNote)'
      d.form.schema.properties.firstYear['x-when'] = 'has(form.decreeNo)'
    })
    expect(
      normaliseForm(chain, { firstYear: 2000, decreeNo: '青0001', reasonNote: '搬', reason: 'split' }, TODAY, COUNTY),
    ).toEqual({ reason: 'split' })
  })

  test('what cannot be read stays, to be explained', () => {
    const odd = {
      holderId: 'abc',
      area: 3,
      ghost: ' x',
      wells: 'W1',
      members: [7, '才'],
      parcels: { area: 1 },
    } as Loose
    expect(stored(odd)).toEqual({ ...odd, ghost: 'x' })
    const many = { wells: Array.from({ length: 9 }, () => ' ') }
    expect(stored(many)).toEqual(many)
  })
})

describe('whatever is given', () => {
  test('it is answered, with a sentence beside every problem', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('file', 'supply', 'finish', 'accept'), (values, at) => {
        for (const { field, problem, message } of checkForm(rich, values, TODAY, COUNTY, { at })) {
          expect(field === null || field.length > 0).toBe(true)
          expect(problem).not.toBe('')
          expect(message.zh.trim() !== '' && message.en.trim() !== '').toBe(true)
        }
      }),
    )
  })

  test('what is stored stays as it is when it is stored again, and holds nothing hidden', () => {
    fc.assert(
      fc.property(hostile, (values) => {
        const once = normaliseForm(rich, values, TODAY, COUNTY)
        expect(normaliseForm(rich, once, TODAY, COUNTY)).toEqual(once)
        // A condition that cannot be evaluated hides too, but there its own field is what is wrong.
        for (const name of ['reasonNote', 'decreeNo'])
          if (typeof once['reason'] === 'string')
            expect(checkForm(rich, once, TODAY, COUNTY)).not.toContainEqual(
              expect.objectContaining({ field: name, problem: 'hidden' }),
            )
      }),
    )
  })

  test('one wrong cell is reported in its row and column, and nothing else', () => {
    const cells = fc.tuple(fc.nat(5), fc.constantFrom(...BAD_CELLS))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), cells, (n, [at, [column, value, problem]]) => {
        const parcels: Loose[] = Array.from({ length: n }, (_, i) => ({
          parcelNo: `P-000${i}`,
          area: 10 + i,
          village: '632723103200',
        }))
        const i = at % n
        parcels[i] = { ...parcels[i], [column]: value }
        if (value === undefined) delete parcels[i][column]
        const found = problems({ parcels })
        expect(found.map((p) => [p.field, p.problem])).toEqual([[`parcels.${i}.${column}`, problem]])
        expect(found[0]?.message.zh.startsWith(`第 ${i + 1} 行`)).toBe(true)
      }),
    )
  })
})

const BAD_CELLS = [
  ['parcelNo', 'abc', 'pattern'],
  ['parcelNo', undefined, 'missing'],
  ['area', 0, 'minimum'],
  ['area', true, 'type'],
  ['village', '63272310320', 'identifier.length'],
  ['note', '长'.repeat(101), 'maxLength'],
] as const
