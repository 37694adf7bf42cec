import { useCallback, useContext, useEffect, useEffectEvent, useState } from 'react'
import type { Failure, Result } from '../../shared/base/result.ts'
import { DeskContext } from './desk.ts'

export interface Answer<T> {
  /** The last good answer to this very question. */
  readonly value: T | null
  readonly failure: Failure | null
  readonly loading: boolean
  reload(): void
}

interface Held<T> {
  readonly key: string
  readonly value: T | null
  readonly failure: Failure | null
}

/**
 * Asks the replica, and asks again whenever it says that something has changed. `key` names the question: while it stays the same the last
 * answer stays on screen, and an answer to an earlier question is thrown away.
 */
export function useAnswer<T>(key: string, ask: () => Promise<Result<T>>): Answer<T> {
  const replica = useContext(DeskContext)?.replica ?? null
  const [held, setHeld] = useState<Held<T>>({ key, value: null, failure: null })
  const [turn, setTurn] = useState(0)
  const question = useEffectEvent(() => ask())
  const reload = useCallback(() => setTurn((n) => n + 1), [])
  useEffect(() => replica?.on((event) => event.type === 'changed' && reload()), [replica, reload])
  useEffect(() => {
    let stale = false
    void question().then((answer) => {
      if (stale) return
      setHeld((now) => {
        if (answer.ok) return { key, value: answer.value, failure: null }
        return { key, value: now.key === key ? now.value : null, failure: answer }
      })
    })
    return () => {
      stale = true
    }
  }, [key, turn])
  const mine = held.key === key
  const value = mine ? held.value : null
  const failure = mine ? held.failure : null
  return { value, failure, loading: value === null && failure === null, reload }
}
