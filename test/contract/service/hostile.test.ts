import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  acceptanceOf,
  checkForm,
  checklist,
  deadlinesOf,
  decideAuto,
  diffLines,
  feesOf,
  ledgerViolations,
  normaliseForm,
  paperLines,
  partiesOf,
  problemsOf,
  publicFieldsFit,
  readDefinition,
  type ServiceDefinition,
} from '../../../shared/contract/service/index.ts'
import { PLAIN_WEEK } from '../../../shared/contract/working-days.ts'
import { COUNTY, type Loose, rich, richDocument, soundSplit, TODAY } from '../../kit/definitions.ts'
import { hostileValues } from './hostile-values.ts'

/** Every place in the document: the path to each value. */
function places(value: Loose, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.keys(value).flatMap((key) => places(value[key], [...path, key]))]
}
const PLACES = places(richDocument()).filter((path) => path.length > 0)

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('__proto__', 'constructor', '^(a+)+$', '((((', 'form.__proto__', '\ud800', -0, Number.NaN, 2 ** 60),
)

test('one value of a definition put wrong is read or refused, never an exception', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), junk, (path, value) => {
      const document = richDocument()
      let at = document
      for (const key of path.slice(0, -1)) at = at[key]
      at[path.at(-1) as string] = value
      const read = readDefinition(document)
      expect(read.ok || read.code === 'wrong-shape').toBe(true)
      if (read.ok) everything(read.value, soundSplit())
    }),
    { numRuns: 120 },
  )
})

/** All that is ever asked of a definition and a form, at the counter and on every replica. */
function everything(d: ServiceDefinition, form: Loose): void {
  for (const { name } of d.workflow.actions) checkForm(d, form, TODAY, COUNTY, { at: name })
  checkForm(d, normaliseForm(d, form, TODAY, COUNTY), TODAY, COUNTY, { parts: { contract: [facts(form)] } })
  checklist(d, form, TODAY, COUNTY)
  feesOf(d, form, TODAY, COUNTY)
  decideAuto(d, { values: form, materials: [], today: TODAY, county: COUNTY, parts: {} })
  publicFieldsFit(d, form)
  partiesOf(d, form)
  for (const example of d.examples) problemsOf(d, example)
  for (const paper of [d.outputs.slip, d.outputs.certificate]) {
    paperLines(d, paper, { values: form, facts: {} }, 'zh')
  }
  diffLines(d, form, soundSplit(), 'en')
  const steps = d.workflow.actions.map((action, i) => ({ act: action.name, time: i * 86_400_000 }))
  deadlinesOf(d, steps, PLAIN_WEEK, TODAY)
  acceptanceOf(d, steps, PLAIN_WEEK, TODAY)
}

const facts = (fields: Loose) => ({ fields, burdens: ['seizure'] })

test('any values at all are judged, never an exception, and junk alone never passes', () => {
  fc.assert(
    fc.property(hostileValues, (form) => {
      everything(rich, form)
      expect(checkForm(rich, form, TODAY, COUNTY)).not.toEqual([])
      expect(ledgerViolations(rich, form, { contract: [facts(form)] }, COUNTY)).not.toEqual([])
    }),
    { numRuns: 60 },
  )
})
