/** The only door into the contract, beside `service`, `identifiers` and `regions`. */
export * from './facts.ts'
export * from './gov.ts'
export * from './judge-scope.ts'
export * from './outcome.ts'
export * from './record.ts'
export * from './scope-state.ts'
export * from './seal.ts'
