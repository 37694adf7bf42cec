import { useCallback, useMemo, useState } from 'react'

/** Nobody reads through more than these before signing for them. */
export const MOST_CHOSEN = 100

export interface Chosen {
  readonly chosen: ReadonlySet<string>
  /** More were wanted than can be taken at once. */
  readonly full: boolean
  change(ids: readonly string[], on: boolean): void
  clear(): void
}

/** Cases that are chosen, over all pages of one list, in the order in which they were chosen. */
export function useChosen(): Chosen {
  const [state, setState] = useState<{ chosen: ReadonlySet<string>; full: boolean }>({ chosen: new Set(), full: false })
  const change = useCallback((ids: readonly string[], on: boolean) => {
    setState(({ chosen }) => {
      const next = new Set(chosen)
      for (const id of ids) {
        if (on) next.add(id)
        else next.delete(id)
      }
      return { chosen: new Set([...next].slice(0, MOST_CHOSEN)), full: next.size > MOST_CHOSEN }
    })
  }, [])
  const clear = useCallback(() => setState({ chosen: new Set(), full: false }), [])
  return useMemo(() => ({ ...state, change, clear }), [state, change, clear])
}
