import { useWords } from '../../app/prefs.tsx'
import { href } from '../../app/router.ts'

/** From a case or a subject to the conflict that it is in. */
export function ToConflict({ id }: { id: string }) {
  const words = useWords()
  return <a href={href({ page: 'conflict', id })}>{words.t('case.toConflict')}</a>
}
