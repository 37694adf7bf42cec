import { beforeEach, expect, test } from 'vitest'
import { typedOf } from '../../../renderer/components/form/typed.ts'
import { KeysHelp } from '../../../renderer/components/keys-help.tsx'
import { draftName, draftsOf, loadDraft, saveDraft } from '../../../renderer/pages/intake/draft.ts'
import { FilingPage } from '../../../renderer/pages/intake/filing-page.tsx'
import { NOTHING_FILLED } from '../../../renderer/pages/intake/fill-in.ts'
import { countFiling, usedServices } from '../../../renderer/pages/intake/habit.ts'
import { PickServicePage } from '../../../renderer/pages/intake/pick-service.tsx'
import type { CaseDetail } from '../../../renderer/replica/api.ts'
import type { FieldValue, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { COUNTY, type Loose, rich, richWith, soundSplit } from '../../kit/definitions.ts'
import { box, enter, focused, keys, show, type, until } from '../form/stage.tsx'
import { atCounter, CLERK } from './desk.tsx'

const NAME = draftName(CLERK.id, rich.code, rich.version)
const draft = (typed: object) => ({
  typed: typed as never,
  handed: {},
  filled: NOTHING_FILLED,
  savedAt: Date.UTC(2026, 10, 20),
})
const text = () => document.getElementById('page')?.textContent ?? ''
const button = (label: string) =>
  [...document.querySelectorAll('button')].find((one) => one.textContent?.includes(label)) as HTMLButtonElement
const contract = (number: string) => `${COUNTY}/pasture-contract/${number}`

beforeEach(() => {
  localStorage.clear()
  location.hash = ''
})

function service(code: string, change: (d: Loose) => void = () => undefined): ServiceDefinition {
  return richWith((d) => {
    d.code = code
    change(d)
  })
}

test('what is typed is kept at once, lists too, and stands there again after a reload', async () => {
  await atCounter([rich], <FilingPage service={rich.code} />)
  await type('zone', 'Z01')
  await type('wells.0', 'W001{Enter}W0')
  await type('members.0.name', '才仁')
  expect(loadDraft(NAME)?.typed).toEqual({ zone: 'Z01', wells: ['W001', 'W0'], members: [{ name: '才仁' }] })
})

test('a draft is opened as it was left, and one of another form loses only what does not fit', async () => {
  saveDraft(
    NAME,
    draft({ zone: 'Z01', wells: ['W001', 'W0'], members: '才仁', parcels: [{ parcelNo: 'A-1', odd: 'x' }] }),
  )
  await atCounter([rich], <FilingPage service={rich.code} />)
  expect(box('zone').value).toBe('Z01')
  expect(box('wells.1').value).toBe('W0')
  expect(box('parcels.0.parcelNo').value).toBe('A-1')
  expect(box('members.0.name').value).toBe('')
})

test('the list of drafts says whose they are; one that is deleted can be put back', async () => {
  saveDraft(NAME, draft({ holderName: '才仁多杰', members: [{ name: '扎西卓玛' }] }))
  await atCounter([rich], <PickServicePage />)
  expect(text()).toContain('才仁多杰、扎西卓玛')
  document.querySelectorAll<HTMLButtonElement>('.drafts li button')[1]?.click()
  await until(() => button('撤销删除') !== undefined)
  expect(draftsOf(CLERK.id)).toEqual([])
  button('撤销删除').click()
  await until(() => document.querySelector('.drafts li') !== null)
  expect(loadDraft(NAME)?.typed).toEqual({ holderName: '才仁多杰', members: [{ name: '扎西卓玛' }] })
})

test('the scans of a deleted draft are let go of when it cannot be put back any more, and not before', async () => {
  const file = { hash: 'a'.repeat(64), size: 10, name: null, redrawn: null }
  saveDraft(NAME, { ...draft({ zone: 'Z01' }), handed: { m: { original: true, copies: 0, files: [file] } } })
  saveDraft(draftName(CLERK.id, 'other', 1), { ...draft({ zone: 'Z02' }), savedAt: 1 })
  const counter = await atCounter([rich, service('other')], <PickServicePage />)
  const remove = () => document.querySelectorAll<HTMLButtonElement>('.drafts li button:nth-of-type(2)')[0]
  const first = () => document.querySelector('.drafts li strong')?.textContent
  await until(() => first() !== undefined)
  remove()?.click()
  await until(() => document.querySelectorAll('.drafts li').length === 1)
  expect(counter.dropped).toEqual([])
  remove()?.click()
  await until(() => document.querySelectorAll('.drafts li').length === 0)
  expect(counter.dropped).toEqual([file.hash])
})

test('a draft of an older version goes on in the form of today, unless that has a draft of its own', async () => {
  const next = service(rich.code, (d) => {
    d.version = 2
  })
  saveDraft(NAME, draft({ zone: 'Z01' }))
  await atCounter([rich, next], <PickServicePage />)
  expect(text()).toContain('第 1 版')
  button('接着填').click()
  await until(() => location.hash === `#/intake/${rich.code}`)
  expect(draftsOf(CLERK.id).map(({ version, draft: { typed } }) => [version, typed])).toEqual([[2, { zone: 'Z01' }]])
})

test('services stand by group; words of a title or summary find them, a digit or Enter picks one', async () => {
  const all = [
    service('b-land'),
    service('a-archive', (d) => {
      d.group = 'archives'
      d.title = { zh: '档案查阅', en: 'Reading' }
      d.summary = { zh: '查阅馆藏档案。', en: 'Reads records.' }
      d.auto = null
    }),
    service('a-land'),
    service('supervisors', (d) => {
      d.workflow.actions[0].roles = ['supervisor']
    }),
  ]
  await atCounter(all, <PickServicePage />)
  const links = () => [...document.querySelectorAll<HTMLAnchorElement>('a.service')].map((one) => one.hash)
  expect(links()).toEqual(['#/intake/a-land', '#/intake/b-land', '#/intake/a-archive'])
  expect(document.querySelectorAll('.service .mark')).toHaveLength(2)
  await keys('2')
  await until(() => location.hash === '#/intake/b-land')
  await keys('/馆藏 档案')
  await until(() => links().length === 1)
  await keys('{Enter}')
  await until(() => location.hash === '#/intake/a-archive')
})

test('what a person files most has the first keys, the others follow in their order, and the sheet of keys says so', async () => {
  const codes = ['a-land', 'b-land', 'c-land']
  countFiling(CLERK.id, 'c-land')
  countFiling(CLERK.id, 'gone')
  await atCounter(
    codes.map((code) => service(code)),
    <PickServicePage />,
  )
  const key = (code: string) => document.querySelector(`a.service[href="#/intake/${code}"] kbd`)?.textContent
  expect(codes.map(key)).toEqual(['2', '3', '1'])
  expect(document.querySelectorAll('.often button')).toHaveLength(1)
  await keys('1')
  await until(() => location.hash === '#/intake/c-land')
  await keys('3')
  await until(() => location.hash === '#/intake/b-land')
  await show(
    <main>
      <KeysHelp nav={[]} open onClose={() => undefined} />
    </main>,
  )
  await until(() => document.querySelector('.keys')?.textContent?.includes('您常办的') === true)
})

test('the register fills in what is empty, once; another contract replaces what the first one filled in, and nothing else', async () => {
  const counter = await atCounter([rich], <FilingPage service={rich.code} />)
  const area = (n: number, until: string, holder: string) => ({
    fields: { area: n, until },
    sealed: { holderName: holder },
  })
  counter.record.set(contract('A-100'), area(900_000, '2052-12-31', '才仁多杰'))
  counter.record.set(contract('A-200'), area(500_000, '2049-12-31', '扎西'))
  await type('until', '2030-01-01')
  await type('contractNo', 'A-100')
  await until(() => box('area').value === '900000')
  expect([box('until').value, box('holderName').value]).toEqual(['2030-01-01', '才仁多杰'])
  await type('holderName', '2')
  await type('contractNo', '{Backspace}{Backspace}{Backspace}200')
  await until(() => box('area').value === '500000')
  expect([box('until').value, box('holderName').value]).toEqual(['2030-01-01', '才仁多杰2'])
  // What a clerk empties stays empty until it is asked for.
  await type('area', '{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}')
  counter.changed()
  await until(() => button('用登记簿内容填入空白项') !== undefined)
  expect(box('area').value).toBe('')
  button('用登记簿内容填入空白项').click()
  await until(() => box('area').value === '500000')
})

test('everything that the filing names stands beside it, with what lies on it and what stands against it', async () => {
  const counter = await atCounter([rich], <FilingPage service={rich.code} />)
  counter.record.set(contract('A-100'), { burdens: [{ kind: 'mortgage', ref: 'D-7', case: 'x', fields: {} }] })
  counter.record.set(`${COUNTY}/well/W001`, { pending: `${COUNTY}/case/1` })
  counter.record.set(`${COUNTY}/well/W002`, { ended: `${COUNTY}/case/2` })
  counter.record.set(`${COUNTY}/grazing-zone/Z01`, { disputed: true })
  await type('contractNo', 'A-100')
  await type('zone', 'Z01')
  await type('wells.0', 'W001{Enter}W002{Enter}W003')
  await until(() => document.querySelectorAll('.record-one').length === 4)
  const told = document.querySelector('.record')?.textContent ?? ''
  for (const word of ['抵押', 'D-7', '有未办结的件', '已注销', '有争议']) expect(told).toContain(word)
  // A number that is still being typed is nothing to warn of.
  expect(told).not.toContain('W003')
  await keys('{Enter}{Enter}')
  await until(() => document.querySelector('.record')?.textContent?.includes('登记簿上没有 W003') === true)
  expect(document.querySelector('.burdens .mark-bad')).not.toBeNull()
})

test('an open case stands against a service that waits for it, and against no other', async () => {
  const one = async (claims: boolean) => {
    const counter = await atCounter(
      [
        service(rich.code, (d) => {
          d.claims = claims
        }),
      ],
      <FilingPage service={rich.code} />,
    )
    counter.record.set(contract('A-100'), { pending: `${COUNTY}/case/1` })
    await type('contractNo', 'A-100')
    await until(() => document.querySelector('.record-one .box') !== null)
    const told = document.querySelector<HTMLElement>('.record-one .box')
    localStorage.clear()
    return [told?.className, told?.textContent]
  }
  expect(await one(true)).toEqual(['box box-warn', expect.stringContaining('办结前本事项不能收')])
  expect(await one(false)).toEqual(['box box-info', expect.stringContaining('照常可以收')])
})

test('[X5] a dispute is said to stand in the way exactly where the service waits for it, with who decides it and the way there', async () => {
  const one = async (blocks: ('file' | 'effects')[]) => {
    const waiting = service(rich.code, (d) => {
      d.disputes = { blocks, signers: 1 }
    })
    const counter = await atCounter([waiting], <FilingPage service={rich.code} />)
    counter.record.set(contract('A-100'), { disputed: true })
    await type('contractNo', 'A-100')
    await until(() => document.querySelector('.record-one .box a') !== null)
    const told = document.querySelector<HTMLElement>('.record-one .box')
    localStorage.clear()
    const { className, textContent } = told ?? { className: '', textContent: '' }
    return [className, textContent, told?.querySelector('a')?.getAttribute('href')]
  }
  const to = `#/conflicts/${encodeURIComponent(contract('A-100'))}`
  expect(await one(['file'])).toEqual(['box box-warn', expect.stringMatching(/裁定以后才能收件.*由主管尕玛裁定/s), to])
  expect(await one(['effects'])).toEqual(['box box-info', expect.stringContaining('可以收件'), to])
})

test('fees follow what is typed, with their total', async () => {
  const priced = service(rich.code, (d) => {
    d.fees = [
      { id: 'a', title: { zh: '登记费', en: 'Fee' }, amount: '8000' },
      { id: 'b', title: { zh: '工本费', en: 'Cost' }, amount: 'size(form.parcels) * 1000', when: 'has(form.parcels)' },
    ]
  })
  await atCounter([priced], <FilingPage service={rich.code} />)
  await type('parcels.0.parcelNo', 'A-100')
  const fees = () => document.querySelector('.fees')?.textContent ?? ''
  await until(() => fees().includes('90.00 元'))
  expect(fees()).toContain('80.00 元')
  expect(fees()).toContain('10.00 元')
})

test('few numbers left are said before they are needed, none left more so', async () => {
  const numbered = service(rich.code, (d) => {
    d.numbers[0].at = 'file'
  })
  const counter = await atCounter([numbered], <FilingPage service={rich.code} />)
  const note = () => document.querySelector('.filing-top')?.textContent ?? ''
  expect(note()).toBe('')
  counter.left = 19
  counter.changed()
  await until(() => note().includes('19'))
  counter.left = 0
  counter.changed()
  await until(() => note().includes('用完'))
})

async function fillIn(values: Record<string, FieldValue>): Promise<void> {
  saveDraft(NAME, draft(typedOf(rich, values)))
}

test('a filing with problems stays and names them all; a click leads to the very cell', async () => {
  await fillIn({ ...soundSplit(), members: [{ name: '才仁多杰', idNumber: '632723196305120012', share: 100 }] })
  const counter = await atCounter([rich], <FilingPage service={rich.code} />)
  await keys('{Control>}{Enter}{/Control}')
  await until(() => document.querySelector('.summary') !== null)
  const link = [...document.querySelectorAll<HTMLAnchorElement>('.summary a')].find((one) =>
    one.textContent?.includes('身份证号'),
  )
  expect(link?.textContent).toContain('第 1 行')
  link?.click()
  expect(focused()).toBe('members.0.idNumber')
  expect(counter.filed).toEqual([])
})

test('a sound filing is filed as it is read, once however long the keys are held, and its draft is gone', async () => {
  await fillIn(soundSplit())
  const counter = await atCounter([rich], <FilingPage service={rich.code} />)
  await keys('{Control>}{Enter}{/Control}')
  await until(() => document.querySelector('.summary.box-warn') !== null)
  await keys('{Control>}{Enter}{Enter}{Enter}{/Control}')
  await until(() => document.getElementById('filed') !== null)
  expect(counter.filed).toHaveLength(1)
  expect(counter.filed[0]?.values).toEqual(soundSplit())
  expect(loadDraft(NAME)).toBeNull()
  expect(usedServices(CLERK.id)).toEqual([rich.code])
})

test('a form that has become sound with its last key is never called wrong while it is being filed', async () => {
  const sound = service(rich.code, (d) => {
    d.materials = []
  })
  const { zone, ...rest } = soundSplit()
  await fillIn(rest)
  const counter = await atCounter([sound], <FilingPage service={rich.code} />)
  const wrong = () => document.querySelector('.summary, .filing-foot .problem')
  // By now it is known that the zone is missing; nobody is told as long as it can still be typed.
  await until(() => counter.checked > 0)
  expect(wrong()).toBeNull()
  let flashed = ''
  const watch = new MutationObserver(() => {
    flashed ||= wrong()?.textContent ?? ''
  })
  watch.observe(document.body, { subtree: true, childList: true })
  let answered: () => void = () => undefined
  counter.until = new Promise((resolve) => {
    answered = resolve
  })
  enter('zone', zone as string)
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, cancelable: true }))
  // Long enough for the page to be drawn again.
  await until(() => document.querySelector('.filing-foot .ant-btn-loading') !== null)
  answered()
  await until(() => document.getElementById('filed') !== null)
  watch.disconnect()
  expect(flashed).toBe('')
  expect(counter.filed).toHaveLength(1)
})

test('what has been filed shows its numbers and papers, and whose turn it is', async () => {
  await fillIn(soundSplit())
  const counter = await atCounter([rich], <FilingPage service={rich.code} />)
  counter.detail = {
    ...{
      definition: rich,
      number: '6327230012026112000011',
      state: rich.workflow.start,
      standing: 'saved',
      deadline: null,
    },
    ...{ numbers: { file: '632723-CF-20261120-0007' }, notices: ['accept'] },
  } as unknown as CaseDetail
  await keys('{Control>}{Enter}{/Control}')
  await until(() => document.querySelector('.summary.box-warn') !== null)
  await keys('{Control>}{Enter}{/Control}')
  await until(() => document.querySelectorAll('.filed-number').length === 2)
  expect(text()).toContain('632723 001 20261120 0001 1')
  expect(text()).toContain('632723-CF-20261120-0007')
  expect(text()).toContain('已保存（未发送）')
  button(rich.outputs.notices['accept']?.title.zh ?? '?').click()
  await until(() => location.hash.endsWith('/notice-accept'))
})
