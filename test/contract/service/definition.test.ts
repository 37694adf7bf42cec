import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { must } from '../../../shared/base/result.ts'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import { patternProblem } from '../../../shared/contract/service/pattern-cost.ts'
import { decode, encode, type Value } from '../../../shared/ledger/index.ts'
import { type Loose, rich } from '../../kit/definitions.ts'

const document = (): Loose => structuredClone(rich)
const field = (d: Loose, name: string): Loose => d.form.schema.properties[name]
const action = (d: Loose, name: string): Loose => d.workflow.actions.find((one: Loose) => one.name === name)

test('a document with every feature is read as it stands, and goes through CBOR unchanged', () => {
  expect(JSON.parse(JSON.stringify(must(readDefinition(document()))))).toEqual(document())
  const back = must(decode(encode(document() as Value), { max: LIMITS.body }))
  expect(encode(must(readDefinition(back)) as unknown as Value)).toEqual(encode(document() as Value))
})

/** One change to a sound document each, and the words that the refusal must hold. */
const BREAKS: [string, (d: Loose) => void, string][] = [
  ['no map', (d) => void (d.form = null), 'service.form'],
  ['a surplus key', (d) => void (d.extra = 1), 'unknown key extra'],
  ['a missing key', (d) => void delete d.merge, 'missing key merge'],
  ['another engine', (d) => void (d.engine = 2), 'engine'],
  ['version 0', (d) => void (d.version = 0), 'version'],
  ['a fraction', (d) => void (d.deadlines[0].legal = 2.5), 'deadlines[0].legal'],
  ['a text in one language', (d) => void delete d.title.en, 'title'],
  ['an empty text', (d) => void (d.title.zh = '  '), 'title.zh'],
  ['an unknown group', (d) => void (d.group = 'other'), 'group'],
  // subjects
  ['no subject', (d) => void (d.subjects = []), 'subjects'],
  ['a part twice', (d) => void d.subjects.push(d.subjects[0]), 'stands twice'],
  ['a part with a taken name', (d) => void (d.subjects[3].name = 'county'), 'can be called county'],
  ['a part of a taken type', (d) => void (d.subjects[3].type = 'numbers'), 'is taken'],
  ['a key that is not there', (d) => void (d.subjects[0].key = 'ghost'), 'ghost'],
  ['a column as key that is not there', (d) => void (d.subjects[1].key = 'parcels.ghost'), 'parcels.ghost'],
  ['a sealed key', (d) => void d.sealed.push('contractNo'), 'is sealed'],
  ['an optional key', (d) => void (d.form.schema.required = d.form.schema.required.slice(1)), 'is not required'],
  ['a key that is a number', (d) => void (d.subjects[0].key = 'area'), 'is not text'],
  ['a list of keys that may be empty', (d) => void delete field(d, 'wells').minItems, 'may be empty'],
  ['too many subjects', (d) => void (field(d, 'wells').maxItems = 13), 'more than 12'],
  ['an optional column as key', (d) => void (d.subjects[1].key = 'parcels.note'), 'required column'],
  ['a party that is not there', (d) => void (d.parties[1].phone = 'members.ghost'), 'members.ghost'],
  // form
  ['an open form', (d) => void (d.form.schema.additionalProperties = true), 'additionalProperties'],
  ['a nested field', (d) => void (field(d, 'area').type = 'object'), 'area.type'],
  ['a number with fractions', (d) => void (field(d, 'area').type = 'number'), 'area.type'],
  ['a list in a list', (d) => void (field(d, 'parcels').items.properties.area = field(d, 'wells')), 'area.type'],
  ['a reference', (d) => void (field(d, 'area').$ref = '#/x'), '$ref'],
  ['text without a length', (d) => void delete field(d, 'town').maxLength, 'maxLength'],
  ['a list without an end', (d) => void delete field(d, 'wells').maxItems, 'maxItems'],
  ['a pattern that does not compile', (d) => void (field(d, 'town').pattern = '^[$'), 'pattern'],
  ['a pattern that is not anchored', (d) => void (field(d, 'town').pattern = '[0-9]'), 'pattern'],
  ['a pattern that explodes', (d) => void (field(d, 'town').pattern = '^(a+)+$'), 'pattern'],
  ['an unknown identifier', (d) => void (field(d, 'town')['x-identifier'] = 'toString'), 'x-identifier'],
  ['an unknown widget', (d) => void (field(d, 'town')['x-widget'] = 'map'), 'x-widget'],
  ['an unknown hint', (d) => void (field(d, 'town')['x-colour'] = 'red'), 'x-colour'],
  ['a choice without label', (d) => void delete field(d, 'reason')['x-choices'].other, 'x-choices'],
  ['a choice without values', (d) => void delete field(d, 'reason').enum, 'choices without enum'],
  ['a choice of a list without label', (d) => void delete field(d, 'languages').items['x-choices'].bo, 'x-choices'],
  ['a range the wrong way round', (d) => void (field(d, 'area').minimum = 1e12), 'minimum'],
  ['a length the wrong way round', (d) => void (field(d, 'holderName').minLength = 61), 'minLength'],
  ['a list the wrong way round', (d) => void (field(d, 'wells').minItems = 5), 'minItems'],
  ['a required field that is not there', (d) => void d.form.schema.required.push('ghost'), 'ghost'],
  ['a required column that is not there', (d) => void field(d, 'members').items.required.push('ghost'), 'ghost'],
  ['a field that is not shown', (d) => void d.form.sections[0].fields.pop(), 'is not shown'],
  ['a field shown twice', (d) => void d.form.sections[0].fields.push('reason'), 'shown twice'],
  ['a field shown that is not there', (d) => void d.form.sections[0].fields.push('ghost'), 'ghost'],
  ['a field named like an inherited one', (d) => void d.form.sections[0].fields.push('toString'), 'toString'],
  [
    'a field that is both needed and hidden',
    (d) => void d.form.schema.required.push('decreeNo'),
    'required and x-when',
  ],
  ['a need without a condition', (d) => void (field(d, 'price')['x-required'] = true), 'x-required without x-when'],
  ['a condition on nothing', (d) => void (field(d, 'decreeNo')['x-when'] = 'form.ghost == "x"'), 'ghost'],
  ['a field from a subject that is not there', (d) => void (field(d, 'area')['x-subject'] = 'ghost.area'), 'ghost'],
  ['a field from what is only created', (d) => void (field(d, 'area')['x-subject'] = 'parcel.area'), 'parcel.area'],
  ['a section at no action', (d) => void (d.form.sections[4].at = ['ghost']), 'there is no action ghost'],
  ['a section at an action that does not set it', (d) => void (d.form.sections[4].at = ['review']), 'does not set'],
  ['a field needed before its action', (d) => void d.form.schema.required.push('receiver'), 'before its action'],
  // sealed values and effects
  ['a sealed field that is not there', (d) => void d.sealed.push('ghost'), 'ghost'],
  ['an effect on nothing', (d) => void (d.effects[1].on = 'ghost'), 'ghost'],
  ['an effect on what is looked up', (d) => void (d.effects[1].on = 'zone'), 'zone'],
  [
    'a public effect of a sealed field',
    (d) => void (d.effects[1].fields.x = { from: 'field', name: 'holderId' }),
    'sealed',
  ],
  ['a sealed effect of a public field', (d) => void (d.effects[1].sealed.x = 'reason'), 'not a sealed field'],
  ['a subject field both ways', (d) => void (d.effects[1].fields.holderName = { value: 'x' }), 'public and sealed'],
  ['an effect with a fraction', (d) => void (d.effects[1].fields.x = { value: 0.5 }), 'fields.x'],
  [
    'an effect of a field that is not there',
    (d) => void (d.effects[1].fields.x = { from: 'field', name: 'ghost' }),
    'ghost',
  ],
  ['a row where the key is no row', (d) => void (d.effects[1].fields.x = { from: 'row', name: 'area' }), 'no column'],
  ['an effect of no known kind', (d) => void (d.effects[1].op = 'delete'), 'op'],
  ['an end of what has not begun', (d) => void (d.effects[5].on = 'parcel'), 'has not begun'],
  ['its own parent', (d) => void (d.effects[3].to = 'contract'), 'its own parent'],
  ['a subject that is never made', (d) => void d.effects.splice(2, 1), 'never put on record'],
  [
    'effects that nothing takes',
    (d) =>
      d.workflow.actions.forEach((a: Loose) => {
        delete a.effects
        delete a.guard
      }),
    'effects',
  ],
  ['an action with no effects to take', (d) => void (d.effects = []), 'effects'],
  // materials, rules, fees, one-click, numbers
  ['a material twice', (d) => void d.materials.push(d.materials[0]), 'stands twice'],
  ['a material required twice over', (d) => void (d.materials[0].requiredWhen = 'true'), 'requiredWhen'],
  ['a material by a broken condition', (d) => void (d.materials[4].requiredWhen = 'form.price'), 'materials.payment'],
  ['a rule twice', (d) => void d.rules.push(d.rules[0]), 'stands twice'],
  ['a rule on a field that is not there', (d) => void (d.rules[0].field = 'ghost'), 'ghost'],
  ['a rule that does not parse', (d) => void (d.rules[0].when = 'form.area >'), 'rules.shares'],
  ['a rule that gives no answer', (d) => void (d.rules[0].when = 'form.area'), 'rules.shares'],
  ['a rule that compares text and number', (d) => void (d.rules[0].when = 'form.area == "1"'), 'rules.shares'],
  ['a rule on what may be absent', (d) => void (d.rules[0].when = 'form.price > 1'), 'price'],
  ['a ledger rule on a sealed field', (d) => void (d.rules.at(-1).when = 'form.holderId == "1"'), 'sealed'],
  ['a ledger rule with a clock', (d) => void (d.rules.at(-1).when = 'form.until < today'), 'today'],
  ['a fee that is no amount', (d) => void (d.fees[0].amount = '"ten"'), 'fees.parcel'],
  ['one-click from nowhere', (d) => void (d.auto.from = 'ghost'), 'ghost'],
  ['one-click by no action', (d) => void (d.auto.approve = 'finish'), 'finish is no action'],
  ['one-click that would have to give a reason', (d) => void (action(d, 'pass').reason = 'required'), 'a reason'],
  ['one-click one way', (d) => void (d.auto.otherwise = 'pass'), 'same action'],
  ['one-click on a broken condition', (d) => void (d.auto.when = 'form.ghost'), 'auto.when'],
  ['a number at no action', (d) => void (d.numbers[0].at = 'ghost'), 'ghost'],
  ['a series counted in two ways', (d) => void (d.numbers[2].digits = 6), 'two ways'],
  ['a number with unknown parts', (d) => void (d.numbers[0].text = '{period}{n}{secret}'), 'braces'],
  ['a number that comes again each year', (d) => void (d.numbers[0].text = '第{n}号'), '{period}'],
  // workflow
  ['an unknown role', (d) => void (d.workflow.actions[0].roles = ['king']), 'roles'],
  ['no role', (d) => void (d.workflow.actions[0].roles = []), 'roles'],
  ['two starts', (d) => void (d.workflow.actions[1].from = []), 'without from'],
  ['a start under another name', (d) => void (d.workflow.actions[0].name = 'open'), 'file'],
  ['a start that leads elsewhere', (d) => void (d.workflow.start = 'checking'), 'workflow.start'],
  ['an action to nowhere', (d) => void (action(d, 'review').to = 'ghost'), 'ghost'],
  ['an action from an inherited name', (d) => void (action(d, 'review').from = ['constructor']), 'constructor'],
  ['an action twice', (d) => void d.workflow.actions.push(d.workflow.actions[1]), 'stands twice'],
  ['a state that cannot be reached', (d) => void (d.workflow.states.limbo = { title: d.title, final: true }), 'limbo'],
  [
    'a state that cannot end',
    (d) => {
      d.workflow.states.limbo = { title: d.title }
      d.workflow.actions.push({ ...action(d, 'review'), name: 'lose', to: 'limbo' })
    },
    'limbo: cannot end',
  ],
  ['an end that goes on', (d) => void action(d, 'review').from.push('delivered'), 'final'],
  ['self-approval', (d) => void (action(d, 'finish').notAuthorOf = ['review']), 'self-approval'],
  ['a separation from no action', (d) => void action(d, 'finish').notAuthorOf.push('ghost'), 'ghost'],
  [
    'effects twice on one way',
    (d) => void Object.assign(action(d, 'deliver'), { effects: true, notAuthorOf: ['file'] }),
    'twice',
  ],
  [
    'a state both with and without effects',
    (d) => void d.workflow.actions.push({ ...action(d, 'review'), name: 'skip', to: 'approved' }),
    'both with and without effects',
  ],
  ['a field that no form has', (d) => void action(d, 'finish').fields.push('ghost'), 'ghost'],
  ['a need that is not set', (d) => void action(d, 'finish').needs.push('area'), 'does not set'],
  ['a key that changes', (d) => void action(d, 'finish').fields.push('contractNo'), 'changes the key'],
  [
    'a guard on what is not named',
    (d) => void (action(d, 'review').guard = '!("x" in burdens.contract)'),
    'not changed',
  ],
  ['a limit that runs nowhere', (d) => void (d.deadlines[0].runs = []), 'runs nowhere'],
  ['a limit in no state', (d) => void (d.deadlines[0].runs = ['ghost']), 'ghost'],
  ['a limit after the end', (d) => void (d.deadlines[0].pauses = ['refused']), 'final'],
  ['a promise beyond the law', (d) => void (d.deadlines[0].promised = 6), 'promises more'],
  // papers and examples
  ['a row from nowhere', (d) => void (d.outputs.slip.rows[0].from = 'case.secret'), 'case.secret'],
  ['a row of a field that is not there', (d) => void (d.outputs.slip.rows[0].from = 'field.ghost'), 'field.ghost'],
  ['a paper without rows', (d) => void (d.outputs.slip.rows = []), 'rows'],
  ['a notice of no action', (d) => void (d.outputs.notices.ghost = d.outputs.slip), 'ghost'],
  ['an example of another form', (d) => void (d.examples[0].values.ghost = 1), 'ghost'],
  ['an example with no such material', (d) => void d.examples[0].materials.push('ghost'), 'ghost'],
]

describe('a document is refused, and the place named, for', () => {
  test.each(BREAKS)('%s', (_, change, words) => {
    const broken = document()
    change(broken)
    const read = readDefinition(broken)
    expect(read).toMatchObject({ ok: false, code: 'wrong-shape', detail: expect.stringContaining(words) })
  })

  test.each([null, undefined, 1, 'x', [], new Uint8Array(3), {}])('%s instead of a document', (value) => {
    expect(readDefinition(value)).toMatchObject({ ok: false, code: 'wrong-shape' })
  })
})

describe('patterns', () => {
  test.each([
    '^[A-Z0-9-]{4,40}$',
    '^[0-9]{6}/pasture-contract/[A-Z0-9-]{4,40}$',
    '^(19|20)[0-9]{2}$',
    '^[0-9]{6}(?:[0-9]{3})?$',
    '^(?:甲|乙)[^ ]{2,20}$',
    '^[^\\]]+$',
    '^a\\(b\\)*c$',
    '^([0-9]{4}-)?[0-9]+$',
  ])('%s is taken', (source) => {
    expect(patternProblem(source)).toBeNull()
  })

  test.each([
    '^(a+)+$',
    '^(a|aa)+$',
    '^(?:a*)*$',
    '^((a?){20}){20}$',
    '^a*a*a*a*b$',
    '^[a-z]+[a-z]*$',
    // Half of it is bound to neither end.
    '^x|[^y]*y$',
    '^x\\$',
    // Another set in every edition of Unicode.
    '^\\p{Script=Han}{2,20}$',
    '^[\\p{L}0-9]{2,20}$',
    '^(.{0,500}x){2}$',
    '^a{0,1999}a{0,1999}$',
    '^(a)\\1$',
    '^(?=a)b$',
    '^(?<n>a)\\k<n>$',
    '^a{99999}$',
    `^${'(a|b)'.repeat(25)}$`,
  ])('%s is refused', (source) => {
    expect(patternProblem(source)).not.toBeNull()
  })

  test('what is taken answers at once on the worst text that a field may hold', () => {
    const worst = `${'a'.repeat(1999)}!`
    for (const source of ['^[a-z]+[a-z]?$', '^(?:a|b)a{0,40}a{0,50}$', `^${'a?'.repeat(12)}$`]) {
      expect(patternProblem(source)).toBeNull()
      expect(new RegExp(source, 'u').test(worst)).toBe(false)
    }
  })
})
