import { beforeEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { keptNames } from '../../../renderer/app/local.ts'
import { wordsOf } from '../../../renderer/i18n/index.ts'
import { NumbersTab } from '../../../renderer/pages/admin/numbers/numbers-tab.tsx'
import { PeopleTab } from '../../../renderer/pages/admin/people/people-tab.tsx'
import { HolidaysPolicy } from '../../../renderer/pages/admin/policy/holidays-policy.tsx'
import { PublicationPolicy } from '../../../renderer/pages/admin/policy/publication-policy.tsx'
import { prettyJson } from '../../../renderer/pages/admin/services/pretty.ts'
import { ServicePage } from '../../../renderer/pages/admin/services/service-page.tsx'
import { Workbench } from '../../../renderer/pages/admin/services/workbench.tsx'
import type { GovDefinition, Governance, GovService } from '../../../renderer/replica/gov-api.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { fail } from '../../../shared/base/result.ts'
import { definitionHash } from '../../../shared/contract/service/definition-hash.ts'
import type { ServiceDefinition } from '../../../shared/contract/service/index.ts'
import type { Value } from '../../../shared/ledger/index.ts'
import stock from '../../../shared/services/grassland-stock.json' with { type: 'json' }
import { COUNTY } from '../../kit/definitions.ts'
import { box, keys, note, until } from '../form/stage.tsx'
import { atOffice, button, GOV, member, REGISTRAR, text } from './office.tsx'

const service = stock as unknown as ServiceDefinition
const next = { ...structuredClone(stock), version: 2, title: { zh: '存量登记（新）', en: 'Stock' } }
const HASH = hex(definitionHash(next as unknown as Value))
const inForce: GovService = {
  code: stock.code,
  version: 1,
  title: stock.title,
  group: 'land',
  state: 'in-force',
  from: 1,
  hash: '00',
  signers: [{ id: 'registrar-1', name: '马建国' }],
}
const editor = () => document.querySelector<HTMLElement>('.cm-content')
/** Shows another view of the preview. */
const view = (words: string) =>
  [...document.querySelectorAll<HTMLElement>('.preview .ant-segmented-item')]
    .find((one) => one.innerText.includes(words))
    ?.click()
const dialog = () => document.querySelector('[role=dialog]')

beforeEach(() => {
  localStorage.clear()
  location.hash = ''
})

const bench = (document: object) =>
  atOffice(<Workbench of="" begin={prettyJson(document)} />, { services: [service], gov: { services: [inForce] } })

test('[X10] what is written is checked, shown and published as it was hashed', async () => {
  const office = await bench(next)
  await until(() => text().includes('定义完整，可以发布') && editor() !== null)
  expect(text()).toContain('存量登记（新）')
  button('发布').click()
  await until(() => dialog() !== null)
  expect(dialog()?.textContent).toContain('等另一位管理员核对签名')
  expect(dialog()?.textContent?.replaceAll(/\s/g, '')).toContain(HASH)
  await keys('{Control>}{Enter}{/Control}')
  await until(() => office.signed.length > 0)
  expect(office.signed).toEqual([{ kind: 'publish', definition: next }])
  await until(() => location.hash === '#/admin/services/grassland-stock/2')
  expect(keptNames('definition/')).toEqual([])
})

test('a mistake is told with its place, F8 goes there, and nothing can be published', async () => {
  await bench({ ...next, merge: 'perhaps' })
  await until(() => text().includes('merge：应为以下之一'))
  expect(button('发布').disabled).toBe(true)
  await keys('{F8}')
  expect(editor()?.contains(document.activeElement)).toBe(true)
  expect(window.getSelection()?.toString()).toBe('"merge": "perhaps"')
  await until(
    () =>
      [...document.querySelectorAll('.cm-lintRange-error')].map((one) => one.textContent).join('') ===
      '"merge": "perhaps"',
  )
  await keys('"merge": "none"')
  await until(() => text().includes('定义完整，可以发布'))
})

test('an example that fails keeps it from being published, and the dry run says what was expected and what was found', async () => {
  await bench({ ...next, examples: [{ ...stock.examples[0], expect: { problems: ['area:minimum'] } }] })
  await until(() => text().includes('样例试填没有全部通过'))
  expect(button('发布').disabled).toBe(true)
  view('样例试填')
  await until(() => document.querySelector('.tried tbody tr') !== null)
  const [, expected, found, verdict] = [...document.querySelectorAll<HTMLElement>('.tried tbody td')]
  expect(expected?.innerText).toContain('area:minimum')
  expect(found?.innerText).not.toContain('area:minimum')
  expect(verdict?.innerText).toContain('不一致')
})

test('the preview follows what is written: an example fills in the form, its rules speak, every view draws', async () => {
  await bench(next)
  await until(() => document.querySelector('.preview') !== null)
  const [first] = stock.examples
  await userEvent.click(document.querySelector('[aria-label="填入样例"]') as HTMLElement)
  const option = () =>
    [...document.querySelectorAll<HTMLElement>('.ant-select-item-option')].find((one) =>
      one.innerText.includes(first?.title.zh ?? '?'),
    )
  await until(() => option() !== undefined)
  option()?.click()
  const contract = stock.form.schema.required[0] as string
  await until(() => box(contract)?.value !== '')
  await userEvent.fill(box(contract), 'ß')
  await keys('{Tab}')
  await until(() => note(contract) !== null)
  view('流程')
  for (const { title } of stock.workflow.actions) await until(() => text().includes(title.zh))
  for (const word of ['dispute.file', 'dispute.effects', 'dispute.signers.1'] as const)
    expect(text()).toContain(wordsOf('zh').t(word))
  expect(text()).toContain(`${stock.subjects[0]?.title.zh}：记入`)
  view('单据')
  await until(
    () => document.querySelector('.preview-body')?.textContent?.includes(stock.outputs.slip.title.zh) === true,
  )
  view('时限')
  await until(() => text().includes('没有时限'))
  view('与现行版的差别')
  await until(() => text().includes('存量登记（新）'))
})

test('a version that is on the ledger already has to be another', async () => {
  await bench(stock)
  await until(() => text().includes('请把 version 改为 2'))
  expect(button('发布').disabled).toBe(true)
})

test('what was written is there again after a reload, and can be let go', async () => {
  await bench(stock)
  await until(() => editor() !== null)
  editor()?.focus()
  await keys('{Control>}{Home}{/Control}x')
  await until(() => keptNames('definition/').length > 0)
  await bench(stock)
  await until(() => text().includes('已恢复') && (editor()?.textContent ?? '').startsWith('x{'))
  button('丢弃草稿').click()
  await until(() => (editor()?.textContent ?? '').startsWith('{'))
})

const waiting = (signer: string): GovDefinition => ({
  ...inForce,
  version: 2,
  state: 'waiting',
  from: null,
  hash: HASH,
  title: next.title,
  signers: [{ id: signer, name: signer }],
  definition: next,
  inForce: 1,
  entries: [],
})
const proposal = (signer: string) =>
  atOffice(<ServicePage code={stock.code} version={2} />, { services: [service], definition: waiting(signer) })

test('[X10] the second registrar sees the difference and signs the hash', async () => {
  const office = await proposal('registrar-2')
  await until(() => text().includes('与现行的第 1 版相比'))
  expect(text()).toContain('存量登记（新）')
  expect(text().replaceAll(/\s/g, '')).toContain(HASH)
  button('核对无误').click()
  await until(() => dialog() !== null)
  await keys('{Control>}{Enter}{/Control}')
  await until(() => office.signed.length > 0)
  expect(office.signed).toEqual([{ kind: 'sign', code: stock.code, version: 2, hash: HASH }])
})

test('[X10] whoever handed it in cannot sign it again', async () => {
  await proposal('registrar-1')
  // What a registrar may do is there by then.
  await until(() => text().includes('您已签名') && text().includes(wordsOf('zh').t('service.replace')))
  expect(() => button('核对无误')).toThrow()
})

test('a signature that is refused says why, and stays to be tried again', async () => {
  const office = await proposal('registrar-2')
  await until(() => text().includes('与现行的第 1 版相比'))
  office.refusal = fail('no-effect', 'void(definition)')
  button('核对无误').click()
  await until(() => dialog() !== null)
  await keys('{Control>}{Enter}{/Control}')
  await until(() => dialog()?.textContent?.includes('事项定义没有通过检查') === true)
  expect(office.signed).toEqual([])
})

test('[N10] a block is suggested after the last one; one that overlaps is not signed', async () => {
  const office = await atOffice(<NumbersTab gov={GOV} />, {})
  button('分配号段').click()
  await until(() => dialog() !== null)
  const pick = async (id: string, words: string) => {
    await userEvent.click(document.getElementById(id) as HTMLElement)
    const option = () =>
      [...document.querySelectorAll<HTMLElement>('.ant-select-item-option')].find((one) =>
        one.innerText.includes(words),
      )
    await until(() => option() !== undefined)
    option()?.click()
  }
  await pick('allot-office', '称多')
  await pick('allot-device', '才仁卓玛')
  const from = document.getElementById('allot-from') as HTMLInputElement
  await until(() => from.value === '1001')
  expect((document.getElementById('allot-to') as HTMLInputElement).value).toBe('2000')
  await userEvent.fill(from, '1000')
  await keys('{Control>}{Enter}{/Control}')
  await until(() => dialog()?.textContent?.includes('与已有的号段 1–1,000 重叠') === true)
  expect(office.signed).toEqual([])
  await userEvent.fill(from, '1001')
  await keys('{Control>}{Enter}{/Control}')
  await until(() => office.signed.length > 0)
  expect(office.signed).toEqual([
    { kind: 'numbers', office: COUNTY, series: 'case', key: 'aa'.repeat(32), from: 1001, to: 2000 },
  ])
})

test('a day becomes a holiday by the keyboard, and the year is signed as it stands', async () => {
  const year = Number(new Date().toISOString().slice(0, 4))
  // The second Monday, and the Tuesday below it on the right: days that are worked in any year.
  const monday = 8 + ((8 - new Date(Date.UTC(year, 0, 1)).getUTCDay()) % 7)
  const day = (of: number) => `${year}-01-${String(of).padStart(2, '0')}`
  const office = await atOffice(<HolidaysPolicy gov={GOV} onSigned={() => undefined} />, {})
  button('制定这一年的安排').click()
  await until(() => document.querySelector('[data-day]') !== null)
  document.querySelector<HTMLElement>(`[data-day="${day(monday)}"]`)?.focus()
  await keys(' {ArrowDown}{ArrowRight} ')
  expect(document.activeElement?.getAttribute('aria-label')).toBe(`${day(monday + 8)} 放假`)
  button('签名下发').click()
  await until(() => dialog() !== null)
  await keys('{Control>}{Enter}{/Control}')
  await until(() => office.signed.length > 0)
  expect(office.signed).toEqual([
    { kind: 'policy', name: `holidays.${year}`, value: { off: [day(monday), day(monday + 8)], on: [] } },
  ])
})

test('[X10] giving up the second signature says first what that means, and is signed as a policy', async () => {
  const office = await atOffice(<PublicationPolicy gov={GOV} onSigned={() => undefined} />, {})
  button('改为').click()
  await until(() => dialog() !== null)
  expect(dialog()?.textContent).toContain(wordsOf('zh').t('publication.will.1'))
  expect(office.signed).toEqual([])
  await keys('{Control>}{Enter}{/Control}')
  await until(() => office.signed.length > 0)
  expect(office.signed).toEqual([{ kind: 'policy', name: 'publication', value: { signers: 1 } }])
})

const asking = (by: string, name: string): Governance => ({
  ...GOV,
  policies: [{ name: 'publication', value: { signers: 2 }, from: 1, times: 1, waits: { id: by, name } }],
})

test('[X10] giving up the second signature waits for another registrar, who sees whose wish it is and signs the same', async () => {
  const office = await atOffice(
    <PublicationPolicy gov={asking('registrar-2', '李秀英')} onSigned={() => undefined} />,
    {},
  )
  expect(text()).toContain(wordsOf('zh').t('publication.waits', { name: '李秀英' }))
  expect(text()).toContain(wordsOf('zh').t('publication.2'))
  button(wordsOf('zh').t('publication.agree')).click()
  await until(() => dialog() !== null)
  expect(dialog()?.textContent).toContain(wordsOf('zh').t('publication.will.agree', { name: '李秀英' }))
  expect(dialog()?.textContent).toContain(wordsOf('zh').t('publication.will.alone'))
  await keys('{Control>}{Enter}{/Control}')
  await until(() => office.signed.length > 0)
  button(wordsOf('zh').t('publication.keep')).click()
  await until(
    () => dialog()?.textContent?.includes(wordsOf('zh').t('publication.will.keep', { name: '李秀英' })) === true,
  )
  await keys('{Control>}{Enter}{/Control}')
  await until(() => office.signed.length > 1)
  expect(office.signed).toEqual([
    { kind: 'policy', name: 'publication', value: { signers: 1 } },
    { kind: 'policy', name: 'publication', value: { signers: 2 } },
  ])
})

test('[X10] whoever asked for it reads why another has to sign, and can take it back; who is no registrar can do neither', async () => {
  const own = asking(REGISTRAR.id, REGISTRAR.name)
  const buttons = () => [...document.querySelectorAll<HTMLElement>('#page button')].map((one) => one.innerText)
  const office = await atOffice(<PublicationPolicy gov={own} onSigned={() => undefined} />, {})
  expect(text()).toContain(wordsOf('zh').t('publication.waitsMine'))
  expect(buttons()).toEqual([wordsOf('zh').t('publication.drop')])
  button(wordsOf('zh').t('publication.drop')).click()
  await until(() => dialog() !== null)
  await keys('{Control>}{Enter}{/Control}')
  await until(() => office.signed.length > 0)
  expect(office.signed).toEqual([{ kind: 'policy', name: 'publication', value: { signers: 2 } }])
  await atOffice(<PublicationPolicy gov={{ ...own, may: false }} onSigned={() => undefined} />, {})
  expect(buttons()).toEqual([])
  expect(text()).toContain(wordsOf('zh').t('publication.waitsOthers'))
})

test('[X7] a key is revoked with a reason and not without; one’s own says what that means', async () => {
  const office = await atOffice(<PeopleTab gov={GOV} />, {})
  const of = (name: string) => document.querySelector<HTMLElement>(`[aria-label^="吊销 ${name}"]`)
  of('马建国')?.click()
  await until(() => dialog() !== null)
  expect(dialog()?.textContent).toContain('这是您自己的密钥')
  button('取消').click()
  await until(() => dialog() === null || (dialog() as HTMLElement).offsetParent === null)
  of('才仁卓玛')?.click()
  await until(() => document.getElementById('revoke-reason') !== null)
  await keys('{Control>}{Enter}{/Control}')
  await until(() => text().length > 0 && document.body.textContent?.includes('请写明原因') === true)
  expect(office.signed).toEqual([])
  await userEvent.fill(document.getElementById('revoke-reason') as HTMLElement, '电脑丢失')
  await keys('{Control>}{Enter}{/Control}')
  await until(() => office.signed.length > 0)
  expect(office.signed).toEqual([{ kind: 'revoke', key: 'aa'.repeat(32), reason: '电脑丢失' }])
})

test('who is no registrar reads everything and finds nothing to sign with', async () => {
  const gov = { ...GOV, may: false, members: [member('clerk-1', '才仁卓玛', 'aa'.repeat(32))] }
  await atOffice(
    <>
      <NumbersTab gov={gov} />
      <PeopleTab gov={gov} />
      <HolidaysPolicy gov={gov} onSigned={() => undefined} />
    </>,
    { gov },
  )
  await until(() => text().includes('才仁卓玛'))
  for (const words of ['分配号段', '吊销', '制定这一年的安排']) expect(() => button(words)).toThrow()
})
