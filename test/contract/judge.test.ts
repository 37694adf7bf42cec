import { expect, test } from 'vitest'
import { compare } from '../../shared/base/bytes.ts'
import { must } from '../../shared/base/result.ts'
import { advance, emptyScope, type LedgerRecord, readLeaf } from '../../shared/contract/index.ts'
import { entryId, parseBody } from '../../shared/ledger/index.ts'
import stockJson from '../../shared/services/grassland-stock.json' with { type: 'json' }
import transferJson from '../../shared/services/grassland-transfer.json' with { type: 'json' }
import { at, begin, COUNTY, OTHER_COUNTY } from '../kit/ledger-world.ts'
import { stockFields } from '../kit/pasture-forms.ts'

const CONTRACT = '632723103200010001J'
const clerk = at('clerk')
const clerk2 = at('clerk2')
const note = (text: string, scope = [COUNTY]) => ({ kind: 'note', scope, data: { text } })

/** A service that changes one field of a contract as soon as it is filed, and may merge with others of its kind. */
function changing(code: string, field: string) {
  const d = structuredClone(stockJson) as typeof stockJson & { [key: string]: unknown }
  return Object.assign(d, {
    code,
    merge: 'fields',
    subjects: d.subjects.map((part) => ({ ...part, mode: 'change' })),
    rules: [],
    effects: [{ op: 'set', on: d.subjects[0]?.name, fields: { [field]: { from: 'field', name: field } } }],
    examples: [],
  })
}

test('[X2, X5] a filing on what its author had seen is applied, and its subject is claimed', () => {
  const world = begin()
  const contract = world.stock(clerk, CONTRACT)
  const { entry, id } = world.file(clerk, CONTRACT)
  expect(world.outcome(entry)).toBe('applied')
  expect(world.case(id)).toMatchObject({ state: 'received', disputes: [], subjects: [contract] })
  expect(world.subject(contract)).toMatchObject({ pending: id, heads: [entryId(entry.body)] })
})

test('[X5] the whole workflow: the holder changes with the last act, and the claim ends', () => {
  const world = begin()
  const contract = world.stock(clerk, CONTRACT)
  const before = world.subject(contract).sealed.holderName
  const { entry, id } = world.file(clerk, CONTRACT)
  world.seal([entry])
  expect(world.outcome(world.act(clerk, id, 'accept'))).toBe('applied')
  expect(world.outcome(world.act(at('reviewer'), id, 'review'))).toBe('applied')
  expect(world.subject(contract).sealed.holderName).toEqual(before)
  expect(world.outcome(world.act(at('approver'), id, 'finish', null, [contract]))).toBe('applied')
  const subject = world.subject(contract)
  expect(subject.pending).toBeNull()
  expect(subject.fields.lastTransferMode).toBe('transfer')
  expect(subject.sealed.holderName).toEqual({
    ...world.case(id).sealed.transfereeName,
    name: 'transfereeName',
  })
})

test('[X5] two changes of different fields merge where the service says so; of the same field they do not', () => {
  const world = begin()
  world.seal([
    world.service(changing('certificate-change', 'certificateNo')),
    world.service(changing('boundary-change', 'boundaryEast')),
  ])
  expect(world.outcomes.get('gov')?.slice(-2)).toEqual(['applied', 'applied'])
  const contract = world.stock(clerk, CONTRACT)
  const seen = world.heads(contract)
  const change = (code: string, form: Record<string, string>) =>
    world.file(clerk, CONTRACT, {
      definition: { ...stockJson, code },
      form: { ...stockFields(CONTRACT), ...form },
      heads: seen,
    }).entry
  const one = change('certificate-change', { certificateNo: '新证一号' })
  const other = change('boundary-change', { boundaryEast: '新界桩' })
  const late = change('boundary-change', { boundaryEast: '别的界桩' })
  expect(world.outcome(one)).toBe('applied')
  expect(world.outcome(other)).toBe('merged')
  expect(world.subject(contract)).toMatchObject({
    fields: { certificateNo: '新证一号', boundaryEast: '新界桩' },
    heads: [one, other].map((entry) => entryId(entry.body)).sort(compare),
    disputes: [],
  })
  expect(world.outcome(late)).toBe('disputed')
  expect(world.subject(contract).fields.boundaryEast).toBe('新界桩')
})

test('[X5] a second transfer that had not seen the first is disputed; the first stays in effect', () => {
  const world = begin()
  const contract = world.stock(clerk, CONTRACT)
  const seen = world.heads(contract)
  const first = world.file(clerk, CONTRACT, { heads: seen })
  const second = world.file(clerk2, CONTRACT, { heads: seen })
  world.seal([first.entry])
  const standing = structuredClone(world.subject(contract).fields)
  expect(world.outcome(second.entry)).toBe('disputed')
  const ids = [first.entry, second.entry].map((entry) => entryId(entry.body))
  expect(world.subject(contract)).toMatchObject({
    fields: standing,
    pending: first.id,
    disputes: [ids[1]],
    heads: [...ids].sort(compare),
  })
  // Nothing is dropped: the second case is there with all that was filed, and marked.
  expect(world.case(second.id)).toMatchObject({ state: 'received', disputes: [ids[1]] })
  expect(world.case(first.id).disputes).toEqual([])
  // The order of sealing decides which stands, not the times that the clerks' clocks claim.
  expect(world.outcome(world.act(clerk, first.id, 'accept'))).toBe('applied')
  // The second case goes on too: what waits is its effect.
  expect(world.outcome(world.act(clerk2, second.id, 'accept'))).toBe('applied')
})

test('[X1] claimed time decides nothing', () => {
  const outcomes = [0, 1_900_000_000_000].map((time) => {
    const world = begin()
    const seen = world.heads(world.stock(clerk, CONTRACT))
    const first = world.file(clerk, CONTRACT, { heads: seen })
    world.seal([first.entry])
    world.now = time === 0 ? 1 : time
    const second = world.file(clerk2, CONTRACT, { heads: seen })
    return world.outcome(second.entry)
  })
  expect(outcomes).toEqual(['disputed', 'disputed'])
})

test('[X1] a leaf is judged against gov as sealed in its own or an earlier block, whatever is known later', () => {
  const world = begin()
  const early = world.device('late').sign(note('还没有登记的人'))
  world.seal([early])
  // The member and the first act of theirs in one block: gov is sealed first.
  const same = world.device('late').sign(note('同一区块'))
  world.seal([same, world.member('late', COUNTY, ['clerk'])])
  world.seal([world.revoke('late')])
  world.seal([world.device('late').sign(note('吊销以后'))])
  const want = ['void(unknown-key)', 'applied', 'void(revoked)']
  expect(world.outcomes.get(COUNTY)).toEqual(want)
  // A replica that already knows all of gov derives the same.
  let state = emptyScope(COUNTY)
  const records = new Map<string, LedgerRecord>()
  const again = (world.leaves.get(COUNTY) ?? []).map((bytes) => {
    const step = must(advance(world.gov, state, (id) => records.get(id), must(readLeaf(bytes))))
    state = step.state
    return step.outcome
  })
  expect(again).toEqual(want)
  expect(state.digest).toEqual(world.states.get(COUNTY)?.digest)
})

test('[X1] a key that a member got later says nothing before it was registered', () => {
  const world = begin()
  world.seal([world.device('second device').sign(note('登记以前'))])
  world.seal([
    world.govern('member', {
      id: clerk,
      name: clerk,
      office: COUNTY,
      roles: ['clerk'],
      scopes: [COUNTY],
      keys: [world.device('second device').key.declared('entry') as never],
    }),
    world.device('second device').sign(note('登记之后')),
  ])
  const want = ['void(unknown-key)', 'applied']
  expect(world.outcomes.get(COUNTY)).toEqual(want)
  // The member was known all along; with all of gov at hand, only the key's own height tells the two apart.
  let state = emptyScope(COUNTY)
  const again = (world.leaves.get(COUNTY) ?? []).map((bytes) => {
    const step = must(advance(world.gov, state, () => undefined, must(readLeaf(bytes))))
    state = step.state
    return step.outcome
  })
  expect(again).toEqual(want)
})

test('[X4] a leaf in two scopes changes only what is at home in each', () => {
  const world = begin()
  const contract = world.stock(clerk, CONTRACT)
  world.seal([
    world.govern('member', {
      id: 'both',
      name: '两县',
      office: COUNTY,
      roles: ['clerk'],
      scopes: [COUNTY, OTHER_COUNTY],
      keys: [world.device('both').key.declared('entry') as never],
    }),
  ])
  const { entry } = world.file(clerk, CONTRACT)
  const like = must(parseBody(entry.body))
  const wide = world.device('both').sign({
    kind: 'file',
    scope: [COUNTY, OTHER_COUNTY],
    case: `${COUNTY}/case/W1`,
    subj: [{ id: `${COUNTY}/case/W1`, heads: [] }, ...world.subj(contract)],
    data: like.data,
    commit: like.commit,
  })
  world.seal([wide])
  expect(world.outcomes.get(COUNTY)?.at(-1)).toBe('applied')
  expect(world.outcomes.get(OTHER_COUNTY)).toEqual(['void(case)'])
  expect(world.records.get(OTHER_COUNTY)?.size).toBe(0)
})

test('[X8] a case stays on the version that it was filed under', () => {
  const world = begin()
  world.stock(clerk, CONTRACT)
  world.stock(clerk, '632723103200010002J')
  const old = world.file(clerk, CONTRACT)
  world.seal([old.entry])
  const next = structuredClone(transferJson)
  next.version = 2
  const accept = next.workflow.actions.find((action) => action.name === 'accept')
  Object.assign(accept ?? {}, { roles: ['reviewer'] })
  expect(world.outcome(world.service(next))).toBe('applied')
  const recent = world.file(clerk, '632723103200010002J', { definition: next })
  expect(world.outcome(recent.entry)).toBe('applied')
  expect(world.outcome(world.act(clerk, recent.id, 'accept'))).toBe('void(role)')
  expect(world.outcome(world.act(clerk, old.id, 'accept'))).toBe('applied')
})

test('[N7] a kind that this version does not know is kept and changes nothing', () => {
  const world = begin()
  const contract = world.stock(clerk, CONTRACT)
  const before = structuredClone(world.subject(contract))
  const unknown = { kind: 'levitate', scope: [COUNTY], subj: world.subj(contract), data: { up: 1 } }
  expect(world.outcome(world.device(clerk).sign(unknown))).toBe('void(not-understood)')
  expect(world.subject(contract)).toEqual(before)
  expect(world.states.get(COUNTY)?.frontier.size).toBe(2)
})
