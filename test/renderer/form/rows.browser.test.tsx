import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { soundSplit, TODAY } from '../../kit/definitions.ts'
import { box, focused, isThere, keys, note, paste, stage, type, until } from './stage.tsx'

const table = (name: string) => document.getElementById(`f-${name}`) as HTMLElement
const lines = (name: string) => [...table(name).querySelectorAll('tbody tr')]
const numbers = (name: string) => lines(name).map((line) => line.querySelector('th')?.textContent)

test('Enter goes from cell to cell, adds a row behind the last, and leaves the table from a row that stays empty', async () => {
  const { form, sent } = await stage()
  await type('members.0.name', '才仁多杰{Enter}')
  expect(focused()).toBe('members.0.idNumber')
  await keys('632723196305120011{Enter}50{Enter}')
  expect(focused()).toBe('members.0.head')
  await keys(' {Enter}13897660002{Enter}')
  expect(focused()).toBe('members.1.name')
  await keys('{Enter}{Enter}{Enter}{Enter}{Enter}')
  expect(focused()).toBe('reason')
  expect(form.values()['members']).toEqual([
    { name: '才仁多杰', idNumber: '632723196305120011', share: 50, head: true, phone: '13897660002' },
  ])
  expect(sent()).toBe(0)
})

test('a row that stays empty has no number and no value, and is held against nobody', async () => {
  const { form } = await stage({
    typed: { members: [{}, { name: '扎西', share: '30' }, { name: ' ' }, { name: '卓玛' }] },
  })
  expect(numbers('members')).toEqual(['·', '1', '·', '2'])
  expect(form.values()['members']).toEqual([{ name: '扎西', share: 30 }, { name: '卓玛' }])
})

test('what is wrong is said in its cell, wherever empty rows stand before it, and on its row in the list of problems', async () => {
  const { form } = await stage({
    typed: { members: [{}, { name: '扎西', idNumber: '632723196305120012', share: '很多' }] },
  })
  form.reveal()
  await until(() => note('members.1.idNumber') !== null)
  expect(note('members.1.idNumber')).toMatch(/^校验码/)
  expect(note('members.1.share')).toBe('请填整数')
  expect(box('members.1.share').getAttribute('aria-invalid')).toBe('true')
  expect(isThere('members.0.idNumber-note')).toBe(false)
  const told = form.all().find(({ at }) => at === 'members.1.idNumber')
  expect(told?.message.zh).toMatch(/^第 1 行身份证号：校验码/)
})

test('Ctrl+Delete takes a row away, and it can be put back', async () => {
  const { form } = await stage({ typed: { members: [{ name: '甲甲' }, { name: '乙乙' }, { name: '丙丙' }] } })
  box('members.1.share').focus()
  await keys('{Control>}{Delete}{/Control}')
  await until(() => lines('members').length === 2)
  expect(form.values()['members']).toEqual([{ name: '甲甲' }, { name: '丙丙' }])
  expect(focused()).toBe('members.1.share')
  const undo = [...table('members').querySelectorAll('button')].find((one) => one.textContent === '撤销')
  undo?.click()
  await until(() => lines('members').length === 3)
  expect(form.values()['members']).toEqual([{ name: '甲甲' }, { name: '乙乙' }, { name: '丙丙' }])
})

test('↑ and ↓ go to the same cell of the next row, and stop at the ends', async () => {
  await stage({ typed: { members: [{ name: '甲甲' }, { name: '乙乙' }] } })
  box('members.0.name').focus()
  await keys('{ArrowDown}')
  expect(focused()).toBe('members.1.name')
  await keys('{ArrowDown}{ArrowUp}{ArrowUp}')
  expect(focused()).toBe('members.0.name')
})

test('a table from a spreadsheet fills the cells from where it is pasted, choices and ticks by their words', async () => {
  const { form } = await stage()
  box('members.0.name').focus()
  const taken = paste(
    '才仁多杰\t６３２７２３ 196305120011\t５0\t是\r\n扎西卓玛\t632723198408150028\t50\t否\t13897660002\r\n',
  )
  expect(taken).toBe(true)
  await until(() => lines('members').length === 2)
  expect(form.values()['members']).toEqual([
    { name: '才仁多杰', idNumber: '632723196305120011', share: 50, head: true },
    { name: '扎西卓玛', idNumber: '632723198408150028', share: 50, head: false, phone: '13897660002' },
  ])
})

test('its heading is passed over, its quotes are taken off, and villages are found by their names', async () => {
  const { form } = await stage()
  box('parcels.0.parcelNo').focus()
  paste('地块编号\t面积\t所在村 *\t备注\nA-100\t"600"\t清水河镇扎哈村委会\t"含""冬季""\n草场"\n')
  await until(() => form.values()['parcels'] !== undefined)
  expect(form.values()['parcels']).toEqual([
    { parcelNo: 'A-100', area: 600, village: '632723103200', note: '含"冬季"\n草场' },
  ])
})

test('rows beyond the most that there may be stay out, and that is said', async () => {
  const { form } = await stage()
  box('parcels.0.parcelNo').focus()
  paste(Array.from({ length: 9 }, (_, i) => `A-10${i}\t1`).join('\n'))
  await until(() => lines('parcels').length === 6)
  expect(form.values()['parcels']).toHaveLength(6)
  expect(table('parcels').textContent).toContain('多出的 3 行')
})

test('one cell pasted is an ordinary paste', async () => {
  await stage()
  box('members.0.name').focus()
  expect(paste('才仁多杰')).toBe(false)
})

test('quantities are summed as soon as there are two rows', async () => {
  const { form } = await stage({ typed: { members: [{ name: '甲甲', share: '30' }] } })
  expect(table('members').querySelector('tfoot')).toBeNull()
  form.change('members', [{ share: '30' }, { share: '1,2' }, { share: '多' }])
  await until(() => table('members').querySelector('tfoot') !== null)
  expect(table('members').querySelector('tfoot')?.textContent).toContain('42')
  // Where the columns have no room side by side, each row is a small form with labels of its own, and the sum a line.
  await page.viewport(500, 768)
  await until(() => table('members').querySelector('.stacked') !== null)
  expect(table('members').querySelector('p.totals')?.textContent).toBe('合计 份额（%）：42')
  expect(table('members').querySelector('label[for="f-members.1.share"]')?.textContent).toContain('份额')
})

test('a key in one cell draws the other rows and fields not again', async () => {
  const { form } = await stage({ typed: { members: [{ name: '甲甲' }, { name: '乙乙' }] } })
  const changed: string[] = []
  const observer = new MutationObserver((all) => changed.push(...all.map(({ target }) => idOf(target))))
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  await type('members.1.name', '丙')
  await until(() => form.at('members.1.name') === '乙乙丙')
  changed.push(...observer.takeRecords().map(({ target }) => idOf(target)))
  expect([...new Set(changed)].filter((id) => id !== '' && !id.startsWith('members.1.'))).toEqual([])
})

const idOf = (node: Node) =>
  (node instanceof Element ? node : node.parentElement)?.closest('[id^="f-"]')?.id.slice(2) ?? ''

test('a sound filing of every kind of field, given as a draft, stands against nothing', async () => {
  const { typedOf } = await import('../../../renderer/components/form/index.ts')
  const { rich } = await import('../../kit/definitions.ts')
  const { form } = await stage({ typed: typedOf(rich, soundSplit()) })
  form.reveal()
  await until(() => form.all().length === 0)
  expect(form.values()).toEqual(soundSplit())
  expect(form.today).toBe(TODAY)
})
