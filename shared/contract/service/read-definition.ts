import { fail, ok, type Result } from '../../base/result.ts'
import {
  bool,
  int,
  isMap,
  list,
  map,
  nullable,
  oneOf,
  type Reader,
  record,
  text,
  uint,
  where,
} from '../../base/shape.ts'
import { isIdentifier } from '../identifiers/index.ts'
import { checkDefinition } from './check-definition.ts'
import { type FieldSchema, ROLES, type ServiceDefinition, WIDGETS } from './definition.ts'
import { mapWith } from './optional.ts'

/** Sizes that keep the document inside one entry's body (60 KiB) and every check of it cheap. */
const MOST = { fields: 64, sections: 16, materials: 32, rules: 64, states: 32, actions: 64, rows: 40, notes: 16 }
const NAME = /^[a-z][a-zA-Z0-9]{0,39}$/
const ID = /^[a-z][a-z0-9-]{0,39}$/

const name = text(40, NAME)
const id = text(40, ID)
const nonEmpty = (max: number) => text(max, /\S/)
const words = (max: number) => map({ zh: nonEmpty(max), en: nonEmpty(max) })
const title = words(200)
const sentence = words(1000)
const scalar: Reader<string | number | boolean> = (v, path) =>
  typeof v === 'string' ? text(1000)(v, path) : typeof v === 'boolean' ? ok(v) : int(v, path)

const pattern = where(text(200), compiles, 'a regular expression between ^ and $')

function compiles(source: string): boolean {
  if (!source.startsWith('^') || !source.endsWith('$')) return false
  try {
    new RegExp(source, 'u')
    return true
  } catch {
    return false
  }
}

const hints = {
  'x-help': sentence,
  'x-identifier': where(id, isIdentifier, 'a known identifier'),
  'x-widget': oneOf(...WIDGETS),
  'x-subject': name,
}
const string = mapWith(
  { type: oneOf('string'), maxLength: where(uint, (n) => n > 0 && n <= 2000, 'from 1 to 2000'), 'x-title': title },
  {
    minLength: uint,
    pattern,
    enum: list(text(100), 64, 1),
    'x-choices': record(title, 64),
    'x-level': oneOf('county', 'town', 'village'),
    ...hints,
  },
)
const integer = mapWith({ type: oneOf('integer'), minimum: int, maximum: int, 'x-title': title }, hints)
const boolean = mapWith({ type: oneOf('boolean'), 'x-title': title }, { const: bool, ...hints })

/** Floats, nesting and references have no place in a form: a field is text of bounded length, an integer or a boolean. */
const field: Reader<FieldSchema> = (v, path) => {
  const type = isMap(v) ? v['type'] : undefined
  if (type === 'string') return string(v, path)
  if (type === 'integer') return integer(v, path)
  if (type === 'boolean') return boolean(v, path)
  return fail('wrong-shape', `${path}.type: string, integer or boolean`)
}

const paper = map({
  title,
  standing: sentence,
  rows: list(map({ label: title, from: text(60) }), MOST.rows, 1),
  notes: list(sentence, MOST.notes),
})

const source: Reader<{ from: 'field'; name: string } | { value: string | number | boolean }> = (v, path) =>
  isMap(v) && Object.hasOwn(v, 'value') ? map({ value: scalar })(v, path) : map({ from: oneOf('field'), name })(v, path)

const material = mapWith(
  { id, title, required: bool, copies: where(uint, (n) => n <= 20, 'at most 20'), original: bool },
  { requiredWhen: text(1000), note: sentence },
)
const rule = mapWith({ id, on: oneOf('form', 'ledger'), when: text(1000), message: sentence }, { field: name })
const state = mapWith({ title }, { final: oneOf(true), tone: oneOf('waiting', 'good', 'bad') })
const action = mapWith(
  {
    name: id,
    title,
    from: list(id, MOST.states),
    to: id,
    roles: list(oneOf(...ROLES), ROLES.length, 1),
    notAuthorOf: list(id, MOST.actions),
  },
  { reason: oneOf('required'), effects: oneOf(true) },
)
const workingDays = where(uint, (n) => n > 0 && n <= 400, 'from 1 to 400')

const definition = map({
  code: id,
  version: where(uint, (n) => n > 0, 'from 1'),
  engine: oneOf(1),
  title,
  level: oneOf('county'),
  subject: map({ type: id, mode: oneOf('create', 'change'), id: pattern, key: name }),
  form: map({
    schema: map({
      type: oneOf('object'),
      properties: record(field, MOST.fields, NAME),
      required: list(name, MOST.fields),
      additionalProperties: oneOf(false),
    }),
    sections: list(map({ title, fields: list(name, MOST.fields, 1) }), MOST.sections, 1),
  }),
  sealed: list(name, MOST.fields),
  materials: list(material, MOST.materials),
  rules: list(rule, MOST.rules),
  auto: nullable(oneOf(null)),
  workflow: map({
    start: id,
    states: record(state, MOST.states, ID),
    actions: list(action, MOST.actions, 1),
  }),
  effects: map({ subject: map({ set: record(source, MOST.fields, NAME), sealed: record(name, MOST.fields, NAME) }) }),
  merge: oneOf('fields', 'none'),
  deadlines: map({ accept: workingDays, finish: workingDays }),
  claims: bool,
  outputs: map({ slip: paper, certificate: paper }),
})

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
