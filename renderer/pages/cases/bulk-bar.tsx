import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '../../app/prefs.tsx'
import type { CaseRow } from '../../replica/api.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import { type Chosen, MOST_CHOSEN } from './use-chosen.ts'

/** How many cases are chosen, here and on other pages, and the way to act on them. */
export function BulkBar({ chosen, shown }: { chosen: Chosen; shown: readonly CaseRow[] }) {
  const words = useWords()
  const [open, setOpen] = useState<readonly string[] | null>(null)
  const n = chosen.chosen.size
  const here = shown.filter((row) => chosen.chosen.has(row.id)).length
  return (
    <div className="bulk-bar" aria-live="polite">
      {n === 0 ? (
        shown.length === 0 ? null : (
          <span className="soft">{words.t('bulk.how')}</span>
        )
      ) : (
        <>
          <strong>{words.t('bulk.chosen', { n })}</strong>
          {n > here ? <span className="soft">{words.t('bulk.elsewhere', { n: n - here })}</span> : null}
          {chosen.full ? <span className="problem">{words.t('bulk.full', { n: MOST_CHOSEN })}</span> : null}
          <Button id="bulk" type="primary" onClick={() => setOpen([...chosen.chosen])}>
            {words.t('bulk.act')} <kbd>B</kbd>
          </Button>
          <Button onClick={chosen.clear}>{words.t('bulk.clear')}</Button>
        </>
      )}
      {open === null ? null : (
        <BulkDialog
          ids={open}
          onClose={(done) => {
            setOpen(null)
            // What has been signed is off the list of what is still to do.
            chosen.change(done, false)
            requestAnimationFrame(() => {
              const row = document.querySelector<HTMLElement>('#page a.row-link')
              const to = document.getElementById('bulk') ?? row
              to?.focus()
            })
          }}
        />
      )}
    </div>
  )
}
