import { describe, expect, test } from 'vitest'
import type { Action, Rule, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import {
  formViolations,
  guardHolds,
  ledgerViolations,
  type SubjectFacts,
} from '../../../shared/contract/service/rules.ts'
import { COUNTY, rich, soundSplit, TODAY } from '../../kit/definitions.ts'

const on = (fields: SubjectFacts['fields'], ...burdens: string[]): SubjectFacts => ({ fields, burdens })
const words = { zh: '不行', en: 'No' }
const rule = (where: Rule['on'], when: string): Rule => ({ id: 'x', on: where, when, message: words })

/** `rich` with these rules in place of its own. */
const having = (...rules: Rule[]): ServiceDefinition => ({
  ...rich,
  rules: rules.map((one, i) => ({ ...one, id: `r${i}` })),
})
const ids = (rules: readonly Rule[]) => rules.map((one) => one.id)

const formIds = (
  d: ServiceDefinition,
  parts: Record<string, SubjectFacts[]> = {},
  change: object = {},
  broken?: ReadonlySet<string>,
) =>
  ids(
    formViolations(
      d,
      { form: { ...soundSplit(), ...change }, materials: ['contract', 'identity'], today: TODAY, county: COUNTY },
      parts,
      broken,
    ),
  )
const ledgerIds = (d: ServiceDefinition, parts: Record<string, SubjectFacts[]> = {}, change: object = {}) =>
  ids(ledgerViolations(d, { ...soundSplit(), ...change }, parts, COUNTY))

describe('the form rules of a service with everything', () => {
  const members = soundSplit()['members'] as Record<string, string | number | boolean>[]
  const [first, second] = members as [object, object]

  test('a sound form violates none', () => expect(formIds(rich)).toEqual([]))

  test.each([
    ['shares', { members: [{ ...first, share: 49 }, second] }, {}],
    ['one-head', { members: [{ ...first, head: false }, second] }, {}],
    ['one-head', { members: [first, { ...second, head: true }] }, {}],
    ['head-adult', { members: [{ ...first, idNumber: '632723201305120018' }, second] }, {}],
    ['same-person', { members: [first, { ...second, idNumber: members[0]?.['idNumber'] }] }, {}],
    ['parcels-in-area', { area: 899_999 }, {}],
    ['term', { until: '2026-11-16' }, {}],
    ['paid', { price: 1 }, {}],
    ['holder-on-record', {}, { contract: [on({ holderId: 'X' })] }],
    ['zone-banned', {}, { zone: [on({ status: 'banned' })] }],
  ])('%s', (id, change, parts) => expect(formIds(rich, parts, change)).toEqual([id]))

  test('a rule about a field that is broken anyway waits', () => {
    expect(formIds(rich, {}, { area: 1.5 }, new Set(['area']))).toEqual([])
    expect(formIds(rich, {}, { area: 1.5 })).toEqual(['parcels-in-area'])
  })
})

describe('what errs counts as violated', () => {
  test.each([
    ['a division by zero', '1 / (form.area - form.area) == 1'],
    ['a field of the record of another type', 'has(contract.area) && contract.area < 5'],
    ['nothing that engine 1 knows', 'now() > 1'],
    ['no answer', 'form.area'],
  ])('%s', (_, when) => {
    const parts = { contract: [on({ area: 'large' })] }
    expect(formIds(having(rule('form', when)), parts)).toEqual(['r0'])
    expect(ledgerIds(having(rule('ledger', when)), parts)).toEqual(['r0'])
  })
})

describe('a part whose key is a list', () => {
  const closed = having(rule('ledger', 'has(well.status) && well.status == "closed"'))
  const open = on({ status: 'active' })

  test.each([
    [[], []],
    [[open], []],
    [[open, open, open, open], []],
    [[open, on({ status: 'closed' })], ['r0']],
    [[on({ status: 'closed' }), open], ['r0']],
  ] as [SubjectFacts[], string[]][])('is asked about each of its subjects: case %#', (well, violated) => {
    expect(ledgerIds(closed, { well })).toEqual(violated)
    expect(formIds({ ...closed, rules: closed.rules.map((one) => ({ ...one, on: 'form' })) }, { well })).toEqual(
      violated,
    )
  })

  test('[Q12] every choice from two parts is asked about', () => {
    const d = having(rule('form', 'has(well.owner) && has(parcel.owner) && well.owner == parcel.owner'))
    const owned = (...owners: string[]) => owners.map((owner) => on({ owner }))
    expect(formIds(d, { well: owned('a', 'b'), parcel: owned('c', 'd') })).toEqual([])
    expect(formIds(d, { well: owned('a', 'b'), parcel: owned('c', 'b') })).toEqual(['r0'])
  })

  test('more subjects than the form can name are violated rather than asked about', () => {
    expect(ledgerIds(closed, { well: Array<SubjectFacts>(4).fill(open) })).toEqual([])
    expect(ledgerIds(closed, { well: Array<SubjectFacts>(5).fill(open) })).toEqual(['r0'])
    const single = having(rule('ledger', 'has(contract.x) && contract.x == 1'))
    expect(ledgerIds(single, { contract: [open, open] })).toEqual(['r0'])
  })

  test('[Q12] a part that is not there has neither fields nor burdens', () => {
    const d = having(rule('ledger', 'has(contract.area)'), rule('ledger', 'size(burdens.contract) > 0'))
    expect(ledgerIds(d)).toEqual([])
    expect(ledgerIds(d, { contract: [on({ area: 1 }, 'seizure')] })).toEqual(['r0', 'r1'])
  })
})

describe('[X3] on the ledger nothing sealed and no clock', () => {
  test('whoever calls', () => {
    const d = having(
      rule('ledger', 'has(form.mortgagee)'),
      rule('ledger', 'has(contract.holderId)'),
      rule('ledger', 'has(zone.status)'),
      rule('ledger', 'has(parcel.area)'),
    )
    const change = { mortgagee: '农业银行' }
    const parts = {
      contract: [on({ holderId: 'X', area: 1 })],
      zone: [on({ status: 'open' })],
      parcel: [on({ area: 1 })],
    }
    expect(ledgerIds(d, parts, change)).toEqual([])
    expect(formIds({ ...d, rules: d.rules.map((one) => ({ ...one, on: 'form' })) }, parts, change)).toEqual([
      'r0',
      'r1',
      'r2',
      'r3',
    ])
    expect(ledgerIds(having(rule('ledger', 'today > "2000-01-01" && false')))).toEqual([])
    expect(ledgerIds(having(rule('ledger', 'today < "2000-01-01"')))).toEqual(['r0'])
  })
})

describe('guards', () => {
  const action = (guard?: string): Action => ({
    ...(rich.workflow.actions.find((one) => one.name === 'deliver') as Action),
    ...(guard === undefined ? {} : { guard }),
  })
  const holds = (guard: string | undefined, parts: Record<string, SubjectFacts[]> = {}, change: object = {}) =>
    guardHolds(rich, action(guard), { ...soundSplit(), ...change }, parts, COUNTY)

  test('without one the action may be taken', () => expect(holds(undefined)).toBe(true))
  test('true and false', () => {
    expect(holds('form.area == 900000')).toBe(true)
    expect(holds('form.area == 900001')).toBe(false)
    expect(holds('form.town.startsWith(county)')).toBe(true)
  })
  test.each(['1 / 0 == 1', 'form.price > 1', 'today > "2000-01-01"', 'form.', 'form.area'])(
    'an error holds no guard: %s',
    (guard) => expect(holds(guard)).toBe(false),
  )
  test('[Q12] it has to hold for each subject', () => {
    const guard = '!("dispute" in burdens.well)'
    expect(holds(guard)).toBe(true)
    expect(holds(guard, { well: [on({}), on({}, 'lease')] })).toBe(true)
    expect(holds(guard, { well: [on({}), on({}, 'lease', 'dispute')] })).toBe(false)
  })
  test('sealed fields are not there', () => {
    expect(holds('!has(form.holderPhone) && !has(contract.holderId)', { contract: [on({ holderId: 'X' })] })).toBe(true)
  })
})
