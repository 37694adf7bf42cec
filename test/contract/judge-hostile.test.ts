import fc from 'fast-check'
import { expect, test } from 'vitest'
import { must } from '../../shared/base/result.ts'
import { recordsOf } from '../../shared/contract/index.ts'
import { numbersId } from '../../shared/contract/numbers.ts'
import { type Body, entryId, hash, parseBody, type Value } from '../../shared/ledger/index.ts'
import { rich } from '../kit/definitions.ts'
import { at, begin, COUNTY, type LedgerWorld } from '../kit/ledger-world.ts'
import { block, CONTRACT, EXECUTOR, fileRich, number, recording, richBegin, richForm, WELL } from '../kit/rich-world.ts'

/** People who hold a key and mean ill, or whose clock is wrong: what they say is void, and hinders nobody else. */

const clerk = at('clerk')
const CONTRACTS = '^[0-9]{6}/pasture-contract/[A-Z0-9-]{4,40}$'
type Data = { [key: string]: Value }

const member = (id: string, roles: string[], keys: unknown[], scopes = [COUNTY]) =>
  ({ id, name: id, office: scopes[0], roles, scopes, keys }) as unknown as Data
const declared = (world: LedgerWorld, of: string, use: 'entry' | 'executor' = 'entry') =>
  world.device(of).key.declared(use)

/** A filing of a recording service on the contract of this world. */
function record(world: LedgerWorld, code: string, more: Data = {}, heads?: Uint8Array[]) {
  const definition = { code, version: 1, sealed: [] }
  const form = { no: 'HT-0001', ...more } as never
  return world.file(clerk, 'HT-0001', { definition, form, ...(heads === undefined ? {} : { heads }) }).entry
}

test('[E3] a policy that would be too deep for its record is void, and never stops a node', () => {
  const world = begin()
  const nested = (n: number): Value => (n === 0 ? 1 : n % 2 === 0 ? [nested(n - 1)] : { a: nested(n - 1) })
  const policy = (n: number) => world.outcome(world.govern('policy', { name: 'x', value: { a: nested(n - 1) } }))
  expect([policy(8), policy(9), policy(14)]).toEqual(['applied', 'void(shape)', 'void(shape)'])
})

test('[X10] publication asks for one signature or for two, and for nothing that would mean one by mistake', () => {
  const world = begin()
  const say = (value: Data) => world.outcome(world.govern('policy', { name: 'publication', value }))
  for (const value of [{ signers: 3 }, { signers: '2' }, { signers: 0 }, {}, { signers: 2, also: 1 }]) {
    expect(say(value)).toBe('void(shape)')
  }
  expect([say({ signers: 2 }), say({ signers: 1 })]).toEqual(['applied', 'applied'])
})

test('[X9, K1] nobody is a person and an executor, and an executor neither governs nor writes', () => {
  const world = richBegin()
  const say = (data: Data) => world.outcome(world.govern('member', data))
  expect(say(member('both', ['clerk'], [declared(world, 'b1'), declared(world, 'b2', 'executor')]))).toBe('void(key)')
  expect(say(member(clerk, ['clerk'], [declared(world, 'b3', 'executor')]))).toBe('void(key)')
  expect(say(member(EXECUTOR, ['approver'], [declared(world, 'b4')]))).toBe('void(key)')
  expect(say(member(EXECUTOR, ['approver'], [declared(world, 'b5', 'executor')]))).toBe('applied')
  const office = { code: '632701', name: '玉树市', parent: '630000', level: 'county', recipient: null }
  const keys = [declared(world, 'b6', 'executor')] as unknown as Value
  expect(world.outcome(world.govern('office', { ...office, keys }))).toBe('void(key)')
  const ruler = member('ruler', ['registrar'], [declared(world, 'ruler', 'executor')], ['gov'])
  expect(say(ruler)).toBe('applied')
  const policy = world.device('ruler').sign({ kind: 'policy', scope: ['gov'], data: { name: 'x', value: {} } })
  expect(world.outcome(policy)).toBe('void(role)')
  const note = world.device(EXECUTOR).sign({ kind: 'note', scope: [COUNTY], data: { text: '一' } })
  expect(world.outcome(note)).toBe('void(role)')
})

test('[N10] a clock that has jumped ahead uses up no number; one that is a little fast does no harm', () => {
  const world = richBegin()
  const { entry, id } = fileRich(world)
  world.seal([entry])
  const accept = (period: string, n: number) =>
    world.outcome(world.act(clerk, id, 'accept', null, [], number('case', period, n)))
  expect([accept('20990101', 1), accept('20261124', 1)]).toEqual(['void(number)', 'void(number)'])
  expect(world.record(numbersId(COUNTY, 'case', world.device(clerk).key.id))).toBeUndefined()
  expect(accept('20261123', 1)).toBe('applied')
})

test('[N10] what is no series is asked for nowhere', () => {
  const device = begin().device(clerk)
  const asked = (series: string) => {
    const { body } = device.draft({ kind: 'note', scope: [COUNTY], data: { number: { series } } })
    return recordsOf(must(parseBody(body)), COUNTY)
  }
  expect(asked('case')).toEqual([numbersId(COUNTY, 'case', device.key.id)])
  for (const series of ['a\0b', 'x'.repeat(41), '甲', 'A', '']) expect(asked(series)).toEqual([])
})

test('[N1, X5] a record never has more heads than an entry can name', () => {
  const world = richBegin()
  world.seal([world.service(recording('look', 'pasture-contract', CONTRACTS, 'change', { merge: 'fields' }))])
  // Each names one field of its own; on heads that are sixteen acts old they all merge.
  world.seal([
    ...Array.from({ length: 17 }, (_, i) =>
      world.service(
        recording('look', 'pasture-contract', CONTRACTS, 'change', {
          ...{ code: `look-${i}`, merge: 'fields' },
          effects: [{ op: 'set', on: 'thing', fields: { [`seen${i}`]: { value: i } } }],
        }),
      ),
    ),
  ])
  const old = world.heads(CONTRACT)
  const outcomes = Array.from({ length: 17 }, (_, i) => world.outcome(record(world, `look-${i}`, {}, old)))
  expect(outcomes).toEqual(['applied', ...Array.from({ length: 15 }, () => 'merged'), 'void(base)'])
  expect(world.heads(CONTRACT)).toHaveLength(16)
  expect(world.outcome(record(world, 'look-16'))).toBe('applied')
  expect(world.heads(CONTRACT)).toHaveLength(1)
})

test('[X5] a case lets go of all its subjects, also when one of them has ended meanwhile', () => {
  const world = richBegin()
  const { entry, id } = fileRich(world)
  const ending = recording('ending', 'pasture-contract', CONTRACTS, 'change', {
    effects: [{ op: 'end', on: 'thing' }],
  })
  world.seal([world.service(ending), entry])
  expect(world.outcome(record(world, 'ending'))).toBe('applied')
  expect(world.outcome(world.act(clerk, id, 'withdraw', '不办了', [CONTRACT, WELL]))).toBe('applied')
  expect([CONTRACT, WELL].map((one) => world.subject(one).pending)).toEqual([null, null])
})

test('[X3] the names of a touch stand once each, in the order of their bytes', () => {
  const world = richBegin()
  const lay = (value: string) => ({
    op: 'burden',
    on: 'thing',
    kind: 'seizure',
    ref: { value },
    fields: {},
    replace: true,
  })
  const service = recording('lay', 'pasture-contract', CONTRACTS, 'change', {
    effects: [lay('\u{20BB7}'), lay('！'), lay('！')],
  })
  world.seal([world.service(service)])
  expect(world.outcome(record(world, 'lay'))).toBe('applied')
  expect(world.subject(CONTRACT).log.at(-1)?.set).toEqual(['burden:seizure:！', 'burden:seizure:\u{20BB7}'])
})

test('[N9] attachments stand once, belong to a material that the service knows, and to no note', () => {
  const world = richBegin()
  const { entry, id } = fileRich(world)
  world.seal([entry])
  world.seal([world.act(clerk, id, 'ask', '缺')])
  const file = { h: hash(new Uint8Array(1)), n: 5, t: 'application/age' }
  const supply = (att: (typeof file)[], material: string, files: Uint8Array[]) =>
    world.outcome(
      world.device(clerk).sign({
        kind: 'act',
        scope: [COUNTY],
        case: id,
        subj: world.subj(id),
        att,
        data: {
          ...{ action: 'supply', reason: null, fields: {}, sealed: {}, number: null, rules: null },
          materials: [{ id: material, copies: 1, original: true, files }],
        },
      }),
    )
  expect(supply([file, file], 'identity', [file.h])).toBe('void(shape)')
  expect(supply([file], 'smuggled', [file.h])).toBe('void(field)')
  expect(supply([file], 'identity', [file.h])).toBe('applied')
  const note = (more: Partial<Body>) =>
    world.outcome(world.device(clerk).sign({ kind: 'note', scope: [COUNTY], data: { text: '一' }, ...more }))
  expect([note({ att: [file] }), note({ commit: file.h }), note({})]).toEqual(['void(shape)', 'void(shape)', 'applied'])
})

test('[X4] a field of the record is public or sealed, never both', () => {
  const world = richBegin()
  const base = recording('hide', 'pasture-contract', CONTRACTS, 'change')
  const hide = {
    ...base,
    sealed: ['status'],
    effects: [{ op: 'set', on: 'thing', fields: {}, sealed: { status: 'status' } }],
  }
  world.seal([world.service(hide), world.service({ ...base, code: 'show' })])
  expect(world.subject(CONTRACT).fields['status']).toBe('active')
  const hidden = world.file(clerk, 'HT-0001', {
    definition: { code: 'hide', version: 1, sealed: ['status'] },
    form: { no: 'HT-0001', status: '保密' },
  })
  expect(world.outcome(hidden.entry)).toBe('applied')
  expect(world.subject(CONTRACT).fields).not.toHaveProperty('status')
  expect(world.subject(CONTRACT).sealed).toHaveProperty('status')
  expect(world.outcome(record(world, 'show', { status: 'open' }))).toBe('applied')
  expect(world.subject(CONTRACT).fields['status']).toBe('open')
  expect(world.subject(CONTRACT).sealed).not.toHaveProperty('status')
})

test('[X5] who wrote the form anew does not decide on it', () => {
  const world = richBegin()
  world.seal([world.govern('member', member('both', ['clerk', 'approver'], [declared(world, 'both')]))])
  world.seal([block(world, 'certificate', 'both', 700, 709)])
  const { entry, id } = fileRich(world)
  world.seal([entry])
  const supply = { fields: { area: 99_000 } as unknown as Value }
  const acts: [string, string, string | null, Data][] = [
    [clerk, 'ask', '缺', {}],
    ['both', 'supply', null, supply],
    [clerk, 'accept', null, number('case', '20261122', 1)],
    [at('approver'), 'refer', '人工', {}],
    [at('reviewer'), 'review', null, {}],
  ]
  for (const [who, action, reason, more] of acts) {
    expect(world.outcome(world.act(who, id, action, reason, [], more))).toBe('applied')
  }
  const finish = (who: string, n: number) =>
    world.outcome(
      world.act(who, id, 'finish', null, [...world.case(id).subjects], {
        fields: { approvedArea: 90_000 } as unknown as Value,
        ...number('certificate', '2026', n),
      }),
    )
  expect(finish('both', 700)).toBe('void(author)')
  expect(finish(at('approver'), 1)).toBe('applied')
})

/** Anything that E1 can say, and often something that the contract knows. */
const known = [
  '__proto__',
  'constructor',
  'toString',
  'case',
  'numbers',
  rich.code,
  'contract-record',
  '*',
  '',
  'HT-0001',
]
const names = fc.oneof(fc.constantFrom(...known, ...Object.keys(richForm())), fc.string({ maxLength: 6 }))
const leaf = fc.oneof(
  fc.constantFrom<Value>(null, true, 0, 1, -1, 2 ** 53 - 1, -(2 ** 53 - 1), new Uint8Array(32), ''),
  names,
) as fc.Arbitrary<Value>
const { value: anything } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3 }) as fc.Arbitrary<Value>,
  ),
}))

test('[X2] whatever stands in an entry, judging it gives an outcome', () => {
  const world = richBegin()
  const { entry, id } = fileRich(world)
  world.seal([entry])
  const sound: Record<string, Data> = {
    file: must(parseBody(entry.body)).data as Data,
    act: { action: 'accept', reason: null, fields: {}, sealed: {}, materials: [], number: null, rules: null },
    note: { text: '一' },
  }
  const gov: Record<string, Data> = {
    service: { definition: structuredClone(rich) as unknown as Value },
    policy: { name: 'x', value: {} },
    numbers: { series: 'case', office: COUNTY, key: new Uint8Array(32), from: 1, to: 2 },
    member: member('x', ['clerk'], []),
    office: { code: '632701', name: 'x', parent: null, level: 'county', keys: [], recipient: null },
    revoke: { key: new Uint8Array(32), last: null, reason: '' },
  }
  const put = (data: Value, path: readonly number[], value: Value): Value => {
    const [i, ...rest] = path
    if (i === undefined || typeof data !== 'object' || data === null || data instanceof Uint8Array) return value
    if (Array.isArray(data)) return data.map((one, j) => (j === i % data.length ? put(one, rest, value) : one))
    const keys = Object.keys(data)
    const key = keys[i % Math.max(keys.length, 1)] ?? 'a'
    return { ...data, [key]: put((data as Data)[key] ?? null, rest, value) }
  }
  const kinds = [...Object.keys(sound), ...Object.keys(gov)]
  const outcomes = new Set<string>()
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.array(fc.nat(40), { maxLength: 7 }),
      anything,
      fc.boolean(),
      (kind, path, value, named) => {
        const inGov = Object.hasOwn(gov, kind)
        const broken = put((sound[kind] ?? gov[kind]) as Value, path, value)
        const data =
          typeof broken === 'object' && broken !== null && !Array.isArray(broken) ? broken : { value: broken }
        if (data instanceof Uint8Array) return
        let signed: ReturnType<ReturnType<typeof world.device>['draft']>
        try {
          signed = world.device(inGov ? 'registrar' : clerk).draft({
            kind,
            scope: [inGov ? 'gov' : COUNTY],
            case: inGov ? null : id,
            subj: named && !inGov ? world.subj(id, CONTRACT) : [],
            data: data as Data,
          })
        } catch {
          return // No entry: E1 and E3 refuse it before anybody judges.
        }
        const device = world.device(inGov ? 'registrar' : clerk)
        device.seq += 1
        device.prev = entryId(signed.body)
        outcomes.add(world.outcome(signed))
      },
    ),
    { numRuns: 400, seed: 20261122 },
  )
  for (const one of outcomes) expect(one).toMatch(/^(applied|merged|disputed|void\([a-z:-]+\))$/)
  expect(outcomes.size).toBeGreaterThan(6)
})
