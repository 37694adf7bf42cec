import fc from 'fast-check'
import type { FieldValue, FieldValues } from '../../../shared/contract/service/values.ts'

/**
 * Random expressions over the definition of the golden ones, and random forms that may be filed under it. The integers are small and are
 * divided by constants only, and of the record nothing is taken for more than it says, so that an accepted expression has no excuse to err.
 */

const pick = (...texts: string[]) => fc.constantFrom(...texts)
const joined = (...parts: (fc.Arbitrary<string> | string)[]) =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((texts) => texts.join(''))

const compare = pick(' == ', ' != ', ' < ', ' <= ', ' > ', ' >= ')
const equal = pick(' == ', ' != ')

/** Of one sort each, outside (`bool`) and inside (`rowBool`) a macro over `form.rows`, whose variable is `r`. */
const grammar = fc.letrec<
  Record<'bool' | 'int' | 'text' | 'date' | 'rowBool' | 'rowInt' | 'rowText' | 'rowDate', string>
>((tie) => {
  const shared = (
    b: fc.Arbitrary<string>,
    i: fc.Arbitrary<string>,
    s: fc.Arbitrary<string>,
    d: fc.Arbitrary<string>,
  ) => ({
    bool: [
      joined('(', b, ' && ', b, ')'),
      joined('(', b, ' && ', b, ')'),
      joined('(', b, ' || ', b, ')'),
      joined('(', b, ' || ', b, ')'),
      joined('!', b),
      joined('(', b, ' ? ', b, ' : ', b, ')'),
      joined('(', i, compare, i, ')'),
      joined('(', s, compare, s, ')'),
      joined('(', d, compare, d, ')'),
      joined('(', b, equal, b, ')'),
      joined(s, pick('.startsWith', '.endsWith', '.contains'), '(', s, ')'),
      joined('(', i, ' in [', i, ', ', i, '])'),
      joined('(', s, ' in form.tags)'),
    ],
    int: [
      joined('(', i, pick(' + ', ' - ', ' * '), i, ')'),
      joined('(', i, pick(' / 3', ' / -7', ' % 5'), ')'),
      joined('(', b, ' ? ', i, ' : ', i, ')'),
      joined('size(', s, ')'),
      joined(pick('daysBetween', 'yearsBetween'), '(', d, ', ', d, ')'),
    ],
    text: [joined('(', s, ' + ', s, ')'), joined('(', b, ' ? ', s, ' : ', s, ')')],
    date: [joined('(', b, ' ? ', d, ' : ', d, ')'), joined('addDays(', d, ', 7)'), joined('addYears(', d, ', -3)')],
  })
  /** What may be absent, with a use of it, asked for in ways that are right and in ways that only look so. */
  const asked = (b: fc.Arbitrary<string>, uses: readonly (readonly [string, string])[]) =>
    fc.tuple(b, fc.constantFrom(...uses), fc.nat(8)).map(([other, [x, use], way]) => {
      const ways = [
        `(has(${x}) && ${use})`,
        `(!has(${x}) || ${use})`,
        `(has(${x}) ? ${use} : ${other})`,
        `((has(${x}) && ${other}) && ${use})`,
        `(!(has(${x}) && ${other}) || ${use})`,
        `((has(${x}) || ${other}) && ${use})`,
        `((${other} ? has(${x}) : has(${x}) && ${other}) && ${use})`,
        `((!has(${x}) || ${other}) || ${use})`,
        `((!has(${x}) && ${other}) || ${use})`,
      ]
      return ways[way] as string
    })
  const uses = [
    ['form.gone', 'form.gone > 1'],
    ['form.gone', 'form.a + form.gone < 3'],
    ['form.note', 'form.note == form.text'],
    ['form.note', 'size(form.note) > 1'],
    ['form.maybe', 'form.maybe'],
    ['form.due', 'daysBetween(form.due, today) > 0'],
    ['form.secret', '!form.secret.contains("a")'],
    ['form.more', 'sum(form.more, "n") > 3'],
  ] as const
  const rowUses = [
    ['r.flag', 'r.flag'],
    ['r.kind', 'r.kind == "gift"'],
    ['r.on', 'r.on < today'],
    ['r.id', 'birthOf(r.id) > form.day'],
  ] as const
  const has = pick('form.gone', 'form.note', 'form.due', 'form.maybe', 'form.more', 'form.secret')
  const leaf = {
    bool: [pick('form.yes', 'form.maybe', 'true'), joined('has(', has, ')'), joined('has(', has, ')')],
    int: [pick('form.a', 'form.b', 'form.gone', '0', '3', 'size(form.tags)', 'size(form.rows)')],
    text: [pick('form.text', 'form.other', 'form.note', 'form.secret', '"a"', '"原"', 'county')],
    date: [pick('form.day', 'form.due', 'today', '"2020-02-29"', 'birthOf(form.born)')],
  }
  const outside = shared(tie('bool'), tie('int'), tie('text'), tie('date'))
  const inside = shared(tie('rowBool'), tie('rowInt'), tie('rowText'), tie('rowDate'))
  const list = fc.oneof(pick('form.rows', 'form.more'), joined('form.rows.filter(r, ', tie('rowBool'), ')'))
  const deep = { depthSize: 'small', maxDepth: 3 } as const
  return {
    bool: fc.oneof(
      deep,
      ...leaf.bool,
      ...outside.bool,
      asked(tie('bool'), uses),
      asked(tie('bool'), uses),
      joined(list, pick('.all', '.exists', '.exists_one'), '(r, ', tie('rowBool'), ')'),
      joined('unique(', list, ', ', pick('"n"', '"kind"', '"name"'), ')'),
      pick(
        '(has(unit.area) && unit.area == form.a)',
        '(has(unit.area) && unit.area in [1, form.b])',
        '("x" in burdens.unit)',
      ),
    ),
    int: fc.oneof(deep, ...leaf.int, ...outside.int, joined('sum(', list, ', "n")'), joined('size(', list, ')')),
    text: fc.oneof(deep, ...leaf.text, ...outside.text),
    date: fc.oneof(deep, ...leaf.date, ...outside.date),
    rowBool: fc.oneof(
      deep,
      ...leaf.bool,
      pick('r.flag', 'has(r.flag)', 'has(r.kind)', 'has(r.on)', 'has(r.id)'),
      ...inside.bool,
      asked(tie('rowBool'), [...uses, ...rowUses]),
      asked(tie('rowBool'), rowUses),
    ),
    rowInt: fc.oneof(deep, ...leaf.int, pick('r.n'), ...inside.int),
    rowText: fc.oneof(deep, ...leaf.text, pick('r.name', 'r.kind'), ...inside.text),
    rowDate: fc.oneof(deep, ...leaf.date, pick('r.on', 'birthOf(r.id)'), ...inside.date),
  }
})

export const expression: fc.Arbitrary<string> = grammar.bool

const small = fc.integer({ min: -30, max: 30 })
const text = fc.string({ unit: pick('a', '原', '𠮷'), maxLength: 3 })
const day = pick('2000-02-29', '1984-08-15', '2026-11-22', '2024-12-31', '1999-03-01')
const id = pick('632723196305120011', '632723198408150028')
const kind = pick('sale', 'gift', 'inherit')
const row = fc.record(
  { name: text, n: small, kind, on: day, flag: fc.boolean(), id },
  { requiredKeys: ['name', 'n'] },
) as fc.Arbitrary<Record<string, FieldValue>>
const rows = fc.array(row, { maxLength: 3 })

/** Forms that may be filed: what is required is there, the rest may be. */
export const filing = fc.record(
  {
    no: fc.constant('U1'),
    a: small,
    b: small,
    text,
    other: text,
    yes: fc.boolean(),
    kind,
    day,
    born: id,
    tags: fc.array(text, { maxLength: 3 }),
    rows,
    plots: rows,
    gone: small,
    note: text,
    due: day,
    maybe: fc.boolean(),
    more: rows,
    secret: text,
  },
  { requiredKeys: ['no', 'a', 'b', 'text', 'other', 'yes', 'kind', 'day', 'born', 'tags', 'rows', 'plots'] },
) as unknown as fc.Arbitrary<FieldValues>

export const onRecord = fc.record(
  { area: fc.oneof(small, text, fc.boolean(), fc.array(text, { maxLength: 2 })) },
  { requiredKeys: [] },
) as fc.Arbitrary<FieldValues>
