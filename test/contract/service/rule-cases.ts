import type { Bindings } from '../../../shared/contract/service/rules.ts'

/** Evaluated in Node and in Chromium: one table, one set of answers. `null`: cannot be evaluated, which counts as violated. */
const FORM = { a: 1, b: 2, text: '草原𠀀', day: '2026-03-05', yes: true, big: 9_007_199_254_740_991 }

export const RULE_CASES: [string, Bindings, boolean | null][] = [
  ['form.a < form.b', { form: FORM }, true],
  ['form.a + form.b == 3', { form: FORM }, true],
  ['form.big + form.big > form.big', { form: FORM }, true],
  ['form.big * form.big * form.big > 0', { form: FORM }, null],
  ['form.a / 0 == 1', { form: FORM }, null],
  ['form.a % 2 == 1', { form: FORM }, true],
  ['-form.a < 0', { form: FORM }, true],
  ['size(form.text) == 3', { form: FORM }, true],
  ['form.text.startsWith("草")', { form: FORM }, true],
  ['form.text.endsWith("原")', { form: FORM }, false],
  ['form.text.contains("原")', { form: FORM }, true],
  ['form.day > today', { form: FORM, today: '2026-03-04' }, true],
  ['form.day > today', { form: FORM, today: '2026-03-05' }, false],
  ['form.day > today', { form: FORM }, null],
  ['form.day.startsWith(county)', { form: FORM, county: '632723' }, false],
  ['form.text in ["x", "草原𠀀"]', { form: FORM }, true],
  ['form.yes ? form.a == 1 : form.b == 1', { form: FORM }, true],
  ['form.yes && !(form.a == 2)', { form: FORM }, true],
  ['has(form.gone)', { form: FORM }, false],
  ['has(form.gone) && form.gone > 1', { form: FORM }, false],
  ['form.gone > 1', { form: FORM }, null],
  ['form.gone > 1 || form.yes', { form: FORM }, true],
  ['form.a == subject.a', { form: FORM, subject: { a: 1 } }, true],
  ['form.a == subject.a', { form: FORM, subject: {} }, null],
  ['form.a == subject.a', { form: FORM }, null],
  ['form.a != subject.text', { form: FORM, subject: { text: '1' } }, true],
  ['form.a < subject.text', { form: FORM, subject: { text: '1' } }, null],
  ['form.text', { form: FORM }, null],
  ['form.a', { form: FORM }, null],
  ['form.a > 0', { form: { a: 1.5 } }, null],
  ['form.b == 2', { form: { a: Number.NaN, b: 2 } }, true],
  ['has(form.constructor) || has(form.__proto__)', { form: FORM }, false],
]
