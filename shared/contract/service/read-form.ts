import { fail, type Result } from '../../base/result.ts'
import { bool, int, isMap, list, map, oneOf, type Reader, record, text, uint, where } from '../../base/shape.ts'
import { isIdentifier } from '../identifiers/index.ts'
import { type FieldSchema, type ListSchema, type ScalarSchema, WIDGETS } from './form-types.ts'
import { mapWith } from './optional.ts'
import { MOST, NAME, name, pattern, sentence, title } from './read-parts.ts'

/** Readers of a form: floats, references and nesting beyond one list of flat rows have no place in it. */

const expression = text(MOST.expression)

const rowHints = {
  'x-help': sentence,
  'x-identifier': where(text(40), isIdentifier, 'a known identifier'),
  'x-widget': oneOf(...WIDGETS),
  'x-wide': oneOf(true),
}
const fieldHints = {
  ...rowHints,
  'x-subject': text(81, /^[a-z][a-zA-Z0-9]{0,39}\.[a-z][a-zA-Z0-9]{0,39}$/),
  'x-when': expression,
  'x-required': oneOf(true),
}
const titled = { 'x-title': title }

/** The keywords of a text, by whether it has a title and which hints are known where it stands. */
const stringNeeds = {
  type: oneOf('string'),
  maxLength: where(uint, (n) => n > 0 && n <= MOST.text, `from 1 to ${MOST.text}`),
}
const stringMay = {
  minLength: uint,
  pattern,
  enum: list(text(100), 64, 1),
  'x-choices': record(title, 64),
  'x-level': oneOf('county', 'town', 'village'),
}
const integerNeeds = { type: oneOf('integer'), minimum: int, maximum: int }
const booleanNeeds = { type: oneOf('boolean') }

/** A property whose `type` decides how the rest is read. */
function byType<T>(readers: Readonly<Record<string, Reader<T>>>): Reader<T> {
  return (v, path): Result<T> => {
    const type = isMap(v) ? v['type'] : undefined
    const reader = typeof type === 'string' && Object.hasOwn(readers, type) ? readers[type] : undefined
    if (reader === undefined) return fail('wrong-shape', `${path}.type: ${Object.keys(readers).join(', ')}`)
    return reader(v, path)
  }
}

const column = byType<ScalarSchema>({
  string: mapWith({ ...stringNeeds, ...titled }, { ...stringMay, ...rowHints }) as Reader<ScalarSchema>,
  integer: mapWith({ ...integerNeeds, ...titled }, rowHints) as Reader<ScalarSchema>,
  boolean: mapWith({ ...booleanNeeds, ...titled }, { const: bool, ...rowHints }) as Reader<ScalarSchema>,
})

const items = byType<ListSchema['items']>({
  string: mapWith(stringNeeds, { ...stringMay, ...rowHints }) as Reader<ListSchema['items']>,
  object: map({
    type: oneOf('object'),
    properties: record(column, MOST.columns, NAME),
    required: list(name, MOST.columns),
    additionalProperties: oneOf(false),
  }) as Reader<ListSchema['items']>,
})

const field = byType<FieldSchema>({
  string: mapWith({ ...stringNeeds, ...titled }, { ...stringMay, ...fieldHints }) as Reader<FieldSchema>,
  integer: mapWith({ ...integerNeeds, ...titled }, fieldHints) as Reader<FieldSchema>,
  boolean: mapWith({ ...booleanNeeds, ...titled }, { const: bool, ...fieldHints }) as Reader<FieldSchema>,
  array: mapWith(
    {
      type: oneOf('array'),
      items,
      maxItems: where(uint, (n) => n > 0 && n <= MOST.rows, `from 1 to ${MOST.rows}`),
      ...titled,
    },
    { minItems: uint, ...fieldHints },
  ) as Reader<FieldSchema>,
})

export const formReader = map({
  schema: map({
    type: oneOf('object'),
    properties: record(field, MOST.fields, NAME),
    required: list(name, MOST.fields),
    additionalProperties: oneOf(false),
  }),
  sections: list(
    mapWith({ title, fields: list(name, MOST.fields, 1) }, { at: list(text(40), MOST.actions, 1) }),
    MOST.sections,
    1,
  ),
})
