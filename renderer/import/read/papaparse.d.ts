/** The part of papaparse that is used here; its published types bring Node's with them. */
declare module 'papaparse' {
  interface ParserError {
    readonly type: string
    readonly code: string
    /** Index into `data`. */
    readonly row: number
  }
  interface Parsed {
    readonly data: string[][]
    readonly errors: ParserError[]
    readonly meta: { readonly cursor: number }
  }
  class Parser {
    constructor(config: { delimiter: string; newline: '\n'; quoteChar: '"' })
    /** `ignoreLastRow`: what follows the last newline is left for the next call; `meta.cursor` says where it begins. */
    parse(input: string, baseIndex: number, ignoreLastRow: boolean): Parsed
  }
  const Papa: { readonly Parser: typeof Parser }
  export default Papa
}
