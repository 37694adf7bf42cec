import { expect, test } from 'vitest'
import { formViolations, guardHolds, ledgerViolations } from '../../../shared/contract/service/rules.ts'
import { COUNTY, rich, soundSplit, TODAY } from '../../kit/definitions.ts'
import { GOLDEN, GOLDEN_DEFINITION } from './golden.ts'
import { outcomeOf } from './golden-outcome.ts'

test('every golden expression gives in Chromium what it has to give', () => {
  expect(GOLDEN.length).toBeGreaterThan(700)
  const differ = GOLDEN.flatMap((one) => {
    const seen = outcomeOf(GOLDEN_DEFINITION, one)
    return seen.is === one.is && seen.accepted === one.accepted ? [] : [{ ...one, seen }]
  })
  expect(differ).toEqual([])
})

test('a filing is judged the same in Chromium', () => {
  const b = { form: { ...soundSplit(), price: 1 }, materials: ['contract'], today: TODAY, county: COUNTY }
  const facts = { fields: { area: 1 }, burdens: ['dispute', 'seizure'] }
  expect(formViolations(rich, b, { contract: [facts] }).map((rule) => rule.id)).toEqual(['paid'])
  const parts = { contract: [facts], well: [{ fields: { status: 'closed' }, burdens: [] }] }
  expect(ledgerViolations(rich, b.form, parts, COUNTY).map((rule) => rule.id)).toEqual([
    'seized',
    'area-on-record',
    'well-closed',
  ])
  const finish = rich.workflow.actions.find((action) => action.name === 'finish')
  expect(finish && guardHolds(rich, finish, b.form, parts, COUNTY)).toBe(false)
})
