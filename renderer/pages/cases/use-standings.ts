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
  // As one text: the same entries are the same question.
  const asked = entries.map((one) => `${one.case} ${one.entry}`).join('\n')
  useEffect(() => {
    let stale = false
    void (async () => {
      for (const line of asked === '' ? [] : asked.split('\n')) {
        if (stale) return
        const [id, entry] = line.split(' ') as [string, string]
        const before = held.current.get(entry)
        if (before?.standing === 'sealed' || before?.standing === 'set-aside') continue
        const stood = await standingOf(replica, { case: id, entry })
        if (stale) return
        if (stood !== null) setKnown((now) => new Map(now).set(entry, stood))
      }
    })()
    return () => {
      stale = true
    }
  }, [replica, asked, turn])
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
