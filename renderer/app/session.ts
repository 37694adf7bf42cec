import { useCallback, useEffect, useRef, useState } from 'react'
import type { Failure, Result } from '../../shared/base/result.ts'
import type { Bridge, Person, Site } from '../../shared/bridge.ts'
import { restoreDrafts } from '../pages/intake/draft.ts'
import type { Replica } from '../replica/api.ts'
import { openReplica } from '../replica/client.ts'
import { go } from './router.ts'

export type Session =
  | { readonly step: 'out'; readonly failure: Failure | null; readonly locked: boolean }
  | { readonly step: 'opening' }
  | { readonly step: 'in'; readonly person: Person; readonly replica: Replica }

const OUT = { step: 'out', failure: null, locked: false } as const

/** The office's replica, and the drafts as they were before whatever ended the program. */
async function openDesk(bridge: Bridge, site: Site, person: Person): Promise<Result<Replica>> {
  const [opened] = await Promise.all([openReplica(bridge, site, person), restoreDrafts()])
  return opened
}

/** Who is signed in. Signing in opens the key in main first and the office's replica after it; signing out closes both. */
export function useSession(bridge: Bridge, site: Site) {
  const still = site.people.find((one) => one.id === site.signedIn)
  const [session, setSession] = useState<Session>(still === undefined ? OUT : { step: 'opening' })
  const [ending, setEnding] = useState(false)
  const replica = useRef<Replica | null>(null)

  const leave = useCallback((next: Session) => {
    const open = replica.current
    replica.current = null
    setSession(next)
    void open?.close()
  }, [])

  const arrive = useCallback((person: Person, opened: Result<Replica>) => {
    if (!opened.ok) return setSession({ step: 'out', failure: opened, locked: false })
    replica.current = opened.value
    setSession({ step: 'in', person, replica: opened.value })
  }, [])

  const signIn = useCallback(
    async (person: string, passphrase: string) => {
      const unlocked = await bridge.call('vault.unlock', { person, passphrase })
      if (!unlocked.ok) return unlocked
      setSession({ step: 'opening' })
      arrive(unlocked.value, await openDesk(bridge, site, unlocked.value))
      return null
    },
    [bridge, site, arrive],
  )

  const signOut = useCallback(() => {
    void bridge.call('vault.lock', {})
    // The next person starts at the desk, not in somebody else's case.
    go({ page: 'work' })
    leave(OUT)
  }, [bridge, leave])

  useEffect(() => {
    let gone = false
    if (still !== undefined) {
      void openDesk(bridge, site, still).then((opened) => {
        if (!gone) arrive(still, opened)
        else if (opened.ok) void opened.value.close()
      })
    }
    const stopLocked = bridge.on('locked', ({ reason }) => leave({ ...OUT, locked: reason === 'idle' }))
    const stopEnding = bridge.on('closing', () => setEnding(true))
    return () => {
      gone = true
      stopLocked()
      stopEnding()
    }
  }, [bridge, site, still, arrive, leave])

  return { session, signIn, signOut, ending }
}
