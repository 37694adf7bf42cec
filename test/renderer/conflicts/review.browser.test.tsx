import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { groupNumber } from '../../../renderer/app/format.ts'
import { ConflictsPage } from '../../../renderer/pages/conflicts/conflicts-page.tsx'
import { ReviewPage } from '../../../renderer/pages/conflicts/review-page.tsx'
import { must } from '../../../shared/base/result.ts'
import { type Body, parseBody, type SignedEntry } from '../../../shared/ledger/index.ts'
import { type County, OFFICE } from '../../kit/county.ts'
import { type Screen, show } from '../cases/screen.tsx'
import type { Desk } from '../replica/desk.ts'
import { takenTwice } from './taken-twice.ts'

/** The review as a supervisor uses it, over a real replica: by keys, with nothing chosen beforehand, and never on what is no longer so. */
describe('deciding a conflict on the screen', () => {
  let county: County
  let desk: Desk
  let contract: string
  let mine: string
  let third: SignedEntry
  let screen: Screen | null = null
  let n = 0

  const on = () => `${OFFICE}/pasture-contract/${contract}`
  const decisions = (): Body[] =>
    desk.journal.map(({ body }) => must(parseBody(body))).filter(({ kind }) => kind === 'resolve')
  const waitFor = (assert: () => void) => vi.waitFor(assert, { timeout: 15_000, interval: 30 })

  beforeEach(async () => {
    ;({ county, desk, contract, mine, third } = await takenTwice(`review${n++}`))
    await desk.close()
    must(await desk.open(desk.person('supervisor')))
  })
  afterEach(async () => {
    screen?.close()
    screen = null
    window.location.hash = ''
    await desk.sync()
    await desk.wipe()
  })

  const review = async (who = 'supervisor'): Promise<Screen> => {
    const s = await show(desk, desk.person(who), <ReviewPage id={on()} />)
    screen = s
    await waitFor(() => s.find('h2', '登记内容对照'))
    return s
  }
  const pick = async (s: Screen, id: string, words: string) => {
    s.find(`#${id}`).focus()
    await s.press('{Enter}')
    await waitFor(() => s.find('.ant-select-item-option', words))
    s.find('.ant-select-item-option', words).click()
  }

  test('the list names the record and both cases, and leads to the review', async () => {
    const s = await show(desk, desk.person('supervisor'), <ConflictsPage />)
    screen = s
    await waitFor(() => expect(s.all('a.row-link')).toHaveLength(1))
    expect(s.text()).toContain('等待主管裁定')
    expect(s.find('tr', contract).innerText).toContain('A1')
    expect(s.find('a.row-link').getAttribute('href')).toBe(`#/conflicts/${encodeURIComponent(on())}`)
  })

  test('nothing is chosen, and nothing is signed before a choice, a ground and a reason are there', async () => {
    const s = await review()
    expect(s.all('.conflict-choices input').filter((one) => (one as HTMLInputElement).checked)).toHaveLength(0)
    expect(s.find('td.soft', '—')).toBeTruthy()
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(s.find('.conflict-decide [role=alert]').innerText).toMatch(/请先选择.*依据.*理由/s))
    expect(decisions()).toEqual([])
  })

  test('by keys: 2 shows what adopting comes to; signed with ground and reason, the page says what became of it', async () => {
    const s = await review()
    await s.press('2')
    await waitFor(() => expect(s.find('.will').innerText).toContain('甲方办件不予采用'))
    expect(s.find('.will').innerText).toContain('乙方办件照常')
    const row = s.find('tr', '占用它的办件')
    expect(row.querySelector('.result')?.textContent).toBe(groupNumber(mine.split('/').at(-1) as string))
    await s.press('1')
    await waitFor(() => expect(row.querySelector('.result')?.textContent).toBe('A1'))
    await pick(s, 'ground', '以权属材料为准')
    s.find('#decision-reason').focus()
    await s.press('承包合同原件在甲方1号')
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => s.find('h2', '维持先到一方'))
    const [made] = decisions()
    expect(made?.data).toMatchObject({ choice: 'keep', ground: 'documents', reason: '承包合同原件在甲方1号' })
    expect(made?.data['recall']).toHaveLength(1)
    expect(s.text()).toContain('打印处理单')
    expect(s.text()).not.toContain('怎样裁定')
  })

  test('a paper that stays with people is not called back', async () => {
    const s = await review()
    await s.press('1')
    await waitFor(() => s.find('.conflict-recall input'))
    s.find('.conflict-recall input').click()
    await pick(s, 'ground', '其他')
    s.find('#decision-reason').focus()
    await s.press('已查')
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(decisions()).toHaveLength(1))
    expect(decisions()[0]?.data['recall']).toEqual([])
  })

  test('what comes while somebody reads is shown first, and nothing can be signed until it has been looked at', async () => {
    const s = await review()
    await s.press('1')
    await waitFor(() => s.find('.will li'))
    county.node.seal([third])
    await desk.sync()
    await waitFor(() => s.find('[role=alert]', '看的时候又有了新情况'))
    await waitFor(() => expect(s.find('[role=alert]').innerText).toContain('A2'))
    await s.press('{Control>}{Enter}{/Control}')
    expect(s.all('.conflict-decide')).toHaveLength(0)
    expect(decisions()).toEqual([])
    s.find('button', '重新查看').click()
    await waitFor(() => s.find('h2', '丙方'))
    expect(s.all('.conflict-choices input').filter((one) => (one as HTMLInputElement).checked)).toHaveLength(0)
  })

  test('a clerk sees both sides and no way to decide', async () => {
    await desk.close()
    must(await desk.open(desk.person('clerk')))
    const s = await review('clerk')
    expect(s.text()).toContain('只有本县的主管可以裁定')
    expect(s.all('.conflict-decide')).toHaveLength(0)
  })
})
