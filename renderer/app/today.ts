import { useEffect, useState } from 'react'
import { civilDate } from './format.ts'

/** Today's civil date at +08:00; a window left open over midnight moves on. */
export function useToday(): string {
  const [today, setToday] = useState(() => civilDate(Date.now()))
  useEffect(() => {
    const timer = setInterval(() => setToday(civilDate(Date.now())), 60_000)
    return () => clearInterval(timer)
  }, [])
  return today
}
