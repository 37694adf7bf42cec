import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '../app/prefs.tsx'
import { useShortcuts } from '../app/shortcuts.ts'

export interface Paging {
  readonly after: string | null
  readonly page: number
  readonly trail: readonly string[]
  forward(next: string): void
  back(): void
  reset(): void
}

/** Pages by the key of the last row; the way back is remembered, never counted. `start`: the pages that were gone through to here. */
export function usePaging(start: readonly string[] = []): Paging {
  const [trail, setTrail] = useState<readonly string[]>(start)
  return {
    after: trail.at(-1) ?? null,
    page: trail.length + 1,
    trail,
    forward: (next) => setTrail((now) => [...now, next]),
    back: () => setTrail((now) => now.slice(0, -1)),
    reset: () => setTrail([]),
  }
}

export function Pager({ paging, next }: { paging: Paging; next: string | null }) {
  const words = useWords()
  useShortcuts({
    PageDown: () => next !== null && paging.forward(next),
    PageUp: () => paging.page > 1 && paging.back(),
  })
  if (next === null && paging.page === 1) return null
  return (
    <div className="pager">
      <Button disabled={paging.page === 1} onClick={paging.back}>
        {words.t('pager.back')} <kbd>PgUp</kbd>
      </Button>
      <span>{words.t('pager.page', { n: paging.page })}</span>
      <Button disabled={next === null} onClick={() => next !== null && paging.forward(next)}>
        {words.t('pager.next')} <kbd>PgDn</kbd>
      </Button>
    </div>
  )
}
