import { expect, test } from 'vitest'
import { numbersId } from '../../shared/contract/numbers.ts'
import { hash, type Value } from '../../shared/ledger/index.ts'
import { rich } from '../kit/definitions.ts'
import { at, COUNTY, split } from '../kit/ledger-world.ts'
import {
  block,
  CONTRACT,
  contractRecord,
  EXECUTOR,
  fileRich,
  number,
  PARCELS,
  RULES,
  recording,
  richBegin,
  WELL,
} from '../kit/rich-world.ts'

type Data = { [key: string]: Value }

const clerk = at('clerk')
const reviewer = at('reviewer')
const approver = at('approver')
const ALL = [CONTRACT, WELL, ...PARCELS]
const CLAIMED = [CONTRACT, WELL]

/** A case of the rich service up to the approver's desk. */
function toApproval(form: Parameters<typeof fileRich>[1] = {}) {
  const world = richBegin()
  const { entry, id } = fileRich(world, form)
  expect(world.outcome(entry)).toBe('applied')
  expect(world.outcome(world.act(clerk, id, 'accept', null, [], number('case', '20261122', 1)))).toBe('applied')
  expect(world.outcome(world.act(approver, id, 'refer', '人工核对'))).toBe('applied')
  expect(world.outcome(world.act(reviewer, id, 'review'))).toBe('applied')
  return { world, id }
}

const grant = { fields: { approvedArea: 90_000 } as unknown as Value }

test('[X5] a case claims each subject that it changes, and not what it will create', () => {
  const world = richBegin()
  const { entry, id } = fileRich(world)
  expect(world.outcome(entry)).toBe('applied')
  expect(CLAIMED.map((one) => world.subject(one).pending)).toEqual([id, id])
  expect(PARCELS.map((one) => world.record(one))).toEqual([undefined, undefined])
  expect(world.case(id).subjects).toEqual([CONTRACT, ...PARCELS, WELL])
  expect(world.outcome(fileRich(world).entry)).toBe('void(pending)')
})

test('[X4] effects: values of the form and of rows, sealed values, numbers, burdens, parents and children, an end', () => {
  const { world, id } = toApproval()
  const finish = world.act(approver, id, 'finish', null, ALL, { ...grant, ...number('certificate', '2026', 1) })
  expect(world.outcome(finish)).toBe('applied')
  const [first, second] = PARCELS.map((one) => world.subject(one))
  expect(first?.fields).toMatchObject({
    area: 40_000,
    status: 'active',
    wells: ['W001'],
    certificateNo: '称多县草分（2026）第00001号',
  })
  expect(first?.fields).not.toHaveProperty('note')
  expect(second?.fields).toMatchObject({ area: 60_000, note: '东' })
  expect(first).toMatchObject({ parents: [CONTRACT], children: [], t: 'pasture-parcel' })
  expect(first?.sealed['holders']).toEqual({ ...world.case(id).sealed['members'], name: 'members' })
  expect(world.subject(CONTRACT)).toMatchObject({
    fields: { area: 90_000, splitBy: id, status: 'divided' },
    children: PARCELS,
    ended: id,
    pending: null,
  })
  expect(world.subject(WELL).burdens).toEqual([
    { kind: 'shared-use', ref: id, case: id, fields: { until: '2050-12-31' } },
  ])
  expect(world.case(id)).toMatchObject({
    state: 'approved',
    fields: { approvedArea: 90_000 },
    numbers: { accept: { n: 1 }, finish: { series: 'certificate', period: '2026', n: 1 } },
  })
  // What follows the effects changes the case alone.
  const { sealed, commit } = split({ receiver: '才仁卓玛' }, rich.sealed, 'receiver')
  const deliver = world.device(clerk).sign({
    kind: 'act',
    scope: [COUNTY],
    case: id,
    subj: world.subj(id),
    data: {
      action: 'deliver',
      reason: null,
      ...{ fields: {}, sealed: sealed as unknown as Value, materials: [], number: null, rules: null },
    },
    commit,
  })
  expect(world.outcome(deliver)).toBe('applied')
  expect(world.case(id).sealed['receiver']).toEqual({ h: sealed['receiver'], commit })
  // An ended subject takes no further change.
  expect(world.outcome(fileRich(world).entry)).toBe('void(ended)')
})

test('[N6, N7] a correction takes fields back, and none that the filing requires or the action needs', () => {
  const world = richBegin()
  const { entry, id } = fileRich(world, { holderPhone: '13897660001', languages: ['zh'] })
  expect(world.outcome(entry)).toBe('applied')
  const before = world.case(id)
  expect([before.fields['languages'], before.sealed['holderPhone']]).toEqual([['zh'], expect.anything()])
  expect(world.outcome(world.act(clerk, id, 'ask', '请补正'))).toBe('applied')
  const give = (action: string, fields: Data, sealed: Data = {}, more: Data = {}) =>
    world.outcome(world.act(clerk, id, action, null, [], { fields, sealed, ...more }))
  for (const [fields, sealed] of [
    [{ area: null }, {}], // required
    [{}, { holderId: null }], // required and sealed
    [{ contractNo: null }, {}], // the key of a subject
    [{ holderPhone: null }, {}], // sealed, said among the public ones
    [{}, { languages: null }], // public, said among the sealed ones
    [{ approvedArea: null }, {}], // of another action
    [{ ghost: null }, {}],
  ] as [Data, Data][]) {
    expect(give('supply', fields, sealed)).toBe('void(field)')
  }
  expect(give('supply', { languages: [null] })).toBe('void(shape)')
  // Nothing is sealed, so there is no payload.
  const data = { action: 'supply', reason: null, fields: { languages: null }, sealed: { holderPhone: null } }
  const rest = { materials: [], number: null, rules: null }
  const subj = () => world.subj(id)
  const act = (commit: Uint8Array | null) =>
    world.outcome(
      world
        .device(clerk)
        .sign({ kind: 'act', scope: [COUNTY], case: id, subj: subj(), data: { ...data, ...rest }, commit }),
    )
  expect(act(hash(new Uint8Array(1)))).toBe('void(field)')
  expect(act(null)).toBe('applied')
  const after = world.case(id)
  expect(after.fields).not.toHaveProperty('languages')
  expect(after.sealed).not.toHaveProperty('holderPhone')
  expect({ ...after.fields, languages: ['zh'] }).toEqual(before.fields)
  expect({ ...after.sealed, holderPhone: before.sealed['holderPhone'] }).toEqual(before.sealed)
  expect(after.log.at(-1)?.set).toEqual([':state', 'holderPhone', 'languages'])
})

test('[N7] what the action needs is not taken back by it, and a filing takes nothing back', () => {
  const { world, id } = toApproval()
  const none = { fields: { approvedArea: null, surveyedOn: null }, ...number('certificate', '2026', 1) }
  expect(world.outcome(world.act(approver, id, 'finish', null, ALL, none))).toBe('void(field)')
  const other = richBegin()
  expect(other.outcome(fileRich(other, { firstYear: null as never }).entry)).toBe('void(shape)')
  expect(other.outcome(fileRich(other, { firstYear: 2020 }).entry)).toBe('applied')
})

test('[X5] a withdrawn case frees what it claimed, and creates nothing', () => {
  const { world, id } = toApproval()
  expect(world.outcome(world.act(clerk, id, 'withdraw', '不办了'))).toBe('void(subject)')
  expect(world.outcome(world.act(clerk, id, 'withdraw', '不办了', CLAIMED))).toBe('applied')
  expect(CLAIMED.map((one) => world.subject(one).pending)).toEqual([null, null])
  expect(world.record(PARCELS[0] as string)).toBeUndefined()
})

test('[X4] what is to be lifted has to lie there, unless the service says it may be absent', () => {
  const lifting = (ifThere: boolean) =>
    recording('lift', 'pasture-contract', '^[0-9]{6}/pasture-contract/[A-Z0-9-]{4,40}$', 'change', {
      ...{ code: ifThere ? 'lift-any' : 'lift', merge: 'fields' },
      effects: [
        {
          op: 'release',
          on: 'thing',
          kind: 'seizure',
          ref: { from: 'field', name: 'status' },
          ...(ifThere ? { ifThere } : {}),
        },
      ],
    })
  const laying = recording('lay', 'pasture-contract', '^[0-9]{6}/pasture-contract/[A-Z0-9-]{4,40}$', 'change', {
    ...{ code: 'lay', merge: 'fields' },
    effects: [{ op: 'burden', on: 'thing', kind: 'seizure', ref: { from: 'field', name: 'status' }, fields: {} }],
  })
  const world = richBegin()
  const claimed = fileRich(world)
  world.seal([world.service(lifting(false)), world.service(lifting(true)), world.service(laying), claimed.entry])
  const file = (code: string, status: string) =>
    world.outcome(
      world.file(clerk, 'HT-0001', { definition: { code, version: 1, sealed: [] }, form: { no: 'HT-0001', status } })
        .entry,
    )
  expect(file('lift', 'A1')).toBe('void(burden)')
  expect(file('lift-any', 'A1')).toBe('applied')
  // Neither waits for the open case: a court's order is not held up by an application.
  expect(file('lay', 'A1')).toBe('applied')
  expect(world.subject(CONTRACT)).toMatchObject({ burdens: [{ kind: 'seizure', ref: 'A1' }], pending: claimed.id })
  expect(file('lift', 'A2')).toBe('void(burden)')
  expect(file('lift', 'A1')).toBe('applied')
  expect(world.subject(CONTRACT).burdens).toEqual([])
})

test('[X4] a burden is not laid over another of its kind and reference, unless the service says that it replaces it', () => {
  const seizure = { on: 'thing', kind: 'seizure', ref: { from: 'field', name: 'status' } }
  const lay = { op: 'burden', ...seizure, fields: {} }
  const service = (code: string, effects: Data[]) =>
    recording(code, 'pasture-contract', '^[0-9]{6}/pasture-contract/[A-Z0-9-]{4,40}$', 'change', { code, effects })
  const world = richBegin()
  world.seal([
    world.service(service('lay', [lay])),
    world.service(service('renew', [{ ...lay, replace: true }])),
    world.service(service('again', [{ op: 'release', ...seizure }, lay])),
    world.service(service('two', [lay, lay])),
  ])
  const file = (code: string, status: string) => {
    const filed = world.file(clerk, 'HT-0001', {
      definition: { code, version: 1, sealed: [] },
      form: { no: 'HT-0001', status },
    })
    return [world.outcome(filed.entry), filed.id] as const
  }
  const lying = () => world.subject(CONTRACT).burdens.map(({ ref, case: by }) => [ref, by])
  const [first, by] = file('lay', 'A1')
  expect([first, file('lay', 'A1')[0], lying()]).toEqual(['applied', 'void(burden)', [['A1', by]]])
  // Two in one go, of which the second would swallow the first.
  expect([file('two', 'A2')[0], lying()]).toEqual(['void(burden)', [['A1', by]]])
  const [renewed, newer] = file('renew', 'A1')
  expect([renewed, lying()]).toEqual(['applied', [['A1', newer]]])
  // Effects are judged in their order: what has been lifted by an earlier one lies there no more.
  const [again, newest] = file('again', 'A1')
  expect([again, lying()]).toEqual(['applied', [['A1', newest]]])
  expect(file('again', 'A3')[0]).toBe('void(burden)')
})

test('[X5] once, guard, needs, fields of other actions, materials, the reason: each is void with its own word', () => {
  const world = richBegin()
  const { entry, id } = fileRich(world)
  world.seal([entry])
  const outcome = (...act: Parameters<typeof world.act>) => world.outcome(world.act(...act))
  expect(outcome(clerk, id, 'ask', ' ')).toBe('void(shape)')
  expect(outcome(clerk, id, 'ask', '缺身份证')).toBe('applied')
  expect(outcome(clerk, id, 'supply', null, [], { fields: { contractNo: 'HT-0002' } })).toBe('void(field)')
  expect(outcome(clerk, id, 'supply', null, [], { fields: { approvedArea: 1 } })).toBe('void(field)')
  expect(outcome(clerk, id, 'supply', null, [], { fields: { holderName: '公开' } })).toBe('void(field)')
  const identity = { id: 'identity', copies: 1, original: true, files: [] }
  const twice = { materials: [identity, identity] as unknown as Value }
  expect(outcome(clerk, id, 'supply', null, [], twice)).toBe('void(shape)')
  const unnamed = { materials: [{ ...identity, files: [hash(new Uint8Array(1))] }] as unknown as Value }
  expect(outcome(clerk, id, 'supply', null, [], unnamed)).toBe('void(shape)')
  const supplied = { fields: { area: 99_000 }, materials: [identity] } as unknown as { [key: string]: Value }
  expect(outcome(clerk, id, 'supply', null, [], supplied)).toBe('applied')
  expect(world.case(id)).toMatchObject({ state: 'received', fields: { area: 99_000 }, materials: [identity] })
  expect(outcome(clerk, id, 'ask', '还缺一样')).toBe('void(once)')
  expect(outcome(clerk, id, 'accept', null, [], { materials: [identity] as unknown as Value })).toBe('void(field)')
  expect(outcome(clerk, id, 'accept')).toBe('void(number)')
  expect(outcome(clerk, id, 'accept', null, [], number('case', '20261122', 1))).toBe('applied')
  expect(outcome(approver, id, 'refer', '人工核对')).toBe('applied')
  expect(outcome(reviewer, id, 'review')).toBe('applied')
  const given = number('certificate', '2026', 1)
  expect(outcome(approver, id, 'finish', null, ALL, given)).toBe('void(field)')
  const tooMuch = { fields: { approvedArea: 99_001 } as unknown as Value }
  expect(outcome(approver, id, 'finish', null, ALL, { ...tooMuch, ...given })).toBe('void(guard)')
  expect(outcome(approver, id, 'finish', null, CLAIMED, { ...grant, ...given })).toBe('void(subject)')
  expect(outcome(approver, id, 'finish', null, ALL, { ...grant, ...given })).toBe('applied')
})

test('[X5] ledger rules ask about each subject of a list, and about its burdens', () => {
  const world = richBegin()
  world.seal([
    world.file(clerk, 'W002', {
      definition: { code: 'well-record', version: 1, sealed: [] },
      form: { no: 'W002', status: 'closed' },
      type: 'well',
    }).entry,
  ])
  expect(world.outcome(fileRich(world, { wells: ['W001', 'W002'] }).entry)).toBe('void(rule:well-closed)')
  expect(world.outcome(fileRich(world, { area: 100_001 }).entry)).toBe('void(rule:area-on-record)')
  expect(world.outcome(fileRich(world, { town: '632726103' }).entry)).toBe('void(rule:town-in-county)')
  expect(world.outcome(fileRich(world, { wells: ['W001', 'W001'] }).entry)).toBe('void(subject)')
  expect(world.outcome(fileRich(world, { wells: ['W009'] }).entry)).toBe('void(subject)')
})

test('[N10] numbers come out of the device’s own blocks, rise, and are used up by whatever carries them', () => {
  const world = richBegin()
  const { entry, id } = fileRich(world)
  world.seal([entry])
  const accept = (period: string, n: number, series = 'case') =>
    world.outcome(world.act(clerk, id, 'accept', null, [], number(series, period, n)))
  expect(accept('20261122', 101)).toBe('void(number)')
  expect(accept('2026', 1)).toBe('void(number)')
  expect(accept('20261122', 1, 'certificate')).toBe('void(number)')
  expect(accept('20261122', 0)).toBe('void(number)')
  expect(world.record(numbersId(COUNTY, 'case', world.device(clerk).key.id))).toBeUndefined()
  expect(accept('20261122', 7)).toBe('applied')
  const counted = numbersId(COUNTY, 'case', world.device(clerk).key.id)
  expect(world.subject(counted)).toMatchObject({ t: 'numbers', fields: { period: '20261122', n: 7 } })
  // Another device has no part in the block, and blocks of one series never overlap.
  expect(world.outcome(block(world, 'case', at('clerk2'), 100, 200))).toBe('void(exists)')
  expect(world.outcome(block(world, 'case', at('clerk2'), 101, 200))).toBe('applied')
  expect(world.outcome(block(world, 'case', at('clerk2'), 300, 200))).toBe('void(shape)')
})

test('[N10] a number never stands on two papers: neither again, nor a lower one, nor of an earlier day', () => {
  for (const [period, n, outcome] of [
    ['20261122', 7, 'void(number)'],
    ['20261122', 6, 'void(number)'],
    ['20261121', 8, 'void(number)'],
    ['20261122', 8, 'applied'],
    ['20261123', 1, 'applied'],
  ] as const) {
    const world = richBegin()
    world.seal([
      world.file(clerk, 'HT-0002', {
        definition: contractRecord as never,
        form: { no: 'HT-0002', area: 100_000, status: 'active' },
      }).entry,
      world.file(clerk, 'W002', {
        definition: { code: 'well-record', version: 1, sealed: [] },
        form: { no: 'W002' },
        type: 'well',
      }).entry,
    ])
    const one = fileRich(world)
    const other = fileRich(world, { contractNo: 'HT-0002', wells: ['W002'] })
    world.seal([one.entry, other.entry])
    expect(world.outcome(world.act(clerk, one.id, 'accept', null, [], number('case', '20261122', 7)))).toBe('applied')
    expect(world.outcome(world.act(clerk, other.id, 'accept', null, [], number('case', period, n)))).toBe(outcome)
  }
})

test('[X9] an executor takes the two ways of auto and nothing else, and names what it decided by', () => {
  const world = richBegin()
  const { entry, id } = fileRich(world)
  world.seal([entry])
  const rules = { rules: RULES }
  const pass = (more: { [key: string]: Value }) =>
    world.outcome(world.act(EXECUTOR, id, 'pass', null, ALL, { ...number('certificate', '2026', 500), ...more }))
  expect(pass(rules)).toBe('void(state)')
  world.seal([world.act(clerk, id, 'accept', null, [], number('case', '20261122', 1))])
  expect(pass({})).toBe('void(definition)')
  expect(pass({ rules: hash(RULES) })).toBe('void(definition)')
  expect(world.outcome(world.act(EXECUTOR, id, 'suspend', '不行', [], rules))).toBe('void(role)')
  // A person does not act in the executor's name.
  expect(world.outcome(world.act(approver, id, 'refer', '冒名', [], rules))).toBe('void(shape)')
  expect(pass(rules)).toBe('applied')
  expect(world.case(id).state).toBe('approved')
  expect(world.outcome(world.device(EXECUTOR).sign(fileDraft(world, id)))).toBe('void(role)')
})

function fileDraft(world: ReturnType<typeof richBegin>, id: string) {
  return {
    kind: 'file',
    scope: [COUNTY],
    case: `${id}X`,
    subj: [{ id: `${id}X`, heads: [] }, ...world.subj(`${COUNTY}/pasture-contract/HT-0009`)],
    data: {
      service: 'contract-record',
      version: 1,
      ...{ fields: { no: 'HT-0009' }, sealed: {}, materials: [], number: null },
    },
  }
}
