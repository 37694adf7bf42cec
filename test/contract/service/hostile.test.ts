import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkForm,
  checklist,
  type FieldValues,
  ledgerViolations,
  normaliseForm,
  publicFieldsFit,
  readDefinition,
} from '../../../shared/contract/service/index.ts'
import { COUNTY, type Loose, soundTransfer, TODAY, transfer, transferDocument } from './samples.ts'

/** Every place in the document: the path to each value. */
function places(value: Loose, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.keys(value).flatMap((key) => places(value[key], [...path, key]))]
}
const PLACES = places(transferDocument()).filter((path) => path.length > 0)

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('__proto__', 'constructor', '^(a+)+$', '((((', 'form.__proto__', '\ud800', -0, Number.NaN, 2 ** 60),
)

test('one value of a definition put wrong is read or refused, never an exception', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), junk, (path, value) => {
      const document = transferDocument()
      let at = document
      for (const key of path.slice(0, -1)) at = at[key]
      at[path.at(-1) as string] = value
      const read = readDefinition(document)
      expect(read.ok || read.code === 'wrong-shape').toBe(true)
      if (read.ok) checkForm(read.value, soundTransfer(), TODAY, COUNTY)
    }),
    { numRuns: 500 },
  )
})

const values = fc.dictionary(
  fc.constantFrom(...Object.keys(soundTransfer()), 'ghost', 'toString'),
  fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.double(), fc.integer(), fc.boolean()),
) as fc.Arbitrary<FieldValues>

test('any values at all are judged, never an exception, and junk alone never passes', () => {
  fc.assert(
    fc.property(values, (form) => {
      expect(checkForm(transfer, form, TODAY, COUNTY)).not.toEqual([])
      checkForm(transfer, normaliseForm(transfer, form, TODAY), TODAY, COUNTY)
      checklist(transfer, form, TODAY)
      publicFieldsFit(transfer, form)
      expect(ledgerViolations(transfer, { form, subject: form, county: COUNTY }).length).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})

test('what is normal stays as it is', () => {
  fc.assert(
    fc.property(values, (form) => {
      const once = normaliseForm(transfer, form, TODAY)
      expect(normaliseForm(transfer, once, TODAY)).toEqual(once)
    }),
  )
})
