import type { Rule, ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import {
  evaluateBool,
  formViolations,
  guardHolds,
  inspectExpression,
  ledgerViolations,
} from '../../../shared/contract/service/rules.ts'
import type { FieldValue, FieldValues } from '../../../shared/contract/service/values.ts'
import { COUNTY, rich, TODAY } from '../../kit/definitions.ts'

/**
 * A program: what an evil definition can ask for at most, with as many rules as its first argument says. It is run in a process of its own that is killed when it hangs. For each way to make work it
 * grows an expression until the next larger one is refused, makes all the rules that there can be of it, and asks them about the largest values
 * that fit. A line per way on standard output: `{way, n, violated, milliseconds}`, and then one per expression that has to be refused: `{evil, problem, answer, milliseconds}`.
 */

const RULES = Number(process.argv[2])
const title = { zh: '甲', en: 'A' }
const text = { type: 'string', maxLength: 2000, 'x-title': title } as const
const columns = Object.fromEntries('abcdefghijklmn'.split('').map((name) => [name, text]))

/** Fields, rows, subjects and materials of the greatest sizes there are. */
const heavy = {
  ...rich,
  subjects: [
    { name: 'unit', title, type: 'unit', mode: 'change', id: '^.*$', key: 'a' },
    { name: 'plot', title, type: 'plot', mode: 'change', id: '^.*$', key: 'rows.a' },
    { name: 'other', title, type: 'plot', mode: 'change', id: '^.*$', key: 'rows.b' },
  ],
  form: {
    sections: [],
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['a', 'b', 'n', 'rows'],
      properties: {
        a: text,
        b: text,
        n: { type: 'integer', minimum: 0, maximum: 9, 'x-title': title },
        gone: { type: 'integer', minimum: 0, maximum: 9, 'x-title': title },
        rows: {
          type: 'array',
          maxItems: 50,
          'x-title': title,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['a', 'b', 'n', 'id'],
            properties: {
              ...columns,
              n: { type: 'integer', minimum: 0, maximum: 9, 'x-title': title },
              id: { type: 'string', maxLength: 18, 'x-identifier': 'cn-id', 'x-title': title },
            },
          },
        },
      },
    },
  },
  sealed: [],
  effects: [],
  materials: Array.from({ length: 40 }, (_, i) => ({ ...rich.materials[0], id: `m${i}` })),
} as unknown as ServiceDefinition

const long = '原'.repeat(3999)
const row = Object.fromEntries(Object.keys(columns).map((name) => [name, `${long}x`]))
const form = {
  a: `${long}y`,
  b: `x${'原'.repeat(1999)}`,
  n: 0,
  rows: Array.from({ length: 50 }, () => ({ ...row, n: 1, id: '632723196305120011' })),
} as Record<string, FieldValue>
const fields: FieldValues = { area: 1, text: long, texts: Array.from({ length: 50 }, () => 'q'.repeat(1000)) }
const facts = { fields, burdens: Array.from({ length: 50 }, (_, i) => `k${i}`) }
const parts = { unit: [facts], plot: Array(12).fill(facts), other: Array(12).fill(facts) }

const many = (n: number, one: string, by = ' || ') => Array<string>(n).fill(one).join(by)

/** Each: an expression of size n; none is true early, so that nothing is left out. */
const WAYS: Readonly<Record<string, (n: number) => string>> = {
  comparisons: (n) => `form.rows.exists(r, ${many(n, 'r.n > 5')})`,
  errors: (n) => `form.rows.exists(r, ${many(n, 'r.n / form.n > 5')})`,
  'merged errors': (n) => many(n, '1/0==1', '||'),
  'fields that may be absent': (n) => `form.rows.exists(r, ${many(n, 'has(unit.area) && unit.area == 2')})`,
  'fields of another type': (n) => many(n, '(has(unit.text) && unit.text > 5)', '||'),
  'long texts compared': (n) => `form.rows.exists(r, ${many(n, 'r.a == r.b + "z"')})`,
  'long texts in order': (n) => `form.rows.exists(r, ${many(n, 'r.a > form.a')})`,
  'long texts measured': (n) => many(n, 'size(form.a) < 1', '||'),
  'long texts searched': (n) => many(n, 'form.a.contains("x原原原原原原原原原原")', '||'),
  'texts made of texts': (n) => `size(${many(n, 'form.a', ' + ')}) < 1`,
  'filters in a row': (n) => `form.rows${'.filter(r, true)'.repeat(n)}.exists(r, false)`,
  'birth dates': (n) => `form.rows.exists(r, ${many(n, 'yearsBetween(birthOf(r.id), today) < 1')})`,
  sums: (n) => many(n, 'sum(form.rows, "n") < 1', '||'),
  twins: (n) => many(n, 'unique(form.rows, "a") && false', '||'),
  'lists looked through': (n) => many(n, '"x" in burdens.unit', '||'),
  'lists written out': (n) => `form.n in [${many(n, 'form.n + 1', ',')}]`,
  materials: (n) => `materials.exists(m, ${many(n, 'm + "x" in materials')})`,
  'every subject': (n) => many(n, '(has(plot.area) && plot.area == 2)', '||'),
  'every pair of subjects': (n) => many(n, '(has(plot.texts) && has(other.texts) && plot.texts != other.texts)', '||'),
  'every text of every subject': (n) => many(n, '(has(plot.texts) && "x" in plot.texts)', '||'),
}

const materials = heavy.materials.map((m) => m.id)
const bare: FieldValues = { rows: form['rows'] as FieldValue }
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

for (const [way, source] of Object.entries(WAYS)) {
  const accepted = (size: number) => inspectExpression(heavy, 'form', source(size), '') === null
  let n = 0
  for (let step = 64; step >= 1; step /= 2) if (accepted(n + step)) n += step
  const largest = source(n)
  // Blanks make each another expression, compiled anew.
  const rules = Array.from({ length: RULES }, (_, i): Rule => {
    const when = largest + ' '.repeat(Math.min(i, 1000 - largest.length))
    return { id: `r${i}`, on: 'form', when, message: title }
  })
  const ledger = rules.map((one): Rule => ({ ...one, on: 'ledger' }))
  const began = performance.now()
  const violated = formViolations({ ...heavy, rules }, { form, materials, today: TODAY, county: COUNTY }, parts)
  const milliseconds = Math.round(performance.now() - began)
  // The same on a form without what it needs, as a liar may send it.
  ledgerViolations({ ...heavy, rules: ledger }, bare, parts, COUNTY)
  const [action] = heavy.workflow.actions
  if (action !== undefined) guardHolds(heavy, { ...action, guard: largest }, form, parts, COUNTY)
  say({ way, n, violated: violated.length, milliseconds })
}

/** What has to be refused before it costs anything. */
const EVIL: Readonly<Record<string, string>> = {
  'open brackets': '('.repeat(1000),
  'brackets in brackets': `${'('.repeat(499)}1${')'.repeat(499)}`,
  'brackets hidden by a text': `")))))))))))))))))))" == "" || ${'('.repeat(200)}true${')'.repeat(200)}`,
  'brackets hidden by a raw text': `r"\\" == "" || ${'('.repeat(200)}true${')'.repeat(200)}`,
  'brackets hidden by a comment': `true // "\n && ${'('.repeat(200)}true${')'.repeat(200)}`,
  'lists in lists': `${'['.repeat(499)}${']'.repeat(499)} == []`,
  'calls in calls': `${'size('.repeat(150)}1${')'.repeat(150)} == 1`,
  'macros in macros': `${'form.rows.all(r, '.repeat(40)}true${')'.repeat(40)}`,
  'macros in a macro': `form.rows.all(r, ${'form.rows.all(q, true) && '.repeat(20)}true)`,
  'a chain of choices': `${'true?1:'.repeat(140)}1 == 1`,
  'a chain of negations': `${'!'.repeat(998)}1`,
  'a chain of fields': `form${'.a'.repeat(490)}`,
  'a chain of has': many(90, 'has(form.n)', '&&'),
  'a sum of many': `${many(400, 'n', '+')} == 1`,
  'a list of many': `form.n in [${many(490, '1', ',')}]`,
  'many arguments': `size(${many(490, '1', ',')}) == 1`,
  'a text as large as there is': `form.a == "${'x'.repeat(985)}" + "${'x'.repeat(985)}"`,
  'texts that grow': `form.rows.exists(r, ${many(40, 'r.a', ' + ')} == "")`,
  'lists that grow': 'form.rows + form.rows == form.rows',
  'digits without end': `${'9'.repeat(990)} > 1`,
  'a search for each row': 'form.rows.exists(r, r.a.contains(r.b))',
  'ten megabytes': 'true && '.repeat(1_300_000),
  'ten megabytes of brackets': '('.repeat(10_000_000),
  'letters that look alike': 'fоrm.n > 1',
  'letters twice as wide': 'ｆｏｒｍ.n > 1',
  'a text that runs backwards': 'form.a == "\u202e"',
  'half a letter': 'form.a == "\ud800"',
  'a blank that is none': 'form.n\u00a0> 1',
}
for (const [evil, source] of Object.entries(EVIL)) {
  const began = performance.now()
  const problem = inspectExpression(heavy, 'form', source, 'x')
  const answer = evaluateBool(heavy, source, { form, today: TODAY, county: COUNTY })
  say({ evil, problem, answer, milliseconds: Math.round(performance.now() - began) })
}
