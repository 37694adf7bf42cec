import { describe, expect, test } from 'vitest'
import type { Example } from '../../../shared/contract/service/index.ts'
import { checkExamples, problemsOf, runExample } from '../../../shared/contract/service/index.ts'
import { type Loose, rich, richWith } from '../../kit/definitions.ts'

const [plain] = rich.examples as [Example]
const example = (change: Loose): Example => ({ ...plain, ...change, values: { ...plain.values, ...change.values } })

test('every example of the kit says what it expects', () => expect(checkExamples(rich)).toBeNull())

describe('what a definition says of an example', () => {
  test.each([
    [{}, []],
    [{ values: { area: 0 } }, ['area:minimum']],
    [{ values: { reasonNote: '搬迁' } }, ['reasonNote:hidden']],
    [{ values: { ghost: 1 } }, ['ghost:unknown']],
    [{ materials: [] }, ['material.contract', 'material.identity']],
    [{ burdens: { contract: ['seizure'] } }, ['rule.seized']],
    // The part is on record, its burdens are all that is said of it.
    [{ subjects: undefined, burdens: { contract: ['mortgage'] } }, []],
    [{ subjects: { well: { status: 'closed' } } }, ['rule.well-closed']],
    [{ subjects: { zone: { status: 'banned' } } }, ['rule.zone-banned']],
    // A rule of the ledger waits for a field that is wrong already.
    [{ county: '632722' }, ['rule.town-in-county']],
    [{ county: '632722', values: { town: '63272' } }, ['town:identifier.length']],
    // The same problem twice is said once.
    [{ values: { members: [{ name: '才仁多杰' }] } }, ['members.0.idNumber:missing', 'members.0.share:missing']],
    // Fields of a later action are held against that action.
    [{ values: { approvedArea: 800_000 } }, []],
    [{ values: { surveyedOn: '2026-11-19' } }, ['approvedArea:missing']],
    [{ values: { approvedArea: 0, receiver: '才' } }, ['approvedArea:minimum', 'receiver:identifier.length']],
  ])('%o: %o', (change, expected) => expect(problemsOf(rich, example(change))).toEqual(expected))
})

describe('an example that says something else is named with both', () => {
  test.each([
    [{ problems: ['rule.paid'] }, 'problems: expected rule.paid, got none'],
    [{ problems: [], fees: 1 }, 'fees: expected 1, got 2000'],
    [{ problems: [], auto: 'otherwise' }, 'auto: expected otherwise, got approve'],
  ])('%o', (expected, words) => expect(runExample(rich, { ...plain, expect: expected } as Loose)).toBe(words))

  test('a fee that cannot be worked out is not nothing', () => {
    const free = example({ values: { reason: undefined }, expect: { problems: ['reason:missing'], fees: 0 } })
    const { reason: _, ...values } = free.values
    expect(runExample(rich, { ...free, values })).toBe('fees: expected 0, got an amount that cannot be worked out')
  })

  test('the order in which problems are expected does not matter', () => {
    const both = example({ values: { area: 0 }, materials: ['contract'] })
    for (const problems of [
      ['area:minimum', 'material.identity'],
      ['material.identity', 'area:minimum'],
    ])
      expect(runExample(rich, { ...both, expect: { problems } })).toBeNull()
  })

  test('the first of a definition is named by its place', () => {
    const wrong = richWith((d) => {
      d.rules = d.rules.filter((rule: Loose) => rule.id !== 'paid')
    })
    expect(checkExamples(wrong)).toBe(
      'examples[2] (The contract is seized): problems: expected rule.area-on-record, rule.paid, rule.seized, got rule.area-on-record, rule.seized',
    )
    const none = richWith((d) => {
      d.examples = d.examples.slice(1)
    })
    expect(checkExamples(none)).toBe('examples: none that may be filed')
  })
})
