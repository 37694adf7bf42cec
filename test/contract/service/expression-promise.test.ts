import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import {
  type Bindings,
  evaluateBool,
  inspectExpression,
  ledgerViolations,
} from '../../../shared/contract/service/rules.ts'
import { expression, filing, onRecord } from './expression-kit.ts'
import { GOLDEN_DEFINITION as d } from './golden.ts'

const world = (form: Bindings['form'], unit: Bindings['form']): Bindings => ({
  form,
  parts: { unit },
  burdens: { unit: ['x'] },
  materials: ['deed'],
  today: '2026-11-22',
  county: '632723',
})

/**
 * What the checker promises: an accepted expression has an answer on every form that may be filed. Three things are beyond it: an integer of more than 64
 * bits, a division by zero and a date outside the calendar; and a field of the record that is of another type than the
 * expression takes it for. None of them can happen here.
 */
test('an accepted expression never errs', () => {
  let accepted = 0
  let guarded = 0
  fc.assert(
    fc.property(expression, fc.array(fc.tuple(filing, onRecord), { minLength: 3, maxLength: 3 }), (source, worlds) => {
      if (inspectExpression(d, 'form', source, 'x') !== null) return
      accepted++
      if (/(?<!has\()(form\.(gone|note|due|maybe|more|secret)|r\.(flag|kind|on|id))/.test(source)) guarded++
      for (const [form, unit] of worlds)
        expect([source, evaluateBool(d, source, world(form, unit))]).not.toContain(null)
    }),
    { numRuns: 600 },
  )
  // Enough of them were accepted, and enough of those read what may be absent, for this to mean anything.
  expect(accepted).toBeGreaterThan(100)
  expect(guarded).toBeGreaterThan(20)
})

test('what is remembered answers as what is compiled afresh', () => {
  fc.assert(
    fc.property(expression, filing, filing, (source, one, other) => {
      const fresh = (form: Bindings['form']) => evaluateBool(structuredClone(d), source, world(form, {}))
      for (const form of [one, other, one]) expect(evaluateBool(d, source, world(form, {}))).toBe(fresh(form))
    }),
    { numRuns: 40 },
  )
})

test('[X3] what is sealed never turns a ledger rule', () => {
  const message = { zh: '不行', en: 'No' }
  fc.assert(
    fc.property(expression, filing, fc.string(), onRecord, (when, form, secret, unit) => {
      const ruled: ServiceDefinition = { ...d, rules: [{ id: 'x', on: 'ledger', when, message }] }
      const ask = (fields: Bindings['form'], holder: string) =>
        ledgerViolations(ruled, fields, { unit: [{ fields: { ...unit, holder }, burdens: [] }] }, '632723').length
      const { secret: _, ...open } = form
      expect(ask({ ...open, secret }, secret)).toBe(ask(open, ''))
    }),
    { numRuns: 150 },
  )
})
