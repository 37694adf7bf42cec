import { useEffect, useState } from 'react'
import { useDesk } from '../../app/desk.ts'
import type { ImportProgress } from '../../replica/bulk/api.ts'

/** Counting a hundred thousand cases takes a moment: not at every change but soon after, and for a tenth of the time at most. */
const EVERY_MS = 2_000
const SHARE = 10

/** How far what a run has filed has come; null until it is known. */
export function useRunProgress(run: string): ImportProgress | null {
  const { replica } = useDesk()
  const [progress, setProgress] = useState<ImportProgress | null>(null)
  useEffect(() => {
    let gone = false
    let timer: ReturnType<typeof setTimeout> | null = null
    let pause = EVERY_MS
    const ask = async () => {
      const start = performance.now()
      const answer = await replica.importProgress(run)
      pause = Math.max(EVERY_MS, SHARE * (performance.now() - start))
      if (!gone && answer.ok) setProgress(answer.value)
    }
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null
        void ask()
      }, pause)
    }
    void ask()
    const stop = replica.on((event) => event.type === 'changed' && soon())
    return () => {
      gone = true
      if (timer !== null) clearTimeout(timer)
      stop()
    }
  }, [replica, run])
  return progress
}
