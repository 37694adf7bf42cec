import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bothSay, expectDisputed, expectPapers, expectSuperseded, numberOf, plain } from './conflicts/ends.ts'
import { saysOf } from './conflicts/look.ts'
import { type Matter, take, takeTwice, type Walked } from './conflicts/matter.ts'
import { both, type Offices, openOffices } from './conflicts/offices.ts'
import { check, saveProof, showNotice, showSheet } from './conflicts/papers.ts'
import { choose, type Decision, openReview, sign } from './conflicts/review.ts'
import { scanShown, showPaper } from './county/papers.ts'

/**
 * Two computers of one county as real processes with real browsers, and one node. Without a line both take transfers of the same pastures; then both are
 * heard, and a supervisor at the second decides.
 */
const FILED = { first: 'filed', second: 'filed' } as const
const MATTERS = {
  keep: FILED,
  adopt: { first: 'finished', second: 'filed' },
  amend: { first: 'finished', second: 'finished' },
  seen: FILED,
  alone: FILED,
  late: FILED,
} as const satisfies Record<string, Walked>
type Name = keyof typeof MATTERS

let offices: Offices
const ready = new Map<Name, Matter>()

/** What a test is about; one that is tried again begins with a pasture of its own. */
async function matterOf(name: Name): Promise<Matter> {
  const made = ready.get(name) ?? (await takeTwice(offices, [MATTERS[name]]))[0]
  ready.delete(name)
  if (made === undefined) throw new Error(name)
  return made
}

beforeAll(async () => {
  const names = Object.keys(MATTERS) as Name[]
  offices = await openOffices(2 * names.length)
  const taken = await takeTwice(
    offices,
    names.map((name) => MATTERS[name]),
  )
  for (const [i, name] of names.entries()) ready.set(name, taken[i] as Matter)
}, 400_000)
afterAll(() => offices?.county.remove())

beforeEach(async () => {
  await both(offices, ({ desk }) => desk.leave())
})

/** The supervisor decides through the screens, by keyboard, once they have read what follows. */
async function decide({ subject }: Matter, decision: Decision, follows: RegExp): Promise<void> {
  const { there, supervisor } = offices
  await there.desk.become(supervisor)
  await openReview(there.desk, subject)
  expect(await choose(there.desk, decision)).toMatch(follows)
  await sign(there.desk, decision.choice)
}

describe('two transfers of one pasture, taken without a line', () => {
  test('[X6] kept: what was first stays, the second is put aside, and its slip is called back', async () => {
    const matter = await matterOf('keep')
    const { there, county } = offices
    await expectDisputed(offices, matter)
    const slip = await saveProof(there.desk, matter.second.case, 'slip', county.out)
    expect(await check(there.desk, { file: slip })).toMatchObject({ holds: true })
    const decision = { choice: 'keep', ground: '权利成立在先', reason: '甲件合同签订在先，已核对原件' } as const
    await decide(matter, decision, /乙件（[^）]+）不予采用.*保持不变/s)

    const said = await bothSay(offices, matter)
    expect(said.head).not.toContain('有争议')
    expect(said.cases[0]?.head).toContain('已收件')
    expect(said.cases[1]?.head).toContain('裁定不予采用')
    expect(said.history.find((row) => plain(row).includes(numberOf(matter.second.case)))).toContain('不予采用')
    await expectPapers(offices, matter, { decision, recalls: { first: [], second: ['收件回执'] } })
    await expectSuperseded(offices, { file: slip })
  })

  test('[X5] [X6] adopted: what was registered is undone, and its certificate is called back', async () => {
    const matter = await matterOf('adopt')
    const { here, county } = offices
    expect((await expectDisputed(offices, matter)).people).toContain(matter.first.to.name)
    await showPaper(here.desk.page, matter.first.case, 'certificate')
    const scanned = await scanShown(here.desk.page, county.out, 'certificate')
    expect(await check(here.desk, { scanned })).toMatchObject({ holds: true })
    const decision = { choice: 'adopt', ground: '以权属材料为准', reason: '乙件持有承包合同原件' } as const
    await decide(
      matter,
      decision,
      /甲件（[^）]+）已办的登记撤销.*登记簿上：.*恢复为.*甲件（[^）]+）不予采用.*乙件（[^）]+）尚未登记，须继续办理/s,
    )

    const said = await bothSay(offices, matter)
    expect(said.people).not.toContain(matter.first.to.name)
    expect(said.cases.map(({ head }) => head.includes('裁定不予采用'))).toEqual([true, false])
    expect(said.history.filter((row) => row.includes('已撤销'))).toHaveLength(2)
    expect(said.history.find((row) => plain(row).includes(numberOf(matter.second.case)))).toContain('裁定采用')
    const recalls = { first: ['收件回执', '登记证明'], second: [] }
    await expectPapers(offices, matter, { decision, recalls })
    await expectSuperseded(offices, { scanned })
  })

  test('[X6] item by item: the first stays the holder, with values that were picked and typed', async () => {
    const matter = await matterOf('amend')
    const before = await expectDisputed(offices, matter)
    expect(before.people).toContain(matter.first.to.phone)
    expect(before.stands).toContain('转让')
    const phone = '13900001111'
    const decision: Decision = {
      ...{ choice: 'amend', ground: '当事人达成一致', reason: '双方到场确认，按互换登记' },
      give: [
        { field: '转移方式', as: '取乙件' },
        { field: '承包方电话', as: '另填', type: phone },
      ],
    }
    await decide(matter, decision, /乙件（[^）]+）不予采用.*甲件（[^）]+）已发的登记证明内容有变/s)

    const said = await bothSay(offices, matter)
    expect(said.people).toContain(matter.first.to.name)
    expect(said.people).toContain(phone)
    expect(said.stands).toContain('互换')
    expect(said.cases.map(({ head }) => head.includes('裁定不予采用'))).toEqual([false, true])
    const recalls = { first: [], second: ['收件回执', '受理通知书'] }
    await expectPapers(offices, matter, { decision, recalls, sheet: [phone, '互换'] })
    const notice = await showNotice(offices.here.desk, matter.first.case)
    for (const word of [phone, '互换']) expect(notice).toContain(word)
    expect(await showNotice(offices.here.desk, matter.second.case)).not.toContain(phone)
  })

  test('[X6] a decision on what is no longer so is not signed: what came is shown, what was written stays, and decided anew it stands', async () => {
    const matter = await matterOf('seen')
    const { here, there, supervisor } = offices
    const { page } = there.desk
    await there.desk.become(supervisor)
    await openReview(there.desk, matter.subject)
    const decision = { choice: 'adopt', ground: '法院、仲裁或行政决定', reason: '见调解书第7号' } as const
    await choose(there.desk, decision)
    await take(here, matter.first.case, 'accept', here.clerk)
    await here.desk.allSealed()

    const alert = page.locator('main [role=alert]', { hasText: '受理' })
    await alert.waitFor()
    expect(plain(await alert.innerText())).toContain(numberOf(matter.first.case))
    await page.keyboard.press('Control+Enter')
    expect(await page.locator('.conflict-print').count()).toBe(0)
    await alert.locator('button').focus()
    await page.keyboard.press('Enter')
    await page.locator('.conflict-decide').waitFor()
    expect(await page.locator('.conflict-choices input:checked').count()).toBe(0)
    expect(await page.locator('#decision-reason').inputValue()).toBe(decision.reason)
    expect(await page.locator('.conflict-decide').innerText()).toContain(decision.ground)
    await choose(there.desk, decision)
    await sign(there.desk, 'adopt')
    const said = await bothSay(offices, matter)
    expect(said.cases.map(({ head }) => head.includes('裁定不予采用'))).toEqual([true, false])
  })

  test('[X6] decided without a line by a supervisor: not sealed and said so; with the line back both end the same', async () => {
    const matter = await matterOf('alone')
    const { county, here, there } = offices
    await county.node.stop()
    try {
      const decision = { choice: 'keep', ground: '重复办理', reason: '同一转让两次收件' } as const
      await decide(matter, decision, /乙件（[^）]+）不予采用/)
      const { page } = there.desk
      expect(await page.locator('section.card', { has: page.locator('.conflict-print') }).innerText()).toContain(
        '已保存（未发送）',
      )
      expect(await page.locator('.sync-badge').innerText()).not.toContain('全部已封存')
      expect(await showSheet(there.desk, matter.subject)).toContain('尚未封存')
      expect((await saysOf(here.desk, matter)).head).toContain('有争议')
    } finally {
      await county.node.start()
    }
    const said = await bothSay(offices, matter)
    expect(said.head).not.toContain('有争议')
    expect(said.cases[1]?.head).toContain('裁定不予采用')
  })

  test('[X6] a decision signed without a line on what was no longer so has no effect: its reason is shown, and the dispute is open', async () => {
    const matter = await matterOf('late')
    const { here, there, supervisor, county } = offices
    const { page } = there.desk
    await there.desk.become(supervisor)
    there.line.cut()
    await take(here, matter.first.case, 'accept', here.clerk)
    await here.desk.allSealed()
    await decide(matter, { choice: 'adopt', ground: '其他', reason: '按乙件材料' }, /甲件（[^）]+）不予采用/)
    const early = await showSheet(there.desk, matter.subject)
    expect(early).toContain('尚未封存')
    const scanned = await scanShown(page, county.out, `early-${numberOf(matter.subject)}`)
    there.line.mend()
    await there.desk.catchUp()

    await page.locator('.sync-badge[href="#/aside"]').waitFor()
    await page.keyboard.press('Alt+t')
    const item = page.locator('.aside-item', { hasText: '冲突裁定' })
    await item.waitFor()
    expect(await item.innerText()).toContain('裁定时没有看到最新的情况，请重新查看后再裁定')
    expect(plain(await item.innerText())).toContain(numberOf(matter.subject))
    await item.locator('a[href^="#/conflicts/"]').focus()
    await page.keyboard.press('Enter')
    await page.locator('.conflict-decide').waitFor()
    await page.keyboard.press('Alt+t')
    await item.getByRole('button', { name: '归档' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('.ant-popover').getByRole('button', { name: '归档' }).click()
    await there.desk.allSealed()
    await openReview(there.desk, matter.subject)
    for (const window of await both(offices, ({ desk }) => saysOf(desk, matter))) {
      expect(window.head).toContain('有争议')
      expect(window.cases.map(({ head }) => head.includes('有争议'))).toEqual([false, true])
    }
    for (const one of await both(offices, ({ desk }) => check(desk, { scanned }))) {
      expect(one).toMatchObject({ holds: false, text: expect.stringContaining('没有生效') })
    }
  })
})
