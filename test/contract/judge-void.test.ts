import { afterAll, expect, test } from 'vitest'
import { VOID_REASONS } from '../../shared/contract/index.ts'
import stockJson from '../../shared/services/grassland-stock.json' with { type: 'json' }
import { Device, TestKey } from '../kit/device.ts'
import { at, begin, COUNTY, LedgerWorld, OTHER_COUNTY } from '../kit/ledger-world.ts'
import { stockFields, transferFields } from '../kit/pasture-forms.ts'

const CONTRACT = '632723103200010001J'
const clerk = at('clerk')
const note = (text: string) => ({ kind: 'note', scope: [COUNTY], data: { text } })

/** Reasons that a test has seen; the closed set has no other. */
const seen = new Set<string>()

function expectVoid(outcome: string, reason: string): void {
  expect(outcome).toBe(`void(${reason})`)
  seen.add(reason)
}

function withContract(): LedgerWorld {
  const world = begin()
  world.stock(clerk, CONTRACT)
  return world
}

test('[N3, N4] replay, a wrong prev, an older seq, a second entry for one position, and then the frozen key', () => {
  const world = begin()
  const device = world.device(clerk)
  const first = device.sign(note('一'))
  expect(world.outcome(first)).toBe('applied')
  expectVoid(world.outcome(first), 'replay')
  const wrongPrev = device.draft({ ...note('二'), prev: new Uint8Array(32).fill(9) })
  expectVoid(world.outcome(wrongPrev), 'chain')
  // The position is still free for the honest next entry.
  const second = device.sign(note('二'))
  expect(world.outcome(second)).toBe('applied')
  expectVoid(world.outcome(first), 'chain')
  const clone = world.device(clerk).draft({ ...note('克隆'), seq: 1, prev: device.prev })
  expectVoid(world.outcome(clone), 'chain')
  expectVoid(world.outcome(device.sign(note('三'))), 'frozen')
  // Another epoch of the same key is another chain; another device goes on.
  expect(world.outcome(world.device(at('clerk2')).sign(note('旁人')))).toBe('applied')
})

test('[L8, X7] unknown key, revoked key, another county, a role that may not', () => {
  const world = withContract()
  expectVoid(world.outcome(world.device('nobody').sign(note('生人'))), 'unknown-key')
  expectVoid(world.outcome(world.device(at('clerk', OTHER_COUNTY)).sign(note('别县'))), 'role')
  expectVoid(world.outcome(world.file(at('reviewer'), CONTRACT).entry), 'role')
  world.seal([world.revoke(clerk)])
  expectVoid(world.outcome(world.device(clerk).sign(note('吊销后'))), 'revoked')
})

test('[N7, N8] gov: shape, exists, key, unknown office, definition, not understood, role', () => {
  const world = begin()
  const member = (id: string, office: string, key: string) => ({
    id,
    name: id,
    office,
    roles: ['clerk'],
    scopes: [COUNTY],
    keys: [world.device(key).key.declared('entry') as never],
  })
  expectVoid(world.outcome(world.govern('office', { code: '632701' })), 'shape')
  expectVoid(world.outcome(world.office(COUNTY, '又一个', '630000')), 'exists')
  expectVoid(world.outcome(world.service(stockJson)), 'exists')
  expectVoid(world.outcome(world.govern('member', member('twice', COUNTY, clerk))), 'key')
  expectVoid(world.outcome(world.govern('member', member('lost', '639999', 'lost'))), 'unknown-office')
  expectVoid(world.outcome(world.govern('service', { definition: { code: 'broken' } })), 'definition')
  expectVoid(world.outcome(world.govern('policy', { witnesses: 2 })), 'shape')
  expectVoid(world.outcome(world.govern('levitate', { up: 1 })), 'not-understood')
  const usurper = world.device(clerk).sign({ kind: 'revoke', scope: ['gov'], data: { reason: 'x' } })
  expectVoid(world.outcome(usurper), 'role')
  const zero = new Device(
    'second',
    () => new Uint8Array(32),
    () => world.now,
  )
  expectVoid(world.outcome(zero.sign({ kind: 'genesis', scope: ['gov'], data: {} })), 'exists')
})

test('[K1, N8] a key is registered once, for one role, where its kind may be declared', () => {
  const world = begin()
  const declare = (use: 'entry' | 'log' | 'ack', of: string) => new TestKey(of).declared(use) as never
  const member = (keys: never[]) =>
    world.outcome(
      world.govern('member', { id: 'new', name: '新人', office: COUNTY, roles: ['clerk'], scopes: [COUNTY], keys }),
    )
  expectVoid(member([declare('entry', 'log')]), 'key')
  expectVoid(member([declare('log', 'fresh')]), 'key')
  expectVoid(member([declare('entry', 'twice'), declare('entry', 'twice')]), 'key')
  const small = { pub: new Uint8Array(32), suite: 'ed25519', use: 'entry' }
  expectVoid(member([small as never]), 'key')
  const office = { code: '632701', name: '玉树市', parent: '630000', level: 'county', recipient: null }
  expectVoid(world.outcome(world.govern('office', { ...office, keys: [declare('entry', 'fresh')] })), 'key')
  expect(world.outcome(world.govern('office', { ...office, keys: [declare('ack', 'fresh')] }))).toBe('applied')
  expect(member([declare('entry', 'honest')])).toBe('applied')
})

test('[N8] a genesis that does not declare its author, a log key and an ack key founds nothing', () => {
  const found = (keys: (world: LedgerWorld) => unknown[]) => {
    const world = new LedgerWorld()
    const author = new Device(
      'registrar',
      () => new Uint8Array(32),
      () => world.now,
    )
    const registrar = { id: 'registrar', name: '马建国' }
    const data = { origin: 'test.example/2026', title: '测试', registrar, keys: keys(world) as never }
    return world.outcome(author.sign({ kind: 'genesis', scope: ['gov'], data }))
  }
  const entry = new TestKey('registrar').declared('entry')
  const other = new TestKey('somebody').declared('entry')
  const [log, ack] = [new TestKey('log').declared('log'), new TestKey('ack').declared('ack')]
  expect(found(() => [entry, log, ack])).toBe('applied')
  expectVoid(
    found(() => [other, log, ack]),
    'key',
  )
  expectVoid(
    found(() => [other, entry, log, ack]),
    'key',
  )
  expectVoid(
    found(() => [entry, log, { ...ack, use: 'witness' }]),
    'key',
  )
  expectVoid(
    found(() => [entry, ack, { ...log, use: 'witness' }]),
    'key',
  )
  expectVoid(
    found(() => [entry, log]),
    'shape',
  )
})

test('[X8, N6] filings: no such service, no case, no subject, wrong fields, a rule of the service', () => {
  const world = withContract()
  const file = (options: Parameters<LedgerWorld['file']>[2], on = CONTRACT) =>
    world.outcome(world.file(clerk, on, options).entry)
  expectVoid(file({ definition: { code: 'grassland-transfer', version: 9, sealed: ['transferorName'] } }), 'service')
  expectVoid(file({ case: `${OTHER_COUNTY}/case/T1` }), 'case')
  expectVoid(file({}, '632723103200019999J'), 'subject')
  expectVoid(file({ heads: [new Uint8Array(32)] }, '632723103200019999J'), 'base')
  const sealed = ['transferorId'] // everything else in the clear, which the definition does not allow
  expectVoid(file({ definition: { code: 'grassland-transfer', version: 1, sealed } }), 'field')
  expectVoid(file({ form: { ...transferFields(CONTRACT), surprise: 1 } }), 'field')
  expectVoid(file({ form: { ...transferFields(CONTRACT), area: 1 } }), 'rule:whole-pasture')
  expectVoid(file({ form: stockFields(CONTRACT), definition: stockJson }), 'exists')
  expectVoid(world.outcome(world.device(clerk).sign({ ...note(''), data: { words: 'x' } })), 'shape')
})

test('[X5] acts: no such case, not now, by somebody who took an earlier step, a subject too many', () => {
  const world = withContract()
  const contract = `${COUNTY}/pasture-contract/${CONTRACT}`
  const both = world.member('both', COUNTY, ['clerk', 'reviewer'])
  world.seal([both])
  const { entry, id } = world.file('both', CONTRACT)
  world.seal([entry])
  expectVoid(world.outcome(world.act(clerk, `${COUNTY}/case/none`, 'accept')), 'case')
  expectVoid(world.outcome(world.act(at('approver'), id, 'finish', null, [contract])), 'state')
  world.seal([world.act('both', id, 'accept')])
  expectVoid(world.outcome(world.act('both', id, 'review')), 'author')
  expectVoid(world.outcome(world.act(at('reviewer'), id, 'review', null, [contract])), 'subject')
  expectVoid(world.outcome(world.act(at('reviewer'), id, 'fly')), 'shape')
  expectVoid(world.outcome(world.act(at('reviewer'), id, 'return')), 'shape')
  expectVoid(world.outcome(world.act(clerk, id, 'review')), 'role')
  expect(world.case(id).state).toBe('accepted')
})

test('[X5] a subject with an open case, and one in dispute, by an author who had seen it', () => {
  const world = withContract()
  const contract = `${COUNTY}/pasture-contract/${CONTRACT}`
  const heads = world.heads(contract)
  const first = world.file(clerk, CONTRACT)
  world.seal([first.entry])
  expectVoid(world.outcome(world.file(at('clerk2'), CONTRACT).entry), 'pending')
  expect(world.outcome(world.file(at('clerk2'), CONTRACT, { heads }).entry)).toBe('disputed')
  expectVoid(world.outcome(world.file(at('clerk2'), CONTRACT).entry), 'disputed')
})

afterAll(() => {
  // Those are seen in judge-services.test.ts and resolve.test.ts.
  const elsewhere = ['ended', 'guard', 'once', 'burden', 'number', 'overruled', 'stale', 'dispute']
  const unseen = VOID_REASONS.filter((reason) => !seen.has(reason) && !elsewhere.includes(reason))
  expect(unseen).toEqual([])
})
