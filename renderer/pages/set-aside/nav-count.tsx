import { useStatus } from '../../app/desk.ts'
import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'
import { Notice } from '../../components/notice.tsx'

/** How many wait for somebody: the figure of the sync light, wherever it stands. */
function useAsideCount(): number {
  return useStatus().status?.setAside ?? 0
}

/** Beside the name of the page in the navigation. */
export function AsideCount() {
  const words = useWords()
  const n = useAsideCount()
  if (n === 0) return null
  return (
    <span className="nav-count num" title={words.t('nav.aside.n', { n })}>
      {n}
    </span>
  )
}

/** One line on another page, and the way there. */
export function AsideWait() {
  const words = useWords()
  const n = useAsideCount()
  if (n === 0) return null
  return (
    <Notice tone="warn">
      {words.t('aside.wait', { n })} <a href={href({ page: 'aside' })}>{words.t('aside.go')}</a>
    </Notice>
  )
}
