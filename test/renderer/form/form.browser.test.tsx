import { expect, test } from 'vitest'
import type { SubjectOffer } from '../../../renderer/components/form/index.ts'
import { rich, richWith, soundSplit, TODAY } from '../../kit/definitions.ts'
import { box, focused, isThere, keys, note, paste, scan, stage, type, until } from './stage.tsx'

const label = (path: string) => document.getElementById(`f-${path}-label`)?.textContent

test('a filing asks for the fields of the filing, each kind with its control; later fields are not there', async () => {
  await stage()
  for (const name of [
    'contractNo',
    'town',
    'until',
    'wells',
    'parcels',
    'reason',
    'splitOn',
    'languages',
    'undertaking',
  ])
    expect(isThere(name)).toBe(true)
  for (const name of ['surveyedOn', 'approvedArea', 'receiver']) expect(isThere(name)).toBe(false)
  expect(label('contractNo')).toContain('必填')
  expect(label('price')).not.toContain('必填')
})

test('an act asks for its own fields alone, and says what it has to be given', async () => {
  const { form } = await stage({ action: 'finish', before: soundSplit() })
  expect(['contractNo', 'surveyedOn', 'approvedArea', 'receiver'].filter(isThere)).toEqual([
    'surveyedOn',
    'approvedArea',
  ])
  form.reveal()
  const missing = () => form.state().problems.filter(({ problem }) => problem === 'missing')
  await until(() => missing().length > 0)
  expect(missing().map(({ at }) => at)).toEqual(['approvedArea'])
})

test('[N6] an act that corrects says what has changed and what it takes back; what is needed it cannot take back', async () => {
  const { typedOf } = await import('../../../renderer/components/form/index.ts')
  const action = rich.workflow.actions.find(({ fields }) => fields?.includes('*'))?.name ?? ''
  const before = soundSplit()
  const { form } = await stage({ action, before, typed: typedOf(rich, before) })
  expect(isThere('contractNo')).toBe(false)
  expect(form.values()).toEqual({})
  form.change('holderPhone', '13897660009')
  expect(form.values()).toEqual({ holderPhone: '13897660009' })
  form.change('holderAddress', '')
  expect(form.values()).toEqual({ holderPhone: '13897660009' })
  expect([form.takenBack(), form.state().emptied]).toEqual([['holderAddress'], ['holderAddress']])
  form.change('holderName', undefined)
  expect(form.state().emptied).toEqual(['holderName', 'holderAddress'])
  expect(form.takenBack()).toEqual(['holderAddress'])
})

test('[N6] an act takes back what goes with its condition, and leaves alone what hangs on something that cannot be told', async () => {
  const { typedOf } = await import('../../../renderer/components/form/index.ts')
  const before = { ...soundSplit(), reason: 'divorce', decreeNo: 'GD-2026', mortgaged: true, mortgagee: '农商行' }
  const { form } = await stage({ action: 'supply', before, typed: typedOf(rich, before) })
  expect(form.state().emptied).toEqual([])
  form.change('reason', 'split')
  expect([form.takenBack(), form.values()]).toEqual([['decreeNo'], { reason: 'split' }])
  form.change('reason', 'divorce')
  form.change('mortgaged', undefined)
  expect([form.state().emptied, form.takenBack()]).toEqual([['mortgaged'], []])
})

test('what nobody has touched follows the case when it moves on under the form; what was emptied stays so', async () => {
  const { typedOf } = await import('../../../renderer/components/form/index.ts')
  const before = soundSplit()
  const { form } = await stage({ action: 'supply', before, typed: typedOf(rich, before) })
  form.change('holderAddress', '')
  form.change('holderPhone', '13897660009')
  form.move({ today: TODAY, before: { ...before, price: 120_000, firstYear: 2020, languages: ['zh'] } })
  expect(form.state().emptied).toEqual(['holderAddress'])
  expect(form.values()).toEqual({ holderPhone: '13897660009' })
  expect(form.state().read.values).toMatchObject({ price: 120_000, firstYear: 2020, languages: ['zh'] })
})

test('a field that goes with its condition comes back as it was typed, and is no value while it is away', async () => {
  const { form } = await stage()
  expect(isThere('decreeNo')).toBe(false)
  form.change('reason', 'divorce')
  await until(() => isThere('decreeNo'))
  expect(label('decreeNo')).toContain('必填')
  await type('decreeNo', 'GD-2026')
  form.change('reason', 'split')
  await until(() => !isThere('decreeNo'))
  expect(form.values()).toEqual({ reason: 'split' })
  form.change('reason', 'divorce')
  await until(() => isThere('decreeNo'))
  expect(box('decreeNo').value).toBe('GD-2026')
  expect(form.values()).toEqual({ reason: 'divorce', decreeNo: 'GD-2026' })
})

test('a question has two answers and neither beforehand; what is to be confirmed is a tick', async () => {
  const { form } = await stage()
  expect(form.values()).toEqual({})
  box('mortgaged').focus()
  const [yes, no] = document.querySelectorAll<HTMLInputElement>('#f-mortgaged input[type=radio]')
  no?.click()
  expect(form.values()).toEqual({ mortgaged: false })
  yes?.click()
  await until(() => isThere('mortgagee'))
  box('undertaking').click()
  expect(form.values()).toEqual({ mortgaged: true, undertaking: true })
  box('undertaking').click()
  expect(form.values()).toEqual({ mortgaged: true })
})

test('a list of texts grows with Enter, is left from an empty last box, and takes several at once', async () => {
  const { form, sent } = await stage()
  await type('wells.0', 'W001{Enter}')
  await until(() => focused() === 'wells.1')
  await keys('W002{Enter}')
  await until(() => focused() === 'wells.2')
  await keys('{Enter}')
  expect(focused()).toBe('parcels.0.parcelNo')
  expect(form.values()['wells']).toEqual(['W001', 'W002'])
  box('wells.2').focus()
  expect(paste('W003、W004；W005')).toBe(true)
  await until(() => form.at('wells.3') === 'W004')
  expect(form.values()['wells']).toEqual(['W001', 'W002', 'W003', 'W004'])
  expect(document.getElementById('f-wells')?.textContent).toContain('多出的 1 行')
  box('wells.3').focus()
  await keys('{Control>}{Delete}{/Control}')
  await until(() => !isThere('wells.3'))
  expect(form.values()['wells']).toEqual(['W001', 'W002', 'W003'])
  expect(sent()).toBe(0)
})

test('several of few are ticks, kept in the order in which they are offered', async () => {
  const { form } = await stage()
  const [zh, bo] = document.querySelectorAll<HTMLInputElement>('#f-languages input')
  bo?.click()
  zh?.click()
  expect(form.values()['languages']).toEqual(['zh', 'bo'])
  bo?.click()
  expect(form.values()['languages']).toEqual(['zh'])
})

test('Enter goes on from box to box and never sends; a text of several lines keeps it', async () => {
  const { sent, form } = await stage()
  await type('holderName', '才仁多杰{Enter}')
  expect(focused()).toBe('holderId')
  await keys('{Enter}{Enter}')
  expect(focused()).toBe('holderAddress')
  await keys('清水河镇{Enter}扎哈村')
  expect(form.at('holderAddress')).toBe('清水河镇\n扎哈村')
  box('mortgaged').focus()
  await keys('{Enter}')
  expect(focused()).toBe('price')
  expect(sent()).toBe(0)
})

test('what is wrong is said once its box has been left, what is missing once sending has been tried; F8 goes from one to the next', async () => {
  const { form } = await stage()
  await type('holderId', '632723196305120012')
  await until(() => form.all().some(({ at }) => at === 'holderId'))
  expect(note('holderId')).toBeNull()
  await keys('{Enter}')
  await until(() => note('holderId') !== null)
  expect(note('holderId')).toContain('校验码')
  expect(note('holderName')).toBeNull()
  expect(form.state().problems).toHaveLength(1)
  form.reveal()
  await until(() => note('holderName') === '必填')
  box('holderName').focus()
  await keys('{F8}')
  await until(() => focused() === 'holderId')
  await keys('{F8}')
  await until(() => focused() === 'members.0.name')
})

test('an area code that is no longer in use is worth a look, and stands against nothing', async () => {
  const { form } = await stage()
  await type('holderId', '440524188001010014{Enter}')
  await until(() => note('holderId') !== null)
  expect(note('holderId')).toContain('现已不用')
  expect(box('holderId').getAttribute('aria-invalid')).toBe('false')
  expect(form.values()['holderId']).toBe('440524188001010014')
})

test('full-width letters, blanks and dates of every kind take their one form when the box is left', async () => {
  await stage()
  await type('holderId', '１１０１０５ 19491231 002ｘ{Enter}')
  await until(() => box('holderId').value === '11010519491231002X')
  await type('splitOn', '2026.3.5{Enter}')
  await until(() => box('splitOn').value === '2026-03-05')
})

test('years, amounts and areas are read as people write them', async () => {
  const { form } = await stage()
  await type('firstYear', '１９８４年')
  await type('price', '1.2万')
  await type('area', '1350亩')
  expect(form.values()).toEqual({ firstYear: 1984, price: 1_200_000, area: 900_000 })
  await until(() => note('area') !== null)
  expect(note('area')).toBe('900,000 平方米（合 1,350.00 亩）')
})

test('a scanned number lands where it was scanned, and sends nothing', async () => {
  const { form, sent } = await stage()
  box('holderId').focus()
  scan('632723196305120011')
  expect(form.at('holderId')).toBe('632723196305120011')
  expect(sent()).toBe(0)
  box('members.0.idNumber').focus()
  scan('632723198408150028', 'Tab')
  expect(form.at('members.0.idNumber')).toBe('632723198408150028')
})

test('an identity card read into a telephone number or onto a question goes into the first empty box for such a number', async () => {
  const { form, sent } = await stage()
  form.change('holderPhone', '13897660001')
  box('holderPhone').focus()
  scan('632723196305120011')
  expect(form.at('holderId')).toBe('632723196305120011')
  expect(form.at('holderPhone')).toBe('13897660001')
  box('mortgaged').focus()
  scan('632723198408150028', 'Tab')
  expect(form.at('members.0.idNumber')).toBe('632723198408150028')
  expect(sent()).toBe(0)
})

test('what a hand types slowly, and what no such number is, stays where it is', async () => {
  const { form } = await stage()
  box('holderPhone').focus()
  scan('632723196305120011', 'Enter', 90)
  expect(form.at('holderId')).toBeUndefined()
  expect(form.at('holderPhone')).toBe('632723196305120011')
  box('holderAddress').focus()
  scan('632723196305120011', 'Tab')
  expect(form.at('holderAddress')).toBe('632723196305120011')
})

const OFFERS: readonly SubjectOffer[] = [
  { number: '632723103200010001J', names: ['才仁多杰'], note: null },
  { number: '632723103200010002J', names: ['扎西'], note: 'pending' },
]

test('the register offers numbers while one is typed; Enter alone takes what was typed, ↓ and Enter what is offered', async () => {
  const asked: string[] = []
  const subjects = async (type: string, text: string) => {
    asked.push(`${type} ${text}`)
    return OFFERS
  }
  const { form } = await stage({}, { subjects })
  await type('contractNo', '6327231032')
  await until(() => document.querySelector('.subject-option') !== null)
  expect(asked.at(-1)).toBe('pasture-contract 6327231032')
  expect(document.body.textContent).toContain('扎西')
  await keys('{Enter}')
  expect(form.at('contractNo')).toBe('6327231032')
  expect(focused()).toBe('zone')
  box('contractNo').focus()
  await keys('0001')
  await until(() => document.querySelectorAll('.offer').length === 2)
  await keys('{ArrowDown}{Enter}')
  expect(form.at('contractNo')).toBe('632723103200010001J')
  expect(focused()).toBe('contractNo')
  expect(document.querySelector('.offers')).toBeNull()
})

test('the keys of a list, and of a column, are offered too; those that are put on record are not', async () => {
  const asked: string[] = []
  const definition = richWith((d) => {
    d.subjects[1].mode = 'lookup'
  })
  const subjects = async (type: string) => {
    asked.push(type)
    return []
  }
  await stage({ definition }, { subjects })
  await type('wells.0', 'W00')
  await until(() => asked.includes('well'))
  await type('parcels.0.parcelNo', 'A-1')
  await until(() => asked.includes('pasture-parcel'))
})

test('a known number offers the rest of a person, and fills in what is empty alone', async () => {
  const person = async (idNumber: string) =>
    idNumber === '632723196305120011'
      ? { names: ['才仁多杰'], phones: ['13897660001'], addresses: ['632723103200'], cases: 3 }
      : null
  const { form } = await stage({}, { person })
  form.change('holderPhone', '13897669999')
  await type('holderId', '63272319630512001１')
  await until(() => document.querySelector('.person-hint button') !== null)
  await keys('{Alt>}{Enter}{/Alt}')
  await until(() => form.at('holderName') === '才仁多杰')
  expect(form.at('holderPhone')).toBe('13897669999')
  expect(form.at('holderAddress')).toBe('称多县清水河镇扎哈村委会')
  form.change('holderName', '扎西')
  await until(() => document.querySelector('.person-hint .warning') !== null)
  expect(document.querySelector('.person-hint')?.textContent).toContain('才仁多杰')
})

test('a person named in a row is offered to that row', async () => {
  const person = async () => ({ names: ['扎西卓玛'], phones: ['13897660002'], addresses: [], cases: 1 })
  const { form } = await stage({ typed: { members: [{ name: '甲甲' }, {}] } }, { person })
  await type('members.1.idNumber', '632723198408150028')
  await until(() => document.querySelector('.person-hint button') !== null)
  await keys('{Alt>}{Enter}{/Alt}')
  await until(() => form.at('members.1.name') === '扎西卓玛')
  expect(form.at('members.0.name')).toBe('甲甲')
  expect(form.values()['members']).toEqual([
    { name: '甲甲' },
    { name: '扎西卓玛', idNumber: '632723198408150028', phone: '13897660002' },
  ])
})

test('everything typed is told at once, so that a draft holds it', async () => {
  const { drafts } = await stage()
  await type('holderName', '才仁')
  await type('wells.0', 'W')
  expect(drafts.at(-1)).toEqual({ holderName: '才仁', wells: ['W'] })
})
