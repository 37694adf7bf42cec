import { fail, type Result } from '../../base/result.ts'
import { bool, isMap, list, map, nullable, oneOf, type Reader, record, text, uint, where } from '../../base/shape.ts'
import { checkDefinition } from './check-definition.ts'
import { BLOCKED, type Effect, type EffectSource, GROUPS, ROLES, type ServiceDefinition } from './definition.ts'
import { mapWith } from './optional.ts'
import { formReader } from './read-form.ts'
import { at, date, fieldValue, ID, id, MOST, NAME, name, pattern, scalar, sentence, title } from './read-parts.ts'

const expression = text(MOST.expression)

const subject = map({ name, title, type: id, mode: oneOf('create', 'change', 'lookup'), id: pattern, key: at })
const party = mapWith({ role: title, name: at }, { id: at, phone: at, address: at })
const material = mapWith(
  { id, title, required: bool, copies: where(uint, (n) => n <= 20, 'at most 20'), original: bool },
  { requiredWhen: expression, note: sentence },
)
const rule = mapWith({ id, on: oneOf('form', 'ledger'), when: expression, message: sentence }, { field: at })
const fee = mapWith({ id, title, amount: expression }, { when: expression, basis: title })
const auto = map({ from: id, approve: id, otherwise: id, when: expression })

const state = mapWith({ title }, { final: oneOf(true), tone: oneOf('waiting', 'good', 'bad') })
const actions = list(id, MOST.actions)
const action = mapWith(
  {
    name: id,
    title,
    from: list(id, MOST.states),
    to: id,
    roles: list(oneOf(...ROLES), ROLES.length, 1),
    notAuthorOf: actions,
  },
  {
    reason: oneOf('required'),
    effects: oneOf(true),
    fields: list(text(40, /^(\*|[a-z][a-zA-Z0-9]*)$/), MOST.fields, 1),
    needs: list(name, MOST.fields, 1),
    materials: oneOf(true),
    once: oneOf(true),
    asks: oneOf(true),
    whileDisputed: oneOf(true),
    guard: expression,
  },
)

const source: Reader<EffectSource> = (v, path) => {
  if (isMap(v) && Object.hasOwn(v, 'value')) return map({ value: scalar })(v, path)
  const from = isMap(v) ? v['from'] : undefined
  if (from === 'number' || from === 'case') return map({ from: oneOf(from) })(v, path)
  return map({ from: oneOf('field', 'row'), name })(v, path)
}
const sources = record(source, MOST.fields, NAME)
const EFFECTS: Readonly<Record<Effect['op'], Reader<Effect>>> = {
  set: mapWith({ op: oneOf('set'), on: name, fields: sources }, { sealed: record(name, MOST.fields, NAME) }),
  burden: mapWith({ op: oneOf('burden'), on: name, kind: id, ref: source, fields: sources }, { replace: oneOf(true) }),
  release: mapWith({ op: oneOf('release'), on: name, kind: id, ref: source }, { ifThere: oneOf(true) }),
  end: map({ op: oneOf('end'), on: name }),
  descend: map({ op: oneOf('descend'), from: name, to: name }),
}
const effect: Reader<Effect> = (v, path) => {
  const op = isMap(v) ? v['op'] : undefined
  if (typeof op !== 'string' || !Object.hasOwn(EFFECTS, op)) {
    return fail('wrong-shape', `${path}.op: one of ${Object.keys(EFFECTS).join(', ')}`)
  }
  return EFFECTS[op as Effect['op']](v, path)
}

const length = where(uint, (n) => n > 0 && n <= 400, 'from 1 to 400')
const states = list(id, MOST.states)
const deadline = mapWith(
  {
    id,
    title,
    legal: length,
    promised: length,
    runs: states,
    pauses: states,
    resume: oneOf('continue', 'restart'),
  },
  { unit: oneOf('days', 'months'), deemed: oneOf(true) },
)
const numbering = map({
  series: id,
  at: id,
  period: oneOf('day', 'year'),
  digits: where(uint, (n) => n >= 3 && n <= 9, 'from 3 to 9'),
  text: text(100, /\{n\}/),
})

const paper = map({
  title,
  standing: sentence,
  rows: list(map({ label: title, from: text(60) }), MOST.paperRows, 1),
  notes: list(sentence, MOST.notes),
})

const values = record(fieldValue, MOST.fields, NAME)
const example = mapWith(
  {
    title,
    today: date,
    county: text(6, /^[0-9]{6}$/),
    values,
    materials: list(id, MOST.materials),
    expect: mapWith({ problems: list(text(200), 100) }, { fees: uint, auto: oneOf('approve', 'otherwise') }),
  },
  { subjects: record(values, MOST.subjects, NAME), burdens: record(list(id, 16), MOST.subjects, NAME) },
)

const disputes = map({ blocks: list(oneOf(...BLOCKED), BLOCKED.length), signers: oneOf(1, 2) })

const definition = mapWith(
  {
    code: id,
    version: where(uint, (n) => n > 0, 'from 1'),
    engine: oneOf(1),
    title,
    group: oneOf(...GROUPS),
    summary: sentence,
    basis: list(title, MOST.basis),
    level: oneOf('county'),
    subjects: list(subject, MOST.subjects, 1),
    parties: list(party, MOST.parties),
    form: formReader,
    sealed: list(name, MOST.fields),
    materials: list(material, MOST.materials),
    rules: list(rule, MOST.rules),
    fees: list(fee, MOST.fees),
    auto: nullable(auto),
    workflow: map({ start: id, states: record(state, MOST.states, ID), actions: list(action, MOST.actions, 1) }),
    effects: list(effect, MOST.effects),
    merge: oneOf('fields', 'none'),
    deadlines: list(deadline, MOST.deadlines),
    claims: bool,
    numbers: list(numbering, MOST.numbers),
    outputs: map({ slip: paper, certificate: paper, notices: record(paper, MOST.notices, ID) }),
    examples: list(example, MOST.examples),
  },
  { disputes },
)

/**
 * The one way in which a document from `gov` or a file becomes a definition: its shape, and then everything that has to fit
 * together (`checkDefinition`). Fails with `wrong-shape` and the path of the first thing that is wrong.
 */
export function readDefinition(value: unknown): Result<ServiceDefinition> {
  const read = definition(value, 'service')
  if (!read.ok) return read
  const problem = checkDefinition(read.value)
  return problem === null ? read : fail('wrong-shape', problem)
}
