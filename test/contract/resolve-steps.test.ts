import { expect, test } from 'vitest'
import { entryId } from '../../shared/ledger/index.ts'
import { at, begin, COUNTY, type LedgerWorld } from '../kit/ledger-world.ts'
import { SMALL } from '../simulation/services.ts'

/** What a second reading of the rules (test/reference) has found about decisions, each as short as it could be made. */

const CONTRACT = '632723103200010001J'
const [clerk, clerk2, reviewer, approver] = [at('clerk'), at('clerk2'), at('reviewer'), at('approver')]
const supervisor = at('supervisor')

function crowd(): LedgerWorld {
  const world = begin()
  const more = {
    reviewer2: 'reviewer',
    reviewer3: 'reviewer',
    approver2: 'approver',
    supervisor2: 'supervisor',
  } as const
  world.seal([
    ...Object.entries(more).map(([id, role]) => world.member(id, COUNTY, [role])),
    world.member('both', COUNTY, ['supervisor', 'clerk']),
  ])
  return world
}

test('[X6] a decision is taken back with all that it decided, or not at all', () => {
  const world = crowd()
  const contract = world.stock(clerk, CONTRACT)
  const heads = world.heads(contract)
  const filings = [clerk, clerk2, 'both'].map((by) => world.file(by, CONTRACT, { heads }).entry)
  expect(filings.map((one) => world.outcome(one))).toEqual(['applied', 'disputed', 'disputed'])
  const disputes = filings.slice(1).map((one) => entryId(one.body))
  expect(world.outcome(world.decide(supervisor, contract, 'keep', { disputes }))).toBe('applied')
  for (const one of disputes) {
    const half = world.decide('supervisor2', contract, 'reopen', { disputes: [one] })
    expect(world.outcome(half)).toBe('void(dispute)')
  }
  expect(world.outcome(world.decide('supervisor2', contract, 'reopen', { disputes }))).toBe('applied')
  expect(world.subject(contract).disputes).toHaveLength(2)
})

test('[X6] the steps of a case stay in effect when only what they did to its subject is undone', () => {
  const world = crowd()
  const contract = world.stock(clerk, CONTRACT)
  const heads = world.heads(contract)
  const [one, other] = [world.file(clerk, CONTRACT, { heads }), world.file(clerk2, CONTRACT, { heads })]
  expect(world.outcome(one.entry)).toBe('applied')
  expect(world.outcome(world.act(clerk, one.id, 'accept'))).toBe('applied')
  expect(world.outcome(world.act(reviewer, one.id, 'review'))).toBe('applied')
  const back = world.act('approver2', one.id, 'return', '面积不符')
  expect(world.outcome(world.act(approver, one.id, 'finish', null, [contract]))).toBe('applied')
  expect(world.outcome(other.entry)).toBe('disputed')
  expect(world.outcome(back)).toBe('disputed')
  const adopt = entryId(other.entry.body)
  expect(world.outcome(world.decide(supervisor, contract, 'adopt', { adopt }))).toBe('applied')
  expect(world.case(one.id)).toMatchObject({ state: 'finished' })
  // Made apart from the end of the case: it can still be put in its place, on the case and nowhere else.
  const before = structuredClone(world.subject(contract))
  expect(world.outcome(world.decide(supervisor, one.id, 'adopt', { adopt: entryId(back.body) }))).toBe('applied')
  expect(world.case(one.id)).toMatchObject({ state: 'returned', disputes: [] })
  expect(world.subject(contract)).toMatchObject({ pending: other.id, fields: before.fields, sealed: before.sealed })
})

test('[X6] [X5] what may be taken once gives way to another that is adopted, and that one counts as taken', () => {
  const world = crowd()
  const { record, quick } = SMALL as unknown as Record<string, { code: string; version: number; sealed: string[] }>
  world.seal([record, quick].map((one) => world.service(one)))
  const what = { type: 'thing', form: { no: 'T1' } }
  expect(world.outcome(world.file(clerk, 'T1', { ...what, definition: record as never }).entry)).toBe('applied')
  const { entry, id } = world.file(clerk, 'T1', { ...what, definition: quick as never })
  expect(world.outcome(entry)).toBe('applied')
  expect(world.outcome(world.act(approver, id, 'hand-over', '转人工'))).toBe('applied')
  const looks = [reviewer, 'reviewer2'].map((by) => world.act(by, id, 'look'))
  expect(looks.map((one) => world.outcome(one))).toEqual(['applied', 'disputed'])
  const adopt = entryId((looks[1] as (typeof looks)[number]).body)
  expect(world.outcome(world.decide(supervisor, id, 'adopt', { adopt }))).toBe('applied')
  expect(world.outcome(world.act('reviewer3', id, 'look'))).toBe('void(once)')
})
