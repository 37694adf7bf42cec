import fc from 'fast-check'
import { type Loose, rich } from '../../kit/definitions.ts'

/** Values of every kind under names of the form and others: what a client of its own could send. */
const scalars = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom('other', 'split', 'W001', '2026-11-16'),
)
export const hostileValues = fc.dictionary(
  fc.constantFrom(...Object.keys(rich.form.schema.properties), 'ghost', '__proto__', 'constructor'),
  fc.oneof(
    scalars,
    fc.array(
      fc.oneof(scalars, fc.dictionary(fc.constantFrom('name', 'idNumber', 'share', 'head', '__proto__', 'x'), scalars)),
      {
        maxLength: 14,
      },
    ),
    fc.constant(null),
  ),
  { noNullPrototype: false },
) as fc.Arbitrary<Loose>
