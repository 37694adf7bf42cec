import { hex } from '../../../../shared/base/bytes.ts'
import { LIMITS } from '../../../../shared/base/limits.ts'
import { definitionHash } from '../../../../shared/contract/service/definition-hash.ts'
import {
  type Example,
  feesOf,
  problemsOf,
  readDefinition,
  runExample,
  type ServiceDefinition,
  type Text,
  totalFees,
} from '../../../../shared/contract/service/index.ts'
import { encode, type Value } from '../../../../shared/ledger/index.ts'
import { type JsonProblem, type Place, placeOf, readText } from './json-text.ts'

/** What leaves room for the rest of the entry's body around the document. */
export const MOST_BYTES = LIMITS.body - 512

/** What one example says and what the definition says of it. */
export interface Tried {
  readonly title: Text
  readonly ok: boolean
  readonly problems: { readonly expected: readonly string[]; readonly found: readonly string[] }
  /** Fen; null: not looked at, or an amount that cannot be worked out. */
  readonly fees: { readonly expected: number; readonly found: number | null } | null
  readonly auto: { readonly expected: string; readonly found: string } | null
}

/** What the check of a definition's text has found. */
export type Inspection =
  | { readonly state: 'text'; readonly problem: JsonProblem }
  /** JSON, but no definition: the checker's sentence, and where in the text it is about. */
  | { readonly state: 'document'; readonly problem: string; readonly place: Place }
  | { readonly state: 'size'; readonly bytes: number }
  | {
      readonly state: 'sound'
      readonly definition: ServiceDefinition
      /** As it is published and hashed: the document itself. */
      readonly document: unknown
      /** H(CBOR(document)), hex. */
      readonly hash: string
      readonly bytes: number
      readonly tried: readonly Tried[]
      /** Every example says what it expects, and one may be filed. */
      readonly holds: boolean
    }

/** Checks a text as the ledger and a second signer will: strict JSON, a sound definition, small enough, examples that hold. Never throws. */
export function inspect(text: string): Inspection {
  const read = readText(text)
  if (!read.ok) return { state: 'text', problem: read.problem }
  const definition = readDefinition(read.value)
  if (!definition.ok) {
    const { detail } = definition
    return { state: 'document', problem: detail, place: placeOf(read.root, pathOf(detail)) }
  }
  let bytes: number
  try {
    bytes = encode({ definition: read.value as Value }).length
  } catch {
    // A lone half of a character somewhere.
    return { state: 'document', problem: 'service: text that is not Unicode', place: { from: 0, to: 0 } }
  }
  if (bytes > MOST_BYTES) return { state: 'size', bytes }
  const tried = definition.value.examples.map((example) => tryExample(definition.value, example))
  return {
    state: 'sound',
    definition: definition.value,
    document: read.value,
    hash: hex(definitionHash(read.value as Value)),
    bytes,
    tried,
    holds: tried.every((one) => one.ok) && definition.value.examples.some((one) => one.expect.problems.length === 0),
  }
}

/** The path that a sentence of the checker begins with, and the key that it speaks of where it names one. */
function pathOf(problem: string): string {
  const path = problem.split(': ')[0] ?? ''
  const key = /: unknown key (\S+)$/.exec(problem)?.[1]
  // Some speak of two lists at once: the first is as good as the other.
  const first = path.split(',')[0] ?? ''
  return key === undefined ? first : `${first}.${key}`
}

function tryExample(d: ServiceDefinition, example: Example): Tried {
  const { expect, values, today, county } = example
  const said = runExample(d, example)
  // The decision is told only by what it says against the expected one.
  const decided = /^auto: expected \S+, got (\S+)$/.exec(said ?? '')?.[1]
  return {
    title: example.title,
    ok: said === null,
    problems: { expected: [...expect.problems].sort(), found: problemsOf(d, example) },
    fees:
      expect.fees === undefined
        ? null
        : { expected: expect.fees, found: totalFees(feesOf(d, values, today, county)) ?? null },
    auto: expect.auto === undefined ? null : { expected: expect.auto, found: decided ?? expect.auto },
  }
}
