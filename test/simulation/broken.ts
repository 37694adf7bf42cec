/** An invariant that does not hold. */
export class Broken extends Error {
  constructor(
    readonly rule: string,
    detail: string,
  ) {
    super(`${rule}: ${detail}`)
  }
}

export function broken(rule: string, detail: string): never {
  throw new Broken(rule, detail)
}
