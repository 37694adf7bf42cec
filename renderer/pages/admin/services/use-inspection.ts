import { useEffect, useState } from 'react'
import { Checker } from './checker.ts'
import type { Inspection } from './inspect.ts'

/** After the last key. */
const PAUSE_MS = 250

export interface Inspected {
  /** Of the last text that was checked; null before the first, and when that took too long. */
  readonly inspection: Inspection | null
  /** A newer text is being checked. */
  readonly busy: boolean
  /** The newest text took too long. */
  readonly slow: boolean
}

/** Checks a text again and again while it is typed, beside the page. */
export function useInspection(text: string): Inspected {
  const [checker] = useState(() => new Checker())
  const [found, setFound] = useState<{ text: string; inspection: Inspection | null } | null>(null)
  useEffect(() => () => checker.stop(), [checker])
  useEffect(() => {
    const pause = setTimeout(() => checker.ask(text, (inspection) => setFound({ text, inspection })), PAUSE_MS)
    return () => clearTimeout(pause)
  }, [checker, text])
  const busy = found?.text !== text
  return { inspection: found?.inspection ?? null, busy, slow: !busy && found.inspection === null }
}
