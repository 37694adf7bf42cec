import { useState } from 'react'
import type { Inspection } from './inspect.ts'

type Sound = Extract<Inspection, { state: 'sound' }>

/** The last sound definition: it stays on screen while a newer text is not sound yet. */
export function useLastSound(inspection: Inspection | null): Sound | null {
  const [last, setLast] = useState<Sound | null>(null)
  if (inspection?.state === 'sound' && inspection !== last) setLast(inspection)
  return inspection?.state === 'sound' ? inspection : last
}
