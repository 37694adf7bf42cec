import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CasesPage } from '../../../renderer/pages/cases.tsx'
import type { ReplicaCalls } from '../../../renderer/replica/api.ts'
import { hex } from '../../../shared/base/bytes.ts'
import { fail, must } from '../../../shared/base/result.ts'
import { type Body, parseBody } from '../../../shared/ledger/index.ts'
import { County } from '../../kit/county.ts'
import { Desk } from '../replica/desk.ts'
import { transferFiling } from '../replica/forms.ts'
import { type Screen, show } from './screen.tsx'

/** Several cases at once, on the screen and over a real replica: nothing is said that does not hold for each. */
describe('acting on several cases', () => {
  let county: County
  let desk: Desk
  let screen: Screen | null = null
  let cases: string[]
  let n = 0

  beforeEach(async () => {
    county = await County.found(`bulk${n++}`)
    desk = new Desk(county)
    must(await desk.open())
    const contracts = county.stock(4)
    await desk.sync()
    cases = []
    for (const contract of contracts) cases.push(must(await desk.calls.file(transferFiling(contract))).case)
    await desk.sealed()
  })
  afterEach(async () => {
    screen?.close()
    screen = null
    window.location.hash = ''
    await desk.wipe()
  })

  const acts = (): Body[] => desk.journal.map(({ body }) => must(parseBody(body))).filter(({ kind }) => kind === 'act')
  const waitFor = (assert: () => void) => vi.waitFor(assert, { timeout: 15_000, interval: 30 })
  const number = (id: string) => id.slice(-1 * 22)
  /** The row of a case in the list of results. */
  const rowOf = (s: Screen, id: string) => {
    const row = s.all('.bulk-list tr').find((one) => one.textContent?.replaceAll(' ', '').includes(number(id)))
    return row?.innerText ?? ''
  }

  /** The list, all transfers chosen by keyboard, and the dialog open at its choice of steps. */
  async function choose(bend: Partial<ReplicaCalls> = {}): Promise<Screen> {
    const s = await show(desk, desk.person('clerk'), <CasesPage filter="open" />, bend)
    screen = s
    await waitFor(() => expect(s.all('a.row-link')).toHaveLength(4))
    s.find('a.row-link').focus()
    await s.press(' ')
    await s.press('{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}')
    await waitFor(() => expect(s.text()).toContain('已选 4 件'))
    await s.press('b')
    await waitFor(() => s.find('.bulk-options button', '受理'))
    return s
  }

  async function pick(s: Screen, step: string): Promise<void> {
    s.find('.bulk-options button', new RegExp(`^${step}$`)).click()
    await waitFor(() => s.find('.bulk-foot button', '逐件签名'))
  }

  test('says before anything is signed for how many it is possible, and why not for the others', async () => {
    must(await desk.calls.act({ case: cases[0] as string, action: 'accept', reason: null }))
    const [bare] = county.stock(1)
    await desk.sync()
    const lacking = must(await desk.calls.file({ ...transferFiling(bare as string), materials: [] }))
    await desk.sealed()
    const signed = acts().length
    const s = await show(desk, desk.person('clerk'), <CasesPage filter="open" />)
    screen = s
    await waitFor(() => expect(s.all('a.row-link')).toHaveLength(5))
    s.find('a.row-link').focus()
    await s.press('{Control>}a{/Control}')
    await s.press('b')
    await waitFor(() => s.find('.bulk-options button', '受理'))
    expect(s.find('.bulk-options li', /^受理/).innerText).toMatch(/4 件可以办.*1 件不能/s)
    // What every case needs something of its own for is not offered, and says why.
    const ask = s.find('.bulk-options li', '一次性告知')
    expect(ask.querySelector('button')?.disabled).toBe(true)
    expect(ask.innerText).toContain('逐件')
    await pick(s, '受理')
    expect(s.text()).toContain('受理：3 件')
    const out = s.find('.bulk-cannot').innerText.replaceAll(' ', '')
    expect(out).toMatch(new RegExp(`现在的环节不能办这一步.*${number(cases[0] as string)}`))
    expect(out).toMatch(new RegExp(`还缺必备材料.*${number(lacking.case)}`))
    expect(acts()).toHaveLength(signed)
  })

  test('one that somebody else was quicker with is refused by itself; each of the others says its own standing, and no more', async () => {
    const s = await choose()
    await pick(s, '受理')
    // Meanwhile another window has accepted the second.
    county.node.seal([county.person('colleague').act(cases[1] as string, 'accept')])
    await desk.sync()
    desk.node = null
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => s.find('.bulk-foot button', '关闭'))
    await waitFor(() => expect(s.find('.bulk-list').innerText).not.toContain('正在读取'))
    expect(s.find('.bulk-sum').innerText).toContain('已签名 3 件，没有办成 1 件，没有办 0 件')
    expect(rowOf(s, cases[1] as string)).toContain('没有办成')
    for (const i of [0, 2, 3]) expect(rowOf(s, cases[i] as string)).toContain('已保存（未发送）')
    expect(s.find('.bulk-list').innerText).not.toMatch(/已发送|省级已封存/)
    expect(acts().map((body) => body.case)).toEqual([0, 2, 3].map((i) => cases[i]).reverse())

    // The line comes back, and the province refuses one of them.
    const refused = desk.journal.at(-1)
    county.node.refusals.set(hex(refused?.id ?? new Uint8Array()), 'wrong-role')
    desk.node = county.node
    await desk.sealed()
    await waitFor(() => expect(s.find('.bulk-list').innerText.match(/省级已封存/g)).toHaveLength(2))
    expect(rowOf(s, acts().at(-1)?.case as string)).toContain('已搁置')
    expect(s.find('.bulk-sum').innerText).toContain('已签名 2 件，没有办成 2 件')
  })

  test('stopped, it ends after the case that is being signed; the rest is left alone and said to be', async () => {
    const { act } = desk.calls
    const s = await choose({
      act: async (input) => {
        const answer = await act(input)
        if (acts().length === 2) screen?.find('.bulk-foot button', '停在这里').click()
        return answer
      },
    })
    await pick(s, '受理')
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => s.find('.bulk-foot button', '关闭'))
    expect(acts()).toHaveLength(2)
    expect(s.find('.bulk-sum').innerText).toContain('已签名 2 件，没有办成 0 件，没有办 2 件')
    expect(s.all('.bulk-list tr').filter((row) => row.innerText.includes('没有办'))).toHaveLength(2)
    s.find('.bulk-foot button', '关闭').click()
    // What was signed is not chosen any more; what was left is.
    await waitFor(() => expect(s.text()).toContain('已选 2 件'))
  })

  test('what would fail the same way for every case ends it', async () => {
    const { act } = desk.calls
    const s = await choose({
      act: (input) => (acts().length === 1 ? Promise.resolve(fail('vault-locked')) : act(input)),
    })
    await pick(s, '受理')
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => s.find('.bulk-foot button', '关闭'))
    expect(acts()).toHaveLength(1)
    expect(s.find('.bulk-sum').innerText).toContain('已签名 1 件，没有办成 1 件，没有办 2 件')
    expect(s.text()).toContain('中途停下')
  })

  test('the reason is asked for once, and stands in every act', async () => {
    const s = await choose()
    await pick(s, '不予受理')
    expect(s.text()).toContain('4 件都用这一条理由')
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => s.find('[role=alert]', '请写明理由'))
    expect(acts()).toHaveLength(0)
    s.find('.quick button', '不属于本单位职权范围').click()
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => s.find('.bulk-foot button', '关闭'))
    expect(acts().map(({ data }) => data['reason'])).toEqual(Array(4).fill('不属于本单位职权范围，请向有权单位申请'))
  })

  test('whatever takes the page away stops it', async () => {
    const { act } = desk.calls
    const s = await choose({
      act: async (input) => {
        const answer = await act(input)
        screen?.close()
        screen = null
        return answer
      },
    })
    await pick(s, '受理')
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(acts()).toHaveLength(1))
    await desk.sync()
    expect(acts()).toHaveLength(1)
  })
})
