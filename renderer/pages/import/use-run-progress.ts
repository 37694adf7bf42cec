import { useEffect, useState } from 'react'
import { useDesk } from '../../app/desk.ts'
import type { ImportProgress } from '../../replica/bulk/api.ts'

/** Counting a hundred thousand cases takes a moment: not at every change, but soon after. */
const EVERY_MS = 2_000

/** How far what a run has filed has come; null until it is known. */
export function useRunProgress(run: string): ImportProgress | null {
  const { replica } = useDesk()
  const [progress, setProgress] = useState<ImportProgress | null>(null)
  useEffect(() => {
    let gone = false
    let timer: ReturnType<typeof setTimeout> | null = null
    const ask = async () => {
      const answer = await replica.importProgress(run)
      if (!gone && answer.ok) setProgress(answer.value)
    }
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null
        void ask()
      }, EVERY_MS)
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
