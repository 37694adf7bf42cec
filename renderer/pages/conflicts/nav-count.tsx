import { useDesk } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { useAnswer } from '../../app/use-answer.ts'
import { Notice } from '../../components/notice.tsx'

/** How many conflicts wait for a decision; 0 while that is not known. */
function useOpenConflicts(): number {
  const { replica } = useDesk()
  return useAnswer('conflict-count', () => replica.conflictCount()).value ?? 0
}

/** Beside the name of the page in the navigation. */
export function NavCount() {
  const words = useWords()
  const n = useOpenConflicts()
  if (n === 0) return null
  return (
    <span className="nav-count num" title={words.t('nav.conflicts.n', { n })}>
      {n}
    </span>
  )
}

/** On the desk of a supervisor. */
export function ConflictsWait() {
  const { person } = useDesk()
  return person.roles.includes('supervisor') ? <Waiting /> : null
}

function Waiting() {
  const words = useWords()
  const n = useOpenConflicts()
  if (n === 0) return null
  return (
    <Notice tone="warn">
      {words.t('work.conflicts', { n })} <a href={href({ page: 'conflicts' })}>{words.t('work.conflicts.go')}</a>
    </Notice>
  )
}
