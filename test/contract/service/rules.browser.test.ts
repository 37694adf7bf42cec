import { expect, test } from 'vitest'
import { checkForm } from '../../../shared/contract/service/index.ts'
import { compile } from '../../../shared/contract/service/rules.ts'
import { RULE_CASES } from './rule-cases.ts'
import { COUNTY, soundTransfer, TODAY, transfer } from './samples.ts'

test.each(RULE_CASES)('%s on case %# is the same in Chromium', (when, bindings, answer) => {
  expect(compile(when).evaluate(bindings)).toBe(answer)
})

test('a form is judged the same in Chromium', () => {
  expect(checkForm(transfer, soundTransfer(), TODAY, COUNTY)).toEqual([])
  const problems = checkForm(transfer, { ...soundTransfer(), until: '2020-01-01', town: '63272310' }, TODAY, COUNTY)
  expect(problems.map((p) => [p.field, p.problem])).toEqual([
    ['town', 'identifier.length'],
    ['until', 'rule.term-order'],
  ])
})
