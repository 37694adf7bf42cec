import { describe, expect, test } from 'vitest'
import {
  CONTRACTS_PER_COUNTY,
  DEMO_COUNTIES,
  DEMO_OFFICES,
  DEMO_PEOPLE,
  demoContracts,
  demoTransfer,
  seeded,
} from '../../../scripts/demo/seed.ts'
import { counties } from '../../../shared/contract/regions/index.ts'
import { allowed, checkForm, ledgerViolations } from '../../../shared/contract/service/index.ts'
import { subjectsOf } from '../../../shared/contract/service/subject.ts'
import { stock, TODAY, transfer } from '../../contract/service/samples.ts'

describe.each(DEMO_COUNTIES)('contracts of %s', (county) => {
  const contracts = demoContracts(county, CONTRACTS_PER_COUNTY, seeded(7))

  test('are as many as asked for, each with its own id and holder, and the same from the same seed', () => {
    expect(contracts).toHaveLength(150)
    expect(new Set(contracts.map((c) => c.subject)).size).toBe(150)
    expect(new Set(contracts.map((c) => c.sealed['holderId'])).size).toBe(150)
    expect(demoContracts(county, CONTRACTS_PER_COUNTY, seeded(7))).toEqual(contracts)
    expect(demoContracts(county, CONTRACTS_PER_COUNTY, seeded(8))).not.toEqual(contracts)
  })

  test('can be filed as they are, and transferred', () => {
    const random = seeded(9)
    for (const c of contracts) {
      const values = { ...c.fields, ...c.sealed }
      expect(checkForm(stock, values, TODAY, county)).toEqual([])
      expect(Object.keys(c.sealed).toSorted()).toEqual([...stock.sealed].toSorted())
      expect(subjectsOf(stock, county, values)?.map((one) => one.id)).toEqual([c.subject])
      expect(ledgerViolations(stock, c.fields, {}, county)).toEqual([])
      const form = demoTransfer(c, TODAY, random)
      expect(checkForm(transfer, form, TODAY, county)).toEqual([])
      const open = Object.fromEntries(Object.entries(form).filter(([name]) => !transfer.sealed.includes(name)))
      const subject = { ...c.fields, status: 'active' }
      const parts = { contract: [{ fields: subject, burdens: [] }] }
      expect(ledgerViolations(transfer, open, parts, county)).toEqual([])
    }
  })
})

test('the offices are the province and its 44 counties', () => {
  expect(DEMO_OFFICES.map((o) => o.code)).toEqual(['630000', ...counties().map((c) => c.code)])
})

test('in each demo county the transfer can go its whole way, by different people', () => {
  for (const county of DEMO_COUNTIES) {
    const people = DEMO_PEOPLE.filter((p) => p.office === county)
    const who = (state: string | null, action: string, done: Map<string, string[]>) =>
      people.find((p) =>
        allowed(transfer, state, { roles: p.roles, authored: done.get(p.id) ?? [] }).some((a) => a.name === action),
      )
    const done = new Map<string, string[]>()
    for (const [state, action] of [
      [null, 'file'],
      ['received', 'accept'],
      ['accepted', 'review'],
      ['reviewed', 'finish'],
    ] as const) {
      const person = who(state, action, done)
      expect({ county, action, done: person !== undefined }).toEqual({ county, action, done: true })
      if (person !== undefined) done.set(person.id, [...(done.get(person.id) ?? []), action])
    }
    expect(people.flatMap((p) => p.roles)).toContain('supervisor')
  }
  expect(new Set(DEMO_PEOPLE.map((p) => p.id)).size).toBe(DEMO_PEOPLE.length)
})
