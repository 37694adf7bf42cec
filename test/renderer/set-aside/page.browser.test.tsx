import { afterEach, describe, expect, test, vi } from 'vitest'
import { CasePage } from '../../../renderer/pages/case.tsx'
import { FilingPage } from '../../../renderer/pages/intake/filing-page.tsx'
import { AsidePage } from '../../../renderer/pages/set-aside/aside-page.tsx'
import { fail, must } from '../../../shared/base/result.ts'
import { parseBody } from '../../../shared/ledger/index.ts'
import { type Screen, show } from '../cases/screen.tsx'
import type { Desk } from '../replica/desk.ts'
import { type HeldUp, heldUp, livesIn } from './held-up.ts'

let n = 0
let desk: Desk
let screen: Screen | null = null
const waitFor = (assert: () => void) => vi.waitFor(assert, { timeout: 15_000, interval: 30 })

afterEach(async () => {
  screen?.close()
  screen = null
  window.location.hash = ''
  localStorage.clear()
  await desk.sync()
  await desk.wipe()
})

async function page(bend: Parameters<typeof show>[3] = {}): Promise<HeldUp & { readonly s: Screen }> {
  const held = await heldUp(`aside-page${n++}`)
  desk = held.desk
  screen = await show(desk, desk.person('clerk'), <AsidePage />, bend)
  return { ...held, s: screen }
}
const items = (s: Screen) => s.all('.aside-list > .aside-item')
const list = async () => must(await desk.calls.aside())

describe('退回事项 on the screen', () => {
  test('says of each what, why, and what it means for the applicant; signs again what is held up', async () => {
    const { s, refused, county } = await page()
    await waitFor(() => expect(items(s).length).toBe(5))
    const one = s.find('.aside-item', '您的岗位不能办理这一步')
    for (const words of ['草原承包经营权转移登记', '更正后重新收件']) expect(one.innerText).toContain(words)
    expect(one.innerText).toContain('如果已给出收件回执')
    expect(s.find('.aside-stopped').innerText).toContain('有 4 件排在退回的后面')
    // An act is called by its name, also while its case was never opened.
    for (const one of items(s)) expect(one.innerText).toMatch(/草原承包经营权转移登记 · (收件|受理) 才仁多杰/)
    s.find('button', '重新签发 3 件').focus()
    await s.press('{Enter}')
    await waitFor(() => s.find('[role=status]', '已重新签发 3 件'))
    await waitFor(() => expect(items(s).length).toBe(2))
    // ↓ and ↑ go from one to the next.
    items(s)[0]?.querySelector('button')?.focus()
    await s.press('{ArrowDown}')
    expect(items(s)[1]?.contains(document.activeElement)).toBe(true)
    s.find('button', '再次发送').click()
    await waitFor(() => s.find('[role=status]', '省里仍然没有收'))
    county.node.refusals.clear()
    await waitFor(() => expect(s.all('.ant-btn-loading').length).toBe(0))
    s.find('button', '再次发送').click()
    await waitFor(() => s.find('[role=status]', '省里收下了'))
    await waitFor(() => expect(items(s).length).toBe(1))
    await desk.sealed()
    expect(livesIn(county)[refused.case]).toEqual(['file'])
  })

  test('put away, it is under 已处理, and comes back from there; with nothing left the page says so', async () => {
    const { s, refused } = await page()
    must(await desk.calls.signAgain([refused.entry]))
    await waitFor(() => s.find('.empty', '没有退回事项'))
    await desk.sealed()
    const colleague = desk.county.person('colleague')
    desk.county.node.seal([colleague.say({ kind: 'share', scope: [desk.office], data: {} })])
    await desk.sync()
    await waitFor(() => s.find('.aside-item', '不认识的记录（share）'))
    s.find('.aside-item button', '知道了').click()
    await waitFor(() => s.find('.ant-popconfirm button', '知道了'))
    s.find('.ant-popconfirm .ant-btn-primary').click()
    await waitFor(() => s.find('.empty', '没有退回事项'))
    s.find('summary', '已处理（1）').click()
    s.find('button', '放回待处理').click()
    await waitFor(() => expect(items(s).length).toBe(1))
  })

  test('corrected and filed again: the form holds what was entered, and filing it puts the old one away', async () => {
    const { s, refused, county } = await page()
    await waitFor(() => s.find('button', '更正后重新收件'))
    s.find('button', '更正后重新收件').click()
    await waitFor(() => expect(window.location.hash).toBe('#/intake/grassland-transfer'))
    s.again(<FilingPage service="grassland-transfer" />)
    await waitFor(() => s.find('.box-info', '这张表按退回的'))
    const before = desk.journal.length
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(desk.journal).toHaveLength(before + 1))
    const old = must(parseBody(desk.journal[1]?.body as Uint8Array))
    const body = must(parseBody(desk.journal.at(-1)?.body as Uint8Array))
    expect(body.case).not.toBe(old.case)
    expect(body.data['fields']).toEqual(old.data['fields'])
    expect(body.data['materials']).toEqual(old.data['materials'])
    expect(body.epoch).toBe(1)
    await waitFor(async () => expect((await list()).settled).toMatchObject([{ settled: { instead: body.case } }]))
    await desk.sealed()
    expect(livesIn(county)[body.case as string]).toEqual(['file'])
    expect(livesIn(county)[refused.case]).toBeUndefined()
  })

  test('an act goes back to its case with what was entered, and is signed there anew', async () => {
    const held = await heldUp(`aside-page${n++}`)
    desk = held.desk
    must(await desk.calls.signAgain([held.refused.entry]))
    await desk.sealed()
    const [of] = [held.first.case]
    desk.node = null
    await desk.close()
    must(await desk.open(desk.person('reviewer')))
    const made = must(await desk.calls.act({ case: of, action: 'review', reason: '已核对原件' }))
    desk.county.node.refusals.set(made.entry, 'wrong-commit')
    desk.node = desk.county.node
    await desk.sync()
    const s = await show(desk, desk.person('reviewer'), <AsidePage />)
    screen = s
    await waitFor(() => s.find('button', '到办件里重新办理'))
    s.find('button', '到办件里重新办理').click()
    await waitFor(() => expect(window.location.hash).toContain('#/cases/'))
    s.again(<CasePage id={of} />)
    await waitFor(() => s.find('[role=dialog]', '退回前填写的内容已经带入'))
    expect((s.find('#reason') as HTMLTextAreaElement).value).toBe('已核对原件')
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(async () =>
      expect((await list()).settled).toMatchObject([{ entry: made.entry, settled: { instead: of } }]),
    )
    await desk.sealed()
    expect(livesIn(desk.county)[of]).toEqual(['file', 'accept', 'review'])
  })

  test('a failure stays, says its code, and can be tried again', async () => {
    let broken = true
    const { s } = await page({ aside: () => (broken ? Promise.resolve(fail('disk-failed', 'x')) : desk.calls.aside()) })
    await waitFor(() => s.find('[role=alert]', '退回事项没有读出来'))
    broken = false
    s.find('[role=alert] button').click()
    await waitFor(() => expect(items(s).length).toBe(5))
  })
})
