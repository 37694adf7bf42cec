import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Step } from '../../../renderer/replica/api.ts'
import type { Conflict } from '../../../renderer/replica/conflicts/api.ts'
import { fail, must, ok } from '../../../shared/base/result.ts'
import type { SignedEntry } from '../../../shared/ledger/index.ts'
import { type County, OFFICE } from '../../kit/county.ts'
import type { Desk } from '../replica/desk.ts'
import { decided } from './decided.ts'
import { takenTwice } from './taken-twice.ts'

/** What follows from a decision, as the desk of the second filing shows it: late work of its own, and whom to tell. */
describe('after a decision', () => {
  let county: County
  let desk: Desk
  let contract: string
  let mine: string
  let third: SignedEntry
  let n = 0

  const on = () => `${OFFICE}/pasture-contract/${contract}`
  const theirs = () => `${OFFICE}/case/A1`
  const conflict = async (): Promise<Conflict> => must(await desk.calls.conflict(on()))
  const as = async (who: string) => {
    await desk.close()
    must(await desk.open(desk.person(who)))
  }
  const steps = async (id: string): Promise<readonly Step[]> => must(await desk.calls.case(id)).steps
  const step = async (id: string, act: string) => (await steps(id)).find((one) => one.act === act) as Step

  beforeEach(async () => {
    ;({ county, desk, contract, mine, third } = await takenTwice(`after${n++}`))
  })
  afterEach(() => desk.wipe())

  const decide = (choice: 'keep' | 'adopt') => decided(county, on(), choice)

  /** A step on this desk's case, signed without a line while a decision is sealed elsewhere; the line is back, and nothing sent yet. */
  async function late(choice: 'keep' | 'adopt'): Promise<void> {
    desk.node = null
    must(await desk.calls.act({ case: mine, action: 'accept', reason: null }))
    county.node.seal([decide(choice)])
    desk.node = county.node
    desk.bend = (ask, answer) => (ask.path.startsWith('/v1/push') ? fail('no-line', 'cut') : ok(answer))
    await desk.sync()
    desk.bend = null
  }

  test('[X6] late work of the side that lost: foreseen as void before it is sent, void once it is, each time with the decision and its reason', async () => {
    await late('keep')
    const decision = {
      ...{ conflict: on(), choice: 'keep', by: ['supervisor'], ground: 'documents', reason: '依合同原件' },
      place: { height: expect.any(Number), index: expect.any(Number) },
    }
    expect(await step(mine, 'accept')).toMatchObject({
      ...{ outcome: 'void(overruled)', standing: 'saved', sealedAt: null, expected: true, decision },
    })
    await desk.sealed()
    const accept = await step(mine, 'accept')
    expect(accept).toMatchObject({ outcome: 'void(overruled)', decision, sealedAt: expect.any(Number) })
    expect(accept).not.toHaveProperty('expected')
    expect(await step(mine, 'file')).toMatchObject({ outcome: 'refused', decision })
    const today = must(await desk.calls.today()).filter((one) => one.case === mine)
    expect(today.map(({ act, outcome }) => [act, outcome])).toEqual([
      ['accept', 'void(overruled)'],
      ['file', 'refused'],
    ])
    expect((await step(mine, 'resolve')).decision).toMatchObject(decision)
  })

  test('[X6] late work of the side that won is merged, and says so before and after it is sent', async () => {
    await late('adopt')
    expect(await step(mine, 'accept')).toMatchObject({ outcome: 'merged', standing: 'saved', expected: true })
    await desk.sealed()
    const accept = await step(mine, 'accept')
    expect(accept).toMatchObject({ outcome: 'merged', standing: 'sealed' })
    // It had missed nothing but the decision that it rests on: nothing was put together.
    expect(accept).not.toHaveProperty('merged')
    expect(await step(mine, 'file')).toMatchObject({ outcome: 'adopted', decision: { choice: 'adopt' } })
    expect(await step(theirs(), 'file')).toMatchObject({ outcome: 'undone', decision: { choice: 'adopt' } })
  })

  test('whoever has to wait hears which conflict it is, and which supervisors may decide it', async () => {
    const asked = await desk.calls.openDispute(mine)
    // `both` is a supervisor as well, and took no side yet.
    expect(must(asked)).toMatchObject({ conflict: on(), number: contract, deciders: ['both', 'second', 'supervisor'] })
    county.node.seal([third])
    await desk.sync()
    expect(must(await desk.calls.openDispute(on()))?.deciders).toEqual(['second', 'supervisor'])
    county.node.seal([decide('keep')])
    await desk.sync()
    expect(must(await desk.calls.openDispute(on()))).toBeNull()
    expect(must(await desk.calls.case(mine))).toMatchObject({ inDispute: null, waits: [] })
  })

  test('a case whose thing is in dispute, and not itself: only what changes the record waits', async () => {
    const accept = county.person('colleague').act(theirs(), 'accept')
    county.node.seal([accept])
    county.node.seal([county.person('reviewer').act(theirs(), 'review')])
    await as('approver')
    const detail = must(await desk.calls.case(theirs()))
    expect(detail).toMatchObject({ disputed: false, inDispute: on() })
    expect(detail.waits.map(({ action, because }) => [action.name, because])).toEqual([['finish', 'subject']])
    expect(detail.actions.map(({ name }) => name)).toEqual(expect.arrayContaining(['return', 'refuse', 'suspend']))
    const problems = must(await desk.calls.checkAct({ case: theirs(), action: 'finish', reason: null }))
    expect(problems.map(({ problem }) => problem)).toEqual(['subject.disputed'])
    expect((await desk.calls.act({ case: theirs(), action: 'finish', reason: null })).ok).toBe(false)
    must(await desk.calls.act({ case: theirs(), action: 'suspend', reason: '等待裁定' }))
    await desk.sealed()
    expect(must(await desk.calls.case(theirs())).state).toBe('suspended')
  })

  const told = async () =>
    must(await desk.calls.toTell()).map((row) => [row.choice, row.case.id, row.case.fate, row.case.office])

  test('[X6] everybody whose case a decision concerns is to be told, on both sides; of one taken back, that it was', async () => {
    expect(await told()).toEqual([])
    county.node.seal([decide('adopt')])
    await as('supervisor')
    const office = '称多县政务服务中心'
    const sides = (rows: unknown[][]) => [...rows].sort((a, b) => String(a[1]).localeCompare(String(b[1])))
    expect(sides(await told())).toEqual(
      sides([
        ['adopt', mine, 'adopted', office],
        ['adopt', theirs(), 'undone', office],
      ]),
    )
    const { id, decisions } = await conflict()
    const upon = { id, entry: decisions[0]?.entry as string, reason: '材料有误', seen: [] }
    must(await desk.calls.reopenDecision(upon))
    await desk.sealed()
    expect(sides(await told())).toEqual(
      sides([
        ['reopen', mine, 'open', office],
        ['reopen', theirs(), 'open', office],
      ]),
    )
    // And it explains no step any more.
    expect(await step(mine, 'file')).toMatchObject({ outcome: 'disputed' })
    expect(await step(mine, 'file')).not.toHaveProperty('decision')
    expect(must(await desk.calls.case(mine)).inDispute).toBe(mine)
    // The notice of what was taken back says first that it no longer holds.
    const old = must(await desk.calls.decisionPaper({ id, entry: upon.entry, case: mine, lang: 'zh' }))
    expect(old.standing).toContain('已经撤回')
    expect(old.rows.find((row) => row.label === '对本件的结果')?.value).toContain('采用')
  })

  test('[X6] a decision is taken back only by another, and says why it cannot be', async () => {
    await as('supervisor')
    const why = async () => (await conflict()).decisions.map((one) => one.notReopened?.because ?? null)
    const { options, seen } = await conflict()
    const said = { ground: 'documents', reason: '依合同原件', recall: [], amend: [] } as const
    must(
      await desk.calls.decide({
        id: on(),
        choice: 'adopt',
        adopt: options[1]?.adopt as string,
        seen: options[1]?.seen ?? seen,
        ...said,
      }),
    )
    expect(await why()).toEqual(['unsealed'])
    await desk.sealed()
    expect(await why()).toEqual([null])
    await as('clerk')
    expect(await why()).toEqual(['role'])
    // The case that won goes on; its withdrawal lets go of the claim that the decision had given it.
    must(await desk.calls.act({ case: mine, action: 'withdraw', reason: '不办了' }))
    await desk.sealed()
    await as('supervisor')
    const [made] = (await conflict()).decisions
    expect(made).toMatchObject({ mayReopen: false, notReopened: { because: 'built', acts: [{ case: mine }] } })
    const again = { id: on(), entry: made?.entry as string, reason: '材料有误', seen: [] }
    expect(await desk.calls.reopenDecision(again)).toMatchObject({ ok: false, code: 'no-effect' })
  })
})
