import { fail, ok, type Result } from '../../shared/base/result.ts'
import type { Gov } from '../../shared/contract/index.ts'
import { type Arrived, arrive } from './take-leaves.ts'
import type { VerifyPool } from './verify-pool.ts'

/** Leaves that are held in memory and written in one transaction, together with the proof that they are right. */
const CHUNK = 4096

/** Consecutive leaves of a scope on their way into the replica. */
export interface Piece {
  readonly raw: readonly Uint8Array[]
  /** null for gov, whose leaves are checked when their turn comes. */
  readonly arrived: Arrived | null
}

/** Pieces on their way at the same time: one that travels while another is verified. */
const AHEAD = 2

/** Leaves of a scope from a position up to, but not including, another; it may give fewer. */
export type Fetch = (from: number, to: number) => Promise<Result<Uint8Array[]>>

/** Consecutive pieces of a scope, fetched one after the other; each goes to the verify workers as soon as it is here. */
export function piecesOf(
  run: { readonly gov: Gov; readonly pool: VerifyPool },
  scope: string,
  from: number,
  size: number,
  fetch: Fetch,
): { next(): Promise<Result<Piece>> } {
  const onTheirWay: Promise<Result<Piece>>[] = []
  let fetched: Promise<Result<{ end: number }>> = Promise.resolve(ok({ end: from }))
  const more = () => {
    const raw = fetched.then((last) => {
      if (!last.ok || last.value.end >= size) return last.ok ? fail('truncated', scope) : last
      return fetch(last.value.end, Math.min(last.value.end + CHUNK, size))
    })
    const before = fetched
    fetched = raw.then(async (one) => {
      const last = await before
      return one.ok && last.ok ? ok({ end: last.value.end + one.value.length }) : (one as Result<never>)
    })
    const piece = raw.then((one): Result<Piece> => {
      if (!one.ok) return one
      if (scope === 'gov') return ok({ raw: one.value, arrived: null })
      const arrived = arrive(run.gov, one.value, run.pool)
      return arrived.ok ? ok({ raw: one.value, arrived: arrived.value }) : arrived
    })
    // A failure is looked at when its turn comes.
    for (const one of [fetched, piece]) one.catch(() => undefined)
    onTheirWay.push(piece)
  }
  return {
    next() {
      while (onTheirWay.length <= AHEAD) more()
      return onTheirWay.shift() as Promise<Result<Piece>>
    },
  }
}
