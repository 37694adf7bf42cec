import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../shared/base/limits.ts'
import { must } from '../../../shared/base/result.ts'
import { readDefinition } from '../../../shared/contract/service/index.ts'
import { decode, encode } from '../../../shared/ledger/index.ts'
import { type Loose, stock, stockDocument, transfer, transferDocument } from './samples.ts'

describe('the shipped definitions', () => {
  test.each([
    ['grassland-transfer', transferDocument(), transfer],
    ['grassland-stock', stockDocument(), stock],
  ])('%s is read as it stands', (code, document, definition) => {
    expect(definition.code).toBe(code)
    expect(JSON.parse(JSON.stringify(definition))).toEqual(document)
  })

  test.each([
    ['grassland-transfer', transferDocument()],
    ['grassland-stock', stockDocument()],
  ])('[E1] [E3] %s goes through CBOR unchanged and leaves room in an entry', (_, document) => {
    const bytes = encode(document)
    expect(bytes.length).toBeLessThan(LIMITS.body - 8 * 1024)
    const back = must(decode(bytes, { max: LIMITS.body }))
    expect(readDefinition(back).ok).toBe(true)
  })

  test('the stock records what the transfer reads and changes', () => {
    const { set, sealed } = stock.effects.subject
    const known = [...Object.keys(set), ...Object.keys(sealed)]
    const read = Object.values(transfer.form.schema.properties).flatMap((field) => field['x-subject'] ?? [])
    expect(read.filter((name) => !known.includes(name))).toEqual([])
    expect(read).toContain('holderId')
    expect(Object.keys(transfer.effects.subject.sealed)).toEqual(Object.keys(sealed))
    for (const { when } of transfer.rules) {
      for (const [, name] of when.matchAll(/subject\.([a-zA-Z]+)/g)) expect(Object.keys(set)).toContain(name)
    }
    expect([transfer.subject.type, transfer.subject.id]).toEqual([stock.subject.type, stock.subject.id])
  })

  test('names, numbers of people, their addresses and prices are sealed', () => {
    for (const d of [transfer, stock]) {
      const personal = Object.entries(d.form.schema.properties).filter(
        ([, field]) =>
          ['name', 'cn-id', 'phone'].includes(field['x-identifier'] ?? '') || field['x-widget'] === 'money',
      )
      expect(personal.length).toBeGreaterThan(2)
      expect(personal.map(([name]) => name).filter((name) => !d.sealed.includes(name))).toEqual([])
    }
  })
})

/** One change to a sound document each, and the words that the refusal must hold. */
const BREAKS: [string, (d: Loose) => void, string][] = [
  ['no map', (d) => void (d.form = null), 'service.form'],
  ['a surplus key', (d) => void (d.extra = 1), 'unknown key extra'],
  ['a missing key', (d) => void delete d.merge, 'missing key merge'],
  ['another engine', (d) => void (d.engine = 2), 'engine'],
  ['version 0', (d) => void (d.version = 0), 'version'],
  ['a float', (d) => void (d.deadlines.finish = 2.5), 'finish'],
  ['a text in one language', (d) => void delete d.title.en, 'title'],
  ['an empty text', (d) => void (d.title.zh = '  '), 'title.zh'],
  ['automatic approval', (d) => void (d.auto = { approve: 'true' }), 'auto'],
  // form
  ['an open form', (d) => void (d.form.schema.additionalProperties = true), 'additionalProperties'],
  ['a nested field', (d) => void (d.form.schema.properties.area.type = 'object'), 'area.type'],
  ['a number with fractions', (d) => void (d.form.schema.properties.area.type = 'number'), 'area.type'],
  ['a reference', (d) => void (d.form.schema.properties.area.$ref = '#/x'), '$ref'],
  ['text without a length', (d) => void delete d.form.schema.properties.reason.maxLength, 'maxLength'],
  ['a pattern that does not compile', (d) => void (d.form.schema.properties.town.pattern = '^[$'), 'pattern'],
  ['a pattern that is not anchored', (d) => void (d.form.schema.properties.town.pattern = '[0-9]'), 'pattern'],
  ['an unknown identifier', (d) => void (d.form.schema.properties.town['x-identifier'] = 'toString'), 'x-identifier'],
  ['an unknown widget', (d) => void (d.form.schema.properties.town['x-widget'] = 'map'), 'x-widget'],
  ['an unknown hint', (d) => void (d.form.schema.properties.town['x-colour'] = 'red'), 'x-colour'],
  ['a choice without label', (d) => void delete d.form.schema.properties.mode['x-choices'].other, 'x-choices'],
  ['a choice without values', (d) => void delete d.form.schema.properties.mode.enum, 'choices without enum'],
  ['a range the wrong way round', (d) => void (d.form.schema.properties.area.minimum = 1e12), 'minimum'],
  ['a required field that is not there', (d) => void d.form.schema.required.push('ghost'), 'ghost'],
  ['a field that is not shown', (d) => void d.form.sections[0].fields.pop(), 'is not shown'],
  ['a field shown twice', (d) => void d.form.sections[0].fields.push('mode'), 'shown twice'],
  ['a field shown that is not there', (d) => void d.form.sections[0].fields.push('ghost'), 'ghost'],
  ['a field named like an inherited one', (d) => void d.form.sections[0].fields.push('toString'), 'toString'],
  ['a sealed key', (d) => void d.sealed.push('contractNo'), 'subject.key'],
  ['an optional key', (d) => void d.form.schema.required.shift(), 'subject.key'],
  // sealed values and effects
  ['a sealed field that is not there', (d) => void d.sealed.push('ghost'), 'ghost'],
  [
    'a public effect from a sealed field',
    (d) => void (d.effects.subject.set.x = { from: 'field', name: 'price' }),
    'sealed',
  ],
  ['a sealed effect from a public field', (d) => void (d.effects.subject.sealed.x = 'mode'), 'not a sealed field'],
  [
    'a subject field both ways',
    (d) => void (d.effects.subject.set.holderName = { value: 'x' }),
    'both public and sealed',
  ],
  ['an effect with a float', (d) => void (d.effects.subject.set.x = { value: 0.5 }), 'set.x'],
  ['an effect from nowhere', (d) => void (d.effects.subject.set.x = { from: 'field', name: 'ghost' }), 'ghost'],
  [
    'effects that nothing takes',
    (d) => void delete d.workflow.actions.find((a: Loose) => a.effects).effects,
    'effects',
  ],
  ['an action with no effects to take', (d) => void (d.effects.subject = { set: {}, sealed: {} }), 'effects'],
  // materials and rules
  ['a material twice', (d) => void d.materials.push(d.materials[0]), 'stands twice'],
  ['a material required twice over', (d) => void (d.materials[0].requiredWhen = 'true'), 'requiredWhen'],
  ['a rule twice', (d) => void d.rules.push(d.rules[0]), 'stands twice'],
  ['a rule on a field that is not there', (d) => void (d.rules[0].field = 'ghost'), 'ghost'],
  // workflow
  ['an unknown role', (d) => void (d.workflow.actions[0].roles = ['king']), 'roles'],
  ['no role', (d) => void (d.workflow.actions[0].roles = []), 'roles'],
  ['two starts', (d) => void (d.workflow.actions[1].from = []), 'without from'],
  ['a start under another name', (d) => void (d.workflow.actions[0].name = 'open'), 'file'],
  ['a start that leads elsewhere', (d) => void (d.workflow.start = 'accepted'), 'workflow.start'],
  ['an action to nowhere', (d) => void (d.workflow.actions[1].to = 'ghost'), 'ghost'],
  ['an action from an inherited name', (d) => void (d.workflow.actions[1].from = ['constructor']), 'constructor'],
  ['an action twice', (d) => void d.workflow.actions.push(d.workflow.actions[1]), 'stands twice'],
  ['a state that cannot be reached', (d) => void (d.workflow.states.limbo = { title: d.title, final: true }), 'limbo'],
  [
    'a state that cannot end',
    (d) => {
      d.workflow.states.limbo = { title: d.title }
      d.workflow.actions.push({ ...d.workflow.actions[1], name: 'lose', to: 'limbo' })
    },
    'limbo: cannot end',
  ],
  ['an end that goes on', (d) => void d.workflow.actions[1].from.push('finished'), 'final'],
  ['self-approval', (d) => void (d.workflow.actions.find((a: Loose) => a.effects).notAuthorOf = []), 'self-approval'],
  ['a separation from no action', (d) => void d.workflow.actions[5].notAuthorOf.push('ghost'), 'ghost'],
  ['effects in the middle', (d) => void (d.workflow.actions[5].effects = true), 'without ending'],
  // outputs
  ['a row from nowhere', (d) => void (d.outputs.slip.rows[0].from = 'case.secret'), 'case.secret'],
  [
    'a row of a field that is not there',
    (d) => void (d.outputs.certificate.rows[0].from = 'field.ghost'),
    'field.ghost',
  ],
  ['a paper without rows', (d) => void (d.outputs.slip.rows = []), 'rows'],
]

describe('a document is refused for', () => {
  test.each(BREAKS)('%s', (_, change, words) => {
    const document = transferDocument()
    change(document)
    const read = readDefinition(document)
    expect(read).toMatchObject({ ok: false, code: 'wrong-shape', detail: expect.stringContaining(words) })
  })

  test.each([null, undefined, 1, 'x', [], new Uint8Array(3), {}])('%s instead of a document', (value) => {
    expect(readDefinition(value)).toMatchObject({ ok: false, code: 'wrong-shape' })
  })
})
