import { expect, test } from 'vitest'
import { entryId } from '../../shared/ledger/index.ts'
import stockJson from '../../shared/services/grassland-stock.json' with { type: 'json' }
import transferJson from '../../shared/services/grassland-transfer.json' with { type: 'json' }
import { at, begin, COUNTY, type LedgerWorld, split } from '../kit/ledger-world.ts'
import { stockFields } from '../kit/pasture-forms.ts'
import { SMALL } from '../simulation/services.ts'

const CONTRACT = '632723103200010001J'
const [clerk, clerk2, reviewer, approver] = [at('clerk'), at('clerk2'), at('reviewer'), at('approver')]
const supervisor = at('supervisor')

/** An office of more people, so that two sides can each go the whole way. */
function crowd(): LedgerWorld {
  const world = begin()
  world.seal([
    world.member('reviewer2', COUNTY, ['reviewer']),
    world.member('approver2', COUNTY, ['approver']),
    world.member('supervisor2', COUNTY, ['supervisor']),
    world.member('both', COUNTY, ['supervisor', 'clerk']),
  ])
  return world
}

/** A transfer walked to its end by one side, on the world as it stands; what it signed. */
function transfer(world: LedgerWorld, contract: string, by: readonly [string, string, string], heads: Uint8Array[]) {
  const { entry, id } = world.file(by[0], CONTRACT, { heads })
  return { entry, id, contract, by }
}

function walk(world: LedgerWorld, id: string, contract: string, by: readonly [string, string, string]): string[] {
  return [
    world.outcome(world.act(by[0], id, 'accept')),
    world.outcome(world.act(by[1], id, 'review')),
    world.outcome(world.act(by[2], id, 'finish', null, [contract])),
  ]
}

/** Two transfers of one pasture, taken apart: the first in effect, the second in dispute. */
function twoTransfers(finished = true) {
  const world = crowd()
  const contract = world.stock(clerk, CONTRACT)
  const seen = world.heads(contract)
  const one = transfer(world, contract, [clerk, reviewer, approver], seen)
  const other = transfer(world, contract, [clerk2, 'reviewer2', 'approver2'], seen)
  expect(world.outcome(one.entry)).toBe('applied')
  if (finished) expect(walk(world, one.id, contract, one.by)).toEqual(['applied', 'applied', 'applied'])
  expect(world.outcome(other.entry)).toBe('disputed')
  return { world, contract, seen, one, other, before: structuredClone(world.subject(contract)) }
}

const holder = (world: LedgerWorld, contract: string) => world.subject(contract).sealed.holderName

test('[X6] what stands is kept: nothing changes, the dispute ends, and the case that lost takes no effect', () => {
  const { world, contract, one, other, before } = twoTransfers()
  expect(world.outcome(world.decide(supervisor, contract, 'keep'))).toBe('applied')
  const after = world.subject(contract)
  expect(after).toMatchObject({ fields: before.fields, sealed: before.sealed, pending: null, disputes: [] })
  expect(world.dispute(other.entry).decided).toMatchObject({ adopted: false })
  expect(world.case(other.id)).toMatchObject({ disputes: [], state: 'received' })
  expect(world.case(other.id).overruled).not.toBeNull()
  expect(world.case(one.id).overruled).toBeNull()
  expect(world.outcome(world.act(clerk2, other.id, 'accept'))).toBe('applied')
  expect(world.outcome(world.act('reviewer2', other.id, 'review'))).toBe('applied')
  expect(world.outcome(world.act('approver2', other.id, 'finish', null, [contract]))).toBe('void(overruled)')
})

test('[X6] the other side is adopted: what had been done is undone, its case is put aside, and the other goes on', () => {
  const { world, contract, one, other } = twoTransfers()
  const stocked = world.subject(contract).log[0]
  expect(holder(world, contract)?.name).toBe('transfereeName')
  const adopt = entryId(other.entry.body)
  expect(world.outcome(world.decide(supervisor, contract, 'adopt', { adopt }))).toBe('applied')
  expect(holder(world, contract)?.name).toBe('holderName')
  expect(world.subject(contract)).toMatchObject({ pending: other.id, disputes: [] })
  expect(world.subject(contract).fields.lastTransferMode).toBeUndefined()
  expect(world.subject(contract).log[0]).toEqual(stocked)
  expect(world.case(one.id)).toMatchObject({ state: 'finished', overruled: world.subject(contract).heads[0] })
  expect(world.case(other.id).overruled).toBeNull()
  expect(walk(world, other.id, contract, other.by)).toEqual(['applied', 'applied', 'applied'])
  expect(holder(world, contract)).toEqual({ ...world.case(other.id).sealed.transfereeName, name: 'transfereeName' })
})

test('[X6] a side is all that builds upon it: a chain of acts made without a line takes effect as a whole', () => {
  const world = crowd()
  const contract = world.stock(clerk, CONTRACT)
  const seen = world.heads(contract)
  const other = transfer(world, contract, [clerk2, 'reviewer2', 'approver2'], seen)
  // What the other office signs before it has heard of anything: its own file is the head of both records.
  const mine = [entryId(other.entry.body)]
  const offline = (member: string, action: string, heads: Uint8Array[], subjects: string[] = []) =>
    world.device(member).sign({
      kind: 'act',
      scope: [COUNTY],
      case: other.id,
      subj: [{ id: other.id, heads }, ...subjects.map((id) => ({ id, heads: mine }))].sort((a, b) =>
        a.id < b.id ? -1 : 1,
      ),
      data: { action, reason: null, fields: {}, sealed: {}, materials: [], number: null, rules: null },
    })
  const accept = offline(clerk2, 'accept', mine)
  const review = offline('reviewer2', 'review', [entryId(accept.body)])
  const finish = offline('approver2', 'finish', [entryId(review.body)], [contract])
  const one = transfer(world, contract, [clerk, reviewer, approver], seen)
  expect(world.outcome(one.entry)).toBe('applied')
  expect(walk(world, one.id, contract, one.by)).toEqual(['applied', 'applied', 'applied'])
  const first = structuredClone(world.subject(contract))
  expect([other.entry, accept, review, finish].map((entry) => world.outcome(entry))).toEqual([
    'disputed',
    'applied',
    'applied',
    'disputed',
  ])
  expect(world.subject(contract)).toMatchObject({ fields: first.fields, sealed: first.sealed })
  expect(world.case(other.id).state).toBe('reviewed')
  const adopt = entryId(finish.body)
  // To adopt the filing alone is not to adopt what was done upon it, and the last step is nothing without the first.
  expect(world.outcome(world.decide(supervisor, contract, 'adopt', { adopt }))).toBe('applied')
  expect(world.case(other.id)).toMatchObject({ state: 'finished', disputes: [], overruled: null })
  expect(world.subject(contract)).toMatchObject({ pending: null, disputes: [] })
  expect(holder(world, contract)).toEqual({ ...world.case(other.id).sealed.transfereeName, name: 'transfereeName' })
  expect(world.case(one.id).overruled).not.toBeNull()
  expect(world.dispute(other.entry).decided?.adopted).toBe(true)
})

test('[X6] amended: fields get the value that the decision gives, on what stands or on the side that it adopts', () => {
  const { world, contract, other, before } = twoTransfers()
  const set = [{ id: contract, fields: { certificateNo: '重新核定一号' }, sealed: {} }]
  expect(world.outcome(world.decide(supervisor, contract, 'amend', { set }))).toBe('applied')
  expect(world.subject(contract).fields).toEqual({ ...before.fields, certificateNo: '重新核定一号' })
  expect(world.subject(contract).sealed).toEqual(before.sealed)
  expect(world.case(other.id).overruled).not.toBeNull()
  for (const fields of [{ unheardOf: '甲' }, { holderName: '公开' }]) {
    const { world, contract } = twoTransfers()
    expect(
      world.outcome(world.decide(supervisor, contract, 'amend', { set: [{ id: contract, fields, sealed: {} }] })),
    ).toBe('void(field)')
  }
})

test('[X6] a decision on what has changed since is stale and changes nothing', () => {
  const { world, contract, seen } = twoTransfers()
  const stale = world.decide(supervisor, contract, 'keep')
  const third = world.file('both', CONTRACT, { heads: seen })
  expect(world.outcome(third.entry)).toBe('disputed')
  const before = structuredClone(world.subject(contract))
  expect(world.outcome(stale)).toBe('void(stale)')
  expect(world.subject(contract)).toEqual(before)
})

test('[X6] who may decide: a supervisor of this scope who took no side', () => {
  const { world, contract, seen } = twoTransfers()
  expect(world.outcome(world.decide(clerk, contract, 'keep'))).toBe('void(role)')
  expect(world.outcome(world.decide(at('supervisor', '632726'), contract, 'keep'))).toBe('void(role)')
  expect(world.outcome(world.file('both', CONTRACT, { heads: seen }).entry)).toBe('disputed')
  expect(world.outcome(world.decide('both', contract, 'keep'))).toBe('void(author)')
  expect(world.outcome(world.decide(supervisor, contract, 'keep', { reason: '  ' }))).toBe('void(shape)')
  expect(world.outcome(world.decide(supervisor, contract, 'keep'))).toBe('applied')
})

test('[X6] a decision is taken back by another, and decided anew', () => {
  const { world, contract, one, other, before } = twoTransfers()
  const adopt = entryId(other.entry.body)
  const disputes = [adopt]
  const first = world.decide(supervisor, contract, 'adopt', { adopt })
  expect(world.outcome(first)).toBe('applied')
  expect(world.outcome(world.decide(supervisor, contract, 'keep', { disputes }))).toBe('void(dispute)')
  expect(world.outcome(world.decide('supervisor2', contract, 'reopen', { disputes }))).toBe('applied')
  const back = world.subject(contract)
  expect(back).toMatchObject({ fields: before.fields, sealed: before.sealed, pending: null, disputes })
  expect(world.case(one.id).overruled).toBeNull()
  expect(world.dispute(adopt).decided).toBeNull()
  expect(world.outcome(world.decide(supervisor, contract, 'keep'))).toBe('applied')
  expect(world.subject(contract)).toMatchObject({ sealed: before.sealed, disputes: [] })
})

test('[X6] what was built upon a decision holds it: it is not taken back behind that', () => {
  const { world, contract, other } = twoTransfers()
  const adopt = entryId(other.entry.body)
  expect(world.outcome(world.decide(supervisor, contract, 'adopt', { adopt }))).toBe('applied')
  expect(walk(world, other.id, contract, other.by)).toEqual(['applied', 'applied', 'applied'])
  const again = world.decide(supervisor, contract, 'reopen', { disputes: [adopt] })
  expect(world.outcome(again)).toBe('void(dispute)')
})

test('[X6] late work of the side that lost is put aside with its reason, that of the side that won goes on', () => {
  for (const [choice, want] of [
    ['keep', 'void(overruled)'],
    ['adopt', 'merged'],
  ] as const) {
    const { world, contract, other } = twoTransfers(false)
    const mine = entryId(other.entry.body)
    const late = world.act(clerk2, other.id, 'accept')
    expect(world.outcome(world.decide(supervisor, contract, choice, choice === 'keep' ? {} : { adopt: mine }))).toBe(
      'applied',
    )
    expect(world.outcome(late)).toBe(want)
    expect(world.case(other.id).state).toBe(choice === 'keep' ? 'received' : 'accepted')
  }
})

test('[X6] a service may ask for two supervisors: the first signature changes nothing', () => {
  const world = crowd()
  world.seal([
    world.service({ ...transferJson, code: 'careful', disputes: { blocks: ['file', 'effects'], signers: 2 } }),
  ])
  const definition = { ...transferJson, code: 'careful' }
  const contract = world.stock(clerk, CONTRACT)
  const seen = world.heads(contract)
  const one = world.file(clerk, CONTRACT, { heads: seen, definition })
  const other = world.file(clerk2, CONTRACT, { heads: seen, definition })
  expect([one, other].map(({ entry }) => world.outcome(entry))).toEqual(['applied', 'disputed'])
  const adopt = entryId(other.entry.body)
  const first = world.decide(supervisor, contract, 'adopt', { adopt })
  expect(world.outcome(first)).toBe('applied')
  expect(world.subject(contract)).toMatchObject({ pending: one.id, disputes: [adopt] })
  const confirm = { adopt: entryId(first.body) }
  expect(world.outcome(world.decide(supervisor, contract, 'confirm', confirm))).toBe('void(author)')
  expect(world.outcome(world.decide('supervisor2', contract, 'confirm', { adopt }))).toBe('void(dispute)')
  expect(world.outcome(world.decide('supervisor2', contract, 'confirm', confirm))).toBe('applied')
  expect(world.subject(contract)).toMatchObject({ pending: other.id, disputes: [] })
})

test('[X5] two acts on one case, made apart: the second waits, and a decision puts it in place of the first', () => {
  const world = crowd()
  const contract = world.stock(clerk, CONTRACT)
  const { entry, id } = world.file(clerk, CONTRACT)
  world.seal([entry])
  expect(world.outcome(world.act(clerk, id, 'accept'))).toBe('applied')
  expect(world.outcome(world.act(reviewer, id, 'review'))).toBe('applied')
  const back = world.act('approver2', id, 'return', '面积不符')
  expect(world.outcome(world.act(approver, id, 'finish', null, [contract]))).toBe('applied')
  const stands = structuredClone(world.case(id))
  expect(world.outcome(back)).toBe('disputed')
  expect(world.case(id)).toMatchObject({ state: 'finished', fields: stands.fields })
  const { fields, sealed, commit } = split(
    { receiverName: '才让', deliveryMethod: 'window' },
    transferJson.sealed,
    'deliver',
  )
  const deliver = world.device(clerk).sign({
    ...{ kind: 'act', scope: [COUNTY], case: id, subj: world.subj(id), commit },
    data: {
      ...{ action: 'deliver', reason: null, fields: fields as never, sealed: sealed as never },
      ...{ materials: [], number: null, rules: null },
    },
  })
  expect(world.outcome(deliver)).toBe('void(disputed)')
  expect(world.outcome(world.decide(supervisor, id, 'adopt', { adopt: entryId(back.body) }))).toBe('applied')
  expect(world.case(id)).toMatchObject({ state: 'returned', disputes: [], overruled: null })
  expect(holder(world, contract)?.name).toBe('holderName')
  expect(world.subject(contract).pending).toBe(id)
})

test('[X6] what an undone act put on record has ended, and stays to be read', () => {
  const world = crowd()
  const definition = {
    ...structuredClone(stockJson),
    ...{ code: 'late-stock', examples: [], rules: [] },
  }
  world.seal([world.service(definition)])
  const one = world.file(clerk, CONTRACT, { form: stockFields(CONTRACT), definition: stockJson, heads: [] })
  const other = world.file(clerk2, CONTRACT, {
    form: { ...stockFields(CONTRACT), boundaryEast: '别的界桩' },
    definition,
    heads: [],
  })
  expect([one, other].map(({ entry }) => world.outcome(entry))).toEqual(['applied', 'disputed'])
  const contract = `${COUNTY}/pasture-contract/${CONTRACT}`
  expect(world.outcome(world.decide(supervisor, contract, 'adopt', { adopt: entryId(other.entry.body) }))).toBe(
    'applied',
  )
  expect(world.subject(contract)).toMatchObject({ ended: null, disputes: [] })
  expect(world.subject(contract).fields.boundaryEast).toBe('别的界桩')
})

test('[X6] what a decision had undone is on record again when that decision is taken back', () => {
  const world = crowd()
  const one = world.file(clerk, CONTRACT, { form: stockFields(CONTRACT), definition: stockJson, heads: [] })
  const form = { ...stockFields(CONTRACT), boundaryEast: '别的界桩' }
  const other = world.file(clerk2, CONTRACT, { form, definition: stockJson, heads: [] })
  expect([one, other].map(({ entry }) => world.outcome(entry))).toEqual(['applied', 'disputed'])
  const contract = `${COUNTY}/pasture-contract/${CONTRACT}`
  const before = structuredClone(world.subject(contract))
  const adopt = entryId(other.entry.body)
  expect(world.outcome(world.decide(supervisor, contract, 'adopt', { adopt }))).toBe('applied')
  expect(world.outcome(world.decide('supervisor2', contract, 'reopen', { disputes: [adopt] }))).toBe('applied')
  expect(world.subject(contract)).toMatchObject({ ended: null, fields: before.fields, sealed: before.sealed })
})

test('[X6] what a decision put on record, and its end took away again, the next decision puts there anew', () => {
  const world = crowd()
  const { record, edit, split: division } = SMALL as Record<string, { code: string; version: number; sealed: string[] }>
  world.seal([record, edit, division].map((one) => world.service(one)))
  const [old, made] = [`${COUNTY}/thing/T1`, `${COUNTY}/thing/T2`]
  world.seal([
    world.file(clerk, 'T1', { definition: record as never, form: { no: 'T1', use: 'home' }, type: 'thing' }).entry,
  ])
  const heads = world.heads(old)
  const change = world.file(clerk, 'T1', { definition: edit as never, form: { no: 'T1', use: 'shop' }, type: 'thing' })
  // After the other case by name: which of them had made it is not a matter of names.
  const id = `${COUNTY}/case/Z1`
  const entry = world.device(clerk2).sign({
    ...{ kind: 'file', scope: [COUNTY], case: id },
    subj: [
      { id, heads: [] },
      { id: old, heads },
      { id: made, heads: [] },
    ],
    data: {
      ...{ service: 'split', version: 1, fields: { parents: ['T1'], children: ['T2'] }, sealed: {} },
      ...{ materials: [], number: null },
    },
  })
  expect([change.entry, entry].map((one) => world.outcome(one))).toEqual(['applied', 'disputed'])
  const adopt = entryId(entry.body)
  const disputes = [adopt]
  const fields = { use: 'split' }
  expect(world.outcome(world.decide(supervisor, old, 'adopt', { adopt }))).toBe('applied')
  expect(world.subject(made)).toMatchObject({ ended: null, fields, parents: [old] })
  expect(world.outcome(world.decide('supervisor2', old, 'reopen', { disputes }))).toBe('applied')
  expect(world.subject(made).ended).toBe(id)
  expect(world.outcome(world.decide(supervisor, old, 'adopt', { adopt }))).toBe('applied')
  expect(world.subject(made)).toMatchObject({ ended: null, fields, parents: [old] })
  expect(world.subject(made).log.at(-1)?.set).toContain('*')
  // Kept instead, it stays ended, and nothing is said to have changed on it.
  expect(world.outcome(world.decide('supervisor2', old, 'reopen', { disputes }))).toBe('applied')
  expect(world.outcome(world.decide(supervisor, old, 'keep'))).toBe('applied')
  expect(world.subject(made)).toMatchObject({ ended: id })
  expect(world.subject(made).log.at(-1)?.set).toEqual([])
})

test('[X6] a claim does not come back to a case that has ended since', () => {
  const { world, contract, one, other } = twoTransfers(false)
  const adopt = entryId(other.entry.body)
  expect(world.outcome(world.decide(supervisor, contract, 'adopt', { adopt }))).toBe('applied')
  expect(world.outcome(world.act(clerk, one.id, 'withdraw', '不再办理', [contract]))).toBe('applied')
  expect(world.outcome(world.decide('supervisor2', contract, 'reopen', { disputes: [adopt] }))).toBe('applied')
  expect(world.subject(contract)).toMatchObject({ pending: null, disputes: [adopt] })
  expect(world.outcome(world.decide(supervisor, contract, 'keep'))).toBe('applied')
  expect(world.outcome(world.file('both', CONTRACT).entry)).toBe('applied')
})
