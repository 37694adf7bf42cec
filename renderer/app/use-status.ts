import { useEffect, useState } from 'react'
import type { Replica } from '../replica/api.ts'
import type { StatusView } from './desk.ts'

/** Follows the replica's status: asked once, then told. */
export function useStatusOf(replica: Replica): StatusView {
  const [view, setView] = useState<StatusView>({ status: null, failure: null })
  useEffect(() => {
    let gone = false
    const stop = replica.on((event) => {
      if (event.type === 'status') setView({ status: event.status, failure: null })
    })
    void replica.status().then((answer) => {
      if (gone) return
      setView((now) => (answer.ok ? { status: answer.value, failure: null } : { ...now, failure: answer }))
    })
    return () => {
      gone = true
      stop()
    }
  }, [replica])
  return view
}
