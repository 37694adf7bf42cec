import { useEffect, useRef, useState } from 'react'
import { type Code, isCode } from '../../../shared/base/codes.ts'
import { useDesk } from '../../app/desk.ts'
import type { Replica, Standing } from '../../replica/api.ts'

/** How safe one entry is, and what became of it where it had no effect. */
export interface Stood {
  readonly standing: Standing
  /** `void(…)` or `disputed`. */
  readonly outcome: string | null
  readonly code: Code | null
}

interface Entry {
  readonly case: string
  readonly entry: string
}

/** The standing of each entry, followed until it is sealed or has come to nothing. */
export function useStandings(entries: readonly Entry[]): ReadonlyMap<string, Stood> {
  const { replica } = useDesk()
  const [known, setKnown] = useState<ReadonlyMap<string, Stood>>(new Map())
  const [turn, setTurn] = useState(0)
  const held = useRef(known)
  useEffect(() => {
    held.current = known
  })
  useEffect(() => replica.on((event) => event.type === 'changed' && setTurn((n) => n + 1)), [replica])
  const names = entries.map((one) => one.entry).join(' ')
  // oxlint-disable-next-line react/exhaustive-deps -- `names` says which entries they are
  useEffect(() => {
    let stale = false
    void (async () => {
      for (const one of entries) {
        if (stale) return
        const before = held.current.get(one.entry)
        if (before?.standing === 'sealed' || before?.standing === 'set-aside') continue
        const stood = await standingOf(replica, one)
        if (stale) return
        if (stood !== null) setKnown((now) => new Map(now).set(one.entry, stood))
      }
    })()
    return () => {
      stale = true
    }
  }, [replica, names, turn])
  return known
}

async function standingOf(replica: Pick<Replica, 'case'>, { case: id, entry }: Entry): Promise<Stood | null> {
  const answer = await replica.case(id)
  const step = answer.ok ? answer.value.steps.find((one) => one.entry === entry) : undefined
  if (step === undefined) return null
  const { standing, outcome, reason } = step
  const applied = outcome === null || outcome === 'applied' || outcome === 'merged'
  const code = standing === 'set-aside' && reason !== null && isCode(reason) ? reason : null
  return { standing, outcome: applied ? null : outcome, code }
}
