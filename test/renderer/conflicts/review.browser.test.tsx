import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { groupNumber } from '../../../renderer/app/format.ts'
import { ConflictsPage } from '../../../renderer/pages/conflicts/conflicts-page.tsx'
import { ReviewPage } from '../../../renderer/pages/conflicts/review-page.tsx'
import { ToTell } from '../../../renderer/pages/work/to-tell.tsx'
import { must } from '../../../shared/base/result.ts'
import { type Body, parseBody, type SignedEntry } from '../../../shared/ledger/index.ts'
import { County, OFFICE } from '../../kit/county.ts'
import { PDF, PNG } from '../../kit/pictures.ts'
import { type Screen, show } from '../cases/screen.tsx'
import { Desk } from '../replica/desk.ts'
import { transferFiling } from '../replica/forms.ts'
import { fileApart } from './apart.ts'
import { decided } from './decided.ts'
import { richTransfer } from './rich.ts'
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
    await waitFor(() => expect(s.find('.will').innerText).toMatch(/甲件（.*）不予采用，不能再据此登记/))
    // Tab goes on from what was chosen, and not from the top of the page.
    expect(document.activeElement).toBe(s.all('.conflict-choices input')[1])
    expect(s.find('.will').innerText).toMatch(/乙件（.*）尚未登记，须继续办理/)
    const row = s.find('tr', '由哪一件办理')
    expect(row.querySelector('.result')?.textContent).toBe(groupNumber(mine.split('/').at(-1) as string))
    await s.press('1')
    await waitFor(() => expect(row.querySelector('.result')?.textContent).toBe('A1'))
    await pick(s, 'ground', '以权属材料为准')
    s.find('#decision-reason').focus()
    await s.press('承包合同原件在甲件1号')
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => s.find('h2', '维持甲件'))
    const [made] = decisions()
    expect(made?.data).toMatchObject({ choice: 'keep', ground: 'documents', reason: '承包合同原件在甲件1号' })
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
    await pick(s, 'ground', '以权属材料为准')
    s.find('#decision-reason').focus()
    await s.press('原件在甲件')
    county.node.seal([third])
    await desk.sync()
    await waitFor(() => s.find('[role=alert]', '看的时候又有了新情况'))
    await waitFor(() => expect(s.find('[role=alert]').innerText).toContain('A2'))
    await s.press('{Control>}{Enter}{/Control}')
    expect(s.all('.conflict-decide')).toHaveLength(0)
    expect(decisions()).toEqual([])
    s.find('button', '重新查看').click()
    await waitFor(() => s.find('h2', '丙件'))
    expect(s.all('.conflict-choices input').filter((one) => (one as HTMLInputElement).checked)).toHaveLength(0)
    // What somebody has written is not lost by it.
    expect((s.find('#decision-reason') as HTMLTextAreaElement).value).toBe('原件在甲件')
    expect(s.find('.conflict-decide').innerText).toContain('以权属材料为准')
  })

  test('after it the desk lists whom to tell on both sides; a tick stays on this computer, whoever opens the page again', async () => {
    const atDesk = async (open: string) => {
      const s = await show(desk, desk.person('clerk'), <ToTell />)
      screen = s
      await waitFor(() => expect(s.text()).toContain(open))
      return s
    }
    county.node.seal([decided(county, on(), 'adopt')])
    await desk.sync()
    const s = await atDesk('还有 2 件没有通知')
    expect(s.find('tbody tr', '本件撤销').innerText).toContain('A1')
    const row = s.find('tbody tr', '采用本件')
    expect(row.innerText).toContain('扎西卓玛')
    const notice = row.querySelector('a.ant-btn')?.getAttribute('href') ?? ''
    expect(decodeURIComponent(notice)).toContain(mine)
    row.querySelector<HTMLInputElement>('input[type=checkbox]')?.click()
    await waitFor(() => expect(s.all('tbody tr')).toHaveLength(1))
    s.close()
    const again = await atDesk('还有 1 件没有通知')
    again.find('button', '显示已通知的 1 件').click()
    await waitFor(() => expect(again.find('tr.dim').innerText).toMatch(/扎西卓玛.*clerk/s))
  })

  test('a clerk sees both sides and no way to decide', async () => {
    await desk.close()
    must(await desk.open(desk.person('clerk')))
    const s = await review('clerk')
    expect(s.text()).toContain('只有本县的主管可以裁定')
    expect(s.all('.conflict-decide')).toHaveLength(0)
  })
})

/** Two transfers of one pasture that both went to their end, each with scans: what is looked at, and values of one's own. */
describe('comparing and setting values on the screen', () => {
  let desk: Desk
  let screen: Screen | null = null
  afterEach(async () => {
    screen?.close()
    window.location.hash = ''
    await desk.sync()
    await desk.wipe()
  })
  const waitFor = (assert: () => void) => vi.waitFor(assert, { timeout: 15_000, interval: 30 })

  test('scans stand side by side, fetched when asked for; a value is typed as in the form, and signed only once it is sound', async () => {
    const county = await County.found('compared')
    const more = ['reviewer', 'approver'].map((role) => county.member(`${role}2`, [role]))
    county.node.seal([...more, richTransfer(county)])
    desk = new Desk(county)
    const [contract = ''] = county.stock(1)
    must(await desk.open())
    desk.node = null
    const scan = { name: '合同.png', type: 'image/png', bytes: PNG } as const
    const attached = must(await desk.calls.attach(scan))
    const filing = transferFiling(contract)
    const materials = filing.materials.map((one) => (one.id === 'contract' ? { ...one, files: [attached] } : one))
    const values = { ...filing.values, price: 999_900 }
    const mine = must(await desk.calls.file({ ...filing, version: 2, values, materials })).case
    for (const [who, action] of [
      ['clerk', 'accept'],
      ['reviewer', 'review'],
      ['approver', 'finish'],
    ] as const) {
      await desk.close()
      must(await desk.open(desk.person(who)))
      must(await desk.calls.act({ case: mine, action, reason: null }))
    }
    const scans = { contract: [scan], sketch: [{ name: '四至图.pdf', type: 'application/pdf', bytes: PDF }] } as const
    county.node.seal([await fileApart(county, 'colleague', { contract, number: 'A1', version: 2, scans })])
    const [theirs, on] = [`${OFFICE}/case/A1`, `${OFFICE}/pasture-contract/${contract}`]
    county.node.seal([county.person('colleague').act(theirs, 'accept')])
    county.node.seal([county.person('reviewer2').act(theirs, 'review')])
    county.node.seal([county.person('approver2').act(theirs, 'finish', null, [on])])
    desk.node = county.node
    await desk.sealed()
    await desk.close()
    must(await desk.open(desk.person('supervisor')))
    const s = await show(desk, desk.person('supervisor'), <ReviewPage id={on} />)
    screen = s

    await waitFor(() => expect(s.find('.conflict-files', '只有甲件').innerText).toContain('没有扫描件'))
    s.find('button', '取回不在本机的 2 个').click()
    await waitFor(() =>
      expect(s.find('tr', '原草原承包合同').innerText).toMatch(
        /与乙件（[^）]*）的是同一份.*与甲件（[^）]*）的是同一份/s,
      ),
    )
    await waitFor(() => expect(s.find('tr', '只有甲件').innerText).toContain('1 页'))
    s.find('button.tile-open', '合同.png').click()
    await waitFor(() => expect(s.all('.conflict-compare .viewer-stage img')).toHaveLength(2))
    await s.press('{Escape}')
    await waitFor(() => expect(s.all('[aria-modal=true]')).toHaveLength(0))

    await s.press('3')
    await waitFor(() => s.find('.conflict-amend legend', '以哪一件为基础'))
    s.find('.conflict-amend input[type=radio]').click()
    const field = s.find('.conflict-amend > .field', '转移价款')
    field.querySelector<HTMLElement>('input')?.focus()
    await s.press('{Enter}')
    await waitFor(() => s.find('.ant-select-item-option', '另填'))
    s.find('.ant-select-item-option', '另填').click()
    const box = await vi.waitFor(() => {
      const found = field.querySelector<HTMLInputElement>('.conflict-other input')
      if (found === null) throw new Error('no box')
      return found
    })
    box.focus()
    await s.press('一百万')
    await s.press('{Tab}')
    await waitFor(() => expect(field.innerText).toContain('请填金额（元）'))
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(s.find('.conflict-decide [role=alert]').innerText).toContain('另填的内容没有填好'))
    box.focus()
    await s.press('{Control>}a{/Control}70000.50')
    await waitFor(() => expect(s.find('tr', '转移价款').querySelector('.result')?.textContent).toContain('70,000.50'))
    s.find('#ground').focus()
    await s.press('{Enter}')
    await waitFor(() => s.find('.ant-select-item-option', '以权属材料为准'))
    s.find('.ant-select-item-option', '以权属材料为准').click()
    s.find('#decision-reason').focus()
    await s.press('已核对原件')
    await s.press('{Control>}{Enter}{/Control}')
    await waitFor(() => s.find('h2', '逐项核定'))
    await waitFor(() => expect(s.all('.conflict-decide')).toHaveLength(0))
    expect(must(await desk.calls.reveal([on]))[on]?.['price']).toBe(7_000_050)
  })
})
