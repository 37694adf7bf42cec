/**
 * What an expression of engine 1 may be, so that no definition can hold a counter or a replica: sizes before it is parsed, sizes of its
 * tree, and the work that it can cause on the largest values that fit the form. These numbers are part of the engine: what one build
 * accepts, every build accepts.
 */
export const ENGINE = {
  characters: 1000,
  /** Brackets open at once. */
  nesting: 16,
  /** `?:` in one expression. */
  choices: 40,
  nodes: 200,
  depth: 64,
  /** Elements between `[` and `]`. */
  listed: 64,
  /** Steps of one question asked about all subjects that it can concern; see expression-check.ts for what a step is. */
  work: 12_000,
  /** Subjects of one part that a question is asked about. */
  subjects: 12,
  /** UTF-16 units of a text on the record, and elements of a list there. */
  text: 4000,
  listOnRecord: 50,
  burdens: 50,
} as const

/** The integers of CEL. */
export const MIN_INT = -(2n ** 63n)
export const MAX_INT = 2n ** 63n - 1n
